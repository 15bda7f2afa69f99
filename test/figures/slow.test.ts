/** An agency that is down, slow or lying, over real HTTP: what the table says, and in what time. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveSubgraphs } from '../../cli/serve-subgraphs';
import { type Fault, type ProxiedAgency, standBefore } from '../faults/agency-behind-a-proxy';
import { type RunningStack, startStack } from '../stack';

const TABLE = `{ measures(measure: "reach", by: [AREA]) {
  complete cells { value reason of ofReason rate } answers { agency part status }
} }`;
/** Far more than the agencies that do answer need, on a machine however busy. */
const FIGURES_TIMEOUT_MS = 8_000;

let stack: RunningStack;
let centre: ProxiedAgency;
beforeAll(async () => {
  stack = await startStack({
    environment: { FIGURES_TIMEOUT_MS: String(FIGURES_TIMEOUT_MS), AGENCY_TIMEOUT_MS: '1500' },
    agencies: async (jwksUrl) => {
      const dataDirectory = mkdtempSync(join(tmpdir(), 'family-view-slow-'));
      const running = await serveSubgraphs({ firstPort: 0, jwksUrl, dataDirectory, without: [], families: 300 });
      const origins = new Map<string, string>(
        [...running.ports].map(([agency, port]) => [agency, `http://127.0.0.1:${port}`]),
      );
      centre = await standBefore(origins.get('childrens-centre')!);
      origins.set('childrens-centre', centre.origin);
      return {
        origins,
        close: async () => {
          await centre.stop();
          await running.close();
          rmSync(dataDirectory, { recursive: true, force: true });
        },
      };
    },
  });
}, 180_000);
afterEach(() => centre.clear());
afterAll(() => stack.close());

interface Told {
  readonly value: number | null;
  readonly reason: string | null;
  readonly of: number | null;
  readonly rate: number | null;
}
const ask = async () => {
  const { body } = await stack.ask('analyst', TABLE);
  const { complete, cells, answers } = body.data.measures as {
    readonly complete: boolean;
    readonly cells: readonly Told[];
    readonly answers: readonly { readonly agency: string; readonly status: string }[];
  };
  return { complete, cells, answers, notices: body.extensions.notices as readonly object[] };
};
const later =
  (milliseconds: number): Fault =>
  ({ status, text }, response) =>
    new Promise((resolve) =>
      setTimeout(() => {
        response.writeHead(status, { 'content-type': 'application/graphql-response+json' }).end(text);
        resolve();
      }, milliseconds).unref(),
    );

test('an agency that takes longer over its counts than a record may take is waited for', async () => {
  centre.turn(later(1_900), '/contract');
  const { complete, cells } = await ask();
  expect(complete).toBe(true);
  expect(cells.some(({ value }) => value !== null)).toBe(true);
});

test.each<[string, Fault, string]>([
  ['is down', (_answer, response) => void response.writeHead(503).end(), 'UNAVAILABLE'],
  [
    'answers with counts that do not add up',
    ({ status, text }, response) =>
      void response
        .writeHead(status, { 'content-type': 'application/graphql-response+json' })
        .end(text.replace(/"count":(\d+)/, (_, count: string) => `"count":${Number(count) + 500}`)),
    'INCONSISTENT',
  ],
  ['is too slow', later(FIGURES_TIMEOUT_MS + 4_000), 'UNAVAILABLE'],
])('one that %s leaves its part out, named, and no rate; the other part stands', async (_what, fault, status) => {
  centre.turn(fault, '/contract');
  const { complete, cells, answers, notices } = await ask();
  expect(complete).toBe(false);
  expect(answers).toEqual([
    { agency: 'childrens-centre', part: 'NUMERATOR', status },
    { agency: 'health', part: 'DENOMINATOR', status: 'ANSWERED' },
  ]);
  expect(cells.every(({ value, reason, rate }) => value === null && rate === null && reason === status)).toBe(true);
  expect(cells.some(({ of }) => of !== null)).toBe(true);
  expect(notices).toContainEqual(expect.objectContaining({ agency: 'childrens-centre', kind: 'UNAVAILABLE' }));
});
