import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { readAudit } from '@family-view/gateway/audit/read-audit';
import { raiseOverdue } from '@family-view/gateway/governance/raise-overdue';
import { AGENCIES } from '@family-view/schema';
import { decideReviewCommand, listReviewsCommand, showReviewCommand } from '../../cli/governance/review-commands';
import { borough, HOLDINGS, searchFor, storyPerson } from '../borough';
import { type RunningStack, startStack } from '../stack';
import { WIDE_LIMITS } from '../wide-limits';

/** How far the gateway's clock is ahead. The agencies' own are not: while it is, none of them is asked. */
let ahead = 0;
let stack: RunningStack;
const dataDirectory = mkdtempSync(join(tmpdir(), 'family-view-reviews-'));
beforeAll(async () => {
  stack = await startStack({
    now: () => new Date(Date.now() + ahead),
    dataDirectory,
    limitTerms: {
      ...WIDE_LIMITS,
      patterns: { ...WIDE_LIMITS.patterns, birthdays: { alert: 3, stop: 1_000_000 } },
      // At no time of any day.
      hours: { from: '00:00', until: '24:00', days: [] },
    },
  });
}, 60_000);
afterAll(async () => {
  await stack.close();
  rmSync(dataDirectory, { recursive: true, force: true });
});

const daniel = searchFor(storyPerson('okafor', 'oldest'));
/** What the agencies hold of the Okafors that tells who they are: references, numbers, names, birthdays, postcodes. */
const okafors = AGENCIES.flatMap((agency) =>
  (borough[HOLDINGS[agency]].people as readonly { readonly ref: string; readonly truth: string }[])
    .filter(({ truth }) =>
      ['mother', 'oldest', 'toddler', 'baby'].some((role) => storyPerson('okafor', role).id === truth),
    )
    .map((held) => ({ agency, ref: held.ref, values: identifying(held) })),
);

function identifying(held: object): readonly string[] {
  return Object.entries(held).flatMap(([name, value]): readonly string[] => {
    if (name === 'truth') return [];
    if (typeof value === 'object' && value !== null) return identifying(value);
    const isTelling = /ref$|number|upn|uprn|name|birth|postcode/i.test(name);
    return isTelling && typeof value === 'string' && value.length >= 6 ? [value] : [];
  });
}

const FIND = 'query ($who: PersonSearch!) { findPeople(by: $who) { certain { id family { id } } } }';
const REVIEWS =
  '{ reviews(first: 100) { reviews { reference kind reason requester state assignee overdue isOwn } counts { open assigned cleared escalated overdue } } }';
const queue = async (purpose?: string) => (await stack.ask('ig-officer', REVIEWS, { purpose })).body.data.reviews;
type Listed = {
  readonly reference: string;
  readonly kind: string;
  readonly reason: string;
  readonly requester: string;
};
const ofKind = async (kind: string, requester: string): Promise<Listed | undefined> =>
  (await queue()).reviews.find((one: Listed) => one.kind === kind && one.requester === requester);
const DECIDE = `mutation ($reference: ID!, $outcome: ReviewOutcome!, $supersedes: ID) {
  decideReview(reference: $reference, outcome: $outcome, note: "Asked the team manager about it today.", supersedes: $supersedes) {
    state actions { action by decision supersedes } seen { requester breakGlass agencies { agency } }
  }
}`;
const decide = (variables: Readonly<Record<string, unknown>>) => stack.ask('ig-officer', DECIDE, { variables });
const breakGlass = async (): Promise<string> => {
  const found = await stack.ask('social-worker', FIND, { purpose: 'SAFEGUARDING', variables: { who: daniel } });
  const family = found.body.data.findPeople.certain[0].family.id;
  const BREAK = `mutation ($family: FamilyID!) { breakGlass(family: $family, reason: IMMEDIATE_HARM, statement: "No answer at the door, and a child was heard.") { key reference family } }`;
  const { body } = await stack.ask('social-worker', BREAK, { purpose: 'SAFEGUARDING', variables: { family } });
  const { key, reference, family: under } = body.data.breakGlass;
  await stack.ask(
    'social-worker',
    'query ($id: FamilyID!) { family(id: $id) { members { person { displayName } } } }',
    {
      purpose: 'SAFEGUARDING',
      variables: { id: under },
      headers: { 'x-break-glass': key },
    },
  );
  return reference;
};

