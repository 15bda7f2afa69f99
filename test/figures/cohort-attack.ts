/**
 * One attacker of cohorts: asks for people who meet conditions at several agencies, for the counts of single agencies beside
 * them, keeps what is told, and narrows small groups by a linear program over all of it. It is told exact sets: records that do
 * not meet, as in life some do not, would only blur what it sees.
 */
import type { Catalogue } from '@family-view/gateway/catalogue/catalogue-document';
import { createOverlapBudget } from '@family-view/gateway/disclosure/overlap-budget';
import { openSqliteBudgetStore } from '@family-view/gateway/disclosure/sqlite-budget-store';
import type { AskContract } from '@family-view/gateway/figures/ask-counts';
import { readCohort } from '@family-view/gateway/figures/cohort';
import { type FiguresParts, readMeasure } from '@family-view/gateway/figures/measures';
import { ANALYST, type AttackKind, type AttackOutcome, type Defences, TERMS } from './attack';
import { boundsOf, type Told } from './solve-bounds';

/** One measure of each agency that counts people, and nobody besides. */
const MEASURES = [
  ['suspensions', 'education'],
  ['children-in-need', 'social-care'],
  ['emergency-attendances', 'health'],
  ['notices', 'housing'],
  ['centre-attendance', 'childrens-centre'],
] as const;
const BUDGET = { windowDays: 30, requester: 40, organisation: 120 };
const MOST_TARGETS = 6;
/** Fewer are no set (docs/figures.md). */
const LEAST_SET = 10;

interface Person {
  /** Bits of the sets that they are in. */
  readonly mask: number;
  readonly area: string;
}
interface Condition {
  readonly set: number;
  readonly not: boolean;
  /** Null: wherever they live. */
  readonly areas: readonly string[] | null;
}
type Question = readonly Condition[];

