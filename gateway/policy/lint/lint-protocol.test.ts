import { protocolOf } from '../../fixtures/protocols';
import { linesOf } from '../../shared/line-of';
import type { Clause, ProtocolDocument } from '../read/protocol-document';
import { type LintedProtocol, type LintFinding, lintProtocol } from './lint-protocol';

const TODAY = '2026-06-15';
const NAMED = ['north:visits', 'north:notes', 'south:rent'];
const WHOLE: readonly Clause[] = [
  {
    id: 'N-1',
    by: 'north',
    shares: ['visits', 'notes', 'existence'],
    to: { roles: ['NURSE'] },
    purposes: ['EARLY_HELP'],
  },
  { id: 'S-1', by: 'south', shares: ['rent', 'existence'], to: { roles: ['OFFICER'] }, purposes: 'ANY' },
];

type Changed = Parameters<typeof protocolOf>[1];
function lint(clauses: readonly Clause[] = WHOLE, changed: Changed = {}, more: Partial<LintedProtocol> = {}) {
  return lintProtocol({
    document: protocolOf(clauses, changed),
    beside: [],
    file: 'agreement.yaml',
    lineOf: (path) => path.length,
    named: new Map(NAMED.map((stream) => [stream, { file: 'north.graphql', line: 7 }])),
    today: TODAY,
    ...more,
  });
}
const told = (findings: readonly LintFinding[]): readonly string[] =>
  findings.map(({ rule, message }) => `${rule}: ${message}`);
const clause = (more: Partial<Clause>): Clause => ({ ...WHOLE[0]!, id: 'X-1', ...more });
const streams = (changed: ProtocolDocument['streams']): Changed => ({
  streams: { ...protocolOf([]).streams, ...changed },
});
const special = streams({ 'north:notes': { detail: 'CONTENT', label: 'notes', special: true } });
const lawful = (how: NonNullable<ProtocolDocument['purposes'][number]['lawful']>): Changed => ({
  ...special,
  purposes: protocolOf([]).purposes.map((purpose) => ({ ...purpose, lawful: how })),
});

test('a protocol that does what it says has no finding', () => {
  expect(lint()).toEqual([]);
});

test('a stream that the SDL names and the protocol does not is found in the SDL', () => {
  const named = new Map([['north:nights', { file: 'schema/agencies/north.graphql', line: 12 }]]);
  expect(
    lint(WHOLE, {}, { named: new Map([...NAMED.map((one) => [one, { file: '', line: 1 }] as const), ...named]) }),
  ).toEqual([
    expect.objectContaining({
      severity: 'FAULT',
      rule: 'STREAM_NOT_DECLARED',
      file: 'schema/agencies/north.graphql',
      line: 12,
      message: expect.stringContaining('"north:nights"'),
    }),
  ]);
});

test('a stream that nobody holds is found, and one of the contract is not', () => {
  const changed = streams({
    'north:nights': { detail: 'CONTENT', label: 'nights' },
    'north:roster': { detail: 'EXISTENCE', label: 'roster' },
  });
  const findings = lint([...WHOLE, clause({ shares: ['nights', 'roster'] })], changed);
  expect(told(findings)).toEqual([expect.stringMatching(/^STREAM_NOT_IN_USE: .*"north:nights"/)]);
});

test('a stream that no clause shares is remarked on, and one that only a flow or a DENY names is judged so', () => {
  const [first, second] = WHOLE as [Clause, Clause];
  const refused = [
    { ...first, shares: ['visits', 'existence'] },
    second,
    clause({ shares: ['notes'], effect: 'DENY' }),
  ];
  expect(lint(refused)).toMatchObject([{ severity: 'REMARK', rule: 'STREAM_NOT_SHARED' }]);
  const flowing = lint(WHOLE, {
    ...streams({ 'north:identity': { detail: 'CONTENT', label: 'names' } }),
    flows: [{ id: 'F', by: 'north', shares: ['identity'], to: ['south'], purposes: 'ANY' }],
  });
  expect(flowing).toEqual([]);
});

