import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { root } from '../architecture/imports';
import { freePort } from '../house';
import { openShell, readSteps, type Shell, type Step } from './run-blocks';
import { copyProject, type ScratchCopy } from './scratch-copy';

/** The page has the ports of `npm start`; here they are whichever are free, so that nobody else's are in the way. */
const PAGE_PORTS = ['4000', '4006', '4100', '4106'] as const;

const page = readFileSync(join(root, 'docs/join.md'), 'utf8');

/** Twelve commands and a house: a minute, that CI has. What would break it soonest is looked at everywhere, below. */
const inCi = process.env.CI || process.env.PROOF === '1' ? test : test.skip;

inCi(
  'the walk of docs/join.md, each command as written, ends with the sixth agency in the joined view',
  async () => {
    const scratch = copyProject();
    const ports = new Map(await Promise.all(PAGE_PORTS.map(async (port) => [port, String(await freePort())] as const)));
    const shell = await openShellFor(scratch, ports.get('4000')!);
    const told: string[] = [];
    try {
      for (const step of readSteps(page)) {
        const began = performance.now();
        const { text, code } = await shell.run(withPorts(step, ports));
        told.push(`${((performance.now() - began) / 1000).toFixed(1)} s  ${step.body.split('\n')[0]}`);
        const missing = step.printed.filter((line) => !isPrinted(line, text));
        if (missing.length > 0 || (code !== 0) !== step.fails)
          throw new Error(`${step.body}\nended with ${code} and printed:\n${text}\n\nwithout:\n${missing.join('\n')}`);
      }
    } finally {
      await shell.close();
      scratch.remove();
    }
    if (process.env.PROOF === '1') console.log(told.join('\n'));
    expect(told.length).toBeGreaterThan(10);
  },
  600_000,
);

test('its patches fit the folder that init writes, and the protocol as it stands', async () => {
  const scratch = copyProject();
  const shell = await openShellFor(scratch, '0');
  try {
    const fitting = readSteps(page).filter(({ kind, body }) => kind === 'diff' || body.includes('subgraph init'));
    expect(fitting.map(({ kind }) => kind)).toEqual(['sh', 'diff', 'diff']);
    for (const step of fitting) expect(await shell.run(step)).toMatchObject({ code: 0 });
    const checked = await shell.run(stepOf('npx familyview protocol check'));
    expect(checked.text).toContain('best-start:3:');
  } finally {
    await shell.close();
    scratch.remove();
  }
}, 120_000);

const stepOf = (body: string): Step => ({ kind: 'sh', fails: false, body, printed: [] });

const openShellFor = async (scratch: ScratchCopy, gateway: string): Promise<Shell> =>
  openShell(scratch.folder, {
    PORT: gateway,
    FIRST_AGENCY_PORT: await firstOfFive(),
    FAMILYVIEW_REGISTRY: `http://127.0.0.1:${gateway}`,
    npm_config_loglevel: 'error',
    npm_config_update_notifier: 'false',
    // A busy machine is not an agency in trouble.
    AGENCY_TIMEOUT_MS: '15000',
    OPERATION_DEADLINE_MS: '40000',
    PLANNING_TIME_LIMIT_MS: '15000',
    // The commands of the page are not those of this test run.
    NODE_ENV: 'development',
    JEST_WORKER_ID: '',
    NO_COLOR: '1',
  });

const withPorts = (step: Step, ports: ReadonlyMap<string, string>): Step => ({
  ...step,
  body: step.kind === 'sh' ? step.body.replace(/\b4\d{3}\b/g, (port) => ports.get(port) ?? port) : step.body,
});

/** Each part between `…` in its order, on one line. */
const isPrinted = (line: string, text: string): boolean =>
  text.split('\n').some((printed) => {
    let from = 0;
    return line.split('…').every((part) => {
      const at = printed.indexOf(part.trim(), from);
      from = at + part.trim().length;
      return at >= 0;
    });
  });

/** Five free ports in a row, for the five. */
async function firstOfFive(): Promise<string> {
  for (;;) {
    const first = await freePort();
    if (first < 65_000 && (await Promise.all([1, 2, 3, 4].map((more) => isFree(first + more)))).every(Boolean))
      return String(first);
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
