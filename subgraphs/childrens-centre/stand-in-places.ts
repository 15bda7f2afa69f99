import type { Centre, Worker } from '@family-view/population';
import type { CsvTable } from './stand-in-csv';
import type { CentreHoldings } from './stand-in-holdings';

export function writeCentres({ centres, reachAreas, childrensCentre }: CentreHoldings): CsvTable {
  const areas = new Map(reachAreas.map((area) => [area.id, area]));
  return centres.map((centre) => {
    const area = areas.get(centre.reachAreaId);
    const head = leadOf(centre, centres, childrensCentre.workers, /head of centre/i);
    const support = leadOf(centre, centres, childrensCentre.workers, /lead family support|family support lead/i);
    return {
      CentreURN: centre.urn,
      Name: centre.name,
      Status: centre.status,
      Phone: centre.phone,
      ReachAreaID: area?.id ?? '',
      ReachAreaName: area?.name ?? '',
      PostcodeSectors: area?.postcodeSectors.join(';') ?? '',
      HeadOfCentreID: head?.id ?? '',
      HeadOfCentreName: head?.name ?? '',
      FamilySupportLeadID: support?.id ?? '',
      FamilySupportLeadName: support?.name ?? '',
    };
  });
}

/** A linked site has no head of its own: the designated centre of its reach area answers for it. */
function leadOf(
  centre: Centre,
  centres: readonly Centre[],
  workers: readonly Worker[],
  role: RegExp,
): Worker | undefined {
  const answering =
    centre.status === 'LINKED_SITE'
      ? centres.find(({ status, reachAreaId }) => status === 'DESIGNATED' && reachAreaId === centre.reachAreaId)
      : centre;
  return workers.find((worker) => role.test(worker.role) && worker.team === answering?.name);
}

export const writeSessions = ({ sessions }: CentreHoldings): CsvTable =>
  sessions.map(({ id, centreUrn, activity, tier }) => ({
    SessionID: id,
    CentreURN: centreUrn,
    Name: activity,
    Schedule: 'Weekly, term time',
    Tier: tier,
  }));
