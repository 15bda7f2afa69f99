import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { writeCanonical } from '../write-canonical';
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

const intent = z.strictObject({
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
});

const disclosure = z.strictObject({
  ...stamp,
  /** Who asked, where the caller still has it; otherwise the intent of the same `operation` says. */
  requester: actor.optional(),
  outcome: z.enum(['disclosed', 'nothing', 'refused', 'failed']),
  agencies: z
    .array(
      z.strictObject({
        agency: z
          .string()
          .regex(/^[a-z][a-z0-9-]*$/)
          .max(64),
        answer: z.enum(['answered', 'nothing held', 'withheld', 'unavailable', 'not covered']),
        fields: coordinates,
        /** Made by `Audit.pseudonym`. */
        people: z.array(pseudonym).readonly(),
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

const agencyName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/)
  .max(64);

const event = z.strictObject({
  ...stamp,
  requester: actor,
  purpose: code,
  caseReference: intent.shape.caseReference,
  protocolVersion: reference,
  kind: z.enum([
    'BREAK_GLASS',
    'RELATIONSHIP_CLAIMED',
    'MATCH_DECIDED',
    'OWN_FAMILY_STOPPED',
    'GLASS_REVIEWED',
    'SEARCHING_ALERT',
    'SEARCHING_STOPPED',
  ]),
  reference,
  reason: code,
  /** The requester's own words, for whoever reviews; nothing that an agency holds. */
  statement: z.string().max(500).nullable(),
  until: z.iso.datetime().nullable(),
  reviewBy: z.iso.datetime().nullable(),
  told: z.array(agencyName).readonly(),
  notTold: z.array(agencyName).readonly(),
  people: z.array(pseudonym).readonly(),
});

/** Something done that a person will want to look at: a broken glass, a claim, a decision about a match. */
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

/**
 * The canonical JSON (RFC 8785) that is kept of a record, in the shape of DfE's TxMA audit event.
 * @throws {AuditRecordRefused} where a part holds anything but names, codes and pseudonyms.
 */
export function renderIntent(record: IntentRecord, now: Date): string {
  const { eventId, at, operation, requester, ...payload } = check(intent, record);
  return render({ eventId, at, operation, requester, eventName: 'FAMILY_VIEW_INTENT', outcome: 'asked', payload }, now);
}

/** See `renderIntent`. */
export function renderDisclosure(record: DisclosureRecord, now: Date): string {
  const { eventId, at, operation, requester, outcome, ...payload } = check(disclosure, record);
  return render({ eventId, at, operation, requester, eventName: 'FAMILY_VIEW_DISCLOSURE', outcome, payload }, now);
}

/** See `renderIntent`. */
export function renderEvent(record: EventRecord, now: Date): string {
  const { eventId, at, operation, requester, ...payload } = check(event, record);
  const eventName = eventNameOf(payload.kind);
  return render({ eventId, at, operation, requester, eventName, outcome: 'done', payload }, now);
}

export const eventNameOf = (kind: EventRecord['kind']): string => `FAMILY_VIEW_${kind}`;

interface Event {
  readonly eventId?: string;
  readonly at?: string;
  readonly operation: string;
  readonly requester?: z.infer<typeof actor>;
  readonly eventName: string;
  readonly outcome: string;
  readonly payload: object;
}

function render(event: Event, now: Date): string {
  return writeCanonical({
    eventId: event.eventId ?? randomUUID(),
    timestamp: event.at ?? now.toISOString(),
    eventName: event.eventName,
    correlationId: event.operation,
    serviceName: 'family-view-gateway',
    actor: event.requester
      ? { actorId: event.requester.id, actorRole: event.requester.role, organisation: event.requester.organisation }
      : null,
    outcome: event.outcome,
    payload: event.payload,
  });
}

function check<Schema extends z.ZodType>(schema: Schema, record: unknown): z.infer<Schema> {
  const checked = schema.safeParse(record);
  if (checked.success) return checked.data;
  // Only the path: zod's own message may quote what it refused.
  throw new AuditRecordRefused(checked.error.issues[0]?.path.join('.') || 'whole');
}
