import type { AgencyLogEntry } from './agency';
import { PartnerSystemFault } from './errors';
import { holdPerson } from './hold-person';
import { reportEmptyFields } from './report-empty-fields';

const people = (count: number, more: object) =>
  Array.from({ length: count }, (_, at) =>
    holdPerson({
      ref: `P${at}`,
      asOf: 'now',
      givenName: 'Maya',
      familyName: 'Okafor',
      dateOfBirth: '2024-04-30',
      sex: 'F',
      postcode: 'ZB2 4ZQ',
      ...more,
    }),
  );
async function told(read: () => Promise<ReturnType<typeof people>>) {
  const entries: AgencyLogEntry[] = [];
  await reportEmptyFields('housing', read, (entry) => void entries.push(entry));
  return entries.map(({ event }) => event);
}

test('a field that is empty in every row is told once, with the count and nothing of the rows', async () => {
  expect(await told(async () => people(1_000, { givenName: null }))).toEqual(['no given name in 1,000 of 1,000 rows']);
  expect(await told(async () => people(50, { sex: 'U', postcode: null }))).toEqual([
    'no sex in 50 of 50 rows',
    'no postcode in 50 of 50 rows',
  ]);
});

test('a field that one row has is not told, nor are a few rows, nor the sex of the unborn', async () => {
  expect(await told(async () => [...people(30, { givenName: null }), ...people(1, {})])).toEqual([]);
  expect(await told(async () => people(5, { givenName: null }))).toEqual([]);
  expect(
    await told(async () =>
      people(30, { sex: 'U', lifeState: 'UNBORN', dateOfBirth: null, expectedDateOfBirth: '2027-01-01' }),
    ),
  ).toEqual([]);
});

test('a system that cannot be read at the start is told as such, and nothing stops', async () => {
  const fault = new PartnerSystemFault('housing', 'reading /persons');
  expect(await told(() => Promise.reject(fault))).toEqual(['the partner system could not be read at the start']);
});
