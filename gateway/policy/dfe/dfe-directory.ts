import { z } from 'zod';

/** One rule of a `dsaPolicy`. Effects, modes, types and purposes are read as text: what we have no word for is listed. */
const rule = z.object({
  effect: z.string(),
  modes: z.array(z.string()).default([]),
  recordTypes: z.array(z.string()).default([]),
  destOrgTypes: z.array(z.string()).default([]),
  destOrgIds: z.array(z.string()).default([]),
  purposes: z.array(z.string()).default([]),
  validFrom: z.iso.datetime({ offset: true }).nullish(),
  validUntil: z.iso.datetime({ offset: true }).nullish(),
  reason: z.string().nullish(),
});

const organisation = z.object({
  orgId: z.string().min(1),
  orgName: z.string().min(1),
  orgType: z.string().min(1),
  dsaPolicy: z.object({
    version: z.string(),
    defaults: z.array(rule).default([]),
    exceptions: z.array(rule).default([]),
  }),
});

/** The DfE's directory (DFE-Digital/single-unique-identifier). `records` holds connections and secrets, and is not read. */
export const dfeDirectory = z.object({ organisations: z.array(organisation).min(1) });

export type DfeRule = z.infer<typeof rule>;
export type DfePolicy = z.infer<typeof organisation>;
