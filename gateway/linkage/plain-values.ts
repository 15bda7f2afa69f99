import { isDay, isInstant } from '../shared/days';

// Parts of an agency's reply, read straight where they are plainly of the contract's form. `contract-replies.ts` says what a
// reply may be; what is not plainly so is left to it.

export type Given = Readonly<Record<string, unknown>>;

/** Something is not plain: the schema reads the whole, or says what is wrong with it. */
class NotPlain extends Error {
  static readonly only = new NotPlain();
}
export const notPlain = (): never => {
  throw NotPlain.only;
};

/** Reads as the schema does; null where the schema has to. */
export const whereItIsPlain =
  <T>(read: (data: Given) => T) =>
  (data: unknown): T | null => {
    try {
      return read(objectOf(data));
    } catch (fault) {
      if (fault === NotPlain.only) return null;
      throw fault;
    }
  };

/** Of whatever else a pointer may hold, the schema counts the bytes. */
const PLAIN_POINTER = /^[ -~]{1,36}$/;

export const isNone = (given: unknown): given is null | undefined => given === null || given === undefined;
export const objectOf = (given: unknown): Given =>
  typeof given === 'object' && given !== null && !Array.isArray(given) ? (given as Given) : notPlain();
export const listOf = (given: unknown): readonly unknown[] => (Array.isArray(given) ? given : notPlain());
export const wordOf = (given: unknown): string => (typeof given === 'string' ? given : notPlain());
export const textOf = (given: unknown): string | null => (isNone(given) ? null : wordOf(given));
export const flagOf = (given: unknown): boolean | null =>
  isNone(given) ? null : typeof given === 'boolean' ? given : notPlain();
export const numberOf = (given: unknown): number => (Number.isFinite(given) ? (given as number) : notPlain());
export const dayOf = (given: unknown): string | null => (typeof given === 'string' && isDay(given) ? given : null);
export const pointerOf = (given: unknown): string =>
  typeof given === 'string' && PLAIN_POINTER.test(given) ? given : notPlain();
export const oneOf = <T extends string>(all: readonly T[], given: unknown): T =>
  all.find((one) => one === given) ?? notPlain();

export function instantOf(given: unknown): string | null {
  const text = textOf(given);
  return text === null || isInstant(text) ? text : notPlain();
}
