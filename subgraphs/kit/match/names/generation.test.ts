import { compareNames } from '../compare/names';
import { readFamilyName, readGivenName } from '../names';
import { generationIn } from './generation';

test.each([
  ['Carl Jnr', '2'],
  ['Testerly Jr.', '2'],
  ['Testerly (Snr)', '1'],
  ['Carl II', '2'],
  ['Carl III', '3'],
  ['Carl', null],
  ['Junior', null],
  ['Testerly Esq', null],
])('%s is the bearer %s of the name', (written, generation) => expect(generationIn(written)).toBe(generation));

test('it is no part of the name, and alone it is one', () => {
  expect(readGivenName('Carl Jnr')).toBe('carl');
  expect(readFamilyName('Testerly Snr.')).toBe('testerly');
  expect(readGivenName('Junior')).toBe('junior');
});

test('Jnr is not Snr, in either order of the names', () => {
  const named = (givenName: string, familyName: string) => ({
    given: readGivenName(givenName),
    others: [],
    now: readFamilyName(familyName),
    before: [],
    marks: '',
    generation: generationIn(givenName, familyName),
  });
  const junior = named('Carl Jnr', 'Testerly');
  expect(compareNames(junior, named('Carl', 'Testerly Snr')).givenName).toBe('DIFFERENT');
  expect(compareNames(junior, named('Testerly', 'Carl Snr')).givenName).toBe('DIFFERENT');
  expect(compareNames(junior, named('Carl', 'Testerly')).givenName).toBe('EXACT');
});
