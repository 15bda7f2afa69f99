import type { DataQuality } from '@family-view/kit';
import type { z } from 'zod';

/** A resource, or a part of a record, and the faults found while reading it. */
export interface Read<T> {
  readonly value: T;
  readonly faults: readonly DataQuality[];
  /** Labelled as not to be shown. A person's record is then closed; anything else is left out, and told as a fault. */
  readonly closed?: boolean;
}

/** What of these may be shown. */
export const openValues = <T>(reads: readonly Read<T>[]): readonly T[] =>
  reads.filter(({ closed }) => closed !== true).map(({ value }) => value);

/**
 * Reads one resource; an element of the wrong type is taken out and named as a fault, and the rest is kept. Null where
 * nothing is left to read. `kind` is the resource's type: faults are named `Patient.name.given`, and never repeat a value.
 */
export function readLeniently<T>(schema: z.ZodType<T>, raw: unknown, kind: string): Read<T> | null {
  const whole = schema.safeParse(raw);
  if (whole.success) return { value: whole.data, faults: [] };
  const copy: unknown = structuredClone(raw);
  const faults: DataQuality[] = [];
  // Each round takes out what the last one found; a resource that is never right is given up.
  for (let round = 0; round < 5; round += 1) {
    const result = schema.safeParse(copy);
    if (result.success) return { value: result.data, faults };
    const paths = result.error.issues.map(({ path, message }) => ({ path, message }));
    if (paths.some(({ path }) => path.length < 2 && (path.length === 0 || path[0] === 'id'))) return null;
    // From the last to the first, so that taking one out does not move the others.
    for (const { path, message } of paths.reverse()) {
      takeOut(copy, path);
      faults.push({
        field: [kind, ...path.filter((step) => typeof step === 'string')].join('.'),
        fault: plain(message),
      });
    }
  }
  return null;
}

const plain = (message: string): string => message.replace(/^Invalid (input|option): /, '');

/** Elements without which a name, an address or a time would be taken for one in use: what cannot be read stays unread. */
const QUALIFYING: readonly unknown[] = ['start', 'end', 'use'];

function takeOut(within: unknown, path: readonly PropertyKey[]): void {
  const last = path.at(-1);
  const parent = path.slice(0, -1).reduce<unknown>(step, within);
  if (isObject(parent) && last === 'period') parent.period = { start: UNREADABLE, end: UNREADABLE };
  else if (isObject(parent) && QUALIFYING.includes(last) && typeof parent[last!] !== 'string')
    parent[last!] = UNREADABLE;
  else if (Array.isArray(parent) && typeof last === 'number') parent.splice(last, 1);
  else if (isObject(parent) && last !== undefined) delete parent[last];
}

/** Stands where a code or a date was that is none. */
export const UNREADABLE = '?';

const isObject = (value: unknown): value is Record<PropertyKey, unknown> => typeof value === 'object' && value !== null;
const step = (value: unknown, key: PropertyKey): unknown => (isObject(value) ? value[key] : undefined);
