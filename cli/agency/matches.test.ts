import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kept } from '../fixtures/kept';
import { agreeCommand, doneCommand, listCommand, MATCHES_EXIT, undoCommand, worklistCommand } from './matches';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'family-view-matches-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const line = (ref: string, same: boolean, statement = 'Known to the school') =>
  `${JSON.stringify({
    subject: { upn: 'digest' },
    ref,
    same,
    statement,
    requester: 'w-school-lead',
    operation: 'o-1',
    at: '2026-03-01T10:00:30.000Z',
  })}\n`;

/** As an agency leaves it in its data directory, under its own name. */
function keep(agency: string, ...lines: readonly string[]): void {
  mkdirSync(join(data, agency), { recursive: true });
  writeFileSync(join(data, agency, 'confirmations.jsonl'), lines.join(''));
}

async function run(
  command: (options: Parameters<typeof listCommand>[0], streams: Parameters<typeof listCommand>[1]) => Promise<number>,
  options: { readonly json?: boolean; readonly terminal?: boolean; readonly at?: string } = {},
) {
  const [stdout, stderr] = [new Kept(options.terminal), new Kept(options.terminal)];
  const exit = await command({ data: options.at ?? data, json: options.json }, { stdout, stderr });
  return { exit, out: stdout.text, err: stderr.text };
}
const list = (options?: Parameters<typeof run>[1]) => run(listCommand, options);
const undo = (number: string, options?: Parameters<typeof run>[1]) =>
  run((given, streams) => undoCommand(number, given, streams, () => new Date('2026-03-02T09:00:00Z')), options);

test('on a terminal decisions are a table; what is written in them moves no cursor', async () => {
  keep('health', line('r1', true, 'seen\n\u001b[2Jhere'), line('r22', false));
  const { exit, out, err } = await list({ terminal: true });
  expect([exit, err]).toEqual([MATCHES_EXIT.fine, '']);
  expect(out).toBe(
    [
      'No.  Proposed          Record  Same  By             State    Statement',
      '1    2026-03-01 10:00  r1      yes   w-school-lead  waiting  seen [2Jhere',
      '2    2026-03-01 10:00  r22     no    w-school-lead  waiting  Known to the school',
      '',
    ].join('\n'),
  );
});

test('in a pipe, or with --json, they are JSON', async () => {
  keep('health', line('r1', true));
  const piped = await list();
  expect(JSON.parse(piped.out)).toEqual([
    expect.objectContaining({ number: 1, ref: 'r1', same: true, knownBy: ['upn'], undone: null }),
  ]);
  expect((await list({ terminal: true, json: true })).out).toBe(piped.out);
});

test('a decision is undone once, and listed as undone by whoever was logged in', async () => {
  keep('health', line('r1', true), line('r2', true));
  const undone = await undo('2');
  expect(undone.exit).toBe(MATCHES_EXIT.fine);
  expect(JSON.parse(undone.out)).toMatchObject({ number: 2, undone: { at: '2026-03-02T09:00:00.000Z' } });
  const listed = JSON.parse((await list()).out) as { undone: { by: string } | null }[];
  expect(listed.map((one) => one.undone !== null)).toEqual([false, true]);
  expect(listed[1]!.undone!.by).not.toBe('');
  expect(await undo('2')).toEqual({
    exit: MATCHES_EXIT.notUndone,
    out: '',
    err: 'decision 2 has been undone before. Nothing was undone.\n',
  });
});

test('a proposal is agreed to once, by whoever was logged in, and until it is undone', async () => {
  keep('health', line('r1', true));
  const agree = (number: string) =>
    run((given, streams) => agreeCommand(number, given, streams, () => new Date('2026-03-02T09:00:00Z')));
  expect(JSON.parse((await agree('1')).out)).toMatchObject({ number: 1, state: 'AGREED' });
  expect(await agree('1')).toEqual({
    exit: MATCHES_EXIT.notUndone,
    out: '',
    err: 'decision 1 has been agreed to before. Nothing was agreed to.\n',
  });
  await undo('1');
  expect(JSON.parse((await list()).out)).toEqual([expect.objectContaining({ state: 'UNDONE' })]);
  expect((await agree('1')).err).toBe('decision 1 has been undone before. Nothing was agreed to.\n');
});

test.each([
  ['3', MATCHES_EXIT.notUndone, 'expected a number from 1 to 1, got 3. Nothing was undone.\n'],
  ['0', MATCHES_EXIT.notUndone, 'expected a number from 1 to 1, got 0. Nothing was undone.\n'],
  ['two', MATCHES_EXIT.usage, 'expected the number of a decision, came "two"\n'],
  ['-1', MATCHES_EXIT.usage, 'expected the number of a decision, came "-1"\n'],
])('%s is the number of no decision', async (number, exit, err) => {
  keep('health', line('r1', true));
  expect(await undo(number)).toEqual({ exit, out: '', err });
});

