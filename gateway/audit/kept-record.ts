import { z } from 'zod';

const people = z.array(z.string()).default([]);
const masked = z.array(z.object({ field: z.string(), mask: z.string() })).default([]);

/** A record as it is read back, of whatever kind: what a kind has not, is null or empty. */
export const keptRecord = z.object({
  eventId: z.string(),
  timestamp: z.string(),
  eventName: z.string(),
  correlationId: z.string(),
  outcome: z.string(),
  actor: z.object({ actorId: z.string(), actorRole: z.string(), organisation: z.string() }).nullable(),
  payload: z.object({
    purpose: z.string().nullable().default(null),
    caseReference: z.string().nullable().default(null),
    protocolVersion: z.string().nullable().default(null),
    supergraphVersion: z.string().nullable().default(null),
    breakGlass: z.string().nullable().default(null),
    code: z.string().nullable().default(null),
    fields: z.array(z.string()).default([]),
    withheld: z.array(z.object({ field: z.string(), stream: z.string().nullable(), reason: z.string() })).default([]),
    clauses: z.array(z.string()).default([]),
    searches: z.array(z.record(z.string(), z.string())).default([]),
    masked,
    agencies: z
      .array(
        z.object({
          agency: z.string(),
          answer: z.string(),
          fields: z.array(z.string()),
          people,
          existence: people,
          possible: people,
          masked,
          closed: z.array(z.object({ stream: z.string(), reason: z.string() })).default([]),
        }),
      )
      .default([]),
    /** Of refusals: the same again, since the record before. */
    repeated: z.number().default(0),
    /** Of events. */
    kind: z.string().nullable().default(null),
    reference: z.string().nullable().default(null),
    reason: z.string().nullable().default(null),
    /** The requester's own words. */
    statement: z.string().nullable().default(null),
    until: z.string().nullable().default(null),
    reviewBy: z.string().nullable().default(null),
    told: z.array(z.string()).default([]),
    notTold: z.array(z.string()).default([]),
    target: z.string().nullable().default(null),
    assignee: z.string().nullable().default(null),
    decision: z.string().nullable().default(null),
    supersedes: z.string().nullable().default(null),
    people,
  }),
});

export type KeptRecord = Readonly<z.infer<typeof keptRecord>>;

/** Pseudonyms of everybody of whom a record tells, or who is named in it. */
export const peopleIn = ({ payload }: KeptRecord): readonly string[] => [
  ...new Set([
    ...payload.people,
    ...payload.agencies.flatMap((part) => [...part.people, ...part.existence, ...part.possible]),
  ]),
];
