import {
  type ActRule,
  type AgencyActs,
  DONE,
  type HeldFact,
  type KeptAct,
  type Requester,
  refused,
} from '@family-view/kit';
import type { KnowsScore } from '@family-view/kit/acts/outcome-tools';
import {
  isWaiting,
  referralsIn,
  referredBy,
  referrerFacts,
  submitReferral,
  text,
  waitingReferrals,
} from '@family-view/kit/acts/referrals';
import { approvedLevel, LEVELS, readCase } from './read-case';

/** A meeting's team lasts a year at most: attendance gives a relationship for a term, and never for good. */
const LONGEST_TERM_DAYS = 366;
/** Characters of what somebody said. */
const MOST_WORDS = 2_000;

const decideTriage: ActRule = ({ args }, { done }) => {
  const about = referralsIn(done).find(({ reference }) => reference === args.referral);
  if (!about) return refused('NOT_FOUND');
  return isWaiting(about) ? DONE : refused('NOT_OPEN');
};

const allocateWorker: ActRule = ({ args }) =>
  text(args.worker) && text(args.workerName) ? DONE : refused('NOT_FOUND');

/**
 * A step goes in the direction that it says, by the level last approved; the level on record before is the agency's own to
 * hold against it. One proposal waits at a time.
 */
const proposeStep: ActRule = ({ args }, { family }) => {
  const known = readCase(family);
  if (known.proposals.some(({ state }) => state === 'PROPOSED')) return refused('NOT_OPEN');
  const level = approvedLevel(known)?.level;
  const rank = (one: unknown): number => (LEVELS as readonly unknown[]).indexOf(one);
  const isUp = args.direction === 'UP';
  if (args.toLevel === (isUp ? 'UNIVERSAL' : 'ACUTE')) return refused('LEVELS_DO_NOT_FIT');
  if (level === undefined) return DONE;
  return isUp === rank(args.toLevel) > rank(level) && args.toLevel !== level ? DONE : refused('LEVELS_DO_NOT_FIT');
};

/** Nobody decides about what they have proposed themselves. */
const decideStep: ActRule = ({ args, requester }, { family }) => {
  const about = readCase(family).proposals.find(({ reference }) => reference === args.step);
  if (!about) return refused('NOT_FOUND');
  if (about.proposedBy === requester.id) return refused('OWN_PROPOSAL');
  return about.state === 'PROPOSED' ? DONE : refused('NOT_OPEN');
};

const callMeeting: ActRule = ({ args, day }) => {
  const [date, until] = [text(args.date) ?? '', text(args.until) ?? ''];
  const term = (Date.parse(until) - Date.parse(day)) / 86_400_000;
  return date >= day && until >= date && term <= LONGEST_TERM_DAYS ? DONE : refused('DATES_DO_NOT_FIT');
};

const agreeAction: ActRule = ({ args }, { family }) => {
  const meeting = readCase(family).meetings.find(({ reference }) => reference === args.meeting);
  if (!meeting) return refused('NOT_FOUND');
  return text(args.action) && (text(args.dueDate) ?? '') >= meeting.calledOn ? DONE : refused('DATES_DO_NOT_FIT');
};

const finishAction: ActRule = ({ args, requester }, { family }) => {
  const meeting = readCase(family).meetings.find(({ actions }) => actions.some((one) => one.reference === args.action));
  const action = meeting?.actions.find(({ reference }) => reference === args.action);
  if (!meeting || !action) return refused('NOT_FOUND');
  if (![action.owner, meeting.calledBy].includes(requester.id)) return refused('NOT_YOURS');
  return action.doneOn === null ? DONE : refused('NOT_OPEN');
};

/** One for each family at a time: S2:53, a single approach, to avoid multiple assessments. A second is pointed to the first. */
const openAssessment: ActRule = (_asked, { family }) => {
  const open = readCase(family).assessments.find(({ completedDate }) => completedDate === null);
  return open ? refused('ASSESSMENT_OPEN', open.reference) : DONE;
};

const completeAssessment: ActRule = ({ args }, { family }) => {
  const about = readCase(family).assessments.find(({ reference }) => reference === args.assessment);
  if (!about) return refused('NOT_FOUND');
  return about.completedDate === null ? DONE : refused('NOT_OPEN');
};

/** What somebody says is kept as they said it: a line or a page, and not nothing. */
const recordVoice: ActRule = ({ args }) => {
  const { length } = text(args.words) ?? '';
  return length > 0 && length <= MOST_WORDS ? DONE : refused('WORDS_NEEDED');
};

/** One membership of a programme at a time. */
const joinProgramme: ActRule = ({ args }, { family }) => {
  const current = readCase(family).programmes.find(
    ({ programme, until }) => programme === args.programme && until === null,
  );
  return current ? refused('ALREADY_MEMBER', current.reference) : DONE;
};

