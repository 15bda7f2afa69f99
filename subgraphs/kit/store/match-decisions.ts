/** What people decided about possible matches, for the agency's own staff: to list, to agree to, and to undo. */
import { MatchAlreadyAgreed, MatchAlreadyUndone, NoSuchMatchDecision } from '../errors';
import { type ProposalState, stateOf } from './agreed-words';
import type { Undoing } from './decision-lines';
import type { StaffProposals, StaffWords } from './proposal-store';
import { isSameSubject } from './subject-keys';

/**
 * One person's proposal as it was kept. `number` is its place among all, from 1, for ever. `at` is an ISO instant. It counts
 * once this agency's staff, or a second person of another organisation, agree.
 */
export interface MatchDecision {
  readonly number: number;
  readonly at: string;
  /** Whose record of this agency it is about. */
  readonly ref: string;
  readonly same: boolean;
  readonly statement: string;
  readonly requester: string;
  readonly organisation: string | null;
  readonly operation: string;
  /** What the person asked about is known again by: no values are kept. */
  readonly knownBy: readonly string[];
  readonly undone: { readonly at: string; readonly by: string } | null;
  /** By this agency's own staff. */
  readonly agreed: { readonly at: string; readonly by: string } | null;
  readonly state: ProposalState | 'UNDONE';
}

/** All decisions that an agency keeps, the oldest first, those undone with them. Throws what its store throws. */
export async function listMatchDecisions(store: StaffProposals): Promise<readonly MatchDecision[]> {
  const proposals = await store.all();
  const words = await store.words();
  const of = (all: readonly Undoing[]) => new Map(all.map(({ decision, at, by }) => [decision, { at, by }]));
  const [undone, agreed] = [of(words.undone), of(words.agreed)];
  const standing = proposals.filter(({ number }) => !undone.has(number));
  return proposals.map(({ subject, organisation, ...decision }) => ({
    ...decision,
    organisation: organisation ?? null,
    knownBy: Object.keys(subject),
    undone: undone.get(decision.number) ?? null,
    agreed: agreed.get(decision.number) ?? null,
    state: undone.has(decision.number)
      ? 'UNDONE'
      : stateOf(
          { ...decision, organisation },
          standing.filter((one) => isSameSubject(one.subject, subject)),
          words.agreed,
        ),
  }));
}

/** Who of the staff says so, and when. */
export interface StaffMember {
  readonly by: string;
  readonly at: Date;
}

/**
 * Undoes one decision: it is as though it had never been taken, and one that it replaced counts again. A running agency
 * notices at its next match. Throws `NoSuchMatchDecision`, `MatchAlreadyUndone` and what the store throws.
 */
export const undoMatchDecision = (store: StaffProposals, number: number, staff: StaffMember): Promise<MatchDecision> =>
  mark(store, number, 'undone', staff);

/**
 * This agency agrees to one proposal: it counts for everybody from its next match on, until it is undone. Throws as
 * `undoMatchDecision` does, and `MatchAlreadyAgreed`.
 */
export const agreeToMatchDecision = (
  store: StaffProposals,
  number: number,
  staff: StaffMember,
): Promise<MatchDecision> => mark(store, number, 'agreed', staff);

async function mark(
  store: StaffProposals,
  number: number,
  what: keyof StaffWords,
  { by, at }: StaffMember,
): Promise<MatchDecision> {
  const decisions = await listMatchDecisions(store);
  const decision = decisions[number - 1];
  if (!decision) throw new NoSuchMatchDecision(number, decisions.length);
  if (decision.undone) throw new MatchAlreadyUndone(number);
  if (what === 'agreed' && decision.agreed) throw new MatchAlreadyAgreed(number);
  await store.mark(what, { decision: number, by, at: at.toISOString() });
  return (await listMatchDecisions(store))[number - 1]!;
}
