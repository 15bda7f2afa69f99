import type { HeldPerson } from '../connector';
import { CLINIC_PEOPLE, clinic, clinicConnector, person } from '../fixtures/clinic';
import { own, serveClinic } from '../fixtures/served-clinic';

const ruth = { givenName: 'Ruth', familyName: 'Okafor', dateOfBirth: '1990-05-05', postcode: 'S60 1AB' };
const twice = { givenName: 'Ida', familyName: 'Holt', dateOfBirth: '2020-02-02', postcode: 'S62 1AA' };
const grace = { givenName: 'Grace', familyName: 'Okafor', dateOfBirth: '1992-01-30', postcode: 'S60 1AB' };
const mona = { givenName: 'Mona', familyName: 'Reid', dateOfBirth: '1991-01-30', postcode: 'S63 1AB' };
const iris = { givenName: 'Iris', familyName: 'Wood', dateOfBirth: '1993-01-30', postcode: 'S64 1AB' };
const expected = (ref: string, mother: string, held: Partial<HeldPerson>) =>
  person(ref, { lifeState: 'UNBORN', expectedDateOfBirth: '2026-08-01', mother, ...held });
const people = [
  expected('bump', 'grace', { markers: ['SHIELDED'] }),
  person('mona', mona),
  expected('twin', 'mona', { markers: ['SHIELDED'] }),
  expected('other-twin', 'mona', {}),
  person('iris', iris),
  // Born since, perhaps of this pregnancy.
  person('ivo', { dateOfBirth: '2026-09-01', mother: 'iris', markers: ['SHIELDED'] }),
  ...CLINIC_PEOPLE,
  person('ida', { ...twice, nhsNumber: '5900016374', nhsNumberVerified: true }),
  person('ida-hidden', { ...twice, markers: ['SHIELDED', 'RESTRICTED'] }),
];
const connector = clinicConnector(people);
let served: Awaited<ReturnType<typeof serveClinic>>;

beforeAll(async () => {
  served = await serveClinic(clinic(connector));
});
afterAll(() => served.close());

const MARKERS = 'query ($subjects: [Subject!]!) { markers(subjects: $subjects) }';
const ask = async (...subjects: object[]) =>
  (await served.askContract({ streams: [own('facts')] }, MARKERS, { subjects })).data.markers;
const callsDuring = async (work: () => Promise<unknown>) => {
  connector.calls.length = 0;
  await work();
  return connector.calls.map(({ kind, asked }) => `${kind} ${asked}`).sort();
};

test('a restricted person is told as marked, and match goes on knowing nobody', async () => {
  expect(await ask({ ...ruth, nhsNumber: '9000000009' })).toEqual([['RESTRICTED']]);
  const match = 'query ($subjects: [Subject!]!) { match(subjects: $subjects) { ref } }';
  const body = await served.askContract({ streams: [own('existence')] }, match, { subjects: [ruth] });
  expect(body.data.match).toEqual([[]]);
});

test('each subject has its own markers, in the order of asking; nobody and nothing marked are one answer', async () => {
  const tom = { givenName: 'Tom', familyName: 'Okafor', dateOfBirth: '2015-02-02', postcode: 'S60 1AB' };
  const nobody = { ...ruth, givenName: 'Zoe' };
  const maya = { givenName: 'Maya', familyName: 'Okafor', dateOfBirth: '2021-03-04', postcode: 'S60 1AB' };
  expect(await ask(maya, ruth, nobody, tom)).toEqual([[], ['RESTRICTED'], [], ['DECEASED']]);
});

test('somebody who may be the restricted person is told as marked, and somebody who cannot is not', async () => {
  expect(await ask({ ...ruth, postcode: null })).toEqual([['RESTRICTED']]);
  expect(await ask({ ...ruth, dateOfBirth: '1990-05-06' })).toEqual([['RESTRICTED']]);
  expect(await ask({ ...ruth, dateOfBirth: '1961-01-01' })).toEqual([[]]);
  expect(await ask({ ...ruth, givenName: 'Rita' })).toEqual([[]]);
});

test('a person held twice is marked where one of the records is, though only the other may be joined', async () => {
  expect(await ask(twice)).toEqual([['SHIELDED', 'RESTRICTED']]);
  expect(await ask({ ...twice, nhsNumber: '5900016374' })).toEqual([['SHIELDED', 'RESTRICTED']]);
});

test('an unborn child is told as marked through its mother, twins too, and where it may be this one', async () => {
  const due = (date: string, mother: object) => ({ expectedDateOfBirth: date, mother });
  expect(await ask(due('2026-08-10', grace), due('2026-12-01', grace))).toEqual([['SHIELDED'], []]);
  expect(await ask(due('2026-08-01', mona))).toEqual([['SHIELDED']]);
  expect(await ask({ givenName: 'Ada', dateOfBirth: '2026-07-28', mother: grace })).toEqual([['SHIELDED']]);
  expect(await ask(due('2026-09-20', iris))).toEqual([['SHIELDED']]);
  expect(await ask(due('2027-03-20', iris))).toEqual([[]]);
});

test('the same work is done for somebody marked, somebody unmarked and nobody', async () => {
  const asked = (subject: object) => callsDuring(() => ask(subject));
  const marked = await asked({ ...ruth, nhsNumber: '9000000009' });
  expect(await asked({ ...ruth, nhsNumber: '9449303223', givenName: 'Maya' })).toEqual(marked);
  expect(await asked({ ...ruth, nhsNumber: '5900016374', givenName: 'Zoe', dateOfBirth: '1990-06-06' })).toEqual(
    marked,
  );
});

test('it needs facts among the streams that need no person', async () => {
  const refused = { data: null, errors: [expect.objectContaining({ extensions: { code: 'NOT_GRANTED' } })] };
  const variables = { subjects: [ruth] };
  expect(await served.askContract({ streams: [own('existence')] }, MARKERS, variables)).toEqual(refused);
  const forRuth = { people: [{ refs: ['hidden'], streams: [own('facts')] }] };
  expect(await served.askContract(forRuth, MARKERS, variables)).toEqual(refused);
});
