/** How the FHIR stand-in finds what it holds: by an index for each parameter, as a real server does. */

import { firstAt } from '@family-view/population';

/** A resource and the values it is found by, for each search parameter. */
export interface Stored {
  readonly resource: Readonly<Record<string, unknown>> & { readonly resourceType: string; readonly id: string };
  readonly found: Readonly<Record<string, readonly string[]>>;
}

/** A parameter and the values of which a resource must have one. */
export interface Asked {
  readonly name: string;
  readonly texts: readonly string[];
}

export interface StoredIndex<One extends Stored> {
  /** Those that have each of these, in the order in which they are stored. */
  search(type: string, asked: readonly Asked[]): readonly One[];
  /** Those that have this very value. */
  lookUp(type: string, name: string, text: string): readonly One[];
}

const STARTS_WITH = ['family', 'given', 'address-postalcode'];
const DATES = ['birthdate', 'date', 'value-date'];

/** What one parameter brings up: how many, before any of them is looked at. */
interface Hits<One> {
  readonly size: number;
  read(): readonly One[];
}
type Entry<One> = readonly [value: string, stored: One];

export function indexStored<One extends Stored>(store: ReadonlyMap<string, readonly One[]>): StoredIndex<One> {
  const places = new Map([...store.values()].flat().map((stored, place) => [stored, place]));
  const exact = new Map<string, ReadonlyMap<string, readonly One[]>>();
  const ordered = new Map<string, readonly Entry<One>[]>();
  const entriesOf = (type: string, name: string): readonly Entry<One>[] =>
    (store.get(type) ?? []).flatMap((stored) =>
      [...new Set(valuesOf(stored, name))].map((value) => [value, stored] as const),
    );

  const lookUp = (type: string, name: string, text: string): readonly One[] => {
    const index = kept(exact, `${type}?${name}`, () => groupByValue(entriesOf(type, name)));
    return index.get(text) ?? [];
  };
  const hitsOf = (type: string, { name, texts }: Asked): Hits<One> => {
    if (!STARTS_WITH.includes(name) && !DATES.includes(name)) {
      const lists = texts.map((text) => lookUp(type, name, text));
      return { size: total(lists.map(({ length }) => length)), read: () => lists.flat() };
    }
    const inOrder = kept(ordered, `${type}?${name}`, () =>
      entriesOf(type, name)
        .map(([value, stored]) => [folded(name, value), stored] as const)
        .toSorted(([one], [other]) => (one < other ? -1 : Number(one > other))),
    );
    const ranges = texts.map((text) => rangeOf(inOrder, name, text));
    return {
      size: total(ranges.map(([from, to]) => to - from)),
      read: () => ranges.flatMap(([from, to]) => inOrder.slice(from, to).map(([, stored]) => stored)),
    };
  };
  return {
    lookUp,
    search(type, asked) {
      const [rarest, ...others] = asked
        .map((one) => ({ ...one, hits: hitsOf(type, one) }))
        .toSorted((one, other) => one.hits.size - other.hits.size);
      return [...new Set(rarest?.hits.read())]
        .filter((stored) => others.every((one) => isAsked(stored, one)))
        .toSorted((one, other) => places.get(one)! - places.get(other)!);
    },
  };
}

const valuesOf = ({ resource, found }: Stored, name: string): readonly string[] =>
  name === '_id' ? [resource.id] : (found[name] ?? []);
const folded = (name: string, value: string): string => (STARTS_WITH.includes(name) ? value.toLowerCase() : value);
const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

function kept<Value>(all: Map<string, Value>, key: string, make: () => Value): Value {
  const known = all.get(key);
  if (known !== undefined) return known;
  const made = make();
  all.set(key, made);
  return made;
}

function groupByValue<One>(entries: readonly Entry<One>[]): ReadonlyMap<string, readonly One[]> {
  const groups = new Map<string, One[]>();
  for (const [value, stored] of entries) {
    const group = groups.get(value);
    if (group) group.push(stored);
    else groups.set(value, [stored]);
  }
  return groups;
}

/** Where in the order of values those stand that are meant: with this beginning, or on, before or after this day. */
function rangeOf(inOrder: readonly Entry<unknown>[], name: string, text: string): readonly [from: number, to: number] {
  if (STARTS_WITH.includes(name)) {
    const start = text.toLowerCase();
    return [
      firstAt(inOrder, ([value]) => value >= start),
      firstAt(inOrder, ([value]) => value > start && !value.startsWith(start)),
    ];
  }
  const { prefix, day } = readDate(text);
  const [from, to] = [firstAt(inOrder, ([value]) => value >= day), firstAt(inOrder, ([value]) => value > day)];
  switch (prefix) {
    case 'gt':
      return [to, inOrder.length];
    case 'ge':
      return [from, inOrder.length];
    case 'lt':
      return [0, from];
    case 'le':
      return [0, to];
    default:
      return [from, to];
  }
}

function readDate(text: string): { readonly prefix: string; readonly day: string } {
  const [, prefix = 'eq', day = ''] = /^(eq|gt|ge|lt|le)?(.*)$/.exec(text) ?? [];
  return { prefix, day };
}

const isAsked = (stored: Stored, { name, texts }: Asked): boolean =>
  valuesOf(stored, name).some((value) => texts.some((text) => isMeant(name, value, text)));

function isMeant(name: string, value: string, text: string): boolean {
  if (STARTS_WITH.includes(name)) return value.toLowerCase().startsWith(text.toLowerCase());
  if (!DATES.includes(name)) return value === text;
  const { prefix, day } = readDate(text);
  if (prefix === 'eq') return value === day;
  if (prefix === 'gt') return value > day;
  if (prefix === 'ge') return value >= day;
  return prefix === 'lt' ? value < day : value <= day;
}
