/**
 * What a page of the portal's caseload costs, page after page, in a borough of FAMILIES families (20,000 where it is not
 * said): how long it took, and how much processor time the gateway had, and the agencies with their stand-ins, which are in
 * a process of their own. `FAMILIES=2000 PAGES=10 npx tsx test/costs/caseload.ts`; with `COUNT=1` calls, rounds and bytes,
 * and times that say nothing. `AGENCY_FLAGS="--cpu-prof"` is for Node over there.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack } from '../stack';
import type { ToldByBorough } from './serve-borough';

const FAMILIES = Number(process.env.FAMILIES ?? 20_000);
const PAGES = Number(process.env.PAGES ?? 10);
/** As the portal asks for. */
const FIRST = 20;
/** Those of the first turn load code and plans. */
const WARM = 2;
const PATIENT = { AGENCY_TIMEOUT_MS: '30000', OPERATION_DEADLINE_MS: '60000' };

interface Page extends Omit<ToldByBorough, 'usage'> {
  readonly wall: number;
  readonly gateway: number;
  readonly agencies: number;
}
const milliseconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1_000;
const COUNTS = process.env.COUNT === '1';

async function main(): Promise<void> {
  const query = caseloadText();
  const directory = mkdtempSync(join(tmpdir(), 'caseload-'));
  let askAgencies = (): Promise<ToldByBorough> => Promise.reject(new Error('The agencies have not begun.'));
  const stack = await startStack({
    environment: PATIENT,
    async agencies(jwksUrl) {
      const child = fork(join(__dirname, 'serve-borough.ts'), {
        execArgv: ['--import', 'tsx', ...(process.env.AGENCY_FLAGS?.split(' ') ?? [])],
        env: { ...process.env, FAMILIES: String(FAMILIES), JWKS_URL: jwksUrl, DATA: directory },
      });
      const [urls] = (await once(child, 'message')) as unknown as [readonly (readonly [string, string])[]];
      askAgencies = async () => {
        child.send('usage');
        return ((await once(child, 'message')) as unknown as [ToldByBorough])[0];
      };
      return {
        origins: new Map(urls),
        close: async () => void child.disconnect(),
      };
    },
  });
  const pages: Page[] = [];
  let people = 0;
  const codes = new Set<string>();
  try {
    let after: string | null = null;
    for (let page = 0; page < WARM + PAGES; page += 1) {
      const before = await askAgencies();
      const own = process.cpuUsage();
      const answer = await stack.ask('head-of-centre', query, { variables: { area: null, first: FIRST, after } });
      const gateway = milliseconds(process.cpuUsage(own));
      const { usage, ...counts } = await askAgencies();
      for (const { extensions } of answer.body.errors ?? []) codes.add(String(extensions?.code));
      const { nodes, pageInfo } = answer.body.data.caseload;
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      if (page < WARM) continue;
      people += nodes.length;
      const agencies = milliseconds(usage) - milliseconds(before.usage);
      pages.push({ wall: answer.milliseconds, gateway, agencies, ...counts });
    }
  } finally {
    await stack.close();
    rmSync(directory, { recursive: true, force: true });
  }
  const middle = (of: (page: Page) => number): string =>
    pages
      .map(of)
      .toSorted((one, other) => one - other)
      [Math.floor(pages.length / 2)]!.toFixed(0);
  const times = `${middle(({ wall }) => wall)} ms, of processor time ${middle(({ gateway }) => gateway)} ms at the gateway and ${middle(({ agencies }) => agencies)} ms at five agencies and their stand-ins`;
  const asked = `${middle(({ calls }) => calls)} calls to agencies in ${middle(({ rounds }) => rounds)} rounds, ${middle((page) => page.asked)} bytes asked and ${middle(({ answered }) => answered)} answered`;
  process.stdout.write(
    `${FAMILIES} families: ${pages.length} pages of ${FIRST}, ${people} people; a page, median: ${COUNTS ? asked : times}; errors: ${[...codes].join(', ') || 'none'}\n`,
  );
}

function caseloadText(): string {
  const manifest = readFileSync(join(__dirname, '../../portal/operations/manifest.json'), 'utf8');
  const found = Object.values(JSON.parse(manifest) as Record<string, string>).find((one) =>
    /^query Caseload\(/m.test(one),
  );
  if (found === undefined) throw new Error('The portal has no operation Caseload.');
  return found;
}

void main();
