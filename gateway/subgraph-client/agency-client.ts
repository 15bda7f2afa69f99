import type { LookupFunction } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Grant } from '@family-view/schema';
import { Pool } from 'undici';
import type { SerializedRequest } from '../shared/serialize-request';
import type { AgencyTls } from './agency-tls';
import { Breaker, type BreakerSettings, type CallEnd } from './breaker';
import { Bulkhead } from './bulkhead';
import { type CallEnded, callAgency } from './call-agency';
import { type AgencyReply, faulty } from './read-reply';
import { RetryBudget } from './retry-budget';

export type { AgencyError, AgencyReply } from './read-reply';

export interface AgencyClient {
  post(path: '/graphql' | '/contract', body: AgencyRequest, milliseconds: number): Promise<AgencyReply>;
  /** Whether its `/health` says that it is well. Waits for nobody's turn, and counts for nothing. */
  isWell(milliseconds: number): Promise<boolean>;
  close(): Promise<void>;
}

export interface AgencyRequest {
  readonly question: SerializedRequest;
  readonly grant: Grant;
  /** For whom it is asked: waiting for a connection is fair by requester. */
  readonly requester?: string;
  /**
   * Signs the same once more: an agency takes no grant twice. Given only for what changes nothing at the agency, which is
   * then asked a second time where the line failed.
   */
  readonly signAgain?: () => Promise<Grant>;
}

export interface AgencyClientOptions {
  /** Of one answer, packed and unpacked. */
  readonly maxBytes: number;
  readonly tls?: AgencyTls;
  /** How its name is looked up, where not every address will do. */
  readonly lookup?: LookupFunction;
  readonly connections?: number;
  /** Calls that may wait for a connection; one more is told at once that the agency is unavailable. */
  readonly waiting?: number;
  readonly connectTimeout?: number;
  /** How long an agency is given as a rule: one that had less than half of it is not blamed for being late. */
  readonly timeout?: number;
  readonly breaker?: BreakerSettings;
  /** The clock of the breaker. */
  readonly now?: () => number;
}

const CONNECTIONS = 32;
/** Of one requester, while others ask too: a family page needs no more at once. */
const CONNECTIONS_EACH = 4;
const WAITING = 256;
const CONNECT_MS = 1_000;
/** Before a second call, spread so that those who failed together do not come back together. */
const RETRY_AFTER_MS = { least: 20, most: 60 };
/** With less than this left, a second call would only be late too. */
const LEAST_FOR_RETRY_MS = 100;

/**
 * One keep-alive pool to one agency, over HTTP/1.1. Every answer is bounded in time and bytes, and checked before it is
 * believed; an agency in trouble is spared, and so is whoever would wait for it. Trouble is a value, never thrown.
 */
export function createAgencyClient(origin: string, options: AgencyClientOptions): AgencyClient {
  const { connections = CONNECTIONS, connectTimeout = CONNECT_MS, timeout = connectTimeout } = options;
  const pool = new Pool(origin, {
    // One more than may be asked at once, to look whether it is well.
    connections: connections + 1,
    keepAliveTimeout: 60_000,
    allowH2: false,
    connect: {
      ...options.tls,
      ...(options.lookup && { lookup: options.lookup }),
      timeout: connectTimeout,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
    },
  });
  const breaker = new Breaker(options.breaker, options.now);
  const bulkhead = new Bulkhead({
    atOnce: connections,
    each: CONNECTIONS_EACH,
    waiting: options.waiting ?? WAITING,
  });
  const budget = new RetryBudget();

  async function callTwiceAtMost(path: string, request: AgencyRequest, until: number): Promise<CallEnded> {
    const { question, grant, signAgain } = request;
    const call = (one: Grant) => {
      const body = `{"query":${question.query},"variables":${question.variables},"extensions":{"grant":${JSON.stringify(one)}}}`;
      return callAgency(pool, { path, body, maxBytes: options.maxBytes, milliseconds: until - performance.now() });
    };
    budget.earn();
    const first = await call(grant);
    const { retryAfter } = first;
    if (!signAgain || (!first.lineFailed && retryAfter === null)) return first;
    const pause = retryAfter ?? RETRY_AFTER_MS.least + Math.random() * (RETRY_AFTER_MS.most - RETRY_AFTER_MS.least);
    if (until - performance.now() < pause + LEAST_FOR_RETRY_MS) return first;
    // Whoever says when they want to be asked again need not be spared it.
    if (retryAfter === null && !budget.spend()) return first;
    await wait(pause);
    return call(await signAgain());
  }

  return {
    async post(path, request, milliseconds) {
      if (milliseconds <= 0) return faulty('TIMED_OUT');
      if (breaker.refuses()) return faulty('CIRCUIT_OPEN');
      const until = performance.now() + milliseconds;
      const turn = await bulkhead.enter(milliseconds, request.requester);
      if (turn.kind !== 'come') return faulty(turn.kind === 'full' ? 'BULKHEAD_FULL' : 'TIMED_OUT');
      const record = breaker.admit();
      let end: CallEnd = 'says nothing';
      try {
        if (!record) return faulty('CIRCUIT_OPEN');
        const given = until - performance.now();
        const { reply, isUnwell } = await callTwiceAtMost(path, request, until);
        if (!isUnwell) end = 'well';
        else if (!isTimedOut(reply) || given >= timeout / 2) end = 'badly';
        return reply;
      } finally {
        record?.(end);
        turn.end();
      }
    },
    async isWell(milliseconds) {
      try {
        const { statusCode, body } = await pool.request({
          path: '/health',
          method: 'GET',
          signal: AbortSignal.timeout(milliseconds),
        });
        await body.dump();
        return statusCode === 200;
      } catch {
        return false;
      }
    },
    close: () => pool.destroy(),
  };
}

const isTimedOut = (reply: AgencyReply): boolean => reply.kind === 'fault' && reply.fault === 'TIMED_OUT';
