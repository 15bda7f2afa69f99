import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GENESIS_HASH } from '../chain';
import { auditPaths } from '../lock-directory';
import { openAudit } from '../open-audit';
import { groupHash, segmentHead } from '../segments/segment-format';
import { verifyAudit } from '../verify-audit';
import { readCheckpoints } from './checkpoint-file';
import { isSignedBy, readNote } from './signed-note';
import { publicHalf, readPublicKey, SIGNER } from './signing-key';
import { createTreeKeeper, lastBeside } from './tree-keeper';

const pseudonymKey = new Uint8Array(32).fill(7);
let root: string;
let directory: string;
let keyFile: string;
let exported: string;
let clock = 0;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'evidence-'));
  directory = join(root, 'audit');
  keyFile = join(root, 'keys', 'audit.pem');
  exported = join(root, 'exported');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function write(count: number, into = directory, from = 0): Promise<void> {
  const audit = await openAudit({ directory: into, pseudonymKey });
  for (let at = 0; at < count; at += 1)
    await audit.disclosure({ operation: `op-${from + at}`, outcome: 'nothing', agencies: [] });
  await audit.close();
}

/** As the thread behind the record does. */
function sign(of = directory, to: string | null = exported): void {
  clock += 60_000;
  createTreeKeeper({ directory: of, keyFile, exportDirectory: to, now: () => clock }).keep(true);
}

const verify = (witnesses: readonly string[] = [], of = directory) =>
  verifyAudit({ directory: of, pseudonymKey, signingKey: readPublicKey(publicHalf(keyFile)), witnesses });
const kinds = async (witnesses: readonly string[] = []): Promise<readonly string[]> =>
  (await verify(witnesses)).faults.map(({ kind, at }) => `${kind} ${at}`);

/** Changes a segment and makes its chain hold again, as somebody would who has the data directory and not the key. */
function rewrite(segment: number, change: (text: string) => string): void {
  const file = join(auditPaths(directory).segments, `0000000${segment}.log`);
  let previous = segmentHead(file)!.previous;
  const groups = change(readFileSync(file, 'utf8')).split(/(?<=\nE\d+ [0-9a-f]{64}\n)/);
  const chained = groups.map((group) => {
    const at = group.lastIndexOf('E');
    const [, sequence] = /^E(\d+)/.exec(group.slice(at))!;
    previous = groupHash(Buffer.from(previous + group.slice(0, at)));
    return `${group.slice(0, at)}E${sequence} ${previous}\n`;
  });
  writeFileSync(file, chained.join(''));
}

test('a checkpoint is a signed note that names size, root and head, by a key that is not in the data directory', async () => {
  await write(3);
  sign();
  const [note] = readCheckpoints(exported);
  const key = readPublicKey(publicHalf(keyFile))!;
  expect(note!.text).toMatch(/^family-view-audit\/[0-9a-f]{8}\n3\n[A-Za-z0-9+/]{43}=\nhead [0-9a-f]{64}\nat .+Z\n$/);
  expect(isSignedBy(note!, SIGNER, key)).toBe(true);
  expect(isSignedBy(note!, SIGNER, generateKeyPairSync('ed25519').publicKey)).toBe(false);
  expect(isSignedBy({ ...note!, text: note!.text.replace('\n3\n', '\n4\n') }, SIGNER, key)).toBe(false);
  expect(statSync(keyFile).mode & 0o077).toBe(0);
  expect(await verify([exported])).toMatchObject({ faults: [], checkpoints: 1, records: 3 });
});

test('one is signed after a thousand records, and for any after ten seconds; nothing is signed twice', async () => {
  clock = 0;
  await write(3);
  const keeper = createTreeKeeper({ directory, keyFile, exportDirectory: null, now: () => clock });
  const sizes = (): readonly number[] =>
    readCheckpoints(auditPaths(directory).checkpoints).map((note) => note!.checkpoint.size);
  keeper.keep();
  expect(sizes()).toEqual([]);
  clock += 10_000;
  keeper.keep();
  keeper.keep();
  expect(sizes()).toEqual([3]);
  const audit = await openAudit({ directory, pseudonymKey });
  const one = { operation: 'op', outcome: 'nothing' as const, agencies: [] };
  await Promise.all(Array.from({ length: 1_100 }, () => audit.disclosure(one)));
  await audit.close();
  keeper.keep(true);
  // A group is signed whole.
  expect(sizes()).toEqual([3, 1027, 1103]);
  expect(await verify()).toMatchObject({ faults: [], records: 1_103 });
});

