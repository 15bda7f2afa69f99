import { kindsShown } from './kinds-shown';

test('what was read to find somebody, or to decide, is no kind of information that was shown', () => {
  const read = [
    'north:existence',
    'north:identity',
    'north:address',
    'north:identifiers',
    'north:facts',
    'north:family',
  ];
  expect(kindsShown(['HealthRecord.visits', 'north:visits', ...read])).toEqual(['north:visits']);
  expect(kindsShown(read)).toEqual(['north:existence']);
});

test('what was asked for by name is', () => {
  const asked = ['Identity.postcode', 'Person.displayName', 'Involvement.contact', 'FamilyMember.relationships'];
  const streams = ['north:address', 'north:identity', 'north:contact', 'north:family', 'north:identifiers'];
  expect(kindsShown([...asked, ...streams])).toEqual(streams.slice(0, 4));
});
