import { type MeasureAsk, type MeasureCells, UnknownMeasure } from '@family-view/kit';
import type { AccountRow, TenureRecord } from './format';
import { wholeYears } from './tenancy';

interface Rows {
  tenures(): Promise<readonly TenureRecord[]>;
  accounts(): Promise<readonly AccountRow[]>;
}

const NOT_RECORDED = 'NOT_RECORDED';
const DIMENSIONS: Readonly<Record<string, readonly string[]>> = {
  arrears: ['band'],
  'children-in-temporary-accommodation': ['area'],
};

/**
 * As things stand today: the landlord keeps no past balances, so a time that does not hold today is refused.
 * `arrears`: running tenures by band. `children-in-temporary-accommodation`: people under 18 in a running tenure of a
 * dwelling let as temporary accommodation; one without a date of birth is not counted.
 */
export async function countMeasure(ask: MeasureAsk, today: string, rows: Rows): Promise<MeasureCells> {
  const dimensions = Object.hasOwn(DIMENSIONS, ask.measure) ? DIMENSIONS[ask.measure]! : null;
  if (dimensions === null) throw new UnknownMeasure(ask.measure, Object.keys(DIMENSIONS));
  const unknown = ask.by.find((name) => !dimensions.includes(name));
  if (unknown !== undefined) throw new UnknownMeasure(`${ask.measure} by ${unknown}`, dimensions);
  if ((ask.from !== null && ask.from > today) || (ask.to !== null && ask.to < today)) {
    throw new UnknownMeasure(`${ask.measure} of another day`, [`${ask.measure} today`]);
  }
  const tenures = (await rows.tenures()).filter(
    (tenure) => tenure.isActive && (ask.area === null || tenure.areaId === ask.area),
  );
  const values = ask.measure === 'arrears' ? await bandsOf(tenures, rows) : areasOfChildren(tenures, today);
  return tally(values, ask.by.length);
}

async function bandsOf(tenures: readonly TenureRecord[], rows: Rows): Promise<readonly string[]> {
  const bands = new Map((await rows.accounts()).map((account) => [account.tenureRef, account.arrearsBand]));
  return tenures.map((tenure) => bands.get(tenure.ref) ?? NOT_RECORDED);
}

function areasOfChildren(tenures: readonly TenureRecord[], today: string): readonly string[] {
  return tenures
    .filter((tenure) => tenure.isTemporaryAccommodation === true)
    .flatMap((tenure) =>
      tenure.members.filter((member) => isChild(member.dateOfBirth, today)).map(() => tenure.areaId ?? NOT_RECORDED),
    );
}

const isChild = (dateOfBirth: string | null, today: string): boolean =>
  dateOfBirth !== null && wholeYears(dateOfBirth, today) < 18;

/** Each measure has one dimension: a key repeats its value as often as `by` named it, and is empty for a plain total. */
function tally(values: readonly string[], named: number): MeasureCells {
  const counts = new Map<string, number>();
  for (const value of values) {
    const name = named === 0 ? '' : value;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([value, count]) => ({ key: Array.from({ length: named }, () => value), count }));
}
