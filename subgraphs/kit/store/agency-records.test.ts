import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecordStoreUnreadable } from '../errors';
import { type MatchSubject, readSubject } from '../match/subject';
import { type AgencyRecords, openAgencyRecords } from './agency-records';
import { openFileStores } from './agency-stores';

const openRecords = async (folder: string, now = () => new Date()) =>
  openAgencyRecords(await openFileStores(folder, 'clinic', now), now);
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kept-'));
});
afterEach(() => rm(directory, { recursive: true }));

const maya = { givenName: 'Maya', familyName: 'Okafor', dateOfBirth: '2021-03-04', postcode: 'S60 1AB' };
const subject = (given: object): MatchSubject => readSubject(given)!;
const decide = (ref: string, same: boolean, organisation = 'school') => ({
  ref,
  same,
  statement: 'known to the school',
  requester: `requester of ${organisation}`,
  organisation,
  operation: 'operation-1',
  at: new Date('2026-03-01T10:00:00Z'),
});
/** Two of two organisations: what one says counts for nobody else. */
async function agree(records: AgencyRecords, about: MatchSubject, ref: string, same: boolean): Promise<void> {
  for (const organisation of ['school', 'council'])
    expect(await records.confirm(about, decide(ref, same, organisation))).toBe(true);
}

test('a decision outlives a restart, and holds no name, date, number or address', async () => {
  const records = await openRecords(directory);
  await agree(records, subject({ ...maya, nhsNumber: '9449303223' }), 'r1', true);
  await records.close();
  const text = await readFile(join(directory, 'confirmations.jsonl'), 'utf8');
  expect(text).not.toMatch(/maya|okafor|2021|9449303223|S60/i);
  const again = await openRecords(directory);
  expect([...(await again.recall(subject(maya))).same]).toEqual(['r1']);
  await again.close();
});

test('the latest decision counts', async () => {
  const records = await openRecords(directory);
  await agree(records, subject(maya), 'r1', true);
  await agree(records, subject(maya), 'r1', false);
  expect(await records.recall(subject(maya))).toEqual({ same: new Set(), different: new Set(['r1']) });
  await records.close();
});

test('what one person said is theirs to read, and nobody else recalls it', async () => {
  const records = await openRecords(directory);
  await records.confirm(subject(maya), decide('r1', true));
  expect(await records.recall(subject(maya))).toEqual({ same: new Set(), different: new Set() });
  expect(await records.wordsOf('requester of school', subject(maya))).toEqual(new Map([['r1', true]]));
  expect(await records.wordsOf('requester of council', subject(maya))).toEqual(new Map());
  await records.close();
});

test('a namesake with another number, birthday or address is another child', async () => {
  const records = await openRecords(directory);
  await agree(records, subject({ ...maya, nhsNumber: '9449303223' }), 'r1', true);
  const recalled = async (given: object) => (await records.recall(subject(given))).same.size;
  expect(await recalled({ ...maya, nhsNumber: '9449303223' })).toBe(1);
  expect(await recalled({ nhsNumber: '9449303223' })).toBe(1);
  expect(await recalled({ ...maya, nhsNumber: '9000000009' })).toBe(0);
  expect(await recalled({ ...maya, dateOfBirth: '2021-03-05' })).toBe(0);
  expect(await recalled({ ...maya, postcode: 'S61 1AB' })).toBe(0);
  await records.close();
});

test('a name and a birthday alone are not kept: strangers share them', async () => {
  const records = await openRecords(directory);
  expect(await records.confirm(subject({ ...maya, postcode: null }), decide('r1', true))).toBe(false);
  await records.close();
});

test('a line that a crash cut off is dropped, the lines before it count, and the next one is whole', async () => {
  const records = await openRecords(directory);
  await agree(records, subject(maya), 'r1', true);
  await records.close();
  await appendFile(join(directory, 'confirmations.jsonl'), '{"subject":{"nhs');
  const again = await openRecords(directory);
  expect([...(await again.recall(subject(maya))).same]).toEqual(['r1']);
  await agree(again, subject(maya), 'r2', true);
  await again.close();
  const third = await openRecords(directory);
  expect([...(await third.recall(subject(maya))).same]).toEqual(['r1', 'r2']);
  await third.close();
});

test('an agency whose kept decisions are damaged does not start without them', async () => {
  await writeFile(join(directory, 'confirmations.jsonl'), 'not a decision\n');
  await expect(openRecords(directory)).rejects.toThrow(RecordStoreUnreadable);
});

test('events are kept in the order they came', async () => {
  const records = await openRecords(directory);
  const event = (reference: string) => ({ kind: 'BREAK_GLASS', reference, at: '2026-03-01T10:00:00Z', refs: [] });
  await Promise.all(['1', '2', '3'].map((reference) => records.notify(event(reference), 'operation-1')));
  await records.close();
  const lines = (await readFile(join(directory, 'notifications.jsonl'), 'utf8')).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).reference)).toEqual(['1', '2', '3']);
});

test('a claimed relationship outlives a restart, until it lapses', async () => {
  let now = new Date('2026-03-01T10:00:00Z');
  const open = () => openRecords(directory, () => now);
  const span = { at: '2026-03-01T10:00:00Z', until: '2026-03-04T10:00:00Z' };
  const records = await open();
  const event = { kind: 'RELATIONSHIP_CLAIMED', reference: 'c-1', ...span, refs: ['r1', 'r2'] };
  await records.notify(event, 'operation-1', { requester: 'w-1', refs: ['r1'], until: span.until });
  await records.close();
  const again = await open();
  expect(await again.claimOf('w-1', 'r1')).toEqual({ from: span.at, until: span.until });
  expect(await again.claimOf('w-1', 'r2')).toBeNull();
  now = new Date(span.until);
  expect(await again.claimOf('w-1', 'r1')).toBeNull();
  await again.close();
});

test('a line of an event that a crash cut off is dropped, and the next one is whole', async () => {
  const records = await openRecords(directory);
  await records.close();
  await appendFile(join(directory, 'notifications.jsonl'), '{"kind":"BREAK');
  const again = await openRecords(directory);
  await again.notify({ kind: 'ALERT', reference: '1', at: '2026-03-01T10:00:00Z', refs: [] }, 'operation-1');
  await again.close();
  const text = await readFile(join(directory, 'notifications.jsonl'), 'utf8');
  expect(
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).kind),
  ).toEqual(['ALERT']);
});

test('what is for the staff to look into is kept once, whoever met it and how often, and a restart does not forget that', async () => {
  const told = (reference: string, kind = 'POSSIBLE_DUPLICATE') => ({
    kind,
    reference,
    at: '2026-03-01T10:00:00Z',
    refs: ['r1'],
  });
  const records = await openRecords(directory);
  for (const reference of ['one', 'one', 'two']) expect(await records.notify(told(reference), 'operation')).toBe(true);
  expect(await records.notify(told('three', 'RECORD_CONFLICT'), 'operation')).toBe(true);
  await records.close();
  const again = await openRecords(directory);
  expect(await again.notify(told('one'), 'another operation')).toBe(true);
  expect(await again.notify(told('one', 'ALERT'), 'operation')).toBe(true);
  expect(await again.notify(told('one', 'ALERT'), 'operation')).toBe(true);
  await again.close();
  const kept = (await readFile(join(directory, 'notifications.jsonl'), 'utf8')).trim().split('\n');
  expect(kept.map((line) => JSON.parse(line).reference)).toEqual(['one', 'two', 'three', 'one', 'one']);
});
