/**
 * One attacker: asks for tables as an analyst may, keeps what is told, and narrows every small cell by a linear program over
 * all of it. What it knows besides: how numbers are rounded, the least that is told, that a part is no larger than its whole.
 */
import type { Catalogue, MeasureTerms } from '@family-view/gateway/catalogue/catalogue-document';
import { createOverlapBudget } from '@family-view/gateway/disclosure/overlap-budget';
import { openSqliteBudgetStore } from '@family-view/gateway/disclosure/sqlite-budget-store';
import { type FiguresParts, readMeasure } from '@family-view/gateway/figures/measures';
import type { MeasureCell } from '@family-view/gateway/figures/write-table';
import { countPeople, inventPeople, type Person } from './random-borough';
import { boundsOf, type Told } from './solve-bounds';

export interface Defences {
  readonly budget: boolean;
  readonly complementary: boolean;
}
export type AttackKind = 'DIFFERENCING' | 'TRACKER' | 'LINEAR_SYSTEM';

export interface AttackOutcome {
  readonly asked: number;
  readonly refused: number;
  readonly told: number;
  /** Small cells that the attacker tried to narrow, and how many were narrowed to fewer than `minCell` values. */
  readonly targets: number;
  readonly solved: readonly string[];
}

export const TERMS = { minCell: 6, roundTo: 5 } as const;
/** As `schema/protocol/best-start.yaml` has it. */
const BUDGET = { windowDays: 30, requester: 40, organisation: 120 };
const TODAY = '2026-11-01';
const QUARTERS = ['2026-Q2', '2026-Q3'];
/** Unknowns of one program, and targets of one attack: what a test has time for. */
const MOST_ATOMS = 130;
const MOST_TARGETS = 5;
const DAYS = 20;

interface Table {
  /** Which of the days, from 0. */
  readonly day: number;
  readonly by: readonly string[];
  readonly area: string | null;
  readonly cells: readonly MeasureCell[];
}

export async function attack(
  catalogue: Catalogue,
  kind: AttackKind,
  next: () => number,
  defences: Defences,
): Promise<AttackOutcome> {
  // Records come late: the last of them on one day after another.
  const days = kind === 'DIFFERENCING' && next() < 0.7 ? DAYS : 1;
  const measures = catalogue.measures.filter(
    ({ dimensions, period, denominator }) =>
      dimensions.length > 2 && (days === 1 || (period !== 'QUARTER' && denominator === undefined)),
  );
  const measure = measures[Math.floor(next() * measures.length)]!;
  const dimensions = pickDimensions(catalogue, measure, days > 1 ? 'OVER_DAYS' : kind, next);
  // A linear system is tightest where the finest cells are small and their sums are told.
  const cells = dimensions.reduce((product, one) => product * sizeOf(catalogue, measure, one), 1);
  const isTight = kind === 'LINEAR_SYSTEM' && next() < 0.7;
  const many =
    days > 1
      ? Math.floor(cells * (9 + 4 * next()))
      : isTight
        ? Math.floor(cells * (4 + 10 * next()))
        : 40 + Math.floor(next() ** 2 * 900);
  const people = inventPeople(catalogue, measure, QUARTERS, many, next, isTight ? next() * 2 : 0, days > 1);
  const parts: FiguresParts = {
    catalogue,
    terms: {
      disclosure: { ...TERMS, complementary: defences.complementary },
      budget: BUDGET,
      ownArea: new Set(),
    },
    budget: createOverlapBudget({
      store: openSqliteBudgetStore(':memory:'),
      key: new Uint8Array(32),
      now: () => new Date(`${TODAY}T12:00:00Z`),
      enforced: defences.budget,
    }),
    agencies: ['health', 'education', 'social-care', 'housing', 'childrens-centre'],
    withoutCohorts: () => new Set(),
    ask: (...asking) => countPeople(measure, people.slice(0, heldOn(day)))(...asking),
    today: () => TODAY,
  };
  let day = 0;
  const late = days === 1 ? 0 : Math.floor(people.length * (0.1 + 0.4 * next()));
  const heldOn = (of: number): number => people.length - late + Math.floor((late * of) / (days - 1 || 1));
  let refused = 0;
  let asked = 0;
  const tables: Table[] = [];
  const questions = questionsOf(kind, dimensions, catalogue, next).slice(0, days === 1 ? undefined : 4);
  for (const { by, area, on } of Array.from({ length: days }, (_, of) =>
    questions.map((one) => ({ ...one, on: of })),
  ).flat()) {
    day = on;
    asked += 1;
    const span = by.includes('quarter') ? { from: '2026-04-01', to: '2026-09-30' } : { from: null, to: null };
    try {
      const table = await readMeasure(
        parts,
        {
          measure: measure.id,
          by: by.map(enumWord),
          area,
          ...(measure.period === 'TODAY' ? { from: null, to: null } : span),
        },
        ANALYST,
      );
      tables.push({ by, area, day, cells: [...table.cells, ...table.totals] });
    } catch (fault) {
      if ((fault as { readonly code?: string }).code !== 'FIGURES_BUDGET_SPENT') throw fault;
      refused += 1;
    }
  }
  return { asked, refused, ...narrow(catalogue, measure, people, dimensions, tables, next, days, heldOn) };
}

