/** What others publish and these suites hold the connectors against. None of it is part of this project: it is fetched. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Each at one commit, so that a proof says the same tomorrow. An environment variable names a copy that is there. */
const SOURCES = {
  SSD_DATA_MODEL: {
    repository: 'https://github.com/data-to-insight/ssd-data-model',
    commit: '4987c73',
    folders: ['deployment_extracts'],
  },
  CIN_VALIDATOR: {
    repository: 'https://github.com/data-to-insight/csc-validator-be-cin',
    commit: '1bf6f22',
    folders: ['cin_validator'],
  },
} as const;
export type Source = keyof typeof SOURCES;

/** The folder of what is published; undefined outside a proof where no copy is named. Throws where it cannot be fetched. */
export function published(source: Source): string | undefined {
  const named = process.env[source];
  if (named) return named;
  if (!process.env.PROOF) return undefined;
  const { repository, commit, folders } = SOURCES[source];
  const folder = join(tmpdir(), 'family-view-published', `${source}-${commit}`);
  if (existsSync(join(folder, folders[0]))) return folder;
  mkdirSync(folder, { recursive: true });
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', folder, ...args], { stdio: 'ignore', timeout: 120_000 });
  git('clone', '--quiet', '--filter=blob:none', '--no-checkout', repository, '.');
  git('sparse-checkout', 'set', ...folders);
  git('checkout', '--quiet', commit);
  return folder;
}
