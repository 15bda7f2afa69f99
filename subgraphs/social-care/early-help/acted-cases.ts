/** What acts have made of families, as counts and lists need it: nothing of it is in the case-management system. */
import type { KeptAct } from '@family-view/kit';
import { type EarlyHelpCase, readCase } from './read-case';

/** A family to which something was done. Days are ISO. */
export interface ActedFamily {
  /** Everybody of the family groups of whom it was done to. */
  readonly members: readonly string[];
  readonly known: EarlyHelpCase;
  /** When work with them began through the gateway, and when it was closed there; null: it began elsewhere, or lasts. */
  readonly spans: readonly { readonly from: string | null; readonly until: string | null }[];
}

/** @param familyOf everybody of the family groups that somebody belongs to, and themselves. */
export function actedFamilies(
  acts: readonly KeptAct[],
  familyOf: (ref: string) => readonly string[],
): readonly ActedFamily[] {
  const byRef = new Map<string, KeptAct[]>();
  for (const act of acts) byRef.set(act.ref, [...(byRef.get(act.ref) ?? []), act]);
  const seen = new Set<string>();
  return [...byRef.keys()].flatMap((ref) => {
    if (seen.has(ref)) return [];
    const members = familyOf(ref);
    for (const member of members) seen.add(member);
    const done = members
      .flatMap((member) => byRef.get(member) ?? [])
      .toSorted((one, other) => (one.at < other.at ? -1 : 1));
    return [{ members, known: readCase(done), spans: spansIn(done) }];
  });
}

function spansIn(done: readonly KeptAct[]): ActedFamily['spans'] {
  const spans: { from: string | null; until: string | null }[] = [];
  for (const { act, day } of done) {
    const last = spans.at(-1);
    const isOpen = last !== undefined && last.until === null;
    if (act === 'allocateWorker' && !isOpen) spans.push({ from: day, until: null });
    if (act === 'closeEarlyHelp') {
      if (isOpen) last.until = day;
      else spans.push({ from: null, until: day });
    }
  }
  return spans;
}

/** Whether work through the gateway is open on a day, or closed by then; null where neither was done yet. */
export function standsOn({ spans }: ActedFamily, day: string): 'OPEN' | 'CLOSED' | null {
  const last = spans.findLast(({ from, until }) => (from ?? until ?? '') <= day);
  if (!last) return null;
  return last.until !== null && last.until <= day ? 'CLOSED' : 'OPEN';
}

/** The level that was last approved by a day; null where none was. */
export const levelOn = ({ known }: ActedFamily, day: string): string | null =>
  known.proposals
    .filter(({ state, decidedOn }) => state === 'APPROVED' && decidedOn !== null && decidedOn <= day)
    .toSorted((one, other) => (one.decidedOn! < other.decidedOn! ? -1 : 1))
    .at(-1)?.toLevel ?? null;

/** Who works with the family on a day, or did until then. */
export const workOf = ({ known }: ActedFamily): readonly { worker: string; from: string; until: string | null }[] =>
  known.allocations.map(({ worker, from, until }) => ({ worker, from, until }));
