export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which this share of them lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

const LONGEST_MS = 2_000;
const FEWEST = 5;

/** Something to time: `prepare` is not timed and gives what is, which is run `times` over. */
export interface Timed {
  readonly name: string;
  readonly times: number;
  prepare(): () => void;
}

/**
 * Median microseconds of one run of each, in turns: what the machine does meanwhile falls on all of them alike.
 * The first tenth of the turns warms up and is thrown away. What has had its time sits out, once it has had a few turns.
 */
export function timeInTurns(all: readonly Timed[], turns: number): ReadonlyMap<string, number> {
  const taken = new Map<string, number[]>(all.map(({ name }) => [name, []]));
  const spent = new Map<string, number>();
  const warm = Math.ceil(turns / 10);
  for (let turn = 0; turn < turns + warm; turn++) {
    for (const { name, times, prepare } of all) {
      const before = spent.get(name) ?? 0;
      if (before > LONGEST_MS && taken.get(name)!.length >= FEWEST) continue;
      const starts = performance.now();
      const run = prepare();
      const began = process.hrtime.bigint();
      for (let time = 0; time < times; time++) run();
      const microseconds = Number(process.hrtime.bigint() - began) / 1_000 / times;
      spent.set(name, before + performance.now() - starts);
      if (turn >= warm) taken.get(name)!.push(microseconds);
    }
  }
  return new Map([...taken].map(([name, values]) => [name, median(values)]));
}
