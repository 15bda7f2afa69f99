/** A family by an id that was made before: what its agencies tell of it now. */
import { linkageParts } from '../fixtures/linkage-parts';
import { type AgencyHoldings, openTo, scriptAgencies } from '../fixtures/scripted-agencies';
import { Linker } from './linker';
import type { PersonSlots, Slot } from './types';

const AGENCIES = ['care', 'homes'];
const NOW = () => new Date('2026-06-15T09:00:00Z');

const mia = { givenName: 'Mia', familyName: 'Lee', dateOfBirth: '2020-01-02' };
const noa = { givenName: 'Noa', familyName: 'Lee', dateOfBirth: '1990-05-06' };
const care: AgencyHoldings = { people: [{ ref: 'C-M', ...mia }], groups: [{ ref: 'C-G', members: ['C-M'] }] };
const homes: AgencyHoldings = {
  people: [
    { ref: 'H-M', ...mia },
    { ref: 'H-N', ...noa },
  ],
  groups: [{ ref: 'H-G', members: ['H-M', 'H-N'] }],
};
const MIA: PersonSlots = new Map<string, Slot>([
  ['care', { state: 'pointer', ref: 'C-M' }],
  ['homes', { state: 'pointer', ref: 'H-M' }],
]);

/** The family's reference at each agency, opened by an id from when `care` and `homes` held what stands above. */
async function openedWhere(now: Readonly<Record<string, AgencyHoldings>>, field = 'Family.needLevel') {
  const before = scriptAgencies({ care, homes });
  const { id } = await new Linker(linkageParts(AGENCIES, before.askContract, NOW), before.run).families.from(MIA);
  const { askContract, run, asked: questions } = scriptAgencies(now, openTo(AGENCIES));
  const { families } = new Linker(linkageParts(AGENCIES, askContract, NOW), { ...run, asked: new Set([field]) });
  const { careGroupRef, homesGroupRef } = await families.open(id);
  return { careGroupRef, homesGroupRef, silent: families.silentAt(id), questions: questions.length };
}

const asked = { careGroupRef: 'C-G', homesGroupRef: 'H-G', silent: [], questions: 2 };

test('is asked of each agency of which a record in it tells', async () => {
  expect(await openedWhere({ care, homes })).toEqual(asked);
});

test('is not looked for where nothing is asked of the family itself', async () => {
  expect(await openedWhere({ care, homes }, 'Family.members')).toMatchObject({ questions: 0 });
});

// test/noninterference, pair of 777227837: a closed record looks as one that is not held, and so must what is kept of its
// family.
test.each<[string, AgencyHoldings]>([
  ['closed the only record that it holds of it', { people: [], groups: care.groups! }],
  ['holds nothing of it any more', { people: [] }],
  ['tells of the same people as another family', { ...care, groups: [{ ref: 'C-X', members: ['C-M'] }] }],
])('is not asked of an agency that %s', async (_what, given) => {
  const closed = given.people.length === 0 ? { instead: { identity: closeMembers } } : {};
  expect(await openedWhere({ care: { ...given, ...closed }, homes })).toEqual({ ...asked, careGroupRef: null });
});

test('is asked of an agency that closed one of the records that it holds of it, by the other', async () => {
  const other = { people: [{ ref: 'H-N', ...noa }], groups: [{ ref: 'H-G', members: ['H-N'] }] };
  expect(await openedWhere({ care, homes: other })).toEqual(asked);
});

test('is not asked of an agency that did not say, and that is told', async () => {
  expect(await openedWhere({ care: { ...care, instead: { identity: () => null } }, homes })).toEqual({
    ...asked,
    careGroupRef: null,
    silent: ['care'],
  });
});

/** As the kit answers of a closed record: no identity, and no group. */
const closeMembers = (honest: Readonly<Record<string, unknown>>) => ({
  ...honest,
  ...(Array.isArray(honest.members) ? { members: honest.members.map(() => []) } : {}),
});

// Two parts of one operation may reach it at once: what comes last must not decide.
test('names its members in one order, from whomever it is reached and by its id', async () => {
  const NOA: PersonSlots = new Map<string, Slot>([
    ['care', { state: 'nothing' }],
    ['homes', { state: 'pointer', ref: 'H-N' }],
  ]);
  const { askContract, run } = scriptAgencies({ care, homes });
  const orders = await Promise.all(
    ['MIA', 'NOA', 'by its id'].map(async (from) => {
      const { families } = new Linker(linkageParts(AGENCIES, askContract, NOW), run);
      const { id } = await families.from(from === 'NOA' ? NOA : MIA);
      const reached = new Linker(linkageParts(AGENCIES, askContract, NOW), run).families;
      if (from === 'by its id') await reached.open(id);
      return (from === 'by its id' ? reached : families).membersOfKnown(id).map((slots) => slots.get('homes'));
    }),
  );
  expect(orders[0]).toHaveLength(2);
  expect(orders).toEqual(Array(3).fill(orders[0]));
});
