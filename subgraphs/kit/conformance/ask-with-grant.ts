/** Asking with a grant that is wrong in one way, at both endpoints, and keeping how it was refused. */
import type { GrantRefusal } from '../errors';
import { expectThat } from './expect-that';
import { isRefused, tellReply } from './read-reply';
import type { AuditRequest, Endpoint, Reply, Target } from './target';

export const ENDPOINTS: readonly Endpoint[] = ['/graphql', '/contract'];

/** What a good grant opens, at each endpoint. */
export function goodRequest(target: Target, endpoint: Endpoint): AuditRequest {
  const [ref] = target.two;
  const people = [target.all([ref])];
  const streams = target.everything;
  if (endpoint === '/contract')
    return {
      endpoint,
      query: 'query ($refs: [ID!]!) { identity(refs: $refs) { ref } coverage { currentAsOf } }',
      variables: { refs: [ref] },
      people,
      streams,
    };
  return {
    endpoint,
    query: `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Person { ${target.shape.personKey} ${target.shape.person.selection} } } }`,
    variables: { of: [target.represent(ref)] },
    people,
    streams,
  };
}

export async function askBoth(target: Target, change: Partial<AuditRequest>): Promise<readonly Reply[]> {
  const replies: Reply[] = [];
  for (const endpoint of ENDPOINTS) replies.push(await target.ask({ ...goodRequest(target, endpoint), ...change }));
  return replies;
}

/** Refused at both endpoints. The code and the status are told by G-19 and G-20. */
export const refuses =
  (code: GrantRefusal, change: (target: Target) => Partial<AuditRequest>) =>
  async (target: Target): Promise<void> => {
    for (const reply of await askBoth(target, change(target))) {
      expectThat(isRefused(reply), `expected a refusal (${code}) at ${reply.endpoint}, came ${tellReply(reply)}`);
      told(target).push({ code, reply });
    }
  };

/** The refusals of one run, for what must hold of all of them. */
const refusals = new WeakMap<Target, { readonly code: GrantRefusal; readonly reply: Reply }[]>();
export function told(target: Target) {
  const list = refusals.get(target) ?? [];
  refusals.set(target, list);
  return list;
}

/** What may be told in place of a code, where a server may look at one thing before another. */
export const SAME_AS: Readonly<Record<GrantRefusal, readonly string[]>> = {
  GRANT_MISSING: ['GRANT_MISSING', 'GRANT_MALFORMED'],
  GRANT_MALFORMED: ['GRANT_MALFORMED', 'GRANT_SIGNATURE_INVALID', 'GRANT_MISSING'],
  GRANT_KEYS_UNREACHABLE: ['GRANT_KEYS_UNREACHABLE'],
  GRANT_KEY_UNKNOWN: ['GRANT_KEY_UNKNOWN'],
  GRANT_SIGNATURE_INVALID: ['GRANT_SIGNATURE_INVALID', 'GRANT_MALFORMED', 'GRANT_KEY_UNKNOWN'],
  GRANT_ISSUER_UNKNOWN: ['GRANT_ISSUER_UNKNOWN'],
  GRANT_NOT_YET_VALID: ['GRANT_NOT_YET_VALID'],
  GRANT_EXPIRED: ['GRANT_EXPIRED'],
  GRANT_STATEMENT_NOT_SEALED: ['GRANT_STATEMENT_NOT_SEALED'],
  GRANT_FOR_ANOTHER_AGENCY: ['GRANT_FOR_ANOTHER_AGENCY'],
  GRANT_FOR_ANOTHER_REQUEST: ['GRANT_FOR_ANOTHER_REQUEST'],
  GRANT_REPLAYED: ['GRANT_REPLAYED'],
  GRANT_MEMORY_FULL: ['GRANT_MEMORY_FULL'],
};
