import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { inventFamilies } from '../bench/bench-family';
import { askBody, type Contestant, ourGateway } from '../bench/contestants';
import { expectedAnswer } from '../bench/family-view-query';
import { type IdentityProvider, startIdentityProvider } from '../bench/identity-provider';
import { runLoad } from '../bench/load';
import { median } from '../bench/measure';
import { type Helper, type RunningServer, startHelper, startServer } from '../bench/running';

const FAMILIES = 200;
const FAMILY_SIZE = 3;
const AT_ONCE = 16;
const REQUESTS = process.env.PROOF === '1' ? 50_000 : 1_000;
/** Until every family was met, and what is remembered of each is there. */
const WARM = 800;
/** Kilobytes from one scavenge to the next. It was 1,640; with every identity read by the schema's library 3,990. */
const MOST_KEPT_EACH = 2_500;
/** Megabytes, however many requests there were. */
const MOST_KEPT = 3;

const families = inventFamilies(FAMILIES, FAMILY_SIZE);
let directory: string;
let agencies: Helper;
let provider: IdentityProvider;
let contestant: Contestant;
let server: RunningServer;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kept-'));
  const size = { FAMILIES: String(FAMILIES), FAMILY_SIZE: String(FAMILY_SIZE) };
  agencies = startHelper(join(__dirname, '../bench/serve-raw.ts'), size);
  provider = await startIdentityProvider(directory);
  const origins = new Map(Object.entries(z.record(z.string(), z.string()).parse(await agencies.next())));
  const ours = ourGateway('ours', { directory: join(directory, 'ours'), origins, families, provider });
  const [node, ...args] = ours.command;
  contestant = { ...ours, command: [node, '--trace-gc', '--expose-gc', ...args] };
  bodies = families.map((_, family) => askBody(contestant, family));
  server = await startServer(contestant, expectedAnswer(families[0]!));
});
afterAll(async () => {
  await server?.stop();
  await Promise.all([agencies?.stop(), provider?.close()]);
  rmSync(directory, { recursive: true, force: true });
});

let bodies: readonly string[];

async function ask(requests: number): Promise<void> {
  const { port, headers } = server;
  const about = { port, path: contestant.path, headers, body: '', connections: AT_ONCE, milliseconds: 0 };
  const { odd } = await runLoad({ ...about, bodies: [...bodies], count: requests });
  expect(odd).toBe(0);
}

/** Megabytes that are left when all was looked through. */
async function collect(): Promise<{ readonly left: number; readonly keptEach: readonly number[] }> {
  const before = server.takeCollections();
  process.kill(server.pid, 'SIGUSR2');
  for (;;) {
    const { afterWhole } = server.takeCollections();
    if (afterWhole.length > 0) return { left: afterWhole.at(-1)!, keptEach: before.keptEach };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test(`${REQUESTS} requests for ${FAMILIES} families leave nothing behind, and little lives from one scavenge to the next`, async () => {
  await ask(WARM);
  const before = await collect();
  await ask(REQUESTS);
  const after = await collect();
  expect(after.keptEach.length).toBeGreaterThan(5);
  const kept = { each: median(after.keptEach), inAll: after.left - before.left };
  if (process.env.PROOF === '1')
    process.stdout.write(`  ${JSON.stringify({ ...kept, left: after.left, scavenges: after.keptEach.length })}\n`);
  expect(kept.each).toBeLessThan(MOST_KEPT_EACH);
  expect(kept.inAll).toBeLessThan(MOST_KEPT);
});
