/** A Redis of a test's own: random port, nothing kept. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { freePort } from './free-port';

/** False where this machine has no `redis-server`: tests that need one are then skipped, except in CI, where they fail. */
export const hasRedis = Boolean(process.env.CI) || spawnSync('redis-server', ['--version']).status === 0;

export interface PrivateRedis {
  readonly url: string;
  readonly port: number;
  readonly server: ChildProcess;
  stop(): Promise<void>;
}

export async function startPrivateRedis(at?: number): Promise<PrivateRedis> {
  const port = at ?? (await freePort());
  const settings = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    tmpdir(),
  ];
  const server = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise<void>((ready, failed) => {
    server.once('error', failed);
    server.once('exit', () => failed(new Error('redis-server did not start')));
    server.stdout.on('data', (bytes: Buffer) => {
      if (bytes.includes('Ready to accept connections')) ready();
    });
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    server,
    async stop() {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
    },
  };
}
