import { comparison } from '../../fixtures/comparison';
import { joinsByLaChildId } from './joins-by-la-child-id';

const known = (changed: Parameters<typeof comparison>[0]) =>
  comparison({ laChildId: 'AGREES', address: 'MISSING', ...changed });

test.each([
  ['name and birthday', {}],
  ['a short form and the birthday', { givenName: 'SHORT' }],
  ['the birthday, where the return names nobody', { givenName: 'MISSING', familyName: 'MISSING' }],
] as const)("the authority's id joins with %s", (_, changed) => expect(joinsByLaChildId(known(changed))).toBe(true));

test.each([
  ['a slip in the birthday', { dateOfBirth: 'NEAR' }],
  ['a name that is merely alike', { givenName: 'SIMILAR' }],
  ['a nameless record of another sex', { givenName: 'MISSING', familyName: 'MISSING', sex: 'DIFFERENT' }],
  ['a baby of the family', { givenName: 'MISSING' }],
  ['another id', { laChildId: 'UNVERIFIED' }],
] as const)("the authority's id does not join with %s", (_, changed) =>
  expect(joinsByLaChildId(known(changed))).toBe(false),
);
