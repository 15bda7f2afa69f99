/** What a process in Node that was started with `--trace-gc` says of its collections, of the thread that has most of them. */
export interface Collections {
  /** Kilobytes by which the heap has grown from one scavenge to the next: what each keeps. */
  readonly keptEach: readonly number[];
  /** Megabytes in use after each collection of the whole heap. */
  readonly afterWhole: readonly number[];
  readonly scavenges: number;
}

/** `[12:0x1f] 46 ms: Scavenge 4.5 (5.6) -> 4.1 (6.6) MB, …`, in Node 20 and 24 alike. */
const LINE =
  /^\[\d+:(0x[0-9a-f]+)(?::\d+)?\].* ms: (Scavenge|Mark-Compact)[^\d]*([\d.]+) \([\d.]+\) -> ([\d.]+) \([\d.]+\) MB/;
const KILOBYTES = 1_024;

export function readCollections(said: string): Collections {
  const threads = new Map<string, { readonly isScavenge: boolean; readonly after: number }[]>();
  for (const line of said.split('\n')) {
    const [, thread, kind, , after] = LINE.exec(line) ?? [];
    if (thread === undefined) continue;
    const known = threads.get(thread) ?? [];
    known.push({ isScavenge: kind === 'Scavenge', after: Number(after) });
    threads.set(thread, known);
  }
  const [most = []] = [...threads.values()].sort((a, b) => b.length - a.length);
  const kept = most.flatMap((one, at) => {
    const before = most[at - 1];
    return before?.isScavenge && one.isScavenge ? [(one.after - before.after) * KILOBYTES] : [];
  });
  return {
    keptEach: kept,
    afterWhole: most.flatMap(({ isScavenge, after }) => (isScavenge ? [] : [after])),
    scavenges: most.filter(({ isScavenge }) => isScavenge).length,
  };
}