export async function attackCohorts(
  catalogue: Catalogue,
  kind: AttackKind,
  next: () => number,
  defences: Defences,
): Promise<AttackOutcome> {
  const many = 2 + Math.floor(next() * 3);
  const areas = [...catalogue.areas.map(({ id }) => id), 'NOT_RECORDED'];
  const people = inventSets(many, areas, next);
  const counts = MEASURES.slice(0, many).map(([id]) => catalogue.measure(id)!);
  const parts: FiguresParts = {
    catalogue,
    terms: { disclosure: { ...TERMS, complementary: defences.complementary }, budget: BUDGET, ownArea: new Set() },
    budget: createOverlapBudget({
      store: openSqliteBudgetStore(':memory:'),
      key: new Uint8Array(32),
      now: () => new Date('2026-11-01T12:00:00Z'),
      enforced: defences.budget,
    }),
    agencies: MEASURES.map(([, agency]) => agency),
    withoutCohorts: () => new Set(),
    ask: answerFor(
      people,
      counts.map(({ numerator }) => numerator[0]!.count),
    ),
    today: () => '2026-11-01',
  };
  const atoms = areas.flatMap((area) => Array.from({ length: 2 ** many - 1 }, (_, at) => ({ mask: at + 1, area })));
  const countIn = (at: readonly number[]): number =>
    people.filter((one) => at.some((of) => atoms[of]!.mask === one.mask && atoms[of]!.area === one.area)).length;
  const told: Told[] = [];
  const small: { readonly at: readonly number[]; readonly name: string }[] = [];
  const keep = (at: readonly number[], value: number | null, name: string): void => {
    if (value === null) small.push({ at, name });
    else if (value > 0) told.push({ unknowns: at, least: Math.max(8, value - 2), most: value + 2 });
  };
  let [asked, refused] = [0, 0];
  for (const question of questionsOf(kind, many, areas.slice(0, -1), next)) {
    asked += 1;
    const where = question.map(({ set, not, areas: values }) => ({
      measure: counts[set]!.id,
      not,
      values: values && [{ dimension: 'AREA', values }],
    }));
    try {
      const { count } = (await readCohort(parts, { where, area: null, from: null, to: null }, ANALYST)) as {
        readonly count: number | null;
      };
      const isIn = ({ mask, area }: Person): boolean =>
        question.every(
          ({ set, not, areas: values }) => ((mask & (1 << set)) !== 0 && (values?.includes(area) ?? true)) !== not,
        );
      keep(
        atoms.flatMap((atom, at) => (isIn(atom) ? [at] : [])),
        count,
        JSON.stringify(where),
      );
    } catch (fault) {
      // What is not told beside what was told before, and what no cohort may be narrowed by.
      if (!['FIGURES_BUDGET_SPENT', 'BAD_USER_INPUT'].includes((fault as { readonly code?: string }).code!))
        throw fault;
      refused += 1;
    }
  }
  // What each agency tells of its own set, by area.
  for (const [set, measure] of counts.entries()) {
    const table = await readMeasure(
      parts,
      { measure: measure.id, by: ['AREA'], area: null, from: null, to: null },
      ANALYST,
    );
    for (const { key, value } of [...table.cells, ...table.totals])
      keep(
        atoms.flatMap(({ mask, area }, at) =>
          (mask & (1 << set)) !== 0 && (key[0] === null || key[0] === area) ? [at] : [],
        ),
        value,
        `${measure.id} ${key[0]}`,
      );
  }
  for (const [at, { mask, area }] of atoms.entries()) small.push({ at: [at], name: `${mask} in ${area}` });
  const targets = [...new Map(small.map((one) => [one.at.join(), one])).values()]
    .map((one) => ({ ...one, count: countIn(one.at) }))
    .filter(({ count }) => count > 0 && count < TERMS.minCell)
    .sort(() => next() - 0.5)
    .slice(0, MOST_TARGETS);
  const solved = targets.flatMap(({ at, name, count }) => {
    const bounds = boundsOf(atoms.length, told, at);
    if (bounds === null) throw new Error(`what was told beside ${name} cannot be: the attacker's model is wrong`);
    const [least, most] = bounds;
    if (count < least || count > most) throw new Error(`${name} is ${count}, and the attacker has ${least} to ${most}`);
    return most - least < TERMS.minCell ? [`${name}: ${least} to ${most}, is ${count}`] : [];
  });
  return { asked, refused, told: told.length, targets: targets.length, solved };
}

/** People of some sets, and of many in several at once; areas are uneven, and some groups small. */
function inventSets(many: number, areas: readonly string[], next: () => number): readonly Person[] {
  const least = next() < 0.5 ? 0 : 0.3;
  return areas.flatMap((area) =>
    Array.from({ length: 2 ** many - 1 }, (_, at) => at + 1).flatMap((mask) => {
      const few = next() < 0.45 || area === 'NOT_RECORDED';
      const size = Math.floor((few ? 7 : 60) * Math.max(least, next()));
      return Array.from({ length: size }, () => ({ mask, area }));
    }),
  );
}

/**
 * DIFFERENCING: the same conditions everywhere and in some of the areas. TRACKER: two conditions, and each of the others met and
 * unmet beside them. LINEAR_SYSTEM: any conditions, met or not, everywhere or narrowed.
 */
