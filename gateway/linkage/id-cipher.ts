import { REFERENCE_BYTES } from '@family-view/schema';
import { LRUCache } from 'lru-cache';
import { FamilyViewError } from '../errors';
import { hmacBy } from '../shared/hmac-sha256';
import { aesSiv, type SivCipher } from './aes-siv';
import { pointerAt } from './slots';
import type { AssertedMembers, FamilySlots, PersonSlots, Slot } from './types';

export type IdFault = 'ID_MALFORMED' | 'ID_EXPIRED' | 'ID_OF_ANOTHER_ORGANISATION' | 'ID_ALTERED';

/** An id that cannot be opened. The message says what to do; it never says whom the id was for. */
export class UnopenableId extends FamilyViewError {
  constructor(code: IdFault) {
    super(MESSAGES[code], { code, httpStatus: 400 });
  }
}

const MESSAGES: Readonly<Record<IdFault, string>> = {
  ID_MALFORMED:
    'This is not an id that the gateway made. Use the id of a person or family exactly as an answer gave it.',
  ID_EXPIRED: 'This id was made on another day. Ids last for one day: find the person again.',
  ID_OF_ANOTHER_ORGANISATION:
    'This id was made for another organisation. Find the person yourself: ids cannot be handed on.',
  ID_ALTERED:
    'This id has been altered, or was made by another gateway or under another list of agencies. Find the person again.',
};

/** A ref too long to be sealed: the agency is treated as not answering, and its registry entry is at fault. */
export class PointerTooLong extends FamilyViewError {
  constructor(agency: string, bytes: number) {
    super(`A reference of ${agency} is ${bytes} bytes long; expected at most ${REFERENCE_BYTES}.`, {
      code: 'POINTER_TOO_LONG',
    });
  }
}

export const isFamilyId = (id: string): boolean => id.startsWith('f1.');

/** Seals pointer sets into ids, for one organisation and one day. */
export interface IdCipher {
  sealPerson(slots: PersonSlots, organisation: string): string;
  openPerson(id: string, organisation: string): PersonSlots;
  sealFamily(family: FamilySlots, organisation: string): string;
  openFamily(id: string, organisation: string): FamilySlots;
  /** A page cursor: an agency's own, which may be made of a pointer. */
  sealCursor(cursor: string, organisation: string): string;
  openCursor(sealed: string, organisation: string): string;
  /** What a break-glass session opens, and to whom: it may outlast the day it was broken on. */
  sealGlass(terms: string, organisation: string): string;
  openGlass(sealed: string, organisation: string): string;
  /** A short stand-in for a pointer, of no use without the key. */
  digestPointer(agency: string, ref: string): string;
  /** The same of several texts together, whole. */
  digestOf(texts: readonly string[]): string;
}

type Kind = 'p' | 'f' | 'c' | 'g';
/** What is sealed for one organisation on one day. */
interface Bound {
  readonly cipher: SivCipher;
  readonly tag: string;
}
const SLOT_BYTES = 2 + REFERENCE_BYTES;
/** Members are sealed in steps of this many, so that the length of a family id tells nothing finer. */
const MEMBER_STEP = 8;
const CURSOR_STEP = 64;
/** Beside a state: that this agency asserts the member itself. */
const ASSERTED = 0x80;
const STATES: readonly Slot['state'][] = ['notAsked', 'pointer', 'nothing', 'unanswered', 'possible'];
const ASCII = /^[\x20-\x7e]*$/;
const ID_FORM = /^(p|f|c|g)1\.([0-9a-z]+)\.([A-Za-z0-9_-]{6})\.([A-Za-z0-9_-]+)$/;

/**
 * Deterministic authenticated encryption (AES-SIV): the same person gives the same id all day, and an id tells nothing.
 *
 * The plain text has one fixed length for all people (its length would tell how many agencies know the child). The
 * organisation and the day are bound in as associated data, so two organisations cannot compare ids.
 *
 * Agencies join and leave while ids live: what was sealed under an earlier list opens for today's agencies. One that has
 * joined since has not been asked yet, and is matched like one that had not answered; one that has left is forgotten.
 *
 * @param key 64 bytes: AES-256-SIV takes two keys of 32.
 * @param earlier lists under which ids of today may have been sealed, the newest first.
 */
