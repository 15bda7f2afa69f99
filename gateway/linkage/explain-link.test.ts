import { type AgencyHoldings, openTo, scriptAgencies } from '../fixtures/scripted-agencies';
import { explainLink } from './explain-link';
import type { LinkageContext } from './linkage-context';
import type { PersonSlots, Slot } from './types';

const ada = { givenName: 'Ada', familyName: 'Lee', dateOfBirth: '2020-01-02', postcode: 'ZB1 1AA' };
const SLOTS: PersonSlots = new Map<string, Slot>([
  ['north', { state: 'pointer', ref: 'N-1' }],
  ['south', { state: 'pointer', ref: 'S-1' }],
]);
type Instead = AgencyHoldings['instead'];

async function explain(south: Instead, protocol?: ReturnType<typeof openTo>) {
  const { ask, run } = scriptAgencies(
    {
      north: { people: [{ ref: 'N-1', ...ada }], instead: { match: () => null } },
      south: { people: [{ ref: 'S-1', ...ada }], instead: south },
    },
    protocol,
  );
  const context = { run, linker: { ask, slots: async () => SLOTS } } as unknown as LinkageContext;
  return explainLink({ person: 'ada' }, context);
}

const says = (outcome: string, comparedOn: readonly string[], ref = 'S-1'): Instead => ({
  match: () => ({ match: [[{ ref, outcome, score: 0.99, comparedOn }]] }),
});

test('a join is explained by whose word it was and on which fields, and an agency that is silent is said to be', async () => {
  const [byNorth, bySouth] = (await explain(says('MATCH', ['givenName', 'dateOfBirth']))).toSorted((one, other) =>
    one.agency.localeCompare(other.agency),
  );
  expect(bySouth).toEqual({
    agency: 'south',
    about: 'north',
    word: 'CERTAIN',
    comparedOn: ['givenName', 'dateOfBirth'],
    comparedMore: false,
    explanation:
      'Of the record that north holds, south is certain that it is its own (compared: given name, date of birth). By this word the two are joined.',
  });
  expect(byNorth).toMatchObject({ agency: 'north', word: 'NOT_COMPARED', comparedOn: [] });
});

test('a field that is not open to the requester is not named, nor is anything else that an agency writes there', async () => {
  // The address and the numbers of both are closed to the nurse.
  const told = await explain(says('MATCH', ['givenName', 'postcode', 'nhsNumber', 'Lee of ZB1 1AA']));
  expect(told.find(({ agency }) => agency === 'south')).toMatchObject({
    comparedOn: ['givenName'],
    comparedMore: true,
    explanation: expect.stringContaining('something that is not open to you'),
  });
  expect(JSON.stringify(told)).not.toMatch(/Ada|Lee|ZB1|N-1|S-1|nhs|postcode/i);
});

test.each([
  ['POTENTIAL', 'S-1', 'POSSIBLE'],
  ['MANY', 'S-1', 'SEVERAL'],
  ['MATCH', 'S-2', 'ANOTHER'],
])('%s of %s says %s, which joins nothing now', async (outcome, ref, word) => {
  const told = await explain(says(outcome, [], ref));
  expect(told.find(({ agency }) => agency === 'south')!.word).toBe(word);
  expect(JSON.stringify(told)).not.toContain('are joined');
});

test('of an agency whose existence is not open to the requester nothing is told', async () => {
  const closed = openTo(['north', 'south'], { clauses: openTo(['north']).clauses });
  expect(await explain(says('MATCH', []), closed)).toEqual([]);
});
