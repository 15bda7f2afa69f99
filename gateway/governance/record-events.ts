import type { Audit } from '../audit/open-audit';
import type { KeptEvent } from '../audit/records';
import type { GlassReview, LinkageEvent, LinkageEvents } from '../linkage/linkage-events';
import type { Linker } from '../linkage/linker';
import { notifyAgencies } from '../linkage/notify-agencies';
import { pointerAt } from '../linkage/slots';
import type { PersonSlots } from '../linkage/types';
import type { OperationContext } from '../operation-context';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';

export interface EventParts {
  readonly audit: Audit;
  readonly now: () => Date;
  readonly log: (event: string, about: Readonly<Record<string, unknown>>) => void;
}

/** How far back a reviewer's queue goes. */
const QUEUE_DAYS = 90;
const DAY_MS = 86_400_000;

/** What linkage's mutations leave behind in one operation: audit first, then alerts. */
export function recordEvents(
  { audit, now, log }: EventParts,
  run: OperationContext,
  protocol: CompiledProtocol,
): LinkageEvents {
  const { requester, purpose, caseReference } = run.entry;
  const events: LinkageEvents = {
    now,
    alert: log,
    async record({ people, protocol: id, until, ...event }: LinkageEvent) {
      const terms = protocol.documents.find((one) => one.protocol.id === id)?.breakGlass;
      await audit.event({
        ...event,
        operation: run.id,
        requester: { id: requester.id, role: requester.role, organisation: requester.organisation },
        purpose,
        caseReference,
        protocolVersion: run.protocolVersion,
        until: until?.toISOString() ?? null,
        reviewBy: terms ? new Date(now().getTime() + terms.reviewWithinDays * DAY_MS).toISOString() : null,
        people: people.flatMap((slots) => pseudonymsOf(slots, audit)),
      });
      log(event.kind.toLowerCase().replaceAll('_', '-'), { operation: run.id, reference: event.reference });
    },
    async countGlass({ count, hours }, reference, linker, people) {
      const since = new Date(now().getTime() - hours * 3_600_000);
      const own = (await audit.events(['BREAK_GLASS'], since)).filter(({ actor }) => actor.actorId === requester.id);
      if (own.length < count) return;
      log('break-glass-rate', { reference, glasses: own.length, hours });
      const agencies = linker.ask.openAgencies();
      await notifyAgencies(linker, agencies, people, {
        kind: 'ALERT',
        reference,
        at: now().toISOString(),
        until: null,
      });
    },
    async reviews() {
      const since = new Date(now().getTime() - QUEUE_DAYS * DAY_MS);
      const kept = await audit.events(['BREAK_GLASS', 'GLASS_REVIEWED'], since);
      const reviewed = new Map(
        kept
          .toReversed()
          .filter(({ payload }) => payload.kind === 'GLASS_REVIEWED')
          .map((event) => [event.payload.reference, event]),
      );
      return kept
        .filter(({ payload }) => payload.kind === 'BREAK_GLASS')
        .map((event) => reviewOf(event, reviewed.get(event.payload.reference), now()));
    },
  };
  return events;
}

/** Tells the owner agencies and the audit that somebody asked for their own family. */
export async function recordOwnFamily(
  parts: EventParts,
  linker: Linker,
  people: readonly PersonSlots[],
  protocol: CompiledProtocol,
): Promise<void> {
  const { run } = linker;
  const holding = linker.ask
    .openAgencies()
    .filter((agency) => people.some((slots) => pointerAt(slots, agency) !== null));
  const told = await notifyAgencies(linker, holding, people, {
    kind: 'OWN_FAMILY',
    reference: run.id,
    at: parts.now().toISOString(),
    until: null,
  });
  await recordEvents(parts, run, protocol).record({
    kind: 'OWN_FAMILY_STOPPED',
    reference: run.id,
    reason: run.entry.breakGlass ? 'BREAK_GLASS' : 'LOOK_UP',
    statement: null,
    until: null,
    protocol: null,
    people,
    ...told,
  });
}

const pseudonymsOf = (slots: PersonSlots, audit: Audit): readonly string[] =>
  [...slots].flatMap(([agency, slot]) => (slot.state === 'pointer' ? [audit.pseudonym(`${agency}|${slot.ref}`)] : []));

function reviewOf({ timestamp, actor, payload }: KeptEvent, review: KeptEvent | undefined, now: Date): GlassReview {
  const reviewBy = payload.reviewBy ?? timestamp;
  return {
    reference: payload.reference,
    at: timestamp,
    until: payload.until ?? timestamp,
    requester: actor.actorId,
    role: actor.actorRole,
    organisation: actor.organisation,
    caseReference: payload.caseReference,
    reason: payload.reason,
    statement: payload.statement ?? '',
    told: payload.told,
    notTold: payload.notTold,
    reviewBy,
    overdue: !review && Date.parse(reviewBy) < now.getTime(),
    outcome: review?.payload.reason ?? null,
    reviewedBy: review?.actor.actorId ?? null,
    reviewedAt: review?.timestamp ?? null,
    note: review?.payload.statement ?? null,
  };
}
