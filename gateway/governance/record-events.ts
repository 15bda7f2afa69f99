import type { Audit } from '../audit/open-audit';
import { REVIEWED_KINDS } from '../audit/records';
import type { LinkageEvent, LinkageEvents } from '../linkage/linkage-events';
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

/** Where no protocol says by when a review is to be done. */
const REVIEW_DAYS = 2;
const REVIEWED: ReadonlySet<string> = new Set(REVIEWED_KINDS);
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
      await audit.event({
        ...event,
        operation: run.id,
        requester: { id: requester.id, role: requester.role, organisation: requester.organisation },
        purpose,
        caseReference,
        protocolVersion: run.protocolVersion,
        until: until?.toISOString() ?? null,
        reviewBy: REVIEWED.has(event.kind)
          ? new Date(now().getTime() + reviewDays(protocol, id) * DAY_MS).toISOString()
          : null,
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

/** Those of the protocol it was done under; else the fewest of any. */
function reviewDays({ documents }: CompiledProtocol, id: string | null): number {
  const own = documents.filter((one) => one.protocol.id === id);
  const days = (own.length > 0 ? own : documents).flatMap((one) => one.breakGlass?.reviewWithinDays ?? []);
  return days.length > 0 ? Math.min(...days) : REVIEW_DAYS;
}
