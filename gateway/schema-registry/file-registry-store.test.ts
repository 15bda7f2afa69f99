import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordAfter } from './add-until-killed';
import { openFileRegistryStore } from './file-registry-store';
import { RegistryDamaged, sha256, writeRecord } from './version-record';

const RUNS = process.env.PROOF ? 40 : 2;
const PATIENCE = process.env.PROOF ? 1_800_000 : 120_000;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'family-view-registry-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('of two that would be the next version only one becomes it, and the other changes nothing', async () => {
  const [one, other] = [await openFileRegistryStore(folder), await openFileRegistryStore(folder)];
  const outcomes = await Promise.all([
    one.add(recordAfter(null, 'one'), ['one']),
    other.add(recordAfter(null, 'other'), ['other']),
  ]);
  expect(outcomes.toSorted()).toEqual(['added', 'overtaken']);
  expect(await one.newest()).toBe(1);
  const winner = outcomes[0] === 'added' ? 'one' : 'other';
  expect((await other.read(1)).supergraph).toBe(sha256(winner));
  expect(await other.text(sha256(winner))).toBe(winner);
});

test('two processes on one folder are one registry: what is signed for it is signed for both', async () => {
  expect((await openFileRegistryStore(folder)).id).toBe((await openFileRegistryStore(folder)).id);
});

test('a nonce counts once, whichever process it comes to', async () => {
  const [one, other] = [await openFileRegistryStore(folder), await openFileRegistryStore(folder)];
  const used = await Promise.all([one, other, one].map((store) => store.useNonce('a-nonce-that-is-signed')));
  expect(used.filter(Boolean)).toHaveLength(1);
  expect(await other.useNonce('another-nonce-that-is-signed')).toBe(true);
});

test('a text that was changed on the disk is refused, not served', async () => {
  const store = await openFileRegistryStore(folder);
  await store.add(recordAfter(null, 'type Query { a: Int }'), ['type Query { a: Int }']);
  const [file = ''] = await readdir(join(folder, 'texts'));
  await appendFile(join(folder, 'texts', file), '# more');
  await expect(store.text(file)).rejects.toThrow(/has been changed/);
  await writeFile(join(folder, 'versions', '000001.json'), '{');
  await expect(store.read(1)).rejects.toBeInstanceOf(RegistryDamaged);
});

test(
  `kill -9 of two processes that publish at once, ${RUNS} times: every version that was promised is whole, in one chain`,
  async () => {
    const promised: number[] = [];
    for (let run = 0; run < RUNS; run += 1) promised.push(...(await publishAndKill(3 + 2 * run)));
    const store = await openFileRegistryStore(folder);
    const newest = await store.newest();
    expect(promised.length).toBeGreaterThanOrEqual(3 * RUNS);
    expect(new Set(promised).size).toBe(promised.length);
    expect(Math.max(...promised)).toBeLessThanOrEqual(newest);
    let before: string | null = null;
    for (let version = 1; version <= newest; version += 1) {
      const record = await store.read(version);
      expect([record.version, record.previous]).toEqual([version, before]);
      expect(sha256(await store.text(record.supergraph))).toBe(record.supergraph);
      before = sha256(writeRecord(record));
    }
  },
  PATIENCE,
);

async function publishAndKill(after: number): Promise<readonly number[]> {
  const program = ['--import', 'tsx', join(__dirname, 'add-until-killed.ts'), folder];
  const children = [0, 1].map(() => spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'inherit'] }));
  const promised: number[] = [];
  for (const child of children) collectNumbers(child, promised);
  while (promised.length < after && children.every(({ exitCode }) => exitCode === null))
    await new Promise((soon) => setTimeout(soon, 2));
  const closed = children.map((child) => once(child, 'close'));
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(closed);
  return promised;
}

function collectNumbers(child: ChildProcess, into: number[]): void {
  let rest = '';
  child.stdout?.on('data', (bytes: Buffer) => {
    const parts = (rest + bytes.toString()).split('\n');
    rest = parts.pop() ?? '';
    into.push(...parts.map(Number));
  });
}
