import { decideProposals, type Proposed, stateOf } from './agreed-words';

/** `anna@school+` says that the record is the same person, `anna@school-` that it is not; in the order said. */
const said = (...words: readonly string[]): readonly Proposed[] =>
  words.map((word, at) => {
    const [, requester = '', organisation, sign] = /^(\w+)@(\w*)([+-])$/.exec(word)!;
    return { number: at + 1, ref: 'r', same: sign === '+', requester, organisation: organisation || undefined };
  });
const agreed = (...numbers: readonly number[]) =>
  numbers.map((decision) => ({ decision, by: 'records-desk', at: '2026-03-01T10:00:00Z' }));
const outcome = (words: readonly Proposed[], agreeings = agreed()): string => {
  const { same, different } = decideProposals(words, agreeings);
  return same.has('r') ? 'same' : different.has('r') ? 'different' : 'nothing';
};

describe('one person joins and parts nothing for others', () => {
  test.each([
    ['one person says that they are the same', said('anna@school+'), 'nothing'],
    ['one person says that they are not', said('anna@school-'), 'nothing'],
    ['one person says so twice', said('anna@school+', 'anna@school+'), 'nothing'],
    ['two of one organisation agree', said('anna@school+', 'ben@school+'), 'nothing'],
    ['two of two organisations agree', said('anna@school+', 'ben@council+'), 'same'],
    ['two of two organisations agree that they are not', said('anna@school-', 'ben@council-'), 'different'],
    ['two of two organisations say the opposite', said('anna@school+', 'ben@council-'), 'nothing'],
    ['a third disputes it before the second agrees', said('anna@school+', 'cy@trust-', 'ben@council+'), 'nothing'],
    ['a third disputes it after they agreed', said('anna@school+', 'ben@council+', 'cy@trust-'), 'same'],
    [
      'the first thinks better of it before the second',
      said('anna@school+', 'anna@school-', 'ben@council+'),
      'nothing',
    ],
    ['both think better of it', said('anna@school+', 'ben@council+', 'anna@school-', 'ben@council-'), 'different'],
    ['an organisation is not known, as before two had to agree', said('anna@+', 'ben@council+'), 'nothing'],
  ])('where %s', (_what, words, expected) => {
    expect(outcome(words)).toBe(expected);
  });

  test("the agency's own staff agree by themselves, and settle a dispute", () => {
    expect(outcome(said('anna@school+'), agreed(1))).toBe('same');
    expect(outcome(said('anna@school+', 'ben@council-'), agreed(2))).toBe('different');
    expect(outcome(said('anna@school+', 'ben@council-'), agreed(2, 1))).toBe('same');
  });

  test('what waits, what is disputed and what counts are told apart', () => {
    const states = (words: readonly Proposed[], agreeings = agreed()) =>
      words.map((one) => stateOf(one, words, agreeings));
    expect(states(said('anna@school+'))).toEqual(['WAITING']);
    expect(states(said('anna@school+', 'ben@council-'))).toEqual(['DISPUTED', 'DISPUTED']);
    expect(states(said('anna@school+', 'ben@council+'))).toEqual(['AGREED', 'AGREED']);
    expect(states(said('anna@school+', 'ben@council-'), agreed(1))).toEqual(['AGREED', 'DISPUTED']);
  });
});
