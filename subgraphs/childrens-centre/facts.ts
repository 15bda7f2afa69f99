import type { HeldFact, RecordFactKind, Requester } from '@family-view/kit';
import { isCurrent, startOfDay } from './current';
import type { RegisteredPerson } from './export/join-registrations';
import type { Registration } from './format/registration';
import type { Snapshot } from './snapshot';

/** Only the kinds asked for. A centre knows no need level; what it does not know it does not answer. */
export function factsAbout(
  snapshot: Snapshot,
  ref: string,
  kinds: readonly RecordFactKind[],
  requester: Requester,
): readonly HeldFact[] {
  const person = snapshot.index.people.get(ref);
  if (person === undefined) return [];
  return [...new Set(kinds)].flatMap((kind) => factsOf(kind, snapshot, person, requester));
}

function factsOf(
  kind: RecordFactKind,
  snapshot: Snapshot,
  person: RegisteredPerson,
  requester: Requester,
): readonly HeldFact[] {
  switch (kind) {
    case 'RELATIONSHIP':
      return relationships(snapshot, person, requester);
    case 'CONSENT':
      return consent(snapshot, person);
    case 'AREA':
      return area(snapshot, person);
    case 'NEED_LEVEL':
      return [];
  }
}

function area({ index }: Snapshot, { postcode }: RegisteredPerson): readonly HeldFact[] {
  const value = index.areaOf(postcode);
  return value === null ? [] : [{ kind: 'AREA', value, from: null, until: null }];
}

export const currentRegistrations = ({ today }: Snapshot, person: RegisteredPerson): readonly Registration[] =>
  person.registrations.filter(({ registeredDate, leftDate }) => isCurrent(registeredDate, leftDate, today));

export const isLeadOf = ({ index }: Snapshot, centreUrn: string, requester: Requester): boolean =>
  index.centres.get(centreUrn)?.leads.some(({ id }) => id === requester.id) ?? false;

function relationships(snapshot: Snapshot, person: RegisteredPerson, requester: Requester): readonly HeldFact[] {
  const registered = currentRegistrations(snapshot, person)
    .filter(({ centreUrn }) => isLeadOf(snapshot, centreUrn, requester))
    .map(({ registeredDate, leftDate }) => ({ value: 'REGISTERED_CENTRE', from: registeredDate, until: leftDate }));
  const allocated = (snapshot.index.familySupport?.(person.ref) ?? [])
    .filter(({ workerId }) => workerId !== null && workerId === requester.id)
    .filter(({ openedDate, closedDate }) => isCurrent(openedDate, closedDate, snapshot.today))
    .map(({ openedDate, closedDate }) => ({ value: 'ALLOCATED_WORKER', from: openedDate, until: closedDate }));
  return [...registered, ...allocated].map(({ value, from, until }) => ({
    kind: 'RELATIONSHIP',
    value,
    from: startOfDay(from),
    until: startOfDay(until),
  }));
}

/** A refusal on any form that is open outweighs a consent on another. Consent ends when the person leaves the centre. */
function consent(snapshot: Snapshot, person: RegisteredPerson): readonly HeldFact[] {
  const forms = currentRegistrations(snapshot, person);
  const told =
    forms.find((form) => form.consent === 'REFUSED') ?? forms.find((form) => form.consent === 'GIVEN') ?? forms[0];
  if (told === undefined) return [];
  return [
    { kind: 'CONSENT', value: told.consent, from: startOfDay(told.consentDate), until: startOfDay(told.leftDate) },
  ];
}
