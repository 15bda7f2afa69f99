import { type Listening, PLENTY_MS, sendJson, startListening } from '../fixtures/listening';
import { serializeRequest } from '../shared/serialize-request';
import { type AgencyClient, type AgencyClientOptions, createAgencyClient } from './agency-client';
import { BREAKER } from './breaker';

let agency: Listening;
const clients: AgencyClient[] = [];
beforeEach(async () => {
  agency = await startListening();
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await agency.close();
});

/** From here to the test's end, a call's time is over when `passes` says so: not before it was sent, on a busy machine. */
const holdTime = () => {
  jest.useFakeTimers({
    doNotFake: ['Date', 'performance', 'hrtime', 'nextTick', 'queueMicrotask', 'setImmediate', 'setInterval'],
  });
  return {
    async passes(milliseconds: number, isTime = () => true): Promise<void> {
      while (!isTime()) await new Promise(setImmediate);
      jest.advanceTimersByTime(milliseconds);
    },
  };
};
afterEach(() => void jest.useRealTimers());
const QUESTION = { question: serializeRequest('{ a }', {}), grant: { statement: 'first', seal: '' } };
const OPENS_AT_ONCE = { ...BREAKER, leastBad: 3, openMs: 200 };
const NEVER_OPENS = { ...BREAKER, leastBad: Number.POSITIVE_INFINITY };

function clientTo(options: Partial<AgencyClientOptions> = {}) {
  const client = createAgencyClient(agency.origin, { maxBytes: 10_000, breaker: NEVER_OPENS, ...options });
  clients.push(client);
  const ask = async (milliseconds = PLENTY_MS, more: object = {}) => {
    const reply = await client.post('/graphql', { ...QUESTION, ...more }, { forRound: () => milliseconds });
    return reply.kind === 'fault' ? reply.fault : reply.kind;
  };
  return { client, ask };
}
const answers: Listening['answer'] = (_body, response) => sendJson(response, { data: { a: 1 } });
const cuts: Listening['answer'] = (_body, response) => void response.destroy();
const fails: Listening['answer'] = (_body, response) => void response.writeHead(500).end();
const graphql =
  (status: number, body: object): Listening['answer'] =>
  (_body, response) =>
    void response.writeHead(status, { 'content-type': 'application/graphql-response+json' }).end(JSON.stringify(body));
const never: Listening['answer'] = () => {};
const grants = () => agency.received.map(({ extensions }) => extensions.grant.statement);

describe('a question is asked once more', () => {
  const signAgain = async () => ({ statement: 'again', seal: '' });

  test('where the line was cut, with a grant of its own', async () => {
    agency.answer = (...asked) => (agency.received.length === 1 ? cuts : answers)(...asked);
    expect(await clientTo().ask(PLENTY_MS, { signAgain })).toBe('answered');
    expect(grants()).toEqual(['first', 'again']);
  });

  test('where what stands before the agency says that it cannot be reached', async () => {
    agency.answer = (body, response, request) =>
      agency.received.length === 1
        ? void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')
        : answers(body, response, request);
    expect(await clientTo().ask(PLENTY_MS, { signAgain })).toBe('answered');
  });

  test('and not a third time', async () => {
    agency.answer = cuts;
    expect(await clientTo().ask(PLENTY_MS, { signAgain })).toBe('UNREACHABLE');
    expect(grants()).toEqual(['first', 'again']);
  });

  test('never where it may change something', async () => {
    agency.answer = cuts;
    expect(await clientTo().ask()).toBe('UNREACHABLE');
    expect(grants()).toEqual(['first']);
  });

  test.each<[string, Listening['answer'], string]>([
    ['gave an answer that is of no use', fails, 'NOT_GRAPHQL'],
    ['refused the grant', (_b, response) => sendJson(response, {}, 403), 'REFUSED_GRANT'],
  ])('not of an agency that %s', async (_how, answer, fault) => {
    agency.answer = answer;
    expect(await clientTo().ask(PLENTY_MS, { signAgain })).toBe(fault);
    expect(grants()).toEqual(['first']);
  });

  test('not of an agency that took its time', async () => {
    agency.answer = never;
    const time = holdTime();
    const asked = clientTo().ask(200, { signAgain });
    await time.passes(200, () => agency.received.length > 0);
    expect(await asked).toBe('TIMED_OUT');
    expect(grants()).toEqual(['first']);
  });

  const busy =
    (status: number, retryAfter: string, type = 'application/json'): Listening['answer'] =>
    (body, response, request) =>
      agency.received.length === 1
        ? void response.writeHead(status, { 'content-type': type, 'retry-after': retryAfter }).end('{}')
        : answers(body, response, request);

  test.each([
    [429, 'application/json'],
    [503, 'text/html'],
  ])(
    'where it says %d and when to ask again, once that time is over (RFC 9110, section 10.2.3)',
    async (status, type) => {
      agency.answer = busy(status, '0', type);
      expect(await clientTo().ask(PLENTY_MS, { signAgain })).toBe('answered');
      expect(grants()).toEqual(['first', 'again']);
    },
  );

  test('not where that time would be over too late', async () => {
    agency.answer = busy(429, '3600');
    expect(await clientTo().ask(PLENTY_MS, { signAgain })).toBe('NOT_GRAPHQL');
    expect(grants()).toEqual(['first']);
  });

  test('not where no time is left for it', async () => {
    agency.answer = cuts;
    holdTime();
    expect(await clientTo().ask(90, { signAgain })).toBe('UNREACHABLE');
    expect(grants()).toEqual(['first']);
  });

  test('of a hundred that fail, ten times and the one there is to begin with', async () => {
    agency.answer = cuts;
    const { ask } = clientTo();
    for (let call = 0; call < 100; call++) await ask(PLENTY_MS, { signAgain });
    expect(grants().filter((grant) => grant === 'again')).toHaveLength(11);
  });
});