test('a directory of several agencies, of none, and no directory are each told apart', async () => {
  expect(await list()).toMatchObject({ exit: MATCHES_EXIT.usage, err: expect.stringContaining('holds nothing') });
  keep('health', line('r1', true));
  keep('housing', line('r1', true));
  const several = await list();
  expect(several.exit).toBe(MATCHES_EXIT.usage);
  expect(several.err).toContain(join(data, 'housing'));
  expect((await list({ at: join(data, 'housing') })).exit).toBe(MATCHES_EXIT.fine);
  expect(await list({ at: join(data, 'gone') })).toMatchObject({
    exit: MATCHES_EXIT.usage,
    err: expect.stringContaining('does not exist'),
  });
});

test('what cannot be read is told as such, and nothing is undone', async () => {
  keep('health', line('r1', true), 'not a decision\n');
  expect(await undo('1')).toMatchObject({ exit: MATCHES_EXIT.unreadable, out: '' });
  keep('health', line('r1', true));
  appendFileSync(join(data, 'health', 'undone.jsonl'), 'not an undoing\n');
  expect(await list()).toMatchObject({ exit: MATCHES_EXIT.unreadable, out: '' });
});

test('nothing decided yet is said in words, and as an empty list', async () => {
  keep('health');
  expect((await list({ terminal: true })).out).toBe('Nothing has been decided here yet.\n');
  expect(JSON.parse((await list()).out)).toEqual([]);
});

describe('the worklist', () => {
  const told = (reference: string, kind: string, ...refs: readonly string[]) =>
    `${JSON.stringify({ kind, reference, refs, at: '2026-03-01T10:00:30.000Z', until: null, operation: 'o-1' })}\n`;
  const keepTold = (...lines: readonly string[]): void => {
    keep('health');
    writeFileSync(join(data, 'health', 'notifications.jsonl'), lines.join(''));
  };
  const done = (number: string) =>
    run((given, streams) => doneCommand(number, given, streams, () => new Date('2026-03-02T09:00:00Z')));

  test('has what the gateway told of records that may be one person’s or are at odds, and no other event', async () => {
    keepTold(
      told('ref-a', 'POSSIBLE_DUPLICATE', 'r1'),
      told('glass', 'BREAK_GLASS', 'r9'),
      told('ref-b', 'RECORD_CONFLICT', 'r2', 'r3'),
    );
    expect((await run(worklistCommand, { terminal: true })).out).toBe(
      [
        'No.  Told              Own records  The two records        Reference  Done',
        '1    2026-03-01 10:00  r1           may be one person      ref-a',
        '2    2026-03-01 10:00  r2, r3       contradict each other  ref-b',
        '',
      ].join('\n'),
    );
    expect(JSON.parse((await run(worklistCommand)).out)).toMatchObject([
      { number: 1, kind: 'POSSIBLE_DUPLICATE', reference: 'ref-a', refs: ['r1'], done: null },
      { number: 2, kind: 'RECORD_CONFLICT', reference: 'ref-b', refs: ['r2', 'r3'], done: null },
    ]);
  });

  test('keeps an item’s number when another is done; what is done is listed where all is asked for', async () => {
    keepTold(told('ref-a', 'POSSIBLE_DUPLICATE', 'r1'), told('ref-b', 'RECORD_CONFLICT', 'r2'));
    expect(JSON.parse((await done('1')).out)).toMatchObject({ number: 1, done: { at: '2026-03-02T09:00:00.000Z' } });
    expect(JSON.parse((await run(worklistCommand)).out).map(({ number }: { number: number }) => number)).toEqual([2]);
    const all = await run((options, streams) => worklistCommand({ ...options, all: true }, streams));
    expect(JSON.parse(all.out).map((one: { done: object | null }) => one.done !== null)).toEqual([true, false]);
    expect(await done('1')).toEqual({
      exit: MATCHES_EXIT.notUndone,
      out: '',
      err: 'item 1 of the worklist has been marked as done before. Nothing was marked.\n',
    });
    expect((await done('3')).err).toBe('expected a number from 1 to 2, got 3. Nothing was marked.\n');
    expect(await done('x')).toMatchObject({ exit: MATCHES_EXIT.usage });
  });

  test('of an agency that was told of nothing is empty, and says so', async () => {
    keep('health');
    expect((await run(worklistCommand, { terminal: true })).out).toBe('Nothing is left to look into.\n');
    expect((await done('1')).err).toBe('the worklist is empty. Nothing was marked.\n');
  });
});
