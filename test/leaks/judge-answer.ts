/** Whether an answer shows what it may and nothing else. */
import { SEALED } from './expected-answer';
import type { Cell, Tokens } from './tokens';

/** Tokens in any bytes that this asker may not see, wherever they stand. */
export function findLeaks(bytes: string, mayShow: (cell: Cell) => boolean, tokens: Tokens): readonly string[] {
  return [...tokens.find(bytes)].flatMap(([token, cells]) =>
    cells.some(mayShow) ? [] : [`${token} is in the answer: ${cells[0]!.coordinate} of ${cells[0]!.about}`],
  );
}

const SEALED_FORM = /^[pfc]1\.[0-9a-z]+\.[\w-]{6}\.[\w-]+$/;

/**
 * Makes answers comparable: lists without order, a sealed id as one word, an object in which all is null as null. What is
 * left of an object that was asked for its type alone is that type, of those named.
 */
export function plainly(value: unknown, typeNames: ReadonlySet<string>, typesAlone: ReadonlySet<string>): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return SEALED_FORM.test(value) ? SEALED : value;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => plainly(item, typeNames, typesAlone)).filter((item) => item !== null);
    const keyed = items
      .map((item) => [JSON.stringify(item), item] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1));
    return keyed.length === 0 ? null : keyed.map(([, item]) => item);
  }
  const entries = Object.entries(value).map(([key, inner]) => [key, plainly(inner, typeNames, typesAlone)] as const);
  const isType = (inner: unknown): boolean => typeof inner === 'string' && typeNames.has(inner);
  if (entries.length > 0 && entries.every(([, inner]) => typeof inner === 'string' && typesAlone.has(inner)))
    return entries;
  const kept = entries
    .filter(([, inner]) => inner !== null && !isType(inner))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return kept.length === 0 ? null : kept;
}

export function findDifferences(
  actual: unknown,
  expected: unknown,
  typeNames: ReadonlySet<string>,
  typesAlone: ReadonlySet<string>,
): readonly string[] {
  const [came, should] = [actual, expected].map((value) => JSON.stringify(plainly(value, typeNames, typesAlone)));
  if (came === should) return [];
  let at = 0;
  while (came![at] === should![at]) at += 1;
  const near = (text: string): string => text.slice(Math.max(0, at - 160), at + 80);
  return [`the answer is not what it should be: came …${near(came!)}… expected …${near(should!)}…`];
}

interface ToldError {
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string; readonly recorded?: boolean };
}

/**
 * What is masked as recorded is told as that, where it stands, and nothing else is. All that canaries hold is recorded; of
 * what is of a type that is closed to this asker (`eitherWay`), that it is recorded is not for them to know.
 */
export function findMaskFaults(
  errors: readonly ToldError[],
  expected: readonly string[],
  eitherWay: ReadonlySet<string>,
): readonly string[] {
  const masked = errors.filter(({ extensions }) => extensions?.code === 'MASKED');
  const pathOf = ({ path = [] }: ToldError): string => path.filter((step) => typeof step === 'string').join('/');
  const owed = masked.filter((error) => !eitherWay.has(pathOf(error)));
  const untrue = owed.filter(({ extensions }) => extensions?.recorded !== true);
  const came = owed.map(pathOf).sort();
  const should = expected.filter((path) => !eitherWay.has(path)).sort();
  return [
    ...untrue.map(({ path }) => `${path?.join('/')} is told as not recorded`),
    ...(JSON.stringify(came) === JSON.stringify(should)
      ? []
      : [
          `told as recorded: ${came.filter((path) => !should.includes(path)).slice(0, 3)} too many, ${should.filter((path) => !came.includes(path)).slice(0, 3)} missing (${came.length} for ${should.length})`,
        ]),
  ];
}
