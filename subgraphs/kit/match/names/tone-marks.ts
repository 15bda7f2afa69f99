import { repairText } from './repair-text';

/** Comma below and cedilla are one mark in two encodings (Romanian s and t). */
const COMMA_BELOW = /\u0326/g;
const PLAIN = /^[\x20-\x7e]*$/;

/**
 * The marks of a name, sorted. Vietnamese names that differ in a mark alone are two names: Hùng, Hưng. A system that keeps
 * no marks says nothing of it. Where a mark stands does not count: Seán is also written Séan.
 */
export function marksIn(written: string | null | undefined): string {
  if (!written || PLAIN.test(written)) return '';
  const marks = repairText(written)
    .normalize('NFD')
    .replace(COMMA_BELOW, '\u0327')
    .match(/[\p{M}đĐ]/gu);
  return (marks ?? []).sort().join('').toLowerCase();
}
