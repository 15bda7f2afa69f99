import { FaultyNull, type NullReason, type Steps } from '../shared/faulty-null';

/** An error of a GraphQL answer. `path`: null where it names no place. */
export interface AnswerError {
  readonly path: Steps | null;
  readonly why: NullReason;
}

type Holder = Record<string | number, unknown>;
const isHolder = (value: unknown): value is Holder =>
  typeof value === 'object' && value !== null && !(value instanceof FaultyNull);

/**
 * Puts each error of an answer at the null that it left: the field that failed, or what holds it where that may not be
 * null (GraphQL, section 6.4.4). The answer must be the caller's own: it is changed.
 *
 * An error that names no null (without a path, or with one that is too short, or leads nowhere) puts in doubt every null
 * below what it does name; where there is none, of its record; where it names no record, of the whole answer.
 *
 * @returns whether each error named its null
 */
export function placeErrors(data: Holder, errors: readonly AnswerError[]): boolean {
  const doubted = new Set<Holder>();
  let named = true;
  for (const error of errors) if (!placeError(data, error, doubted)) named = false;
  return named;
}

/** An agency's errors of one null are all told, up to so many. */
const MOST_CAUSES = 20;

function placeError(data: Holder, { path, why }: AnswerError, doubted: Set<Holder>): boolean {
  const holders: Holder[] = [data];
  for (const [at, step] of (path ?? []).entries()) {
    const holder = holders.at(-1)!;
    const value = Object.hasOwn(holder, step) ? holder[step] : undefined;
    if (value === null || value instanceof FaultyNull) {
      const causes = value?.causes ?? [];
      if (causes.length < MOST_CAUSES) holder[step] = new FaultyNull([...causes, { path: path!.slice(at + 1), why }]);
      return true;
    }
    if (!isHolder(value)) break;
    holders.push(value);
  }
  // Of another record the error says nothing.
  const record = path?.[0] === '_entities' && holders.length > 2 ? 2 : 0;
  for (const holder of holders.slice(record).reverse()) if (doubt(holder, why, doubted)) break;
  return false;
}

/** Every null below; whether there was any. */
function doubt(holder: Holder, why: NullReason, doubted: Set<Holder>): boolean {
  if (doubted.has(holder)) return true;
  const below = [holder];
  for (let one = below.pop(); one; one = below.pop()) {
    for (const key of Object.keys(one)) {
      const value = one[key];
      if (value === null) {
        one[key] = FaultyNull.for(why);
        doubted.add(holder);
      } else if (isHolder(value)) below.push(value);
    }
  }
  return doubted.has(holder);
}