test('out of hours a look is raised once in a day for each requester', async () => {
  await stack.ask('social-worker', FIND, { variables: { who: daniel } });
  await stack.ask('social-worker', FIND, { variables: { who: daniel } });
  const raised = (await queue()).reviews.filter((one: Listed) => one.kind === 'UNUSUAL_ACCESS');
  expect(raised).toEqual([
    expect.objectContaining({ reason: 'OUT_OF_HOURS', requester: 'w-social-worker', state: 'OPEN' }),
  ]);
});

test('an emergency access is assigned, decided with a reason, and not quietly turned round', async () => {
  const reference = await breakGlass();
  const ASSIGN =
    'mutation ($reference: ID!, $to: ID) { assignReview(reference: $reference, to: $to) { state assignee } }';
  const assigned = await stack.ask('ig-officer', ASSIGN, { variables: { reference } });
  expect(assigned.body.data.assignReview).toEqual({ state: 'ASSIGNED', assignee: 'w-ig-officer' });

  const first = (await decide({ reference, outcome: 'CLEARED' })).body.data.decideReview;
  expect(first.state).toBe('CLEARED');
  // What was seen: what was asked under this glass, and nothing else.
  expect(first.seen.length).toBeGreaterThan(0);
  for (const look of first.seen) expect(look).toMatchObject({ requester: 'w-social-worker', breakGlass: reference });

  const again = await decide({ reference, outcome: 'ESCALATED' });
  expect(again.body.errors[0].extensions.code).toBe('REVIEW_DECIDED');
  const { decision } = first.actions.at(-1);
  const second = (await decide({ reference, outcome: 'ESCALATED', supersedes: decision })).body.data.decideReview;
  expect(second.state).toBe('ESCALATED');
  expect(second.actions.map(({ action }: { action: string }) => action)).toEqual(['ASSIGNED', 'CLEARED', 'ESCALATED']);
  expect(second.actions.at(-1).supersedes).toBe(decision);
  const late = await stack.ask('ig-officer', ASSIGN, { variables: { reference } });
  expect(late.body.errors[0].extensions.code).toBe('REVIEW_DECIDED');
});

test('nobody reviews what they did themselves, nor is given it', async () => {
  const ACCOUNT = 'query ($by: PersonSearch!) { findForAccount(by: $by) { person answers { agency status } } }';
  for (const day of ['01', '02', '03'])
    await stack.ask('ig-officer', ACCOUNT, {
      variables: { by: { ...daniel, dateOfBirth: `2016-01-${day}` } },
    });
  const own = await ofKind('SEARCHING_ALERT', 'w-ig-officer');
  expect(own).toMatchObject({ reason: 'BIRTHDAYS', isOwn: true });
  const refused = await decide({ reference: own!.reference, outcome: 'CLEARED' });
  expect(refused.body.errors[0].extensions.code).toBe('REVIEW_OF_ONESELF');
  const glass = await breakGlass();
  const ASSIGN = 'mutation ($reference: ID!, $to: ID) { assignReview(reference: $reference, to: $to) { state } }';
  const given = await stack.ask('ig-officer', ASSIGN, { variables: { reference: own!.reference } });
  expect(given.body.errors[0].extensions.code).toBe('REVIEW_OF_ONESELF');
  const other = await stack.ask('head-of-centre', REVIEWS);
  expect(other.body.data.reviews).toBeNull();
  expect(
    (await decide({ reference: glass, outcome: 'CLEARED', supersedes: glass })).body.errors[0].extensions.code,
  ).toBe('REVIEW_DECIDED');
});

test('the queue is kept by a command as well, through the same graph and record', async () => {
  const reference = await breakGlass();
  const tokenFile = join(dataDirectory, 'token');
  writeFileSync(tokenFile, await stack.token('ig-officer'));
  const options = { gateway: stack.url, tokenFile, purpose: 'SUBJECT_ACCESS' };
  const run = async (command: (streams: { stdout: Writable; stderr: Writable }) => Promise<number>) => {
    let out = '';
    const stream = new Writable({
      write(chunk, _encoding, done) {
        out += String(chunk);
        done();
      },
    });
    return { code: await command({ stdout: stream, stderr: stream }), out };
  };
  const listed = await run((streams) => listReviewsCommand({ ...options, state: 'OPEN' }, streams));
  expect(listed).toMatchObject({ code: 0, out: expect.stringContaining(reference) });
  const note = 'Seen the case notes; the door stayed shut.';
  const decided = await run((streams) =>
    decideReviewCommand(reference, { ...options, outcome: 'CLEARED', note }, streams),
  );
  expect(decided).toMatchObject({ code: 0, out: expect.stringContaining('CLEARED by w-ig-officer') });
  const twice = await run((streams) =>
    decideReviewCommand(reference, { ...options, outcome: 'CLEARED', note }, streams),
  );
  expect(twice).toMatchObject({ code: 1, out: expect.stringContaining('A second decision names the one') });
  const shown = await run((streams) => showReviewCommand(reference, options, streams));
  expect(shown.out).toContain('No answer at the door');
  const LOOKS = `{ looks(by: { requester: "w-ig-officer" }, first: 20) { looks { code statement } } }`;
  const looks = (await stack.ask('ig-officer', LOOKS)).body.data.looks.looks;
  expect(looks).toContainEqual({ code: 'REVIEW_DECIDED', statement: note });
});

