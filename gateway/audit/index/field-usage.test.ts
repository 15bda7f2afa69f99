import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditPaths } from '../lock-directory';
import { type Audit, openAudit } from '../open-audit';
import type { IntentRecord } from '../records';
import type { AuditIndexStore } from './audit-query';
import { openSqliteIndex } from './sqlite-index';

const START = Date.parse('2026-11-01T09:00:00Z');
const DAY_MS = 86_400_000;
let clock: number;
let directory: string;
let audit: Audit;
let index: AuditIndexStore;
beforeEach(async () => {
  clock = START;
  directory = mkdtempSync(join(tmpdir(), 'field-usage-'));
  audit = await openAudit({ directory, pseudonymKey: new Uint8Array(32).fill(7), now: () => new Date(clock) });
  index = openSqliteIndex(directory, auditPaths(directory).index);
});
afterEach(async () => {
  index.close();
  await audit.close();
  rmSync(directory, { recursive: true, force: true });
});

const asks = (operation: string, role: string, fields: readonly string[], withheld: readonly string[] = []) =>
  audit.intent({
    ...{ operation, requester: { id: `w-${operation}`, role, organisation: 'centre' }, purpose: 'EARLY_HELP' },
    ...{ caseReference: null, operationHash: 'abc', supergraphVersion: 's1', protocolVersion: 'p1', fields },
    withheld: withheld.map((field) => ({ field, stream: 'housing:arrears', reason: 'ROLE_NOT_NAMED' })),
  } satisfies IntentRecord);
function usage(...groups: readonly (readonly string[])[]) {
  while (index.fill(2) > 0);
  return index.usage(groups, clock - 30 * DAY_MS);
}

test('it is told by role how many operations asked for a field, withheld or not, and nothing of whom they were about', async () => {
  await asks('one', 'HOUSING_OFFICER', ['HousingRecord.arrearsBand', 'Person.housing']);
  await asks('two', 'HOUSING_OFFICER', ['HousingRecord.arrearsBand']);
  await asks('three', 'HEAD_OF_CENTRE', ['Person.housing'], ['HousingRecord.arrearsBand']);
  await asks('four', 'HEAD_OF_CENTRE', ['Person.displayName']);
  const since = '2026-11-01';
  expect(usage(['HousingRecord.arrearsBand'], ['HousingRecord.notices'])).toEqual([
    {
      since,
      roles: [
        { role: 'HOUSING_OFFICER', operations: 2 },
        { role: 'HEAD_OF_CENTRE', operations: 1 },
      ],
    },
    { since, roles: [] },
  ]);
});

test('an operation that asks for two fields of a type counts once', async () => {
  await asks('one', 'HOUSING_OFFICER', ['Tenancy.landlord', 'Tenancy.rent']);
  expect(usage(['Tenancy.landlord', 'Tenancy.rent'])[0]!.roles).toEqual([{ role: 'HOUSING_OFFICER', operations: 1 }]);
});

test('thirty days are counted; of a record that begins later it is told since when; of none, that there is none', async () => {
  expect(usage(['Tenancy.rent'])).toEqual([{ since: null, roles: [] }]);
  await asks('early', 'HOUSING_OFFICER', ['Tenancy.rent']);
  clock = START + 29 * DAY_MS;
  await asks('late', 'SOCIAL_WORKER', ['Tenancy.rent']);
  const both = { HOUSING_OFFICER: 1, SOCIAL_WORKER: 1 };
  const told = () => usage(['Tenancy.rent'])[0]!;
  const byRole = () => Object.fromEntries(told().roles.map(({ role, operations }) => [role, operations]));
  expect([told().since, byRole()]).toEqual(['2026-11-01', both]);
  clock = START + 31 * DAY_MS;
  expect([told().since, byRole()]).toEqual(['2026-11-02', { SOCIAL_WORKER: 1 }]);
});

test('an index that is made again counts the same', async () => {
  await asks('one', 'HOUSING_OFFICER', ['Tenancy.rent']);
  await asks('two', 'HOUSING_OFFICER', ['Tenancy.rent']);
  const before = usage(['Tenancy.rent']);
  index.close();
  rmSync(auditPaths(directory).index);
  index = openSqliteIndex(directory, auditPaths(directory).index);
  expect(usage(['Tenancy.rent'])).toEqual(before);
});