/** What is met once is met: it is sought again under the next membership. */
const recordProgrammeOutcome: ActRule = ({ args }, { family }) => {
  const about = readCase(family).programmes.find(({ reference }) => reference === args.membership);
  if (!about) return refused('NOT_FOUND');
  const known = about.outcomes.find(({ outcome }) => outcome === args.outcome);
  const isNews = args.state === 'MET' ? known?.metOn == null : known === undefined;
  return about.until === null && isNews ? DONE : refused('NOT_OPEN');
};

const clearBlockage: ActRule = ({ args }, { family }) => {
  const about = readCase(family).blockages.find(({ reference }) => reference === args.blockage);
  if (!about) return refused('NOT_FOUND');
  return about.clearedOn === null ? DONE : refused('NOT_OPEN');
};

const closeEarlyHelp: ActRule = (_asked, { family }) => (readCase(family).closure ? refused('NOT_OPEN') : DONE);

/** Acts of each person by themselves: those of one family stand together only where its members are known. */
const byPerson = (done: readonly KeptAct[]): ReadonlyMap<string, readonly KeptAct[]> => {
  const acts = new Map<string, KeptAct[]>();
  for (const act of done) acts.set(act.ref, [...(acts.get(act.ref) ?? []), act]);
  return acts;
};

/** Referred to the management team, and given to nobody since. */
const toAllocate = (done: readonly KeptAct[]): readonly string[] =>
  [...byPerson(done)].flatMap(([ref, acts]) => {
    const decided = acts.findLastIndex(
      ({ act, args }) => act === 'decideTriage' && args.decision === 'TO_MANAGEMENT_TEAM',
    );
    return decided >= 0 && !acts.slice(decided).some(({ act }) => act === 'allocateWorker') ? [ref] : [];
  });

const stepsToDecide = (done: readonly KeptAct[], { id }: Requester): readonly string[] =>
  readCase(done).proposals.flatMap(({ ref, state, proposedBy }) =>
    state === 'PROPOSED' && proposedBy !== id ? [ref] : [],
  );

const blocked = (done: readonly KeptAct[]): readonly string[] =>
  readCase(done).blockages.flatMap(({ ref, clearedOn }) => (clearedOn === null ? [ref] : []));

/** Relationships and the level of need, as they follow from what was done to the family. */
function facts(done: readonly KeptAct[], requester: Requester, today: string): readonly HeldFact[] {
  const known = readCase(done);
  const relationship = (value: string, from: string, until: string | null): HeldFact => ({
    kind: 'RELATIONSHIP',
    value,
    from: `${from}T00:00:00.000Z`,
    until: until && `${until}T23:59:59.999Z`,
  });
  const level = approvedLevel(known);
  return [
    ...known.allocations
      .filter(({ worker, until }) => worker === requester.id && until === null)
      .map(({ kind, from }) =>
        relationship(kind === 'LEAD_PROFESSIONAL' ? 'LEAD_PROFESSIONAL' : 'ALLOCATED_WORKER', from, null),
      ),
    // It ends by itself, with the day that was named.
    ...known.meetings
      .filter(({ invited, until }) => invited.includes(requester.id) && until >= today)
      .map(({ calledOn, until }) => relationship('TAF_MEMBER', calledOn, until)),
    ...referrerFacts(done, requester),
    ...(level
      ? [{ kind: 'NEED_LEVEL' as const, value: level.level, from: `${level.from}T00:00:00.000Z`, until: null }]
      : []),
  ];
}

/** What may be done at early help and social care: the workflow of the papers (S3:98 to 104). */
export const earlyHelpActs = (knowsScore: KnowsScore): AgencyActs => ({
  referredService: 'Early help: referral received',
  rules: {
    submitReferral: submitReferral(['EARLY_HELP_ACCESS', 'SOCIAL_CARE']),
    decideTriage,
    allocateWorker,
    proposeStep,
    decideStep,
    callMeeting,
    agreeAction,
    finishAction,
    openAssessment,
    completeAssessment,
    scoreOutcome: ({ args }) => (knowsScore(args.tool, args.scale, args.score) ? DONE : refused('TOOL_UNKNOWN')),
    recordVoice,
    joinProgramme,
    recordProgrammeOutcome,
    raiseBlockage: () => DONE,
    clearBlockage,
    closeEarlyHelp,
  },
  worklists: {
    submitReferral: referredBy,
    decideTriage: waitingReferrals,
    allocateWorker: toAllocate,
    decideStep: stepsToDecide,
    clearBlockage: blocked,
  },
  facts,
});
