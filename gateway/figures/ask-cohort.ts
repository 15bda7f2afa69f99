/** The rounds of a cohort: the agencies' keys, their shares of the key of this one question, and tokens by it. */
import { randomBytes } from 'node:crypto';
import { contractStream } from '@family-view/schema';
import { z } from 'zod';
import type { OperationContext } from '../operation-context';
import type { AskContract, CountsAnswer } from './ask-counts';
import { TOKEN_CHARACTERS } from './count-together';
import type { CohortSet } from './plan-cohort';

/** How an agency answered: as `CountsAnswer`. */
export type CohortStatus = CountsAnswer['status'];

export interface CohortAnswers {
  readonly statuses: ReadonlyMap<string, CohortStatus>;
  /** Records of each set, in their order; null where any agency did not answer. */
  readonly records: readonly (readonly string[])[] | null;
  /** A set has fewer people than its agency tells of. */
  /** By set, how many of its records are a person's. */
  readonly people: readonly number[];
  readonly tooFew: boolean;
}

const TOKENS = 7;
const MOST_RECORDS = 65_536;
const LEAST_RECORDS = 64;
const key = z.object({
  key: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/)
    .nullable(),
});
const shares = z.object({
  shares: z.array(z.strictObject({ from: z.string(), to: z.string(), sealed: z.string().max(200) })),
});
const tokens = z.object({
  tokens: z.strictObject({
    tooFew: z.boolean(),
    people: z.int().nonnegative(),
    records: z.array(z.string().regex(new RegExp(`^[A-Za-z0-9+/]{${TOKENS * TOKEN_CHARACTERS}}$`))).max(MOST_RECORDS),
  }),
});

/**
 * Asks the agencies in three rounds; where one does not answer, nobody is asked further. What is sealed is carried from one to
 * another and read by neither the gateway nor its log.
 */
export async function askCohort(
  sets: readonly CohortSet[],
  agencies: readonly string[],
  without: ReadonlySet<string>,
  ask: AskContract,
  run: OperationContext,
): Promise<CohortAnswers> {
  const statuses = new Map<string, CohortStatus>();
  for (const { agency } of sets) {
    const isGranted = run.rights.decide(contractStream(agency, 'figures')).kind === 'granted';
    if (!isGranted) statuses.set(agency, 'WITHHELD');
    else if (!agencies.includes(agency) || without.has(agency)) statuses.set(agency, 'UNAVAILABLE');
  }
  const nothing = (): CohortAnswers => {
    for (const { agency } of sets) if (!statuses.has(agency)) statuses.set(agency, 'ANSWERED');
    return { statuses, records: null, people: [], tooFew: false };
  };
  const isWhole = (): boolean => statuses.size === 0;

  /** Of each agency that is asked, what it answered in shape; the others are noted. */
  async function round<Told>(
    query: string,
    variables: (agency: string) => Readonly<Record<string, unknown>>,
    shape: z.ZodType<Told>,
  ): Promise<ReadonlyMap<string, Told>> {
    const told = new Map<string, Told>();
    const askOne = async (agency: string): Promise<void> => {
      const streams = [contractStream(agency, 'figures')];
      const reply = await ask(agency, { query, variables: variables(agency), people: [], streams }, run);
      const read = reply && shape.safeParse(reply);
      if (read?.success) told.set(agency, read.data);
      else if (reply === null) statuses.set(agency, 'UNAVAILABLE');
      else {
        statuses.set(agency, 'INCONSISTENT');
        run.answers.trouble(agency, 'MALFORMED');
      }
    };
    await Promise.all(sets.map(({ agency }) => askOne(agency)));
    return told;
  }

  if (!isWhole()) return nothing();
  const keys = await round('query { key: cohortKey }', () => ({}), key);
  // It takes part in no cohort.
  for (const [agency, told] of keys) if (told.key === null) statuses.set(agency, 'UNAVAILABLE');
  if (!isWhole()) return nothing();
  const cohort = {
    id: randomBytes(24).toString('base64url'),
    members: sets.map(({ agency, conditions }) => ({ agency, key: keys.get(agency)!.key, conditions })),
  };
  const sealed = await round(
    'query ($cohort: Cohort!) { shares: cohortShares(cohort: $cohort) { from to sealed } }',
    () => ({ cohort }),
    shares,
  );
  if (!isWhole()) return nothing();
  const all = [...sealed.values()].flatMap(({ shares: of }) => of);
  const told = await round(
    'query ($cohort: Cohort!, $shares: [SealedShareInput!]!) { tokens: cohortTokens(cohort: $cohort, shares: $shares) { tooFew people records } }',
    (agency) => ({ cohort, shares: all.filter(({ to }) => to === agency) }),
    tokens,
  );
  for (const [agency, { tokens: set }] of told)
    if (!set.tooFew && !isPadded(set)) {
      statuses.set(agency, 'INCONSISTENT');
      run.answers.trouble(agency, 'MALFORMED');
    }
  if (!isWhole()) return nothing();
  const answers = sets.map(({ agency }) => told.get(agency)!.tokens);
  const records = answers.map((one) => one.records);
  return {
    ...nothing(),
    records,
    people: answers.map(({ people }) => people),
    tooFew: answers.some(({ tooFew }) => tooFew),
  };
}

/** Filled up to a power of two, and to no larger one than it must. */
const isPadded = ({ people, records }: z.infer<typeof tokens>['tokens']): boolean =>
  records.length === Math.max(LEAST_RECORDS, 2 ** Math.ceil(Math.log2(Math.max(1, people))));
