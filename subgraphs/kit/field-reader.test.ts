import fc from 'fast-check';
import { readFields } from './field-reader';
import { checkUprn } from './identifiers';

const read = (record: unknown) => readFields(record)!;

test('a field that is missing, null or blank reads as null and is no fault', () => {
  const fields = read({ Surname: null, Forename: '  ' });
  expect([
    fields.text('Surname'),
    fields.text('Forename'),
    fields.date('DOB'),
    fields.flag('FSMeligible'),
    fields.parts('Contacts'),
  ]).toEqual([null, null, null, null, null]);
  expect(fields.faults).toEqual([]);
});

test('a field of the wrong kind is null with a fault that names it and never repeats the value', () => {
  const fields = read({
    Surname: { secret: 'Okafor' },
    DOB: '31/02/2019',
    Sessions: -4,
    FSMeligible: 'perhaps',
    Contacts: 'Okafor',
  });
  expect([
    fields.text('Surname'),
    fields.date('DOB'),
    fields.count('Sessions'),
    fields.flag('FSMeligible'),
    fields.parts('Contacts'),
  ]).toEqual([null, null, null, null, null]);
  expect(fields.faults.map((line) => line.field)).toEqual(['Surname', 'DOB', 'Sessions', 'FSMeligible', 'Contacts']);
  expect(JSON.stringify(fields.faults)).not.toMatch(/Okafor|2019|perhaps/);
});

test.each([
  ['2019-06-02', '2019-06-02'],
  ['2019-06-01T23:00:00Z', '2019-06-02'],
  ['2019-06-02T00:00:00Z', '2019-06-02'],
  ['2019-12-02T00:00:00.000+00:00', '2019-12-02'],
  ['2019-06-02T00:00:00', '2019-06-02'],
])('a date sent as %s is the day %s in England', (sent, day) => {
  expect(read({ DOB: sent }).date('DOB')).toBe(day);
});

test('a number is read as text where an identifier is sent as one', () => {
  expect(read({ UPRN: 10023456789 }).checked('UPRN', checkUprn)).toBe('10023456789');
});

test('a code that is not on the list is kept as sent, and told', () => {
  const fields = read({ SENprovision: 'Z' });
  expect(fields.code('SENprovision', ['N', 'K', 'E'])).toBe('Z');
  expect(fields.faults).toEqual([{ field: 'SENprovision', fault: 'not on the published list of codes' }]);
});

test('a fault inside a list says which element, and the other elements are read', () => {
  const fields = read({ Contacts: [{ id: 'C1' }, 'C2', { id: ['C3'] }] });
  expect(fields.parts('Contacts')?.map((contact) => contact.text('id'))).toEqual(['C1', null]);
  expect(fields.faults.map((line) => line.field)).toEqual(['Contacts[1]', 'Contacts[2].id']);
});

test('a field called like a part of every object is the partner’s field or nothing', () => {
  expect(read({}).text('constructor')).toBeNull();
  expect(readFields(['not', 'a', 'record'])).toBeNull();
});

test('no record whatever makes the reader throw', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.anything()), (record) => {
      const fields = readFields(record);
      for (const name of ['a', 'b', 'c']) {
        fields?.text(name);
        fields?.date(name);
        fields?.number(name);
        fields?.count(name);
        fields?.flag(name);
        fields?.texts(name);
        fields?.part(name);
        fields?.parts(name);
      }
    }),
  );
});

test('a name in other capitals, or with an underscore, is the same name; the one expected comes first', () => {
  // Hackney's search writes `firstname`, its person record `firstName`.
  expect(readFields({ firstname: 'Maya' })?.text('firstName')).toBe('Maya');
  expect(readFields({ first_name: 'Maya' })?.text('firstName')).toBe('Maya');
  expect(readFields({ FIRSTNAME: 'Noah', firstName: 'Maya' })?.text('firstName')).toBe('Maya');
  expect(readFields({ surname: 'Okafor' })?.text('firstName')).toBeNull();
  expect(readFields(JSON.parse('{"__proto__":{"firstName":"x"}}'))?.text('firstName')).toBeNull();
});

test.each([
  ['0001-01-01T00:00:00', null],
  ['0001-01-01T00:00:00Z', null],
  ['0001-01-01', null],
  ['2019-06-02 00:00:00', '2019-06-02'],
  ['2019-06-02 00:00:00.000', '2019-06-02'],
])('%s is %s: a day that .NET never set, or one as a database writes it', (sent, day) => {
  const fields = read({ DOB: sent });
  expect([fields.date('DOB'), fields.faults]).toEqual([day, []]);
});

test.each([
  ['Yes', true],
  ['NO', false],
  [' y ', true],
  ['False', false],
])('"%s" is %s', (sent, said) => {
  const fields = read({ PupilPremium: sent });
  expect([fields.flag('PupilPremium'), fields.faults]).toEqual([said, []]);
});
