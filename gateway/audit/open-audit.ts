import { GENESIS_HASH, sealKeyFrom } from './chain';
import { groupCommits } from './group-commit';
import type { AuditQuery, FoundRecord, ReviewQuery, ReviewsFound } from './index/audit-query';
import { type AuditIndex, type EvidenceOptions, openIndexClient } from './index/index-client';
import { legacyEnd } from './legacy-chain';
import { auditPaths, lockDirectory, nameOfAudit } from './lock-directory';
import { pseudonymsBy } from './pseudonyms';
import type { DisclosureRecord, EventRecord, IntentRecord, KeptEvent, RefusalRecord } from './records';
import { openHeadFile } from './segments/head-file';
import { recoverEnd } from './segments/recover-end';
import type { RecordLines } from './segments/segment-format';
import { createSegmentWriter } from './segments/segment-writer';
import { type AuditCheck, verifyAudit } from './verify-audit';
import { watchDisk } from './watch-disk';
import { createRecordWriter } from './write-records';

/**
 * Who asked for what, and what was shown to them: by field name and pseudonym, never by value.
 *
 * `intent` and `disclosure` resolve only when the record is on disk, and reject with `AuditUnavailable` when it is not.
 * A rejected disclosure may be on disk all the same (the disk answered too late): it then claims more than was shown,
 * never less.
 */
export interface Audit {
  intent(record: IntentRecord): Promise<void>;
  disclosure(record: DisclosureRecord): Promise<void>;
  /** An emergency access resolves when other gateways' reviewers find it, too. */
  event(record: EventRecord): Promise<void>;
  refusal(record: RefusalRecord): Promise<void>;
  /** What was promised before is found. */
  search(query: AuditQuery): Promise<readonly FoundRecord[]>;
  /** What is to be reviewed, and how it stands. */
  reviews(query: ReviewQuery): Promise<ReviewsFound>;
  /** How many operations of each role asked for fields. */
  readonly usage: AuditIndex['usage'];
  /** Events of these kinds since then, the newest first. */
  events(kinds: readonly EventRecord['kind'][], since: Date): Promise<readonly KeptEvent[]>;
  /** Checkpoints, for agencies to countersign. */
  readonly checkpoints: Pick<AuditIndex, 'offer' | 'countersigned'>;
  /** A stable stand-in for an identifier: keyed, 22 characters, of no use without the key. */
  pseudonym(value: string): string;
  /** Whether the disk takes what is written, as of the last write or look. */
  isWritable(): boolean;
  verify(): Promise<AuditCheck>;
  /** Waits for what is being written. */
  close(): Promise<void>;
}

export interface AuditOptions {
  /** Made, closed to others, where there is none. One gateway at a time writes in it. */
  readonly directory: string;
  /** At least 32 bytes. Seals the end of the chain as well: an audit opens only with the key it was begun with. */
  readonly pseudonymKey: Uint8Array;
  readonly now?: () => Date;
  /** Where checkpoints are signed; none: the chain alone is kept. */
  readonly evidence?: EvidenceOptions;
  /** Told of trouble behind the record: nothing of the record is lost by it. */
  readonly onFault?: (fault: unknown) => void;
  /** The database of gateways that look up each other's records: `postgres://…`, its tables made. */
  readonly sharedIn?: string;
  /** Milliseconds to wait for the disk before everyone waiting is refused. */
  readonly patience?: number;
}

/**
 * Opens the audit of a directory, or begins one: segments, which are the record, and an index behind them.
 * @throws {AuditInUse} another gateway writes there; {AuditDamaged} its end was cut off or changed, or sealed with
 * another key; {AuditUnavailable} it cannot be opened.
 */
export async function openAudit(options: AuditOptions): Promise<Audit> {
  const { directory, pseudonymKey, now = () => new Date(), patience = 5_000 } = options;
  if (pseudonymKey.length < 32)
    throw new RangeError(`pseudonymKey: expected at least 32 bytes, came ${pseudonymKey.length}`);
  const sealKey = sealKeyFrom(pseudonymKey);
  const lock = lockDirectory(directory);
  const { segments, head: headFile } = auditPaths(directory);
  try {
    const begun = legacyEnd(directory, sealKey) ?? { sequence: 0, hash: GENESIS_HASH };
    const { last, end } = recoverEnd({ directory: segments, headFile, sealKey, begun });
    const writer = createSegmentWriter({ directory: segments, last, end, now });
    const head = openHeadFile(headFile, sealKey);
    const { evidence = null, onFault = () => {}, sharedIn } = options;
    const shared = sharedIn === undefined ? null : { url: sharedIn, gateway: nameOfAudit(directory) };
    const index = openIndexClient(directory, evidence, onFault, shared);
    const records = createRecordWriter();
    // What is not signed or not in the index yet.
    if (end.sequence > 0) index.follow();

    const disk = watchDisk(directory, patience);
    const commits = groupCommits<RecordLines>(async (group) => {
      const { sequence, hash } = await writer.append(group).catch((fault: unknown) => {
        disk.note(false);
        throw fault;
      });
      disk.note(true);
      head.note(sequence, hash);
      index.follow();
    }, patience);

    return {
      intent: async (record) => commits.write(records.intent(record, now())),
      disclosure: async (record) => commits.write(records.disclosure(record, now())),
      async event(record) {
        await commits.write(records.event(record, now()));
        // No glass is broken here that nobody sees elsewhere.
        if (record.kind === 'BREAK_GLASS') await index.ship();
      },
      refusal: async (record) => commits.write(records.refusal(record, now())),
      search: index.search,
      reviews: index.reviews,
      usage: index.usage,
      events: index.events,
      checkpoints: index,
      pseudonym: pseudonymsBy(pseudonymKey),
      isWritable: disk.isWritable,
      verify: () => verifyAudit({ directory, pseudonymKey }),
      async close() {
        disk.close();
        await commits.close();
        await writer.close();
        await head.close();
        await index.close();
        lock.release();
      },
    };
  } catch (fault) {
    lock.release();
    throw fault;
  }
}
