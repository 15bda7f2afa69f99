/** E: what an error tells, and what it must not. The last two are held against every answer of the run. */

import { groupOf } from './audit';
import { expectThat } from './expect-that';
import { isRefused, tellReply } from './read-reply';
import type { Reply, Target } from './target';

const CANARY = 'canary-9449303223-Okafor';

/** What a server says of itself when nobody masks it: stacks, paths, hosts, libraries. */
const TELL_TALES =
  /stacktrace|"stack"|\bat \S+ \(.+:\d+:\d+\)|node_modules|Traceback \(most|\.java:\d+\)|ECONNREFUSED|ENOTFOUND|ETIMEDOUT|\b(?:\d{1,3}\.){3}\d{1,3}:\d+|(?:\/home|\/srv|\/usr|\/opt|\/var)\/\w|[A-Z]:\\\\|SQLSTATE|ORA-\d+/;

const errorsOf = ({ body, text }: Reply): string =>
  body?.errors ? JSON.stringify(body.errors) : body?.data === undefined ? text : '';

export const errorAudits = groupOf('E', 'Errors', [
  [
    'MUST',
    'refuse a document that is not GraphQL, or does not fit the schema, with an error and no data',
    async (target) => {
      for (const endpoint of ['/graphql', '/contract'] as const)
        for (const query of ['{ person( }', '{ noSuchField }', '']) {
          const reply = await target.ask({ endpoint, query, streams: target.everything });
          expectThat(isRefused(reply), `expected a refusal at ${endpoint} of "${query}", came ${tellReply(reply)}`);
        }
    },
  ],
  [
    'MUST',
    'repeat no value of a request in an error: errors end in logs',
    async (target) => {
      const wrong = [
        await target.ask({
          endpoint: '/contract',
          query: 'query ($subjects: [Subject!]!) { match(subjects: $subjects) { ref } }',
          variables: { subjects: [{ dateOfBirth: CANARY }] },
          streams: target.everything,
        }),
        await target.ask({
          endpoint: '/contract',
          query: 'query ($refs: [ID!]!) { identity(refs: $refs) { ref } }',
          variables: { refs: [{ nhsNumber: CANARY }] },
          streams: target.everything,
        }),
        await target.ask({
          endpoint: '/contract',
          query: 'query ($measure: ID!) { aggregate(measure: $measure, by: []) { count } }',
          variables: { measure: CANARY },
          streams: target.everything,
        }),
        await target.ask({
          query: `{ _entities(representations: "${CANARY}") { __typename } }`,
          streams: target.everything,
        }),
        await target.ask({
          query: 'query ($of: [_Any!]!) { _entities(representations: $of) { __typename } }',
          variables: { of: CANARY },
          streams: target.everything,
        }),
      ];
      const repeating = wrong.filter(({ text }) => text.includes(CANARY));
      expectThat(
        repeating.length === 0,
        `expected errors in fixed words, came ${repeating.length} of ${wrong.length} with the value sent`,
      );
    },
  ],
  [
    'SHOULD',
    'suggest no field by name to who misspells one',
    async (target) => {
      const near = `${target.shape.personKey}x`;
      const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Person { ${near} } } }`;
      const reply = await target.ask({ query, variables: { of: [] }, streams: target.everything });
      expectThat(!/did you mean/i.test(reply.text), 'expected no suggestion, came one');
    },
  ],
  [
    'SHOULD',
    'give every error an extensions.code',
    async (target) => {
      const bare = target.seen.filter(({ body }) =>
        (body?.errors ?? []).some(({ extensions }) => typeof extensions?.code !== 'string'),
      );
      expectThat(
        bare.length === 0,
        `expected a code on each error, came ${bare.length} answers with one that has none`,
      );
    },
  ],
  [
    'MUST',
    'tell nothing of itself in an error: no stack, path, host or library, in any answer of this run',
    async (target) => {
      const found = target.seen.flatMap((reply) => TELL_TALES.exec(errorsOf(reply))?.[0] ?? []);
      expectThat(
        found.length === 0,
        `expected fixed words, came ${found.length} answers that tell of the server: ${found[0]?.slice(0, 40)}`,
      );
    },
  ],
  [
    'MUST',
    'name nobody in an error: no pointer, in any answer of this run',
    async (target: Target) => {
      const refs = [...target.pointers.open, ...target.pointers.closed.map(({ ref }) => ref)].filter(
        (ref) => ref.length > 3,
      );
      const naming = target.seen.filter((reply) => refs.some((ref) => errorsOf(reply).includes(ref)));
      expectThat(naming.length === 0, `expected no pointer in an error, came ${naming.length} answers with one`);
    },
  ],
]);
