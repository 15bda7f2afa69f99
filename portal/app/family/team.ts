import type { WorkingFragment } from '../../operations/stored';
import { involvementsOf } from './involved';
import type { Family } from './use-family';

/** What one worker does for the family, at one agency. */
export interface TeamService {
  readonly service: string | null;
  readonly agency: string | null;
  /** Ids of whom it is for. */
  readonly people: readonly string[];
  readonly since: string | null;
  /** The day it ended; null while it goes on, or where that day is not recorded. */
  readonly until: string | null;
  readonly isCurrent: boolean;
}

/** One worker of the family's team (or a service that names nobody), with all that they do and for whom. */
export interface TeamRow {
  readonly name: string | null;
  readonly role: string | null;
  readonly phone: string | null;
  readonly dutyLine: string | null;
  readonly services: readonly TeamService[];
  /** Over all of their current services, or of those that ended where none is current. */
  readonly people: readonly string[];
  readonly since: string | null;
  readonly lastContact: string | null;
  readonly isCurrent: boolean;
}

/**
 * Each worker once. The same name with the same telephone is the same worker, whichever agency tells of them; without a
 * telephone, within one agency. Those who work with the family now come first, and of them those who saw somebody last.
 */
export function teamOf({ parts, members }: Pick<Family, 'parts' | 'members'>): readonly TeamRow[] {
  const byWorker = new Map<string, { one: WorkingFragment; person: string }[]>();
  for (const { id } of members)
    for (const one of involvementsOf(parts, id)) {
      const { name, phone } = one.contact ?? {};
      const worker = name ? [name, phone ?? one.agency] : [one.agency, one.service ?? one.team];
      const key = JSON.stringify(worker);
      byWorker.set(key, [...(byWorker.get(key) ?? []), { one, person: id }]);
    }
  return [...byWorker.values()]
    .map(rowOf)
    .sort(
      (a, b) => Number(b.isCurrent) - Number(a.isCurrent) || (b.lastContact ?? '').localeCompare(a.lastContact ?? ''),
    );
}

function rowOf(all: readonly { readonly one: WorkingFragment; readonly person: string }[]): TeamRow {
  const services = new Map<string, TeamService>();
  for (const { one, person } of all) {
    const isCurrent = one.status !== 'HISTORIC';
    const key = JSON.stringify([one.service, one.agency, isCurrent]);
    const before = services.get(key);
    services.set(key, {
      ...{ service: one.service ?? one.team, agency: one.agency, isCurrent },
      people: [...new Set([...(before?.people ?? []), person])],
      since: least(before?.since ?? null, one.from),
      until: most(before?.until ?? null, one.to),
    });
  }
  const each = [...services.values()].sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
  const isCurrent = each.some((one) => one.isCurrent);
  const counted = each.filter((one) => one.isCurrent === isCurrent);
  const told = all.map(({ one }) => one);
  return {
    name: first(told.map(({ contact }) => contact?.name)),
    role: first(told.map(({ contact, role }) => contact?.role ?? role)),
    phone: first(told.map(({ contact }) => contact?.phone)),
    dutyLine: first(told.map(({ contact }) => contact?.dutyLine)),
    services: each,
    people: [...new Set(counted.flatMap(({ people }) => people))],
    since: counted.map(({ since }) => since).reduce(least, null),
    lastContact: told.map(({ lastInteraction }) => lastInteraction).reduce(most, null),
    isCurrent,
  };
}

const first = (all: readonly (string | null | undefined)[]): string | null => all.find((one) => one != null) ?? null;
const least = (a: string | null, b: string | null): string | null => (a === null ? b : b === null || a < b ? a : b);
const most = (a: string | null, b: string | null): string | null => (a === null ? b : b === null || a > b ? a : b);
