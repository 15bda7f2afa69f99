import { z } from 'zod';
import { FamilyViewError } from '../errors';
import { createFairQueue } from '../shared/fair-queue';
import { EngineFault } from './engine-fault';
import { type LoadedSupergraph, PlannerEnded, type PlannerThread, startPlannerThread } from './planner-thread';
import type { PlanNode } from './query-plan';

export interface PlanningLimits {
  /** Milliseconds that one plan may take, and that one may have waited when its turn comes. */
  readonly planMs: number;
  readonly waitMs: number;
  /** Operations that wait for their plan. */
  readonly waiting: number;
  /** What plans may take of memory before the thread is ended. The engine's five agencies need 60; the nearer the limit, the less of what is used up is kept. */
  readonly memoryMegabytes: number;
}

export const PLANNING_LIMITS: PlanningLimits = { planMs: 2_000, waitMs: 3_000, waiting: 100, memoryMegabytes: 256 };

/** No plan within the limit: the same operation would not be planned a second time either. */
export class PlanOverLimit extends FamilyViewError {
  constructor(limit: string) {
    super(`The operation cannot be planned within ${limit}. Ask for less at a time.`, {
      code: 'PLAN_OVER_LIMIT',
      httpStatus: 400,
    });
  }
}

export class PlannerBusy extends FamilyViewError {
  constructor() {
    super('The planner is overloaded. Retry in a moment.', {
      code: 'PLANNER_BUSY',
      httpStatus: 503,
    });
  }
}

export class PlannerGone extends FamilyViewError {
  constructor(cause: unknown) {
    super('Planning was interrupted. Retry in a moment.', {
      code: 'PLANNER_GONE',
      httpStatus: 503,
      cause,
    });
  }
}

/** Plans on a thread of its own, one operation after another, in turns by requester; a thread that does not come back is replaced. */
export interface Planner {
  readonly supergraph: LoadedSupergraph;
  /** @param who for whom it is planned: turns go round by requester. */
  plan(text: string, who?: string): Promise<PlanNode | null>;
  stop(): Promise<void>;
}

interface Waiting {
  readonly text: string;
  readonly since: number;
  readonly resolve: (plan: PlanNode | null) => void;
  readonly reject: (fault: unknown) => void;
}

// Written by our own thread: only that it is a plan at all is looked at.
const planJson = z.custom<PlanNode>((node) => typeof node === 'object' && node !== null && 'kind' in node).nullable();

/** Loads the supergraph; rejects where it cannot be loaded. */
export async function startPlanner(supergraphSdl: string, limits: PlanningLimits = PLANNING_LIMITS): Promise<Planner> {
  const start = (): PlannerThread => startPlannerThread(supergraphSdl, limits.memoryMegabytes);
  const waiting = createFairQueue<Waiting>(limits.waiting);
  let thread = start();
  let planning = false;
  let stopped = false;
  const supergraph = await thread.loaded;

  async function planNow(text: string): Promise<PlanNode | null> {
    if (thread.ended) thread = start();
    const { loaded } = thread;
    try {
      await loaded;
      return planJson.parse(JSON.parse(await within(limits.planMs, thread.plan(text))));
    } catch (fault) {
      if (fault instanceof PlanOverLimit) await thread.end();
      // Begun at once, so that it has loaded when the next operation comes.
      if (thread.ended && !stopped) thread = start();
      if (!(fault instanceof PlannerEnded)) throw fault instanceof PlanOverLimit ? fault : asEngineFault(fault);
      throw fault.outOfMemory ? new PlanOverLimit(`${limits.memoryMegabytes} MB`) : new PlannerGone(fault);
    }
  }

  async function planWaiting(): Promise<void> {
    if (planning) return;
    planning = true;
    for (let next = waiting.next(); next; next = waiting.next()) {
      if (performance.now() - next.since > limits.waitMs) next.reject(new PlannerBusy());
      else await planNow(next.text).then(next.resolve, next.reject);
    }
    planning = false;
  }

  return {
    supergraph,
    plan(text, who = '') {
      return new Promise((resolve, reject) => {
        if (stopped) return reject(new PlannerGone(undefined));
        waiting.join(who, { text, since: performance.now(), resolve, reject })?.reject(new PlannerBusy());
        void planWaiting();
      });
    },
    async stop() {
      stopped = true;
      for (let next = waiting.next(); next; next = waiting.next()) next.reject(new PlannerGone(undefined));
      await thread.end();
    },
  };
}

const asEngineFault = (fault: unknown): EngineFault => new EngineFault('the operation has no plan', { cause: fault });

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PlanOverLimit(`${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // Whoever is late is heard by nobody.
    work.catch(() => {});
  }
}
