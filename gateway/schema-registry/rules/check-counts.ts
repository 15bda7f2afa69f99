import { dimensionsOfPart } from '../../catalogue/catalogue-document';
import { refused, type SchemaFinding } from '../findings';
import type { DirectiveUse, ReadSubgraph } from '../read-subgraph';
import type { RuleContext } from '../rule-context';

/** What the catalogue has this agency count, by every dimension that a measure is told by, and by one version of the areas. */
export function checkCounts({ uses }: ReadSubgraph, { agency, catalogue }: RuleContext): readonly SchemaFinding[] {
  if (catalogue === null) return [];
  const declared = new Map(uses.filter(isCounts).map((use) => [String(use.arguments.count), use]));
  return catalogue.measures.flatMap((measure) =>
    (['numerator', 'denominator'] as const).flatMap((part) =>
      (measure[part] ?? [])
        .filter((one) => one.agency === agency)
        .flatMap(({ count }): readonly SchemaFinding[] => {
          const needed = dimensionsOfPart(measure, part);
          const use = declared.get(count);
          const line = `@counts(count: "${count}", by: [${needed.map((one) => `"${one}"`).join(', ')}], areas: "${catalogue.areasVersion}")`;
          if (!use)
            return [
              refused(
                'COUNT_MISSING',
                `The measure "${measure.id}" needs the count "${count}" of ${agency}, which its SDL does not declare. Add to the schema: ${line}.`,
              ),
            ];
          const missing = needed.filter((one) => !listOf(use.arguments.by).includes(one));
          if (missing.length > 0)
            return [
              refused(
                'COUNT_DIMENSION_MISSING',
                `The measure "${measure.id}" is told by ${missing.join(', ')}, and the count "${count}" has no such dimension. Expected ${line}.`,
                { line: use.line },
              ),
            ];
          if (use.arguments.areas === catalogue.areasVersion || !needed.some((one) => PLACES.includes(one))) return [];
          return [
            refused(
              'COUNT_AREAS_VERSION',
              `The count "${count}" is by the areas ${String(use.arguments.areas ?? 'of no version')}; "${measure.id}" is told by ${catalogue.areasVersion}, numerator and denominator alike.`,
              { line: use.line },
            ),
          ];
        }),
    ),
  );
}

const PLACES: readonly string[] = ['area', 'ward'];
const isCounts = ({ means, written, on }: DirectiveUse): boolean =>
  means === null && written === 'counts' && on === 'schema';
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
