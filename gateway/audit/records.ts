import { z } from 'zod';
import { AuditRecordRefused } from './errors';

// What each part may hold is narrow on purpose: a value of somebody's record does not fit, so it cannot be kept by mistake.
const coordinate = z
  .string()
  .regex(/^[A-Za-z_][\w-]*([.:][\w-]+)+$/)
  .max(200);
/** The same list comes with every request for the same: one that can change no more is looked at once. */
const lookedAt = new WeakSet<object>();
const coordinates = z.custom<readonly string[]>(Array.isArray).superRefine((list, context) => {
  if (lookedAt.has(list)) return;
  const bad = list.findIndex((one) => !coordinate.safeParse(one).success);
  if (bad >= 0) context.addIssue({ code: 'custom', path: [bad] });
  else if (Object.isFrozen(list)) lookedAt.add(list);
});
const reference = z
  .string()
  .regex(/^[\w.:/+=-]+$/)
  .max(128);
const pseudonym = z.string().regex(/^[\w-]{22}$/);
const code = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]*$/)
  .max(64);

const stamp = { eventId: z.uuid().optional(), at: z.iso.datetime().optional(), operation: reference };
const actor = z.strictObject({ id: z.string().min(1).max(200), role: code, organisation: z.string().min(1).max(200) });
const agencyName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/)
  .max(64);
const people = z.array(pseudonym).readonly();

export const intent = z.strictObject({
  ...stamp,
  requester: actor,
  purpose: code,
  caseReference: z
    .string()
    .regex(/^[A-Za-z0-9/_-]{3,64}$/)
    .nullable(),
  operationHash: reference,
  supergraphVersion: reference,
  protocolVersion: reference,
  /** The glass that was broken for this family, by its reference. */
  breakGlass: reference.optional(),
  /** Coordinates asked for: `HealthRecord.visits`. */
  fields: coordinates,
  withheld: z.array(z.strictObject({ field: coordinate, stream: coordinate.nullable(), reason: code })).readonly(),
  /** Clauses of the protocols by which any of it was open. */
  clauses: z.array(reference).readonly().optional(),
  /** Of each search, a keyed digest of each detail given, by its name: made by `Audit.digest`. */
  searches: z
    .array(z.record(z.string().regex(/^[a-zA-Z]{1,40}$/), pseudonym).readonly())
    .readonly()
    .optional(),
});

const masked = z.array(z.strictObject({ field: coordinate, mask: code })).readonly();
const closed = z.array(z.strictObject({ stream: coordinate, reason: code })).readonly();

export const disclosure = z.strictObject({
  ...stamp,
  /** Who asked, where the caller still has it; otherwise the intent of the same `operation` says. */
  requester: actor.optional(),
  outcome: z.enum(['disclosed', 'nothing', 'refused', 'failed']),
  /** Of the error that was answered in place of data. */
  code: code.optional(),
  /** Fields that were shown changed and are of no one agency. What an agency's part holds, is nobody else's to see. */
  masked: masked.optional(),
  agencies: z
    .array(
      z.strictObject({
        agency: agencyName,
        answer: z.enum(['answered', 'nothing held', 'withheld', 'unavailable', 'not covered', 'not asked']),
        fields: coordinates,
        /** Whose records were asked for: made by `Audit.pseudonym`, as all people are. */
        people,
        /** Of whom no record was asked for, and who are told to be known there: in a search, on a roster, by a status. */
        existence: people.optional(),
        /** Whom a search may have meant. */
        possible: people.optional(),
        /** Fields of its own that were shown changed, and how. */
        masked: masked.optional(),
        /** What facts about somebody closed of its own, by stream. */
        closed: closed.optional(),
      }),
    )
    .readonly(),
  /** What it cost: how much was looked for, of how many it told, and how often agencies were asked. */
  cost: z
    .strictObject({
      searches: z.number().int().min(0),
      people: z.number().int().min(0),
      families: z.number().int().min(0),
      agencyCalls: z.number().int().min(0),
    })
    .optional(),
});

