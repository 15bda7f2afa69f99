import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaDirectory } from '@family-view/schema';
import { entryOf } from '../../fixtures/protocols';
import { compileProtocols } from '../decide/compile-protocol';
import type { ProtocolDocument } from '../read/protocol-document';
import { readProtocol } from '../read/read-protocol';
import type { DfeRule } from './dfe-directory';
import { importDfe, NotADfePolicy } from './import-dfe';

const TODAY = '2026-06-15';
const SCHEMA = JSON.parse(readFileSync(join(schemaDirectory, 'protocol/protocol.schema.json'), 'utf8')) as object;

const rule = (more: Partial<DfeRule> = {}): Partial<DfeRule> => ({
  effect: 'allow',
  modes: ['CONTENT'],
  recordTypes: ['clinic.details'],
  destOrgTypes: ['EDUCATION'],
  purposes: ['SAFEGUARDING'],
  ...more,
});
const organisation = (
  orgId: string,
  orgType: string,
  defaults: readonly object[],
  exceptions: readonly object[] = [],
) => ({
  orgId,
  orgName: `The ${orgId}`,
  orgType,
  records: [{ recordType: 'clinic.details', connection: { auth: { clientSecret: 'never-copied' } } }],
  dsaPolicy: { version: '2026-01-01T00:00:00Z', defaults, exceptions },
});
const CLINIC = 'CLINIC-01';
const SCHOOL = organisation('SCHOOL-01', 'EDUCATION', []);
const imported = (...organisations: readonly object[]) => importDfe(JSON.stringify({ organisations }), TODAY);
const clinic = (defaults: readonly object[], exceptions: readonly object[] = []) =>
  imported(organisation(CLINIC, 'HEALTH', defaults, exceptions), SCHOOL);
const documentOf = (yaml: string): ProtocolDocument => readProtocol('imported.yaml', yaml, SCHEMA);

/** What a teacher may see of the clinic's records, were the draft signed and in force. */
function decided(yaml: string, day: string, organisation = 'SCHOOL-01', type = 'EDUCATION') {
  const document = documentOf(yaml);
  const agreed = {
    ...document,
    parties: document.parties.map((party) => ({ ...party, signed: { by: 'x', on: '2000-01-01' } })),
    protocol: {
      ...document.protocol,
      status: 'IN_FORCE' as const,
      validFrom: '2000-01-01',
      validUntil: '2099-01-01',
      review: { next: '2099-01-01', onOverdue: 'WARN' as const },
    },
  };
  const entry = entryOf('PRACTITIONER', 'SAFEGUARDING', type, organisation);
  return compileProtocols([agreed], () => new Date(`${day}T12:00:00Z`))
    .rights(entry)
    .decide('clinic:clinic-details').kind;
}

test('a policy becomes a draft that can be read, and shares nothing as it is', () => {
  const { yaml } = clinic([rule(), rule({ modes: ['EXISTENCE'], destOrgTypes: ['HOUSING'] })]);
  const document = documentOf(yaml);
  expect(document).toMatchObject({
    protocol: { status: 'DRAFT' },
    parties: [
      { id: 'clinic', name: 'The CLINIC-01', type: 'HEALTH' },
      { id: 'school', type: 'EDUCATION' },
    ],
    streams: { 'clinic:clinic-details': { detail: 'CONTENT' }, 'clinic:existence': { detail: 'EXISTENCE' } },
    clauses: [
      {
        id: 'CLINIC-01',
        by: 'clinic',
        shares: ['clinic-details'],
        to: { organisationTypes: ['EDUCATION'] },
        purposes: ['SAFEGUARDING'],
      },
      { id: 'CLINIC-02', shares: ['existence'], to: { organisationTypes: ['HOUSING'] } },
    ],
  });
  expect(document.parties.some(({ signed }) => signed)).toBe(false);
  expect(decided(yaml, TODAY)).toBe('granted');
  expect(decided(yaml, TODAY, 'home', 'HOUSING')).toBe('withheld');
});

test('where a rule comes from, and why, stands above its clause', () => {
  const { yaml } = clinic([], [rule({ destOrgTypes: [], destOrgIds: ['SCHOOL-01'], reason: 'One\noperation.' })]);
  expect(yaml).toContain('# CLINIC-01 exception 1, policy of 2026-01-01T00:00:00Z: One operation.');
  expect(documentOf(yaml).clauses).toMatchObject([{ to: { organisations: ['SCHOOL-01'] } }]);
});

test('connections and their secrets are not read', () => {
  const { yaml, notMapped } = clinic([rule()]);
  expect(`${yaml}${notMapped}`).not.toContain('never-copied');
});

test.each<[string, Partial<DfeRule>, RegExp]>([
  ['a purpose', { purposes: ['SAFEGUARDING', 'CRIME_PREVENTION'] }, /no purpose here is called CRIME_PREVENTION/],
  ['a type of organisation', { destOrgTypes: ['EDUCATION', 'POLICE'] }, /no party here is of the type POLICE/],
  ['a level of detail', { modes: ['CONTENT', 'SUMMARY'] }, /no level of detail is called SUMMARY/],
])('%s that has no word here is left out and listed, and the rest is carried over', (_what, more, message) => {
  const { yaml, notMapped } = clinic([rule(more)]);
  expect(notMapped).toContainEqual(expect.stringMatching(message));
  expect(documentOf(yaml).clauses).toMatchObject([
    { shares: ['clinic-details'], to: { organisationTypes: ['EDUCATION'] }, purposes: ['SAFEGUARDING'] },
  ]);
});

