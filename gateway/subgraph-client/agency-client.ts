import type { LookupFunction } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Grant } from '@family-view/schema';
import { Pool } from 'undici';
import type { SerializedRequest } from '../shared/serialize-request';
import { type AdmittedCall, AgencyInstances } from './agency-instances';
import { AgencyLoad } from './agency-load';
import type { AgencyTls } from './agency-tls';
import type { Breaker, BreakerSettings, CallEnd } from './breaker';
import { Bulkhead } from './bulkhead';
import { type CallEnded, callAgency } from './call-agency';
import { type AgencyReply, faulty } from './read-reply';
import { RetryBudget } from './retry-budget';
import { writeGrant } from './sign-grants';
import type { AgencyFault, Deadline } from './types';

export type { AgencyError, AgencyReply } from './read-reply';

export interface AgencyClient {
  /** @param time from now to its turn, and from its turn to the last byte: waiting for a turn is no time of the agency's. */
  post(path: '/graphql' | '/contract', body: AgencyRequest, time: Pick<Deadline, 'forRound'>): Promise<AgencyReply>;
  /** Whether its `/health` says that it is well. Waits for nobody's turn, and counts for nothing. */
  isWell(milliseconds: number): Promise<boolean>;
  /** How it is asked now. */
  state(): AgencyState;
  /** What it has to do for the operations that have begun. */
  readonly load: AgencyLoad;
  /** Whether its last answer took the grant that came with the question; null: it has answered nothing yet. */
  takesGrants(): boolean | null;
  close(): Promise<void>;
}

export interface AgencyState {
  readonly breaker: Breaker['state'];
  /** Calls that it may be asked at once. */
  readonly limit: number;
  readonly underWay: number;
  readonly waiting: number;
  /** Milliseconds that a call would wait for its turn. */
  readonly wait: number;
}

/** How a call has ended: `answered` or a fault; why it was not reached, where that has a name; and how long it took once it was sent. */
export interface EndedCall {
  readonly outcome: 'answered' | AgencyFault;
  readonly cause: string | null;
  /** Null: nothing was sent. */
  readonly milliseconds: number | null;
}

export interface AgencyRequest {
  readonly question: SerializedRequest;
  readonly grant: Grant;
  /** For whom it is asked: waiting for a connection is fair by requester. */
  readonly requester?: string;
  /** W3C Trace Context. */
  readonly traceparent?: string | null;
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
  /** Hears of each call. */
  readonly onCall?: (call: EndedCall) => void;
}

const CONNECTIONS = 32;
/** Of one requester, while others ask too: a family page needs no more at once. */
const CONNECTIONS_EACH = 4;
/** An agency that is late with so few calls at once is not late for their number. */
const LEAST_CONNECTIONS = 4;
const WAITING = 256;
/** Of the time that a call is given: an answer that took longer, among many, came late for their number. */
const SLOW_FROM = 0.25;
/** Of the same: how long the calls of one operation may wait for others'. */
const LONGEST_WAIT = 0.5;
const CONNECT_MS = 1_000;
/** Before a second call, spread so that those who failed together do not come back together. */
const RETRY_AFTER_MS = { least: 20, most: 60 };
/** With less than this left, a second call would only be late too. */
const LEAST_FOR_RETRY_MS = 100;

/**
 * Keep-alive pools to the instances of one agency, over HTTP/1.1. Every answer is bounded in time and bytes, and checked before it is
 * believed; an agency in trouble is spared, and so is whoever would wait for it. Trouble is a value, never thrown.
 */
