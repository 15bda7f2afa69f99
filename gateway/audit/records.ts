import { randomUUID } from 'node:crypto';
import serialise from 'canonicalize';
import { z } from 'zod';
import { AuditRecordRefused } from './errors';

// What each part may hold is narrow on purpose: a value of somebody's record does not fit, so it cannot be kept by mistake.
const coordinate = z
  .string()
  .regex(/^[A-Za-z_][\w-]*([.:][\w-]+)+$/)
  .max(200);
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
  /** Coordinates asked for: `HealthRecord.visits`. */
  fields: z.array(coordinate).readonly(),
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
        fields: z.array(coordinate).readonly(),
        /** Made by `Audit.pseudonym`. */
        people: z.array(pseudonym).readonly(),
      }),
    )
    .readonly(),
});

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
  const text = serialise({
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
  if (text === undefined) throw new AuditRecordRefused('whole');
  return text;
}

function check<Schema extends z.ZodType>(schema: Schema, record: unknown): z.infer<Schema> {
  const checked = schema.safeParse(record);
  if (checked.success) return checked.data;
  // Only the path: zod's own message may quote what it refused.
  throw new AuditRecordRefused(checked.error.issues[0]?.path.join('.') || 'whole');
}
