import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FINDING_CODES } from '@family-view/gateway/schema-registry/findings';
import { STATEMENT_FAULTS } from '@family-view/gateway/schema-registry/signed-statement';

const page = readFileSync(join(__dirname, '../../docs/registry.md'), 'utf8');

test('the page about the registry tells the cause and fix of each code, and of no other', () => {
  const told = [...page.matchAll(/^\| `([A-Z_]+)` \| .+ \| .+ \|$/gm)].map(([, code]) => code);
  expect(told.toSorted()).toEqual([...FINDING_CODES, ...STATEMENT_FAULTS].toSorted());
});
