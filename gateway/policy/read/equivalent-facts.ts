import { equivalentFactsText } from '@family-view/schema';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { FamilyViewError } from '../../errors';
import type { Stream } from '../types';

const stream = z.string().regex(/^[a-z-]+:[a-z-]+$/, 'expected a stream as health:maternity');
/** As whole words: without capitals, marks and a plural's s. */
const foldWords = (text: string): string =>
  ` ${text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z&]+/g, ' ')
    .trim()
    .replace(/(?<=[a-z]{3})s\b/g, '')} `;
const words = z.array(z.string().trim().min(2).transform(foldWords)).min(1);
const form = z.strictObject({
  facts: z.array(
    z.strictObject({
      id: z.string().regex(/^[A-Z_]+$/, 'expected capitals and underscores'),
      what: z.string().min(1),
      stream,
      fields: z.array(z.string().regex(/^\w+\.\w+$/, 'expected a field as Maternity.dueDate')).min(1),
    }),
  ),
  services: z.record(
    z.string(),
    z.strictObject({ shownAs: z.string().min(1), sensitive: z.array(z.strictObject({ stream, words })) }),
  ),
  relationships: z.array(z.strictObject({ stream, words, shownAs: z.string().min(1) })),
});

/** `schema/equivalent-facts.yaml`; its words are folded, to be found in names that are. */
export type EquivalentFacts = z.infer<typeof form>;
export type EquivalentFact = EquivalentFacts['facts'][number];

export class BadEquivalentFacts extends FamilyViewError {
  constructor(faults: readonly string[]) {
    super(faults.join('\n'), { code: 'BAD_EQUIVALENT_FACTS' });
  }
}

/** @throws {BadEquivalentFacts} with the file, and the line or the place, of each fault. */
export function readEquivalentFacts(file: string, text: string): EquivalentFacts {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0)
    throw new BadEquivalentFacts(
      document.errors.map(({ pos, message }) => `${file}:${lines.linePos(pos[0]).line}: ${message.split('\n')[0]}`),
    );
  const read = form.safeParse(document.toJS());
  if (!read.success)
    throw new BadEquivalentFacts(
      read.error.issues.map(({ path, message }) => `${file}: ${path.join('.')}: ${message}`),
    );
  const told = new Map<string, string>();
  for (const { id, fields } of read.data.facts)
    for (const field of fields) {
      if (told.has(field))
        throw new BadEquivalentFacts([`${file}: ${field} stands under ${told.get(field)} and ${id}; it has one fact.`]);
      told.set(field, id);
    }
  return read.data;
}

/** As it is published. */
export const EQUIVALENT_FACTS = readEquivalentFacts('schema/equivalent-facts.yaml', equivalentFactsText());

/** The streams that must be open together with a field's own, at each agency that tells it. */
export const streamsBeside = (coordinate: string): readonly Stream[] =>
  EQUIVALENT_FACTS.facts.filter(({ fields }) => fields.includes(coordinate)).map((fact) => fact.stream);

const saysAny = (texts: readonly (string | null)[], said: readonly string[]): boolean =>
  texts.some((text) => {
    const folded = text === null ? '' : foldWords(text);
    return said.some((one) => folded.includes(one));
  });

/** The streams that a service's name, team or roles tell something of, and what it is called without. Null: none. */
export function sensitiveService(
  agency: string,
  texts: readonly (string | null)[],
): { readonly streams: readonly Stream[]; readonly shownAs: string } | null {
  const named = EQUIVALENT_FACTS.services[agency];
  const streams = (named?.sensitive ?? []).filter((one) => saysAny(texts, one.words)).map((one) => one.stream);
  return named && streams.length > 0 ? { streams, shownAs: named.shownAs } : null;
}

/** Every stream that a service's name may tell something of, at one agency. */
export const streamsOfServices = (agency: string): readonly Stream[] => [
  ...new Set((EQUIVALENT_FACTS.services[agency]?.sensitive ?? []).map((one) => one.stream)),
];

/** The same of a word for what somebody is to somebody else. */
export const sensitiveRelationship = (
  word: string | null,
): { readonly stream: Stream; readonly shownAs: string } | null =>
  EQUIVALENT_FACTS.relationships.find((one) => saysAny([word], one.words)) ?? null;
