/** Agencies of an invented borough that take part in cohorts, in memory: the kit's own part of each, and what was carried. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AskContract } from '@family-view/gateway/figures/ask-counts';
import type { Connector, HeldPerson } from '@family-view/kit';
import type { Cohort, SealedShare } from '@family-view/kit/cohort/agree-key';
import { openCohorts } from '@family-view/kit/cohort/answer-cohort';
import { openCohortKeys } from '@family-view/kit/cohort/cohort-keys';
import { vetoOver } from '@family-view/kit/veto';
import { inventBorough } from '@family-view/population';
import { AGENCIES, type AgencyName } from '@family-view/schema';
import { HOLDINGS } from '../borough';
import { heldBy } from '../linkage/borough-links';

export interface CohortBorough {
  readonly ask: AskContract;
  /** Truth ids of whom an agency counts under a name. */
  truthOf(agency: AgencyName, count: string): ReadonlySet<string>;
  people(agency: AgencyName): readonly HeldPerson[];
  /** All that passed between the gateway and the agencies, in order. */
  readonly carried: { readonly agency: string; readonly asked: unknown; readonly answered: unknown }[];
  readonly directory: string;
}

/** Children under fifteen, whom counts are of: all of them, or a half that is drawn by the count's name. */
export async function openCohortBorough(families: number, seed: number): Promise<CohortBorough> {
  const borough = inventBorough({ families, seed });
  const directory = mkdtempSync(join(tmpdir(), 'family-view-cohort-'));
  const isChild = (truth: string): boolean => {
    const { kind, dateOfBirth = '' } = borough.people.get(truth)!;
    return kind === 'child' && dateOfBirth > `${Number(borough.today.slice(0, 4)) - 15}`;
  };
  const held = new Map(
    AGENCIES.map((agency) => {
      const all = borough[HOLDINGS[agency]].people.filter(
        ({ truth, lifeState }) => lifeState === 'BORN' && isChild(truth),
      );
      return [agency, all.map((one) => ({ ...heldBy(agency, one), markers: one.markers, truth: one.truth }))] as const;
    }),
  );
  const counted = (agency: AgencyName, count: string) =>
    held.get(agency)!.filter(({ truth }) => count.endsWith('-all') || halfOf(truth, count));
  const carried: CohortBorough['carried'] = [];
  const parts = new Map(
    await Promise.all(
      AGENCIES.map(async (agency) => {
        const byRef = new Map(held.get(agency)!.map((one) => [one.ref, one]));
        const connector = {
          counted: async ({ measure }) => counted(agency, measure).map(({ ref }) => ref),
          people: async (refs) => refs.map((ref) => byRef.get(ref) ?? null),
        } as Partial<Connector> as Connector;
        const folder = mkdtempSync(join(directory, agency));
        const cohorts = openCohorts(
          agency,
          await openCohortKeys(folder, agency),
          () => new Date(),
          () => undefined,
        );
        return [
          agency as string,
          { cohorts, connector, asked: () => ({ connector, veto: vetoOver(connector), requester: 'one' }) },
        ] as const;
      }),
    ),
  );
  const answer = async (
    agency: string,
    query: string,
    { cohort, shares }: { readonly cohort: Cohort; readonly shares: readonly SealedShare[] },
  ) => {
    const { cohorts, connector, asked } = parts.get(agency)!;
    if (query.includes('cohortKey')) return { key: cohorts.key(connector) };
    if (query.includes('cohortShares')) return { shares: await cohorts.shares(cohort, asked()) };
    return { tokens: await cohorts.tokens(cohort, shares, asked()) };
  };
  return {
    carried,
    directory,
    people: (agency) => held.get(agency)!,
    truthOf: (agency, count) =>
      new Set(
        counted(agency, count)
          .filter(({ markers }) => !markers.some((one) => one !== 'DECEASED'))
          .map(({ truth }) => truth),
      ),
    async ask(agency, { query, variables }) {
      const answered = await answer(agency, query, variables as never).catch(() => null);
      carried.push({ agency, asked: variables, answered });
      return answered;
    },
  };
}

/** The same half at every agency would be no test: it is drawn by the person and the count. */
function halfOf(truth: string, count: string): boolean {
  let sum = 7;
  for (const letter of `${truth} ${count}`) sum = (sum * 31 + letter.charCodeAt(0)) % 1_000_003;
  return sum % 2 === 0;
}
