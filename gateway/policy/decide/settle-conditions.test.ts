import fc from 'fast-check';
import type { Entry } from '../../identity/types';
import type { Conditions, Fact, FactKind } from '../types';
import { factsFor, settleConditions } from './settle-conditions';

const NOON = new Date('2026-11-01T12:00:00Z');
const entry: Entry = {
  requester: {
    id: 'w-1',
    name: null,
    organisation: 'o',
    organisationType: 'HEALTH',
    role: 'NURSE',
    area: 'thornwick',
    trainingUntil: '2026-11-01',
  },
  purpose: 'EARLY_HELP',
  caseReference: null,
};
const fact = (kind: FactKind, value: string, from: string | null = null, until: string | null = null): Fact => ({
  kind,
  value,
  from,
  until,
});
const settle = (conditions: Conditions, facts: readonly Fact[], complete = true, by: Entry = entry) =>
  settleConditions(conditions, { facts, complete }, by, NOON);

/** Of a clause that denies. */
const close = (conditions: Conditions, facts: readonly Fact[], by: Entry = entry, areas: readonly string[] = []) =>
  settleConditions(conditions, { facts, complete: true }, by, NOON, {
    closing: true,
    owner: 'health',
    areas: areas.length > 0 ? new Set(areas) : null,
  });

const LEADS = { relationship: ['LEAD_PROFESSIONAL'] } as const;

test.each<[string, Conditions, readonly Fact[], 'met' | 'not met']>([
  ['the lead professional', LEADS, [fact('RELATIONSHIP', 'LEAD_PROFESSIONAL')], 'met'],
  ['somebody at the same meeting', LEADS, [fact('RELATIONSHIP', 'TAF_MEMBER')], 'not met'],
  [
    'a lead professional until yesterday',
    LEADS,
    [fact('RELATIONSHIP', 'LEAD_PROFESSIONAL', null, '2026-10-31')],
    'not met',
  ],
  [
    'a lead professional to the end of today',
    LEADS,
    [fact('RELATIONSHIP', 'LEAD_PROFESSIONAL', null, '2026-11-01')],
    'met',
  ],
  ['a lead professional from tomorrow', LEADS, [fact('RELATIONSHIP', 'LEAD_PROFESSIONAL', '2026-11-02')], 'not met'],
  ['the requester’s own area', { area: 'OWN_REACH_AREA' }, [fact('AREA', 'thornwick')], 'met'],
  ['another area', { area: 'OWN_REACH_AREA' }, [fact('AREA', 'saltby')], 'not met'],
  ['acute need where complex is asked', { needLevelAtLeast: 'COMPLEX' }, [fact('NEED_LEVEL', 'ACUTE')], 'met'],
  ['vulnerable where complex is asked', { needLevelAtLeast: 'COMPLEX' }, [fact('NEED_LEVEL', 'VULNERABLE')], 'not met'],
  ['a level that is none', { needLevelAtLeast: 'UNIVERSAL' }, [fact('NEED_LEVEL', 'SEVERE')], 'not met'],
  ['a baby where under one is asked', { ageUnderYears: 1 }, [fact('AGE', '0')], 'met'],
  ['the first birthday', { ageUnderYears: 1 }, [fact('AGE', '1')], 'not met'],
  ['an age that is no number', { ageUnderYears: 18 }, [fact('AGE', '-1')], 'not met'],
  ['consent given', { consent: 'GIVEN' }, [fact('CONSENT', 'GIVEN')], 'met'],
  [
    'consent given here and refused there',
    { consent: 'GIVEN' },
    [fact('CONSENT', 'GIVEN'), fact('CONSENT', 'REFUSED')],
    'not met',
  ],
  ['consent never asked', { consent: 'GIVEN' }, [fact('CONSENT', 'NOT_ASKED')], 'not met'],
  ['a value of another kind', LEADS, [fact('AREA', 'LEAD_PROFESSIONAL')], 'not met'],
])('%s', (_title, conditions, facts, expected) => {
  expect(settle(conditions, facts)).toBe(expected);
});

test('a fact that nobody told is unknown while somebody has not answered', () => {
  expect(settle(LEADS, [], false)).toBe('unknown');
  expect(settle(LEADS, [], true)).toBe('not met');
});

test('training counts to the end of its last day, and is unknown where nobody vouches for it', () => {
  const until = (trainingUntil: string | null): Entry => ({
    ...entry,
    requester: { ...entry.requester, trainingUntil },
  });
  expect(settle({ trainingInDate: true }, [])).toBe('met');
  expect(settle({ trainingInDate: true }, [], true, until('2026-10-31'))).toBe('not met');
  expect(settle({ trainingInDate: true }, [], true, until(null))).toBe('unknown');
});

test('only the facts that the conditions depend on are asked for', () => {
  expect(factsFor({ ...LEADS, needLevelAtLeast: 'COMPLEX', trainingInDate: true })).toEqual([
    'RELATIONSHIP',
    'NEED_LEVEL',
  ]);
});

test('a requester without an area is in nobody’s own area', () => {
  const nowhere = { ...entry, requester: { ...entry.requester, area: null } };
  expect(settle({ area: 'OWN_REACH_AREA' }, [fact('AREA', 'null')], true, nowhere)).toBe('not met');
});

