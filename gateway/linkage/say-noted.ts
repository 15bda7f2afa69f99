import type { NotedRight } from './contract-replies';

const ASKED: Readonly<Record<NotedRight['kind'], string>> = {
  RECTIFICATION: 'to have what is wrong in this record put right',
  OBJECTION: 'for this record not to be used',
};

/** What whoever opens a record reads, beside the agency's name, of what the person has asked about it. */
export function sayNoted({ kind, at }: Pick<NotedRight, 'kind' | 'at'>): string {
  const day = new Date(at).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'Europe/London' });
  return `On ${day} it was asked ${ASKED[kind]}. Ask the agency before you rely on it.`;
}
