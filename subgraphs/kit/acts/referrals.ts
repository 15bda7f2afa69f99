/**
 * The single referral form, as every agency that takes referrals keeps it. Fields: primary need and source of the CIN census;
 * status, reason and how best to engage the family of the family hubs' referral form (NEW, OPENED, ACCEPTED, DECLINED).
 */
import type { HeldFact, Requester } from '../connector';
import { type ActRule, DONE, refused } from './act-register';
import type { KeptAct } from './act-store';

export type ReferralStatus = 'NEW' | 'OPENED' | 'ACCEPTED' | 'DECLINED';

/** One referral as it stands, by what was done since. Days are ISO. */
export interface KeptReferral {
  readonly reference: string;
  readonly ref: string;
  readonly service: string;
  readonly status: ReferralStatus;
  /** Code of CIN `PrimaryNeedCode`. */
  readonly primaryNeed: string;
  /** Code of CIN `ReferralSource`, by whose organisation refers. */
  readonly referralSource: string;
  readonly consent: string;
  readonly familyTold: boolean;
  readonly withoutConsentReason: string | null;
  readonly engageWithFamily: string | null;
  /** The referrer's own words. */
  readonly reason: string;
  readonly submittedOn: string;
  /** The day by which it is to be decided: one working day. */
  readonly decideBy: string;
  readonly decidedOn: string | null;
  /** What was decided, as a code, and why. */
  readonly decision: string | null;
  readonly decisionReason: string | null;
  readonly from: { readonly organisation: string; readonly role: string; readonly worker: string };
}

const ANSWERS: Readonly<Record<string, ReferralStatus>> = {
  OPENED: 'OPENED',
  ACCEPTED: 'ACCEPTED',
  DECLINED: 'DECLINED',
};

/** What a triage decision makes of a referral: S3:102 of the domain's papers. */
const TRIAGED: Readonly<Record<string, ReferralStatus>> = {
  TO_MANAGEMENT_TEAM: 'ACCEPTED',
  STEP_UP_TO_REFERRAL_AND_RESPONSE: 'ACCEPTED',
  SIGNPOST: 'DECLINED',
  POSSIBLE_STRONGER_FAMILIES: 'ACCEPTED',
};

/** The referrals among these acts, the oldest first. */
export function referralsIn(done: readonly KeptAct[]): readonly KeptReferral[] {
  const referrals = new Map<string, KeptReferral>();
  for (const { act, args, day, ref, reference, requester } of done) {
    if (act === 'submitReferral' && reference) {
      referrals.set(reference, {
        reference,
        ref,
        service: text(args.service) ?? '',
        status: 'NEW',
        primaryNeed: text(args.primaryNeed) ?? 'N0',
        referralSource: sourceOf(requester),
        consent: text(args.consent) ?? 'NOT_ASKED',
        familyTold: args.familyTold === true,
        withoutConsentReason: text(args.withoutConsentReason),
        engageWithFamily: text(args.engageWithFamily),
        reason: text(args.statement) ?? '',
        submittedOn: day,
        decideBy: nextWorkingDay(day),
        decidedOn: null,
        decision: null,
        decisionReason: null,
        from: { organisation: requester.organisation, role: requester.role, worker: requester.id },
      });
      continue;
    }
    const about = referrals.get(text(args.referral) ?? '');
    if (!about) continue;
    const status =
      act === 'answerReferral'
        ? ANSWERS[text(args.status) ?? '']
        : act === 'decideTriage'
          ? TRIAGED[text(args.decision) ?? '']
          : null;
    if (!status) continue;
    referrals.set(about.reference, {
      ...about,
      status,
      decidedOn: status === 'OPENED' ? null : day,
      decision: act === 'decideTriage' ? text(args.decision) : status,
      decisionReason: text(args.reason) ?? text(args.statement),
    });
  }
  return [...referrals.values()];
}

