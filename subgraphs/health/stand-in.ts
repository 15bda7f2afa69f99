import { type Borough, type BoroughOptions, inventBorough } from '@family-view/population';
import { isFhirId } from './format/elements';
import type { ReachAreaSectors } from './reach-areas';
import { writeCare } from './stand-in-care';
import { writePeople } from './stand-in-people';
import { type FhirStandIn, type Stored, serveFhir } from './stand-in-server';

export interface HealthStandIn extends FhirStandIn {
  /** The borough's ISO date: the stand-in's own clock stands still. */
  readonly today: string;
  readonly reachAreas: readonly ReachAreaSectors[];
}

/** What the child health system of the borough holds. Truth is not in it. */
export function writeHealthRecords({ health }: Pick<Borough, 'health'>): readonly Stored[] {
  const unfit = health.people.find(({ ref }) => !isFhirId(ref));
  if (unfit !== undefined) throw new RangeError('a health ref must be a FHIR id: letters, digits, hyphens and dots');
  return [...writePeople(health), ...writeCare(health)];
}

/** The invented borough's child health system: a FHIR R4 server on a free port. */
export async function startStandIn(options?: BoroughOptions): Promise<HealthStandIn> {
  const borough = inventBorough(options);
  const server = await serveFhir(writeHealthRecords(borough), { now: `${borough.today}T09:00:00.000Z` });
  return { ...server, today: borough.today, reachAreas: borough.reachAreas };
}
