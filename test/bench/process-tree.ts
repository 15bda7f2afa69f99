import { readdirSync, readFileSync } from 'node:fs';

export interface TreeUse {
  /** Of the process and all that it started. */
  readonly cpuMilliseconds: number;
  readonly residentMegabytes: number;
}

/** `sysconf(_SC_CLK_TCK)`: a hundred on every Linux that Node runs on. */
const MILLISECONDS_A_TICK = 10;
const PAGE_BYTES = 4_096;

/** What a process and those it started have used, as `/proc` has it; null where there is no `/proc`. */
export function readTreeUse(pid: number): TreeUse | null {
  const processes = readProcesses();
  if (!processes) return null;
  const tree = treeIn(processes, pid);
  let ticks = 0;
  let pages = 0;
  for (const id of tree) {
    ticks += processes.get(id)?.ticks ?? 0;
    pages += processes.get(id)?.pages ?? 0;
  }
  return { cpuMilliseconds: ticks * MILLISECONDS_A_TICK, residentMegabytes: (pages * PAGE_BYTES) / 1_048_576 };
}

/** A process and those it started; none where there is no `/proc`. */
export const treeOf = (pid: number): ReadonlySet<number> => treeIn(readProcesses() ?? new Map(), pid);

interface Process {
  readonly parent: number;
  readonly ticks: number;
  readonly pages: number;
}

function readProcesses(): ReadonlyMap<number, Process> | null {
  const processes = new Map<number, Process>();
  try {
    for (const name of readdirSync('/proc')) if (/^\d+$/.test(name)) readOne(Number(name), processes);
    return processes;
  } catch {
    return null;
  }
}

function treeIn(processes: ReadonlyMap<number, Process>, pid: number): ReadonlySet<number> {
  const tree = new Set([pid]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [id, { parent }] of processes) {
      if (!tree.has(parent) || tree.has(id)) continue;
      tree.add(id);
      grown = true;
    }
  }
  return tree;
}

function readOne(pid: number, into: Map<number, Process>): void {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold blanks.
    const after = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const at = (place: number): number => Number(after[place - 3]);
    into.set(pid, { parent: at(4), ticks: at(14) + at(15), pages: at(24) });
  } catch {
    // It has ended meanwhile.
  }
}
