/** What became of a family's early help through the gateway: read from the acts, and kept nowhere else. */
import type { KeptAct } from '@family-view/kit';
import { text } from '@family-view/kit/acts/referrals';

export const LEVELS = ['UNIVERSAL', 'VULNERABLE', 'COMPLEX', 'ACUTE'] as const;

export interface KeptAllocation {
  readonly reference: string;
  readonly kind: string;
  readonly worker: string;
  readonly workerName: string;
  readonly familyChoice: string;
  readonly rating: string;
  readonly from: string;
  /** The day before the next of its kind, or of the closure; null while it lasts. */
  readonly until: string | null;
}

export interface KeptProposal {
  readonly reference: string;
  readonly ref: string;
  readonly direction: string;
  readonly toLevel: string;
  readonly reason: string;
  readonly proposedOn: string;
  readonly proposedBy: string;
  readonly state: 'PROPOSED' | 'APPROVED' | 'REFUSED';
  readonly decidedOn: string | null;
  readonly decisionReason: string | null;
}

export interface KeptAction {
  readonly reference: string;
  readonly action: string;
  readonly owner: string;
  readonly dueDate: string;
  readonly doneOn: string | null;
}

export interface KeptMeeting {
  readonly reference: string;
  readonly date: string;
  readonly calledBy: string;
  readonly calledOn: string;
  readonly invited: readonly string[];
  readonly until: string;
  readonly actions: readonly KeptAction[];
}

export interface KeptBlockage {
  readonly reference: string;
  readonly ref: string;
  readonly reason: string;
  readonly raisedOn: string;
  readonly clearedOn: string | null;
  readonly clearedBecause: string | null;
}

export interface KeptMembership {
  readonly reference: string;
  readonly programme: string;
  readonly level: string;
  readonly from: string;
  /** The day of the closure; null while it lasts. */
  readonly until: string | null;
  readonly outcomes: readonly {
    readonly outcome: string;
    readonly state: 'SOUGHT' | 'MET';
    readonly soughtOn: string | null;
    readonly metOn: string | null;
  }[];
}

/** A family's case, by what was done to any of its members; the oldest first in each list. */
export interface EarlyHelpCase {
  readonly allocations: readonly KeptAllocation[];
  readonly proposals: readonly KeptProposal[];
  readonly meetings: readonly KeptMeeting[];
  readonly assessments: readonly {
    readonly reference: string;
    readonly startDate: string;
    readonly completedDate: string | null;
  }[];
  readonly scores: readonly {
    readonly tool: string;
    readonly scale: string;
    readonly score: number;
    readonly date: string;
  }[];
  readonly voices: readonly { readonly whose: string; readonly words: string; readonly date: string }[];
  readonly programmes: readonly KeptMembership[];
  readonly blockages: readonly KeptBlockage[];
  /** Of the last closure, where nobody was allocated since. */
  readonly closure: { readonly outcome: string; readonly date: string; readonly reason: string } | null;
}

