import type { Candidate } from './contract-replies';
import { certainOf, matchRecords, outcomeKey, readRecords } from './link-records';
import type { LinkageContext } from './linkage-context';
import { pointersOf } from './slots';
import { FIELDS } from './subject';

/** What one agency says of the record that another holds of the same person: names of fields, and never a value. */
export interface LinkWord {
  /** Whose word it is, and about whose record. */
  readonly agency: string;
  readonly about: string;
  readonly word: 'CERTAIN' | 'POSSIBLE' | 'SEVERAL' | 'ANOTHER' | 'NOBODY' | 'NOT_COMPARED';
  /** Fields that both hold and that were compared, as far as both agencies open them to the requester. */
  readonly comparedOn: readonly string[];
  /** Whether others were compared, that are not open to the requester. */
  readonly comparedMore: boolean;
  readonly explanation: string;
}

/**
 * Why records were joined: each agency that holds the person is asked once more about each record of the others, as its owner
 * may pass it on. A certain word of either joins the two; a word that differs now says that the join would not be made again.
 */
export async function explainLink(
  { person }: { readonly person: string },
  { linker, run }: Pick<LinkageContext, 'linker' | 'run'>,
): Promise<readonly LinkWord[]> {
  const slots = await linker.slots(person);
  const open = new Set(linker.ask.openAgencies());
  const pointers = new Map([...pointersOf(slots)].filter(([agency]) => open.has(agency)));
  const records = await readRecords(linker.ask, new Map([...pointers].map(([agency, ref]) => [agency, [ref]])));
  const { outcomes } = await matchRecords(linker.ask, records, run, (agency) => pointers.has(agency));
  return records.flatMap((record) =>
    [...pointers]
      .filter(([agency]) => agency !== record.agency)
      .map(([agency, ref]): LinkWord => {
        const candidates = outcomes.get(outcomeKey(record, agency)) ?? null;
        const own = candidates?.find((one) => one.ref === ref);
        const word = wordOf(candidates, ref);
        const compared = own?.comparedOn ?? [];
        const shown = compared.filter((field) => {
          const stream = streamOf(field);
          return stream !== null && [agency, record.agency].every((one) => linker.ask.grants(one, stream));
        });
        const comparedMore = shown.length < compared.length;
        return {
          agency,
          about: record.agency,
          word,
          comparedOn: shown,
          comparedMore,
          explanation: sentenceOf(agency, record.agency, word, shown, comparedMore, linker.ask.recognises(agency)),
        };
      }),
  );
}

function wordOf(candidates: readonly Candidate[] | null, ref: string): LinkWord['word'] {
  if (candidates === null) return 'NOT_COMPARED';
  if (certainOf(candidates) === ref) return 'CERTAIN';
  const own = candidates.find((one) => one.ref === ref);
  if (own?.outcome === 'MANY' || (own && candidates.length > 1)) return 'SEVERAL';
  if (own) return 'POSSIBLE';
  return candidates.length > 0 ? 'ANOTHER' : 'NOBODY';
}

/** A word that is no field of the contract is none that is told. */
const streamOf = (field: string): keyof typeof FIELDS | null =>
  (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).find((stream) =>
    (FIELDS[stream] as readonly string[]).includes(field),
  ) ?? null;

const WORDS: Readonly<Record<LinkWord['word'], string>> = {
  CERTAIN: 'is certain that it is its own',
  POSSIBLE: 'says that it may be its own, which joins nothing',
  SEVERAL: 'has several that it may be, which joins nothing',
  ANOTHER: 'takes it for another of its records',
  NOBODY: 'knows nobody by it',
  NOT_COMPARED: 'was not asked, or did not answer',
};

function sentenceOf(
  agency: string,
  about: string,
  word: LinkWord['word'],
  fields: readonly string[],
  more: boolean,
  recognises: boolean,
): string {
  const names = fields.map((field) =>
    field
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .replace('nhs number', 'NHS number'),
  );
  const compared = [...names, ...(more ? ['something that is not open to you'] : [])];
  const by = compared.length > 0 ? ` (compared: ${compared.join(', ')})` : '';
  const joins =
    word !== 'CERTAIN' ? '' : recognises ? ' By this word the two are joined.' : ' Its word alone joins nothing.';
  return `Of the record that ${about} holds, ${agency} ${WORDS[word]}${by}.${joins}`;
}
