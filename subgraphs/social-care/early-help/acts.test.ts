import type { AskedAct, KeptAct, Requester } from '@family-view/kit';
import { readOutcomeTools } from '@family-view/kit/acts/outcome-tools';
import { earlyHelpActs } from './acts';
import { caseFields } from './case-fields';
import { readCase } from './read-case';

const marcus: Requester = { id: 'w-lead', organisation: 'children', role: 'LEAD_PROFESSIONAL', area: null };
const nadia: Requester = { id: 'w-team', organisation: 'children', role: 'MANAGEMENT_TEAM', area: null };
const acts = earlyHelpActs(readOutcomeTools());
const WHY = 'The two actions that mattered are done.';

/** A family's acts, one after another, each a minute later; what is refused is left out, as the register leaves it out. */
function family() {
  const done: KeptAct[] = [];
  let count = 0;
  const act = (name: string, args: Readonly<Record<string, unknown>>, requester = marcus, day = '2026-11-02') => {
    count += 1;
    const asked: AskedAct = {
      act: name,
      key: `key-${count}`,
      ref: 'maya',
      args,
      requester,
      day,
      at: `${day}T09:${String(count).padStart(2, '0')}:00.000Z`,
    };
    const verdict = acts.rules[name]!(asked, { done, family: done });
    if (verdict instanceof Promise) throw new Error('expected an answer at once');
    const reference = `r-${count}`;
    if (verdict.outcome === 'DONE')
      done.push({
        ...asked,
        purpose: 'EARLY_HELP',
        caseReference: null,
        operation: 'o',
        subject: null,
        outcome: 'DONE',
        reason: null,
        reference,
      });
    return { ...verdict, reference: verdict.outcome === 'DONE' ? reference : (verdict.reference ?? null) };
  };
  return { act, done };
}

test('a step is proposed by one and decided by another, and only once', () => {
  const { act, done } = family();
  const step = act('proposeStep', { direction: 'UP', toLevel: 'COMPLEX', statement: WHY });
  expect(act('decideStep', { step: step.reference, approve: true, statement: WHY })).toMatchObject({
    reason: 'OWN_PROPOSAL',
  });
  expect(acts.worklists!.decideStep!(done, marcus)).toEqual([]);
  expect(acts.worklists!.decideStep!(done, nadia)).toEqual(['maya']);
  expect(act('decideStep', { step: step.reference, approve: false, statement: WHY }, nadia)).toMatchObject({
    outcome: 'DONE',
  });
  expect(act('decideStep', { step: step.reference, approve: true, statement: WHY }, nadia)).toMatchObject({
    reason: 'NOT_OPEN',
  });
  // Refused: the level is as it was, and another may be proposed.
  expect(acts.facts!(done, marcus, '2026-11-02')).toEqual([]);
  const second = act('proposeStep', { direction: 'UP', toLevel: 'COMPLEX', statement: WHY });
  expect(act('proposeStep', { direction: 'UP', toLevel: 'ACUTE', statement: WHY })).toMatchObject({
    reason: 'NOT_OPEN',
  });
  act('decideStep', { step: second.reference, approve: true, statement: WHY }, nadia);
  expect(acts.facts!(done, marcus, '2026-11-02')).toMatchObject([{ kind: 'NEED_LEVEL', value: 'COMPLEX' }]);
  expect(act('proposeStep', { direction: 'DOWN', toLevel: 'ACUTE', statement: WHY })).toMatchObject({
    reason: 'LEVELS_DO_NOT_FIT',
  });
  expect(act('proposeStep', { direction: 'DOWN', toLevel: 'COMPLEX', statement: WHY })).toMatchObject({
    reason: 'LEVELS_DO_NOT_FIT',
  });
  expect(act('proposeStep', { direction: 'DOWN', toLevel: 'VULNERABLE', statement: WHY })).toMatchObject({
    outcome: 'DONE',
  });
});

