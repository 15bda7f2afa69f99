/** What is kept of a proposal, of one that is undone, and of one that is agreed to: a line each. */
import { z } from 'zod';
import { subjectKeys } from './subject-keys';

export const confirmation = z.object({
  subject: subjectKeys,
  ref: z.string(),
  same: z.boolean(),
  statement: z.string(),
  requester: z.string(),
  /** Not known of what was kept before two organisations had to agree. */
  organisation: z.string().optional(),
  operation: z.string(),
  at: z.string(),
});

export type Confirmation = z.infer<typeof confirmation>;

export const undoing = z.object({ decision: z.int().positive(), by: z.string(), at: z.string() });

export type Undoing = z.infer<typeof undoing>;

/** That this agency's own staff agree to a proposal. */
export type Agreeing = Undoing;
