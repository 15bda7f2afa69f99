import { type Listening, sendJson, startListening } from '@family-view/gateway/fixtures/listening';
import { AGENCIES } from '@family-view/schema';
import { type RunningStack, startStack } from '../stack';

/** One server that is all five agencies: it says when it has been asked, and answers when it is let. */
let agency: Listening;
let heard: Promise<void>;
let letAnswer: () => void;
let stack: RunningStack;
beforeEach(async () => {
  agency = await startListening();
  const may = new Promise<void>((resolve) => {
    letAnswer = resolve;
  });
  heard = new Promise((resolve) => {
    agency.answer = async (_body, response, { url }) => {
      if (url === '/contract') resolve();
      await may;
      sendJson(response, { data: { match: [[]] } });
    };
  });
  stack = await startStack({
    agencies: async () => ({ origins: new Map(AGENCIES.map((one) => [one, agency.origin])), close: agency.close }),
    // Time enough to be answered in, on a machine however busy.
    environment: { SHUTDOWN_NOTICE_MS: '8000', SHUTDOWN_LIMIT_MS: '60000', OPERATION_DEADLINE_MS: '60000' },
  });
});
afterEach(() => stack.close());

async function ask(query: string) {
  const response = await fetch(`${stack.url}/graphql`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await stack.token('head-of-centre')}`,
      'content-type': 'application/json',
      'x-purpose': 'EARLY_HELP',
    },
    body: JSON.stringify({ query }),
  });
  return ((await response.json()) as { data: unknown }).data;
}
const SEARCH =
  '{ findPeople(by: { givenName: "Ada", familyName: "Okafor", dateOfBirth: "2017-03-22" }) { answers { status } } }';

test('a gateway that is to end says that it is not ready first, answers all the same, and then ends', async () => {
  const ended = stack.shutDown();
  const ready = await fetch(`${stack.url}/health/ready`);
  expect([ready.status, await ready.json(), ready.headers.get('connection')]).toEqual([
    503,
    { status: 'not ready' },
    'close',
  ]);
  expect(await ask('{ me { role } }')).toEqual({ me: { role: 'HEAD_OF_CENTRE' } });
  await ended;
  await expect(ask('{ me { role } }')).rejects.toThrow();
});

test('what is under way when nothing new is taken is answered whole', async () => {
  const asked = ask(SEARCH);
  await heard;
  const closed = stack.close();
  letAnswer();
  expect(await asked).toEqual({ findPeople: { answers: AGENCIES.map(() => ({ status: expect.any(String) })) } });
  await closed;
});
