import type { AskedAct } from './act-register';
import type { KeptAct } from './act-store';
import {
  answerReferral,
  nextWorkingDay,
  referralsIn,
  referredBy,
  referrerFacts,
  submitReferral,
  waitingReferrals,
} from './referrals';

const nurse = { id: 'w-1', organisation: 'clinic', role: 'HEALTH_LEAD', area: null };
const teacher = { id: 'w-2', organisation: 'school', role: 'SCHOOL_LEAD', area: null };
const FORM = {
  service: 'EARLY_HELP_ACCESS',
  primaryNeed: 'N4',
  consent: 'GIVEN',
  familyTold: true,
  statement: 'A family in acute stress.',
};
const asked = (act: string, args: object, requester = nurse): AskedAct => ({
  act,
  key: 'key',
  ref: 'maya',
  args: { ...args },
  requester,
  day: '2026-11-06',
  at: '2026-11-06T10:00:00.000Z',
});
const kept = (act: string, args: object, reference: string, requester = nurse, day = '2026-11-06'): KeptAct => ({
  ...asked(act, args, requester),
  day,
  purpose: 'EARLY_HELP',
  caseReference: null,
  operation: 'o',
  subject: null,
  outcome: 'DONE',
  reason: null,
  reference,
});
const before = (done: readonly KeptAct[]) => ({ done, family: done });
const refer = submitReferral(['EARLY_HELP_ACCESS']);

test('it is made with the family’s consent and knowledge, or with the reason why not', () => {
  expect(refer(asked('submitReferral', FORM), before([]))).toEqual({ outcome: 'DONE' });
  for (const part of [{ consent: 'REFUSED' }, { consent: 'NOT_ASKED' }, { familyTold: false }]) {
    expect(refer(asked('submitReferral', { ...FORM, ...part }), before([]))).toEqual({
      outcome: 'REFUSED',
      reason: 'CONSENT_NEEDED',
    });
    const why = { ...FORM, ...part, withoutConsentReason: 'To ask would put the child at risk.' };
    expect(refer(asked('submitReferral', why), before([]))).toEqual({ outcome: 'DONE' });
  }
  expect(refer(asked('submitReferral', { ...FORM, service: 'SOCIAL_CARE' }), before([]))).toMatchObject({
    reason: 'SERVICE_NOT_HERE',
  });
});

test('a second of the same organisation is pointed to the first; another organisation’s is kept beside it', () => {
  const open = [kept('submitReferral', FORM, 'first')];
  const colleague = { ...nurse, id: 'w-9' };
  expect(refer(asked('submitReferral', FORM, colleague), before(open))).toEqual({
    outcome: 'REFUSED',
    reason: 'ALREADY_OPEN',
    reference: 'first',
  });
  expect(refer(asked('submitReferral', FORM, teacher), before(open))).toEqual({ outcome: 'DONE' });
  const closed = [...open, kept('answerReferral', { referral: 'first', status: 'DECLINED', reason: 'Moved' }, 'a')];
  expect(refer(asked('submitReferral', FORM), before(closed))).toEqual({ outcome: 'DONE' });
});

test('NEW, OPENED, then ACCEPTED or DECLINED with a reason; what is decided stays so', () => {
  const open = [kept('submitReferral', FORM, 'first')];
  const answer = (status: string, done: readonly KeptAct[], reason?: string) =>
    answerReferral(asked('answerReferral', { referral: 'first', status, reason }), before(done));
  expect(answer('OPENED', open)).toEqual({ outcome: 'DONE' });
  expect(answer('DECLINED', open)).toMatchObject({ reason: 'REASON_NEEDED' });
  expect(answer('DECLINED', open, 'Another service has the family')).toEqual({ outcome: 'DONE' });
  expect(answer('NEW', open)).toMatchObject({ reason: 'NOT_OPEN' });
  const accepted = [...open, kept('answerReferral', { referral: 'first', status: 'ACCEPTED' }, 'a')];
  expect(answer('DECLINED', accepted, 'Too late')).toMatchObject({ reason: 'NOT_OPEN' });
  expect(
    answerReferral(asked('answerReferral', { referral: 'other', status: 'ACCEPTED' }), before(open)),
  ).toMatchObject({ reason: 'NOT_FOUND' });
  expect(referralsIn(accepted)).toMatchObject([
    { status: 'ACCEPTED', referralSource: '3B', submittedOn: '2026-11-06', decidedOn: '2026-11-06' },
  ]);
});

test('whoever referred is listed those they referred, and is the referrer while it waits', () => {
  const done = [
    kept('submitReferral', FORM, 'first'),
    { ...kept('submitReferral', FORM, 'second', teacher), ref: 'leo' },
  ];
  expect(referredBy(done, nurse)).toEqual(['maya']);
  expect(referredBy(done, { ...nurse, organisation: 'other' })).toEqual([]);
  expect(referrerFacts(done, nurse)).toMatchObject([{ kind: 'RELATIONSHIP', value: 'REFERRER' }]);
  expect(
    referrerFacts([...done, kept('answerReferral', { referral: 'first', status: 'ACCEPTED' }, 'a')], nurse),
  ).toEqual([]);
  expect(waitingReferrals([{ ...done[1]!, day: '2026-11-03' }, done[0]!])).toEqual(['leo', 'maya']);
});

// Working Together to Safeguard Children 2023: one working day.
test.each([
  ['2026-11-05', '2026-11-06'],
  ['2026-11-06', '2026-11-09'],
  ['2026-11-07', '2026-11-09'],
])('a referral of %s is decided by %s', (day, by) => {
  expect(nextWorkingDay(day)).toBe(by);
});
