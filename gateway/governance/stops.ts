import { randomUUID } from 'node:crypto';
import type { EventRecord } from '../audit/records';
import { FamilyViewError } from '../errors';
import { checkStatement } from '../linkage/check-statement';
import type { LinkageContext, StopAsked, Stopping } from '../linkage/linkage-context';
import { notifyAgencies } from '../linkage/notify-agencies';
import { pointersOf } from '../linkage/slots';
import type { PersonSlots } from '../linkage/types';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import type { Stops } from '../stops/open-stops';
import type { Stop, StopEntry } from '../stops/types';
import type { EventParts } from './record-events';
import { readReference } from './references';
import { agenciesOf, targetFault } from './stop-targets';

class StopRefused extends FamilyViewError {
  constructor(message: string) {
    super(message, { code: 'BAD_USER_INPUT', httpStatus: 400 });
  }
}

/** Stops as information governance makes them, lifts them and sees them. Each is kept before it is told, and recorded. */
export function resolveStops(
  { stops, audit, now }: Pick<EventParts, 'audit' | 'now'> & { readonly stops: Stops },
  protocol: CompiledProtocol,
): Stopping {
  return {
    stops: async ({ over }) =>
      toldOf(stops.all(), stops.now().stops, protocol).filter(({ inForce }) => over || inForce),
    async stop(asked, context) {
      const why = checkStatement(asked.why);
      const people = peopleOf(asked, context);
      const { kind } = asked;
      const target = asked.target?.trim() || null;
      const fault = targetFault({ kind, target, people: people.length, until: asked.until ?? null }, protocol, now());
      if (fault) throw new StopRefused(fault);
      const { requester } = context.run.entry;
      const stop: Stop = {
        ...{ reference: randomUUID(), kind, target, organisation: asked.organisation?.trim() || null, why },
        people: people.flatMap((slots) =>
          [...pointersOf(slots)].map(([agency, ref]) => audit.pseudonym(`${agency}|${ref}`)),
        ),
        agencies: agenciesOf({ kind, target }, people, protocol),
        at: now().toISOString(),
        by: { id: requester.id, role: requester.role, organisation: requester.organisation },
        until: asked.until ? new Date(asked.until).toISOString() : null,
      };
      await stops.add({ entry: 'STOP', stop });
      await announce('STOPPED', stop, why, people, context);
      return find(stop.reference);
    },
    async liftStop(asked, context) {
      const why = checkStatement(asked.why);
      const held = stops.now().stops.find(({ reference }) => reference === asked.reference);
      if (!held) throw new StopRefused('No stop that holds has this reference.');
      const { id, role, organisation } = context.run.entry.requester;
      const lift = { reference: held.reference, at: now().toISOString(), by: { id, role, organisation }, why };
      await stops.add({ entry: 'LIFT', lift });
      await announce('STOP_LIFTED', held, why, [], context);
      return find(held.reference);
    },
  };

  function find(reference: string): object {
    return toldOf(stops.all(), stops.now().stops, protocol).find((one) => one.reference === reference)!;
  }

  /** The agencies whose records it closes, or opens again; and the audit. */
  async function announce(
    kind: Extract<EventRecord['kind'], 'STOPPED' | 'STOP_LIFTED'>,
    stop: Stop,
    statement: string,
    people: readonly PersonSlots[],
    { linker, events }: LinkageContext,
  ): Promise<void> {
    const { reference, agencies, until, target } = stop;
    const told = await notifyAgencies(linker, agencies, people, {
      kind: 'ALERT',
      reference,
      at: now().toISOString(),
      until,
    });
    const end = until === null ? null : new Date(until);
    const about = { reason: stop.kind, statement, until: end, protocol: null, people, target };
    await events.record({ kind, reference, ...about, ...told });
  }
}

function peopleOf({ kind, person, references }: StopAsked, { linker, run }: LinkageContext): readonly PersonSlots[] {
  if (kind !== 'CHILD') return [];
  if (person) return [linker.openForAccount(person)];
  return (references ?? []).map((one) => {
    const { agency, ref } = readReference(one);
    run.answers.told(agency, ref, 'existence');
    return new Map([[agency, { state: 'pointer' as const, ref }]]);
  });
}

/** The newest first, each with what became of it. */
function toldOf(entries: readonly StopEntry[], holding: readonly Stop[], protocol: CompiledProtocol) {
  const lifts = new Map(
    entries.flatMap((one) => (one.entry === 'LIFT' ? [[one.lift.reference, one.lift] as const] : [])),
  );
  const stops = entries.flatMap((one) => (one.entry === 'STOP' ? [one.stop] : []));
  const held = new Set(holding.map(({ reference }) => reference));
  return stops.toReversed().map(({ people, by, ...stop }) => {
    const lift = lifts.get(stop.reference);
    return {
      ...stop,
      by: by.id,
      label: stop.kind === 'STREAM' ? (protocol.stream(stop.target ?? '')?.label ?? null) : null,
      records: people.length,
      inForce: held.has(stop.reference),
      liftedAt: lift?.at ?? null,
      liftedBy: lift?.by.id ?? null,
      liftedWhy: lift?.why ?? null,
    };
  });
}
