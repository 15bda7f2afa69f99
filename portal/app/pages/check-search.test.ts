import { checkSearch, faultOf, LABELS } from './check-search';

const NOTHING = Object.fromEntries(Object.keys(LABELS).map((field) => [field, '']));

test('any common form of a date goes as the gateway takes it', () => {
  const { by, faults } = checkSearch({ ...NOTHING, familyName: ' Okafor ', dateOfBirth: '30 April 2024', sex: 'f' });
  expect([by, faults]).toEqual([{ familyName: 'Okafor', dateOfBirth: '2024-04-30', sex: 'F' }, []]);
});

test('what is missing or wrong is said in the words of the form, at its box', () => {
  expect(checkSearch(NOTHING).faults.map(({ field }) => field)).toEqual(['familyName', 'dateOfBirth']);
  expect(checkSearch({ ...NOTHING, familyName: 'Okafor', dateOfBirth: '31/4/24' }).faults).toEqual([
    { field: 'dateOfBirth', message: 'Date of birth must be a real date, such as 30 April 2024 or 30/4/24' },
  ]);
});

test.each(Object.keys(LABELS))('a refusal that names %s as the graph does is told as the form names it', (field) => {
  const message = `The search's ${field} is not of the form expected: something.`;
  const fault = faultOf({ data: null, notices: [], errors: [{ message, extensions: { code: 'SEARCH_MALFORMED' } }] });
  expect(fault.field).toBe(field);
  expect(fault.message).toContain(LABELS[field]!.split(' (')[0]);
  expect(fault.message).not.toMatch(/[a-z][A-Z]|YYYY|not of the form/);
});