describe('an agency that is not well', () => {
  test('is not asked for a while, is then tried, and is asked again when it is well', async () => {
    agency.answer = fails;
    let now = 0;
    const { ask } = clientTo({ breaker: OPENS_AT_ONCE, now: () => now });
    for (let call = 0; call < 3; call++) expect(await ask()).toBe('NOT_GRAPHQL');
    expect(await ask()).toBe('CIRCUIT_OPEN');
    now += OPENS_AT_ONCE.openMs - 1;
    expect(await ask()).toBe('CIRCUIT_OPEN');
    expect(agency.received).toHaveLength(3);
    now += 1;
    expect(await ask()).toBe('NOT_GRAPHQL');
    expect(await ask()).toBe('CIRCUIT_OPEN');
    expect(agency.received).toHaveLength(4);
    agency.answer = answers;
    now += OPENS_AT_ONCE.openMs;
    expect(await Promise.all(Array.from({ length: 3 }, () => ask()))).toEqual(Array(3).fill('answered'));
    expect(await Promise.all(Array.from({ length: 20 }, () => ask()))).toEqual(Array(20).fill('answered'));
  });

  test('is spared where it is late', async () => {
    agency.answer = never;
    const { ask } = clientTo({ breaker: OPENS_AT_ONCE, timeout: 100, now: () => 0 });
    expect(await Promise.all([ask(100), ask(100), ask(100)])).toEqual(Array(3).fill('TIMED_OUT'));
    expect(await ask(100)).toBe('CIRCUIT_OPEN');
  });

  test('is not blamed for being late where it was given next to no time', async () => {
    agency.answer = never;
    const { ask } = clientTo({ breaker: OPENS_AT_ONCE, timeout: 1_000 });
    for (let call = 0; call < 4; call++) expect(await ask(20)).toBe('TIMED_OUT');
    agency.answer = answers;
    expect(await ask()).toBe('answered');
  });

  test('is not blamed for being late where it answers others meanwhile: it is asked less at once', async () => {
    const late = { ...OPENS_AT_ONCE, leastBad: 1, share: 0 };
    let asked = 0;
    let letLastGo = (): void => {};
    const last = new Promise<void>((go) => {
      letLastGo = go;
    });
    agency.answer = async (body, response, request) => {
      asked += 1;
      // Of eight at once, all but the last are never answered.
      if (asked < 8) return;
      await last;
      answers(body, response, request);
    };
    const time = holdTime();
    const { ask } = clientTo({ breaker: late, timeout: 100, connections: 8 });
    const all = Array.from({ length: 8 }, (_, at) => ask(at < 7 ? 400 : PLENTY_MS));
    while (asked < 8) await new Promise(setImmediate);
    letLastGo();
    await all[7];
    await time.passes(400);
    expect(await Promise.all(all)).toEqual([...Array(7).fill('TIMED_OUT'), 'answered']);
    expect(await ask()).toBe('answered');
  });

  test.each([
    ['errors', (_b, response) => sendJson(response, { errors: [{ message: 'x' }] }), 'ANSWERED_WITH_ERRORS'],
    ['refused grants', (_b, response) => sendJson(response, {}, 401), 'REFUSED_GRANT'],
    [
      'a 400 with a GraphQL answer (GraphQL over HTTP, section 6.4.2)',
      (_b, response) =>
        response
          .writeHead(400, { 'content-type': 'application/graphql-response+json' })
          .end('{"errors":[{"message":"no such argument"}]}'),
      'ANSWERED_WITH_ERRORS',
    ],
    ['a 500 with a GraphQL answer', graphql(500, { errors: [{ message: 'x' }] }), 'ANSWERED_WITH_ERRORS'],
    ['"not found"', (_b, response) => response.writeHead(404).end(), 'NOT_GRAPHQL'],
    ['a page', (_b, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'), 'NOT_GRAPHQL'],
    ['a null for everything', (_b, response) => sendJson(response, { data: null }), 'NOTHING_BUT_NULL'],
    ['"too many"', (_b, response) => response.writeHead(429).end(), 'NOT_GRAPHQL'],
    ['too much', (_b, response) => sendJson(response, { data: { a: 'x'.repeat(20_000) } }), 'TOO_LARGE'],
  ] as readonly (readonly [string, Listening['answer'], string])[])(
    'is not told by %s: one requester’s questions close no agency to the others',
    async (_what, answer, fault) => {
      agency.answer = answer;
      const { ask } = clientTo({ breaker: OPENS_AT_ONCE });
      for (let call = 0; call < 6; call++) expect(await ask()).toBe(fault);
    },
  );
});

describe('many questions at once', () => {
  test('wait within bounds, and one more is told at once', async () => {
    let [most, underWay] = [0, 0];
    let areThree = (): void => {};
    const three = new Promise<void>((resolve) => {
      areThree = resolve;
    });
    const ends: string[] = [];
    const toldSoFar: string[][] = [];
    agency.answer = async (body, response, request) => {
      most = Math.max(most, ++underWay);
      if (underWay === 3) areThree();
      await three;
      toldSoFar.push([...ends]);
      underWay -= 1;
      answers(body, response, request);
    };
    const { ask } = clientTo({ connections: 3, waiting: 4 });
    await Promise.all(Array.from({ length: 10 }, async () => ends.push(await ask(60_000))));
    expect(ends.filter((end) => end === 'answered')).toHaveLength(7);
    // Before anybody is answered.
    expect(toldSoFar[0]).toEqual(Array(3).fill('BULKHEAD_FULL'));
    expect(most).toBe(3);
  });

  test('that wait longer than they may are never sent', async () => {
    agency.answer = never;
    const time = holdTime();
    const { ask } = clientTo({ connections: 1, waiting: 4 });
    const all = [ask(150), ask(80), ask(80)];
    await time.passes(150, () => agency.received.length > 0);
    expect(await Promise.all(all)).toEqual(['TIMED_OUT', 'BULKHEAD_FULL', 'BULKHEAD_FULL']);
    expect(agency.received).toHaveLength(1);
  });

  test('wait for their turn on no time of the agency’s', async () => {
    let letFirstGo = (): void => {};
    const first = new Promise<void>((go) => {
      letFirstGo = go;
    });
    agency.answer = async (body, response, request) => {
      if (agency.received.length === 1) await first;
      answers(body, response, request);
    };
    const { ask, client } = clientTo({ connections: 1, waiting: 4 });
    const before = ask();
    const given: number[] = [PLENTY_MS, PLENTY_MS];
    const looked: number[] = [];
    const waits = client.post('/graphql', QUESTION, {
      forRound: () => {
        looked.push(agency.received.length);
        return given.shift() ?? 0;
      },
    });
    while (agency.received.length < 1) await new Promise(setImmediate);
    letFirstGo();
    expect(await before).toBe('answered');
    expect((await waits).kind).toBe('answered');
    // Once when it came, and once more when its turn had.
    expect(looked).toEqual([0, 1]);
  });

  test('leave room to look whether it is well', async () => {
    agency.answer = (_body, response, { url }) => (url === '/health' ? response.writeHead(200).end() : undefined);
    const { ask, client } = clientTo({ connections: 1 });
    const asked = ask(300);
    expect(await client.isWell(PLENTY_MS)).toBe(true);
    expect(await asked).toBe('TIMED_OUT');
  });
});
