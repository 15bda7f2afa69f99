import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { openAudit } from '@family-view/gateway/audit/open-audit';
import { openKeys } from '@family-view/gateway/linkage/open-keys';
import { noticeCommand } from '../protocol/notice';
import { type EvidenceOptions, evidenceCommand } from './evidence';

let root: string;
let directory: string;
const NOW = new Date('2026-11-29T10:00:00Z');
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'evidence-cli-'));
  directory = join(root, 'gateway');
  const key = openKeys(directory).auditPseudonyms;
  const audit = await openAudit({ directory: join(directory, 'audit'), pseudonymKey: key, now: () => NOW });
  const glass = {
    kind: 'BREAK_GLASS',
    reference: 'g-1',
    reason: 'IMMEDIATE_HARM',
    statement: 'Nobody answers the door.',
  };
  await audit.event({
    ...(glass as { kind: 'BREAK_GLASS'; reference: string; reason: string; statement: string }),
    operation: 'op-1',
    requester: { id: 'w-ruth', role: 'SOCIAL_WORKER', organisation: 'Thornwick council' },
    purpose: 'SAFEGUARDING',
    caseReference: 'CASE-9',
    protocolVersion: 'p1',
    until: null,
    reviewBy: null,
    told: [],
    notTold: [],
    people: [audit.pseudonym('health|1')],
  });
  await audit.close();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function streams() {
  const said = { stdout: '', stderr: '' };
  const into = (name: 'stdout' | 'stderr') =>
    new Writable({
      write(chunk, _encoding, done) {
        said[name] += String(chunk);
        done();
      },
    });
  return { said, into: { stdout: into('stdout'), stderr: into('stderr') } };
}

async function run(options: Omit<EvidenceOptions, 'out'>, out: string) {
  const { said, into } = streams();
  const code = await evidenceCommand({ ...options, out: join(root, out) }, into, NOW);
  const folder = join(root, out, 'evidence-2026-11-29');
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  return { code, ...said, folder, read };
}

test('the folder holds agreements, flows, the matrix, retention, tests and incidents, as pages and as CSV', async () => {
  const proof = join(root, 'proof.json');
  const held = { part: 'canaries', passed: 12, failed: 0, skipped: 1, counts: ['500 operations'] };
  writeFileSync(
    proof,
    JSON.stringify({ commit: 'abc123', began: '2026-11-28T20:00:00Z', ended: null, runs: [held, held] }),
  );
  const { code, read, folder } = await run({ directory, report: [proof] }, 'all');
  expect(code).toBe(0);
  const names = readdirSync(folder);
  const sheets = 'agreements parties lawful-basis flows matrix retention tests incidents incidents-by-kind audit-whole';
  expect(names).toEqual(expect.arrayContaining(sheets.split(' ').map((name) => `${name}.csv`)));
  expect(read('tests.csv')).toContain('"canaries","24","0","2","2026-11-28","abc123"');
  expect(read('lawful-basis.csv')).toContain('UK GDPR, Article 6(1)(e): a task in the public interest');
  expect(read('lawful-basis.csv')).toContain('Children Act 1989, section 47');
  expect(read('retention.csv')).toContain('kept for 6 years');
  expect(read('flows.csv')).toContain('Family View itself');
  expect(read('incidents.csv')).toContain('"Emergency access","Immediate harm","Thornwick council"');
  for (const name of names) {
    // Nobody is named, and what stands there can be filed: it fetches nothing.
    expect(read(name)).not.toMatch(/w-ruth|CASE-9|Nobody answers|<script|src=|https?:\/\/(?!aldermere)/);
    if (name.endsWith('.html')) expect(read(name)).not.toMatch(/HEAD_OF_CENTRE|EARLY_HELP|IN_FORCE|undefined/);
  }
  expect(await run({}, 'all')).toMatchObject({ code: 2, stderr: expect.stringContaining('takes the place of none') });
});

test('what was not named is said to be missing; a test that failed and a report that is none are told', async () => {
  const { code, read } = await run({}, 'without');
  expect([code, read('tests.html'), read('incidents.html')]).toEqual([
    0,
    expect.stringContaining('No report was named'),
    expect.stringContaining('No audit was named'),
  ]);
  const ci = join(root, 'jest.json');
  const results = [
    { name: '/x/gateway/audit/a.test.ts', assertionResults: [{ status: 'failed' }, { status: 'passed' }] },
  ];
  writeFileSync(ci, JSON.stringify({ startTime: NOW.getTime(), testResults: results }));
  const failing = await run({ report: [ci] }, 'failing');
  expect(failing).toMatchObject({ code: 1, stderr: expect.stringContaining('1 tests failed') });
  expect(failing.read('tests.csv')).toContain('"gateway/audit","1","1","0","2026-11-29"');
  writeFileSync(ci, '{}');
  expect(await run({ report: [ci] }, 'none')).toMatchObject({ code: 2 });
});

test('a privacy notice says who has what and why in words, and no code of the protocol', async () => {
  const { said, into } = streams();
  await noticeCommand(undefined, {}, into);
  expect(said.stdout).toMatch(/Aldermere Homes shares\n- [^\n]+\n {2}with: [^\n]+\n {2}why: /);
  expect(said.stdout).toContain('In an emergency');
  expect(said.stdout).toContain('kept for 6 years');
  expect(said.stdout).toContain('to have what is wrong put right');
  expect(said.stdout).not.toMatch(/[A-Z]+_[A-Z]+|health:|undefined|null/);
});