test.each([
  ['has not signed', undefined, /has not signed/],
  ['signs only next month', { by: 'Its director', on: '2026-07-01' }, /signs only on 2026-07-01/],
])('a party that %s is found', (_title, signed, message) => {
  const { parties } = protocolOf([]);
  const { signed: _, ...north } = parties[0]!;
  const findings = lint(WHOLE, { parties: [{ ...north, ...(signed ? { signed } : {}) }, parties[1]!] });
  expect(findings[0]).toMatchObject({ rule: 'PARTY_NOT_SIGNED', message: expect.stringMatching(message) });
});

test.each([
  ['no Art. 9 basis', { art6: 'e' }, /notes.*EARLY_HELP.*no Art\. 9 basis/],
  ['substantial public interest without a Schedule 1 condition', { art6: 'e', art9: 'g' }, /no Schedule 1 condition/],
  ['substantial public interest with one', { art6: 'e', art9: 'g', sch1: [18] }, null],
  ['explicit consent, which needs none', { art6: 'a', art9: 'a' }, null],
])('special-category data shared with %s', (_title, how, message) => {
  expect(told(lint(WHOLE, lawful(how)))).toEqual(
    message === null ? [] : [expect.stringMatching(new RegExp(`^NO_ARTICLE_9_BASIS: .*${message.source}`))],
  );
});

describe('an ALLOW and a DENY that meet', () => {
  const deny = (more: Partial<Clause>) =>
    clause({ id: 'D-1', shares: ['notes'], effect: 'DENY', purposes: 'ANY', ...more });
  const contradicted = (one: Clause, allow = WHOLE[0]!) =>
    lint([allow, WHOLE[1]!, one]).filter(({ rule }) => rule === 'CONTRADICTION');

  test.each([
    ['the same role', deny({})],
    ['any role', deny({ to: { roles: 'ANY' } })],
    ['that purpose among others', deny({ purposes: ['EARLY_HELP', 'SAFEGUARDING'] })],
  ])('are a contradiction where the DENY names %s', (_title, one) => {
    expect(contradicted(one)).toMatchObject([
      {
        severity: 'FAULT',
        message: expect.stringMatching(/N-1 allows north:notes to NURSE for EARLY_HELP, and clause D-1/),
      },
    ]);
  });

  test.each([
    ['another role', deny({ to: { roles: ['OFFICER'] } })],
    ['another purpose', deny({ purposes: ['SAFEGUARDING'] })],
    ['another stream', deny({ shares: ['existence-of-nothing'] })],
    ['some organisations only', deny({ to: { organisationTypes: ['HOUSING'] } })],
    ['some days only', deny({ when: { until: '2026-07-01' } })],
  ])('are none where it names %s', (_title, one) => {
    expect(contradicted(one)).toEqual([]);
  });

  test('are one where the ALLOW is only for the organisations that the DENY names', () => {
    const allow = { ...WHOLE[0]!, to: { organisationTypes: ['HOUSING'] } };
    expect(contradicted(deny({ to: { organisationTypes: ['HOUSING', 'HEALTH'] } }), allow)).toHaveLength(1);
  });
});

test.each<[string, Partial<Clause>, RegExp]>([
  ['purposes that its role may not state', { purposes: ['PERFORMANCE'] }, /no role that it names may state/],
  ['days that are over', { when: { until: '2026-06-14' } }, /it ended on 2026-06-14/],
])('a clause with %s never fires', (_title, more, message) => {
  expect(told(lint([...WHOLE, clause(more)]))).toEqual([expect.stringMatching(message)]);
});

