import { hash } from 'node:crypto';
import { statSync } from 'node:fs';
import { readGroupBytes } from '../segments/read-segment';
import { define, type SegmentHead, segmentHead } from '../segments/segment-format';

/** What is wrong within one segment, and at which record. */
export interface SegmentFault {
  readonly kind: 'CHANGED' | 'RECORDS_REMOVED' | 'RECORDS_ADDED' | 'OUT_OF_ORDER';
  readonly at: number;
}

/** Where the chain stands: the last record, and the hash of its group. */
export interface ChainPlace {
  readonly sequence: number;
  readonly hash: string;
}

/** One segment by itself: whether it goes on from the one before is for whoever walks them in order. */
export interface SegmentCheck {
  /** What its first line says; null where it is no head. */
  readonly said: Pick<SegmentHead, 'first' | 'previous'> | null;
  readonly end: ChainPlace;
  readonly faults: readonly SegmentFault[];
  /** Of its records in order, 32 bytes each; empty where none are wanted. */
  readonly leaves: Uint8Array;
  /** Bytes after the last whole group. */
  readonly rest: number;
  /** Whether it comes by the place that was to be met. */
  readonly isMet: boolean;
}

export interface SegmentErrand {
  readonly file: string;
  /** Where to begin, in place of where the segment says that it does. */
  readonly from?: ChainPlace;
  /** Where the head file says that the chain stood. */
  readonly meet: ChainPlace | null;
  readonly wantsLeaves: boolean;
}

const MOST_FAULTS = 1_000;

/** Walks the groups of one segment: the hash of each, how many records it holds, and the leaves of these. */
export function checkSegment({ file, from, meet, wantsLeaves }: SegmentErrand): SegmentCheck {
  const said = segmentHead(file);
  let { sequence, hash: before } = from ?? { sequence: (said?.first ?? 1) - 1, hash: said?.previous ?? '' };
  const faults: SegmentFault[] = [];
  const leaves = new LeafList();
  let bytes = 0;
  let isMet = meet !== null && meet.sequence === sequence && meet.hash === before;
  for (const group of readGroupBytes(file, before)) {
    const next = sequence + 1;
    const records = wantsLeaves ? leaves.addGroup(group.body) : null;
    const came = records ?? countRecords(group.body);
    const expected = group.sequence - sequence;
    // Its hash is not over the number that its end says. Records name what they hold alike by its hash: the tree is over the
    // names, and this is over what they stand for.
    const isChanged = group.whole && (came !== expected || hasAlteredDefinition(group.body));
    if (isChanged && faults.length < MOST_FAULTS) faults.push({ kind: 'CHANGED', at: next });
    if (!group.whole && faults.length < MOST_FAULTS) {
      const kind =
        expected <= 0
          ? 'OUT_OF_ORDER'
          : came < expected
            ? 'RECORDS_REMOVED'
            : came > expected
              ? 'RECORDS_ADDED'
              : 'CHANGED';
      faults.push({ kind, at: Math.min(next, Math.max(1, group.sequence)) });
    }
    sequence = group.sequence;
    before = group.hash;
    bytes = group.to;
    isMet ||= meet !== null && meet.sequence === sequence && meet.hash === before;
  }
  return {
    said: said && { first: said.first, previous: said.previous },
    end: { sequence, hash: before },
    faults,
    leaves: leaves.bytes(),
    rest: statSync(file).size - bytes,
    isMet,
  };
}

const LINE_END = 10;
const RECORD = 'R'.charCodeAt(0);
const PART = 'P'.charCodeAt(0);
const DEFINITION = 'D'.charCodeAt(0);
const NEXT_DEFINITION = Buffer.from('\nD');
const NAME_LENGTH = 22;

/** The leaves of records, straight from the bytes of their lines: as `recordLeaf` makes them. */
class LeafList {
  private readonly chunks: Buffer[] = [];
  private hex = '';

  /** @returns how many records the group holds. */
  addGroup(body: Buffer): number {
    let records = 0;
    let data = '';
    for (let at = 0; at < body.length; ) {
      const next = body.indexOf(LINE_END, at);
      const end = next < 0 ? body.length : next;
      const kind = body[at];
      if (kind === RECORD) {
        if (data !== '') this.add(data);
        data = '00';
        records += 1;
      }
      if (kind === RECORD || (kind === PART && data !== '')) data += hash('sha256', body.subarray(at, end), 'hex');
      at = end + 1;
    }
    if (data !== '') this.add(data);
    return records;
  }

  bytes(): Uint8Array {
    this.flush();
    // Of a size of its own, to be handed to another thread.
    const all = new Uint8Array(this.chunks.reduce((sum, one) => sum + one.length, 0));
    let at = 0;
    for (const chunk of this.chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  }

  private add(data: string): void {
    this.hex += hash('sha256', Buffer.from(data, 'hex'), 'hex');
    if (this.hex.length >= 65_536) this.flush();
  }

  private flush(): void {
    if (this.hex === '') return;
    this.chunks.push(Buffer.from(this.hex, 'hex'));
    this.hex = '';
  }
}

/** Whether a line of this group defines another thing than its name says. */
function hasAlteredDefinition(body: Buffer): boolean {
  for (let at = body[0] === DEFINITION ? 0 : body.indexOf(NEXT_DEFINITION) + 1; at > 0 || body[at] === DEFINITION; ) {
    const next = body.indexOf(LINE_END, at);
    const end = next < 0 ? body.length : next;
    const said = body.toString('latin1', at + 1, at + 1 + NAME_LENGTH);
    if (define(body.toString('utf8', at + 1 + NAME_LENGTH + 1, end)).name !== said) return true;
    const after = body.indexOf(NEXT_DEFINITION, end);
    if (after < 0) return false;
    at = after + 1;
  }
  return false;
}

function countRecords(body: Buffer): number {
  let records = 0;
  for (let at = 0; at >= 0 && at < body.length; ) {
    if (body[at] === RECORD) records += 1;
    const next = body.indexOf(LINE_END, at);
    if (next < 0) break;
    at = next + 1;
  }
  return records;
}