test.each<[string, Partial<DfeRule>, RegExp]>([
  ['no purpose left', { purposes: ['CRIME_PREVENTION'] }, /none of its purposes/],
  ['nobody left', { destOrgTypes: ['POLICE'] }, /nobody whom it names/],
  ['an organisation that is no party', { destOrgTypes: [], destOrgIds: ['POLICE-01'] }, /no party here is POLICE-01/],
  ['no recipient at all', { destOrgTypes: [] }, /names no recipient/],
  ['types and organisations at once', { destOrgIds: ['SCHOOL-01'] }, /at once/],
])('a rule with %s is not imported', (_title, more, message) => {
  const { yaml, notMapped } = clinic([rule(more)]);
  expect(notMapped).toContainEqual(expect.stringMatching(message));
  expect(documentOf(yaml).clauses).toEqual([]);
});

test('an organisation whose type is no party here is left out with all of its policy', () => {
  const { yaml, notMapped } = imported(organisation('POLICE-01', 'POLICE', [rule()]), SCHOOL);
  expect(notMapped[0]).toMatch(/^POLICE-01: organisations of the type POLICE are no party here/);
  expect(yaml).not.toContain('POLICE');
});

describe('an import never widens', () => {
  const deny = (more: Partial<DfeRule> = {}) => rule({ effect: 'deny', ...more });

  test('a rule that denies is carried over', () => {
    expect(decided(clinic([rule()], [deny()]).yaml, TODAY)).toBe('withheld');
  });

  test.each<[string, Partial<DfeRule>]>([
    ['names nobody', deny({ destOrgTypes: [] })],
    ['names no purposes', deny({ purposes: [] })],
    ['names types and organisations at once', deny({ destOrgIds: ['SCHOOL-01'] })],
    ['has another effect', deny({ effect: 'redact' })],
  ])('where a rule that may refuse %s, nothing of that organisation is imported', (_title, refusing) => {
    const { yaml, notMapped } = clinic([rule()], [refusing]);
    expect(documentOf(yaml).clauses).toEqual([]);
    expect(notMapped).toContainEqual(
      expect.stringMatching(/^CLINIC-01: a rule that may refuse cannot be carried over/),
    );
  });

  test('an allow covers only days that lie wholly within its dates; a deny every day that it touches', () => {
    const dates = { validFrom: '2026-03-01T09:00:00Z', validUntil: '2026-03-04T00:00:00Z' };
    const days = ['2026-02-28', '2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04'];
    const kinds = (yaml: string) => days.map((day) => decided(yaml, day));
    expect(kinds(clinic([rule(dates)]).yaml)).toEqual(['withheld', 'withheld', 'granted', 'granted', 'withheld']);
    expect(kinds(clinic([rule()], [deny(dates)]).yaml)).toEqual([
      'granted',
      'withheld',
      'withheld',
      'withheld',
      'granted',
    ]);
  });

  test('a record type called like a stream of the contract does not become it', () => {
    const { yaml } = clinic([rule({ recordTypes: ['address'] })]);
    expect(Object.keys(documentOf(yaml).streams)).toEqual(['clinic:address-record']);
  });

  test('content is taken for special-category data until somebody says that it is not', () => {
    expect(documentOf(clinic([rule()]).yaml).streams['clinic:clinic-details']).toMatchObject({ special: true });
  });
});

test('two organisations of one name without its figures stay two parties', () => {
  const { yaml } = imported(
    organisation('CLINIC-01', 'HEALTH', [rule()]),
    organisation('CLINIC-02', 'HEALTH', [rule()]),
    SCHOOL,
  );
  expect(documentOf(yaml).clauses.map(({ by }) => by)).toEqual(['clinic', 'clinic-b']);
});

test.each([
  ['no JSON', 'organisations:', /not JSON/],
  ['another shape', '{"organisations":[{"orgId":"A"}]}', /organisations\.0\.dsaPolicy/],
  ['nothing', '{}', /organisations/],
])('%s is told as such', (_what, text, message) => {
  expect(() => importDfe(text, TODAY)).toThrow(NotADfePolicy);
  expect(() => importDfe(text, TODAY)).toThrow(message);
});

const SAMPLE = join(__dirname, '../../../../shared/samples/agreements/org-directory.json');
(existsSync(SAMPLE) ? test : test.skip)('the DfE’s own example can be read into a draft', () => {
  const text = readFileSync(SAMPLE, 'utf8');
  const { yaml, notMapped } = importDfe(text, TODAY);
  const document = documentOf(yaml);
  expect(document.parties.map(({ id }) => id)).toEqual(['local-authority', 'education', 'health']);
  expect(document.clauses).toHaveLength(5);
  expect(notMapped).toContainEqual(expect.stringContaining('POLICE-01'));
  for (const [, secret = ''] of text.matchAll(/"clientSecret": "(.*?)"/g)) expect(yaml).not.toContain(secret);
});
