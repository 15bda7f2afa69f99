import { readdirSync, readFileSync } from 'node:fs';
import { treeOf } from './process-tree';

/** Microseconds of processor time so far, by what a process's threads do. */
export interface ThreadUse {
  readonly all: number;
  /** The first thread of the process: of a gateway in Node, the one that runs JavaScript. */
  readonly main: number;
  /** Threads of the process that have written bytes: to the disk, where it is not the first. Node has a pool of them. */
  readonly writing: number;
  /** The others: V8's collector and compiler, and waiting. */
  readonly other: number;
  /** Not used: what threads that could have run waited for a processor. */
  readonly waited: number;
}

const NANOSECONDS = 1_000;

/** Of a process and those it started, as `/proc` has it by thread; NaN where it has not. */
export function readThreadUse(pid: number): ThreadUse {
  const use = { all: 0, main: 0, writing: 0, other: 0, waited: 0 };
  try {
    for (const process of treeOf(pid))
      for (const thread of threadsOf(process)) {
        use.all += thread.microseconds;
        use.waited += thread.waited;
        const isMain = process === pid && thread.id === pid;
        use[isMain ? 'main' : thread.wrote ? 'writing' : 'other'] += thread.microseconds;
      }
    return use;
  } catch {
    return { all: Number.NaN, main: Number.NaN, writing: Number.NaN, other: Number.NaN, waited: Number.NaN };
  }
}

/** What was used between two looks, of each of so many requests. */
export const useEach = (before: ThreadUse, after: ThreadUse, requests: number): ThreadUse => ({
  all: (after.all - before.all) / requests,
  main: (after.main - before.main) / requests,
  writing: (after.writing - before.writing) / requests,
  other: (after.other - before.other) / requests,
  waited: (after.waited - before.waited) / requests,
});

function threadsOf(pid: number) {
  return readdirSync(`/proc/${pid}/task`).flatMap((name) => {
    const at = `/proc/${pid}/task/${name}`;
    try {
      const [ran, waited] = readFileSync(`${at}/schedstat`, 'utf8').split(' ').map(Number) as [number, number];
      const wrote = /^wchar: [1-9]/m.test(readFileSync(`${at}/io`, 'utf8'));
      return [{ id: Number(name), microseconds: ran / NANOSECONDS, waited: waited / NANOSECONDS, wrote }];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}
