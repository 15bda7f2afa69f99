import { isAlike, isMistyped } from './alike';
import { mayBeChineseAndEnglish } from './chinese';
import { countSlips } from './edit-distance';

test.each([
  ['li', 'lu'],
  ['bo', 'bao'],
  ['jing', 'jnig'],
  ['mia', 'mai'],
  ['benjamin', 'benjamyn'],
  ['katarzyna', 'katarzna'],
])('%s and %s are a slip apart', (one, other) => {
  expect(isMistyped(one, other)).toBe(true);
  expect(isMistyped(other, one)).toBe(true);
});

test.each([
  ['maximilian', 'max'],
  ['chukwuemeka', 'emeka'],
  ['oluwaseun', 'seun'],
  ['arthur', 'artie'],
  ['krzysztof', 'krzysiek'],
  ['xadiijo', 'hadija'],
  ['tarik', 'tareeq'],
  ['jamshed', 'jamsheed'],
  ['tzuhan', 'zihan'],
  ['hsiaoyu', 'xiaoyu'],
  ['chienhua', 'jianhua'],
  ['?a?la', 'cagla'],
  ['jos?', 'jose'],
  ['??c', 'duc'],
  ['cj', 'carl'],
])('%s and %s are alike', (one, other) => {
  expect(isAlike(one, other)).toBe(true);
  expect(isAlike(other, one)).toBe(true);
});

test.each([
  ['jack', 'jake'],
  ['tom', 'jack'],
  ['aisha', 'zoe'],
  ['hamza', 'bilal'],
  ['mei', 'jun'],
  ['grace', 'daniel'],
  ['?a?la', 'zeynep'],
  ['cj', 'mark'],
])('%s and %s are not', (one, other) => expect(isAlike(one, other)).toBe(false));

test('slips are counted: letters left out, put in, changed and turned round', () => {
  expect(countSlips('smith', 'smith')).toBe(0);
  expect(countSlips('smith', 'smiht')).toBe(1);
  expect(countSlips('smith', 'smth')).toBe(1);
  expect(countSlips('smith', 'smyth')).toBe(1);
  expect(countSlips('smith', 'jones')).toBe(3);
  expect(countSlips('ab', 'ba', 1)).toBe(1);
});

test.each([
  ['jun', 'kevin', 'chen', true],
  ['xiaoming', 'grace', 'wong', true],
  ['minh', 'david', 'nguyen', true],
  ['jun', 'mia', 'chen', true],
  ['jun', 'wei', 'chen', false],
  ['grace', 'kevin', 'chen', false],
  ['jun', 'kevin', 'smith', false],
])('%s and %s of the family %s may be one child: %s', (one, other, family, expected) => {
  expect(mayBeChineseAndEnglish(one, other, family)).toBe(expected);
  expect(mayBeChineseAndEnglish(other, one, family)).toBe(expected);
});
