import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { z } from 'zod';
import { type AuditRow, type ChainHead, chainHash, GENESIS_HASH, isSealed, sealKeyFrom } from './chain';
import { AuditUnavailable } from './errors';
import { type EventRecord, eventNameOf, type KeptEvent, keptEvent } from './records';

export const auditFile = (directory: string): string => join(directory, 'audit.sqlite');

/** `brokenAt` is the sequence of the first row that is changed, missing or out of place; `head` may be noted elsewhere, to find an audit that was put back to an older state. */
export interface AuditCheck {
  readonly records: number;
  readonly brokenAt: number | null;
  readonly head: string | null;
}

const rows = z.array(z.object({ sequence: z.number(), record: z.string(), hash: z.string() }));
const head = z.object({ sequence: z.number(), hash: z.string(), seal: z.string() }).optional();
const ROWS_A_TURN = 500;

interface Reading {
  readonly head: ChainHead | undefined;
  rows(): AsyncGenerator<AuditRow>;
}

/** The kept records of a directory in order, for the information-governance officer; a gateway may be writing meanwhile. */
export async function* readAudit(directory: string): AsyncGenerator<AuditRow> {
  const { reading, close } = openReading(directory);
  try {
    yield* reading.rows();
  } finally {
    close();
  }
}

const EVENT_ROWS_A_TURN = 5_000;

/** Events of these kinds since then, the newest first; read in turns, so that a gateway goes on serving. */
export async function readEvents(
  directory: string,
  kinds: readonly EventRecord['kind'][],
  since: Date,
): Promise<readonly KeptEvent[]> {
  const database = new Database(auditFile(directory), { timeout: 5_000 });
  try {
    const last = z
      .object({ last: z.number().nullable() })
      .parse(database.prepare('SELECT max(sequence) AS last FROM audit_record').get()).last;
    const part = database.prepare(
      'SELECT sequence, record, hash FROM audit_record WHERE sequence > ? AND sequence <= ? ORDER BY sequence DESC',
    );
    const names = kinds.map((kind) => `"eventName":"${eventNameOf(kind)}"`);
    const found: KeptEvent[] = [];
    for (let to = last ?? 0; to > 0; to -= EVENT_ROWS_A_TURN) {
      for (const { record } of rows.parse(part.all(to - EVENT_ROWS_A_TURN, to))) {
        const [, at] = /"timestamp":"([^"]+)"/.exec(record) ?? [];
        if (at !== undefined && Date.parse(at) < since.getTime()) return found;
        if (names.some((name) => record.includes(name))) found.push(keptEvent.parse(JSON.parse(record)));
      }
      await new Promise((turn) => setImmediate(turn));
    }
    return found;
  } finally {
    database.close();
  }
}

/** Walks the whole chain, in turns, so that a gateway goes on serving. */
export async function verifyAudit(options: {
  readonly directory: string;
  readonly pseudonymKey: Uint8Array;
}): Promise<AuditCheck> {
  const { reading, close } = openReading(options.directory);
  try {
    return await walkChain(reading, sealKeyFrom(options.pseudonymKey));
  } finally {
    close();
  }
}

async function walkChain(reading: Reading, sealKey: Uint8Array): Promise<AuditCheck> {
  let records = 0;
  let previous = GENESIS_HASH;
  let brokenAt: number | null = null;
  for await (const row of reading.rows()) {
    records += 1;
    const whole = row.sequence === records && row.hash === chainHash(previous, row.record);
    if (!whole) brokenAt ??= records;
    previous = row.hash;
  }
  const end = reading.head;
  const sealed = end ? isSealed(end, sealKey) && end.sequence === records && end.hash === previous : records === 0;
  if (!sealed) brokenAt ??= Math.min(records, end?.sequence ?? 0) + 1;
  return { records, brokenAt, head: end?.hash ?? null };
}

function openReading(directory: string): { readonly reading: Reading; readonly close: () => void } {
  const file = auditFile(directory);
  // Opening would make an empty one, and an empty audit verifies.
  if (!existsSync(file)) throw new AuditUnavailable('there is none in this directory');
  const database = new Database(file, { timeout: 5_000 });
  // One transaction is one moment: rows that arrive during the walk belong to the next one.
  database.exec('BEGIN');
  const part = database.prepare(
    'SELECT sequence, record, hash FROM audit_record WHERE sequence > ? ORDER BY sequence LIMIT ?',
  );
  const reading: Reading = {
    head: head.parse(database.prepare('SELECT sequence, hash, seal FROM audit_head').get()),
    async *rows() {
      for (let after = Number.MIN_SAFE_INTEGER; ; ) {
        const found = rows.parse(part.all(after, ROWS_A_TURN));
        yield* found;
        const last = found.at(-1);
        if (!last || found.length < ROWS_A_TURN) return;
        after = last.sequence;
        await new Promise((turn) => setImmediate(turn));
      }
    },
  };
  return { reading, close: () => database.close() };
}
