import fc from 'fast-check';
import type { Transform } from '../policy/types';
import { applyMask, maskOf, mostOpen } from './masks';

const FIELDS = ['dateOfBirth', 'expectedDateOfBirth', 'postcode', 'reason'] as const;
/** What is told of a field, from least to most. */
const told = (field: string, transform: Transform): number => {
  const mask = maskOf(field, transform);
  return mask === null ? 2 : mask === 'RECORDED' ? 0 : 1;
};
const anyTransform: fc.Arbitrary<Transform> = fc.record(
  {
    dateOfBirth: fc.constant('YEAR_OF_BIRTH' as const),
    postcode: fc.constant('OUTWARD_POSTCODE' as const),
    others: fc.constantFrom('RECORDED' as const, 'SHOWN' as const),
  },
  { requiredKeys: ['others'] },
);

describe('what several people have in common', () => {
  it('shows each field as it is shown most of any of them, in whatever order they are met', () => {
    fc.assert(
      fc.property(fc.array(anyTransform, { minLength: 1, maxLength: 6 }), fc.constantFrom(...FIELDS), (all, field) => {
        const most = Math.max(...all.map((one) => told(field, one)));
        expect(told(field, mostOpen(all))).toBe(most);
        expect(mostOpen([...all].reverse())).toEqual(mostOpen(all));
      }),
    );
  });
});

describe('a masked value', () => {
  it.each([
    ['YEAR_OF_BIRTH', '2024-04-30', '2024'],
    ['OUTWARD_POSTCODE', 'zb2 4zq', 'ZB2'],
    ['OUTWARD_POSTCODE', ['ZB2 4ZQ', 'unknown'], ['ZB2', null]],
    ['YEAR_OF_BIRTH', '30/04/2024', null],
    ['RECORDED', 'anything', null],
  ] as const)('%s of %j is %j', (mask, value, shown) => {
    expect(applyMask(mask, value)).toEqual(shown);
  });
});