const enumWord = (id: string): string => id.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

export const ANALYST = {
  entry: { requester: { id: 'attacker', organisation: 'council', role: 'ANALYST', area: null } },
  rights: { decide: () => ({ kind: 'granted', clause: 'FIGURES-01' }) },
  answers: { trouble: () => {} },
  protocolVersion: 'p',
  supergraphVersion: 's',
} as never;

/** As many dimensions as a linear program has room for. */
function pickDimensions(
  catalogue: Catalogue,
  measure: MeasureTerms,
  kind: AttackKind | 'OVER_DAYS',
  next: () => number,
): readonly string[] {
  const left = next() < 0.5 ? 'ward' : 'area';
  const open = measure.dimensions.filter((one) => one !== left && !(kind === 'OVER_DAYS' && one === 'quarter'));
  const shuffled = open.map((one) => [next(), one] as const).sort(([one], [other]) => one - other);
  const most = kind === 'OVER_DAYS' ? 1 : kind === 'LINEAR_SYSTEM' ? 3 + Math.floor(next() * 2) : 3;
  if (kind === 'LINEAR_SYSTEM' || kind === 'OVER_DAYS')
    shuffled.sort(([, one], [, other]) => sizeOf(catalogue, measure, one) - sizeOf(catalogue, measure, other));
  const picked: string[] = [];
  let atoms = measure.denominator ? 2 : 1;
  for (const [, one] of shuffled) {
    const size = sizeOf(catalogue, measure, one);
    if (picked.length >= most || atoms * size > MOST_ATOMS) continue;
    picked.push(one);
    atoms *= size;
  }
  return picked;
}

const sizeOf = (catalogue: Catalogue, measure: MeasureTerms, one: string): number =>
  one === 'quarter' ? QUARTERS.length : catalogue.values(measure, one).length;

interface Question {
  readonly by: readonly string[];
  readonly area: string | null;
}

/**
 * DIFFERENCING: wholes beside their parts, by area and breakdown. TRACKER: one dimension with each other, and the whole
 * less the rest. LINEAR_SYSTEM: every breakdown there is, the largest last.
 */
function questionsOf(
  kind: AttackKind,
  dimensions: readonly string[],
  catalogue: Catalogue,
  next: () => number,
): readonly Question[] {
  const all = subsetsOf(dimensions).filter((set) => !(set.includes('area') && set.includes('ward')));
  const whole = (by: readonly string[]): Question => ({ by, area: null });
  if (kind === 'LINEAR_SYSTEM') {
    const sized = [...all].sort((one, other) => one.length - other.length || next() - 0.5);
    // All but the finest: what that would tell is protected as one table.
    return sized.filter(({ length }) => length < dimensions.length).map(whole);
  }
  if (kind === 'TRACKER') return all.filter((set) => set.length === 2 || set.length < 2 || next() < 0.5).map(whole);
  const sliced = dimensions.includes('area') || dimensions.includes('ward');
  const areas = sliced ? catalogue.areas.map(({ id }) => id) : [];
  return [
    ...all.filter((set) => set.length < 3).map(whole),
    ...areas.flatMap((area) => all.filter((set) => set.length === 2 && next() < 0.5).map((by) => ({ by, area }))),
  ];
}

