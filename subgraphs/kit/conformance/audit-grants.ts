/** G: the grant. Each is tried at both endpoints. */
import { GRANT_CLOCK_SKEW_SECONDS, GRANT_LIFETIME_SECONDS } from '@family-view/schema';
import { type GrantRefusal, refusalStatus } from '../errors';
import { askBoth, ENDPOINTS, goodRequest, refuses, SAME_AS, told } from './ask-with-grant';
import { groupOf } from './audit';
import { expectThat } from './expect-that';
import { codesOf, isRefused, tellReply } from './read-reply';
import type { Endpoint, Target } from './target';

const seconds = (): number => Math.floor(Date.now() / 1000);

export const grantAudits = groupOf('G', 'The grant', [
  [
    'MUST',
    'answer under a good grant: signed by a published key, just now, for this agency, over this request',
    async (target) => {
      for (const reply of await askBoth(target, {}))
        expectThat(
          reply.body?.data !== undefined && reply.body.data !== null,
          `expected data at ${reply.endpoint}, came ${tellReply(reply)}: does the agency fetch its keys from ${target.forge.jwksUrl}?`,
        );
      expectThat(target.forge.fetched() > 0, `expected the agency to fetch its keys from ${target.forge.jwksUrl}`);
    },
  ],
  ['MUST', 'refuse a request without a grant', refuses('GRANT_MISSING', () => ({ sent: { extensions: undefined } }))],
  [
    'MUST',
    'refuse a grant in another shape than was agreed',
    async (target) => {
      const shapes = [{ grant: 'yes' }, { grant: { statement: '{}', seal: 'a.b.c' } }, { grant: {} }, { grant: [] }];
      for (const extensions of shapes) await refuses('GRANT_MALFORMED', () => ({ sent: { extensions } }))(target);
    },
  ],
  [
    'MUST',
    'refuse a grant signed by a key that is not published',
    refuses('GRANT_KEY_UNKNOWN', () => ({ forging: { signedBy: 'unpublished' } })),
  ],
  [
    'MUST',
    "refuse a grant signed by another key under a published key's id",
    refuses('GRANT_SIGNATURE_INVALID', () => ({ forging: { signedBy: 'stranger' } })),
  ],
  [
    'MUST',
    'refuse a grant that says it needs no signature (alg none)',
    refuses('GRANT_SIGNATURE_INVALID', () => ({ forging: { signedBy: 'none' } })),
  ],
  [
    'MUST',
    'refuse a grant signed with the public key as a shared secret (alg HS256)',
    refuses('GRANT_SIGNATURE_INVALID', () => ({ forging: { signedBy: 'hmac' } })),
  ],
  [
    'MUST',
    'refuse a grant of another issuer',
    refuses('GRANT_ISSUER_UNKNOWN', () => ({ forging: { seal: { iss: 'somebody-else' } } })),
  ],
  [
    'MUST',
    `refuse a grant that is older than ${GRANT_LIFETIME_SECONDS} s`,
    refuses('GRANT_EXPIRED', () => {
      const iat = seconds() - GRANT_LIFETIME_SECONDS - 60;
      return { forging: { seal: { iat, exp: iat + GRANT_LIFETIME_SECONDS } } };
    }),
  ],
  [
    'MUST',
    `refuse a grant that is older than ${GRANT_LIFETIME_SECONDS} s, however late it says that it ends`,
    refuses('GRANT_EXPIRED', () => ({
      forging: { seal: { iat: seconds() - GRANT_LIFETIME_SECONDS - 60, exp: seconds() + 3_600 } },
    })),
  ],
  [
    'MUST',
    `refuse a grant from more than ${GRANT_CLOCK_SKEW_SECONDS} s ahead`,
    refuses('GRANT_NOT_YET_VALID', () => {
      const iat = seconds() + GRANT_CLOCK_SKEW_SECONDS + 60;
      return { forging: { seal: { iat, exp: iat + GRANT_LIFETIME_SECONDS } } };
    }),
  ],
  [
    'MUST',
    'refuse a statement that was altered after it was sealed',
    refuses('GRANT_STATEMENT_NOT_SEALED', () => ({
      forging: {
        alter: (statement) => ({ ...statement, requester: { ...statement.requester, role: 'SOCIAL_WORKER' } }),
      },
    })),
  ],
  [
    'MUST',
    "refuse another agency's grant",
    refuses('GRANT_FOR_ANOTHER_AGENCY', () => ({ stated: { agency: 'another-agency' } })),
  ],
  [
    'MUST',
    'refuse a grant over another query',
    refuses('GRANT_FOR_ANOTHER_REQUEST', () => ({ sent: { query: '{ __typename }', variables: undefined } })),
  ],
  [
    'MUST',
    'refuse a grant over other variables',
    async (target) => {
      const [, other] = target.two;
      const changed: Readonly<Record<Endpoint, unknown>> = {
        '/graphql': { of: [target.represent(other)] },
        '/contract': { refs: [other] },
      };
      for (const endpoint of ENDPOINTS) {
        const reply = await target.ask({ ...goodRequest(target, endpoint), sent: { variables: changed[endpoint] } });
        expectThat(isRefused(reply), `expected a refusal at ${endpoint}, came ${tellReply(reply)}`);
        told(target).push({ code: 'GRANT_FOR_ANOTHER_REQUEST', reply });
      }
    },
  ],
  [
    'MUST',
    'refuse a grant that was used before, at either endpoint',
    async (target) => {
      const query = '{ __typename }';
      for (const [first, second] of [
        ['/graphql', '/graphql'],
        ['/contract', '/contract'],
        ['/graphql', '/contract'],
        ['/contract', '/graphql'],
      ] as const) {
        const body = await grantedBody(target, query);
        const used = await target.post(first, body);
        expectThat(!isRefused(used), `expected { __typename } at ${first}, came ${tellReply(used)}`);
        const again = await target.post(second, body);
        expectThat(
          isRefused(again),
          `expected a refusal at ${second} of what was used at ${first}, came ${tellReply(again)}`,
        );
        told(target).push({ code: 'GRANT_REPLAYED', reply: again });
      }
    },
  ],
  [
    'MUST',
    'answer once a grant that is sent ten times at once',
    async (target) => {
      const body = await grantedBody(target, '{ __typename }');
      const replies = await Promise.all(Array.from({ length: 10 }, () => target.post('/graphql', body)));
      const answered = replies.filter((reply) => !isRefused(reply)).length;
      expectThat(answered === 1, `expected one answer, came ${answered}`);
    },
  ],
  [
    'MUST',
    'refuse a document with two operations: the grant covers the text, not the choice',
    async (target) => {
      for (const endpoint of ENDPOINTS) {
        const query = 'query A { __typename } query B { __typename }';
        const reply = await target.ask({ endpoint, query, sent: { operationName: 'B' } });
        expectThat(isRefused(reply), `expected a refusal at ${endpoint}, came ${tellReply(reply)}`);
      }
    },
  ],
  [
    'SHOULD',
    'tell why a grant is refused by the code of the catalogue',
    async (target) => {
      const wrong = told(target).filter(({ code, reply }) => !SAME_AS[code].includes(codesOf(reply)[0] ?? ''));
      expectThat(told(target).length > 0, 'expected refusals, came none');
      expectThat(
        wrong.length === 0,
        `expected ${[...new Set(wrong.map(({ code, reply }) => `${code}, came ${codesOf(reply).join(' ') || 'no code'}`))].join('; expected ')}`,
      );
    },
  ],
  [
    'SHOULD',
    'refuse with 401 where it is not known who asks, with 403 where the grant does not cover the request',
    async (target) => {
      const wrong = told(target).filter(
        ({ reply }) => ![refusalStatus(codesOf(reply)[0] as GrantRefusal)].includes(reply.status as 401),
      );
      expectThat(
        wrong.length === 0,
        `expected ${[...new Set(wrong.map(({ code, reply }) => `${refusalStatus(code)} for ${code}, came ${reply.status}`))].join('; ')}`,
      );
    },
  ],
  [
    'MUST',
    'take a grant whose variables stand in another order (RFC 8785), as any JSON may be written',
    async (target) => {
      const [ref] = target.two;
      const asking = goodRequest(target, '/graphql');
      const turned = { of: [Object.fromEntries(Object.entries(target.represent(ref)).reverse())] };
      const reply = await target.ask({ ...asking, sent: { variables: turned } });
      expectThat(!isRefused(reply), `expected an answer, came ${tellReply(reply)}`);
    },
  ],
  [
    'SHOULD',
    'take a grant by a key that was published after it started, within 10 s',
    async (target) => {
      await target.forge.rotate();
      const until = Date.now() + 10_000;
      for (;;) {
        const [reply] = await Promise.all([target.ask(goodRequest(target, '/contract')), pause(1_000)]);
        if (!isRefused(reply)) return;
        expectThat(
          Date.now() < until,
          `expected an answer, came ${tellReply(reply)}: is the key list fetched again for a new key id?`,
        );
      }
    },
  ],
]);

async function grantedBody(target: Target, query: string): Promise<string> {
  const grant = await target.forge.grant({ agency: target.shape.name, streams: target.everything }, query);
  return JSON.stringify({ query, extensions: { grant } });
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
