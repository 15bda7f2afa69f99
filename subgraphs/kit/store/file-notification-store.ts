import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { rememberClaims } from './claims';
import { undoing } from './decision-lines';
import { appendForOwner, appendTo, readLines } from './jsonl-file';
import {
  isForWorklist,
  type KeptEvent,
  type NotedRight,
  type NotificationStore,
  rightOf,
  type StaffWorklist,
} from './notification-store';

const keptNotification = z.object({
  at: z.string(),
  reference: z.string().optional(),
  claimed: z.object({ requester: z.string(), refs: z.array(z.string()), until: z.string() }).optional(),
  kind: z.string().optional(),
  refs: z.array(z.string()).optional(),
});

const notificationsFile = (directory: string): string => join(directory, 'notifications.jsonl');

/** Events as lines of `notifications.jsonl` in one agency's folder. Throws `RecordStoreUnreadable`. */
export async function openFileNotificationStore(directory: string, now: () => Date): Promise<NotificationStore> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = notificationsFile(directory);
  const claims = rememberClaims();
  const claim = ({ at, claimed }: Pick<KeptEvent, 'at' | 'claimed'>): void => {
    if (claimed) claims.add(claimed.requester, claimed.refs, { from: at, until: claimed.until }, now());
  };
  const noted = new Map<string, NotedRight[]>();
  const note = ({ kind, reference = '', at, refs = [] }: z.infer<typeof keptNotification>): void => {
    const right = rightOf(kind);
    if (right) for (const ref of refs) noted.set(ref, [...(noted.get(ref) ?? []), { kind: right, reference, at }]);
  };
  const keptOnce = new Set<string>();
  for (const line of await readLines(file, keptNotification, 'the kept notifications')) {
    claim(line);
    note(line);
    if (line.kind && line.reference && isForWorklist(line.kind)) keptOnce.add(line.reference);
  }
  const lines = await appendTo(file);
  return {
    ...openWorklistFiles(directory),
    async add(event) {
      if (isForWorklist(event.kind)) {
        if (keptOnce.has(event.reference)) return;
        keptOnce.add(event.reference);
      }
      await lines.write(event).catch((fault: unknown) => {
        keptOnce.delete(event.reference);
        throw fault;
      });
      claim(event);
      note({ ...event, refs: [...event.refs], claimed: undefined });
    },
    claimOf: async (requester, ref, when) => claims.of(requester, ref, when),
    notedOf: async (ref) => noted.get(ref) ?? [],
    close: lines.close,
  };
}

/** For staff, beside a running agency: they mark in a file of their own, and never write where the agency writes. */
export function openWorklistFiles(directory: string): StaffWorklist {
  const doneFile = join(directory, 'worklist-done.jsonl');
  return {
    async told() {
      const lines = await readLines(notificationsFile(directory), keptNotification, 'the kept notifications');
      return lines.flatMap(({ kind = '', reference, refs = [], at }) =>
        isForWorklist(kind) && reference ? [{ kind, reference, refs, at }] : [],
      );
    },
    done: () => readLines(doneFile, undoing, 'what was done of the worklist'),
    async markDone(word) {
      await appendForOwner(doneFile, word, await stat(notificationsFile(directory)));
    },
  };
}
