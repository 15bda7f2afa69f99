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

// Two parts of one operation may reach it at once: what comes last must not decide. Of an agency that is closed to whoever asks
// nothing may be told, by the order neither (an id may have been made for a colleague to whom it is open).
test.each(['C-1', 'C-2'])(
  'names its members in one order, from whomever it is reached and by its id: %s',
  async (ref) => {
    const other = ref === 'C-1' ? 'C-2' : 'C-1';
    const everywhere = {
      care: {
        people: [
          { ref, ...mia },
          { ref: other, ...noa },
        ],
        groups: [{ ref: 'C-G', members: ['C-1', 'C-2'] }],
      },
      homes,
    };
    const knownAt = (atCare: string, atHomes: string): PersonSlots =>
      new Map([
        ['care', { state: 'pointer', ref: atCare }],
        ['homes', { state: 'pointer', ref: atHomes }],
      ]);
    const [MIA_ALL, NOA_ALL] = [knownAt(ref, 'H-M'), knownAt(other, 'H-N')];
    const fullyOpen = scriptAgencies(everywhere);
    const open = openTo(AGENCIES);
    const { askContract, run } = scriptAgencies(
      everywhere,
      openTo(['homes'], { flows: open.flows, parties: open.parties }),
    );
    const linker = () => new Linker(linkageParts(AGENCIES, askContract, NOW), run).families;
    const colleague = new Linker(linkageParts(AGENCIES, fullyOpen.askContract, NOW), fullyOpen.run).families;
    const homesIn = (families: ReturnType<typeof linker>, id: string) =>
      families.membersOfKnown(id).map((slots) => slots.get('homes'));

    const orders: unknown[] = [];
    for (const start of [MIA_ALL, NOA_ALL, MIA]) {
      const families = linker();
      orders.push(homesIn(families, (await families.from(start)).id));
    }
    for (const made of [await linker().from(MIA), await colleague.from(NOA_ALL)]) {
      const families = linker();
      await families.open(made.id);
      orders.push(homesIn(families, made.id));
    }
    expect(orders).toEqual(Array(5).fill(['H-M', 'H-N'].map((held) => ({ state: 'pointer', ref: held }))));
  },
);
