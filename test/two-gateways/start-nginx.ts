/** nginx before two gateways, by the file that docker-compose.yml gives it: other ports, and nothing kept. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { endProcess } from '../end-process';
import { freePort } from '../stack';

/** False where this machine has none: what needs it is then asked of the gateways themselves, except in CI, where it fails. */
export const hasNginx = Boolean(process.env.CI) || spawnSync('nginx', ['-v']).status === 0;

export interface Nginx {
  readonly url: string;
  close(): Promise<void>;
}

export async function startNginx(gateways: readonly [string, string]): Promise<Nginx> {
  const directory = mkdtempSync(join(tmpdir(), 'family-view-nginx-'));
  const port = await freePort();
  const site = readFileSync(join(__dirname, '../../deploy/nginx/family-view.conf'), 'utf8')
    .replace('listen 4000;', `listen 127.0.0.1:${port};`)
    .replace('/dev/stdout family_view', 'off')
    .replace('gateway-1:4000', new URL(gateways[0]).host)
    .replace('gateway-2:4000', new URL(gateways[1]).host);
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${directory}/${kind};`)
    .join(' ');
  const file = join(directory, 'nginx.conf');
  writeFileSync(
    file,
    `daemon off; worker_processes 1; pid ${directory}/nginx.pid; error_log ${directory}/error.log;\nevents { worker_connections 1024; }\nhttp { ${places}\n${site}\n}\n`,
  );
  const child: ChildProcess = spawn('nginx', ['-c', file, '-p', directory, '-e', join(directory, 'error.log')], {
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  const isUp = (): Promise<boolean> =>
    fetch(`${url}/health/live`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isUp())) {
    if (child.exitCode !== null) throw new Error(readFileSync(join(directory, 'error.log'), 'utf8'));
    await wait(50);
  }
  return {
    url,
    async close() {
      await endProcess(child, 'SIGQUIT');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
