import type { OperationRun } from '../types';
import type { LinkageQuestions } from './ask-linkage';
import type { Candidate } from './contract-replies';
import type { PersonSlots, Slot } from './slots';
import { contradict, type Learned, type Subject, subjectFor } from './subject';

export interface Possible {
  readonly agency: string;
  readonly outcome: 'POTENTIAL' | 'MANY' | 'CONFLICT';
  readonly comparedOn: readonly string[];
}

export interface Found {
  /** Null where no agency was certain. */
  readonly slots: PersonSlots | null;
  readonly possible: readonly Possible[];
  /** Every agency asked, as it answered, whether or not anybody was found. */
  readonly answers: PersonSlots;
}

/**
 * Who somebody is at each agency, in two rounds of matching at the edge: the second asks the agencies that were not
 * certain, with what the certain ones hold and may pass on.
 *
 * `known` slots (of an id that was opened) are kept; only agencies without one are asked.
 */
export async function findPerson(
  ask: LinkageQuestions,
  stated: Subject,
  run: OperationRun,
  known: PersonSlots = new Map(),
): Promise<Found> {
  const open = ask.openAgencies();
  const outcomes = new Map<string, readonly Candidate[] | null>();
  const matched = new Map<string, string>();
  for (const agency of open) {
    const slot = known.get(agency);
    if (slot?.state === 'pointer') matched.set(agency, slot.ref);
  }
  const settled = (agency: string): boolean =>
    matched.has(agency) || (known.has(agency) && known.get(agency)?.state !== 'unanswered');

  const round = async (learned: readonly Learned[]): Promise<void> => {
    const asked = open.filter((agency) => !settled(agency));
    await Promise.all(
      asked.map(async (agency) => {
        const reply = await ask.match(agency, [subjectFor(agency, stated, learned, run.rights)]);
        const candidates = reply?.[0] ?? null;
        outcomes.set(agency, candidates);
        const certain = certainOf(candidates);
        if (certain !== null) matched.set(agency, certain);
      }),
    );
  };

  if (matched.size === 0) await round([]);
  const learned = await learn(ask, matched);
  await round(learned);
  const late = [...matched].filter(([agency]) => !learned.some(({ from }) => from === agency));
  const all = [...learned, ...(await learn(ask, new Map(late)))];
  const conflicting = findConflicts(all, known);

  const slots = new Map<string, Slot>(known);
  const possible: Possible[] = [];
  for (const agency of open) {
    const ref = matched.get(agency);
    const candidates = outcomes.get(agency);
    if (ref !== undefined && !conflicting.has(agency)) slots.set(agency, { state: 'pointer', ref });
    else if (ref !== undefined) {
      slots.set(agency, { state: 'possible' });
      possible.push({ agency, outcome: 'CONFLICT', comparedOn: candidates?.[0]?.comparedOn ?? [] });
    } else if (settled(agency)) continue;
    else if (!candidates) slots.set(agency, silenceOf(open, run));
    else if (candidates.length === 0) slots.set(agency, { state: 'nothing' });
    else {
      slots.set(agency, { state: 'possible' });
      possible.push({
        agency,
        outcome:
          candidates.some(({ outcome }) => outcome !== 'POTENTIAL') || candidates.length > 1 ? 'MANY' : 'POTENTIAL',
        comparedOn: candidates[0]!.comparedOn,
      });
    }
  }
  const certain = [...slots.values()].some((slot) => slot.state === 'pointer');
  return { slots: certain ? slots : null, possible, answers: slots };
}

/**
 * Of an agency that compared nobody: where some agency did not answer, it, or those who could have said who is meant, are
 * asked again. Otherwise no agency may tell it who is meant: it was not asked, which is the protocol's doing.
 */
export const silenceOf = (open: readonly string[], run: OperationRun): Slot => ({
  state: open.some((agency) => run.answers.isInTrouble(agency)) ? 'unanswered' : 'notAsked',
});

/** One certain candidate and no other certain one. Several certain ones are MANY, whatever the agency called them. */
export function certainOf(candidates: readonly Candidate[] | null): string | null {
  const certain = (candidates ?? []).filter(({ outcome }) => outcome === 'MATCH');
  return certain.length === 1 && !(candidates ?? []).some(({ outcome }) => outcome === 'MANY') ? certain[0]!.ref : null;
}

/** What the agencies that hold somebody may pass on of them. */
export async function learn(ask: LinkageQuestions, matched: ReadonlyMap<string, string>): Promise<readonly Learned[]> {
  const found = await Promise.all(
    [...matched].map(async ([agency, ref]): Promise<readonly Learned[]> => {
      const identity = (await ask.identities(agency, [ref]))?.[0];
      return identity ? [{ from: agency, identity }] : [];
    }),
  );
  return found.flat();
}

/** Agencies whose certain record contradicts another's. Those of an id already sealed stand; newcomers give way. */
function findConflicts(learned: readonly Learned[], known: PersonSlots): ReadonlySet<string> {
  const conflicting = new Set<string>();
  for (const a of learned) {
    for (const b of learned) {
      if (a === b || !contradict(a.identity, b.identity)) continue;
      if (known.get(a.from)?.state !== 'pointer') conflicting.add(a.from);
    }
  }
  return conflicting;
}
