import type { KeyObject } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type ChainHead, chainHash, GENESIS_HASH, isSealed, sealKeyFrom } from './chain';
import { type EvidenceFault, TreeCheck } from './evidence/check-tree';
import { readCheckpoints } from './evidence/checkpoint-file';
import { legacyLeaf, recordLeaf } from './evidence/merkle-tree';
import { isRetainedSealed, readRetained } from './ledger/keep-audit';
import { readLegacy } from './legacy-chain';
import { auditPaths } from './lock-directory';
import { refuseNone } from './read-audit';
import { readHead } from './segments/head-file';
import { splitGroup } from './segments/parse-group';
import { readGroups } from './segments/read-segment';
import { segmentsIn } from './segments/recover-end';
import { segmentHead, segmentName } from './segments/segment-format';

/** What is wrong with an audit, and where. */
export interface AuditFault {
  readonly kind: /** A group is not what its hash says, though it holds as many records as it should. */
    | 'CHANGED'
    | 'RECORDS_REMOVED'
    | 'RECORDS_ADDED'
    /** Groups are not in their order, or one is gone from between: each whole, and not after the one before. */
    | 'OUT_OF_ORDER'
    | 'SEGMENT_MISSING'
    | 'END_CUT'
    | 'HEAD_MISSING'
    /** The end is sealed with another key than was given, or by nobody. */
    | 'OTHER_SEAL'
    /** What says that records were removed after their time is not sealed by this key. */
    | 'RETAINED_FORGED'
    | EvidenceFault['kind'];
  /** Sequence of the first record that it touches. */
  readonly at: number;
  readonly segment: number | null;
}

/** `brokenAt` is the first record touched; `head` may be noted elsewhere, to find an audit that was put back to an older state. */
export interface AuditCheck {
  readonly records: number;
  readonly brokenAt: number | null;
  readonly head: string | null;
  readonly faults: readonly AuditFault[];
  /** Bytes after the last whole group: written when the gateway ended, and never promised. */
  readonly torn: number;
  /** Checkpoints that were met, of the audit's own and of others: each once. */
  readonly checkpoints: number;
  /** False without the key: then whether the end was cut off, or all of it written anew, cannot be told. */
  readonly sealChecked: boolean;
}

/**
 * Walks the whole chain, in turns, so that a gateway goes on serving. Writes nothing.
 * @param options.pseudonymKey null: without the seal.
 * @param options.signingKey by which checkpoints are to be signed; null: whoever signed them is believed.
 * @param options.witnesses checkpoints that others keep: files, or folders to which they were exported.
 */
export async function verifyAudit(options: {
  readonly directory: string;
  readonly pseudonymKey: Uint8Array | null;
  readonly signingKey?: KeyObject | null;
  readonly witnesses?: readonly string[];
  readonly onProgress?: (records: number) => void;
}): Promise<AuditCheck> {
  const { directory, pseudonymKey, signingKey = null, witnesses = [] } = options;
  refuseNone(directory);
  const { checkpoints, leaves } = auditPaths(directory);
  const signed = { own: readCheckpoints(checkpoints), others: witnesses.flatMap(readCheckpoints) };
  const count = new Set([...signed.own, ...signed.others].map((one) => one?.note ?? one)).size;
  const tree = count > 0 ? new TreeCheck(signed, signingKey, leaves) : null;
  const walk = new ChainWalk(directory, pseudonymKey && sealKeyFrom(pseudonymKey), tree);
  for (const _ of walk.turns()) {
    options.onProgress?.(walk.sequence);
    await new Promise((turn) => setImmediate(turn));
  }
  return { ...walk.check(), checkpoints: count };
}

const ROWS_A_TURN = 2_000;
const MOST_FAULTS = 1_000;

class ChainWalk {
  sequence = 0;
  private hash = GENESIS_HASH;
  private torn = 0;
  private legacyHead: ChainHead | undefined;
  private readonly faults: AuditFault[] = [];
  /** Read before the walk: what is written meanwhile comes after it. */
  private readonly head: ReturnType<typeof readHead> | null;
  private metHead = false;

  constructor(
    private readonly directory: string,
    private readonly sealKey: Uint8Array | null,
    private readonly tree: TreeCheck | null,
  ) {
    const { head } = auditPaths(directory);
    this.head = existsSync(head) ? readHead(head, sealKey) : null;
  }

  *turns(): Generator<void> {
    yield* this.walkLegacy();
    const { segments } = auditPaths(this.directory);
    const found = segmentsIn(segments);
    this.passRetained();
    if (found.length > 0 && !this.head) this.fault('HEAD_MISSING', this.sequence + 1, null);
    this.meet();
    for (const [at, segment] of found.entries()) {
      if (at > 0 && segment !== found[at - 1]! + 1) this.fault('SEGMENT_MISSING', this.sequence + 1, segment - 1);
      yield* this.walkSegment(join(segments, segmentName(segment)), segment, at === found.length - 1);
    }
  }

