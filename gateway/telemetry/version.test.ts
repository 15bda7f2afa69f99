import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERSION } from './version';

test('a build tells the version that its package has', () => {
  const text = readFileSync(join(__dirname, '../../package.json'), 'utf8');
  expect(VERSION).toBe((JSON.parse(text) as { readonly version: string }).version);
});
