/** A PostgreSQL of a test's own: random port, a temporary folder that goes with it. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './free-port';

const DEBIAN = '/usr/lib/postgresql';

/** Debian's, the newest version first, else one on the PATH. */
function programs(): string | undefined {
  const debian = existsSync(DEBIAN)
    ? readdirSync(DEBIAN)
        .sort((one, other) => Number(other) - Number(one))
        .map((version) => join(DEBIAN, version, 'bin'))
    : [];
  const folders = [...debian, ...(process.env.PATH ?? '').split(':')];
  return folders.find((folder) => existsSync(join(folder, 'postgres')) && existsSync(join(folder, 'initdb')));
}

/** False where this machine has no PostgreSQL: tests that need one are then skipped, except in CI, where they fail. */
export const hasPostgres = Boolean(process.env.CI) || programs() !== undefined;

export interface PrivatePostgres {
  /** Of an empty database, with a password in it. */
  readonly url: string;
  readonly process: ChildProcess;
  /** Ends the server, its connections with it, and starts it again on the same data. */
  restart(): Promise<void>;
  /** The server alone; its data stays until `close`. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** PostgreSQL refuses to run as root: then it runs as nobody. */
export async function startPrivatePostgres(): Promise<PrivatePostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'family-view-postgres-'));
  const found = programs();
  if (found === undefined) throw new Error('PostgreSQL is not installed: there is no postgres and no initdb.');
  const idOf = (which: '-u' | '-g'): number => Number(execFileSync('id', [which, 'nobody']));
  const owner = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : null;
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const run = { ...owner, cwd: folder, stdio: 'ignore' } as const;
  const options = ['-U', 'family_view', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  execFileSync(join(found, 'initdb'), ['-D', data, ...options], run);
  const port = await freePort();
  const isReady = (): boolean =>
    spawnSync(join(found, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port), '-q']).status === 0;
  const start = async (): Promise<ChildProcess> => {
    const begun = spawn(
      join(found, 'postgres'),
      ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-F', '-c', 'max_connections=60'],
      run,
    );
    for (let tries = 0; !isReady(); tries += 1) {
      if (begun.exitCode !== null || tries > 400) throw new Error('PostgreSQL did not start.');
      await wait(50);
    }
    return begun;
  };
  let server = await start();
  const stop = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGCONT');
    // At once: whoever is connected is not waited for.
    server.kill('SIGINT');
    await ended;
  };
  return {
    url: `postgres://family_view:not-a-secret@127.0.0.1:${port}/postgres`,
    get process() {
      return server;
    },
    async restart() {
      await stop();
      server = await start();
    },
    stop,
    async close() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
