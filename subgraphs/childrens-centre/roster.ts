import type { Connector, Requester } from '@family-view/kit';
import { isCurrent } from './current';
import type { RegisteredPerson } from './export/join-registrations';
import { currentRegistrations, isLeadOf } from './facts';
import type { Snapshot } from './snapshot';

type Ask = Parameters<Connector['roster']>[0];

/**
 * Children with an open registration, by their own reference, so that pages do not shift when an export comes in. Of the
 * lists that they stand on no more is read than a page needs.
 */
export function readRoster(
  snapshot: Snapshot,
  ask: Ask,
  requester: Requester,
): { readonly refs: readonly string[]; readonly next: string | null } {
  const { index } = snapshot;
  const most = Math.max(0, ask.first);
  const isListed = (ref: string): boolean => {
    const person = index.people.get(ref);
    return person !== undefined && isOnRoster(snapshot, person, ask, requester);
  };
  const refs = [
    ...new Set(listsFor(snapshot, ask, requester).flatMap((list) => some(list, ask.after, most + 1, isListed))),
  ];
  const page = refs.sort().slice(0, most);
  return { refs: page, next: refs.length > page.length ? (page.at(-1) ?? null) : null };
}

/** Whoever is on the roster stands on one of these. */
function listsFor({ index }: Snapshot, ask: Ask, requester: Requester): readonly (readonly string[])[] {
  const { children, centres } = index;
  if (!ask.mine) return [ask.area === null ? children.all : children.inArea(ask.area)];
  const led = [...centres.values()].filter(({ leads }) => leads.some(({ id }) => id === requester.id));
  return [...led.map(({ urn }) => children.atCentre(urn)), children.ofWorker(requester.id)];
}

/** The first of a list, after a reference, of whom this holds. */
function some(
  list: readonly string[],
  after: string | null,
  most: number,
  holds: (ref: string) => boolean,
): readonly string[] {
  const found: string[] = [];
  for (let at = after === null ? 0 : firstAfter(list, after); at < list.length && found.length < most; at += 1)
    if (holds(list[at]!)) found.push(list[at]!);
  return found;
}

function firstAfter(list: readonly string[], ref: string): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]! > ref) high = middle;
    else low = middle + 1;
  }
  return low;
}

function isOnRoster(snapshot: Snapshot, person: RegisteredPerson, ask: Ask, requester: Requester): boolean {
  const open = currentRegistrations(snapshot, person);
  if (open.length === 0) return false;
  if (ask.area !== null && snapshot.index.areaOf(person.postcode) !== ask.area) return false;
  if (!ask.mine) return true;
  return (
    open.some(({ centreUrn }) => isLeadOf(snapshot, centreUrn, requester)) || supports(snapshot, person.ref, requester)
  );
}

const supports = ({ index, today }: Snapshot, ref: string, requester: Requester): boolean =>
  (index.familySupport?.(ref) ?? []).some(
    ({ workerId, openedDate, closedDate }) => workerId === requester.id && isCurrent(openedDate, closedDate, today),
  );
