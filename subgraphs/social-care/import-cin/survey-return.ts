import { createHash } from 'node:crypto';
import { checkIsoDate } from '@family-view/kit/identifiers';
import type { CensusElement } from './census-elements';
import { streamElements } from './stream-elements';

/** One record of a child, as far as it says whose it is. */
interface Mention {
  readonly line: number;
  readonly born: string | null;
  readonly expected: string | null;
  readonly upn: string | null;
  readonly sex: string | null;
}

/** What must be known of the whole return before a child of it is stored. */
export interface Survey {
  /** Lines of each LAchildID that stands more than once, and whether its records may be of different children. */
  readonly repeated: ReadonlyMap<string, { readonly lines: readonly number[]; readonly contradictory: boolean }>;
  /** Lines of the records of each UPN, in capitals, that more than one child has. */
  readonly sharedPupils: ReadonlyMap<string, readonly number[]>;
  /** Of every byte, so that a file that changes between two readings is noticed. */
  readonly digest: string;
}

/** Reads the return once, to its end, for who is in it. Throws `CensusFileBroken` as the reading of its records would. */
export async function surveyReturn(bytes: AsyncIterable<Uint8Array>): Promise<Survey> {
  const children = new Map<string, Mention[]>();
  const pupils = new Map<string, { readonly child: string; readonly line: number }[]>();
  const { counted, digest } = digested(bytes);
  for await (const part of streamElements(counted)) {
    if (part.kind !== 'child') continue;
    const identifiers = part.element.parts.find(({ name }) => name === 'ChildIdentifiers');
    const id = identifiers && textOf(identifiers, 'LAchildID');
    if (!identifiers || !id) continue;
    const mention = mentionIn(identifiers, part.element.line);
    children.set(id, [...(children.get(id) ?? []), mention]);
    if (mention.upn === null) continue;
    pupils.set(mention.upn, [...(pupils.get(mention.upn) ?? []), { child: id, line: mention.line }]);
  }
  return {
    repeated: new Map(
      [...children]
        .filter(([, mentions]) => mentions.length > 1)
        .map(([id, mentions]) => [
          id,
          {
            lines: mentions.map(({ line }) => line),
            contradictory: !mentions.every((one) => agrees(mentions[0]!, one)),
          },
        ]),
    ),
    sharedPupils: new Map(
      [...pupils]
        .filter(([, records]) => new Set(records.map(({ child }) => child)).size > 1)
        .map(([upn, records]) => [upn, records.map(({ line }) => line)]),
    ),
    digest: digest(),
  };
}

/** The bytes as they are read, and what they come to. */
export function digested(bytes: AsyncIterable<Uint8Array>): {
  readonly counted: AsyncIterable<Uint8Array>;
  readonly digest: () => string;
} {
  const hash = createHash('sha256');
  async function* counted() {
    for await (const piece of bytes) {
      hash.update(piece);
      yield piece;
    }
  }
  return { counted: counted(), digest: () => hash.digest('hex') };
}

function mentionIn(identifiers: CensusElement, line: number): Mention {
  const sex = textOf(identifiers, 'Sex') ?? textOf(identifiers, 'GenderCurrent');
  return {
    line,
    born: dayIn(identifiers, 'PersonBirthDate'),
    expected: dayIn(identifiers, 'ExpectedPersonBirthDate'),
    upn: textOf(identifiers, 'UPN')?.toUpperCase() ?? null,
    sex: sex === null ? null : (SEXES[sex.toUpperCase()] ?? null),
  };
}

const SEXES: Readonly<Record<string, string>> = { M: 'M', F: 'F', '1': 'M', '2': 'F' };
const textOf = (element: CensusElement, name: string): string | null =>
  element.parts.find((part) => part.name === name)?.text.trim() || null;

/** A day that cannot be read stays as it came: it is the same only as itself. */
function dayIn(element: CensusElement, name: string): string | null {
  const text = textOf(element, name)?.replace(/T.*$/, '') ?? null;
  if (text === null) return null;
  const day = checkIsoDate(text);
  return day.ok ? day.value : text;
}

/** Of one child beyond doubt: nothing differs, and a birth, an expected birth or a UPN is the same in both. */
function agrees(one: Mention, other: Mention): boolean {
  const pairs = [
    [one.born, other.born],
    [one.expected, other.expected],
    [one.upn, other.upn],
  ] as const;
  const differ = ([a, b]: readonly [string | null, string | null]): boolean => a !== null && b !== null && a !== b;
  if ([...pairs, [one.sex, other.sex] as const].some(differ)) return false;
  return pairs.some(([a, b]) => a !== null && a === b);
}
