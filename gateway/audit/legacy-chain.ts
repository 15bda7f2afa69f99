import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { z } from 'zod';
import { type AuditRow, type ChainHead, isSealed } from './chain';
import { AuditDamaged, AuditUnavailable } from './errors';
import type { ChainEnd } from './segments/segment-writer';

/**
 * The audit as it was kept before segments: a chain of rows in SQLite, one hash each. Nothing is added to it any more; the
 * first segment goes on from its end.
 */
export const legacyFile = (directory: string): string => join(directory, 'audit.sqlite');

const rows = z.array(z.object({ sequence: z.number(), record: z.string(), hash: z.string() }));
const ends = z.object({ sequence: z.number(), hash: z.string(), seal: z.string() }).optional();
const ROWS_A_TURN = 500;

/** Where it ends; null where there is none. @throws {AuditDamaged} its end was cut off or changed, or another key sealed it. */
export function legacyEnd(directory: string, sealKey: Uint8Array): ChainEnd | null {
  const file = legacyFile(directory);
  if (!existsSync(file)) return null;
  const database = openDatabase(file);
  try {
    const head = ends.parse(database.prepare('SELECT sequence, hash, seal FROM audit_head').get());
    const [last] = rows.parse(
      database.prepare('SELECT sequence, record, hash FROM audit_record ORDER BY sequence DESC LIMIT 1').all(),
    );
    if (!last && !head) return null;
    if (!head || !isSealed(head, sealKey) || last?.sequence !== head.sequence || last.hash !== head.hash)
      throw new AuditDamaged(
        `row ${head?.sequence ?? 0} sealed with this key`,
        head && !isSealed(head, sealKey) ? 'an end sealed otherwise' : `row ${last?.sequence ?? 0}`,
      );
    return { sequence: head.sequence, hash: head.hash };
  } catch (cause) {
    if (cause instanceof AuditDamaged) throw cause;
    throw new AuditUnavailable('what was kept before does not open', cause);
  } finally {
    database.close();
  }
}

export interface LegacyReading {
  readonly head: ChainHead | undefined;
  rows(after?: number): Generator<AuditRow>;
  at(sequences: readonly number[]): readonly AuditRow[];
  close(): void;
}

/** Null where there is none. @param untouched reads a copy: to open the file itself may write beside it. */
export function readLegacy(directory: string, untouched = false): LegacyReading | null {
  const file = legacyFile(directory);
  if (!existsSync(file)) return null;
  const copies = untouched ? mkdtempSync(join(tmpdir(), 'family-view-audit-')) : null;
  if (copies)
    for (const end of ['', '-wal'])
      if (existsSync(file + end)) copyFileSync(file + end, join(copies, `audit.sqlite${end}`));
  const database = openDatabase(copies ? join(copies, 'audit.sqlite') : file);
  const part = database.prepare(
    'SELECT sequence, record, hash FROM audit_record WHERE sequence > ? ORDER BY sequence LIMIT ?',
  );
  const single = database.prepare('SELECT sequence, record, hash FROM audit_record WHERE sequence = ?');
  return {
    head: ends.parse(database.prepare('SELECT sequence, hash, seal FROM audit_head').get()),
    *rows(after = Number.MIN_SAFE_INTEGER) {
      for (let from = after; ; ) {
        const found = rows.parse(part.all(from, ROWS_A_TURN));
        yield* found;
        const last = found.at(-1);
        if (!last || found.length < ROWS_A_TURN) return;
        from = last.sequence;
      }
    },
    at: (sequences) => sequences.flatMap((one) => rows.parse(single.all(one))),
    close() {
      database.close();
      if (copies) rmSync(copies, { recursive: true, force: true });
    },
  };
}

function openDatabase(file: string): Database.Database {
  try {
    return new Database(file, { timeout: 5_000 });
  } catch (cause) {
    throw new AuditUnavailable('what was kept before does not open', cause);
  }
}