test('an edit whose chain was made to hold again is found, and its record named, without the key of the chain', async () => {
  await write(8);
  sign();
  rewrite(1, (text) => text.replace('"op-3"', '"op-x"'));
  expect(await kinds()).toContain('RECORD_DIFFERS 4');
  const without = await verifyAudit({ directory, pseudonymKey: null, signingKey: readPublicKey(publicHalf(keyFile)) });
  expect(without).toMatchObject({ sealChecked: false, brokenAt: 4 });
  // Without the hashes that were kept, which record it is cannot be told, only before which checkpoint.
  rmSync(auditPaths(directory).leaves);
  expect(await kinds()).toContain('CHECKPOINT_DIFFERS 8');
});

test('records that changed places are said to have', async () => {
  await write(8);
  sign();
  rewrite(1, (text) => text.replace('"op-3"', '"op-z"').replace('"op-5"', '"op-3"').replace('"op-z"', '"op-5"'));
  const named = await kinds();
  expect(named.some((one) => one.startsWith('RECORD'))).toBe(true);
});

test('an end that was cut, with the head put back, is an older copy to whoever keeps the checkpoints', async () => {
  await write(4);
  sign();
  cpSync(directory, join(root, 'older'), { recursive: true });
  await write(4, directory, 4);
  sign();
  rmSync(directory, { recursive: true });
  cpSync(join(root, 'older'), directory, { recursive: true });
  expect(await kinds()).toEqual([]);
  expect(await kinds([exported])).toEqual(['CHECKPOINT_AHEAD 8']);
});

test('another log in the place of the one that was signed, and a fork of it, are told apart', async () => {
  await write(4);
  sign();
  cpSync(directory, join(root, 'fork'), { recursive: true });
  await write(4, directory, 4);
  sign();
  // The same beginning, and other records after it, signed by nobody else.
  await write(4, join(root, 'fork'), 100);
  rmSync(directory, { recursive: true });
  cpSync(join(root, 'fork'), directory, { recursive: true });
  expect(await kinds([exported])).toEqual(expect.arrayContaining(['FORKED 5', 'CHECKPOINT_DIFFERS 8']));
  rmSync(directory, { recursive: true });
  await write(9, directory, 200);
  expect(await kinds([exported])).toEqual(expect.arrayContaining(['OTHER_LOG 4', 'CHECKPOINT_DIFFERS 4']));
});

test('what does not go on from what was signed is not signed, whoever sealed it', async () => {
  await write(4);
  sign();
  cpSync(directory, join(root, 'older'), { recursive: true });
  await write(4, directory, 4);
  sign();
  rmSync(directory, { recursive: true });
  cpSync(join(root, 'older'), directory, { recursive: true });
  await write(6, directory, 100);
  expect(() => sign()).toThrow(/not as this gateway left it: expected what goes on from signed record 8/);
  rmSync(directory, { recursive: true });
  await write(9, directory, 200);
  expect(() => sign()).toThrow(/not as this gateway left it/);
  // The last that was signed stands beside the key.
  expect(await kinds([lastBeside(keyFile)])).toEqual(['OTHER_LOG 8', 'CHECKPOINT_DIFFERS 8']);
});

test('a checkpoint that was forged, and one that was removed, are named', async () => {
  await write(4);
  sign();
  await write(4, directory, 4);
  sign();
  const { checkpoints } = auditPaths(directory);
  const lines = readFileSync(checkpoints, 'utf8').split('\n');
  writeFileSync(checkpoints, `${lines[1]}\n`);
  expect(await kinds([exported])).toEqual(['CHECKPOINT_REMOVED 4']);
  writeFileSync(checkpoints, `${lines[0]!.replace('family-view-audit/', 'family-view-audit/0')}\n${lines[1]}\n`);
  expect(await kinds()).toEqual(['CHECKPOINT_FORGED 4']);
});

test('what is no note is none', () => {
  expect(readNote('')).toBeNull();
  expect(readNote(`a\n1\n${'A'.repeat(43)}=\nhead ${GENESIS_HASH}\nat now\n\n`)).toMatchObject({
    checkpoint: { size: 1 },
    signatures: [],
  });
});
