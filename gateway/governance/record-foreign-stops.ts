import type { Audit } from '../audit/open-audit';
import type { EventRecord } from '../audit/records';
import { NOTIFY } from '../linkage/notified-event';
import { keptOf } from '../stops/open-stops';
import { COMMAND_ROLES, type Stop, type StopEntry, type StoppedBy } from '../stops/types';
import type { AgencyClient } from '../subgraph-client/agency-client';
import { askAsGateway } from '../subgraph-client/ask-as-gateway';
import type { GrantSigner } from '../subgraph-client/sign-grants';

type Event = Pick<EventRecord, 'kind' | 'reference'>;
const nameOf = ({ kind, reference }: Event): string => `${kind} ${reference}`;

export interface ForeignStopParts {
  readonly audit: Pick<Audit, 'event' | 'events'>;
  readonly sign: GrantSigner;
  readonly clients: () => ReadonlyMap<string, Pick<AgencyClient, 'post'>>;
}

/**
 * Records stops and lifts that were kept by a command, or by another gateway: each once in this gateway's audit. The agencies
 * whose records a command closes, or opens again, are told: another gateway has told them of its own.
 * @param all every entry of the store, by which a lift finds its stop.
 */
export async function recordForeignStops(
  parts: ForeignStopParts,
  entries: readonly StopEntry[],
  all: readonly StopEntry[],
): Promise<void> {
  const recorded = await parts.audit.events(['STOPPED', 'STOP_LIFTED'], new Date(0));
  const known = new Set(recorded.map(({ payload }) => nameOf(payload)));
  const stops = new Map(all.flatMap((one) => (one.entry === 'STOP' ? [[one.stop.reference, one.stop] as const] : [])));
  for (const entry of entries) {
    const event = eventOf(entry);
    if (known.has(nameOf(event))) continue;
    const { by, reference } = keptOf(entry);
    const agencies = stops.get(reference)?.agencies ?? [];
    const told = isCommands(by) ? await tell(parts, event, agencies) : [];
    await parts.audit.event({ ...event, told, notTold: agencies.filter((one) => !told.includes(one)) });
  }
}

const isCommands = ({ role }: StoppedBy): boolean => Object.values<string>(COMMAND_ROLES).includes(role);

/** Which of the agencies have kept it. A command knows a child by pseudonym: the agency is told that one of its own is meant. */
async function tell(
  { sign, clients }: ForeignStopParts,
  { reference, at, until }: Pick<EventRecord, 'reference' | 'at' | 'until'>,
  agencies: Stop['agencies'],
): Promise<readonly string[]> {
  const event = { kind: 'ALERT', reference, at, until, refs: [] };
  const told = await Promise.all(
    agencies.map(async (agency) => {
      const client = clients().get(agency);
      const data = client && (await askAsGateway({ sign, agency, client }, NOTIFY, { event }));
      return data?.notify === true ? [agency] : [];
    }),
  );
  return told.flat();
}

function eventOf(one: StopEntry): EventRecord {
  const common = {
    ...{ purpose: 'NONE', caseReference: null, protocolVersion: 'none', reviewBy: null },
    ...{ told: [], notTold: [] },
  };
  if (one.entry === 'LIFT') {
    const { reference, by, why, at } = one.lift;
    const about = { reason: 'LIFTED', statement: why, until: null, people: [] };
    return { ...common, ...about, kind: 'STOP_LIFTED', operation: reference, reference, requester: by, at };
  }
  const { reference, by, why, at, kind, until, people, target } = one.stop;
  const about = { reason: kind, statement: why, until, people: [...people], target };
  return { ...common, ...about, kind: 'STOPPED', operation: reference, reference, requester: by, at };
}