/** The least and most of every small cell that nobody told, from all that was told. */
function narrow(
  catalogue: Catalogue,
  measure: MeasureTerms,
  people: readonly Person[],
  dimensions: readonly string[],
  tables: readonly Table[],
  next: () => number,
  days: number,
  heldOn: (day: number) => number,
): Pick<AttackOutcome, 'told' | 'targets' | 'solved'> {
  // Sums that are told of an area are of the wards in it.
  const axes = dimensions.map((id) => ({
    id,
    values: id === 'quarter' ? QUARTERS : catalogue.values(measure, id).map((one) => one.id),
  }));
  const inQuarters = measure.period === 'TODAY' || dimensions.includes('quarter');
  const counted = people
    .map((one, at) => ({ ...one, since: Array.from({ length: days }, (_, of) => of).find((of) => at < heldOn(of))! }))
    .filter(({ values }) => inQuarters || values.quarter === '2026-Q3');
  const atoms = axes.reduce<readonly Readonly<Record<string, string>>[]>(
    (found, { id, values }) => found.flatMap((one) => values.map((value) => ({ ...one, [id]: value }))),
    [{}],
  );
  const kinds = measure.denominator ? [true, false] : [true];
  const unknowns = kinds.flatMap((isCounted) => atoms.map((atom) => ({ atom, isCounted })));
  const areaOf = new Map(catalogue.areas.flatMap(({ id, wards }) => wards.map((ward) => [ward.id, id] as const)));
  const fits = (
    atom: Readonly<Record<string, string>>,
    by: readonly string[],
    cell: MeasureCell,
    area: string | null,
  ) =>
    by.every((one, at) => cell.key[at] === null || (!(one in atom) ? true : atom[one] === cell.key[at])) &&
    (area === null || (atom.area ?? areaOf.get(atom.ward ?? '') ?? 'NOT_RECORDED') === area);
  const told: Told[] = [];
  const targets = new Map<string, { readonly at: readonly number[]; readonly name: string }>();
  const nameOf = (values: Readonly<Record<string, string>>, isCounted: boolean): string =>
    JSON.stringify([isCounted, dimensions.map((one) => values[one])]);
  const places = new Map(unknowns.map(({ atom, isCounted }, at) => [nameOf(atom, isCounted), at]));
  // One unknown for the first day, and one for what came on each day after it.
  const until = (at: readonly number[], of: number): readonly number[] =>
    Array.from({ length: of + 1 }, (_, one) => at.map((place) => place + one * unknowns.length)).flat();
  const truth = new Array<number>(unknowns.length * days).fill(0);
  for (const person of counted)
    truth[places.get(nameOf(person.values, person.counted))! + person.since * unknowns.length]! += 1;
  const trueCount = (at: readonly number[]): number => at.reduce((sum, one) => sum + truth[one]!, 0);
  const between = (value: number) => ({ least: Math.max(8, value - 2), most: value + 2 });
  for (const { by, area, cells, day } of tables)
    for (const cell of cells) {
      // A quarter is not told beside its sum: where it is not asked for, the table is of the last alone.
      const inCell = unknowns.flatMap(({ atom, isCounted }, at) => {
        const isLast =
          by.includes('quarter') || !('quarter' in atom) || measure.period === 'TODAY' || atom.quarter === '2026-Q3';
        return isLast && fits(atom, by, cell, area) ? [[at, isCounted] as const] : [];
      });
      const yes = inCell.filter(([, isCounted]) => isCounted).map(([at]) => at);
      // Of a part that only the numerator has, the whole is told of all its values.
      const wholeBy = by.filter((one) => !measure.numeratorOnly?.includes(one));
      const wholeCell = { ...cell, key: wholeBy.map((one) => cell.key[by.indexOf(one)] ?? null) };
      const both = unknowns.flatMap(({ atom }, at) => {
        const isLast =
          by.includes('quarter') || !('quarter' in atom) || measure.period === 'TODAY' || atom.quarter === '2026-Q3';
        return isLast && fits(atom, wholeBy, wholeCell, area) ? [at] : [];
      });
      if (cell.value !== null && cell.value > 0) told.push({ unknowns: until(yes, day), ...between(cell.value) });
      if (cell.of !== null && cell.of > 0) told.push({ unknowns: until(both, day), ...between(cell.of) });
      if (cell.value === null)
        targets.set(`${yes.join()} ${day}`, { at: until(yes, day), name: `${measure.id}: ${cell.labels.join(', ')}` });
      if (cell.of === null && measure.denominator)
        targets.set(`${both.join()} ${day}`, {
          at: until(both, day),
          name: `${measure.id}, all: ${cell.labels.join(', ')}`,
        });
    }
  // And the finest cells, of a breakdown that may never have been asked for.
  if (process.env.ATOMS !== '0')
    for (const [at, { atom }] of unknowns.entries())
      targets.set(String(at), { at: [at], name: `${measure.id}, finest: ${Object.values(atom).join(', ')}` });
  const isPart = measure.numerator[0]!.agency === measure.denominator?.[0]?.agency;
  if (measure.denominator && !isPart) return { told: told.length, targets: 0, solved: [] };
  const distinct = [...new Map(told.map((one) => [JSON.stringify(one), one])).values()];
  const small = [...targets.values()]
    .filter(({ at }) => at.length > 0)
    .map((one) => ({ ...one, count: trueCount(one.at) }))
    .filter(({ count }) => count > 0 && count < TERMS.minCell)
    .sort(() => next() - 0.5)
    .slice(0, days > 1 ? 2 * MOST_TARGETS : MOST_TARGETS);
  const solved = small.flatMap(({ at, name, count }) => {
    const bounds = boundsOf(unknowns.length * days, distinct, at);
    if (bounds === null) throw new Error(`what was told of ${name} cannot be: the attacker's model is wrong`);
    const [least, most] = bounds;
    if (count < least || count > most)
      throw new Error(`${name} is ${count}, and the attacker has it from ${least} to ${most}`);
    return most - least < TERMS.minCell ? [`${name}: ${least} to ${most}`] : [];
  });
  return { told: distinct.length, targets: small.length, solved };
}

function subsetsOf(list: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: 2 ** list.length }, (_, bits) => list.filter((_one, at) => (bits >> at) % 2 === 1));
}