test('one more condition never opens what was closed, whatever the facts', () => {
  const facts = fc.array(
    fc.record({
      kind: fc.constantFrom<FactKind>('RELATIONSHIP', 'NEED_LEVEL', 'CONSENT', 'AREA', 'AGE', 'MARKER'),
      value: fc.constantFrom(
        'LEAD_PROFESSIONAL',
        'TAF_MEMBER',
        'COMPLEX',
        'UNIVERSAL',
        'GIVEN',
        'REFUSED',
        'thornwick',
        '0',
        '7',
      ),
      from: fc.constantFrom(null, '2026-01-01', '2027-01-01'),
      until: fc.constantFrom(null, '2026-01-31', '2027-01-31'),
    }),
  );
  const conditions = fc.record<Conditions>(
    {
      relationship: fc.constant(['LEAD_PROFESSIONAL']),
      area: fc.constant('OWN_REACH_AREA'),
      needLevelAtLeast: fc.constantFrom('VULNERABLE', 'COMPLEX'),
      ageUnderYears: fc.constantFrom(1, 5),
      consent: fc.constant('GIVEN'),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(conditions, conditions, facts, fc.boolean(), (some, more, told, complete) => {
      fc.pre(Object.keys(some).length > 0);
      if (settle({ ...more, ...some }, told, complete) === 'met') expect(settle(some, told, complete)).toBe('met');
    }),
  );
});

test('a person in an area that no protocol declares may be in the one that a DENY looks at', () => {
  const inArea = { area: 'OWN_REACH_AREA' } as const;
  const from = (area: string) => ({ ...entry, requester: { ...entry.requester, area } });
  const where = (area: string) => close(inArea, [fact('AREA', area)], from('marsh'), ['marsh', 'town']);
  expect(where('marsh')).toBe('met');
  expect(where('town')).toBe('not met');
  expect(where('nowhere')).toBe('unknown');
  expect(close(inArea, [fact('AREA', 'town')], from('nowhere'), ['marsh', 'town'])).toBe('met');
});

describe('whose word counts', () => {
  const told = (opens: Fact['opens'], one = fact('RELATIONSHIP', 'LEAD_PROFESSIONAL')): Fact => ({ ...one, opens });
  const by = (owner: string, facts: readonly Fact[], conditions: Conditions = LEADS) =>
    settleConditions(conditions, { facts, complete: true }, entry, NOON, { closing: false, owner, areas: null });

  test('a fact opens the streams that its agency may open by it, and closes any', () => {
    expect(by('health', [told('ANY')])).toBe('met');
    expect(by('health', [told(['health'])])).toBe('met');
    expect(by('health', [told(['housing'])])).toBe('not met');
    expect(by('health', [told([])])).toBe('not met');
    expect(close(LEADS, [told([])])).toBe('met');
  });

  test('a consent that is refused counts whoever tells it, one that is given only of its own agency', () => {
    const given = told(['health'], fact('CONSENT', 'GIVEN'));
    const refused = told([], fact('CONSENT', 'REFUSED'));
    const consent: Conditions = { consent: 'GIVEN' };
    expect(by('health', [given], consent)).toBe('met');
    expect(by('housing', [given], consent)).toBe('not met');
    expect(by('health', [given, refused], consent)).toBe('not met');
  });
});

test.each<[string, Conditions, FactKind, readonly [string, string]]>([
  ['an age', { ageUnderYears: 5 }, 'AGE', ['0', '1']],
  ['a date of birth', { untilBirth: 'P5Y' }, 'DATE_OF_BIRTH', ['2026-01-01', '2026-01-02']],
])('%s opens only where all who hold the person have answered, and agree', (_title, conditions, kind, [one, other]) => {
  expect(settle(conditions, [fact(kind, one), fact(kind, one)])).toBe('met');
  expect(settle(conditions, [fact(kind, one), fact(kind, other)])).toBe('unknown');
  expect(settle(conditions, [fact(kind, one)], false)).toBe('unknown');
});

test('a consent opens nothing while an agency that might have it refused has not answered', () => {
  expect(settle({ consent: 'GIVEN' }, [fact('CONSENT', 'GIVEN')], false)).toBe('unknown');
});

describe('where a clause denies', () => {
  test.each<[string, Conditions, Fact]>([
    ['a level of need', { needLevelAtLeast: 'COMPLEX' }, fact('NEED_LEVEL', 'SEVERE')],
    ['a relationship', LEADS, fact('RELATIONSHIP', 'LEAD-PROFESSIONAL')],
    ['a marker', { marked: ['SHIELDED'] }, fact('MARKER', 'REFUGE')],
    ['an age', { ageUnderYears: 5 }, fact('AGE', 'four')],
  ])('%s in a word that nobody knows is in doubt', (_title, conditions, told) => {
    expect(close(conditions, [told])).toBe('unknown');
    expect(close(conditions, [])).toBe('not met');
  });

  test('a fact whose end cannot be read has not ended', () => {
    expect(close(LEADS, [fact('RELATIONSHIP', 'LEAD_PROFESSIONAL', null, 'last spring')])).toBe('met');
    expect(settle(LEADS, [fact('RELATIONSHIP', 'LEAD_PROFESSIONAL', null, 'last spring')])).toBe('not met');
  });

  test.each<[string | null, 'met' | 'not met']>([
    ['thornwick', 'met'],
    ['saltby', 'not met'],
    ['Thornwick East', 'met'],
    [null, 'met'],
  ])('the area %j, asked of a family in Thornwick, is %s', (area, expected) => {
    const from = { ...entry, requester: { ...entry.requester, area } };
    expect(close({ area: 'OWN_REACH_AREA' }, [fact('AREA', 'thornwick')], from, ['thornwick', 'saltby'])).toBe(
      expected,
    );
  });
});
