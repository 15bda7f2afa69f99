import { writeCanonical } from '../../shared/canonical-json';

/** One record of a group, with what its lines are: of an agency's part, its own line. */
export interface StoredRecord {
  readonly sequence: number;
  readonly lines: readonly string[];
  /** Its own agency names each part. */
  readonly record: Readonly<Record<string, unknown>>;
}

/** What names definitions, by the part of a record. */
type Parts = Readonly<Record<string, unknown>>;

/** A group's lines by what they are: of each record, its own line and its parts. */
export interface GroupLines {
  readonly definitions: readonly string[];
  readonly records: readonly (readonly string[])[];
}

/** @throws {SyntaxError} where a line is of no known kind. */
export function splitGroup(text: string): GroupLines {
  const definitions: string[] = [];
  const records: string[][] = [];
  for (const line of text.split('\n')) {
    if (line[0] === 'R') records.push([line]);
    else if (line[0] === 'P' && records.length > 0) records.at(-1)!.push(line);
    else if (line[0] === 'D') definitions.push(line);
    else if (line !== '' && line[0] !== 'H') throw new SyntaxError('a line of the audit is of no known kind');
  }
  return { definitions, records };
}

/** What a line defines. */
export const definitionIn = (line: string): readonly [name: string, json: string] => [
  line.slice(1, 23),
  line.slice(24),
];

/**
 * Takes a group's lines apart, and puts in what they name.
 * @param definitions those of the segment so far, by name; those of this group are added.
 * @param sequence of the last record before this group.
 * @throws {SyntaxError} where a line is not what its first character says.
 */
export function parseGroup(text: string, sequence: number, definitions: Map<string, unknown>): readonly StoredRecord[] {
  const { records } = defineAndSplit(text, definitions);
  return records.map((lines, at) => parseRecord(lines, sequence + at + 1, definitions));
}

/** Where in a group's text the lines of each record stand, in bytes: `[from, to)`. Definitions may stand among them. */
export function recordPlaces(text: string): readonly (readonly [from: number, to: number])[] {
  const places: [number, number][] = [];
  let at = 0;
  for (const line of text.split('\n')) {
    const end = at + Buffer.byteLength(line) + 1;
    if (line[0] === 'R') places.push([at, end]);
    else if (line[0] === 'P' && places.length > 0) places.at(-1)![1] = end;
    at = end;
  }
  return places;
}

/** The one record whose lines these are. @throws {SyntaxError} where they are of none, or of several. */
export function parseOne(text: string, sequence: number, definitions: ReadonlyMap<string, unknown>): StoredRecord {
  const { records } = splitGroup(text);
  if (records.length !== 1) throw new SyntaxError(`${records.length} records of the audit stand where one was`);
  return parseRecord(records[0]!, sequence, definitions);
}

function defineAndSplit(text: string, definitions: Map<string, unknown>): GroupLines {
  const split = splitGroup(text);
  for (const line of split.definitions) {
    const [name, json] = definitionIn(line);
    definitions.set(name, JSON.parse(json));
  }
  return split;
}

function parseRecord(
  lines: readonly string[],
  sequence: number,
  definitions: ReadonlyMap<string, unknown>,
): StoredRecord {
  const [main, ...parts] = lines.map((line) => JSON.parse(line.slice(1)) as Parts);
  return { sequence, lines, record: expand(main!, parts, definitions) };
}

/** The record as one object, in the shape of DfE's TxMA audit event. */
function expand(main: Parts, parts: readonly Parts[], definitions: ReadonlyMap<string, unknown>): Parts {
  const put = (object: Parts, names: readonly string[]): Parts => {
    const copy: Record<string, unknown> = { ...object };
    for (const name of names) if (copy[name] !== undefined) copy[name] = defined(copy[name], definitions);
    return copy;
  };
  const payload = put((main.payload ?? {}) as Parts, DEFINED);
  const agencies = parts.map(({ salt: _, ...part }) => put(part, DEFINED));
  return {
    ...put(main, ['actor']),
    payload: { ...payload, ...(main.eventName === 'FAMILY_VIEW_DISCLOSURE' ? { agencies } : {}) },
  };
}

/** Parts of a payload, and of an agency's part, that are named where they stand. Free text is none of them. */
const DEFINED = ['fields', 'withheld', 'clauses', 'masked', 'closed'];

/** What the lines of a record name, where a name may stand. @throws {SyntaxError} where a line is no JSON. */
export function namesIn(lines: readonly string[]): readonly string[] {
  return lines
    .map((line) => JSON.parse(line.slice(1)) as Parts)
    .flatMap((line) => [line.actor, ...DEFINED.flatMap((name) => [line[name], ((line.payload ?? {}) as Parts)[name]])])
    .flatMap((value) => (typeof value === 'string' && value.startsWith('#') ? value.slice(1) : []));
}

function defined(value: unknown, definitions: ReadonlyMap<string, unknown>): unknown {
  if (typeof value !== 'string' || !value.startsWith('#')) return value;
  const name = value.slice(1);
  if (!definitions.has(name)) throw new SyntaxError('a line of the audit names what is not defined before it');
  return definitions.get(name);
}

/** As it would be kept whole: canonical JSON (RFC 8785). */
export const wholeText = ({ record }: StoredRecord): string => writeCanonical(record);