test('whoever a family is given to leads it, until it is given to another or closed', () => {
  const { act, done } = family();
  const allocate = (worker: string, day: string) =>
    act(
      'allocateWorker',
      { kind: 'LEAD_PROFESSIONAL', worker, workerName: 'M. Bell', familyChoice: 'CHOSEN', rating: 'AMBER' },
      nadia,
      day,
    );
  allocate('w-other', '2026-11-02');
  expect(acts.facts!(done, marcus, '2026-11-02')).toEqual([]);
  allocate('w-lead', '2026-11-03');
  expect(acts.facts!(done, marcus, '2026-11-03')).toMatchObject([{ value: 'LEAD_PROFESSIONAL', until: null }]);
  expect(acts.facts!(done, { ...marcus, id: 'w-other' }, '2026-11-03')).toEqual([]);
  act('closeEarlyHelp', { outcome: 'NEEDS_MET', statement: WHY }, marcus, '2026-11-04');
  expect(acts.facts!(done, marcus, '2026-11-04')).toEqual([]);
  expect(readCase(done).closure).toMatchObject({ outcome: 'NEEDS_MET', date: '2026-11-04' });
  expect(act('closeEarlyHelp', { outcome: 'NEEDS_MET', statement: WHY })).toMatchObject({ reason: 'NOT_OPEN' });
});

test('whoever is invited to a meeting is of the team until the day that was named, and an action is its owner’s', () => {
  const { act, done } = family();
  const nurse = { ...marcus, id: 'w-nurse' };
  const meeting = act('callMeeting', { date: '2026-11-10', invited: ['w-nurse'], until: '2026-12-10' });
  expect(acts.facts!(done, nurse, '2026-12-10')).toMatchObject([
    { value: 'TAF_MEMBER', until: '2026-12-10T23:59:59.999Z' },
  ]);
  expect(acts.facts!(done, nurse, '2026-12-11')).toEqual([]);
  const action = act('agreeAction', {
    meeting: meeting.reference,
    action: 'Book the two-year review',
    owner: 'w-nurse',
    dueDate: '2026-11-20',
  });
  expect(act('finishAction', { action: action.reference }, nadia)).toMatchObject({ reason: 'NOT_YOURS' });
  expect(act('finishAction', { action: action.reference }, nurse)).toMatchObject({ outcome: 'DONE' });
  expect(act('finishAction', { action: action.reference }, nurse)).toMatchObject({ reason: 'NOT_OPEN' });
  act('agreeAction', {
    meeting: meeting.reference,
    action: 'Ask the landlord',
    owner: 'w-nurse',
    dueDate: '2026-11-20',
  });
  const stateOn = (day: string) =>
    (caseFields.agreedActions(readCase(done), day) as readonly { state: string }[]).map(({ state }) => state);
  expect([stateOn('2026-11-20'), stateOn('2026-11-21')]).toEqual([
    ['DONE', 'OPEN'],
    ['DONE', 'OVERDUE'],
  ]);
  expect(act('callMeeting', { date: '2026-11-10', invited: [], until: '2028-11-10' })).toMatchObject({
    reason: 'DATES_DO_NOT_FIT',
  });
  expect(act('callMeeting', { date: '2026-10-10', invited: [], until: '2026-11-10' })).toMatchObject({
    reason: 'DATES_DO_NOT_FIT',
  });
});

// S2:53 of the papers: a single approach to assessing, to avoid multiple assessments.
test('a family has one open assessment, and a second is pointed to it', () => {
  const { act } = family();
  const first = act('openAssessment', {});
  expect(act('openAssessment', {})).toEqual({
    outcome: 'REFUSED',
    reason: 'ASSESSMENT_OPEN',
    reference: first.reference,
  });
  expect(act('completeAssessment', { assessment: first.reference })).toMatchObject({ outcome: 'DONE' });
  expect(act('openAssessment', {})).toMatchObject({ outcome: 'DONE' });
});

test('a score is one that an agreed tool has', () => {
  const { act, done } = family();
  const score = (changed: object) =>
    act('scoreOutcome', { tool: 'family-star-plus', scale: 'keeping-safe', score: 4, ...changed });
  expect(score({})).toMatchObject({ outcome: 'DONE' });
  for (const wrong of [{ score: 11 }, { score: 0 }, { score: 2.5 }, { scale: 'happiness' }, { tool: 'other' }])
    expect(score(wrong)).toMatchObject({ reason: 'TOOL_UNKNOWN' });
  expect(readCase(done).scores).toEqual([
    { tool: 'family-star-plus', scale: 'keeping-safe', score: 4, date: '2026-11-02' },
  ]);
});

