import type { Figures } from '../linkage/linkage-context';
import { readCohort } from './cohort';
import { readEmergingNeeds } from './emerging-needs';
import { type FiguresParts, type MeasureArguments, readMeasure } from './measures';
import { areaVersions, boundaryMismatches } from './tell-areas';
import { tellMeasure } from './write-table';

/** What `measures` and `measureCatalogue` are answered by; null parts: this gateway has no catalogue. */
export function resolveFigures(parts: FiguresParts | null): Figures {
  return {
    measureCatalogue: () =>
      parts === null ? null : parts.catalogue.measures.map((one) => tellMeasure(parts.catalogue, one)),
    areaVersions: () => (parts === null ? null : areaVersions(parts.catalogue)),
    boundaryMismatches: () => (parts === null ? null : boundaryMismatches(parts.catalogue)),
    async measures({ measure, by, area, from, to }, run) {
      if (parts === null) return null;
      const asked: MeasureArguments = { measure, by, area: area ?? null, from: from ?? null, to: to ?? null };
      return (await readMeasure(parts, asked, run)).told;
    },
    async cohort({ where, area, from, to }, run) {
      if (parts === null) return null;
      return readCohort(parts, { where, area: area ?? null, from: from ?? null, to: to ?? null }, run);
    },
    async emergingNeeds({ measures, area }, run) {
      return parts === null ? null : readEmergingNeeds(parts, { measures: measures ?? null, area: area ?? null }, run);
    },
  };
}
