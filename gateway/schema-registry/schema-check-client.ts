import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { FamilyViewError } from '../errors';
import type { ComparedProposal, Proposal } from '../policy/diff/compare-proposal';
import { keepRead } from '../policy/read/load-protocols';
import { startThread } from '../shared/start-thread';
import { refused } from './findings';
import type { ProposedChange } from './proposed-change';
import type { ReadSupergraph } from './read-supergraph';
import type { SchemaCheckResult } from './schema-check';
import type { Comparison, VersionDiff } from './version-diff';

export interface SchemaCheckLimits {
  readonly milliseconds: number;
  readonly memoryMegabytes: number;
}

/** Fifty agencies are composed in about four seconds. */
export const SCHEMA_CHECK_LIMITS: SchemaCheckLimits = { milliseconds: 30_000, memoryMegabytes: 1_024 };
/** A protocol of the longest that is read takes a tenth of this. */
export const PROPOSAL_LIMITS: SchemaCheckLimits = { milliseconds: 10_000, memoryMegabytes: 256 };
const IDLE_MS = 60_000;

export interface SchemaCheck {
  /** One errand after another. Over the limits a change is refused like any other. @throws {SchemaCheckFailed} */
  run(change: ProposedChange): Promise<SchemaCheckResult>;
  compare(before: VersionDiff, after: VersionDiff): Promise<Comparison>;
  read(supergraphSdl: string): Promise<ReadSupergraph>;
  /** Over the limits a proposal is refused like any other. */
  compareProposal(proposal: Proposal): Promise<ComparedProposal>;
  close(): Promise<void>;
}

/** Judging failed by what it was given beside the change: a protocol that cannot be read. */
export class SchemaCheckFailed extends FamilyViewError {
  constructor(reason: string, code: string | null) {
    super(reason, { code: code ?? 'SCHEMA_CHECK_FAILED' });
  }
}

class OverLimit extends FamilyViewError {
  constructor(limit: string) {
    super(`It cannot be read and checked within ${limit}. Make it shorter, or simpler.`, {
      code: 'OVER_LIMIT',
      httpStatus: 422,
    });
  }
}

type Answer =
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly reason: string; readonly code: string | null };

/**
 * Composes and checks on a thread of its own, with limits of time and memory; begun when there is something to judge.
 * @param idleMs how long the thread waits for another question before it gives its memory back.
 */
export function startSchemaCheck(limits: SchemaCheckLimits = SCHEMA_CHECK_LIMITS, idleMs = IDLE_MS): SchemaCheck {
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const thread = (): Worker => {
    if (worker) return worker;
    const begun = startThread(join(__dirname, 'schema-check-thread.cjs'), {
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMegabytes, stackSizeMb: 8 },
    });
    begun.once('exit', () => {
      if (worker === begun) worker = null;
    });
    worker = begun;
    return begun;
  };
  const end = async (): Promise<void> => {
    const ending = worker;
    worker = null;
    await ending?.terminate();
  };

  async function runNow(errand: Errand, given: unknown): Promise<unknown> {
    clearTimeout(idle);
    const asked = thread();
    asked.ref();
    try {
      const answer = await answerOf(asked, { errand, given }, limits.milliseconds);
      if (answer.kind === 'failed') throw new SchemaCheckFailed(answer.reason, answer.code);
      return answer.result;
    } catch (fault) {
      if (fault instanceof SchemaCheckFailed) throw fault;
      await end();
      throw new OverLimit(fault instanceof Late ? `${limits.milliseconds} ms` : `${limits.memoryMegabytes} MB`);
    } finally {
      asked.unref();
      idle = setTimeout(() => void end(), idleMs);
      idle.unref();
    }
  }
  const run = <T>(errand: Errand, given: unknown): Promise<T> => {
    const running = last.then(() => runNow(errand, given));
    last = running.catch(() => {});
    return running as Promise<T>;
  };

  return {
    async run(change) {
      const began = performance.now();
      try {
        const checkResult = await run<SchemaCheckResult>('schemaCheck', change);
        keepRead(change.protocols, checkResult.documents);
        return checkResult;
      } catch (fault) {
        if (!(fault instanceof OverLimit)) throw fault;
        const findings = [refused('OVER_LIMIT', fault.message)];
        const milliseconds = performance.now() - began;
        const none = { changes: [], breaks: [], openings: [], documents: [] };
        return { findings, supergraphSdl: null, read: null, ...none, milliseconds };
      }
    },
    compare: (before, after) => run('compare', { before, after }),
    read: (supergraphSdl) => run('read', supergraphSdl),
    compareProposal: (proposal) =>
      run<ComparedProposal>('compareProposal', proposal).catch((fault: unknown) => {
        if (!(fault instanceof OverLimit)) throw fault;
        return { kind: 'refused', message: fault.message };
      }),
    async close() {
      clearTimeout(idle);
      await end();
    },
  };
}

type Errand = 'schemaCheck' | 'compare' | 'read' | 'compareProposal';
class Late extends Error {}

function answerOf(worker: Worker, question: object, milliseconds: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(new Late())), milliseconds);
    const settle = (then: () => void): void => {
      clearTimeout(timer);
      worker.off('message', answered).off('error', failed).off('exit', ended);
      then();
    };
    const answered = (answer: Answer): void => settle(() => resolve(answer));
    const failed = (fault: Error): void => settle(() => reject(fault));
    const ended = (): void => settle(() => reject(new Error('the thread that judges has ended')));
    worker.on('message', answered).on('error', failed).on('exit', ended);
    worker.postMessage(question);
  });
}
