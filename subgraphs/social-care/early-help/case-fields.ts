import type { AgencyContext } from '@family-view/kit';
import { familiesOf } from '@family-view/kit/acts/with-acts';
import type { SocialCareConnector } from '../connector';
import { type EarlyHelpCase, type KeptAction, readCase } from './read-case';

type Context = AgencyContext<SocialCareConnector>;

/** The case of the family that somebody belongs to here, read once in a request. What was done to a closed member is left out. */
export function caseOf(context: Context, ref: string): Promise<EarlyHelpCase> {
  return context.load(`early-help:${ref}`, async () => {
    const [family = [ref]] = [(await familiesOf([ref], (refs) => context.connector.groups(refs))).get(ref)];
    const closed = await Promise.all(family.map((one) => context.isClosed(one)));
    const open = family.filter((_, at) => !closed[at]);
    const done = open.flatMap((one) => context.actsOf(one));
    return readCase(done.toSorted((one, other) => (one.at < other.at ? -1 : 1)));
  });
}

/** Each with the latest first. */
export const caseFields = {
  allocations: (known: EarlyHelpCase) => known.allocations.toReversed(),
  stepProposals: (known: EarlyHelpCase) => known.proposals.toReversed(),
  calledMeetings: (known: EarlyHelpCase) =>
    known.meetings.toReversed().map(({ invited, actions: _, ...meeting }) => ({ ...meeting, invited: invited.length })),
  agreedActions: (known: EarlyHelpCase, today: string) =>
    known.meetings
      .toReversed()
      .flatMap(({ reference: meeting, actions }) =>
        actions.map((action) => ({ ...action, meeting, state: stateOf(action, today) })),
      ),
  openedAssessments: (known: EarlyHelpCase) => known.assessments.toReversed(),
  outcomeScores: (known: EarlyHelpCase) => known.scores,
  blockages: (known: EarlyHelpCase) => known.blockages.toReversed(),
  closure: (known: EarlyHelpCase) => known.closure,
} as const;

function stateOf({ doneOn, dueDate }: KeptAction, today: string): string {
  if (doneOn !== null) return 'DONE';
  return dueDate < today ? 'OVERDUE' : 'OPEN';
}
