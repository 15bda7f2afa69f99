/**
 * Whom the stop at a requester's own family takes for them, by persona: records of people in the borough that a doubt would
 * stop at, and of how many people. `npx tsx test/costs/stopped.ts [FAMILIES]`.
 */

import { PERSONAS } from '@family-view/gateway/identity/personas';
import type { HeldIdentity } from '@family-view/gateway/linkage/contract-replies';
import { isLike } from '@family-view/gateway/linkage/is-like';
import { inventBorough } from '@family-view/population';
import { AGENCIES } from '@family-view/schema';
import { HOLDINGS } from '../borough';

const families = Number(process.argv[2] ?? 2_000);
const borough = inventBorough({ families });
/** The landlord lets nobody know families, and is not asked. */
const telling = AGENCIES.filter((agency) => agency !== 'housing');
const records = telling.flatMap((agency) => borough[HOLDINGS[agency]].people.map((held) => ({ agency, held })));
/** A name that many bear, beside the personas' own. */
const COMMON = {
  'a common name': { person: { givenName: 'Sarah', familyName: 'Smith', dateOfBirth: '1990-05-17', postcode: null } },
};

process.stdout.write(`${families} families, ${borough.people.size} people, ${records.length} records\n`);
for (const [name, { person }] of Object.entries({ ...PERSONAS, ...COMMON })) {
  const like = records.filter(({ held }) =>
    isLike(
      person,
      {
        lifeState: held.lifeState,
        givenName: held.givenName ?? null,
        familyName: held.familyName ?? null,
        formerNames: held.formerNames ?? [],
        dateOfBirth: held.dateOfBirth ?? null,
        postcode: held.address?.postcode ?? null,
      } as unknown as HeldIdentity,
      borough.today,
    ),
  );
  const people = [...new Set(like.map(({ held }) => held.truth))].map((id) => borough.people.get(id));
  const own = people.filter(
    (one) =>
      one?.givenName === person.givenName &&
      one.familyName === person.familyName &&
      one.dateOfBirth === person.dateOfBirth,
  );
  process.stdout.write(
    `${name} (${person.givenName} ${person.familyName}): ${like.length} records of ${people.length} people, ${own.length} of them themselves\n`,
  );
}
