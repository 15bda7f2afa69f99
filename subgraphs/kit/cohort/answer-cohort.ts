/** An agency's part in a cohort: what it takes part in, how often, and of whom it tells tokens. */
import type { Connector, HeldPerson } from '../connector';
import { PublicError } from '../http/mask-errors';
import type { Veto } from '../veto';
import { type Cohort, makeShares, openKey, type SealedShare } from './agree-key';
import type { CohortKeys } from './cohort-keys';
import { type CohortTokens, writeTokens } from './write-tokens';

const MEMBERS = { least: 2, most: 5 } as const;
const MOST_CONDITIONS = 10;
const MOST_VALUES = 100;
/** A set of people takes long to read, and each tells a little. */
const MOST_AN_HOUR = 120;
const MOST_AN_HOUR_EACH = 40;
const HOUR_MS = 3_600_000;

/** What an agency answers of cohorts. Lasts as long as the agency is served. */
export interface Cohorts {
  /** Its public key, 32 bytes in base64; null where its connector lists nobody. */
  key(connector: Connector): string | null;
  /** Throws `PublicError`: COHORT_REFUSED where it takes no part in this one, COHORTS_TOO_MANY. */
  shares(cohort: Cohort, asked: CohortAsked): Promise<readonly SealedShare[]>;
  /** The same, and where the shares are not of this cohort. */
  tokens(cohort: Cohort, shares: readonly SealedShare[], asked: CohortAsked): Promise<CohortTokens>;
}

export interface CohortAsked {
  readonly connector: Connector;
  readonly veto: Veto;
  /** Who asks, by the grant. */
  readonly requester: string;
}

/** @param onStranger told the name of a member that came with a key it is not known by. */
export function openCohorts(
  agency: string,
  keys: CohortKeys,
  now: () => Date,
  onStranger: (member: string) => void,
): Cohorts {
  const asked: { readonly at: number; readonly by: string }[] = [];

  function takeTurn(by: string): void {
    const at = now().getTime();
    while (asked[0] && asked[0].at <= at - HOUR_MS) asked.shift();
    if (asked.length >= MOST_AN_HOUR || asked.filter((one) => one.by === by).length >= MOST_AN_HOUR_EACH)
      throw new PublicError('Too many cohorts in the last hour', 'COHORTS_TOO_MANY');
    asked.push({ at, by });
  }

  async function check(cohort: Cohort, connector: Connector): Promise<void> {
    const { members } = cohort;
    const own = members.find((one) => one.agency === agency);
    const names = members.map((one) => one.agency);
    const inOrder = names.every((name, at) => at === 0 || names[at - 1]! < name);
    const conditions = members.flatMap((one) => one.conditions);
    const fits =
      members.length >= MEMBERS.least &&
      members.length <= MEMBERS.most &&
      inOrder &&
      names.every((name) => /^[a-z][a-z0-9-]{1,40}$/.test(name)) &&
      own !== undefined &&
      own.conditions.length > 0 &&
      conditions.length <= MOST_CONDITIONS &&
      conditions.every(({ values }) => values.reduce((sum, one) => sum + one.values.length, 0) <= MOST_VALUES) &&
      /^[\w-]{22,64}$/.test(cohort.id);
    if (!fits || !connector.counted) throw refused();
    for (const member of members)
      if (!(await keys.isKnown(member.agency, member.key))) {
        onStranger(member.agency);
        throw refused();
      }
  }

  return {
    key: (connector) => (connector.counted ? keys.own.raw.toString('base64') : null),
    async shares(cohort, { connector, requester }) {
      await check(cohort, connector);
      takeTurn(requester);
      return makeShares(cohort, agency, keys);
    },
    async tokens(cohort, shares, { connector, veto }) {
      await check(cohort, connector);
      const key = openKey(cohort, agency, keys, shares);
      if (!key) throw refused();
      const { conditions } = cohort.members.find((one) => one.agency === agency)!;
      const people = await readSet(conditions, connector, veto);
      const told = writeTokens(people, key);
      if (!told) throw new PublicError('The set has more people than a cohort can have', 'COHORT_REFUSED');
      return told;
    },
  };
}

const refused = (): PublicError => new PublicError('This agency takes no part in this cohort', 'COHORT_REFUSED');

/** Whom the agency's conditions mean, each reference once. Closed records are not among them. */
async function readSet(
  conditions: Cohort['members'][number]['conditions'],
  connector: Connector,
  veto: Veto,
): Promise<readonly HeldPerson[]> {
  const sets = await Promise.all(
    conditions.map(async ({ without, count, values, from, to }) => ({
      without,
      refs: new Set(
        await connector.counted!({
          measure: count,
          where: Object.fromEntries(values.map((one) => [one.dimension, one.values])),
          from: from ?? null,
          to: to ?? null,
        }),
      ),
    })),
  );
  const within = sets.filter(({ without }) => !without);
  const outside = sets.filter(({ without }) => without);
  const [first, ...rest] = within;
  const refs = first
    ? [...first.refs].filter(
        (ref) => rest.every((one) => one.refs.has(ref)) && !outside.some((one) => one.refs.has(ref)),
      )
    : [...new Set(outside.flatMap((one) => [...one.refs]))];
  return (await veto.openPeople(refs)).filter((person) => person !== null);
}
