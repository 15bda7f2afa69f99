import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAudit } from '../open-audit';
import type { EventRecord } from '../records';
import { openSqliteIndex } from './sqlite-index';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'audit-reviews-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const DAY = 86_400_000;
const START = Date.parse('2026-11-01T09:00:00Z');
const event = (at: number, changed: Partial<EventRecord>): EventRecord => ({
  ...{ operation: `o-${at}`, at: new Date(at).toISOString(), kind: 'BREAK_GLASS', reference: 'g-1', reason: 'HARM' },
  ...{ requester: { id: 'w-1', role: 'SOCIAL_WORKER', organisation: 'north' }, purpose: 'SAFEGUARDING' },
  ...{ caseReference: null, protocolVersion: 'p1', statement: null, until: null, told: [], notTold: [], people: [] },
  reviewBy: new Date(at + 2 * DAY).toISOString(),
  ...changed,
});

test('the index says how each review stands, as the record has it, and how many stand so', async () => {
  const audit = await openAudit({ directory, pseudonymKey: Buffer.alloc(32, 1), now: () => new Date(START) });
  for (const [at, reference] of ['g-1', 'g-2', 'g-3', 'g-4', 'g-5'].entries())
    await audit.event(event(START + at, { reference }));
  const then = START + DAY;
  await audit.event(event(then, { kind: 'REVIEW_ASSIGNED', reference: 'g-2', reason: 'ASSIGNED', assignee: 'w-9' }));
  await audit.event(event(then, { kind: 'REVIEW_DECIDED', reference: 'g-3', reason: 'CLEARED', decision: 'd-1' }));
  await audit.event(event(then, { kind: 'REVIEW_ASSIGNED', reference: 'g-3', reason: 'ASSIGNED', assignee: 'w-9' }));
  // As they were kept before there was a queue.
  await audit.event(event(then, { kind: 'GLASS_REVIEWED', reference: 'g-4', reason: 'JUSTIFIED' }));
  await audit.event(event(then, { kind: 'GLASS_REVIEWED', reference: 'g-5', reason: 'REFERRED' }));
  await audit.close();

  const index = openSqliteIndex(directory, join(directory, 'index.sqlite'));
  while (index.fill(2) > 0);
  const overdueAt = START + 3 * DAY;
  const { reviews, counts } = index.reviews({ first: 10, overdueAt });
  expect(reviews.map(({ record, state, assignee }) => [record.payload.reference, state, assignee])).toEqual([
    ['g-5', 'ESCALATED', null],
    ['g-4', 'CLEARED', null],
    ['g-3', 'CLEARED', null],
    ['g-2', 'ASSIGNED', 'w-9'],
    ['g-1', 'OPEN', null],
  ]);
  expect(counts).toEqual({ OPEN: 1, ASSIGNED: 1, CLEARED: 2, ESCALATED: 1, OVERDUE: 2 });
  const names = (query: object) =>
    index.reviews({ first: 10, overdueAt, ...query }).reviews.map(({ record }) => record.payload.reference);
  expect(names({ states: ['OPEN', 'ASSIGNED'] })).toEqual(['g-2', 'g-1']);
  expect(names({ overdue: true })).toEqual(['g-2', 'g-1']);
  expect(names({ overdue: true, overdueAt: START + DAY })).toEqual([]);
  expect(names({ before: reviews[2]!.sequence, first: 1 })).toEqual(['g-2']);
  expect(index.query({ reviewOf: 'g-3', first: 10 }).map(({ record }) => record.payload.kind)).toEqual([
    'REVIEW_ASSIGNED',
    'REVIEW_DECIDED',
  ]);
  index.close();
});
