import { createHash } from 'node:crypto';
import type { OperationContext } from '../operation-context';
import type { HeldKin } from './ask-kin';
import type { ContractClient } from './contract-client';
import type { HeldIdentity } from './contract-replies';
import { OwnFamilyGuard } from './own-family';
import { pointersOf } from './slots';
import type { PersonSlots, Slot } from './types';

const AGENCIES = ['health', 'education', 'housing'];
/** The landlord lets nobody know families. */
const TELLING = ['health', 'education'];
const at = (agency: string): Slot => ({ state: 'pointer', ref: `${agency}-megan` });
const MEGAN: PersonSlots = new Map(AGENCIES.map((agency) => [agency, at(agency)]));

const identity = (of: Partial<HeldIdentity>) =>
  ({ lifeState: 'BORN', formerNames: [], postcode: null, ...of }) as HeldIdentity;
const JOANNE = identity({ ref: 'j', givenName: 'Joanne', familyName: 'Pryce', dateOfBirth: '1986-03-14' });
const member = (subject: HeldIdentity) =>
  ({ ref: subject.ref, subject }) as HeldKin['groups'][number]['members'][number];
const family = (...members: readonly HeldIdentity[]): HeldKin => ({
  identity: identity({ ref: 'm', givenName: 'Megan', familyName: 'Pryce', dateOfBirth: '2019-01-27' }),
  groups: members.length > 0 ? [{ ref: 'g', kind: 'FAMILY', members: members.map(member) }] : [],
});

/** @param more in place of what the agencies let be read: of one that lets nobody read names, what it compares itself. */
function guardFor(
  person: object | null,
  said: Readonly<Record<string, HeldKin | null>>,
  more: object = {},
  { kept = new Map<string, true>(), organisation = 'centres' } = {},
) {
  const asked: string[] = [];
  const ask = {
    openAgencies: () => AGENCIES,
    sharesIdentity: () => true,
    kin: async (agency: string, refs: readonly string[]) => {
      asked.push(agency);
      const held = said[agency] ?? null;
      return held && refs.map(() => held);
    },
    ...more,
  } as unknown as ContractClient;
  const run = {
    entry: { requester: { organisation, person } },
    rights: { flows: (agency: string, share: string) => share === 'family' && TELLING.includes(agency) },
  } as unknown as OperationContext;
  const digest = (texts: readonly string[]): string => createHash('sha256').update(JSON.stringify(texts)).digest('hex');
  return {
    asked,
    kept,
    check: (people: readonly PersonSlots[]) => new OwnFamilyGuard(ask, run, kept, digest).check(people),
    /** Asked about before they are checked. */
    foreseen: async (people: readonly PersonSlots[]) => {
      const guard = new OwnFamilyGuard(ask, run, kept, digest);
      await guard.foresee(people.flatMap((slots) => [...pointersOf(slots)].map(([agency, ref]) => ({ agency, ref }))));
      return guard.check(people);
    },
  };
}
const jo = { givenName: 'Jo', familyName: 'Smith', dateOfBirth: '1986-03-14', postcode: null };
const anita = { givenName: 'Anita', familyName: 'Desai', dateOfBirth: '1979-11-23', postcode: null };

test('one agency that groups the requester with the child is enough', async () => {
  const { own } = await guardFor(jo, { health: family(), education: family(JOANNE) }).check([MEGAN]);
  expect(own).toEqual([true]);
});

test('until an agency has said, its own record is closed, and no other’s; what the others said is remembered', async () => {
  const { check, kept, asked } = guardFor(anita, { health: null, education: family(JOANNE) });
  const { own, people } = await check([MEGAN]);
  expect(own).toEqual([false]);
  expect(people[0]).toEqual(new Map([...MEGAN, ['health', { state: 'unanswered' }]]));
  expect(kept.size).toBe(1);
  expect([...asked].sort()).toEqual([...TELLING].sort());
});

test('once each has said that it is another family, that is remembered, and then silence closes nothing', async () => {
  const said: Record<string, HeldKin | null> = { health: family(JOANNE), education: family() };
  const { check, kept, asked } = guardFor(anita, said);
  expect((await check([MEGAN])).people).toEqual([MEGAN]);
  said.health = null;
  expect((await check([MEGAN])).people).toEqual([MEGAN]);
  expect(asked).toHaveLength(2);
  expect([...kept.keys()].join()).not.toMatch(/megan|anita|desai/i);
});

