import type { Catalogue } from '../catalogue/catalogue-document';

/** The reach areas as they lie now, and as they lay before. `until` is null of those that stand. */
export const areaVersions = ({ areasVersion, areas, areasBefore }: Catalogue): readonly object[] => [
  {
    version: areasVersion,
    until: null,
    areas: areas.map(({ id, title, wards }) => ({ id, title, sectors: sectorsOf(wards) })),
  },
  ...areasBefore,
];

/**
 * Reach areas that a service parts: in more than one of its own areas, or partly in none. By whole postcode sectors, as
 * both are drawn; where a service and the reach areas agree nothing is told.
 */
export function boundaryMismatches({ areas, services }: Catalogue): readonly object[] {
  return services.flatMap(({ service, agency, areas: own }) => {
    const servedBy = new Map(own.flatMap(({ title, sectors }) => sectors.map((sector) => [sector, title] as const)));
    return areas.flatMap(({ id, title, wards }) => {
      const parts = new Map<string | null, string[]>();
      for (const sector of sectorsOf(wards)) {
        const by = servedBy.get(sector) ?? null;
        parts.set(by, [...(parts.get(by) ?? []), sector]);
      }
      if (parts.size === 1 && !parts.has(null)) return [];
      return [
        {
          service,
          agency,
          reachArea: id,
          title,
          parts: [...parts].map(([by, sectors]) => ({ servedBy: by, sectors })),
        },
      ];
    });
  });
}

const sectorsOf = (wards: Catalogue['areas'][number]['wards']): readonly string[] =>
  wards.flatMap(({ sectors }) => sectors);
