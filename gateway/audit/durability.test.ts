import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readCheckpoints } from './evidence/checkpoint-file';
import { publicHalf, readPublicKey } from './evidence/signing-key';
import { createTreeKeeper, lastBeside } from './evidence/tree-keeper';
import { auditPaths } from './lock-directory';
import { openAudit } from './open-audit';
import { readAudit } from './read-audit';
import { verifyAudit } from './verify-audit';

const pseudonymKey = new Uint8Array(32).fill(7);
const program = ['--import', 'tsx', join(__dirname, 'write-until-killed.ts')];
const event = z.object({ eventId: z.string() });
const RUNS = process.env.PROOF ? 500 : 3;
const PATIENCE = process.env.PROOF ? 3_600_000 : 120_000;
/** One in so many is killed while checkpoints are signed. */
const SIGNED_EVERY = 3;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'audit-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function collectLines(child: ChildProcess): string[] {
  const lines: string[] = [];
  let rest = '';
  child.stdout?.on('data', (bytes: Buffer) => {
    const parts = (rest + bytes.toString()).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  return lines;
}

const checkpoints = (): number => readCheckpoints(auditPaths(directory).checkpoints).length;

/** @param signed whether a checkpoint is to be signed first, in the midst of what is written. */
async function writeAndKill(after: number, signed = false): Promise<readonly string[]> {
  const before = checkpoints();
  const child = spawn(process.execPath, [...program, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  const promised = collectLines(child);
  const isDue = (): boolean => promised.length >= after && (!signed || checkpoints() > before);
  while (!isDue() && child.exitCode === null) await new Promise((soon) => setTimeout(soon, 2));
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
  return promised;
}

async function keptIds(): Promise<Set<string>> {
  const ids = new Set<string>();
  for await (const { record } of readAudit(directory)) ids.add(event.parse(JSON.parse(record)).eventId);
  return ids;
}

test(
  `no record that was promised is lost by kill -9, and no checkpoint broken, in ${RUNS} runs over one audit whose chain goes on`,
  async () => {
    const promised: string[] = [];
    for (let run = 0; run < RUNS; run += 1)
      promised.push(...(await writeAndKill(50 + 37 * (run % 40), run % SIGNED_EVERY === 0)));
    const kept = await keptIds();
    expect(promised.length).toBeGreaterThan(50 * RUNS);
    expect(promised.filter((id) => !kept.has(id))).toEqual([]);

    const audit = await openAudit({ directory, pseudonymKey });
    await audit.disclosure({ operation: 'op', outcome: 'nothing', agencies: [] });
    await audit.close();
    const keyFile = `${directory}.keys/audit.pem`;
    const signed = checkpoints();
    expect(signed).toBeGreaterThanOrEqual(RUNS / SIGNED_EVERY);
    // What is signed goes on from every checkpoint that a kill left behind.
    createTreeKeeper({ directory, keyFile, exportDirectory: null, now: Date.now }).keep(true);
    const check = await verifyAudit({
      directory,
      pseudonymKey,
      signingKey: readPublicKey(publicHalf(keyFile)),
      witnesses: [lastBeside(keyFile)],
    });
    expect(check).toMatchObject({ records: kept.size + 1, brokenAt: null, faults: [] });
    expect(checkpoints()).toBeGreaterThan(signed);
    rmSync(`${directory}.keys`, { recursive: true });
    process.stdout.write(
      `  kill -9: ${RUNS} times, ${promised.length} records promised and none missing, ${signed} checkpoints and none broken\n`,
    );
  },
  PATIENCE,
);

// RLIMIT_FSIZE is the nearest thing to a full disk that a test may make.
const onLinux = process.platform === 'linux' ? test : test.skip;
onLinux(
  'a disk that is full refuses the record as AUDIT_UNAVAILABLE, and what was promised before is whole',
  async () => {
    const limited = `ulimit -f 150; exec "${process.execPath}" ${program.map((part) => `"${part}"`).join(' ')} "${directory}"`;
    const child = spawn('bash', ['-c', limited], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = collectLines(child);
    await once(child, 'close');
    const promised = lines.filter((line) => !line.startsWith('refused'));
    expect(lines.at(-1)).toBe('refused AUDIT_UNAVAILABLE');
    expect(promised.length).toBeGreaterThan(0);
    const kept = await keptIds();
    expect(promised.filter((id) => !kept.has(id))).toEqual([]);
    const audit = await openAudit({ directory, pseudonymKey });
    expect(await audit.verify()).toMatchObject({ records: kept.size, brokenAt: null });
    await audit.close();
  },
);
