import { ownWord } from '../look/own-word';
import { agencyName, listed, word } from '../look/words';
import { writeCsv } from '../look/write-csv';
import type { Answered } from './agreements';

const HEADS = [
  'Stream',
  'What',
  'Agency',
  'Level',
  'Role',
  'Purpose',
  'How much',
  'Condition, or what is left',
  'Clause',
  'Text of the clause, and of those it depends on',
  'Agreement',
  'Lawful basis',
  'Fields',
  'As of',
];
const HOW_MUCH: Readonly<Record<string, string>> = {
  GRANTED: 'all of it',
  MASKED: 'in part',
  CONDITIONAL: 'under a condition',
};

/** A line for each role and purpose that a stream is open to; one that says nobody, where it is open to none. */
export function sharingCsv({ agreements, streams }: Answered, at: Date): string {
  const lines = streams.flatMap(({ stream, label, agency, detail, fields, shared }) => {
    const what = [stream, label, agencyName(agency), word(detail)];
    const after = [fields.join(' '), at.toISOString().slice(0, 10)];
    if (shared.length === 0) return [[...what, 'nobody', '', '', '', '', '', '', '', ...after]];
    return shared.map(({ role, purpose, decision, clause, terms, clauses }) => {
      const by = agreements.find((one) => one.clauses.some(({ id }) => id === clause));
      const lawful = by?.purposes.find(({ code }) => code === purpose)?.lawful ?? [];
      const texts = agreements.flatMap((one) => one.clauses).filter(({ id }) => clauses.includes(id));
      return [
        ...what,
        word(role),
        word(purpose),
        ownWord(HOW_MUCH, decision) ?? word(decision),
        terms,
        clause,
        texts.map(({ text }) => text).join('\n\n'),
        by === undefined ? '' : `${by.title}, version ${by.version}`,
        listed(lawful, '; '),
        ...after,
      ];
    });
  });
  return writeCsv([HEADS, ...lines]);
}
