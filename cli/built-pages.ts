import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { contentSecurityPolicy, portalDirectory } from '@family-view/portal';

/**
 * The portal's pages. From the sources they are built where they are not yet, in a process of its own, so that the
 * bundler's memory goes with it. In `dist/` they lie ready, and nothing that could build them is installed.
 */
export async function builtPages() {
  const root = join(__dirname, '..');
  const program = join(root, 'portal/build.ts');
  if (existsSync(program)) await promisify(execFile)(process.execPath, ['--import', 'tsx', program], { cwd: root });
  return { directory: portalDirectory(), contentSecurityPolicy };
}
