/** Whether an answer shows what it may and nothing else. */
import { SEALED } from './expected-answer';
import type { Standing } from './oracle';
import type { Tokens } from './tokens';

/** Tokens in any bytes that this asker may not see, wherever they stand. */
export function findLeaks(bytes: string, standing: Standing, tokens: Tokens): readonly string[] {
  return [...tokens.find(bytes)].flatMap(([token, cells]) =>
    cells.some(({ guards }) => standing.allows(guards))
      ? []
      : [`${token} is in the answer: ${cells[0]!.coordinate} of ${cells[0]!.about}`],
  );
}

const SEALED_FORM = /^[pfc]1\.[0-9a-z]+\.[\w-]{6}\.[\w-]+$/;

/**
 * Makes answers comparable: lists without order, a sealed id as one word, an object in which all is null as null. What is
 * left of an object that was asked for its type alone is that type.
 */
export function plainly(value: unknown, typeNames: ReadonlySet<string>): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return SEALED_FORM.test(value) ? SEALED : value;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => plainly(item, typeNames)).filter((item) => item !== null);
    const keyed = items
      .map((item) => [JSON.stringify(item), item] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1));
    return keyed.length === 0 ? null : keyed.map(([, item]) => item);
  }
  const entries = Object.entries(value).map(([key, inner]) => [key, plainly(inner, typeNames)] as const);
  const isType = (inner: unknown): boolean => typeof inner === 'string' && typeNames.has(inner);
  if (entries.length > 0 && entries.every(([, inner]) => isType(inner))) return entries;
  const kept = entries
    .filter(([, inner]) => inner !== null && !isType(inner))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return kept.length === 0 ? null : kept;
}

export function findDifferences(actual: unknown, expected: unknown, typeNames: ReadonlySet<string>): readonly string[] {
  const [came, should] = [actual, expected].map((value) => JSON.stringify(plainly(value, typeNames)));
  if (came === should) return [];
  let at = 0;
  while (came![at] === should![at]) at += 1;
  const near = (text: string): string => text.slice(Math.max(0, at - 160), at + 80);
  return [`the answer is not what it should be: came …${near(came!)}… expected …${near(should!)}…`];
}
