/** Somebody with a lead professional's, a school lead's or a head of centre's rights alone, who guesses. */
import type { PersonaName } from '@family-view/gateway/identity/personas';
import type { TruePerson } from '@family-view/population';
import { AGENCIES } from '@family-view/schema';
import { borough, HOLDINGS, searchFor, storyPerson } from '../borough';
import { type RunningStack, startStack } from '../stack';

const PROOF = process.env.PROOF === '1';
/** Of each role: 5,000 in all, in a proof. */
const GUESSES = PROOF ? 1_667 : 40;
const AT_ONCE = 20;
const FIELDS = ['postcode', 'uprn', 'nhsNumber', 'upn'] as const;
type Field = (typeof FIELDS)[number];

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack();
}, 120_000);
afterAll(() => stack.close());

const records = AGENCIES.flatMap((agency) =>
  borough[HOLDINGS[agency]].people.map((held) => ({ agency, truth: held.truth, held: held as object })),
);
const valueIn = (held: object, field: Field): string | null => {
  const { address, ...own } = held as Record<string, unknown>;
  const value: unknown = { ...own, ...(address as object | undefined) }[field];
  return typeof value === 'string' && value !== '' ? value : null;
};
/** Of these there are enough: a guess that is none of them is no guess. */
test('the borough has many postcodes, dwellings and numbers to guess', () => {
  for (const field of FIELDS) expect([field, everywhere(field).length > 20]).toEqual([field, true]);
});
const everywhere = (field: Field): readonly string[] => [
  ...new Set(records.flatMap(({ held }) => valueIn(held, field) ?? [])),
];

/** Every postcode, dwelling and number of the borough, the right ones first, until there are enough. */
function guessesAt({
  id: truth,
  address,
  previousAddress,
  nhsNumber,
  upn,
}: TruePerson): readonly { readonly field: Field; readonly value: string }[] {
  const right = records.filter((one) => one.truth === truth);
  const known = {
    postcode: [address.postcode, previousAddress?.postcode],
    uprn: [address.uprn],
    nhsNumber: [nhsNumber],
    upn: [upn],
  };
  const own = FIELDS.flatMap((field) =>
    [...new Set([...known[field], ...right.map(({ held }) => valueIn(held, field))])].flatMap((value) =>
      value ? [{ field, value }] : [],
    ),
  );
  const others = FIELDS.map((field) =>
    everywhere(field)
      .filter((value) => !own.some((one) => one.field === field && one.value === value))
      .map((value) => ({ field, value })),
  );
  const mixed = Array.from(
    { length: GUESSES },
    (_, at) => others[at % others.length]?.[Math.floor(at / others.length)],
  );
  return [...own, ...mixed.filter((one) => one !== undefined)].slice(0, GUESSES);
}

const OUTCOME =
  '{ certain { id displayName answers { agency status } } selected { agency comparedOn } possible { agency outcome comparedOn } answers { agency status } }';

/** Twenty in a request, as an attacker would. What stands in an answer for each guess. */
async function guess(persona: PersonaName, name: object, guesses: ReturnType<typeof guessesAt>) {
  const told: string[] = [];
  for (let from = 0; from < guesses.length; from += AT_ONCE) {
    const some = guesses.slice(from, from + AT_ONCE);
    const head = some.map((_, at) => `$g${at}: PersonSearch!`).join(', ');
    const query = `query (${head}) { ${some.map((_, at) => `a${at}: findPeople(by: $g${at}) ${OUTCOME}`).join(' ')} }`;
    const variables = Object.fromEntries(some.map(({ field, value }, at) => [`g${at}`, { ...name, [field]: value }]));
    const { body } = await stack.ask(persona, query, { variables });
    expect(body.data).toBeTruthy();
    // What is drawn at random may have no form that any record could: it is refused for that, whoever is meant.
    const isMalformed = (at: number): boolean =>
      (body.errors ?? []).some(
        ({ path, extensions }: { path?: readonly string[]; extensions: { code: string } }) =>
          path?.[0] === `a${at}` && extensions.code === 'SEARCH_MALFORMED',
      );
    told.push(...some.map((_, at) => (isMalformed(at) ? MALFORMED : JSON.stringify(body.data[`a${at}`]))));
  }
  return told;
}

const MALFORMED = 'of no such form';
const TARGETS = [
  ['a child whom five agencies know', storyPerson('okafor', 'oldest')],
  ['a child who is shielded with her mother', storyPerson('ashdown', 'child')],
  ['a child of whom agencies hold two addresses', storyPerson('naylor', 'child')],
] as const;
/** The agency whose own addresses and numbers each may see. */
const SEES = [
  ['lead-professional', null],
  ['school-lead', 'education'],
  ['head-of-centre', 'childrens-centre'],
] as const;

describe.each(SEES)('as %s', (persona, seen) => {
  test.each(TARGETS)(
    'of %s, no guess of a postcode, a dwelling or a number tells more than what may be seen',
    async (_who, person) => {
      const { postcode: _postcode, ...name } = searchFor(person);
      const guesses = guessesAt(person);
      const told = await guess(persona, name, guesses);
      const ofSeen = records.filter(({ agency, truth }) => agency === seen && truth === person.id);
      const stands = (some: typeof records, value: string): boolean =>
        some.some(({ held }) => JSON.stringify(held).includes(`"${value}"`));
      /**
       * What the requester could read where they may see: whether the guess stands in the record. A number alone selects
       * there, so that it is somebody else's is theirs to read as well; an address is not.
       */
      const readable = ({ field, value }: (typeof guesses)[number]): string => {
        if (stands(ofSeen, value)) return 'right';
        const isNumber = field === 'nhsNumber' || field === 'upn';
        return isNumber &&
          stands(
            records.filter(({ agency }) => agency === seen),
            value,
          )
          ? "another's"
          : 'other';
      };
      const outcomes = new Map<string, Set<string>>();
      for (const [at, one] of guesses.entries()) {
        // An agency that a busy machine keeps from answering tells of the load, and not of the guess.
        if (told[at]!.includes('UNAVAILABLE') || told[at] === MALFORMED) continue;
        // A dwelling's postcode is the dwelling's, and a number alone is compared beside none: each kind by itself.
        const kind = seen === null ? 'anything' : `${one.field} ${readable(one)}`;
        outcomes.set(kind, (outcomes.get(kind) ?? new Set()).add(told[at]!));
      }
      expect(
        [...outcomes].filter(([, answers]) => answers.size > 1).map(([kind, answers]) => [kind, [...answers]]),
      ).toEqual([]);
      // The right one was among them.
      expect(guesses).toContainEqual({ field: 'postcode', value: person.address.postcode });
    },
    PROOF ? 1_800_000 : 180_000,
  );

  test.each([
    ['an address and a birthday', { postcode: true }],
    ['an address and a birthday under a made-up name', { postcode: true, familyName: 'Zzyzx' }],
  ])('%s find nobody', async (_what, { familyName }: { postcode: boolean; familyName?: string }) => {
    const { postcode, dateOfBirth } = searchFor(storyPerson('okafor', 'oldest'));
    const by = { postcode, dateOfBirth, familyName: familyName ?? 'Unknown' };
    const { body } = await stack.ask(persona, `query ($by: PersonSearch!) { findPeople(by: $by) ${OUTCOME} }`, {
      variables: { by },
    });
    expect(body.data.findPeople.certain).toEqual([]);
    expect(body.data.findPeople.possible).toEqual([]);
  });
});
