import { collectGarbage } from '../collect-garbage';

/** Reads the gateway's log as it is written. */
export class LogReader {
  private lines: string[] = [];
  write(line: string): void {
    this.lines.push(line);
  }
  forget(): void {
    this.lines = [];
  }
  text(): string {
    return this.lines.join('');
  }
  /** Names of an agency's faults, each once. */
  faultsOf(agency: string): readonly string[] {
    return [...new Set(this.read().flatMap((line) => (line.agency === agency && line.fault ? [line.fault] : [])))];
  }
  alerts(): boolean {
    return this.read().some(({ alert, level }) => alert === true && level === 50);
  }
  private read(): readonly { agency?: string; fault?: string; alert?: boolean; level?: number }[] {
    return this.lines.map((line) => JSON.parse(line));
  }
}

const SAMPLE_MS = 100;

const used = (): number => {
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1_048_576;
};

/** Megabytes that this process holds on to, after a collection: a third of a second of a processor. */
export function heldMegabytes(): number {
  collectGarbage();
  return used();
}

/**
 * Watches what this process holds on to, which the gateway shares with the agencies and the faults: an upper bound. What
 * lies about uncollected is the engine's affair and says nothing of what is held, so a moment that looks worse than `mostMb`
 * is read again after a collection, and no other is: collecting each time would itself hold up what is being watched.
 */
export function watchMemory(
  mostMb: number,
  before: number,
): {
  /** @returns megabytes at the worst moment above those `before` */ stop(): number;
} {
  let most = 0;
  const look = (): void => {
    let grownBy = used() - before;
    if (grownBy > mostMb) grownBy = heldMegabytes() - before;
    most = Math.max(most, grownBy);
  };
  const timer = setInterval(look, SAMPLE_MS);
  return {
    stop() {
      clearInterval(timer);
      look();
      return most;
    },
  };
}

interface Row {
  readonly what: string;
  readonly named: readonly string[];
  readonly slowest: number;
  readonly recovery: number;
  readonly grownBy: number;
}

/** What was measured, printed in a proof or where WEATHER_TABLE is set. */
export class FaultTable {
  private readonly rows: Row[] = [];
  add(row: Row): void {
    this.rows.push(row);
  }
  print(): void {
    if (process.env.PROOF !== '1' && !process.env.WEATHER_TABLE) return;
    const lines = this.rows.map(
      ({ what, named, slowest, recovery, grownBy }) =>
        `| ${what} | ${named.join(', ')} | ${Math.round(slowest)} | ${Math.round(recovery)} | ${Math.round(grownBy)} |`,
    );
    process.stdout.write(
      `\n| health … | in the log | slowest answer, ms | whole again after, ms | memory, MB |\n|---|---|---|---|---|\n${lines.join('\n')}\n`,
    );
  }
}
