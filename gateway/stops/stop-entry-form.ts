import { z } from 'zod';
import { STOP_KINDS } from './types';

const by = z.object({ id: z.string(), role: z.string(), organisation: z.string() });
const stop = z.object({
  reference: z.uuid(),
  kind: z.enum(STOP_KINDS),
  target: z.string().nullable(),
  organisation: z.string().nullable(),
  people: z.array(z.string().regex(/^[\w-]{22}$/)),
  agencies: z.array(z.string()),
  at: z.iso.datetime(),
  by,
  why: z.string(),
  until: z.iso.datetime().nullable(),
});

/** A stop, or the lift of one, as it is kept: of a child, pseudonyms alone. */
export const stopEntryForm = z.discriminatedUnion('entry', [
  z.object({ entry: z.literal('STOP'), stop }),
  z.object({
    entry: z.literal('LIFT'),
    lift: z.object({ reference: z.uuid(), at: z.iso.datetime(), by, why: z.string() }),
  }),
]);
