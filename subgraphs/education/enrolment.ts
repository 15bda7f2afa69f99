import type { HeldContact, HeldFact, HeldInvolvement, HeldWorker, RecordFactKind, Requester } from '@family-view/kit';
import type { PupilRecord, SchoolRecord, SupportRow } from './format';

/** A pupil with the school they are enrolled at and the services beside it, as far as the MIS has them. */
export interface Enrolment {
  readonly pupil: PupilRecord | null;
  readonly school: SchoolRecord | null;
  readonly support: readonly SupportRow[];
}

/** On roll today: entered, and not left. A leaving date is the last day on roll. */
export function isOnRoll(pupil: PupilRecord, today: string): boolean {
  return pupil.schoolUrn !== null && isCurrent(pupil.entryDate, pupil.leavingDate, today);
}

/** A school works with a pupil by enrolling them; whom to ring is its designated safeguarding lead. */
export function involvementsOf(enrolment: Enrolment, today: string, asOf: string): readonly HeldInvolvement[] {
  const { pupil, school, support } = enrolment;
  if (pupil === null) return [];
  const services = support.map(
    (row): HeldInvolvement => ({
      ref: row.pupilRef,
      service: row.service,
      team: row.team,
      role: row.role ?? row.worker?.role ?? null,
      status: isCurrent(row.from, row.to, today) ? 'CURRENT' : 'HISTORIC',
      from: row.from,
      to: row.to,
      lastInteraction: row.lastContact,
      contact: row.worker && contactOf(row.worker, null),
      asOf,
    }),
  );
  return pupil.schoolUrn === null ? services : [schoolInvolvement(pupil, school, today, asOf), ...services];
}

function schoolInvolvement(
  pupil: PupilRecord,
  school: SchoolRecord | null,
  today: string,
  asOf: string,
): HeldInvolvement {
  const lead = school?.safeguardingLead ?? null;
  return {
    ref: pupil.person.ref,
    service: 'School',
    team: school?.name ?? null,
    role: lead?.role ?? null,
    status: isOnRoll(pupil, today) ? 'CURRENT' : 'HISTORIC',
    from: pupil.entryDate,
    to: pupil.leavingDate,
    lastInteraction: pupil.lastContact,
    contact: lead && contactOf(lead, school?.telephone ?? null),
    asOf,
  };
}

const contactOf = ({ name, role, phone, email }: HeldWorker, dutyLine: string | null): HeldContact => ({
  name,
  role,
  phone,
  email,
  dutyLine,
});

const isCurrent = (from: string | null, to: string | null, today: string): boolean =>
  (from === null || from <= today) && (to === null || to >= today);

/** Only what was asked. A school holds no consent and no need level: it says nothing of them. */
export function factsOf(
  held: { readonly areaId: string | null } | null,
  enrolment: Enrolment,
  kinds: readonly RecordFactKind[],
  requester: Requester,
  today: string,
): readonly HeldFact[] {
  const facts: HeldFact[] = [];
  if (kinds.includes('RELATIONSHIP')) facts.push(...relationshipsOf(enrolment, requester, today));
  if (kinds.includes('AREA') && held !== null && held.areaId !== null)
    facts.push({ kind: 'AREA', value: held.areaId, from: null, until: null });
  return facts;
}

/** The safeguarding lead of the school that has the pupil on roll, and whoever else is assigned to them now. */
function relationshipsOf(
  { pupil, school, support }: Enrolment,
  requester: Requester,
  today: string,
): readonly HeldFact[] {
  const assigned = support.filter((row) => row.worker?.id === requester.id && isCurrent(row.from, row.to, today));
  const facts = assigned.map(
    (row): HeldFact => ({ kind: 'RELATIONSHIP', value: 'ALLOCATED_WORKER', from: row.from, until: row.to }),
  );
  if (pupil === null || !isOnRoll(pupil, today) || school?.safeguardingLead?.id !== requester.id) return facts;
  return [{ kind: 'RELATIONSHIP', value: 'ON_ROLL', from: pupil.entryDate, until: pupil.leavingDate }, ...facts];
}
