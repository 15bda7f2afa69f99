import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { root } from '../architecture/imports';
import { openShell, readSteps, type Shell, type Step } from './run-blocks';
import { copyProject, type ScratchCopy } from './scratch-copy';

/** The page has the ports of `npm start`; here they are whichever are free, so that nobody else's are in the way. */
const PAGE_PORTS: Readonly<Record<string, number>> = { '4000': 0, '4006': 6, '4100': 7, '4106': 8 };

const page = readFileSync(join(root, 'docs/join.md'), 'utf8');

/** Twelve commands and a stack: a minute, that CI has. What would break it soonest is looked at everywhere, below. */
const inCi = process.env.CI || process.env.PROOF === '1' ? test : test.skip;

inCi(
  'the walk of docs/join.md, each command as written, ends with the sixth agency in the joined view',
  async () => {
    const scratch = copyProject();
    const first = await tenFreePorts();
    const shell = openShellFor(scratch, first);
    const told: string[] = [];
    try {
      for (const step of readSteps(page)) {
        const began = performance.now();
        const { text, code } = await shell.run(withPorts(step, first));
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
  const shell = openShellFor(scratch, 0);
  try {
    const commands = readSteps(page).flatMap(({ body }) => body.split('\n'));
    const fitting = commands.filter((line) => /^git apply|subgraph init|^cp /.test(line));
    expect(fitting).toHaveLength(4);
    for (const line of fitting) expect(await shell.run(stepOf(line))).toMatchObject({ code: 0 });
    const checked = await shell.run(stepOf('npx familyview protocol check'));
    expect(checked.text).toContain('best-start:9:');
  } finally {
    await shell.close();
    scratch.remove();
  }
}, 120_000);

const stepOf = (body: string): Step => ({ fails: false, body, printed: [] });

const openShellFor = (scratch: ScratchCopy, first: number): Shell =>
  openShell(scratch.folder, {
    PORT: String(first),
    FIRST_AGENCY_PORT: String(first + 1),
    FAMILYVIEW_REGISTRY: `http://127.0.0.1:${first}`,
    npm_config_loglevel: 'error',
    npm_config_update_notifier: 'false',
    // A busy machine is not an agency in trouble.
    AGENCY_TIMEOUT_MS: '15000',
    OPERATION_DEADLINE_MS: '40000',
    PLANNING_TIME_LIMIT_MS: '15000',
    AUDIT_WRITE_TIMEOUT_MS: '60000',
    // The commands of the page are not those of this test run.
    NODE_ENV: 'development',
    JEST_WORKER_ID: '',
    NO_COLOR: '1',
  });

const withPorts = (step: Step, first: number): Step => ({
  ...step,
  body: step.body.replace(/\b4\d{3}\b/g, (port) => (port in PAGE_PORTS ? String(first + PAGE_PORTS[port]!) : port)),
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

/** Ten in a row, below those that the system lends to whoever connects: one of them could be lent before it is used. */
async function tenFreePorts(): Promise<number> {
  for (;;) {
    const first = 20_000 + 10 * Math.floor(Math.random() * 1_000);
    const all = Array.from({ length: 10 }, (_, more) => isFree(first + more));
    if ((await Promise.all(all)).every(Boolean)) return first;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
