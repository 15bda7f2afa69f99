import { readSex } from './read-sex';

test.each([
  ['M', 'M', true],
  ['male', 'M', true],
  ['Male', 'M', true],
  ['1', 'M', true],
  ['Female', 'F', true],
  [' f ', 'F', true],
  ['02', 'F', true],
  ['Woman', 'F', true],
  ['unknown', 'U', true],
  ['', 'U', true],
  [null, 'U', true],
  ['Mx', 'U', false],
  ['Fluid', 'U', false],
  ['constructor', 'U', false],
])('a sex written %j is %s (known: %s)', (written, sex, known) => {
  expect(readSex(written)).toEqual({ sex, known });
});