export const isWaiting = ({ status }: KeptReferral): boolean => status === 'NEW' || status === 'OPENED';
const isOf = ({ from }: KeptReferral, { id, organisation }: Requester): boolean =>
  from.worker === id && from.organisation === organisation;

/** Referrals among these acts that this requester made. */
export const referralsBy = (done: readonly KeptAct[], requester: Requester): readonly KeptReferral[] =>
  referralsIn(done).filter((one) => isOf(one, requester));

/**
 * Taken for the services named. The family has been told of it, and has given its consent, or it is said why not. One
 * organisation has one referral of a person waiting at a service: a second is pointed to the first. Another organisation's is
 * kept beside it: a second voice is not lost, and whose was the first is not told.
 */
export const submitReferral =
  (services: readonly string[]): ActRule =>
  ({ args, requester }, { done }) => {
    const service = text(args.service) ?? '';
    if (!services.includes(service)) return refused('SERVICE_NOT_HERE');
    const isAgreed = args.consent === 'GIVEN' && args.familyTold === true;
    if (!isAgreed && !text(args.withoutConsentReason)) return refused('CONSENT_NEEDED');
    const open = referralsIn(done).find(
      (one) => isWaiting(one) && one.service === service && one.from.organisation === requester.organisation,
    );
    return open ? refused('ALREADY_OPEN', open.reference) : DONE;
  };

/** Opened, accepted, or declined with a reason; once it is decided it stays so. */
export const answerReferral: ActRule = ({ args }, { done }) => {
  const about = referralsIn(done).find(({ reference }) => reference === args.referral);
  if (!about) return refused('NOT_FOUND');
  if (!isWaiting(about)) return refused('NOT_OPEN');
  if (args.status === 'NEW' || (args.status === 'OPENED' && about.status === 'OPENED')) return refused('NOT_OPEN');
  return args.status === 'DECLINED' && !text(args.reason) ? refused('REASON_NEEDED') : DONE;
};

/** People whose referral waits, the one that is to be decided first before the others. */
export const waitingReferrals = (done: readonly KeptAct[]): readonly string[] =>
  referralsIn(done)
    .filter(isWaiting)
    .toSorted((one, other) => (one.decideBy < other.decideBy ? -1 : one.decideBy > other.decideBy ? 1 : 0))
    .map(({ ref }) => ref);

/** People whom this requester has referred, the latest first. */
export const referredBy = (done: readonly KeptAct[], requester: Requester): readonly string[] =>
  referralsBy(done, requester)
    .map(({ ref }) => ref)
    .toReversed();

/** For as long as their referral waits, and no longer, whoever made it is its referrer. */
export const referrerFacts = (done: readonly KeptAct[], requester: Requester): readonly HeldFact[] =>
  referralsBy(done, requester).some(isWaiting)
    ? [{ kind: 'RELATIONSHIP', value: 'REFERRER', from: null, until: null }]
    : [];

export const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;

/** CIN `ReferralSource`, by the role of who refers: 2A schools, 3B health visitor, 4 housing, 5D early help, 8 other. */
const SOURCES: Readonly<Record<string, string>> = {
  SCHOOL_LEAD: '2A',
  HEALTH_LEAD: '3B',
  HOUSING_OFFICER: '4',
  SOCIAL_WORKER: '5A',
  LEAD_PROFESSIONAL: '5D',
  EARLY_HELP_ACCESS: '5D',
};
const sourceOf = ({ role }: Requester): string => SOURCES[role] ?? '8';

/**
 * Working Together to Safeguard Children 2023: within one working day of a referral a decision is made about the next steps.
 * Bank holidays are not known here, and count as working days.
 */
export function nextWorkingDay(day: string): string {
  const date = new Date(`${day}T12:00:00Z`);
  do date.setUTCDate(date.getUTCDate() + 1);
  while (date.getUTCDay() === 0 || date.getUTCDay() === 6);
  return date.toISOString().slice(0, 10);
}
