import fc from 'fast-check';
import type { NeedLevel, OrganisationType, Relationship } from './agreement';

export const ROLES = ['SOCIAL_WORKER', 'HEALTH_LEAD', 'HOUSING_OFFICER', 'ANALYST'] as const;
export const ORGANISATIONS = ['aldermere-trust', 'aldermere-homes', 'aldermere-centres'] as const;
export const ORGANISATION_TYPES: readonly OrganisationType[] = ['HEALTH', 'HOUSING', 'CHILDRENS_CENTRE'];
export const RELATIONSHIPS: readonly Relationship[] = ['LEAD_PROFESSIONAL', 'ALLOCATED_WORKER', 'ON_ROLL'];
export const NEED_LEVELS: readonly NeedLevel[] = ['UNIVERSAL', 'VULNERABLE', 'COMPLEX', 'ACUTE'];
export const MARKERS = ['RESTRICTED', 'SHIELDED', 'ADOPTED'] as const;

/** The days about which everything turns: each date is on, a day before or a day after the day that is asked about. */
export const AROUND = ['2026-06-14', '2026-06-15', '2026-06-16'] as const;

/** True in so many cases of so many. */
export const some = (many: number, of = 10): fc.Arbitrary<boolean> =>
  fc.integer({ min: 1, max: of }).map((drawn) => drawn <= many);

/** The one value so many times as often as all the others. */
export const mostly = <Value>(one: Value, times: number, ...others: readonly Value[]): fc.Arbitrary<Value> =>
  fc.oneof({ weight: times, arbitrary: fc.constant(one) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

/** Mostly a day that is far off, at times one about which something turns. */
export const days = (far: string): fc.Arbitrary<string> => mostly(far, 14, ...AROUND);

/** There in so many cases of ten. */
export const perhaps = <Value>(many: number, value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight: 10 - many, arbitrary: fc.constant(undefined) }, { weight: many, arbitrary: value });
