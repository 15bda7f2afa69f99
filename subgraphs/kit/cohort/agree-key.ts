/** The key of one cohort: each member adds a share, sealed to the others, so that whoever carries the shares never has it. */
import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { CohortKeys } from './cohort-keys';
import { open, seal } from './hpke';

/** `schema/contract.graphql`, `Cohort`. */
export interface Cohort {
  readonly id: string;
  readonly members: readonly CohortMember[];
}
export interface CohortMember {
  readonly agency: string;
  readonly key: string;
  readonly conditions: readonly CountedCondition[];
}
export interface CountedCondition {
  readonly count: string;
  readonly without: boolean;
  readonly values: readonly { readonly dimension: string; readonly values: readonly string[] }[];
  /** ISO days. */
  readonly from?: string | null;
  readonly to?: string | null;
}
export interface SealedShare {
  readonly from: string;
  readonly to: string;
  readonly sealed: string;
}

const SHARE_BYTES = 32;
const INFO = 'family-view cohort 1';

/** SHA-256 of all that a cohort is, keys too: what is sealed for one cohort is of no use for another. */
function digestOf(cohort: Cohort): Buffer {
  const canonical = canonicalize(cohort);
  if (canonical === undefined) throw new TypeError('expected a cohort that JSON can carry');
  return createHash('sha256').update(canonical).digest();
}

const sealingOf = (digest: Buffer, from: string, to: string) => ({
  info: Buffer.concat([Buffer.from(INFO), digest]),
  aad: Buffer.from(`${from} ${to}`),
});

/** A new share, sealed to each member. */
export function makeShares(cohort: Cohort, agency: string, { own }: Pick<CohortKeys, 'own'>): readonly SealedShare[] {
  const digest = digestOf(cohort);
  const share = randomBytes(SHARE_BYTES);
  return cohort.members.map(({ agency: to, key }) => {
    const sealed = seal(share, { from: own, to: Buffer.from(key, 'base64'), ...sealingOf(digest, agency, to) });
    return { from: agency, to, sealed: sealed.toString('base64') };
  });
}

/** The key, of 32 bytes; null where a share is missing, or is of another cohort, or of somebody else. */
export function openKey(
  cohort: Cohort,
  agency: string,
  { own }: Pick<CohortKeys, 'own'>,
  shares: readonly SealedShare[],
): Buffer | null {
  const digest = digestOf(cohort);
  const opened = cohort.members.map(({ agency: from, key }) => {
    const [mine, ...more] = shares.filter((share) => share.from === from && share.to === agency);
    if (!mine || more.length > 0) return null;
    const sealing = { from: Buffer.from(key, 'base64'), to: own, ...sealingOf(digest, from, agency) };
    const share = open(Buffer.from(mine.sealed, 'base64'), sealing);
    return share?.length === SHARE_BYTES ? share : null;
  });
  const whole = opened.filter((share) => share !== null);
  if (whole.length !== cohort.members.length) return null;
  return Buffer.from(hkdfSync('sha256', Buffer.concat(whole), digest, 'family-view cohort tokens 1', 32));
}
