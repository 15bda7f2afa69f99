import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDevelopmentKey } from '@family-view/gateway/identity/development-keys';
import type { PersonaName } from '@family-view/gateway/identity/personas';
import { signDevelopmentToken } from '@family-view/gateway/identity/sign-development-token';
import { endProcess } from '../end-process';
import { freePort } from '../stack';

export interface Running {
  readonly url: string;
  /** A token of a persona's colleague. */
  token(persona: PersonaName, id: string): Promise<string>;
  close(): Promise<void>;
}

/** As `npm start` does: the gateway in a process of its own, the agencies in another, under the limits of every day. */
export async function startProcesses(families: number): Promise<Running> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'family-view-fairness-'));
  const port = await freePort();
  const root = join(__dirname, '../..');
  const firstAgencyPort = 20_000 + Math.floor(Math.random() * 10_000);
  const child = spawn(process.execPath, ['--import', 'tsx', 'cli/start.ts', '--families', String(families)], {
    cwd: root,
    stdio: 'ignore',
    env: {
      ...process.env,
      NODE_ENV: 'development',
      PORT: String(port),
      ADMIN_PORT: '0',
      FIRST_AGENCY_PORT: String(firstAgencyPort),
      DATA_DIRECTORY: dataDirectory,
      SUBGRAPHS_DATA_DIRECTORY: join(dataDirectory, 'subgraphs'),
      LOG_LEVEL: 'silent',
    },
  });
  const url = `http://127.0.0.1:${port}`;
  const isReady = (): Promise<boolean> =>
    fetch(`${url}/health/ready`).then(
      ({ status }) => status === 200,
      () => false,
    );
  for (let tries = 0; !(await isReady()); tries += 1) {
    if (child.exitCode !== null || tries > 600) throw new Error('The processes did not start.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const key = await loadDevelopmentKey(dataDirectory);
  return {
    url,
    token: (persona, id) => signDevelopmentToken(key, persona, { id }),
    async close() {
      await endProcess(child);
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}
