import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MatchAlreadyUndone, NoMatchDecisions, NoSuchMatchDecision, RecordStoreUnreadable } from '../errors';
import { readSubject } from '../match/subject';
import { openAgencyRecords } from './agency-records';
import { openFileStores, openStaffFiles } from './agency-stores';
import { listMatchDecisions, undoMatchDecision } from './match-decisions';

const openRecords = async (folder: string, now = () => new Date()) =>
  openAgencyRecords(await openFileStores(folder, 'clinic', now), now);
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'decisions-'));
});
afterEach(() => rm(directory, { recursive: true }));

const maya = readSubject({
  givenName: 'Maya',
  familyName: 'Okafor',
  dateOfBirth: '2021-03-04',
  postcode: 'S60 1AB',
  nhsNumber: '9449303223',
})!;
const at = new Date('2026-03-01T10:00:00Z');
const undo = (number: number) => undoMatchDecision(openStaffFiles(directory), number, { by: 'records-desk', at });
async function decide(...decisions: readonly (readonly [ref: string, same: boolean])[]): Promise<void> {
  const records = await openRecords(directory);
  for (const [ref, same] of decisions)
    for (const [requester, organisation] of [
      ['w-1', 'school'],
      ['w-2', 'council'],
    ] as const)
      await records.confirm(maya, { ref, same, statement: 's', requester, organisation, operation: 'o-1', at });
  await records.close();
}

test('decisions are listed in the order they were taken, with who and when, and what each is known again by', async () => {
  await decide(['r1', true], ['r2', false]);
  await undo(1);
  const common = { at: at.toISOString(), statement: 's', operation: 'o-1', agreed: null };
  const by = [
    { ...common, requester: 'w-1', organisation: 'school' },
    { ...common, requester: 'w-2', organisation: 'council' },
  ];
  const knownBy = ['nhsNumber', 'description'];
  const undone = { by: 'records-desk', at: at.toISOString() };
  expect(await listMatchDecisions(openStaffFiles(directory))).toEqual([
    { number: 1, ref: 'r1', same: true, ...by[0], knownBy, undone, state: 'UNDONE' },
    { number: 2, ref: 'r1', same: true, ...by[1], knownBy, undone: null, state: 'WAITING' },
    { number: 3, ref: 'r2', same: false, ...by[0], knownBy, undone: null, state: 'AGREED' },
    { number: 4, ref: 'r2', same: false, ...by[1], knownBy, undone: null, state: 'AGREED' },
  ]);
});

test('an undoing outlives a restart, and takes nothing out of what was kept', async () => {
  await decide(['r1', true]);
  const before = await readFile(join(directory, 'confirmations.jsonl'), 'utf8');
  await undo(1);
  expect(await readFile(join(directory, 'confirmations.jsonl'), 'utf8')).toBe(before);
  const records = await openRecords(directory);
  expect(await records.recall(maya)).toEqual({ same: new Set(), different: new Set() });
  await records.close();
  expect((await stat(join(directory, 'undone.jsonl'))).mode & 0o777).toBe(0o600);
});

test('an undoing beside an open agency is noticed, half of one is not, and the whole of it is again', async () => {
  await decide(['r1', true], ['r2', false]);
  const records = await openRecords(directory);
  const recalled = async () => {
    const { same, different } = await records.recall(maya);
    return [...same, ...different].sort();
  };
  expect(await recalled()).toEqual(['r1', 'r2']);
  await undo(4);
  expect(await recalled()).toEqual(['r1']);
  const line = JSON.stringify({ decision: 1, by: 'records-desk', at: at.toISOString() });
  await appendFile(join(directory, 'undone.jsonl'), line.slice(0, 20));
  expect(await recalled()).toEqual(['r1']);
  await appendFile(join(directory, 'undone.jsonl'), `${line.slice(20)}\n`);
  expect(await recalled()).toEqual([]);
  await records.close();
});

test('a half line that a crash left is dropped before the next undoing', async () => {
  await decide(['r1', true]);
  await appendFile(join(directory, 'undone.jsonl'), '{"decision":');
  await undo(1);
  expect((await listMatchDecisions(openStaffFiles(directory)))[0]?.undone).not.toBeNull();
});

test('a number that nobody took, one undone before and a folder without decisions are told apart', async () => {
  await expect(undo(1)).rejects.toThrow(NoMatchDecisions);
  await expect(listMatchDecisions(openStaffFiles(directory))).rejects.toThrow(NoMatchDecisions);
  await decide(['r1', true]);
  await expect(undo(3)).rejects.toThrow(NoSuchMatchDecision);
  await expect(undo(0)).rejects.toThrow(NoSuchMatchDecision);
  await undo(1);
  await expect(undo(1)).rejects.toThrow(MatchAlreadyUndone);
});

test('an agency whose undoings are damaged does not start as though nothing had been undone', async () => {
  await decide(['r1', true]);
  await appendFile(join(directory, 'undone.jsonl'), 'not an undoing\n');
  await expect(openRecords(directory)).rejects.toThrow(RecordStoreUnreadable);
});
