/** One line of the log. */
export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  readonly about: Readonly<Record<string, unknown>>;
}

export interface SummedLog {
  /** @param kind what makes two lines the same: of those within a minute the first is written, and how many followed. */
  write(line: LogLine, kind: string): void;
  close(): void;
}

const WINDOW_MS = 60_000;
const MOST_KINDS = 500;

/** Writes the first of what repeats, and once a minute how often it did: an agency that is down fills no disk. */
export function sumRepeated(write: (line: LogLine) => void, windowMs = WINDOW_MS): SummedLog {
  const repeated = new Map<string, { readonly line: LogLine; times: number }>();
  const tell = (): void => {
    for (const [kind, { line, times }] of repeated) {
      repeated.delete(kind);
      // What was asked by one request is said of it alone.
      const { operation: _, ...about } = line.about;
      if (times > 0) write({ ...line, about: { ...about, times, seconds: windowMs / 1_000 } });
    }
  };
  const timer = setInterval(tell, windowMs).unref();
  return {
    write(line, kind) {
      const before = repeated.get(kind);
      if (before) {
        before.times += 1;
        return;
      }
      if (repeated.size >= MOST_KINDS) tell();
      repeated.set(kind, { line, times: 0 });
      write(line);
    },
    close() {
      clearInterval(timer);
      tell();
    },
  };
}