test('what is not reviewed in time is overdue', async () => {
  const reference = await breakGlass();
  const before = ahead;
  ahead += 3 * 86_400_000;
  try {
    // With a token of its own: one of before has run out by then.
    const late = await queue('SUBJECT_ACCESS');
    expect(late.reviews.find((one: Listed) => one.reference === reference)).toMatchObject({ overdue: true });
    expect(late.counts.overdue).toBeGreaterThan(0);
  } finally {
    ahead = before;
  }
});

test('ledger, index, queue, looks, stops, reports and exports hold no value and no identifier of anybody', async () => {
  const purpose = 'SAFEGUARDING';
  await stack.ask(
    'social-worker',
    `query ($who: PersonSearch!) { findPeople(by: $who) { certain { id displayName identities { agency postcode nhsNumber upn } family { members { person { displayName } } } } possible { agency } } }`,
    {
      purpose,
      variables: { who: daniel },
    },
  );
  const refs = okafors.flatMap(({ agency, ref }) => (agency === 'health' ? [`${agency}:${ref}`] : []));
  const STOP = `mutation ($references: [String!]) { stop(kind: CHILD, references: $references, why: "An order of the court was told to us today.") { reference } }`;
  const stop = (await stack.ask('ig-officer', STOP, { variables: { references: refs.slice(0, 1) } })).body.data.stop;
  const LIFT = `mutation ($reference: ID!) { liftStop(reference: $reference, why: "The order of the court has ended today.") { inForce } }`;
  await stack.ask('ig-officer', LIFT, { variables: { reference: stop.reference } });
  const told = await Promise.all([
    stack.ask(
      'ig-officer',
      `query ($references: [String!]) { looks(by: { references: $references }, first: 200) { looks { at operation requester role organisation purpose caseReference breakGlass told outcome code agencies { agency answer fields streams } clauses withheld masked statement } } subjectReport(references: $references) { page csv lines { who why what from } omissions { because } } }`,
      { variables: { references: refs } },
    ),
    stack.ask(
      'ig-officer',
      '{ reviews(first: 100) { reviews { reference kind reason requester statement told notTold } } stops(over: true) { target agencies why } }',
    ),
    stack.ask(
      'social-worker',
      '{ myLooks(first: 200) { looks { at told agencies { agency fields streams } statement } } }',
      { purpose },
    ),
  ]);
  for (const { body } of told) expect(body.errors).toBeUndefined();
  const gateway = join(dataDirectory, 'gateway');
  const exported: string[] = [];
  for await (const { record } of readAudit(join(gateway, 'audit'))) exported.push(record);
  const kept = readdirSync(join(gateway, 'audit'), { recursive: true, encoding: 'utf8' })
    .map((name) => join(gateway, 'audit', name))
    .concat(join(gateway, 'stops.jsonl'))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'latin1'));
  const written = [...told.map(({ text }) => text), ...exported, ...kept].join('\n');
  expect(written.length).toBeGreaterThan(50_000);
  const canaries = new Set(okafors.flatMap(({ values }) => values));
  expect(canaries.size).toBeGreaterThan(20);
  expect([...canaries].filter((one) => written.includes(one))).toEqual([]);
});

test('what is overdue is raised once, by the record and an alert', async () => {
  const record = { payload: { reference: 'r-1', kind: 'BREAK_GLASS' } };
  const alerts: object[] = [];
  const events: object[] = [];
  const audit = {
    reviews: async (query: object) => {
      expect(query).toMatchObject({ overdue: true, raised: false });
      return { reviews: [{ record }], counts: {} } as never;
    },
    event: async (event: object) => void events.push(event),
  };
  await raiseOverdue({ audit, now: () => new Date() }, (event, about) => alerts.push({ event, ...about }));
  expect(alerts).toEqual([{ event: 'review-overdue', reference: 'r-1', kind: 'BREAK_GLASS' }]);
  expect(events).toEqual([expect.objectContaining({ kind: 'REVIEW_OVERDUE', reference: 'r-1' })]);
});