export function createIdCipher(
  key: Uint8Array,
  agencies: readonly string[],
  now: () => Date,
  earlier: readonly (readonly string[])[] = [],
): IdCipher {
  const dayNumber = (): number => Math.floor(now().getTime() / 86_400_000);
  const today = (): string => dayNumber().toString(36);
  const yesterday = (): string => (dayNumber() - 1).toString(36);
  const bind = aesSiv(key);
  // By kind, day, organisation and list of agencies: nothing of anybody's.
  const bound = new LRUCache<string, Bound>({ max: 1_000 });
  const boundTo = (kind: Kind, day: string, organisation: string, list = agencies): Bound => {
    const name = JSON.stringify([kind, day, organisation, list]);
    const known = bound.get(name) ?? { cipher: bind(Buffer.from(name)), tag: tagOf(organisation, day) };
    bound.set(name, known);
    return known;
  };
  const hmac = hmacBy(key);
  const digestOf = (...texts: readonly string[]): string => hmac(JSON.stringify(texts));
  const tagOf = (organisation: string, day: string): string => digestOf('organisation', organisation, day).slice(0, 6);

  const seal = (kind: Kind, plain: Uint8Array, organisation: string): string => {
    const day = today();
    const { cipher, tag } = boundTo(kind, day, organisation);
    return `${kind}1.${day}.${tag}.${cipher.encrypt(plain).toString('base64url')}`;
  };
  const open = (kind: Kind, id: string, organisation: string): Opened => {
    // An id is a scalar of its own, which a client may send as a list or an object.
    const [, form, day, tag, sealed] = typeof id === 'string' ? (ID_FORM.exec(id) ?? []) : [];
    if (form !== kind || day === undefined || tag === undefined || sealed === undefined)
      throw new UnopenableId('ID_MALFORMED');
    if (day !== today() && !(kind === 'g' && day === yesterday())) throw new UnopenableId('ID_EXPIRED');
    const { tag: own } = boundTo(kind, day, organisation);
    if (tag !== own) throw new UnopenableId('ID_OF_ANOTHER_ORGANISATION');
    const bytes = Buffer.from(sealed, 'base64url');
    for (const list of [agencies, ...earlier]) {
      try {
        return { plain: boundTo(kind, day, organisation, list).cipher.decrypt(bytes), list };
      } catch {
        // Of another list, or of nobody's.
      }
    }
    throw new UnopenableId('ID_ALTERED');
  };
  const slotsOf = (plain: Buffer, list: readonly string[]): PersonSlots => {
    const read = readSlots(plain, list);
    if (list === agencies) return read;
    return new Map(agencies.map((agency): [string, Slot] => [agency, read.get(agency) ?? { state: 'unanswered' }]));
  };

  const personBytes = agencies.length * SLOT_BYTES;
  return {
    sealPerson: (slots, organisation) => seal('p', writeSlots(slots, agencies), organisation),
    openPerson(id, organisation) {
      const { plain, list } = open('p', id, organisation);
      return slotsOf(plain, list);
    },
    sealFamily({ members, groups, asserted }, organisation) {
      const places = Math.max(1, Math.ceil(members.length / MEMBER_STEP)) * MEMBER_STEP;
      const plain = Buffer.alloc(2 + personBytes * (places + 1));
      plain.writeUInt16BE(members.length, 0);
      plain.set(writeSlots(groups, agencies), 2);
      const sets = members.map((slots) => Buffer.from(writeSlots(slots, agencies, asserted))).sort(Buffer.compare);
      for (const [at, set] of sets.entries()) plain.set(set, 2 + personBytes * (at + 1));
      return seal('f', plain, organisation);
    },
    openFamily(id, organisation) {
      const { plain, list } = open('f', id, organisation);
      const bytes = list.length * SLOT_BYTES;
      const at = (place: number): PersonSlots =>
        slotsOf(plain.subarray(2 + bytes * place, 2 + bytes * (place + 1)), list);
      const count = plain.readUInt16BE(0);
      const members = Array.from({ length: count }, (_, member) => at(member + 1));
      const isAsserted = (member: number, index: number): boolean =>
        (plain[2 + bytes * (member + 1) + SLOT_BYTES * index]! & ASSERTED) !== 0;
      const asserted = list.map((agency, index): [string, ReadonlySet<string>] => [
        agency,
        new Set(
          members.flatMap((slots, member) => (isAsserted(member, index) ? (pointerAt(slots, agency) ?? []) : [])),
        ),
      ]);
      return { groups: at(0), members, asserted: new Map(asserted) };
    },
    sealCursor: (cursor, organisation) => seal('c', padded(cursor), organisation),
    openCursor: (sealed, organisation) => unpadded(open('c', sealed, organisation).plain),
    sealGlass: (terms, organisation) => seal('g', padded(terms), organisation),
    openGlass: (sealed, organisation) => unpadded(open('g', sealed, organisation).plain),
    digestOf: (texts) => digestOf('texts', ...texts),
    digestPointer: (agency, ref) => digestOf('pointer', agency, ref).slice(0, 12),
  };
}

interface Opened {
  readonly plain: Buffer;
  /** The agencies it was sealed for. */
  readonly list: readonly string[];
}

function padded(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'utf8');
  const plain = Buffer.alloc(2 + Math.ceil((bytes.length + 1) / CURSOR_STEP) * CURSOR_STEP);
  plain.writeUInt16BE(bytes.length, 0);
  plain.set(bytes, 2);
  return plain;
}

function unpadded(plain: Buffer): string {
  return plain.subarray(2, 2 + plain.readUInt16BE(0)).toString('utf8');
}

function writeSlots(
  slots: PersonSlots,
  agencies: readonly string[],
  asserted: AssertedMembers = new Map(),
): Uint8Array {
  const plain = Buffer.alloc(agencies.length * SLOT_BYTES);
  agencies.forEach((agency, index) => {
    const slot = slots.get(agency) ?? { state: 'notAsked' };
    const start = index * SLOT_BYTES;
    const isAsserted = slot.state === 'pointer' && asserted.get(agency)?.has(slot.ref) === true;
    plain.writeUInt8(STATES.indexOf(slot.state) | (isAsserted ? ASSERTED : 0), start);
    if (slot.state !== 'pointer') return;
    const ref = Buffer.from(slot.ref, 'utf8');
    if (ref.length > REFERENCE_BYTES) throw new PointerTooLong(agency, ref.length);
    plain.writeUInt8(ref.length, start + 1);
    plain.set(ref, start + 2);
  });
  return plain;
}

function readSlots(plain: Buffer, agencies: readonly string[]): PersonSlots {
  // A character for each byte: to read many short texts of one buffer costs more than to read it once.
  const text = plain.toString('latin1');
  return new Map(
    agencies.map((agency, index): [string, Slot] => {
      const start = index * SLOT_BYTES;
      const state = STATES[plain[start]! & ~ASSERTED] ?? 'notAsked';
      if (state !== 'pointer') return [agency, { state }];
      const ref = text.slice(start + 2, start + 2 + plain[start + 1]!);
      return [agency, { state, ref: ASCII.test(ref) ? ref : Buffer.from(ref, 'latin1').toString('utf8') }];
    }),
  );
}
