import { chanceWord, changesCsv, directionWord, foundWords, type ToldChange, type ToldChanges } from './change-words';

const change = (more: Partial<ToldChange> = {}): ToldChange =>
  ({
    measure: { id: 'reviews', title: 'Reviews', unit: 'PER_CENT' },
    area: { id: 'saltby', title: 'Saltby Marsh' },
    ...{ value: 40, usual: 60, rate: 67, usualRate: 83, direction: 'DOWN', p: 0.0125 },
    ...more,
  }) as ToldChange;
const told = (more: Partial<ToldChanges> = {}): ToldChanges =>
  ({
    quarterTitle: 'July 2026',
    changes: [],
    withinChance: [],
    notLookedAt: [],
    method: 'Two shares.',
    ...more,
  }) as never;

test('that nothing could be compared is not told as that nothing changed', () => {
  expect(foundWords(told())).toMatch(/^It could not be compared/);
  expect(foundWords(told({ withinChance: [change()] }))).toBe(
    'July 2026 against the four quarters before it: of 1 compared, none is more than chance.',
  );
  expect(foundWords(told({ changes: [change(), change()] }))).toMatch(/of 2 compared, 2 are more than chance/);
});

test.each([
  [0.43, '43 in 100'],
  [0.0125, '1 in 80'],
  [0.0004, '1 in 2,500'],
  [0.00018, '1 in 5,600'],
  [0.00002, 'under 1 in 10,000'],
])('a chance of %d is told as %s', (p, word) => expect(chanceWord({ p })).toBe(word));

test('a change that rounding hides is told as none', () => {
  expect(directionWord(change())).toBe('Fell');
  expect(directionWord(change({ rate: 83 }))).toBe('The same');
  expect(directionWord(change({ rate: null, usualRate: null, value: 70, direction: 'UP' }))).toBe('Rose');
});

test('the file has a line for each that was compared, and for each that was not', () => {
  const csv = changesCsv(
    told({ changes: [change()], notLookedAt: [{ measure: 'reach', area: null, why: 'An agency did not answer.' }] }),
    () => 'Reach',
  );
  expect(csv).toContain('"Reviews","Saltby Marsh","67 %","83 %","Fell","Yes","0.0125"');
  expect(csv).toContain('"Reach","All","An agency did not answer."');
});
