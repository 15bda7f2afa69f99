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

test('a former name alone says too little', () =>
  expect(() => checkSearch({ formerNames: ['Eze'], dateOfBirth: '2017-03-22' })).toThrow('NHS number'));
