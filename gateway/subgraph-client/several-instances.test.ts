import { type Listening, PLENTY_MS, sendJson, startListening } from '../fixtures/listening';
import { serializeRequest } from '../shared/serialize-request';
import { type AgencyClient, createAgencyClient } from './agency-client';
import { BREAKER } from './breaker';

const QUESTION = {
  question: serializeRequest('{ a }', {}),
  grant: { statement: 'first', seal: '' },
  signAgain: async () => ({ statement: 'again', seal: '' }),
};
const answers: Listening['answer'] = (_body, response) => sendJson(response, { data: { a: 1 } });
const cuts: Listening['answer'] = (_body, response) => void response.destroy();

let agencies: readonly [Listening, Listening];
let client: AgencyClient;
const open = (options: object = {}): void => {
  const address = agencies.map(({ origin }) => origin).join('|');
  client = createAgencyClient(address, { maxBytes: 10_000, ...options });
};
const ask = async (question: object = QUESTION) => {
  const reply = await client.post('/graphql', question as typeof QUESTION, { forRound: () => PLENTY_MS });
  return reply.kind === 'fault' ? reply.fault : reply.kind;
};
const heard = () => agencies.map(({ received }) => received.length);
beforeEach(async () => {
  agencies = [await startListening(), await startListening()];
  for (const agency of agencies) agency.answer = answers;
});
afterEach(async () => {
  await client.close();
  await Promise.all(agencies.map((agency) => agency.close()));
});

test('calls at once are shared among the instances of an agency', async () => {
  open();
  const waiting: (() => void)[] = [];
  for (const agency of agencies)
    agency.answer = (body, response, request) => void waiting.push(() => answers(body, response, request));
  const asked = Array.from({ length: 4 }, () => ask());
  while (waiting.length < 4) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(heard()).toEqual([2, 2]);
  for (const end of waiting) end();
  expect(await Promise.all(asked)).toEqual(Array(4).fill('answered'));
});

test('where the line to one is cut the other is asked, with a grant of its own', async () => {
  open();
  agencies[0].answer = cuts;
  expect(await ask()).toBe('answered');
  expect(agencies.map(({ received }) => received.map(({ extensions }) => extensions.grant.statement))).toEqual([
    ['first'],
    ['again'],
  ]);
});

test('one that is not well is spared, and the agency is asked at the other; where none is well it is not asked', async () => {
  open({ breaker: { ...BREAKER, leastBad: 2 } });
  agencies[0].answer = cuts;
  // What may change something is not asked twice: the fault is told.
  const once = { ...QUESTION, signAgain: undefined };
  const ends = [];
  for (let call = 0; call < 6; call += 1) ends.push(await ask(once));
  expect(ends.filter((end) => end === 'UNREACHABLE')).toHaveLength(2);
  expect(agencies[0].received).toHaveLength(2);
  expect(client.state().breaker).toBe('closed');
  agencies[1].answer = cuts;
  for (let call = 0; call < 20; call += 1) await ask(once);
  expect([await ask(once), client.state().breaker]).toEqual(['CIRCUIT_OPEN', 'open']);
});

test('one whose /health says that it is not well is asked only where the other is not, either', async () => {
  open();
  agencies[0].answer = (_body, response, request) =>
    request.url === '/health' ? void response.writeHead(503).end() : answers(_body, response, request);
  expect(await client.isWell(PLENTY_MS)).toBe(true);
  const [before] = heard();
  for (let call = 0; call < 5; call += 1) expect(await ask()).toBe('answered');
  expect(heard()[0]).toBe(before);
});