test('a family that was found to be another is asked about again where somebody has joined it, or an agency has', async () => {
  const NOAH: PersonSlots = new Map(AGENCIES.map((agency) => [agency, { state: 'pointer', ref: `${agency}-noah` }]));
  const onlyHealth: PersonSlots = new Map([['health', at('health')]]);
  const said: Record<string, HeldKin | null> = { health: family(), education: family() };
  const { check, asked } = guardFor(jo, said);
  expect((await check([onlyHealth])).own).toEqual([false]);
  said.health = said.education = family(JOANNE);
  expect((await check([onlyHealth])).own).toEqual([false]);
  expect(asked).toEqual(['health']);
  expect((await check([MEGAN])).own).toEqual([true]);
  expect((await check([onlyHealth, NOAH])).own).toEqual([false, true]);
});

test('what an agency said in this operation counts, whatever was remembered of the family', async () => {
  const said: Record<string, HeldKin | null> = { health: family(), education: family() };
  const kept = new Map<string, true>();
  await guardFor(jo, said, {}, { kept }).check([MEGAN]);
  said.health = said.education = family(JOANNE);
  // What is known of each record was forgotten, and of the family not.
  const [, , together] = [...kept.keys()];
  const guard = guardFor(jo, said, {}, { kept: new Map([[together!, true]]) });
  expect((await guard.foreseen([MEGAN])).own).toEqual([true]);
});

test('what was found of one requester says nothing of another, nor of one of another organisation', async () => {
  const { kept, check } = guardFor(anita, { health: family(), education: family() });
  await check([MEGAN]);
  const asking = async (person: object, organisation = 'centres') => {
    const guard = guardFor(
      person,
      { health: family(), education: family() },
      {},
      { kept: new Map(kept), organisation },
    );
    await guard.check([MEGAN]);
    return guard.asked.length;
  };
  expect(await asking(anita)).toBe(0);
  for (const other of [
    { givenName: 'Anna' },
    { familyName: 'Dessai' },
    { dateOfBirth: '1979-11-24' },
    { postcode: 'ZB1 1AA' },
  ])
    expect([other, await asking({ ...anita, ...other })]).toEqual([other, 2]);
  expect(await asking(anita, 'homes')).toBe(2);
});

test('of a requester who says nothing of themselves nobody is asked', async () => {
  const { check, asked } = guardFor(null, {});
  expect((await check([MEGAN])).people).toEqual([MEGAN]);
  expect(asked).toEqual([]);
});

describe('an agency that lets nobody read names compares the requester itself', () => {
  const comparing = (found: unknown, families: unknown = [['x']]) => ({
    sharesIdentity: () => false,
    match: async () => found,
    familyRefs: async (_agency: string, refs: readonly string[]) =>
      families && refs.map(() => (families as unknown[])[0]),
  });
  const check = async (found: unknown, families?: unknown, person: object = jo) => {
    const { own, people } = await guardFor(person, {}, comparing(found, families)).check([MEGAN]);
    return [own[0], people[0]!.get('health')!.state];
  };
  const nobody = [[], [], []];

  test('and stops whoever is of the family, and nobody else', async () => {
    expect(await check([[], [{ ref: 'x' }], []])).toEqual([true, 'pointer']);
    expect(await check(nobody)).toEqual([false, 'pointer']);
  });

  test.each<[string, unknown, unknown]>([
    ['does not compare', null, [['x']]],
    ['could not compare by one of the ways', [[], null, []], [['x']]],
    ['does not say who is of the family', nobody, null],
  ])('where it %s, its record is closed: that is no "no"', async (_what, found, families) => {
    expect(await check(found, families)).toEqual([false, 'unanswered']);
  });

  test.each([
    ['a birthday', { ...jo, dateOfBirth: null }],
    ['the year of the birthday', { ...jo, dateOfBirth: '0000-03-14' }],
    ['a forename', { ...jo, givenName: null }],
  ])('where the requester does not say %s, it cannot compare', async (_what, person) => {
    expect(await check(nobody, undefined, person)).toEqual([false, 'unanswered']);
  });
});
