import type { AgencyContext, Requester } from '@family-view/kit';
import { familiesOf } from '@family-view/kit/acts/with-acts';
import type { SocialCareConnector } from '../connector';
import { type EarlyHelpCase, type KeptAction, readCase } from './read-case';

type Context = AgencyContext<SocialCareConnector>;

/** The case of the family that somebody belongs to here, read once in a request. */
export function caseOf(context: Context, ref: string): Promise<EarlyHelpCase> {
  return context.load(`early-help:${ref}`, async () => {
    const [family = [ref]] = [(await familiesOf([ref], (refs) => context.connector.groups(refs))).get(ref)];
    return casesOf(context, family);
  });
}

/** The case of a family of these members. What was done to a closed one is left out. */
export async function casesOf(context: Context, members: readonly string[]): Promise<EarlyHelpCase> {
  const closed = await Promise.all(members.map((one) => context.isClosed(one)));
  const done = members.filter((_, at) => !closed[at]).flatMap((one) => context.actsOf(one));
  return readCase(done.toSorted((one, other) => (one.at < other.at ? -1 : 1)));
}

/** Each with the latest first. */
export const caseFields = {
  allocations: (known: EarlyHelpCase) => known.allocations.toReversed(),
  stepProposals: (known: EarlyHelpCase) => known.proposals.toReversed(),
  calledMeetings: (known: EarlyHelpCase) =>
    known.meetings.toReversed().map(({ invited, actions: _, ...meeting }) => ({ ...meeting, invited: invited.length })),
  agreedActions: (known: EarlyHelpCase, today: string) => actionsOf(known, today),
  myActions: (known: EarlyHelpCase, today: string, { id }: Requester) =>
    actionsOf(known, today).filter(({ owner }) => owner === id),
  openedAssessments: (known: EarlyHelpCase) => known.assessments.toReversed(),
  outcomeScores: (known: EarlyHelpCase) => known.scores,
  voices: (known: EarlyHelpCase) => known.voices.toReversed(),
  programmes: (known: EarlyHelpCase) => known.programmes.toReversed(),
  blockages: (known: EarlyHelpCase) => known.blockages.toReversed(),
  closure: (known: EarlyHelpCase) => known.closure,
} as const;

const actionsOf = (known: EarlyHelpCase, today: string) =>
  known.meetings
    .toReversed()
    .flatMap(({ reference: meeting, actions }) =>
      actions.map((action) => ({ ...action, meeting, state: stateOf(action, today) })),
    );

function stateOf({ doneOn, dueDate }: KeptAction, today: string): string {
  if (doneOn !== null) return 'DONE';
  return dueDate < today ? 'OVERDUE' : 'OPEN';
}
