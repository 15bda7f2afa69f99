import type { Transform } from '../policy/types';

/** How one field is shown, where it is not shown whole. */
export type Mask = 'YEAR_OF_BIRTH' | 'OUTWARD_POSTCODE' | 'RECORDED';

const BIRTH: ReadonlySet<string> = new Set(['dateOfBirth', 'expectedDateOfBirth']);

/** How a transform shows a field that holds a value, by the field's name. */
export function maskOf(field: string, transform: Transform): Mask | null {
  if (BIRTH.has(field) && transform.dateOfBirth) return transform.dateOfBirth;
  if (field === 'postcode' && transform.postcode) return transform.postcode;
  return transform.others === 'RECORDED' ? 'RECORDED' : null;
}

/** A field that holds an object is told as recorded or not, unless a part of what it holds is shown. */
export const masksWhole = (transform: Transform): boolean =>
  transform.others === 'RECORDED' && !transform.dateOfBirth && !transform.postcode;

/** The strictest of several that all apply. */
export function strictest(masks: readonly (Mask | null)[]): Mask | null {
  return masks.includes('RECORDED') ? 'RECORDED' : (masks.find((mask) => mask !== null) ?? null);
}

/** What several people have in common, each shown by a rule of their own: each part as it is shown most of any of them. */
export function mostOpen(transforms: readonly Transform[]): Transform {
  const whole = (part: 'dateOfBirth' | 'postcode') => transforms.some((one) => one.others === 'SHOWN' && !one[part]);
  const dateOfBirth = whole('dateOfBirth') ? undefined : transforms.find((one) => one.dateOfBirth)?.dateOfBirth;
  const postcode = whole('postcode') ? undefined : transforms.find((one) => one.postcode)?.postcode;
  return {
    others: transforms.some(({ others }) => others === 'SHOWN') ? 'SHOWN' : 'RECORDED',
    ...(dateOfBirth && { dateOfBirth }),
    ...(postcode && { postcode }),
  };
}

/** A value as the mask shows it; null where it shows none of it, or cannot read it. */
export function applyMask(mask: Mask, value: unknown): unknown {
  if (Array.isArray(value)) return mask === 'RECORDED' ? null : value.map((one) => applyMask(mask, one));
  if (typeof value !== 'string') return null;
  if (mask === 'YEAR_OF_BIRTH') return /^(\d{4})-\d{2}-\d{2}$/.exec(value)?.[1] ?? null;
  if (mask === 'OUTWARD_POSTCODE')
    return /^([A-Z]{1,2}\d[\dA-Z]?)\s*\d[A-Z]{2}$/.exec(value.toUpperCase())?.[1] ?? null;
  return null;
}

/** Whether there is anything to tell of. */
export const isRecorded = (value: unknown): boolean =>
  value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
