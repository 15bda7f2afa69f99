import type { AnswerError, Answered } from './answer';

export type Path = readonly (string | number)[];

/** What became of one place in an answer. Nothing there, withheld and unavailable are three different things. */
export type Place =
  | { readonly kind: 'shown'; readonly value: unknown }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'recorded'; readonly message: string }
  | Withheld
  | { readonly kind: 'unavailable'; readonly message: string };

export interface Withheld {
  readonly kind: 'withheld';
  readonly message: string;
  /** Where a whole record is withheld, what else it would hold, in sentences of their own. */
  readonly also: readonly string[];
  readonly stream: string | null;
  /** Coordinates that can be asked about, as `HealthRecord.immunisations`. */
  readonly fields: readonly string[];
  readonly ring: string | null;
}

const REFUSED = 'UNAUTHORIZED_FIELD_OR_TYPE';

/**
 * What is at a path, and if nothing is, why. An error stands at the field that failed, which may be further in than the null
 * it left: of several, those of the path itself, or on the way to it, come first.
 */
export function placeAt(told: Answered<unknown>, path: Path): Place {
  const { value, place } = follow(told.data, path);
  if (value !== null && value !== undefined) return { kind: 'shown', value };
  const all = told.errors.filter((one) => one.path !== undefined && isAbove(place, one.path));
  const near = all.filter((one) => isAbove(one.path!, path) || isAbove(path, one.path!));
  const [error, ...others] = near.length > 0 ? near : all;
  // An answer that was refused whole says so of every place in it.
  const whole = told.errors.find((one) => one.path === undefined);
  const fault = error ?? (told.data === null ? whole : undefined);
  if (fault === undefined) return { kind: 'nothing' };
  return withOthers(placeOf(fault, told), others, told);
}

/** The value at a path, or the null that stands in its way. */
function follow(data: unknown, path: Path): { readonly value: unknown; readonly place: Path } {
  let at: unknown = data;
  for (const [steps, step] of path.entries()) {
    if (at === null || at === undefined) return { value: at, place: path.slice(0, steps) };
    at = (at as Record<string | number, unknown>)[step];
  }
  return { value: at, place: path };
}

/** What else a null was emptied of, in sentences and coordinates of its own. */
function withOthers(place: Place, others: readonly AnswerError[], told: Answered<unknown>): Place {
  if (place.kind !== 'withheld') return place;
  const withheld = others.map((one) => placeOf(one, told)).filter((one) => one.kind === 'withheld');
  const also = [...place.also, ...withheld.flatMap((one) => [one.message, ...one.also])];
  return { ...place, also: [...new Set(also)].filter((message) => message !== place.message) };
}

export function placeOf({ message, extensions }: AnswerError, told: Answered<unknown>): Place {
  if (extensions?.code === 'MASKED') return { kind: 'recorded', message };
  if (extensions?.code !== REFUSED) return { kind: 'unavailable', message };
  const { stream = null, others = [] } = extensions;
  const notice = told.notices.find((one) => one.stream === stream && one.reason === extensions.reason);
  const also = told.notices.filter((one) => others.some((other) => other.stream === one.stream));
  return {
    kind: 'withheld',
    message,
    also: also.map((one) => one.message),
    stream,
    fields: notice?.fields ?? [],
    ring: notice?.ring ?? null,
  };
}

/** What was withheld further down, once for each sentence: parts of something that is otherwise shown. */
export function withheldWithin(told: Answered<unknown>, path: Path): readonly Withheld[] {
  const found = told.errors
    .filter((one) => one.path !== undefined && one.path.length > path.length && isAbove(path, one.path))
    .map((one) => placeOf(one, told))
    .filter((place) => place.kind === 'withheld');
  return [...new Map(found.map((one) => [one.message, one])).values()];
}

const isAbove = (above: Path, path: Path): boolean =>
  above.length <= path.length && above.every((step, at) => step === path[at]);

export const codesOf = ({ errors }: Answered<unknown>): readonly string[] =>
  errors.flatMap(({ extensions }) => extensions?.code ?? []);
