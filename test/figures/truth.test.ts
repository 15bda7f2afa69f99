/**
 * Every measure of the catalogue over the invented borough: what the agencies count, against an oracle of its own (`truth/`), and
 * how what they hold differs from what is true. `PROOF=1` does it over 20,000 families and prints what came out.
 */
import {
  type CountedPart,
  dimensionsOfPart,
  type MeasureTerms,
} from '@family-view/gateway/catalogue/catalogue-document';
import { catalogueTexts, readCatalogue } from '@family-view/gateway/catalogue/read-catalogue';
import { inventBorough } from '@family-view/population';
import type { AgencyName } from '@family-view/schema';
import { type Counted, rowsIn, tally } from './truth/definition';
import { type CountingAgencies, openAgencies } from './truth/open-agencies';
import { type Oracle, openOracle } from './truth/oracle';

const PROOF = process.env.PROOF === '1';
const FAMILIES = Number(process.env.FAMILIES ?? (PROOF ? 20_000 : 1_000));
const LIMIT = 900_000;
const catalogue = readCatalogue(catalogueTexts()!);
const borough = inventBorough({ families: FAMILIES });
const [held, clean, truth] = (['HELD', 'CLEAN', 'TRUE'] as const).map((view) => openOracle(borough, view)) as [
  Oracle,
  Oracle,
  Oracle,
];

/** The eight whole quarters before 1 November 2026. */
const QUARTERS = ['2024-Q4', '2025-Q1', '2025-Q2', '2025-Q3', '2025-Q4', '2026-Q1', '2026-Q2', '2026-Q3'].map((id) => ({
  id,
  end: `${id.slice(0, 4)}-${['03-31', '06-30', '09-30', '12-31'][Number(id.at(-1)) - 1]}`,
}));
const EIGHT_QUARTERS = { from: '2024-10-01', to: '2026-09-30' };

let agencies: CountingAgencies;
beforeAll(async () => {
  agencies = await openAgencies({ families: FAMILIES });
}, LIMIT);
afterAll(() => agencies.close());

/** What no agency's own system has. */
const THROUGH_THE_GATEWAY: readonly string[] = ['early-help-referrals'];

interface Part {
  readonly measure: MeasureTerms;
  readonly part: CountedPart;
  readonly of: 'numerator' | 'denominator';
  /** Without the quarter. */
  readonly dimensions: readonly string[];
}
const PARTS: readonly Part[] = catalogue.measures.flatMap((measure) =>
  (['numerator', 'denominator'] as const).flatMap((of) =>
    (measure[of] ?? []).map((part) => ({
      measure,
      part,
      of,
      dimensions: dimensionsOfPart(measure, of).filter((one) => one !== 'quarter'),
    })),
  ),
);

const isToday = ({ measure }: Part): boolean => measure.period === 'TODAY';
const rowsOf = (part: Part, oracle = held): readonly Counted[] => {
  const definition = oracle(part.part.agency, part.part.count);
  if (isToday(part)) return rowsIn(definition, { from: '', to: '' }, [{ id: 'TODAY', end: borough.today }]);
  return rowsIn(definition, EIGHT_QUARTERS, QUARTERS);
};

test.each(PARTS.map((part) => [`${part.measure.id}: ${part.part.agency} counts ${part.part.count}`, part] as const))(
  '%s as its definition says, by each dimension and by all at once',
  async (_title, part) => {
    const rows = rowsOf(part);
    const time = isToday(part) ? { from: null, to: null } : EIGHT_QUARTERS;
    const quarter = isToday(part) ? [] : ['quarter'];
    const { dimensions } = part;
    const breakdowns = [[], ...dimensions.map((one) => [one]), dimensions];
    for (const by of [...new Map(breakdowns.map((one) => [one.join(), one])).values()]) {
      const all = [...by, ...quarter];
      const cells = await agencies.connectors[part.part.agency as AgencyName].count({
        measure: part.part.count,
        by: all,
        area: null,
        ...time,
      });
      const told = new Map(cells.map(({ key, count }) => [key.join(' | '), count]));
      expect(Object.fromEntries(told)).toEqual(Object.fromEntries(tally(rows, all)));
    }
    if (!THROUGH_THE_GATEWAY.includes(part.part.count)) expect(rows.length).toBeGreaterThan(0);
  },
  LIMIT,
);

const sum = (cells: Iterable<number>): number => [...cells].reduce((all, one) => all + one, 0);
/** How many stand in another cell: half of all differences, cell by cell. */
function moved(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  const keys = [...new Set([...one.keys(), ...other.keys()])];
  const apart = keys.map((key) => Math.abs((one.get(key) ?? 0) - (other.get(key) ?? 0)));
  return (sum(apart) - Math.abs(sum(one.values()) - sum(other.values()))) / 2;
}

test(
  'what the agencies hold is not quite the truth, and each measure says how it may differ',
  () => {
    const lines: string[] = [];
    const unsaid: string[] = [];
    for (const part of PARTS) {
      const [asHeld, asClean, asTrue] = [rowsOf(part), rowsOf(part, clean), rowsOf(part, truth)];
      const twice = asClean.length - asTrue.length;
      const elsewhere = part.dimensions.includes('area') ? moved(tally(asHeld, ['area']), tally(asClean, ['area'])) : 0;
      const otherAge = part.dimensions.includes('ageBand')
        ? moved(tally(asHeld, ['ageBand']), tally(asClean, ['ageBand']))
        : 0;
      const caveats = part.measure.caveats.join(' ');
      const must = (isSo: boolean, said: RegExp): void => {
        if (isSo && !said.test(caveats)) unsaid.push(`${part.measure.id}, ${part.part.count}: ${said.source}`);
      };
      must(twice !== 0, /holds twice/);
      must(part.part.agency === 'health', /Who has died/);
      must(elsewhere > 0, /where the agency's own record says/);
      must(otherAge > 0 || asHeld.length !== asClean.length, /date of birth/);
      lines.push(
        `| ${part.measure.id} | ${part.part.count} | ${asTrue.length} | ${twice} | ${asHeld.length - asClean.length} | ${elsewhere} | ${otherAge} |`,
      );
      // Untidy, and not wrong: within five in a hundred of the people whom the agency knows.
      expect(Math.abs(asHeld.length - asTrue.length)).toBeLessThanOrEqual(Math.max(3, asTrue.length / 20));
    }
    if (PROOF) process.stdout.write(`${lines.join('\n')}\n`);
    expect(unsaid).toEqual([]);
  },
  LIMIT,
);
