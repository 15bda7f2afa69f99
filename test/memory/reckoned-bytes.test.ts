import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Kind } from './write-texts';

const TEXTS = 200;

test.each<Kind>(['aliases', 'fields'])(
  'what is remembered of distinct texts (%s) takes no more of the heap than it is reckoned to',
  async (kind) => {
    const program = join(__dirname, 'reckon-bytes.ts');
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program, kind, String(TEXTS)]);
    const { taken, told } = JSON.parse(stdout) as { readonly taken: number; readonly told: number };
    if (process.env.PROOF === '1')
      process.stdout.write(
        `  ${kind}: ${Math.round(taken / TEXTS)} bytes of heap for each text, reckoned as ${Math.round(told / TEXTS)}\n`,
      );
    expect(taken).toBeLessThan(told);
    // Nor is so much reckoned that little could be kept.
    expect(told).toBeLessThan(3 * taken);
  },
);