function questionsOf(
  kind: AttackKind,
  many: number,
  areas: readonly string[],
  next: () => number,
): readonly Question[] {
  const pick = (most: number): number => Math.floor(next() * most);
  const shuffled = <T>(list: readonly T[]): readonly T[] =>
    list
      .map((one) => [next(), one] as const)
      .sort(([a], [b]) => a - b)
      .map(([, one]) => one);
  const condition = (set: number, not = false, of: readonly string[] | null = null): Condition => ({
    set,
    not,
    areas: of,
  });
  const sets = shuffled(Array.from({ length: many }, (_, at) => at));
  switch (kind) {
    case 'DIFFERENCING': {
      const narrow = (of: readonly string[] | null, alone: boolean): Question =>
        sets.slice(0, 2).map((set, at) => condition(set, false, alone && at > 0 ? null : of));
      const alone = next() < 0.5;
      const some = shuffled(areas).slice(0, 1 + pick(areas.length - 1));
      return shuffled([
        narrow(null, alone),
        ...areas.map((one) => narrow([one], alone)),
        narrow(some, alone),
        narrow(some.slice(1).length > 0 ? some.slice(1) : areas, alone),
        narrow(areas, alone),
      ]);
    }
    case 'TRACKER': {
      const two = sets.slice(0, 2).map((set) => condition(set));
      const rest = sets.slice(2);
      return [
        two,
        ...two.map((_, at) => two.map((one, of) => ({ ...one, not: of === at }))),
        ...rest.flatMap((set) => [false, true].map((not) => [...two, condition(set, not)])),
        ...rest.flatMap((set) => two.map((one) => [one, condition(set)])),
        ...(rest.length > 1 ? [false, true].map((not) => [...two, ...rest.map((set) => condition(set, not))]) : []),
      ];
    }
    case 'LINEAR_SYSTEM':
      return Array.from({ length: 45 }, () => {
        const of = shuffled(sets).slice(0, 2 + pick(many - 1));
        const met = pick(of.length);
        const narrowed = next() < 0.3 ? shuffled(areas).slice(0, 1 + pick(areas.length)) : null;
        const alike = next() < 0.7;
        return of.map((set, at) => condition(set, at !== met && next() < 0.4, alike || next() < 0.5 ? narrowed : null));
      });
  }
}

/** All agencies at once: counts of their own set by area, and tokens that are one for one person. */
function answerFor(people: readonly Person[], names: readonly string[]): AskContract {
  const inSet = (count: string, { mask }: Person): boolean => (mask & (1 << names.indexOf(count))) !== 0;
  return async (agency, { query, variables }) => {
    if (query.includes('cohortKey')) return { key: `${'A'.repeat(43)}=` };
    if (query.includes('cohortShares')) return { shares: [] };
    if (query.includes('cohortTokens')) {
      const { members } = variables.cohort as {
        readonly members: readonly { readonly agency: string; readonly conditions: readonly TokenCondition[] }[];
      };
      const { conditions } = members.find((one) => one.agency === agency)!;
      const isOut = conditions.every(({ without }) => without);
      const records = people.flatMap((one, at) => {
        const isIn = conditions.every(({ count, without, values }) => {
          const meets = inSet(count, one) && values.every(({ values: of }) => of.includes(one.area));
          return meets !== (without && !isOut);
        });
        return isIn ? [token(`person${at}`).repeat(7)] : [];
      });
      if (records.length < LEAST_SET) return { tokens: { tooFew: true, people: 0, records: [] } };
      const counted = records.length;
      const size = 2 ** Math.max(6, Math.ceil(Math.log2(records.length)));
      for (let at = records.length; at < size; at += 1) records.push(token(`${agency.slice(0, 6)}${at}`).repeat(7));
      return { tokens: { tooFew: false, people: counted, records } };
    }
    const reply: Record<string, unknown> = {};
    for (let at = 0; variables[`m${at}`] !== undefined; at += 1) {
      const own = people.filter((one) => inSet(variables[`m${at}`] as string, one));
      const tally = (by: readonly string[]) => {
        const keys = own.map(({ area }) => JSON.stringify(by.map((one) => (one === 'area' ? area : '2026-Q3'))));
        return [...new Set(keys)].map((key) => ({
          key: JSON.parse(key) as string[],
          count: keys.filter((one) => one === key).length,
        }));
      };
      reply[`cells${at}`] = tally(variables[`by${at}`] as readonly string[]);
      reply[`sums${at}`] = tally(variables[`sum${at}`] as readonly string[]);
    }
    return reply;
  };
}

interface TokenCondition {
  readonly count: string;
  readonly without: boolean;
  readonly values: readonly { readonly values: readonly string[] }[];
}
const token = (name: string): string => name.replaceAll('-', '').padEnd(16, '/').slice(0, 16);
