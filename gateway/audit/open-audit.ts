import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { extendChain, GENESIS_HASH, isSealed, sealKeyFrom } from './chain';
import { AuditDamaged, AuditUnavailable } from './errors';
import { groupCommits } from './group-commit';
import { pseudonymsBy } from './pseudonyms';
import { type AuditCheck, auditFile, readEvents, verifyAudit } from './read-audit';
import {
  type DisclosureRecord,
  type EventRecord,
  type IntentRecord,
  type KeptEvent,
  renderDisclosure,
  renderEvent,
  renderIntent,
} from './records';
import { startWriter, type Writer } from './start-writer';

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
  event(record: EventRecord): Promise<void>;
  /** Events of these kinds since then, the newest first. Walks the whole of that time. */
  events(kinds: readonly EventRecord['kind'][], since: Date): Promise<readonly KeptEvent[]>;
  /** A stable stand-in for an identifier: keyed, 22 characters, of no use without the key. */
  pseudonym(value: string): string;
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
  /** Milliseconds to wait for the disk before everyone waiting is refused. */
  readonly patience?: number;
}

/**
 * Opens the audit kept by SQLite in a directory, or begins one.
 * @throws {AuditInUse} another gateway writes there; {AuditDamaged} its end was cut off or changed, or sealed with
 * another key; {AuditUnavailable} it cannot be opened.
 */
export async function openAudit(options: AuditOptions): Promise<Audit> {
  const { directory, pseudonymKey, now = () => new Date(), patience = 5_000 } = options;
  if (pseudonymKey.length < 32)
    throw new RangeError(`pseudonymKey: expected at least 32 bytes, came ${pseudonymKey.length}`);
  const sealKey = sealKeyFrom(pseudonymKey);
  const writer = await startWriter(makeFiles(directory));
  let end = await findEnd(writer, sealKey);

  const commits = groupCommits(async (records) => {
    const { rows, head } = extendChain(end, records, sealKey);
    await writer.write({ rows, head });
    end = head;
  }, patience);

  return {
    intent: async (record) => commits.write(renderIntent(record, now())),
    disclosure: async (record) => commits.write(renderDisclosure(record, now())),
    event: async (record) => commits.write(renderEvent(record, now())),
    events: (kinds, since) => readEvents(directory, kinds, since),
    pseudonym: pseudonymsBy(pseudonymKey),
    verify: () => verifyAudit({ directory, pseudonymKey }),
    async close() {
      await commits.close();
      await writer.close();
    },
  };
}

function makeFiles(directory: string): { readonly file: string; readonly lockFile: string } {
  const files = { file: auditFile(directory), lockFile: join(directory, 'writer.lock') };
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    // SQLite gives its side files the mode of this one.
    for (const file of Object.values(files)) closeSync(openSync(file, 'a', 0o600));
  } catch (cause) {
    throw new AuditUnavailable('its directory cannot be written', cause);
  }
  return files;
}

async function findEnd(
  writer: Writer,
  sealKey: Uint8Array,
): Promise<{ readonly sequence: number; readonly hash: string }> {
  const { last, head } = writer;
  if (last === null && head === null) return { sequence: 0, hash: GENESIS_HASH };
  const whole = head !== null && isSealed(head, sealKey) && last?.sequence === head.sequence && last.hash === head.hash;
  if (whole) return head;
  await writer.close();
  const came = head && !isSealed(head, sealKey) ? 'an end sealed otherwise' : `row ${last?.sequence ?? 0}`;
  throw new AuditDamaged(`row ${head?.sequence ?? 0} sealed with this key`, came);
}