export function createAgencyClient(address: string, options: AgencyClientOptions): AgencyClient {
  const {
    connections = CONNECTIONS,
    connectTimeout = CONNECT_MS,
    timeout = connectTimeout,
    onCall = () => {},
  } = options;
  const open = (origin: string): Pool =>
    new Pool(origin, {
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
  const instances = new AgencyInstances(address, open, options);
  const bulkhead = new Bulkhead({
    atOnce: connections * instances.count,
    leastAtOnce: LEAST_CONNECTIONS,
    each: CONNECTIONS_EACH,
    slowFrom: timeout * SLOW_FROM,
    waiting: options.waiting ?? WAITING,
  });
  const load = new AgencyLoad({
    limit: () => bulkhead.limit,
    isSpared: () => instances.refuses(),
    longestWait: timeout * LONGEST_WAIT,
  });
  const budget = new RetryBudget();
  let takesGrants: boolean | null = null;

  const howEnded = ({ reply, isUnwell }: CallEnded, wasItsFault: () => boolean): CallEnd => {
    if (!isUnwell) return 'well';
    return !isTimedOut(reply) || wasItsFault() ? 'badly' : 'says nothing';
  };

  /** A second call goes to another instance, where there is one. */
  async function callTwiceAtMost(path: string, request: AgencyRequest, until: number, firstAt: AdmittedCall) {
    const { question, grant, signAgain, traceparent } = request;
    const call = ({ pool }: AdmittedCall, one: Grant) => {
      const body = `{"query":${question.query},"variables":${question.variables},"extensions":{"grant":${writeGrant(one)}}}`;
      const milliseconds = until - performance.now();
      return callAgency(pool, { path, body, maxBytes: options.maxBytes, milliseconds, traceparent });
    };
    budget.earn();
    const first = await call(firstAt, grant);
    const { retryAfter } = first;
    const once = { ended: first, at: firstAt };
    if (!signAgain || (!first.lineFailed && retryAfter === null)) return once;
    const pause = retryAfter ?? RETRY_AFTER_MS.least + Math.random() * (RETRY_AFTER_MS.most - RETRY_AFTER_MS.least);
    if (until - performance.now() < pause + LEAST_FOR_RETRY_MS) return once;
    // Whoever says when they want to be asked again need not be spared it.
    if (retryAfter === null && !budget.spend()) return once;
    const other = instances.admit(firstAt);
    if (other) firstAt.end(howEnded(first, () => false));
    const at = other ?? firstAt;
    try {
      await wait(pause);
      return { ended: await call(at, await signAgain()), at };
    } catch (fault) {
      at.end('says nothing');
      throw fault;
    }
  }

  const unsent = (fault: AgencyFault): AgencyReply => {
    onCall({ outcome: fault, cause: null, milliseconds: null });
    return faulty(fault);
  };

  return {
    async post(path, request, time) {
      const longestWait = time.forRound();
      if (longestWait <= 0) return unsent('TIMED_OUT');
      if (instances.refuses()) return unsent('CIRCUIT_OPEN');
      const turn = await bulkhead.enter(longestWait, request.requester);
      // Nothing was sent: whoever waited too long waited for us.
      if (turn.kind !== 'come') return unsent(bulkhead.isBusy(timeout) ? 'BUSY' : 'BULKHEAD_FULL');
      try {
        const admitted = instances.admit();
        if (!admitted) return unsent('CIRCUIT_OPEN');
        const began = performance.now();
        const given = time.forRound();
        const { ended, at } = await callTwiceAtMost(path, request, began + given, admitted);
        const { reply, cause } = ended;
        const milliseconds = performance.now() - began;
        onCall({ outcome: reply.kind === 'fault' ? reply.fault : 'answered', cause, milliseconds });
        const how = howEnded(ended, () => given >= timeout / 2 && !bulkhead.late(path, began));
        at.end(how);
        if (how === 'well') {
          bulkhead.answered(path, { began, milliseconds, among: turn.among });
          load.answered(milliseconds);
        }
        if (reply.kind === 'answered' || reply.fault === 'ANSWERED_WITH_ERRORS') takesGrants = true;
        else if (reply.fault === 'REFUSED_GRANT') takesGrants = false;
        return reply;
      } finally {
        turn.end();
      }
    },
    load,
    state: () => ({ breaker: instances.state, limit: bulkhead.limit, ...bulkhead.calls, wait: load.wait }),
    takesGrants: () => takesGrants,
    isWell: (milliseconds) => instances.isWell(milliseconds),
    close: () => instances.close(),
  };
}

const isTimedOut = (reply: AgencyReply): boolean => reply.kind === 'fault' && reply.fault === 'TIMED_OUT';
