import { CLINIC_PEOPLE, clinicConnector, person } from '../fixtures/clinic';
import { isClosed, vetoOver } from '../veto';
import { NOTHING_DECIDED } from './decide-candidates';
import { findBlocks } from './find-blocks';
import { matchSubjects } from './match-subjects';
import { readSubject } from './subject';

const match = async (people: typeof CLINIC_PEOPLE, ...subjects: object[]) => {
  const connector = clinicConnector(people);
  const { openPeople } = vetoOver(connector);
  const answer = await matchSubjects(
    {
      find: findBlocks(connector),
      people: openPeople,
      takes: (held) => !isClosed(held),
      recall: async () => NOTHING_DECIDED,
    },
    subjects.map((subject) => readSubject(subject)!),
  );
  return {
    told: answer.map((candidates) => candidates.map(({ ref, outcome }) => `${ref} ${outcome}`)),
    searches: connector.calls.filter(({ kind }) => kind === 'find').map(({ asked }) => asked[0]),
  };
};

const maya = { givenName: 'Maya', familyName: 'Okafor', dateOfBirth: '2021-03-04', postcode: 'S60 1AB' };
const grace = { givenName: 'Grace', familyName: 'Okafor', dateOfBirth: '1992-01-30', postcode: 'S60 1AB' };
const expected = (ref: string, due: string) =>
  person(ref, { lifeState: 'UNBORN', expectedDateOfBirth: due, mother: 'grace' });
const unborn = (due: string, mother: object | undefined = grace) => ({ expectedDateOfBirth: due, mother });

test('each subject has its own list, in the order of asking', async () => {
  const { told } = await match(CLINIC_PEOPLE, maya, { ...maya, givenName: 'Zoe' }, grace);
  expect(told).toEqual([['maya MATCH'], [], ['grace MATCH']]);
});

test('as many searches are made for somebody unknown as for somebody known', async () => {
  const known = await match(CLINIC_PEOPLE, maya);
  const unknown = await match(CLINIC_PEOPLE, { ...maya, dateOfBirth: '2001-05-06', postcode: 'LS1 1AA' });
  const nobody = await match([], maya);
  expect(known.searches).toEqual(['dateOfBirth', 'dateOfBirth', 'postcode', 'name']);
  expect([unknown.searches, nobody.searches]).toEqual([known.searches, known.searches]);
});

test('a birthday with day and month swapped is searched for too', async () => {
  const { told } = await match(CLINIC_PEOPLE, { ...maya, dateOfBirth: '2021-04-03', postcode: null });
  expect(told).toEqual([['maya POTENTIAL']]);
});

test('an unborn child is found through a mother who is certain', async () => {
  const people = [...CLINIC_PEOPLE, expected('bump', '2026-08-01')];
  expect((await match(people, unborn('2026-08-01'))).told).toEqual([['bump MATCH']]);
  // A scan moves a due date by a week or so; a twin is due as near.
  expect((await match(people, unborn('2026-08-10'))).told).toEqual([['bump POTENTIAL']]);
  expect((await match(people, unborn('2026-09-10'))).told).toEqual([[]]);
  expect((await match(people, unborn('2026-08-01', { ...grace, postcode: null }))).told).toEqual([[]]);
  expect((await match(people, unborn('2026-08-01', { ...grace, givenName: 'Gloria' }))).told).toEqual([[]]);
  expect((await match(people, { expectedDateOfBirth: '2026-08-01' })).told).toEqual([[]]);
});

test('as many searches are made for an unborn child whether or not its mother is known', async () => {
  const people = [...CLINIC_PEOPLE, expected('bump', '2026-08-01')];
  const known = await match(people, unborn('2026-08-01'));
  const unknown = await match([], unborn('2026-08-01'));
  expect(unknown.searches).toEqual(known.searches);
  expect(known.searches).toContain('mother');
});

test('two unborn children of one mother are too many to tell apart', async () => {
  const people = [...CLINIC_PEOPLE, expected('a', '2026-08-01'), expected('b', '2026-08-01')];
  expect((await match(people, unborn('2026-08-01'))).told).toEqual([['a MANY', 'b MANY']]);
});

test('one twin before birth is not the other', async () => {
  const [first, second] = [1, 2].map((birthOrder) => ({ ...expected(`twin${birthOrder}`, '2026-08-01'), birthOrder }));
  const asked = { ...unborn('2026-08-01'), birthOrder: 1 };
  expect((await match([...CLINIC_PEOPLE, first!], asked)).told).toEqual([['twin1 MATCH']]);
  expect((await match([...CLINIC_PEOPLE, second!], asked)).told).toEqual([['twin2 POTENTIAL']]);
  expect((await match([...CLINIC_PEOPLE, first!], unborn('2026-08-01'))).told).toEqual([['twin1 POTENTIAL']]);
});

test('a child born since is told beside a brother who may be meant', async () => {
  const brother = person('brother', { ...maya, givenName: 'Ade', dateOfBirth: '2025-07-28', mother: 'grace' });
  const people = [...CLINIC_PEOPLE, brother, expected('bump', '2026-08-01')];
  const newborn = { ...maya, givenName: 'Ada', dateOfBirth: '2026-07-28', mother: grace };
  expect((await match(people, newborn)).told).toEqual([['bump POTENTIAL']]);
  expect((await match(people, { ...newborn, givenName: 'Ade' })).told).toEqual([
    ['brother POTENTIAL', 'bump POTENTIAL'],
  ]);
});

test('a child born since is for a person to confirm, from either side', async () => {
  const born = person('baby', { givenName: 'Baby', dateOfBirth: '2026-07-28', mother: 'grace' });
  expect((await match([...CLINIC_PEOPLE, born], unborn('2026-08-01'))).told).toEqual([['baby POTENTIAL']]);
  const people = [...CLINIC_PEOPLE, expected('bump', '2026-08-01')];
  const newborn = { givenName: 'Ada', familyName: 'Okafor', dateOfBirth: '2026-07-28', mother: grace };
  expect((await match(people, newborn)).told).toEqual([['bump POTENTIAL']]);
});

test('a restricted twin record makes nobody ambiguous', async () => {
  const held = CLINIC_PEOPLE.find(({ ref }) => ref === 'maya')!;
  const closed = { ...held, ref: 'closed', markers: ['ADOPTED'] as const };
  expect((await match([...CLINIC_PEOPLE, closed], maya)).told).toEqual([['maya MATCH']]);
});
