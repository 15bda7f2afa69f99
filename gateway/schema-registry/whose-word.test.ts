import type { Ownership } from './read-ownership';
import { whoseWord } from './whose-word';

const word = whoseWord({
  agencies: new Map([
    ['care', { facts: ['LEAD_PROFESSIONAL', 'NEED_LEVEL'] }],
    ['clinic', { ownFacts: ['CONSENT'] }],
    ['homes', {}],
  ]),
} as unknown as Ownership);
const relationship = (value: string) => ({ kind: 'RELATIONSHIP', value }) as const;

test('a fact opens everywhere by the word of its authority, and its own streams by an agency’s word for itself', () => {
  expect(word('care', relationship('LEAD_PROFESSIONAL'))).toBe('ANY');
  expect(word('care', { kind: 'NEED_LEVEL', value: 'COMPLEX' })).toBe('ANY');
  expect(word('clinic', { kind: 'CONSENT', value: 'GIVEN' })).toEqual(['clinic']);
});

test('from anybody else it opens nothing: who declares nothing, another fact, or is not known', () => {
  for (const agency of ['homes', 'clinic', 'nowhere'])
    expect([agency, word(agency, relationship('LEAD_PROFESSIONAL'))]).toEqual([agency, []]);
  expect(word('care', relationship('ON_ROLL'))).toEqual([]);
  expect(word('care', { kind: 'CONSENT', value: 'GIVEN' })).toEqual([]);
  // The kind alone is not the relationship.
  expect(word('care', relationship('NEED_LEVEL_OF_SOMEBODY'))).toEqual([]);
});

test('an age, a birthday and a marker are everybody’s own: they open where all agree, and close by any', () => {
  for (const kind of ['AGE', 'DATE_OF_BIRTH', 'MARKER'] as const)
    expect(word('homes', { kind, value: 'x' })).toBe('ANY');
});
