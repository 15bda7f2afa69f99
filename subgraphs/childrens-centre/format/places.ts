import type { Row } from './tables';

export interface ReachArea {
  readonly id: string;
  readonly name: string | null;
  /** Outward codes (`ZB1`) and sectors (`ZB1 2`). */
  readonly postcodeSectors: readonly string[];
}

/** Who answers for a centre: requesters of these ids have a relationship with everybody registered there. */
export interface CentreLead {
  readonly id: string;
  readonly name: string | null;
  readonly role: 'Head of Centre' | 'Family Support Lead';
}

export interface Centre {
  readonly urn: string;
  readonly name: string | null;
  /** DESIGNATED, LINKED_SITE or CLOSED, as written. */
  readonly status: string | null;
  readonly phone: string | null;
  readonly reachArea: ReachArea | null;
  readonly leads: readonly CentreLead[];
}

export function readCentre(row: Row<'centres'>): Centre {
  const lead = (id: string, name: string, role: CentreLead['role']): readonly CentreLead[] =>
    id === '' ? [] : [{ id, name: name || null, role }];
  return {
    urn: row.CentreURN,
    name: row.Name || null,
    status: row.Status.toUpperCase() || null,
    phone: row.Phone || null,
    reachArea: row.ReachAreaID === '' ? null : readReachArea(row),
    leads: [
      ...lead(row.HeadOfCentreID, row.HeadOfCentreName, 'Head of Centre'),
      ...lead(row.FamilySupportLeadID, row.FamilySupportLeadName, 'Family Support Lead'),
    ],
  };
}

const readReachArea = (row: Row<'centres'>): ReachArea => ({
  id: row.ReachAreaID,
  name: row.ReachAreaName || null,
  postcodeSectors: row.PostcodeSectors.split(';')
    .map((sector) => sector.trim().toUpperCase().replace(/\s+/g, ' '))
    .filter((sector) => sector !== ''),
});

/** The area a postcode lies in. A sector (`ZB1 2`) is more exact than an outward code (`ZB1`) and is looked up first. */
export function areaFinder(areas: Iterable<ReachArea>): (postcode: string | null) => string | null {
  const bySector = new Map<string, string>();
  for (const area of areas) for (const sector of area.postcodeSectors) bySector.set(sector, area.id);
  return (postcode) => {
    if (postcode === null) return null;
    const [outward = '', inward = ''] = postcode.split(' ');
    return bySector.get(`${outward} ${inward.charAt(0)}`) ?? bySector.get(outward) ?? null;
  };
}
