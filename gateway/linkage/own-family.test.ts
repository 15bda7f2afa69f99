import type { OperationContext } from '../operation-context';
import type { ContractClient, HeldKin } from './contract-client';
import type { HeldIdentity } from './contract-replies';
import { OwnFamilyGuard } from './own-family';
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

function guardFor(person: object | null, said: Readonly<Record<string, HeldKin | null>>) {
  const asked: string[] = [];
  const kept = new Map<string, true>();
  const ask = {
    openAgencies: () => AGENCIES,
    sharesIdentity: () => true,
    kin: async (agency: string, refs: readonly string[]) => {
      asked.push(agency);
      const held = said[agency] ?? null;
      return held && refs.map(() => held);
    },
  } as unknown as ContractClient;
  const run = {
    entry: { requester: { organisation: 'centres', person } },
    rights: { flows: (agency: string, share: string) => share === 'family' && TELLING.includes(agency) },
  } as unknown as OperationContext;
  const digest = (texts: readonly string[]): string => `digest ${texts.length} ${texts.join('|').length}`;
  return {
    asked,
    kept,
    check: (people: readonly PersonSlots[]) => new OwnFamilyGuard(ask, run, kept, digest).check(people),
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

test('of a requester who says nothing of themselves nobody is asked', async () => {
  const { check, asked } = guardFor(null, {});
  expect((await check([MEGAN])).people).toEqual([MEGAN]);
  expect(asked).toEqual([]);
});
