/** What was opened one after another: closed once, the last first. */
export interface Opened {
  add(close: () => unknown): void;
  /** Closes all of it, even where closing one fails. @throws the first failure, afterwards. */
  close(): Promise<void>;
}

export function createOpened(): Opened {
  const closers: (() => unknown)[] = [];
  let closing: Promise<void> | null = null;
  const closeAll = async (): Promise<void> => {
    const faults: unknown[] = [];
    for (const close of closers.toReversed())
      try {
        await close();
      } catch (fault) {
        faults.push(fault);
      }
    if (faults.length > 0) throw faults[0];
  };
  return {
    add: (close) => closers.push(close),
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}
