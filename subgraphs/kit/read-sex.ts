import type { Sex } from './connector';

const WORDS: Readonly<Record<Sex, readonly string[]>> = {
  M: ['m', 'male', 'man', 'boy', '1', '01'],
  F: ['f', 'female', 'woman', 'girl', '2', '02'],
  U: [
    '',
    'u',
    'unknown',
    'not known',
    'i',
    'indeterminate',
    'x',
    'other',
    'not specified',
    '0',
    '00',
    '9',
    '09',
    'n/k',
  ],
};

/**
 * The sex that a partner system writes, as a letter, a word or a code of the NHS and the older census (1 male, 2 female,
 * 0 not known, 9 not specified). `known` is false for what is none of these: it reads as U, and must be told.
 *
 * @example
 * ```ts
 * readSex('female'); // { sex: 'F', known: true }
 * readSex('?'); // { sex: 'U', known: false }
 * ```
 */
export function readSex(text: string | null | undefined): { readonly sex: Sex; readonly known: boolean } {
  const written = (text ?? '').normalize('NFKC').trim().toLowerCase();
  const sex = (['M', 'F', 'U'] as const).find((one) => WORDS[one].includes(written));
  return { sex: sex ?? 'U', known: sex !== undefined };
}
