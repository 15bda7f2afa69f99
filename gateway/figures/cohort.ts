/**
 * How many people meet conditions at several agencies at once. No row and no name comes here: tokens by a key that the agencies
 * agreed among themselves, counted in memory and gone with the answer.
 */
import { protectTable } from '../disclosure/protect-table';
import { leastTold, roundCount } from '../disclosure/round-counts';
import type { CellOutcome, DisclosureTerms, WholeTable } from '../disclosure/types';
import { flatDimension } from '../disclosure/whole-table';
import type { OperationContext } from '../operation-context';
import { askCohort } from './ask-cohort';
import { countTogether, type Together } from './count-together';
import { areaOf, type FiguresParts } from './measures';
import { partOfSet, whyTooNear } from './near-cohorts';
import { type CohortAsked, type CohortSet, digest, planCohort } from './plan-cohort';
import { type NoFigureReason, tellMeasure } from './write-table';

const WHOLE = 0;
const IN = 1;
/** People whom none of the sets has: nobody knows how many. */
const EVERYBODY_ELSE = 1_000_000_000;
/** Cohorts that share a measure overlap, of whatever time and with whatever values. */
const SUBJECT = 'cohort';

export const COHORT_METHOD =
  'Each agency tells tokens of its own people, by a key that the agencies agreed for this one question; people whose tokens meet are counted as one. Records that are written differently may not meet: a count of people who meet conditions at several agencies is too low by a few in a hundred, up to one in ten. Of a tenancy its children under five are counted, and of visits, referrals and other events each person once.';

/** @throws {BadFiguresRequest} {NotOwnArea} {FiguresBudgetSpent} before any agency is asked. */
export async function readCohort(parts: FiguresParts, asked: CohortAsked, run: OperationContext): Promise<object> {
  const { catalogue, terms, budget } = parts;
  const area = areaOf(asked.area, terms, run);
  const { sets, conditions } = planCohort(catalogue, { ...asked, area }, parts.today());
  const left = await budget.spend(
    run.entry.requester,
    {
      subject: SUBJECT,
      // The last part is no other cohort's, so that none is taken for a part of another: each tells something of both.
      parts: [
        ...new Set(conditions.map(({ measure }) => measure.id)),
        ...sets.map(partOfSet),
        `=${digest(sets.map(({ name }) => name))}`,
      ],
      strata: [SUBJECT],
    },
    terms.budget,
    (before) => whyTooNear(sets, before),
  );
  const { statuses, records, people, tooFew } = await askCohort(
    sets,
    parts.agencies,
    parts.withoutCohorts(),
    parts.ask,
    run,
  );
  const missing = [...statuses.values()].find((status) => status !== 'ANSWERED');
  let told: { readonly count: number } | { readonly reason: NoFigureReason };
  if (records === null) told = { reason: (missing ?? 'UNAVAILABLE') as NoFigureReason };
  else if (tooFew) told = { reason: 'SUPPRESSED' };
  else {
    const together = await countTogether(records, people);
    const before = await budget.keptBefore(SUBJECT, terms.budget);
    const { outcome, keptBack } = protectCohort(sets, together, terms.disclosure, before);
    await before.add(keptBack);
    const isTold = outcome === 'TOLD';
    told = isTold ? { count: roundCount(countIn(sets, together), terms.disclosure.roundTo) } : { reason: outcome };
  }
  return {
    conditions: conditions.map(({ measure, ...one }) => ({ ...one, measure: tellMeasure(catalogue, measure) })),
    area: area === null ? null : (catalogue.areas.find(({ id }) => id === area) ?? null),
    count: 'count' in told ? told.count : null,
    reason: 'reason' in told ? told.reason : null,
    answers: sets.map(({ agency }) => ({ agency, status: statuses.get(agency)! })),
    complete: missing === undefined,
    leastTold: leastTold(terms.disclosure),
    roundedTo: terms.disclosure.roundTo,
    method: COHORT_METHOD,
    budget: { ...left, left: Math.max(0, left.of - left.used) },
    versions: {
      catalogue: catalogue.version,
      areas: catalogue.areasVersion,
      protocol: run.protocolVersion,
      supergraph: run.supergraphVersion,
    },
  };
}

/** Bits of the sets that the cohort is within. */
const wanted = (sets: readonly CohortSet[]): number =>
  sets.reduce((bits, { isWithin }, at) => bits | (isWithin ? 1 << at : 0), 0);

const countIn = (sets: readonly CohortSet[], together: Together): number => together[wanted(sets)]!;

/**
 * The cohort as one cell of the table of all its sets, in and out: of everybody in a set, of everybody in two, and so on from the
 * coarsest down, so that what is told of three conditions and of two of them cannot be set against each other.
 */
export function protectCohort(
  sets: readonly CohortSet[],
  together: Together,
  terms: DisclosureTerms,
  before: { has(cell: string): boolean; readonly size: number },
): { readonly outcome: CellOutcome; readonly keptBack: readonly string[] } {
  const dimensions = sets.map(({ name }) => flatDimension(name, ['IN', 'OUT']));
  const table: WholeTable = {
    dimensions,
    count: (at) =>
      together.reduce(
        (sum, count, mask) =>
          at.every((node, set) => node === WHOLE || (node === IN) === ((mask & (1 << set)) !== 0)) ? sum + count : sum,
        at.includes(IN) ? 0 : EVERYBODY_ELSE,
      ),
  };
  const protectedTable = protectTable(table, terms, null, before);
  const cell = sets.map(({ isWithin }) => (isWithin ? IN : 2));
  return { outcome: protectedTable.outcome(cell), keptBack: protectedTable.keptBack };
}
