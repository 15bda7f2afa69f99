import { buildSchema } from 'graphql';
import { nurse, protocolOf, TODAY } from '../../fixtures/protocols';
import { compileProtocols } from '../decide/compile-protocol';
import { requireFields } from '../decide/field-decisions';
import type { Clause, ProtocolDocument } from '../read/protocol-document';
import type { Rule } from '../read/read-rules';
import type { Fact, FactKind } from '../types';
import { type AccessQuestion, explainAccess, factsToExplain } from './explain';

const SDL = `
  type Query { me: Me  person: Person }
  type Me { role: String }
  type Person { displayName: String  health: HealthRecord  housing: HousingRecord }
  type HealthRecord { visits: [Visit!]  notes: String  both: String }
  type Visit { date: String }
  type HousingRecord { rent: Int }
`;
const policy = (...policies: readonly (readonly string[])[]): Rule => ({
  policies,
  scopes: null,
  authenticated: false,
});
const RULES = new Map([
  ['HealthRecord.visits', policy(['north:visits'])],
  ['HealthRecord.notes', policy(['north:notes'])],
  ['HealthRecord.both', policy(['north:visits', 'north:notes'])],
  ['HousingRecord.rent', policy(['south:rent'])],
]);
const schema = buildSchema(SDL);
const requirements = requireFields(schema, { rules: RULES, owners: new Map(), sdl: '' }, (coordinate) => {
  if (/^(Query\.me|Me\..*)$/.test(coordinate)) return 'open';
  return coordinate === 'Person.displayName' ? ['north:existence', 'south:existence'] : undefined;
});

const partsOf = (clauses: readonly Clause[], changed?: Partial<Omit<ProtocolDocument, 'protocol'>>) => ({
  schema,
  requirements,
  protocol: compileProtocols([protocolOf(clauses, changed)], TODAY),
  sentence: (stream: string | null, reason: string) => `${stream} ${reason}`,
});
const allow = (id: string, shares: readonly string[], more: Partial<Clause> = {}): Clause => ({
  id,
  by: 'north',
  shares,
  to: { roles: ['NURSE'] },
  purposes: ['EARLY_HELP'],
  ...more,
});
const question = (fields: readonly string[], more: Partial<AccessQuestion> = {}): AccessQuestion => ({
  fields,
  entry: nurse,
  everything: false,
  at: TODAY(),
  ...more,
});
const fact = (kind: FactKind, value: string): Fact => ({ kind, value, from: null, until: null });

test('a field that one agency opens and another closes for ever tells only of the first', () => {
  const told = explainAccess(partsOf([allow('A', ['existence'])]), question(['Person.displayName']));
  expect(told).toMatchObject([
    { decision: 'GRANTED', stream: 'north:existence', clause: 'A', ring: 'north duty line' },
  ]);
});

test('a field that is named two hundred times is explained once', () => {
  const parts = partsOf([allow('A', ['existence'])]);
  const twice = Array.from({ length: 200 }, () => 'Person.displayName');
  expect(explainAccess(parts, question(twice))).toEqual(explainAccess(parts, question(['Person.displayName'])));
});

test('to governance, each agency has its line', () => {
  const parts = partsOf([allow('A', ['existence'])]);
  expect(explainAccess(parts, question(['Person.displayName'], { everything: true }))).toMatchObject([
    { decision: 'GRANTED', stream: 'north:existence' },
    { decision: 'WITHHELD', stream: 'south:existence', reason: 'NO_CLAUSE', ring: 'south duty line' },
  ]);
});

test('a field behind two streams at once is as closed as the more closed of them', () => {
  const parts = partsOf([
    allow('A', ['visits'], { purposes: 'ANY' }),
    allow('B', ['notes'], { purposes: ['SAFEGUARDING'] }),
  ]);
  expect(explainAccess(parts, question(['HealthRecord.both']))).toMatchObject([
    { decision: 'WITHHELD', stream: 'north:notes', reason: 'PURPOSE_NOT_NAMED' },
  ]);
  const open = explainAccess(partsOf([allow('A', ['visits', 'notes'])]), question(['HealthRecord.both']));
  expect(open).toMatchObject([{ decision: 'GRANTED', stream: 'north:visits and north:notes', clause: 'A' }]);
});

test('a record is as open as what is most open in it, and a part of a value as what carries it', () => {
  const parts = partsOf([allow('A', ['visits'])]);
  const told = explainAccess(parts, question(['Person.health', 'Visit.date', 'Person.housing']));
  expect(told).toMatchObject([
    { field: 'Person.health', decision: 'GRANTED', stream: 'north:visits' },
    { field: 'Visit.date', decision: 'GRANTED', stream: 'north:visits' },
    { field: 'Person.housing', decision: 'WITHHELD', stream: null },
  ]);
  const shut = explainAccess(partsOf([]), question(['Visit.date', 'Visit.dat']));
  expect(shut.map(({ field, ...rest }) => rest)).toEqual([
    expect.objectContaining({ decision: 'WITHHELD' }),
    expect.objectContaining({ decision: 'WITHHELD' }),
  ]);
});

