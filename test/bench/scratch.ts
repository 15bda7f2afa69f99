import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { inventFamily } from './bench-family';
import { askBody, byHand, type Contestant, otherGateways, ourGateways } from './contestants';
import { expectedAnswer } from './family-view-query';
import { startIdentityProvider } from './identity-provider';
import { loadForm } from './load';
import { readTreeUse } from './process-tree';
import { startHelper, startServer } from './running';

function threads(pid: number): Map<string, [string, number]> {
  const m = new Map<string, [string, number]>();
  for (const t of readdirSync(`/proc/${pid}/task`)) {
    const s = readFileSync(`/proc/${pid}/task/${t}/stat`, 'utf8');
    const a = s.slice(s.lastIndexOf(')') + 2).split(' ');
    m.set(t, [s.slice(s.indexOf('(') + 1, s.lastIndexOf(')')), (Number(a[11]) + Number(a[12])) * 10]);
  }
  return m;
}
async function main() {
  const pick = (process.env.PICK ?? 'ours').split(';');
  const seconds = Number(process.env.SECS ?? 6);
  const turns = Number(process.env.TURNS ?? 1);
  const prof = process.env.PROF;
  const directory = resolve('.familyview', 'bench', `scratch-${process.pid}`);
  mkdirSync(directory, { recursive: true });
  const agencies = startHelper(join(__dirname, 'serve-raw.ts'), { FAMILY_SIZE: '3' });
  const load = startHelper(join(__dirname, 'load.ts'));
  const origins = new Map(Object.entries(z.record(z.string(), z.string()).parse(await agencies.next())));
  const provider = await startIdentityProvider(directory);
  const ground = { directory, origins, family: inventFamily(3), provider, notInstalled: null };
  const all = [...byHand(ground), ...ourGateways(ground), ...otherGateways(ground)].filter((c) =>
    pick.some((p) => c.name.includes(p)),
  );
  for (let turn = 0; turn < turns; turn++)
    for (const one of all) {
      const contestant: Contestant =
        prof && one.command[0] === process.execPath
          ? {
              ...one,
              command: [
                one.command[0],
                '--cpu-prof',
                `--cpu-prof-dir=${prof}`,
                '--cpu-prof-interval=500',
                ...one.command.slice(1),
              ],
            }
          : one;
      const server = await startServer(
        { ...contestant, environment: { ...contestant.environment, ...JSON.parse(process.env.EXTRA ?? '{}') } },
        expectedAnswer(ground.family),
      );
      const order = (connections: number, milliseconds: number) => ({
        port: server.port,
        path: contestant.path,
        headers: server.headers,
        body: askBody(contestant),
        connections,
        milliseconds,
      });
      await load.ask(order(16, Number(process.env.WARM ?? 4) * 1000));
      const before = readTreeUse(server.pid)!;
      const tb = process.env.THREADS ? threads(server.pid) : null;
      const r = loadForm.parse(await load.ask(order(16, seconds * 1000)));
      const after = readTreeUse(server.pid)!;
      console.log(
        contestant.name.padEnd(28),
        'rps',
        Math.round(r.requests / r.seconds),
        'cpu us',
        Math.round(((after.cpuMilliseconds - before.cpuMilliseconds) * 1000) / r.requests),
        'p50',
        r.p50.toFixed(1),
        'p99',
        r.p99.toFixed(1),
        'rss',
        Math.round(after.residentMegabytes),
        'odd',
        r.odd,
      );
      if (tb)
        for (const [t, [name, ms]] of threads(server.pid)) {
          const d = ms - (tb.get(t)?.[1] ?? 0);
          if (d > 0)
            console.log('   ', t === String(server.pid) ? 'MAIN' : t, name, Math.round((d * 1000) / r.requests), 'us');
        }
      await server.stop();
    }
  await agencies.stop();
  await load.stop();
  await provider.close();
}
void main();
