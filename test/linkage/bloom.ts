import { createHmac } from 'node:crypto';
import { foldName } from '@family-view/kit/match/names';

/**
 * Cryptographic long-term keys (Schnell, Bachteler, Reiher 2011): the pairs of letters of each field, hashed under a secret
 * into one filter of bits. Two filters are compared by Dice. This is what an agency could hand out that may not hand out a
 * name; measured here, and used by nothing.
 */
export interface Encoded {
  readonly bits: Uint32Array;
  readonly ones: number;
}

const BITS = 1_024;
const HASHES = { givenName: 15, familyName: 15, dateOfBirth: 20, postcode: 10 } as const;
const SECRET = 'a key that the agencies agree on';

export type Encodable = { readonly [Field in keyof typeof HASHES]?: string | null };

export function encode(person: Encodable): Encoded {
  const bits = new Uint32Array(BITS / 32);
  for (const [field, hashes] of Object.entries(HASHES)) {
    const value = person[field as keyof typeof HASHES];
    if (!value) continue;
    const text = field === 'dateOfBirth' ? value.replaceAll('-', '') : foldName(value).replaceAll(' ', '');
    for (const pair of pairsOf(text, field === 'dateOfBirth')) {
      const digest = createHmac('sha256', SECRET).update(`${field} ${pair}`).digest();
      const [first, second] = [digest.readUInt32BE(0), digest.readUInt32BE(4) | 1];
      for (let at = 0; at < hashes; at += 1) {
        const bit = (first + at * second) % BITS;
        bits[bit >>> 5]! |= 1 << (bit & 31);
      }
    }
  }
  return { bits, ones: [...bits].reduce((sum, word) => sum + count(word), 0) };
}

/** Figures of a date keep their places, or every date would be like every other. */
const pairsOf = (text: string, placed: boolean): readonly string[] => {
  const padded = ` ${text} `;
  return Array.from({ length: padded.length - 1 }, (_, at) => `${placed ? at : ''}${padded.slice(at, at + 2)}`);
};

/** 0 to 1. */
export function dice(one: Encoded, other: Encoded): number {
  let both = 0;
  for (let at = 0; at < one.bits.length; at += 1) both += count(one.bits[at]! & other.bits[at]!);
  return one.ones + other.ones === 0 ? 0 : (2 * both) / (one.ones + other.ones);
}

function count(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

export interface BloomReach {
  readonly threshold: number;
  readonly right: number;
  readonly wrong: number;
}

/** The likest record of each who is asked about, taken from a threshold on: whose is it? `truth`: a place in `held`, or null. */
export function measureBloom(
  held: readonly Encodable[],
  asked: readonly { readonly person: Encodable; readonly truth: number | null }[],
  thresholds: readonly number[],
): readonly BloomReach[] {
  const kept = held.map(encode);
  const best = asked.map(({ person, truth }) => {
    const own = encode(person);
    let [at, likeness] = [-1, -1];
    kept.forEach((other, place) => {
      const alike = dice(own, other);
      // Of two that are equally like, the right one: it could not be held against the encoding.
      if (alike > likeness || (alike === likeness && place === truth)) [at, likeness] = [place, alike];
    });
    return { likeness, right: at === truth };
  });
  return thresholds.map((threshold) => {
    const taken = best.filter(({ likeness }) => likeness >= threshold);
    const right = taken.filter((one) => one.right).length;
    return { threshold, right, wrong: taken.length - right };
  });
}