test.each<[string, readonly Clause[]]>([
  ['named by no clause', []],
  ['shared with another role', [allow('A', ['notes'], { to: { roles: ['OFFICER'] } })]],
  ['refused by a clause', [allow('A', ['notes']), allow('D', ['notes'], { effect: 'DENY', purposes: 'ANY' })]],
])('a stream that is %s explains like a field that is not there', (_title, clauses) => {
  const [real, unreal] = explainAccess(partsOf(clauses), question(['HealthRecord.notes', 'HealthRecord.nothing']));
  expect({ ...real, field: '' }).toEqual({ ...unreal, field: '' });
});

test('an agency that has not signed is named: that is a secret to nobody', () => {
  const parts = partsOf([allow('A', ['notes'])], {
    parties: [{ id: 'north', name: 'North', type: 'HEALTH', duty: 'duty' }],
  });
  expect(explainAccess(parts, question(['HealthRecord.notes']))).toMatchObject([
    { decision: 'WITHHELD', stream: 'north:notes', reason: 'PARTY_NOT_SIGNED' },
  ]);
});

describe('a clause with conditions about the requester and about the family', () => {
  const parts = partsOf([
    allow('C', ['notes'], { conditions: { relationship: ['LEAD_PROFESSIONAL'], needLevelAtLeast: 'COMPLEX' } }),
  ]);
  const leads = fact('RELATIONSHIP', 'LEAD_PROFESSIONAL');
  const complex = fact('NEED_LEVEL', 'COMPLEX');
  const settled = (facts: readonly Fact[], complete = true) =>
    explainAccess(parts, question(['HealthRecord.notes'], { known: { facts, complete } }))[0]!;

  test('is told in words where nobody is asked about', () => {
    expect(explainAccess(parts, question(['HealthRecord.notes']))).toMatchObject([
      {
        decision: 'CONDITIONAL',
        reason: 'NEEDS_FACTS',
        explanation:
          'What north:notes holds: shared with the role NURSE for early help, only where the requester is the lead professional for this family, and the level of need is complex or higher.',
      },
    ]);
    expect(factsToExplain(parts, question(['HealthRecord.notes']))).toEqual(['RELATIONSHIP', 'NEED_LEVEL']);
  });

  test('is told as met or not met', () => {
    expect(settled([leads, complex])).toMatchObject({ decision: 'GRANTED', clause: 'C', reason: null });
    expect(settled([leads])).toMatchObject({
      decision: 'WITHHELD',
      reason: 'CONDITION_NOT_MET',
      conditions: [expect.stringMatching(/: met$/), expect.stringMatching(/: not met$/)],
    });
    expect(settled([leads], false)).toMatchObject({ reason: 'FACTS_UNKNOWN' });
  });

  test.each([[true], [false]])(
    'tells somebody who has no relationship nothing of the level of need (all answered: %s)',
    (complete) => {
      const [low, high] = [settled([], complete), settled([complex], complete)];
      expect(low).toEqual(high);
      expect(low.conditions).toEqual([expect.any(String), expect.stringMatching(/: not told$/)]);
    },
  );

  test('does not tell that consent was refused to somebody whose relationship nobody could tell', () => {
    const consenting = partsOf([
      allow('C', ['notes'], { conditions: { relationship: ['LEAD_PROFESSIONAL'], consent: 'GIVEN' } }),
    ]);
    const told = (facts: readonly Fact[]) =>
      explainAccess(consenting, question(['HealthRecord.notes'], { known: { facts, complete: false } }));
    expect(told([fact('CONSENT', 'REFUSED')])).toEqual(told([]));
    expect(told([])).toMatchObject([{ reason: 'FACTS_UNKNOWN' }]);
  });
});

test('what could be opened by breaking the glass is told to those who may, and is no secret to them', () => {
  const breakGlass = {
    roles: ['NURSE'],
    purposes: ['EARLY_HELP'],
    reasons: ['IMMEDIATE_HARM'],
    minutes: 60,
    streams: ['north:notes'],
    excludes: [],
    reviewers: ['OFFICER'],
    reviewWithinDays: 2,
    alertAfter: { count: 3, hours: 24 },
  } as const;
  const parts = partsOf([allow('A', ['existence'])], { breakGlass });
  expect(explainAccess(parts, question(['HealthRecord.notes', 'HousingRecord.rent']))).toMatchObject([
    { decision: 'WITHHELD', stream: 'north:notes', underBreakGlass: true },
    { decision: 'WITHHELD', stream: null, underBreakGlass: false },
  ]);
  const officer = { ...nurse, requester: { ...nurse.requester, role: 'OFFICER' } };
  expect(explainAccess(parts, { ...question(['HealthRecord.notes']), entry: officer })).toMatchObject([
    { stream: null, underBreakGlass: false },
  ]);
});

test('a field that is shown changed is told as masked, and how', () => {
  const masked = allow('A', ['notes'], { transform: { others: 'RECORDED' } });
  expect(explainAccess(partsOf([masked]), question(['HealthRecord.notes']))).toMatchObject([
    {
      decision: 'MASKED',
      clause: 'A',
      shownAs: 'RECORDED',
      explanation: expect.stringContaining('as recorded or not recorded alone'),
    },
  ]);
});
