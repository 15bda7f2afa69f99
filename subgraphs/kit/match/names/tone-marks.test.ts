import { compareNames } from '../compare/names';
import { readGivenName } from '../names';
import { marksIn } from './tone-marks';

const named = (written: string) => ({
  given: readGivenName(written),
  others: [],
  now: 'nguyen',
  before: [],
  marks: marksIn(written),
  generation: null,
});

// Vietnamese names with the same letters and other tones are different names (Wikipedia, Vietnamese name).
test.each([
  ['Hùng', 'Hưng'],
  ['Hà', 'Hạ'],
  ['Tú', 'Tư'],
  ['Ngọc Bích', 'Ngọc Bịch'],
])('%s and %s are two names that are alike', (one, other) =>
  expect(compareNames(named(one), named(other)).givenName).toBe('SIMILAR'),
);

test.each([
  ['Hùng', 'Hung'],
  ['Đức', 'DUC'],
  ['Seán', 'Séan'],
  ['Ştefan', 'Ștefan'],
  ['Ngọc Anh', 'Ngoc Anh'],
])('%s and %s are one', (one, other) => expect(compareNames(named(one), named(other)).givenName).toBe('EXACT'));
