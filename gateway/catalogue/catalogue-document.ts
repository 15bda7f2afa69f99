/** `schema/measures.yaml` and `schema/areas.yaml`, as they are read. What each part means stands in the files themselves. */

export interface CountedPart {
  readonly agency: string;
  /** As the agency's SDL declares it with @counts. */
  readonly count: string;
  readonly means: string;
}

export type MeasureUnit = 'COUNT' | 'PER_CENT' | 'EACH';
/** What happened in whole quarters; how things stood at the end of one; how they stand today. */
export type MeasurePeriod = 'QUARTER' | 'QUARTER_END' | 'TODAY';

export interface MeasureTerms {
  readonly id: string;
  readonly title: string;
  readonly definition: string;
  readonly numerator: readonly CountedPart[];
  readonly denominator?: readonly CountedPart[];
  readonly dimensions: readonly string[];
  /** Dimensions that the denominator does not have: each of their values is a part of the whole. */
  readonly numeratorOnly?: readonly string[];
  readonly only?: Readonly<Record<string, readonly string[]>>;
  readonly unit: MeasureUnit;
  readonly period: MeasurePeriod;
  /** `seen`: the ISO day on which the address was found to tell of it. */
  readonly source: { readonly title: string; readonly url?: string; readonly seen?: string };
  readonly caveats: readonly string[];
}

export interface DimensionValue {
  readonly id: string;
  readonly title: string;
}

export interface DimensionTerms {
  readonly id: string;
  readonly title: string;
  readonly values: readonly DimensionValue[] | 'AREAS' | 'WARDS' | 'QUARTERS';
}

export interface CatalogueDocument {
  readonly version: number;
  /** Of every measure: they are read as if they stood last in each one's own. */
  readonly caveats?: readonly string[];
  readonly dimensions: readonly DimensionTerms[];
  readonly measures: readonly MeasureTerms[];
}

export interface AreasDocument {
  readonly version: string;
  readonly areas: readonly {
    readonly id: string;
    readonly title: string;
    readonly wards: readonly { readonly id: string; readonly title: string; readonly sectors: readonly string[] }[];
  }[];
  /** Earlier versions, the newest first, each with the ISO day on which it ended. */
  readonly before?: readonly {
    readonly version: string;
    readonly until: string;
    readonly areas: readonly { readonly id: string; readonly title: string; readonly sectors: readonly string[] }[];
  }[];
  /** How services draw their own lines. */
  readonly services?: readonly {
    readonly service: string;
    readonly agency: string;
    readonly areas: readonly { readonly title: string; readonly sectors: readonly string[] }[];
  }[];
}

/** Both files, checked. */
export interface Catalogue {
  readonly version: string;
  readonly areasVersion: string;
  readonly areas: AreasDocument['areas'];
  readonly areasBefore: NonNullable<AreasDocument['before']>;
  readonly services: NonNullable<AreasDocument['services']>;
  readonly measures: readonly MeasureTerms[];
  measure(id: string): MeasureTerms | undefined;
  dimension(id: string): DimensionTerms | undefined;
  /** The values of a dimension that a measure has; of `quarter` none. */
  values(measure: MeasureTerms, dimension: string): readonly DimensionValue[];
}

export const NOT_RECORDED: DimensionValue = { id: 'NOT_RECORDED', title: 'Not recorded' };

/** The dimensions that a part of a measure is asked by. */
export const dimensionsOfPart = (measure: MeasureTerms, part: 'numerator' | 'denominator'): readonly string[] =>
  part === 'numerator' ? measure.dimensions : measure.dimensions.filter((one) => !measure.numeratorOnly?.includes(one));
