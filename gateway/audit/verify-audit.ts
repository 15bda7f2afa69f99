import type { KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ChainHead, chainHash, GENESIS_HASH, isSealed, sealKeyFrom } from './chain';
import { type Countersigned, type EvidenceFault, TreeCheck } from './evidence/check-tree';
import { readCheckpoints } from './evidence/checkpoint-file';
import type { AgencyKeys } from './evidence/countersignatures';
import { legacyLeaf } from './evidence/merkle-tree';
import { isRetainedSealed, readRetained } from './ledger/keep-audit';
import { readLegacy } from './legacy-chain';
import { auditPaths } from './lock-directory';
import { refuseNone } from './read-audit';
import { readHead } from './segments/head-file';
import { segmentsIn } from './segments/recover-end';
import { segmentName } from './segments/segment-format';
import { checkSegment, type SegmentCheck } from './verify/check-segment';
import { checkSegments } from './verify/check-segments';

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
  /** Of what an agency signed. */
  readonly agency?: string;
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
  /** By whom it is countersigned, as far as their keys are known, and up to which record. */
  readonly countersigned: readonly Countersigned[];
  /** False without the key: then whether the end was cut off, or all of it written anew, cannot be told. */
  readonly sealChecked: boolean;
}

/**
 * Walks the whole chain, in turns, so that a gateway goes on serving. Writes nothing.
 * @param options.pseudonymKey null: without the seal.
 * @param options.signingKey by which checkpoints are to be signed; null: whoever signed them is believed.
 * @param options.agencyKeys public keys by which agencies countersign; and `noted`, how much each of them has.
 * @param options.witnesses checkpoints that others keep: files, or folders to which they were exported.
 */
export async function verifyAudit(options: {
  readonly directory: string;
  readonly pseudonymKey: Uint8Array | null;
  readonly signingKey?: KeyObject | null;
  readonly witnesses?: readonly string[];
  readonly agencyKeys?: AgencyKeys;
  readonly noted?: ReadonlyMap<string, number>;
  readonly onProgress?: (records: number) => void;
}): Promise<AuditCheck> {
  const { directory, pseudonymKey, signingKey = null, witnesses = [] } = options;
  refuseNone(directory);
  const { checkpoints, leaves } = auditPaths(directory);
  const { agencyKeys, noted } = options;
  const others = witnesses.map(readCheckpoints);
  const signed = { own: readCheckpoints(checkpoints), others, agencyKeys, noted };
  const count = new Set([...signed.own, ...others.flat()].map((one) => one?.text ?? one)).size;
  const tree = count > 0 ? new TreeCheck(signed, signingKey, leaves) : null;
  const walk = new ChainWalk(directory, pseudonymKey && sealKeyFrom(pseudonymKey), tree);
  for await (const _ of walk.turns()) options.onProgress?.(walk.sequence);
  return { ...walk.check(), checkpoints: count, countersigned: tree?.countersigned ?? [] };
}

/** Leaves are added, and rows from before segments walked, so many at a time. */
const A_TURN = 2_000;
const LEAF_BYTES = 32;
const turn = (): Promise<void> => new Promise((soon) => setImmediate(soon));
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

  async *turns(): AsyncGenerator<void> {
    yield* this.walkLegacy();
    const { segments } = auditPaths(this.directory);
    const found = segmentsIn(segments);
    this.passRetained();
    if (found.length > 0 && !this.head) this.fault('HEAD_MISSING', this.sequence + 1, null);
    this.meet();
    const meet = this.head?.head ?? null;
    const errands = found.map((segment) => ({
      file: join(segments, segmentName(segment)),
      meet,
      wantsLeaves: this.tree !== null,
    }));
    let at = 0;
    for await (const check of checkSegments(errands)) {
      const segment = found[at]!;
      if (at > 0 && segment !== found[at - 1]! + 1) this.fault('SEGMENT_MISSING', this.sequence + 1, segment - 1);
      // One without a head of its own is walked again from where the one before it ends.
      const from = { sequence: this.sequence, hash: this.hash };
      const own = check.said ? check : checkSegment({ ...errands[at]!, from });
      yield* this.takeSegment(own, segment, at === found.length - 1);
      at += 1;
    }
  }

  check(): Omit<AuditCheck, 'checkpoints' | 'countersigned'> {
    const end = this.head?.head;
    if (end && !this.metHead) this.fault('END_CUT', Math.min(this.sequence, end.sequence) + 1, null);
    if (this.head && !end) this.fault('OTHER_SEAL', this.sequence + 1, null);
    for (const { kind, at, agency } of this.tree?.end() ?? []) this.fault(kind, at, null, agency);
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

  private async *walkLegacy(): AsyncGenerator<void> {
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
        if (next % A_TURN === 0) {
          await turn();
          yield;
        }
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

  /** Puts a segment after the one before it. */
  private async *takeSegment(check: SegmentCheck, segment: number, isLast: boolean): AsyncGenerator<void> {
    const { said, end, faults, leaves, rest, isMet } = check;
    if (said && (said.previous !== this.hash || said.first !== this.sequence + 1))
      this.fault(said.first > this.sequence + 1 ? 'RECORDS_REMOVED' : 'OUT_OF_ORDER', this.sequence + 1, segment);
    for (const { kind, at } of faults) this.fault(kind, at, segment);
    for (let at = 0; this.tree && at < leaves.length; at += A_TURN * LEAF_BYTES) {
      this.tree.addAll(leaves.subarray(at, at + A_TURN * LEAF_BYTES));
      await turn();
      yield;
    }
    this.sequence = end.sequence;
    this.hash = end.hash;
    this.metHead ||= isMet;
    if (rest > 0 && isLast) this.torn = rest;
    else if (rest > 0) this.fault('CHANGED', this.sequence + 1, segment);
    yield;
  }

  /** Whether the chain is here where the head file says that it was. */
  private meet(): void {
    const end = this.head?.head;
    if (end && end.sequence === this.sequence && end.hash === this.hash) this.metHead = true;
  }

  private fault(kind: AuditFault['kind'], at: number, segment: number | null, agency?: string): void {
    if (this.faults.length < MOST_FAULTS) this.faults.push({ kind, at, segment, ...(agency ? { agency } : {}) });
  }
}