test('a blockage is raised, listed and cleared once', () => {
  const { act, done } = family();
  const blockage = act('raiseBlockage', { statement: WHY });
  expect(acts.worklists!.clearBlockage!(done, nadia)).toEqual(['maya']);
  expect(act('clearBlockage', { blockage: blockage.reference, statement: WHY }, nadia)).toMatchObject({
    outcome: 'DONE',
  });
  expect(acts.worklists!.clearBlockage!(done, nadia)).toEqual([]);
  expect(act('clearBlockage', { blockage: blockage.reference, statement: WHY }, nadia)).toMatchObject({
    reason: 'NOT_OPEN',
  });
});

test('triage decides a waiting referral once, and the management team has what it sends on until it is given to somebody', () => {
  const { act, done } = family();
  const form = { service: 'EARLY_HELP_ACCESS', primaryNeed: 'N4', consent: 'GIVEN', familyTold: true, statement: WHY };
  const referral = act('submitReferral', form);
  expect(acts.worklists!.decideTriage!(done, nadia)).toEqual(['maya']);
  const decide = () =>
    act('decideTriage', { referral: referral.reference, decision: 'TO_MANAGEMENT_TEAM', statement: WHY });
  expect(decide()).toMatchObject({ outcome: 'DONE' });
  expect(decide()).toMatchObject({ reason: 'NOT_OPEN' });
  expect([acts.worklists!.decideTriage!(done, nadia), acts.worklists!.allocateWorker!(done, nadia)]).toEqual([
    [],
    ['maya'],
  ]);
  act(
    'allocateWorker',
    { kind: 'INTENSIVE_WORKER', worker: 'w-lead', workerName: 'M. Bell', familyChoice: 'AGREED', rating: 'RED' },
    nadia,
  );
  expect(acts.worklists!.allocateWorker!(done, nadia)).toEqual([]);
  expect(acts.facts!(done, marcus, '2026-11-02')).toMatchObject([{ value: 'ALLOCATED_WORKER' }]);
});

// S3:83 of the papers: the cohort at three levels; the ten headline outcomes of Supporting Families (DLUHC 2022).
test('a family is of a programme once at a time, each outcome is sought and met once, and it ends with the closure', () => {
  const { act, done } = family();
  const join = () => act('joinProgramme', { programme: 'SUPPORTING_FAMILIES', level: 'MEDIUM' });
  const membership = join();
  expect(join()).toEqual({ outcome: 'REFUSED', reason: 'ALREADY_MEMBER', reference: membership.reference });
  const record = (state: string, day = '2026-11-02') =>
    act('recordProgrammeOutcome', { membership: membership.reference, outcome: 'SECURE_HOUSING', state }, marcus, day);
  expect(record('SOUGHT')).toMatchObject({ outcome: 'DONE' });
  expect(record('SOUGHT')).toMatchObject({ reason: 'NOT_OPEN' });
  expect(record('MET', '2026-11-20')).toMatchObject({ outcome: 'DONE' });
  expect(record('MET')).toMatchObject({ reason: 'NOT_OPEN' });
  act('closeEarlyHelp', { outcome: 'NEEDS_MET', statement: WHY }, marcus, '2026-12-01');
  expect(readCase(done).programmes).toMatchObject([
    {
      level: 'MEDIUM',
      until: '2026-12-01',
      outcomes: [{ outcome: 'SECURE_HOUSING', state: 'MET', soughtOn: '2026-11-02', metOn: '2026-11-20' }],
    },
  ]);
  expect(join()).toMatchObject({ outcome: 'DONE' });
});

test('what a child or the family says is kept in their own words, and nothing is no words', () => {
  const { act, done } = family();
  expect(act('recordVoice', { whose: 'CHILD', words: ' ' })).toMatchObject({ reason: 'WORDS_NEEDED' });
  expect(act('recordVoice', { whose: 'CHILD', words: 'x'.repeat(2_001) })).toMatchObject({ reason: 'WORDS_NEEDED' });
  expect(act('recordVoice', { whose: 'CHILD', words: 'I want to stay at my school.' })).toMatchObject({
    outcome: 'DONE',
  });
  expect(readCase(done).voices).toEqual([
    { whose: 'CHILD', words: 'I want to stay at my school.', date: '2026-11-02' },
  ]);
});
