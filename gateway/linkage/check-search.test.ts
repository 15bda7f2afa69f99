import { checkSearch } from './check-search';

const who = { familyName: 'Okafor', dateOfBirth: '2017-03-22' };

test('what was left empty is not asked for, and what was typed is trimmed', () =>
  expect(checkSearch({ ...who, givenName: ' Daniel ', formerNames: [' Eze ', ''], postcode: '' })).toEqual({
    ...who,
    givenName: 'Daniel',
    formerNames: ['Eze'],
  }));

test('no former name is none', () => expect(checkSearch({ ...who, formerNames: [' '] })).toEqual(who));

test.each(['M', 'F'])('the sex may be %s', (sex) => expect(checkSearch({ ...who, sex })).toEqual({ ...who, sex }));

test('a sex that is not known is not asked for', () => expect(checkSearch({ ...who, sex: 'U' })).toEqual(who));

test.each(['male', 'x'])('a sex of %s is told to be malformed: an agency would leave it out in silence', (sex) =>
  expect(() => checkSearch({ ...who, sex })).toThrow('sex'),
);

test('more former names than an agency takes are told to be too many', () =>
  expect(() => checkSearch({ ...who, formerNames: Array.from({ length: 21 }, (_, at) => `Name${at}`) })).toThrow(
    'formerNames',
  ));

test.each([
  ['half a letter', 'Oka\uD83Dfor'],
  ['the other half', '\uDE00'],
  ['the sign for nothing', 'Okafor\u0000Eze'],
  ['another control', 'Oka\u001Bfor'],
])(
  '%s is no name that an agency could hold, nor take: it is told here, and nobody is "nothing held"',
  (_, familyName) => {
    expect(() => checkSearch({ ...who, familyName })).toThrow('familyName');
    expect(() => checkSearch({ ...who, formerNames: [familyName] })).toThrow('formerNames');
  },
);

test('a pasted tab, a letter of two halves and what was spoilt on the way are asked for as they are', () => {
  for (const familyName of ['Okafor\tEze', 'Okafor \u{20BB7}', 'Å\u0081ukasz'])
    expect(checkSearch({ ...who, familyName })).toEqual({ ...who, familyName });
});

test('a former name alone says too little', () =>
  expect(() => checkSearch({ formerNames: ['Eze'], dateOfBirth: '2017-03-22' })).toThrow('NHS number'));
