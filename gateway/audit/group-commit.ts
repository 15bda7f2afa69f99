import { AuditUnavailable } from './errors';

/** Writes in groups: what arrives in one turn of the event loop, or while the disk is busy, is committed together. */
export interface GroupCommit<Record> {
  write(record: Record): Promise<void>;
  /** Waits for what is under way; whatever comes after rejects. */
  close(): Promise<void>;
}

interface Waiting<Record> {
  readonly record: Record;
  readonly resolve: () => void;
  readonly reject: (error: AuditUnavailable) => void;
}

/** Records in one transaction at most, so that a crowd cannot make one commit long. */
const LARGEST_GROUP = 256;

/**
 * @param patience milliseconds to wait for the disk. Then everyone waiting is refused, and so is who comes after, until
 * the disk answers: a gateway that cannot record must say so, not hold its requesters.
 */
export function groupCommits<Record>(
  commit: (records: readonly Record[]) => Promise<void>,
  patience: number,
): GroupCommit<Record> {
  const waiting: Waiting<Record>[] = [];
  let running: Promise<void> | null = null;
  let stalled: AuditUnavailable | null = null;
  let closed = false;

  const refuse = (group: readonly Waiting<Record>[], error: AuditUnavailable) => {
    for (const one of group) one.reject(error);
  };

  const commitGroup = async (group: readonly Waiting<Record>[]): Promise<void> => {
    const timer = setTimeout(() => {
      stalled = new AuditUnavailable('the disk does not answer');
      refuse(group, stalled);
      refuse(waiting.splice(0), stalled);
    }, patience);
    try {
      await commit(group.map(({ record }) => record));
      for (const one of group) one.resolve();
    } catch (cause) {
      refuse(group, cause instanceof AuditUnavailable ? cause : new AuditUnavailable('the write failed', cause));
    } finally {
      clearTimeout(timer);
      stalled = null;
    }
  };

  const run = async (): Promise<void> => {
    await new Promise((turn) => setImmediate(turn));
    while (waiting.length > 0) await commitGroup(waiting.splice(0, LARGEST_GROUP));
    running = null;
  };

  return {
    write(record) {
      if (closed) return Promise.reject(new AuditUnavailable('it is closed'));
      if (stalled) return Promise.reject(stalled);
      return new Promise((resolve, reject) => {
        waiting.push({ record, resolve, reject });
        running ??= run();
      });
    },
    async close() {
      closed = true;
      await running;
    },
  };
}
