import type { Connector, Requester } from '@family-view/kit';
import { isCurrent } from './current';
import type { RegisteredPerson } from './export/join-registrations';
import { currentRegistrations, isLeadOf } from './facts';
import type { Snapshot } from './snapshot';

type Ask = Parameters<Connector['roster']>[0];

/** Children with an open registration, by their own reference, so that pages do not shift when an export comes in. */
export function readRoster(
  snapshot: Snapshot,
  ask: Ask,
  requester: Requester,
): { readonly refs: readonly string[]; readonly next: string | null } {
  const refs = [...snapshot.index.people.values()]
    .filter((person) => isOnRoster(snapshot, person, ask, requester))
    .map(({ ref }) => ref)
    .filter((ref) => ask.after === null || ref > ask.after)
    .sort();
  const page = refs.slice(0, Math.max(0, ask.first));
  return { refs: page, next: refs.length > page.length ? (page.at(-1) ?? null) : null };
}

function isOnRoster(snapshot: Snapshot, person: RegisteredPerson, ask: Ask, requester: Requester): boolean {
  if (!person.isChild) return false;
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
