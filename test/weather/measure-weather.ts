import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

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

const SAMPLE_MS = 300;

/**
 * Watches what this process holds on to, which the gateway shares with the agencies and the weather: an upper bound. Read
 * after each collection: when rubbish is collected is the engine's affair, and says nothing of what is held.
 */
export function watchMemory(): {
  /** @returns megabytes at the worst moment above those at the start */ stop(): number;
} {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const used = (): number => {
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  collect();
  const before = used();
  let most = before;
  const timer = setInterval(() => {
    collect();
    most = Math.max(most, used());
  }, SAMPLE_MS);
  return {
    stop() {
      clearInterval(timer);
      collect();
      return (Math.max(most, used()) - before) / 1_048_576;
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
export class WeatherTable {
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
