import type {
  HeldFact,
  HeldGroup,
  HeldInvolvement,
  HeldPerson,
  HeldWorker,
  RecordFactKind,
  Requester,
} from '@family-view/kit';
import type { CaseRow, TenureRecord } from './format';

/** A person with the tenure that says where they live: the running one, else the one that began last. */
export interface Housed {
  readonly person: HeldPerson;
  readonly tenure: TenureRecord | null;
}

export const isMember = (tenure: TenureRecord, ref: string): boolean =>
  tenure.members.some((member) => member.ref === ref);

export function tenureOf(ref: string, tenures: readonly TenureRecord[]): TenureRecord | null {
  const own = tenures.filter((tenure) => isMember(tenure, ref));
  const latest = own.sort(
    (a, b) =>
      Number(b.isActive) - Number(a.isActive) || (b.startOfTenureDate ?? '').localeCompare(a.startOfTenureDate ?? ''),
  );
  return latest[0] ?? null;
}

/** Who lives at one address by a running tenure. What a member is to the tenant is told only where the landlord wrote it. */
export function householdOf(tenure: TenureRecord): HeldGroup {
  const tenant = tenure.members.find((member) => member.isResponsible && member.ref !== null)?.ref ?? null;
  return {
    ref: tenure.ref,
    kind: 'HOUSEHOLD',
    members: tenure.members.flatMap(({ ref, relationship, from }) =>
      ref === null
        ? []
        : [
            {
              ref,
              relationship,
              to: relationship === null ? null : tenant,
              from: from ?? tenure.startOfTenureDate,
              until: tenure.endOfTenureDate,
              parentalResponsibility: null,
            },
          ],
    ),
  };
}

/** The landlord works with its tenant by the tenancy, and with anybody an officer has a case with. */
export function involvementsOf(
  { person, tenure }: Housed,
  cases: readonly CaseRow[],
  today: string,
  asOf: string,
): readonly HeldInvolvement[] {
  const involvements = cases.map(
    (row): HeldInvolvement => ({
      ref: person.ref,
      service: row.service,
      team: row.team ?? row.officer?.team ?? null,
      role: row.role ?? row.officer?.role ?? null,
      status: isCurrent(row.from, row.to, today) ? 'CURRENT' : 'HISTORIC',
      from: row.from,
      to: row.to,
      lastInteraction: row.lastContact,
      contact: row.officer && contactOf(row.officer),
      asOf,
    }),
  );
  const isTenant = tenure?.members.some((member) => member.ref === person.ref && member.isResponsible) ?? false;
  if (tenure === null || !isTenant || cases.some((row) => row.service === 'Tenancy')) return involvements;
  const tenancy: HeldInvolvement = {
    ref: person.ref,
    service: 'Tenancy',
    team: tenure.officer?.team ?? null,
    role: tenure.officer?.role ?? null,
    status: tenure.isActive ? 'CURRENT' : 'HISTORIC',
    from: tenure.startOfTenureDate,
    to: tenure.endOfTenureDate,
    lastInteraction: null,
    contact: tenure.officer && contactOf(tenure.officer),
    asOf,
  };
  return [tenancy, ...involvements];
}

/** Only what was asked. A landlord holds no consent and no need level: it says nothing of them. */
export function factsOf(
  { tenure }: Housed,
  cases: readonly CaseRow[],
  kinds: readonly RecordFactKind[],
  requester: Requester,
  today: string,
): readonly HeldFact[] {
  const facts: HeldFact[] = [];
  if (kinds.includes('RELATIONSHIP')) facts.push(...relationshipsOf(tenure, cases, requester, today));
  if (kinds.includes('AREA') && tenure?.isActive && tenure.areaId !== null)
    facts.push({ kind: 'AREA', value: tenure.areaId, from: null, until: null });
  return facts;
}

/** The officer of the running tenure, and whoever has a running case with the person. */
function relationshipsOf(
  tenure: TenureRecord | null,
  cases: readonly CaseRow[],
  requester: Requester,
  today: string,
): readonly HeldFact[] {
  const tenancy = {
    officer: tenure?.officer,
    from: tenure?.startOfTenureDate ?? null,
    to: tenure?.endOfTenureDate ?? null,
  };
  const running = cases.filter((row) => isCurrent(row.from, row.to, today));
  const own = [...(tenure?.isActive ? [tenancy] : []), ...running].filter((row) => row.officer?.id === requester.id);
  const spans = new Map(own.map(({ from, to }) => [`${from} ${to}`, { from, until: to }]));
  return [...spans.values()].map((span) => ({ kind: 'RELATIONSHIP', value: 'ALLOCATED_WORKER', ...span }));
}

const contactOf = ({ name, role, phone, email }: HeldWorker) => ({ name, role, phone, email, dutyLine: null });
const isCurrent = (from: string | null, to: string | null, today: string): boolean =>
  (from === null || from <= today) && (to === null || to >= today);

export function wholeYears(dateOfBirth: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(dateOfBirth.slice(0, 4));
  return today.slice(5) < dateOfBirth.slice(5) ? years - 1 : years;
}
