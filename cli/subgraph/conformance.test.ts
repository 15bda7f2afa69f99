import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@family-view/gateway/shared/free-port';
import type { RunningAgency } from '@family-view/kit';
import { bundleConformance } from '../develop/bundle-conformance';
import { Kept } from '../fixtures/kept';
import { CONFORMANCE_EXIT, type ConformanceCommandOptions, conformanceCommand } from './conformance';
import { START_EXIT, startCommand } from './start';

const pointers = join(__dirname, '../../subgraphs/sample-agency/conformance.json');
let folder: string;
let keysPort: string;
let agency: RunningAgency;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'family-view-conformance-'));
  keysPort = String(await freePort());
  const started = await start('sample-agency', { keys: `http://127.0.0.1:${keysPort}/.well-known/jwks.json` });
  if (typeof started.running === 'number') throw new Error(started.err);
  agency = started.running;
});
afterAll(async () => {
  await agency.close();
  rmSync(folder, { recursive: true });
});

async function start(name: string, more: { readonly port?: string; readonly keys?: string } = {}) {
  const [stdout, stderr] = [new Kept(), new Kept()];
  const options = { port: '0', keys: 'http://127.0.0.1:9/jwks.json', data: join(folder, 'data'), ...more };
  const running = await startCommand(name, options, { stdout, stderr });
  return { running, out: stdout.text, err: stderr.text };
}

async function audit(options: Partial<ConformanceCommandOptions> & { readonly terminal?: boolean }, url = agency.url) {
  const { terminal, ...given } = options;
  const [stdout, stderr] = [new Kept(terminal), new Kept()];
  const exit = await conformanceCommand(url, { keysPort, keysHost: '127.0.0.1', ...given }, { stdout, stderr });
  return { exit, out: stdout.text, err: stderr.text };
}

test('in a pipe the report is JSON, as a page it is HTML, and 0 says that every MUST holds', async () => {
  const html = join(folder, 'report.html');
  const { exit, out } = await audit({ pointers, only: 'S, V, G-01', html });
  expect(exit).toBe(CONFORMANCE_EXIT.conforms);
  const report = JSON.parse(out);
  expect(report).toMatchObject({ agency: 'sample-agency', outcome: 'CONFORMS' });
  expect(report.results.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(['S-01', 'G-01', 'V-07']));
  expect(report.results).toHaveLength(18);
  const page = readFileSync(html, 'utf8');
  expect(page).toContain('<td>V-01</td><td>MUST</td><td class="PASSED">holds</td>');
  expect(page).not.toMatch(/sample-agency-88|https?:\/\/(?!127\.0\.0\.1)/);
});

test('a CI reads the report as JUnit XML and as JSON: what fails is a MUST that is broken', async () => {
  const [junit, report] = [join(folder, 'report.xml'), join(folder, 'report.json')];
  const { exit } = await audit({ only: 'S-01,V-01', junit, report });
  expect(exit).toBe(CONFORMANCE_EXIT.notShown);
  const xml = readFileSync(junit, 'utf8');
  expect(xml).toMatch(
    /<testsuites name="Conformance of sample-agency" tests="2" failures="0" skipped="1" time="[\d.]+">/,
  );
  expect(xml).toMatch(/name="S-01 MUST answer \{ _service \{ sdl \} \}[^"]*" time="[\d.]+"\/>/);
  expect(xml).toMatch(/<skipped message="not tried: it needs a closed record/);
  expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({ outcome: 'NOT_SHOWN' });
});

test('as one file, away from the clone, the suite runs under Node alone', async () => {
  const file = join(folder, 'familyview-conformance.cjs');
  await bundleConformance(file);
  const run = (...args: readonly string[]) => promisify(execFile)(process.execPath, [file, ...args], { cwd: folder });
  const report = join(folder, 'alone.json');
  await run(agency.url, '--keys-port', keysPort, '--pointers', pointers, '--only', 'S,C-01,C-02', '--report', report);
  const { outcome, results } = JSON.parse(readFileSync(report, 'utf8'));
  expect([outcome, results.length]).toEqual(['CONFORMS', 12]);
  expect((await run('--help')).stdout).toContain('node familyview-conformance.cjs http://127.0.0.1:4106');
});

test('on a terminal each audit is a line; without a closed record the veto is not shown, and 3 says so', async () => {
  const { exit, out } = await audit({ only: 'S-01,V-01', terminal: true });
  expect(exit).toBe(CONFORMANCE_EXIT.notShown);
  expect(out).toContain('S-01  MUST    answer { _service { sdl } }');
  expect(out).toContain('it needs a closed record: name one under "closed" in --pointers');
  expect(out).toContain('sample-agency is not shown to conform');
});

test.each([
  [{ only: 'X-99' }, undefined, '--only: no audit is called X-99'],
  [{ pointers: 'nowhere.json' }, undefined, 'nowhere.json: expected a JSON file of pointers'],
  [{ keysPort: 'four' }, undefined, '--keys-port: expected a port, came "four"'],
  [{}, 'adult-learning', 'expected the agency\'s address, as http://127.0.0.1:4106, came "adult-learning"'],
])('%j %s is refused in words', async (options, url, told) => {
  const { exit, err } = await audit(options, url);
  expect(exit).toBe(CONFORMANCE_EXIT.usage);
  expect(err).toContain(told);
});

test('a file of pointers in another form is refused, with the place', async () => {
  const file = join(folder, 'wrong.json');
  writeFileSync(file, '{"open": ["a", 7]}');
  const { exit, err } = await audit({ pointers: file });
  expect(exit).toBe(CONFORMANCE_EXIT.usage);
  expect(err).toContain('open.1:');
});

test('an agency that is not there is named, and so is a port that is none', async () => {
  expect(await start('no-such-agency')).toMatchObject({
    running: START_EXIT.usage,
    err: 'there is no agency in subgraphs/no-such-agency: familyview subgraph init writes one.\n',
  });
  expect((await start('sample-agency', { port: 'x' })).err).toBe('--port: expected a port, came "x"\n');
  expect((await start('sample-agency', { port: String(agency.port) })).err).toContain(`port ${agency.port} is in use`);
});
