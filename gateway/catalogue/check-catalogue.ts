import type { AreasDocument, CatalogueDocument, MeasureTerms } from './catalogue-document';

export interface Found {
  readonly of: 'measures' | 'areas';
  readonly path: readonly (string | number)[];
  readonly severity: 'FAULT' | 'REMARK';
  readonly message: string;
}

/** Dimensions that the schema's enum `Dimension` has, by their ids here. */
export const DIMENSIONS = [
  'area',
  'ward',
  'ageBand',
  'sex',
  'ethnicGroup',
  'needLevel',
  'quarter',
  'contact',
  'activity',
  'milestone',
  'provision',
  'status',
  'source',
  'outcome',
  'decision',
  'direction',
  'wait',
  'arrears',
] as const;

/** Words that promise what no table may tell: DOMAIN, "no minimum, no maximum". */
const EXTREMES = /\b(minimum|maximum|shortest|longest|youngest|oldest)\b/i;

/** What a form cannot say: that names refer to something, and that a measure can be counted as it is written. */
export function checkCatalogue(catalogue: CatalogueDocument, { areas }: AreasDocument): readonly Found[] {
  const known = new Map(catalogue.dimensions.map((one) => [one.id, one]));
  const found: Found[] = [];
  const say =
    (severity: Found['severity'], of: Found['of'] = 'measures') =>
    (path: Found['path'], message: string): void => {
      found.push({ of, path, severity, message });
    };
  const fault = say('FAULT');
  twice(catalogue.measures).forEach(({ at, id }) => {
    fault(['measures', at, 'id'], `"${id}" names two measures; each needs an id of its own.`);
  });
  for (const [at, { id }] of catalogue.dimensions.entries())
    if (!(DIMENSIONS as readonly string[]).includes(id))
      fault(
        ['dimensions', at, 'id'],
        `"${id}" is no dimension of the schema; expected one of ${DIMENSIONS.join(', ')}.`,
      );
  for (const [at, measure] of catalogue.measures.entries()) checkMeasure(measure, ['measures', at]);
  const wards = areas.flatMap((area, at) =>
    area.wards.map((ward, of) => ({ ...ward, path: ['areas', at, 'wards', of] })),
  );
  const sectors = new Map<string, string>();
  for (const ward of wards)
    for (const sector of ward.sectors) {
      const before = sectors.get(sector);
      if (before)
        say('FAULT', 'areas')(ward.path, `${sector} lies in ${before} and in ${ward.id}; a sector lies in one ward.`);
      sectors.set(sector, ward.id);
    }
  twice([...areas, ...wards]).forEach(({ id }) => {
    say('FAULT', 'areas')(['areas'], `"${id}" names two areas or wards.`);
  });
  return found;

  function checkMeasure(measure: MeasureTerms, path: readonly (string | number)[]): void {
    const {
      id,
      dimensions,
      numeratorOnly = [],
      only = {},
      unit,
      denominator,
      period,
      definition,
      source,
      caveats,
    } = measure;
    for (const [at, name] of dimensions.entries())
      if (!known.has(name))
        fault(
          [...path, 'dimensions', at],
          `"${name}" is not declared; expected one of ${[...known.keys()].join(', ')}.`,
        );
    for (const [at, name] of numeratorOnly.entries())
      if (!dimensions.includes(name))
        fault(
          [...path, 'numeratorOnly', at],
          `${id} has "${name}" in its numerator only, and not among its dimensions.`,
        );
    for (const [name, values] of Object.entries(only)) {
      const terms = known.get(name)?.values;
      const ids = Array.isArray(terms) ? terms.map((one) => one.id) : [];
      if (!dimensions.includes(name))
        fault([...path, 'only', name], `${id} limits "${name}", which is none of its dimensions.`);
      for (const value of values)
        if (!ids.includes(value))
          fault([...path, 'only', name], `"${value}" is no value of ${name}; expected one of ${ids.join(', ')}.`);
    }
    if ((unit === 'COUNT') !== (denominator === undefined))
      fault(
        [...path, 'unit'],
        unit === 'COUNT'
          ? `${id} counts alone, and has a denominator; expected the unit PER_CENT or EACH, or no denominator.`
          : `${id} is ${unit} of something, and has no denominator.`,
      );
    if (period === 'TODAY' && dimensions.includes('quarter'))
      fault([...path, 'dimensions'], `${id} is as things stand today, and cannot be counted by quarter.`);
    if (period !== 'TODAY' && !dimensions.includes('quarter'))
      fault([...path, 'dimensions'], `${id} is counted by quarters, and "quarter" is none of its dimensions.`);
    if (EXTREMES.test(definition))
      fault(
        [...path, 'definition'],
        `${id} tells an extreme ("${EXTREMES.exec(definition)![0]}"), which is one person's value.`,
      );
    for (const [at, caveat] of caveats.entries())
      if (!/^[A-Z0-9].*\.$/.test(caveat))
        fault([...path, 'caveats', at], `"${caveat}" is no sentence; one that has a comma stands in quotes.`);
    if (source.url === undefined && !/own definition/i.test(source.title))
      say('REMARK')([...path, 'source'], `${id} cites a source without its address.`);
    if (source.url !== undefined && source.seen === undefined)
      say('REMARK')(
        [...path, 'source'],
        `Nobody has looked whether the address of ${id}'s source tells of it: \`seen\` says when.`,
      );
  }
}

function twice(list: readonly { readonly id: string }[]): readonly { readonly at: number; readonly id: string }[] {
  return list.flatMap(({ id }, at) => (list.findIndex((one) => one.id === id) === at ? [] : [{ at, id }]));
}
