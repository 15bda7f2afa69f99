import {
  GRANT_CLOCK_SKEW_SECONDS,
  GRANT_ISSUER,
  GRANT_LIFETIME_SECONDS,
  type GrantSeal,
  type GrantStatement,
} from '@family-view/schema';
import type { GrantRefusal } from '../errors';
import { digestBody, digestStatement } from './grant-digests';
import { type GrantKeyTimes, openSealsWith } from './grant-keys';
import { readGrant, readSeal, readStatement } from './grant-shape';
import { createMemoryReplayStore } from './memory-replay-store';
import type { ReplayStore } from './replay-store';

/** A GraphQL request as it came over the wire. */
export interface SentRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly extensions?: Readonly<Record<string, unknown>> | null;
}

/** A grant that may be believed, with what it states; or the code of the first rule it broke. */
export type GrantCheck =
  | { readonly outcome: 'granted'; readonly statement: GrantStatement; readonly jti: string }
  | { readonly outcome: 'refused'; readonly code: GrantRefusal };

/** Whose grants are taken, and by which clock. */
export interface GrantRules {
  readonly agency: string;
  readonly jwksUrl: string;
  readonly issuer?: string;
  readonly now: () => Date;
  readonly keyTimes?: GrantKeyTimes;
  /** Where used grants are remembered: by default in this process. */
  readonly replays?: ReplayStore;
}

const refused = (code: GrantRefusal): GrantCheck => ({ outcome: 'refused', code });

/**
 * The agency's own check of each request: that the gateway signed it, just now, for this agency, over exactly this query
 * and these variables, and that it was not used before. In this order, so that nothing is believed before the signature.
 */
export function checkGrantsBy(rules: GrantRules): (request: SentRequest) => Promise<GrantCheck> {
  const openSeal = openSealsWith(rules.jwksUrl, rules.keyTimes);
  const seconds = (): number => rules.now().getTime() / 1000;
  const replays = rules.replays ?? createMemoryReplayStore(seconds());

  return async (request) => {
    const grant = readGrant(request.extensions);
    if (grant === null) return refused('GRANT_MISSING');
    const statement = grant && readStatement(grant.statement);
    if (!grant || !statement) return refused('GRANT_MALFORMED');

    const signed = await openSeal(grant.seal);
    if (signed.outcome === 'refused') return refused(signed.code);
    const seal = readSeal(signed.payload);
    if (!seal) return refused('GRANT_MALFORMED');

    if (seal.iss !== (rules.issuer ?? GRANT_ISSUER)) return refused('GRANT_ISSUER_UNKNOWN');
    const late = judgeAge(seal, seconds(), replays.since);
    if (late) return refused(late);

    const digest = digestStatement(grant.statement);
    if (!seal.digests.includes(digest)) return refused('GRANT_STATEMENT_NOT_SEALED');
    if (statement.agency !== rules.agency) return refused('GRANT_FOR_ANOTHER_AGENCY');
    if (statement.body !== digestBody(request.query, request.variables)) return refused('GRANT_FOR_ANOTHER_REQUEST');

    const forgetAt = seconds() + GRANT_LIFETIME_SECONDS + GRANT_CLOCK_SKEW_SECONDS;
    const remembered = await replays.remember(`${seal.jti} ${digest}`, forgetAt, seconds());
    if (remembered === 'seen before') return refused('GRANT_REPLAYED');
    if (remembered === 'full') return refused('GRANT_MEMORY_FULL');
    return { outcome: 'granted', statement, jti: seal.jti };
  };
}

function judgeAge(seal: GrantSeal, now: number, rememberedSince: number): GrantRefusal | null {
  if (seal.iat > now + GRANT_CLOCK_SKEW_SECONDS) return 'GRANT_NOT_YET_VALID';
  // However late the issuer says it ends, a grant lives no longer than was agreed.
  const endsAt = Math.min(seal.exp, seal.iat + GRANT_LIFETIME_SECONDS);
  return now > endsAt || seal.iat < rememberedSince ? 'GRANT_EXPIRED' : null;
}
