import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../architecture/imports';
import { moveClocks } from '../move-clocks';
import { type RunningStack, startStack } from '../stack';

/** The story of `examples/act-together`, as it is written there, to the end: each line says what came of one act. */
const WEEKS = 3 * 7 * 86_400_000;

let stack: RunningStack;
let clock: ReturnType<typeof moveClocks>;
beforeAll(async () => {
  clock = moveClocks();
  stack = await startStack();
});
afterAll(async () => {
  await stack.close();
  clock.restore();
});

function story(...parts: readonly string[]): Promise<string> {
  const running = spawn('bash', [join(root, 'examples/act-together/story'), ...parts], {
    env: { ...process.env, GATEWAY: stack.url },
  });
  const said: string[] = [];
  running.stdout.on('data', (text) => said.push(String(text)));
  running.stderr.on('data', (text) => said.push(`! ${text}`));
  return new Promise((resolve, reject) => {
    running.on('error', reject);
    running.on('close', (code) => (code === 0 ? resolve(said.join('')) : reject(new Error(said.join('')))));
  });
}
/** What came of each act, in its order. */
const actsIn = (text: string): readonly string[] => text.match(/^[a-z-]+: \w+: [A-Z_]+$/gm) ?? [];

test('a midwife’s team refers an unborn child’s family; it is triaged and given to a lead professional', async () => {
  const said = await story('refer');
  expect(actsIn(said)).toEqual([
    'health-lead: submitReferral: DONE',
    'early-help-access: decideTriage: DONE',
    'management-team: allocateWorker: DONE',
  ]);
  // Triage sees it with what the agencies may tell, and of an unborn child; whoever referred does not decide.
  expect(said).toContain('"lifeState":"UNBORN"');
  expect(said).toContain('The midwife asks for help before the birth.');
  expect(said).toContain('UNAUTHORIZED_FIELD_OR_TYPE');
  expect(said).toContain('"leadProfessional":{"name":"Marcus Bell"}');
}, 120_000);

test('a team meets, scores are agreed, a step up is refused and another approved', async () => {
  const said = await story('meet');
  expect(actsIn(said)).toEqual([
    'lead-professional: callMeeting: DONE',
    'lead-professional: agreeAction: DONE',
    'lead-professional: agreeAction: DONE',
    'health-lead: finishAction: DONE',
    'lead-professional: openAssessment: DONE',
    'lead-professional: openAssessment: ASSESSMENT_OPEN',
    'lead-professional: scoreOutcome: DONE',
    'lead-professional: scoreOutcome: DONE',
    'lead-professional: proposeStep: DONE',
    'management-team: decideStep: DONE',
    'lead-professional: proposeStep: DONE',
    'management-team: decideStep: DONE',
  ]);
  expect(said).toContain(
    '{"direction":"UP","toLevel":"ACUTE","state":"APPROVED"},{"direction":"UP","toLevel":"COMPLEX","state":"REFUSED"}',
  );
  expect(said).toContain('"needLevel":{"code":"ACUTE"}');
}, 120_000);

test('three weeks later an action is overdue; they step down and close, and information governance has an account of it all', async () => {
  clock.later(WEEKS);
  const said = await story('close');
  expect(said).toContain('"action":"Ask about the damp","state":"OVERDUE"');
  expect(said).toContain('"action":"Visit before the birth","state":"DONE"');
  expect(actsIn(said)).toEqual([
    'lead-professional: callMeeting: DONE',
    'lead-professional: scoreOutcome: DONE',
    'lead-professional: proposeStep: DONE',
    'management-team: decideStep: DONE',
    'lead-professional: closeEarlyHelp: DONE',
    'lead-professional: raiseBlockage: CONDITION_NOT_MET',
  ]);
  expect(said).toContain('"outcomeScores":[{"score":3},{"score":5},{"score":7}],"closure":{"outcome":"NEEDS_MET"}');
  expect(said).toContain('"myReferrals":[{"status":"ACCEPTED"}]');

  const looks = JSON.parse(said.trim().split('\n').at(-1)!) as {
    readonly role: string;
    readonly code: string | null;
    readonly reason: string | null;
    readonly statement: string | null;
  }[];
  const sent = looks.filter(({ code }) => code === 'ACT_SENT').reverse();
  expect(sent.map(({ role, reason }) => `${role} ${reason}`)).toEqual([
    'HEALTH_LEAD SUBMIT_REFERRAL',
    'EARLY_HELP_ACCESS DECIDE_TRIAGE',
    'MANAGEMENT_TEAM ALLOCATE_WORKER',
    'LEAD_PROFESSIONAL CALL_MEETING',
    'LEAD_PROFESSIONAL AGREE_ACTION',
    'LEAD_PROFESSIONAL AGREE_ACTION',
    'HEALTH_LEAD FINISH_ACTION',
    'LEAD_PROFESSIONAL OPEN_ASSESSMENT',
    'LEAD_PROFESSIONAL OPEN_ASSESSMENT',
    'LEAD_PROFESSIONAL SCORE_OUTCOME',
    'LEAD_PROFESSIONAL SCORE_OUTCOME',
    'LEAD_PROFESSIONAL PROPOSE_STEP',
    'MANAGEMENT_TEAM DECIDE_STEP',
    'LEAD_PROFESSIONAL PROPOSE_STEP',
    'MANAGEMENT_TEAM DECIDE_STEP',
    'LEAD_PROFESSIONAL CALL_MEETING',
    'LEAD_PROFESSIONAL SCORE_OUTCOME',
    'LEAD_PROFESSIONAL PROPOSE_STEP',
    'MANAGEMENT_TEAM DECIDE_STEP',
    'LEAD_PROFESSIONAL CLOSE_EARLY_HELP',
  ]);
  // Each was answered, and the words stand once, with what was sent.
  const answered = looks.filter(({ code }) => code === 'ACT_ANSWERED');
  expect(answered.map(({ reason }) => reason).filter((reason) => reason !== 'DONE')).toEqual(['REFUSED']);
  expect(answered).toHaveLength(sent.length);
  expect(looks.filter(({ statement }) => statement?.startsWith('The midwife asks for help'))).toHaveLength(1);
  expect(answered.every(({ statement }) => statement === null)).toBe(true);
}, 180_000);