export const event = z.strictObject({
  ...stamp,
  requester: actor,
  purpose: code,
  caseReference: intent.shape.caseReference,
  protocolVersion: reference,
  kind: z.enum([
    'BREAK_GLASS',
    'RELATIONSHIP_CLAIMED',
    'MATCH_DECIDED',
    'MATCH_DOUBTED',
    'OWN_FAMILY_STOPPED',
    'GLASS_REVIEWED',
    'SEARCHING_ALERT',
    'SEARCHING_STOPPED',
    'UNUSUAL_ACCESS',
    'REVIEW_ASSIGNED',
    'REVIEW_DECIDED',
    'REVIEW_OVERDUE',
    'STOPPED',
    'STOP_LIFTED',
    'LINK_REPORTED',
    'RIGHT_NOTED',
    'ACT_SENT',
    'ACT_ANSWERED',
  ]),
  reference,
  reason: code,
  /** The requester's own words, for whoever reviews; nothing that an agency holds. */
  statement: z.string().max(500).nullable(),
  until: z.iso.datetime().nullable(),
  reviewBy: z.iso.datetime().nullable(),
  told: z.array(agencyName).readonly(),
  notTold: z.array(agencyName).readonly(),
  people,
  /** Of a stop: the stream, clause, agency or requester's id. Of an act: its stream. */
  target: z.string().min(1).max(200).nullable().optional(),
  /**
   * Of a review: to whom it was given; the decision's own name, and that of the decision which it takes the place of. Of an
   * act, `decision` is the key by which it is done once.
   */
  assignee: z.string().min(1).max(200).nullable().optional(),
  decision: reference.nullable().optional(),
  supersedes: reference.nullable().optional(),
});

/** Events that a person reviews, who is not the one who did it. */
export const REVIEWED_KINDS = [
  'BREAK_GLASS',
  'RELATIONSHIP_CLAIMED',
  'MATCH_DECIDED',
  'OWN_FAMILY_STOPPED',
  'SEARCHING_ALERT',
  'SEARCHING_STOPPED',
  'UNUSUAL_ACCESS',
] as const satisfies readonly z.infer<typeof event>['kind'][];
export type ReviewedKind = (typeof REVIEWED_KINDS)[number];

/** Somebody known was refused before anything was asked for them. */
export const refusal = z.strictObject({
  ...stamp,
  operation: reference.optional(),
  requester: actor,
  /** As it was stated, where it is one; null where none was, or none that is known. */
  purpose: code.nullable(),
  caseReference: intent.shape.caseReference,
  code,
  /** The same again since the last record of it. */
  repeated: z.number().int().min(0),
  searches: intent.shape.searches,
});
export type RefusalRecord = Readonly<z.infer<typeof refusal>>;

/** Something done that a person will want to look at: a break-glass session, a claim, a decision about a match. */
export type EventRecord = Readonly<z.infer<typeof event>>;

/** An event as it is read back. */
export const keptEvent = z.object({
  timestamp: z.string(),
  actor: z.object({ actorId: z.string(), actorRole: z.string(), organisation: z.string() }),
  payload: z.object({
    kind: event.shape.kind,
    reference: z.string(),
    caseReference: z.string().nullable(),
    reason: z.string(),
    statement: z.string().nullable(),
    until: z.string().nullable(),
    reviewBy: z.string().nullable(),
    told: z.array(z.string()),
    notTold: z.array(z.string()),
  }),
});
export type KeptEvent = Readonly<z.infer<typeof keptEvent>>;

/**
 * Written before any agency is asked: who is about to ask for what, why, and what the protocol withheld.
 * `eventId` (a UUID) and `at` (ISO 8601, UTC) are filled in where they are left out.
 */
export type IntentRecord = Readonly<z.infer<typeof intent>>;

/** Written before the first byte leaves: what each agency answered about whom, by field name and pseudonym. */
export type DisclosureRecord = Readonly<z.infer<typeof disclosure>>;

export const eventNameOf = (kind: EventRecord['kind']): string => `FAMILY_VIEW_${kind}`;

/** @throws {AuditRecordRefused} where a part holds anything but names, codes and pseudonyms. */
export function checkRecord<Schema extends z.ZodType>(schema: Schema, record: unknown): z.infer<Schema> {
  const checked = schema.safeParse(record);
  if (checked.success) return checked.data;
  // Only the path: zod's own message may quote what it refused.
  throw new AuditRecordRefused(checked.error.issues[0]?.path.join('.') || 'whole');
}