test('a role that may state none of a clause’s purposes is found in it', () => {
  const roles = [
    { code: 'NURSE', title: 'Nurse', purposes: ['EARLY_HELP'] },
    { code: 'OFFICER', title: 'Officer', purposes: ['SAFEGUARDING'] },
  ] as const;
  const findings = lint([...WHOLE, clause({ to: { roles: ['NURSE', 'OFFICER'] } })], { roles });
  expect(told(findings)).toEqual([
    'NEVER_FIRES: Clause X-1 never fires for OFFICER, which may state none of its purposes.',
  ]);
});

test.each([
  ['2026-08-15', null, null],
  ['2026-08-14', 'REMARK', /in 60 days; after that everything is withheld/],
  ['2026-06-15', 'REMARK', /in 0 days/],
  ['2026-06-14', 'FAULT', /1 days ago: everything is withheld/],
] as const)('a review due on %s, looked at on 15 June, is told as %s', (next, severity, message) => {
  const findings = lint(WHOLE, { protocol: { review: { next, onOverdue: 'DENY' } } });
  expect(findings).toMatchObject(
    severity === null ? [] : [{ severity, rule: 'REVIEW_DUE', message: expect.stringMatching(message) }],
  );
  expect(findings).toHaveLength(severity === null ? 0 : 1);
});

test('a part of a YAML text is told with its line, or the line of what holds it', () => {
  const lineOf = linesOf('protocol:\n  id: a\nclauses:\n  - id: A\n    shares: [x]\n  - id: B\n');
  expect([lineOf(['clauses', 0]), lineOf(['clauses', 1, 'id']), lineOf(['clauses', 1, 'when', 'from'])]).toEqual([
    4, 6, 6,
  ]);
});

describe('one fact in two streams', () => {
  const list = {
    facts: [{ id: 'RENT', what: 'that rent is owed', stream: 'south:rent', fields: ['Home.rent', 'Note.rent'] }],
    services: {},
    relationships: [],
  };
  const requirement = (coordinate: string, all: readonly string[]) =>
    [coordinate, { coordinate, alternatives: [all], kind: 'guarded', byLinkage: false, returns: 'String' }] as const;
  const lintRent = (all: readonly string[]) =>
    lint(
      WHOLE,
      {},
      {
        equivalent: {
          list,
          requirements: new Map([requirement('Home.rent', ['south:rent']), requirement('Note.rent', all)]),
        },
      },
    );

  test('is a fault where somebody reads it by the one and may not by the other, and a remark where the field needs both', () => {
    const who = 'NURSE (EARLY_HELP) may read the first without the second';
    expect(lintRent(['north:notes'])).toEqual([
      expect.objectContaining({
        severity: 'FAULT',
        rule: 'EQUIVALENT_FACTS',
        message: expect.stringMatching(/^Note\.rent \(north:notes\) tells that rent is owed, as south:rent does\./),
      }),
    ]);
    expect(lintRent(['north:notes'])[0]!.message).toContain(`${who}, and nothing keeps it from them.`);
    expect(lintRent(['north:notes', 'south:rent'])).toEqual([
      expect.objectContaining({
        severity: 'REMARK',
        message: expect.stringContaining(`${who}, and they read nothing`),
      }),
    ]);
  });

  test('a field that nobody publishes is a fault of the list', () => {
    expect(
      told(
        lint(WHOLE, {}, { equivalent: { list, requirements: new Map([requirement('Home.rent', ['south:rent'])]) } }),
      ),
    ).toEqual(['EQUIVALENT_FACTS: schema/equivalent-facts.yaml names the field Note.rent, which nobody publishes.']);
  });
});

test('a refusal by area is a fault where no areas are declared: an area that there is not passes it', () => {
  const byArea = { ...clause({ shares: ['visits'], effect: 'DENY', to: { area: 'OWN_REACH_AREA' } }), id: 'D-1' };
  const areas = (findings: readonly LintFinding[]) => findings.filter(({ rule }) => rule === 'AREAS_NOT_DECLARED');
  expect(areas(lint([...WHOLE, byArea]))).toHaveLength(1);
  expect(areas(lint([...WHOLE, byArea], { areas: ['marsh'] }))).toEqual([]);
});
