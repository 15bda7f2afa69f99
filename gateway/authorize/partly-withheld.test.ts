import type { FieldRequirement, Standing } from '../policy/decide/field-decisions';
import { partlyWithheld } from './partly-withheld';

const gathered = (coordinate: string, streams: readonly string[]): readonly [string, FieldRequirement] => [
  coordinate,
  { coordinate, alternatives: streams.map((one) => [one]), kind: 'guarded', byLinkage: true, returns: 'String' },
];
const requirements = new Map([
  gathered('Identity.postcode', ['north:address', 'south:address', 'hidden:address']),
  gathered('Person.involvements', ['north:existence', 'south:existence', 'hidden:existence']),
]);
const standing = (open: readonly string[]): Standing => ({
  decide: (stream) =>
    open.includes(stream)
      ? { kind: 'granted', clause: 'ONE' }
      : { kind: 'withheld', stream, reason: 'ROLE_NOT_NAMED', clause: null },
});

test('what one agency shares and another withholds is told of the other, by its stream', () => {
  const rights = standing(['north:existence', 'south:existence', 'north:address']);
  expect(partlyWithheld(['Identity.postcode'], requirements, rights)).toEqual([
    {
      kind: 'withheld',
      coordinate: 'Identity.postcode',
      stream: 'south:address',
      reason: 'ROLE_NOT_NAMED',
      clause: null,
    },
  ]);
});

test('that an agency’s existence is closed is never told, nor anything of it', () => {
  expect(partlyWithheld(requirements.keys(), requirements, standing(['north:existence', 'north:address']))).toEqual([]);
});
