/** What the partners chose to tell: that somebody is shielded somewhere closes their address everywhere. */

import { startRandom } from '../random';
import { ASKINGS, type Asking } from './askings';
import { inventWorld } from './invent-world';
import { protocolsOf } from './protocols';
import { type Outcome, startWorldStack } from './two-stacks';
import { holdingAt, type RecordAt, recordsOf, withMarkers, without } from './world';

const WORLD = inventWorld(startRandom(7));
const HEALTH_LEAD = ASKINGS.find(({ role, purpose }) => role === 'HEALTH_LEAD' && purpose === 'EARLY_HELP') as Asking;
const QUERY = `query ($by: PersonSearch!) {
  findPeople(by: $by) { certain { id displayName identities { agency familyName nhsNumber postcode uprn } } answers { agency status } }
}`;

/** Somebody whose address health holds, and whom social care knows too. */
const [atHealth, atSocialCare] = ((): readonly [RecordAt, RecordAt] => {
  const all = recordsOf(WORLD);
  for (const at of all.filter(({ agency }) => agency === 'health')) {
    const { truth, held } = holdingAt(WORLD, at);
    const other = all.find((one) => one.agency === 'social-care' && holdingAt(WORLD, one).truth === truth);
    if (other && held.postcode && held.nhsNumber) return [at, other];
  }
  throw new RangeError('nobody is held by both');
})();

test('with the exception for shielded people, a shield at one agency closes addresses at the others and tells nothing else: the rounds and the work are the same', async () => {
  const stack = await startWorldStack({ protocols: protocolsOf({ exceptions: true }), recorded: true });
  try {
    stack.rounds.quietMs = 40;
    const question = { query: QUERY, variables: { by: { nhsNumber: holdingAt(WORLD, atHealth).held.nhsNumber } } };
    // Once beforehand: that the requester is not of the family is found out once.
    await stack.ask(without(WORLD, atSocialCare), HEALTH_LEAD, question);
    const shielded = await stack.ask(withMarkers(WORLD, atSocialCare, ['SHIELDED']), HEALTH_LEAD, question);
    const restricted = await stack.ask(withMarkers(WORLD, atSocialCare, ['RESTRICTED']), HEALTH_LEAD, question);
    const notThere = await stack.ask(without(WORLD, atSocialCare), HEALTH_LEAD, question);

    const personIn = ({ text }: { readonly text: string }) => JSON.parse(text).data.findPeople.certain[0];
    const { postcode, uprn } = holdingAt(WORLD, atHealth).held;
    expect(personIn(notThere).identities[0]).toMatchObject({ agency: 'health', postcode, uprn });
    const withoutAddress = (person: { readonly identities: readonly object[] }) => ({
      ...person,
      identities: person.identities.map((identity) => ({ ...identity, postcode: null, uprn: null })),
    });
    expect(personIn(shielded)).toEqual(withoutAddress(personIn(notThere)));
    expect(JSON.parse(shielded.text).data.findPeople.answers).toEqual(
      JSON.parse(notThere.text).data.findPeople.answers,
    );

    const asked = ({ calls }: Outcome) => calls.map(({ answer: _, ...call }) => call);
    const roundsOf = ({ calls }: Outcome) =>
      calls.map(({ agency, path, round }) => `${round} ${agency} ${path}`).sort();
    // Asked of the same agencies in the same rounds, after as many reads: for markers too, whether or not there are any.
    expect(notThere.calls.some(({ query }) => query.includes('markers('))).toBe(true);
    expect(roundsOf(shielded)).toEqual(roundsOf(notThere));
    expect(shielded.work).toEqual(notThere.work);
    // What differs between gateway and agencies is the address, which is then not asked for, and the marker itself.
    const leavingOutAddress = ({ calls }: Outcome) =>
      calls
        .map(({ agency, query, variables }) => `${agency} ${variables} ${query.replace(' postcode uprn', '')}`)
        .sort();
    expect(leavingOutAddress(shielded)).toEqual(leavingOutAddress(notThere));
    const different = shielded.calls.filter(
      ({ query, answer }) => !notThere.calls.some((call) => call.query === query && call.answer === answer),
    );
    expect(different.filter(({ query }) => !query.includes('{ identity(')).map(({ answer }) => answer)).toEqual([
      '200 {"data":{"markers":[["SHIELDED"]]}}',
    ]);

    // Of another marker nothing is told, though the gateway is told of it.
    expect(restricted.bytes).toBe(notThere.bytes);
    expect(asked(restricted)).toEqual(asked(notThere));
    expect(restricted.work).toEqual(notThere.work);
  } finally {
    await stack.close();
  }
}, 60_000);
