import type { Decided } from '../match/decide-candidates';
import type { Agreeing, Confirmation } from './decision-lines';

/** One proposal about one subject, with its number among all that this agency keeps. */
export interface Proposed extends Pick<Confirmation, 'ref' | 'same' | 'requester' | 'organisation'> {
  readonly number: number;
}

/** WAITING until somebody else agrees; DISPUTED where somebody says the opposite; AGREED: it counts for everybody. */
export type ProposalState = 'WAITING' | 'DISPUTED' | 'AGREED';

/**
 * What counts of the proposals about one subject: those that this agency's own staff agreed to, the latest of them; else
 * what two people of two organisations say and nobody disputes. One person's word joins nothing, and hides nothing. What is
 * agreed stands until as many agree on the opposite, or it is undone.
 *
 * @param proposed the oldest first, without what has been undone since.
 */
export function decideProposals(proposed: readonly Proposed[], agreeings: readonly Agreeing[]): Decided {
  const same = new Set<string>();
  const different = new Set<string>();
  for (const ref of new Set(proposed.map((one) => one.ref))) {
    const agreed = agreedOf(
      proposed.filter((one) => one.ref === ref),
      agreeings,
    );
    if (agreed !== null) (agreed ? same : different).add(ref);
  }
  return { same, different };
}

/** What became of one proposal, among all about the same subject and record. */
export function stateOf(one: Proposed, about: readonly Proposed[], agreeings: readonly Agreeing[]): ProposalState {
  const ofRecord = about.filter(({ ref }) => ref === one.ref);
  if (agreedOf(ofRecord, agreeings) === one.same) return 'AGREED';
  return latestWords(ofRecord).some(({ same }) => same !== one.same) ? 'DISPUTED' : 'WAITING';
}

function agreedOf(ofRecord: readonly Proposed[], agreeings: readonly Agreeing[]): boolean | null {
  const byStaff = agreeings.flatMap(({ decision }) => ofRecord.find(({ number }) => number === decision) ?? []).at(-1);
  if (byStaff) return byStaff.same;
  let agreed: boolean | null = null;
  for (const [at, { same }] of ofRecord.entries()) {
    const words = latestWords(ofRecord.slice(0, at + 1));
    const alike = words.filter((word) => word.same === same);
    const organisations = new Set(alike.flatMap(({ organisation }) => organisation ?? []));
    if (organisations.size > 1 && alike.length === words.length) agreed = same;
  }
  return agreed;
}

/** Whoever says something else later has said only that. */
const latestWords = (said: readonly Proposed[]): readonly Proposed[] => [
  ...new Map(said.map((one) => [one.requester, one])).values(),
];
