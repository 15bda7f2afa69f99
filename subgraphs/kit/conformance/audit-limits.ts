/** L: no request holds the agency up. */
import { connect } from 'node:net';
import { groupOf } from './audit';
import { expectThat } from './expect-that';
import { isRefused, tellReply } from './read-reply';
import type { Target } from './target';

const TIME_LIMIT_MS = 10_000;

/** Still there, and still answering. */
async function stillAnswers(target: Target): Promise<void> {
  const reply = await target.ask({
    endpoint: '/contract',
    query: '{ coverage { currentAsOf } }',
    streams: target.everything,
  });
  expectThat(!isRefused(reply), `expected the next request to be answered, came ${tellReply(reply)}`);
  expectThat(reply.milliseconds < TIME_LIMIT_MS, 'expected the next request to be answered at once, came a wait');
}

export const limitAudits = groupOf('L', 'Limits', [
  [
    'MUST',
    'refuse a body of four megabytes, and go on',
    async (target) => {
      const query = `{ __typename } #${'x'.repeat(4_000_000)}`;
      const reply = await target.ask({ query, streams: target.everything }).catch(() => null);
      expectThat(reply === null || isRefused(reply), `expected a refusal, came ${reply && tellReply(reply)}`);
      await stillAnswers(target);
    },
  ],
  [
    'MUST',
    'refuse or answer within 10 s a document of thirty thousand aliases, and one that is nested five thousand deep, and go on',
    async (target) => {
      const wide = `{ ${Array.from({ length: 30_000 }, (_, at) => `a${at}: __typename`).join(' ')} }`;
      const deep = `${'{ a '.repeat(5_000)}${'}'.repeat(5_000)}`;
      for (const query of [wide, deep]) {
        const reply = await target.ask({ query, streams: target.everything });
        expectThat(
          reply.milliseconds < TIME_LIMIT_MS,
          `expected an end within 10 s, came ${Math.round(reply.milliseconds / 1000)} s`,
        );
      }
      await stillAnswers(target);
    },
  ],
  [
    'MUST',
    'answer others while one request never ends its body',
    async (target) => {
      const { hostname, port } = new URL(target.url);
      const socket = connect({ host: hostname, port: Number(port || 80) });
      socket.on('error', () => undefined);
      try {
        socket.write(
          `POST /graphql HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"query":`,
        );
        await stillAnswers(target);
      } finally {
        socket.destroy();
      }
    },
  ],
  [
    'SHOULD',
    'refuse a question about more than a thousand refs',
    async (target) => {
      const refs = Array.from({ length: 5_000 }, (_, at) => `no-such-person-${at}`);
      const reply = await target.ask({
        endpoint: '/contract',
        query: 'query ($refs: [ID!]!) { identity(refs: $refs) { ref } }',
        variables: { refs },
        people: [target.all(refs)],
      });
      expectThat(isRefused(reply), `expected a refusal, came ${tellReply(reply)}`);
    },
  ],
  [
    'MUST',
    'end every request of this run within 10 s',
    async (target) => {
      const late = target.seen.filter(({ milliseconds }) => milliseconds > TIME_LIMIT_MS);
      expectThat(late.length === 0, `expected every answer within 10 s, came ${late.length} later`);
    },
  ],
]);
