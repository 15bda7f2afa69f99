import { comparison } from '../../fixtures/comparison';
import { judge } from '../judge';
import { isLikeTwin } from './is-like-twin';

test.each([
  ['another given name on the same day', { givenName: 'DIFFERENT' }],
  ['a name that is alike, and another sex', { givenName: 'SIMILAR', sex: 'DIFFERENT' }],
] as const)('%s is how twins look, and nobody is offered for the other', (_, changed) => {
  expect(isLikeTwin(comparison(changed))).toBe(true);
  expect(judge(comparison(changed)).outcome).toBe('no');
});

test.each([
  ['a name that is alike', { givenName: 'SIMILAR' }],
  ['one name and another sex', { sex: 'DIFFERENT' }],
] as const)('%s may be a slip of the pen', (_, changed) => {
  expect(isLikeTwin(comparison(changed))).toBe(false);
  expect(judge(comparison(changed)).outcome).toBe('possible');
});
