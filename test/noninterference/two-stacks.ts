/** Houses that are alike to the last key, over worlds of the test's own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NamedText } from '@family-view/gateway/policy/read/load-protocols';
import { AGENCIES } from '@family-view/schema';
import { type RunningStack, startStack } from '../stack';
import type { Asking } from './askings';
import { type Call, openDoor, Rounds } from './record-calls';
import type { World } from './world';
import { type Stage, serveWorldAgency, type WorldConnector } from './world-agency';

export interface SerializedRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly explain?: boolean;
}

/** All that came of one question: what the requester sees, what the agencies saw, and the work they did. */
export interface Outcome {
  readonly text: string;
  /** The answer, its status and its headers, without the operation's id. */
  readonly bytes: string;
  readonly calls: readonly Call[];
  /** What each agency's own system was asked, in no order: reads, and not how many rows each brought. */
  readonly work: readonly string[];
  readonly milliseconds: number;
}

export interface WorldStack {
  readonly rounds: Rounds;
  ask(world: World, asking: Asking, question: SerializedRequest): Promise<Outcome>;
  close(): Promise<void>;
}

export interface WorldStackOptions {
  readonly protocols: readonly NamedText[];
  /** Whether proxies stand between the gateway and the agencies: not where time is measured. */
  readonly recorded: boolean;
  readonly spoil?: (connector: WorldConnector) => WorldConnector;
}

const LINKAGE_KEY = '5'.repeat(128);
const NOW = new Date('2026-11-22T10:00:00Z');
/** Headers that tell the day's time, or stand for one request. */
const NEW_EACH_TIME = new Set(['date', 'x-request-id', 'traceparent', 'server-timing']);

export async function startWorldStack({ protocols, recorded, spoil }: WorldStackOptions): Promise<WorldStack> {
  const stage: Stage = { world: new Map(), work: [] };
  const rounds = new Rounds();
  let calls: Call[] = [];
  const kept = mkdtempSync(join(tmpdir(), 'family-view-worlds-'));
  const now = (): Date => NOW;
  const stack: RunningStack = await startStack({
    now,
    protocols,
    environment: { LINKAGE_KEY, AGENCY_TIMEOUT_MS: '30000', OPERATION_DEADLINE_MS: '60000' },
    agencies: async (jwksUrl) => {
      const opened = await Promise.all(
        AGENCIES.map(async (agency) => {
          const behind = await serveWorldAgency(agency, stage, { jwksUrl, dataDirectory: kept, now }, spoil);
          const proxy = recorded
            ? await openDoor(agency, behind.url, rounds, (call) => void calls.push(call))
            : { url: behind.url, close: async () => {} };
          return { agency, url: proxy.url, close: async () => Promise.all([proxy.close(), behind.close()]) };
        }),
      );
      return {
        origins: new Map(opened.map(({ agency, url }) => [agency, url])),
        close: async () => {
          await Promise.all(opened.map((one) => one.close()));
        },
      };
    },
  });
  return {
    rounds,
    async ask(world, { persona, purpose, caseReference }, { query, variables, explain }) {
      stage.world = world;
      stage.work.length = 0;
      calls = [];
      rounds.begin();
      const headers = {
        'content-type': 'application/json',
        authorization: `Bearer ${await stack.token(persona, purpose)}`,
        ...(caseReference === null ? {} : { 'x-case-reference': caseReference }),
        ...(explain ? { 'x-explain': 'true' } : {}),
      };
      const body = JSON.stringify({ query, variables });
      const began = performance.now();
      const response = await fetch(`${stack.url}/graphql`, { method: 'POST', headers, body });
      const text = await response.text();
      const milliseconds = performance.now() - began;
      const kept = [...response.headers].filter(([name]) => !NEW_EACH_TIME.has(name));
      return {
        text,
        bytes: `${response.status} ${JSON.stringify(kept)} ${withoutOperation(text)}`,
        // In which round a busy machine saw a call is compared by itself.
        calls: [...calls].sort((a, b) =>
          JSON.stringify({ ...a, round: 0 }) < JSON.stringify({ ...b, round: 0 }) ? -1 : 1,
        ),
        work: stage.work.map(({ agency, doing }) => `${agency}: ${doing}`).sort(),
        milliseconds,
      };
    },
    async close() {
      await stack.close();
      rmSync(kept, { recursive: true, force: true });
    },
  };
}

/** The trace id keeps its length: an answer that is longer is longer by something else. */
const withoutOperation = (text: string): string =>
  text.replace(/("operation":")([0-9a-f-]{36})(")/, (_, before: string, id: string, after: string) =>
    [before, id.replace(/[0-9a-f]/g, '0'), after].join(''),
  );
