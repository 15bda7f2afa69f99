import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { contentSecurityPolicy, portalDirectory } from '@family-view/portal';

/** The portal's pages, built where they are not yet: in a process of its own, so that the bundler's memory goes with it. */
export async function builtPages() {
  const root = join(__dirname, '..');
  await promisify(execFile)(process.execPath, ['--import', 'tsx', join(root, 'portal/build.ts')], { cwd: root });
  return { directory: portalDirectory(), contentSecurityPolicy };
}
