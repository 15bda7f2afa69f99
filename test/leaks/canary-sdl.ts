import { agencySdl } from '@family-view/schema';

/** Types of one agency that stand side by side: the published agencies have none yet, and another may bring them. */
const SIDE_BY_SIDE = ['MandatedContact', 'DevelopmentReview', 'MissedAppointment', 'EmergencyAttendance'];
const MORE = `
interface HealthEvent {
  date: Date
}
union HealthEntry = Immunisation | EmergencyAttendance | MissedAppointment
`;

/** What an agency of the canaries publishes: the health agency an interface and a union more. */
export function canarySdl(agency: string): string {
  if (agency !== 'health') return agencySdl(agency);
  const implementing = SIDE_BY_SIDE.reduce(
    (sdl, type) => sdl.replace(`type ${type} @policy`, `type ${type} implements HealthEvent @policy`),
    agencySdl(agency),
  );
  const record = 'type HealthRecord {';
  return `${implementing.replace(record, `${record}\n  events: [HealthEvent!] @policy(policies: [["health:visits"]])\n  latest: HealthEntry @policy(policies: [["health:registration"]])`)}${MORE}`;
}
