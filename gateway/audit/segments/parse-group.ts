import { writeCanonical } from '../../write-canonical';

/** One record of a group, with what its lines are: of an agency's part, its own line. */
export interface StoredRecord {
  readonly sequence: number;
  readonly lines: readonly string[];
  /** Its own agency names each part. */
  readonly record: Readonly<Record<string, unknown>>;
}

/** What names definitions, by the part of a record. */
type Parts = Readonly<Record<string, unknown>>;

/**
 * Takes a group's lines apart, and puts in what they name.
 * @param definitions those of the segment so far, by name; those of this group are added.
 * @param sequence of the last record before this group.
 * @throws {SyntaxError} where a line is not what its first character says.
 */
export function parseGroup(text: string, sequence: number, definitions: Map<string, unknown>): readonly StoredRecord[] {
  const records: { readonly lines: string[]; readonly main: Parts; readonly parts: Parts[] }[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const rest = line.slice(1);
    if (line[0] === 'D') definitions.set(rest.slice(0, 22), JSON.parse(rest.slice(23)));
    else if (line[0] === 'R') records.push({ lines: [line], main: JSON.parse(rest) as Parts, parts: [] });
    else if (line[0] === 'P' && records.length > 0) {
      const last = records.at(-1)!;
      last.lines.push(line);
      last.parts.push(JSON.parse(rest) as Parts);
    } else if (line[0] !== 'H') throw new SyntaxError('a line of the audit is of no known kind');
  }
  return records.map(({ lines, main, parts }, at) => ({
    sequence: sequence + at + 1,
    lines,
    record: expand(main, parts, definitions),
  }));
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
const DEFINED = ['fields', 'withheld', 'clauses', 'masked'];

function defined(value: unknown, definitions: ReadonlyMap<string, unknown>): unknown {
  if (typeof value !== 'string' || !value.startsWith('#')) return value;
  const name = value.slice(1);
  if (!definitions.has(name)) throw new SyntaxError('a line of the audit names what is not defined before it');
  return definitions.get(name);
}

/** As it would be kept whole: canonical JSON (RFC 8785). */
export const wholeText = ({ record }: StoredRecord): string => writeCanonical(record);