export function readCase(done: readonly KeptAct[]): EarlyHelpCase {
  const of = (act: string): readonly (KeptAct & { readonly reference: string })[] =>
    done.flatMap((one) => (one.act === act && one.reference ? [{ ...one, reference: one.reference }] : []));
  const answering = (act: string, argument: string, reference: string): KeptAct | undefined =>
    of(act).find(({ args }) => args[argument] === reference);
  const said = (one: KeptAct, name: string): string => text(one.args[name]) ?? '';

  const closed = of('closeEarlyHelp').at(-1);
  const reopened =
    closed && done.indexOf(done.findLast(({ act }) => act === 'allocateWorker')!) > lastAt(done, 'closeEarlyHelp');
  const allocations = of('allocateWorker').map((one, at, all): KeptAllocation => {
    const next = all.slice(at + 1).find(({ args }) => args.kind === one.args.kind);
    const ending = of('closeEarlyHelp').find(({ at: when }) => when > one.at);
    const until = [next?.day, ending?.day].filter((day) => day !== undefined).sort()[0] ?? null;
    return {
      reference: one.reference,
      kind: said(one, 'kind'),
      worker: said(one, 'worker'),
      workerName: said(one, 'workerName'),
      familyChoice: said(one, 'familyChoice'),
      rating: said(one, 'rating'),
      from: one.day,
      until,
    };
  });
  return {
    allocations,
    proposals: of('proposeStep').map((one): KeptProposal => {
      const decided = answering('decideStep', 'step', one.reference);
      return {
        reference: one.reference,
        ref: one.ref,
        direction: said(one, 'direction'),
        toLevel: said(one, 'toLevel'),
        reason: said(one, 'statement'),
        proposedOn: one.day,
        proposedBy: one.requester.id,
        state: decided ? (decided.args.approve === true ? 'APPROVED' : 'REFUSED') : 'PROPOSED',
        decidedOn: decided?.day ?? null,
        decisionReason: decided ? said(decided, 'statement') : null,
      };
    }),
    meetings: of('callMeeting').map(
      (one): KeptMeeting => ({
        reference: one.reference,
        date: said(one, 'date'),
        calledBy: one.requester.id,
        calledOn: one.day,
        invited: Array.isArray(one.args.invited) ? one.args.invited.map(String) : [],
        until: said(one, 'until'),
        actions: of('agreeAction')
          .filter(({ args }) => args.meeting === one.reference)
          .map((action) => ({
            reference: action.reference,
            action: said(action, 'action'),
            owner: said(action, 'owner'),
            dueDate: said(action, 'dueDate'),
            doneOn: answering('finishAction', 'action', action.reference)?.day ?? null,
          })),
      }),
    ),
    assessments: of('openAssessment').map((one) => ({
      reference: one.reference,
      startDate: one.day,
      completedDate: answering('completeAssessment', 'assessment', one.reference)?.day ?? null,
    })),
    scores: of('scoreOutcome').map((one) => ({
      tool: said(one, 'tool'),
      scale: said(one, 'scale'),
      score: Number(one.args.score),
      date: one.day,
    })),
    voices: of('recordVoice').map((one) => ({ whose: said(one, 'whose'), words: said(one, 'words'), date: one.day })),
    programmes: of('joinProgramme').map((one): KeptMembership => {
      const recorded = of('recordProgrammeOutcome').filter(({ args }) => args.membership === one.reference);
      return {
        reference: one.reference,
        programme: said(one, 'programme'),
        level: said(one, 'level'),
        from: one.day,
        until: of('closeEarlyHelp').find(({ at }) => at > one.at)?.day ?? null,
        outcomes: [...new Set(recorded.map((each) => said(each, 'outcome')))].map((outcome) => {
          const when = (state: string): string | null =>
            recorded.find(({ args }) => args.outcome === outcome && args.state === state)?.day ?? null;
          const metOn = when('MET');
          return { outcome, state: metOn === null ? 'SOUGHT' : 'MET', soughtOn: when('SOUGHT'), metOn };
        }),
      };
    }),
    blockages: of('raiseBlockage').map((one): KeptBlockage => {
      const cleared = answering('clearBlockage', 'blockage', one.reference);
      return {
        reference: one.reference,
        ref: one.ref,
        reason: said(one, 'statement'),
        raisedOn: one.day,
        clearedOn: cleared?.day ?? null,
        clearedBecause: cleared ? said(cleared, 'statement') : null,
      };
    }),
    closure:
      closed && !reopened
        ? { outcome: said(closed, 'outcome'), date: closed.day, reason: said(closed, 'statement') }
        : null,
  };
}

const lastAt = (done: readonly KeptAct[], act: string): number => done.findLastIndex((one) => one.act === act);

/** The level that was last approved, with its day; null where none was. */
export function approvedLevel({ proposals }: EarlyHelpCase): { readonly level: string; readonly from: string } | null {
  const approved = proposals
    .filter(({ state }) => state === 'APPROVED')
    .toSorted((one, other) => ((one.decidedOn ?? '') < (other.decidedOn ?? '') ? -1 : 1))
    .at(-1);
  return approved ? { level: approved.toLevel, from: approved.decidedOn! } : null;
}