  check(): Omit<AuditCheck, 'checkpoints'> {
    const end = this.head?.head;
    if (end && !this.metHead) this.fault('END_CUT', Math.min(this.sequence, end.sequence) + 1, null);
    if (this.head && !end) this.fault('OTHER_SEAL', this.sequence + 1, null);
    for (const { kind, at } of this.tree?.end() ?? []) this.fault(kind, at, null);
    const hash = this.sequence === 0 ? null : this.hash;
    const at = this.faults.map((fault) => fault.at);
    return {
      records: this.sequence,
      brokenAt: at.length > 0 ? Math.min(...at) : null,
      head: hash,
      faults: this.faults,
      torn: this.torn,
      sealChecked: this.sealKey !== null,
    };
  }

  private *walkLegacy(): Generator<void> {
    const legacy = readLegacy(this.directory, true);
    if (!legacy) return;
    try {
      for (const row of legacy.rows()) {
        const next = this.sequence + 1;
        if (row.sequence !== next) this.fault('RECORDS_REMOVED', next, null);
        else if (row.hash !== chainHash(this.hash, row.record)) this.fault('CHANGED', next, null);
        this.tree?.add(legacyLeaf(row.record));
        this.sequence = next;
        this.hash = row.hash;
        if (next % ROWS_A_TURN === 0) yield;
      }
      this.legacyHead = legacy.head;
    } finally {
      legacy.close();
    }
    const { legacyHead: end, sealKey } = this;
    if (!end ? this.sequence > 0 : sealKey !== null && !isSealed(end, sealKey))
      this.fault('OTHER_SEAL', this.sequence + 1, null);
    else if (end && (end.sequence !== this.sequence || end.hash !== this.hash))
      this.fault('END_CUT', Math.min(this.sequence, end.sequence) + 1, null);
  }

  /** What was removed after its time: the chain goes on from where it ended, and the tree over the hashes that stayed. */
  private passRetained(): void {
    const gone = readRetained(this.directory);
    if (!gone || gone.sequence <= this.sequence) return;
    if (this.sealKey !== null && !isRetainedSealed(gone, this.sealKey)) {
      this.fault('RETAINED_FORGED', this.sequence + 1, null);
      return;
    }
    this.tree?.passTo(gone.sequence);
    this.sequence = gone.sequence;
    this.hash = gone.hash;
  }

  private *walkSegment(file: string, segment: number, isLast: boolean): Generator<void> {
    const said = segmentHead(file);
    const follows = said === null || (said.previous === this.hash && said.first === this.sequence + 1);
    if (!follows) {
      this.fault(said.first > this.sequence + 1 ? 'RECORDS_REMOVED' : 'OUT_OF_ORDER', this.sequence + 1, segment);
      this.sequence = said.first - 1;
      this.hash = said.previous;
    }
    let bytes = 0;
    for (const group of readGroups(file, this.hash)) {
      const next = this.sequence + 1;
      const records = countRecords(group.text);
      const expected = group.sequence - this.sequence;
      if (!group.whole)
        this.fault(
          expected <= 0
            ? 'OUT_OF_ORDER'
            : records < expected
              ? 'RECORDS_REMOVED'
              : records > expected
                ? 'RECORDS_ADDED'
                : 'CHANGED',
          Math.min(next, Math.max(1, group.sequence)),
          segment,
        );
      if (this.tree) for (const leaf of leavesOf(group.text)) this.tree.add(leaf);
      this.sequence = group.sequence;
      this.hash = group.hash;
      bytes = group.to;
      this.meet();
      yield;
    }
    const rest = statSync(file).size - bytes;
    if (rest > 0 && isLast) this.torn = rest;
    else if (rest > 0) this.fault('CHANGED', this.sequence + 1, segment);
  }

  /** Whether the chain is here where the head file says that it was. */
  private meet(): void {
    const end = this.head?.head;
    if (end && end.sequence === this.sequence && end.hash === this.hash) this.metHead = true;
  }

  private fault(kind: AuditFault['kind'], at: number, segment: number | null): void {
    if (this.faults.length < MOST_FAULTS) this.faults.push({ kind, at, segment });
  }
}

/** Of a group that is not what it was, what can be read. */
function leavesOf(text: string): readonly Buffer[] {
  try {
    return splitGroup(text).records.map(recordLeaf);
  } catch (fault) {
    if (!(fault instanceof SyntaxError)) throw fault;
    return [];
  }
}

function countRecords(text: string): number {
  let records = text.startsWith('R') ? 1 : 0;
  for (let at = text.indexOf('\nR'); at >= 0; at = text.indexOf('\nR', at + 2)) records += 1;
  return records;
}
