import type { HeldContact, HeldInvolvement } from '@family-view/kit';
import { isCurrent } from './current';
import type { FamilySupportCase } from './format/activity';
import type { Centre } from './format/places';
import type { Registration } from './format/registration';
import type { Snapshot } from './snapshot';

/** A registration is the centre's own involvement; an open family-support case is another, with its worker to ring. */
export function involvementsOf(snapshot: Snapshot, ref: string): readonly HeldInvolvement[] {
  const person = snapshot.index.people.get(ref);
  if (person === undefined) return [];
  return [
    ...person.registrations.map((registration) => ofRegistration(snapshot, registration)),
    ...(snapshot.index.familySupport?.(ref) ?? []).map((supported) => ofFamilySupport(snapshot, supported)),
  ];
}

function ofRegistration({ index, today }: Snapshot, registration: Registration): HeldInvolvement {
  const centre = index.centres.get(registration.centreUrn);
  const last = (index.attendances?.(registration.personRef) ?? []).find(
    ({ attended, centreUrn, sessionDate }) =>
      attended === true && centreUrn === registration.centreUrn && sessionDate !== null && sessionDate <= today,
  );
  return {
    ref: registration.personRef,
    service: "Children's centre",
    team: centre?.name ?? null,
    role: null,
    status: isCurrent(registration.registeredDate, registration.leftDate, today) ? 'CURRENT' : 'HISTORIC',
    from: registration.registeredDate,
    to: registration.leftDate,
    lastInteraction: last?.sessionDate ?? null,
    contact: centre === undefined ? null : contactOf(centre),
    asOf: index.exportedAt,
  };
}

function ofFamilySupport({ index, today }: Snapshot, supported: FamilySupportCase): HeldInvolvement {
  return {
    ref: supported.personRef,
    service: 'Family support',
    team: supported.workerTeam,
    role: supported.workerRole,
    status: isCurrent(supported.openedDate, supported.closedDate, today) ? 'CURRENT' : 'HISTORIC',
    from: supported.openedDate,
    to: supported.closedDate,
    lastInteraction: null,
    contact: {
      name: supported.workerName,
      role: supported.workerRole,
      phone: supported.workerPhone,
      email: supported.workerEmail,
      dutyLine: null,
    },
    asOf: index.exportedAt,
  };
}

const contactOf = (centre: Centre): HeldContact => ({
  name: centre.leads[0]?.name ?? null,
  role: centre.leads[0]?.role ?? null,
  phone: null,
  email: null,
  dutyLine: centre.phone,
});
