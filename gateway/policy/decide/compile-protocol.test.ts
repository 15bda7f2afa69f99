import * as fc from 'fast-check';
import { entryOf, north, nurse, protocolOf, south, TODAY } from '../../fixtures/protocols';
import { PURPOSES } from '../../identity/types';
import type { Clause, ProtocolDocument } from '../read/protocol-document';
import type { KnownFacts } from '../types';
import { compileProtocols } from './compile-protocol';

if (process.env.PROOF) jest.setTimeout(900_000);

const visits = (id: string, changed: Partial<Clause> = {}): Clause => ({
  id,
  by: 'north',
  shares: ['visits'],
  to: { roles: ['NURSE'] },
  purposes: ['EARLY_HELP'],
  ...changed,
});
const decide = (document: ProtocolDocument, entry = nurse, stream = 'north:visits') =>
  compileProtocols([document], TODAY).rights(entry).decide(stream);

describe('one stream, one entry', () => {
  test('a clause that names the role and the purpose grants', () => {
    expect(decide(protocolOf([visits('A')]))).toEqual({ kind: 'granted', clause: 'A' });
  });

  test.each([
    ['no clause shares it', protocolOf([]), nurse, 'NO_CLAUSE'],
    ['the role is not named', protocolOf([visits('A')]), entryOf('OFFICER'), 'ROLE_NOT_NAMED'],
    ['the role is one that nobody declared', protocolOf([visits('A')]), entryOf('MAYOR'), 'ROLE_NOT_NAMED'],
    ['the purpose is not named', protocolOf([visits('A')]), entryOf('NURSE', 'SAFEGUARDING'), 'PURPOSE_NOT_NAMED'],
    [
      'the organisation is of another type',
      protocolOf([visits('A', { to: { roles: ['NURSE'], organisationTypes: ['HOUSING'] } })]),
      nurse,
      'ROLE_NOT_NAMED',
    ],
    [
      'the organisation is another one',
      protocolOf([visits('A', { to: { organisations: ['clinic-2'] } })]),
      nurse,
      'ROLE_NOT_NAMED',
    ],
    ['the clause is not in force yet', protocolOf([visits('A', { when: { from: '2026-06-16' } })]), nurse, 'NO_CLAUSE'],
    ['the clause is past', protocolOf([visits('A', { when: { until: '2026-06-14' } })]), nurse, 'NO_CLAUSE'],
    ['another clause denies', protocolOf([visits('A'), visits('D', { effect: 'DENY' })]), nurse, 'DENIED_BY_CLAUSE'],
    [
      'the agency has not signed',
      protocolOf([visits('A')], { parties: [{ ...north, signed: undefined }, south] }),
      nurse,
      'PARTY_NOT_SIGNED',
    ],
    [
      'the agency signs only tomorrow',
      protocolOf([visits('A')], { parties: [{ ...north, signed: { by: 'x', on: '2026-06-16' } }, south] }),
      nurse,
      'PARTY_NOT_SIGNED',
    ],
    ['the agency is no party at all', protocolOf([visits('A')], { parties: [south] }), nurse, 'PARTY_NOT_SIGNED'],
    [
      'the protocol is only agreed',
      protocolOf([visits('A')], { protocol: { status: 'AGREED' } }),
      nurse,
      'PROTOCOL_NOT_IN_FORCE',
    ],
    [
      'the protocol is suspended',
      protocolOf([visits('A')], { protocol: { status: 'SUSPENDED' } }),
      nurse,
      'PROTOCOL_NOT_IN_FORCE',
    ],
    [
      'the protocol begins tomorrow',
      protocolOf([visits('A')], { protocol: { validFrom: '2026-06-16' } }),
      nurse,
      'PROTOCOL_NOT_IN_FORCE',
    ],
    [
      'the protocol ended yesterday',
      protocolOf([visits('A')], { protocol: { validUntil: '2026-06-14' } }),
      nurse,
      'PROTOCOL_NOT_IN_FORCE',
    ],
    [
      'its review is overdue',
      protocolOf([visits('A')], { protocol: { review: { next: '2026-06-14', onOverdue: 'DENY' } } }),
      nurse,
      'PROTOCOL_LAPSED',
    ],
  ] as const)('is withheld where %s', (_case, document, entry, reason) => {
    expect(decide(document, entry)).toMatchObject({ kind: 'withheld', reason, stream: 'north:visits' });
  });

  test('a review that only warns when overdue closes nothing; one that is due today is not overdue', () => {
    const overdue = { next: '2026-06-14', onOverdue: 'WARN' } as const;
    const today = { next: '2026-06-15', onOverdue: 'DENY' } as const;
    expect(decide(protocolOf([visits('A')], { protocol: { review: overdue } })).kind).toBe('granted');
    expect(decide(protocolOf([visits('A')], { protocol: { review: today } })).kind).toBe('granted');
  });

  test('a clause is in force on its first and on its last day', () => {
    const day = { from: '2026-06-15', until: '2026-06-15' };
    expect(decide(protocolOf([visits('A', { when: day })])).kind).toBe('granted');
  });

  test('a denial that is past, or of another purpose, denies nothing', () => {
    const past = visits('D', { effect: 'DENY', when: { until: '2026-06-14' } });
    const other = visits('E', { effect: 'DENY', purposes: ['SAFEGUARDING'] });
    expect(decide(protocolOf([visits('A'), past, other]))).toEqual({ kind: 'granted', clause: 'A' });
  });

  test.each([
    ['type of organisation', { organisationTypes: ['HOUSING'] }, entryOf('NURSE', 'EARLY_HELP', 'FAMILY_HUB')],
    ['spelling of one', { organisationTypes: ['HOUSING'] }, entryOf('NURSE', 'EARLY_HELP', 'housing')],
    ['role', { roles: ['OFFICER'] }, entryOf('MAYOR')],
    [
      'spelling of an organisation',
      { organisations: ['clinic-1'] },
      entryOf('NURSE', 'EARLY_HELP', 'HEALTH', 'Clinic 1'),
    ],
  ])('whoever states a %s that nobody knows is refused by a denial that looks at it', (_title, to, entry) => {
    const protocol = protocolOf([visits('A', { to: { roles: 'ANY' } }), visits('D', { effect: 'DENY', to })]);
    expect(decide(protocol, entry)).toMatchObject({ kind: 'withheld', reason: 'DENIED_BY_CLAUSE', clause: 'D' });
  });

  test('a denial of one type of organisation leaves the others that are known as they were', () => {
    const denial = visits('D', { effect: 'DENY', to: { organisationTypes: ['HOUSING'] } });
    for (const type of ['HEALTH', 'EDUCATION', 'LOCAL_AUTHORITY', 'CHILDRENS_CENTRE'])
      expect(decide(protocolOf([visits('A'), denial]), entryOf('NURSE', 'EARLY_HELP', type)).kind).toBe('granted');
  });

  test('a denial with a condition closes what would be open, until facts say that the condition does not hold', () => {
    const denial = visits('D', { effect: 'DENY', conditions: { relationship: ['REFERRER'] } });
    const rights = compileProtocols([protocolOf([visits('A'), denial])], TODAY).rights(nurse);
    const referrer = [{ kind: 'RELATIONSHIP', value: 'REFERRER', from: null, until: null }] as const;
    const settle = (facts: KnownFacts['facts'], complete = true) => rights.settle('north:visits', { facts, complete });
    expect(rights.decide('north:visits')).toMatchObject({ kind: 'needs', facts: ['relationship'] });
    expect(settle(referrer)).toMatchObject({ reason: 'DENIED_BY_CLAUSE', clause: 'D' });
    expect(settle([], false)).toMatchObject({ reason: 'FACTS_UNKNOWN', clause: 'D' });
    expect(settle([])).toEqual({ kind: 'granted', clause: 'A' });
  });

  test('a clause with conditions grants nothing until its facts are known', () => {
    const clause = visits('A', { conditions: { relationship: ['LEAD_PROFESSIONAL'], needLevelAtLeast: 'COMPLEX' } });
    const facts = ['relationship', 'needLevelAtLeast'];
    expect(decide(protocolOf([clause]))).toEqual({ kind: 'needs', facts, stream: 'north:visits', clause: 'A' });
  });

  test('the most specific clause decides: an organisation before a type, a type before a role, a role before anybody', () => {
    // Otherwise a clause behind it that shows as much would do, and no fact be asked.
    const conditions = { conditions: { consent: 'GIVEN' }, transform: { others: 'RECORDED' } } as const;
    const anybody = visits('ANYBODY', { to: { roles: 'ANY' }, purposes: 'ANY' });
    const role = visits('ROLE', conditions);
    const type = visits('TYPE', { to: { organisationTypes: ['HEALTH'] } });
    const organisation = visits('ORGANISATION', { to: { organisations: ['clinic-1'] }, ...conditions });
    expect(decide(protocolOf([anybody, role]))).toMatchObject({ kind: 'needs', clause: 'ROLE' });
    expect(decide(protocolOf([anybody, role, type]))).toEqual({ kind: 'granted', clause: 'TYPE' });
    expect(decide(protocolOf([anybody, role, type, organisation]))).toMatchObject({
      kind: 'needs',
      clause: 'ORGANISATION',
    });
  });

  test('where a clause that asks for no fact shows as much, it decides', () => {
    const asking = visits('ASKING', { conditions: { consent: 'GIVEN' } });
    expect(decide(protocolOf([asking, visits('PLAIN')]))).toEqual({ kind: 'granted', clause: 'PLAIN' });
  });

  test('a rule that throws is our fault, and withholds', () => {
    let reads = 0;
    const document = protocolOf([visits('A')]);
    const compiled = compileProtocols([document], TODAY).rights({
      ...nurse,
      requester: {
        ...nurse.requester,
        get role(): string {
          if (reads++ > 0) throw new Error('a rule that throws');
          return 'NURSE';
        },
      },
    });
    expect(compiled.decide('north:visits')).toEqual({
      kind: 'withheld',
      reason: 'RULE_FAULT',
      stream: 'north:visits',
      clause: null,
    });
  });
});

describe('rights', () => {
  const compiled = compileProtocols([protocolOf([visits('A')])], TODAY);

  test('entries that differ in role, purpose, organisation or its type never share a signature', () => {
    const entries = [
      nurse,
      entryOf('OFFICER'),
      entryOf('NURSE', 'SAFEGUARDING'),
      entryOf('NURSE', 'EARLY_HELP', 'HOUSING'),
      entryOf('NURSE', 'EARLY_HELP', 'HEALTH', 'clinic-2'),
    ];
    const signatures = entries.map((entry) => compiled.rights(entry).signature);
    expect(new Set(signatures).size).toBe(entries.length);
    expect(compiled.rights({ ...nurse, requester: { ...nurse.requester, id: 'w-2' } }).signature).toBe(signatures[0]);
  });

  test('a changed clause is another version', () => {
    const changed = compileProtocols([protocolOf([visits('A', { purposes: 'ANY' })])], TODAY);
    expect(changed.version).not.toBe(compiled.version);
    expect(changed.rights(nurse).signature).not.toBe(compiled.rights(nurse).signature);
  });

  test('a decision is taken again on the next day', () => {
    let now = new Date('2026-06-15T23:59:59Z');
    const until = compileProtocols([protocolOf([visits('A', { when: { until: '2026-06-15' } })])], () => now);
    expect(until.rights(nurse).decide('north:visits').kind).toBe('granted');
    now = new Date('2026-06-16T00:00:01Z');
    expect(until.rights(nurse).decide('north:visits').kind).toBe('withheld');
  });
});

describe('flows between agencies', () => {
  const flow = { id: 'LINK', by: 'north', shares: ['identity'], to: ['south'], purposes: ['EARLY_HELP'] } as const;
  const flows = (changed: Parameters<typeof protocolOf>[1], entry = nurse) =>
    compileProtocols([protocolOf([], { flows: [flow], ...changed })], TODAY).rights(entry).flows;

  test('only what the owner agreed passes, only to whom, only for what', () => {
    expect(flows({})('north', 'identity', 'south')).toBe(true);
    expect(flows({})('north', 'identifiers', 'south')).toBe(false);
    expect(flows({})('south', 'identity', 'north')).toBe(false);
    expect(flows({}, entryOf('NURSE', 'SAFEGUARDING'))('north', 'identity', 'south')).toBe(false);
    expect(flows({ flows: undefined })('north', 'identity', 'south')).toBe(false);
  });

  test.each([
    ['the giver has not signed', { parties: [{ ...north, signed: undefined }, south] }],
    ['the taker has not signed', { parties: [north, { ...south, signed: undefined }] }],
    ['the protocol is not in force', { protocol: { status: 'LAPSED' as const } }],
    ['its review is overdue', { protocol: { review: { next: '2026-01-02', onOverdue: 'DENY' as const } } }],
  ])('nothing passes where %s', (_case, changed) => {
    expect(flows(changed)('north', 'identity', 'south')).toBe(false);
  });
});

describe('for any clauses', () => {
  const runs = { numRuns: process.env.PROOF ? 20_000 : 1_000 };
  const roles = fc.constantFrom('NURSE', 'OFFICER');
  const purposes = fc.oneof(
    fc.constant('ANY' as const),
    fc.uniqueArray(fc.constantFrom('EARLY_HELP' as const, 'SAFEGUARDING' as const), { minLength: 1 }),
  );
  const clause: fc.Arbitrary<Clause> = fc.record({
    id: fc.uuid(),
    by: fc.constantFrom('north', 'south'),
    shares: fc.uniqueArray(fc.constantFrom('visits', 'notes', 'rent'), { minLength: 1 }),
    effect: fc.constantFrom('ALLOW' as const, 'ALLOW' as const, 'DENY' as const, undefined),
    to: fc.oneof(
      fc.record({ roles: fc.oneof(fc.constant('ANY' as const), fc.uniqueArray(roles, { minLength: 1 })) }),
      fc.record({
        organisationTypes: fc.constant(['HEALTH']),
        roles: fc.oneof(fc.constant(undefined), fc.constant(['NURSE'])),
      }),
      fc.record({ organisations: fc.constant(['clinic-1']) }),
    ),
    purposes,
    when: fc.option(
      fc.record({
        from: fc.constantFrom('2026-01-01', '2026-06-16'),
        until: fc.constantFrom('2026-06-14', '2026-12-31'),
      }),
      { nil: undefined },
    ),
    conditions: fc.option(fc.constant({ consent: 'GIVEN' }), { nil: undefined }),
  });
  const clauses = fc.array(clause, { maxLength: 6 });
  const entries = fc
    .record({
      role: fc.constantFrom('NURSE', 'OFFICER', 'MAYOR'),
      purpose: fc.constantFrom(...PURPOSES),
      type: fc.constantFrom('HEALTH', 'HOUSING'),
      organisation: fc.constantFrom('clinic-1', 'clinic-2'),
    })
    .map((one) => entryOf(one.role, one.purpose, one.type, one.organisation));
  const streams = ['north:visits', 'north:notes', 'south:rent', 'east:visits', ''];
  const granted = (some: readonly Clause[], entry: typeof nurse): ReadonlySet<string> => {
    const rights = compileProtocols([protocolOf(some)], TODAY).rights(entry);
    return new Set(streams.filter((stream) => rights.decide(stream).kind === 'granted'));
  };
  const isUnconditional = (one: Clause): boolean => one.effect !== 'DENY' && one.conditions === undefined;

  test('one more denial never opens anything', () => {
    fc.assert(
      fc.property(clauses, clause, fc.nat(), entries, (some, more, at, entry) => {
        const place = at % (some.length + 1);
        const with_ = [...some.slice(0, place), { ...more, effect: 'DENY' as const }, ...some.slice(place)];
        const before = granted(some, entry);
        for (const stream of granted(with_, entry)) expect(before).toContain(stream);
      }),
      runs,
    );
  });

  test('one clause fewer that shares without a condition never opens anything', () => {
    fc.assert(
      fc.property(clauses, fc.nat(), entries, (some, at, entry) => {
        const sharing = some.filter(isUnconditional);
        if (sharing.length === 0) return;
        const gone = sharing[at % sharing.length];
        const before = granted(some, entry);
        for (const stream of granted(
          some.filter((one) => one !== gone),
          entry,
        ))
          expect(before).toContain(stream);
      }),
      runs,
    );
  });

  test('nothing is granted that no single line of the protocol, read by itself, shares with this role for this purpose today', () => {
    fc.assert(
      fc.property(clauses, entries, (some, entry) => {
        const { role, organisation, organisationType } = entry.requester;
        for (const stream of granted(some, entry)) {
          const [by, share] = stream.split(':');
          const lines = some.filter(
            (one) =>
              one.effect !== 'DENY' &&
              one.by === by &&
              one.shares.includes(share!) &&
              (one.purposes === 'ANY' || one.purposes.includes(entry.purpose)) &&
              (one.to.roles === undefined || one.to.roles === 'ANY' || one.to.roles.includes(role)) &&
              (one.to.organisations === undefined || one.to.organisations.includes(organisation)) &&
              (one.to.organisationTypes === undefined || one.to.organisationTypes.includes(organisationType)) &&
              (one.when === undefined || (one.when.from! <= '2026-06-15' && one.when.until! >= '2026-06-15')),
          );
          expect(lines.filter(isUnconditional)).not.toEqual([]);
        }
      }),
      runs,
    );
  });

  test('the order in which lines are written changes nothing', () => {
    fc.assert(
      fc.property(clauses, entries, (some, entry) => {
        expect(granted([...some].reverse(), entry)).toEqual(granted(some, entry));
      }),
      runs,
    );
  });

  test('an unknown role has nothing but what anybody has, and an unstated purpose nothing but what any purpose opens', () => {
    fc.assert(
      fc.property(clauses, (some) => {
        const named = some.filter((one) => one.to.roles !== 'ANY' && one.to.roles !== undefined);
        expect(granted(named, entryOf('MAYOR'))).toEqual(new Set());
        const forSome = some.filter((one) => one.purposes !== 'ANY');
        expect(granted(forSome, entryOf('NURSE', 'PERFORMANCE'))).toEqual(new Set());
      }),
      runs,
    );
  });
});

describe('what is settled for each person', () => {
  const OWN_AREA = visits('A', { to: { roles: ['NURSE'], area: 'OWN_REACH_AREA' } });
  const inThornwick: KnownFacts = {
    facts: [{ kind: 'AREA', value: 'thornwick', from: null, until: null }],
    complete: true,
  };

  test('one requester’s area never settles another’s right, though they are decided alike without facts', () => {
    const compiled = compileProtocols([protocolOf([OWN_AREA])], TODAY);
    const of = (area: string) => compiled.rights({ ...nurse, requester: { ...nurse.requester, area } });
    const [near, far] = [of('thornwick'), of('saltby')];
    expect(near.signature).toBe(far.signature);
    expect(near.settle('north:visits', inThornwick)).toEqual({ kind: 'granted', clause: 'A' });
    expect(far.settle('north:visits', inThornwick)).toMatchObject({ kind: 'withheld', reason: 'CONDITION_NOT_MET' });
  });

  test('a narrower clause whose condition is not met leaves the wider one behind it standing, with its mask', () => {
    const masked = visits('PART', { to: { roles: 'ANY' }, transform: { postcode: 'OUTWARD_POSTCODE' } });
    const { settle } = compileProtocols([protocolOf([masked, OWN_AREA])], TODAY).rights({
      ...nurse,
      requester: { ...nurse.requester, area: 'thornwick' },
    });
    expect(settle('north:visits', inThornwick)).toEqual({ kind: 'granted', clause: 'A' });
    expect(settle('north:visits', { facts: [], complete: true })).toEqual({
      kind: 'granted',
      clause: 'PART',
      transform: { postcode: 'OUTWARD_POSTCODE', others: 'RECORDED' },
    });
  });

  test('a mask that may apply is not stepped over', () => {
    const masked = visits('PART', { conditions: { consent: 'GIVEN' }, transform: { others: 'RECORDED' } });
    const whole = visits('WHOLE', { to: { roles: 'ANY' } });
    const { settle } = compileProtocols([protocolOf([whole, masked])], TODAY).rights(nurse);
    expect(settle('north:visits', { facts: [], complete: false })).toMatchObject({ reason: 'FACTS_UNKNOWN' });
    expect(settle('north:visits', { facts: [], complete: true })).toEqual({ kind: 'granted', clause: 'WHOLE' });
  });
});

describe('several protocols in force at once', () => {
  const second = (clauses: readonly Clause[], changed: Parameters<typeof protocolOf>[1] = {}) =>
    protocolOf(clauses, { ...changed, protocol: { id: 'second', ...changed.protocol } });
  const both = (...documents: Parameters<typeof compileProtocols>[0]) =>
    compileProtocols(documents, TODAY).rights(nurse).decide('north:visits');

  test('what one shares the other need not; a denial in either beats both', () => {
    expect(both(protocolOf([visits('A')]), second([]))).toEqual({ kind: 'granted', clause: 'A' });
    const denial = visits('D', { effect: 'DENY' });
    expect(both(protocolOf([visits('A')]), second([denial]))).toMatchObject({
      reason: 'DENIED_BY_CLAUSE',
      clause: 'D',
    });
  });

  test('one that has lapsed, is not in force, or was not signed by the agency neither opens nor closes', () => {
    const denial = visits('D', { effect: 'DENY' });
    for (const changed of [
      { protocol: { review: { next: '2026-06-01', onOverdue: 'DENY' } } },
      { protocol: { status: 'SUSPENDED' } },
      { parties: [] },
      { parties: [{ ...north, withdrew: { on: '2026-06-15' } }] },
    ] as const) {
      expect(both(protocolOf([visits('A')]), second([denial], changed))).toEqual({ kind: 'granted', clause: 'A' });
      expect(both(protocolOf([]), second([visits('B')], changed))).toMatchObject({ kind: 'withheld' });
    }
  });

  test('a role states under each only the purposes that this one gives it', () => {
    const roles = [{ code: 'NURSE', title: 'Nurse', purposes: ['SAFEGUARDING'] }] as const;
    expect(both(second([visits('A', { purposes: 'ANY' })], { roles }))).toMatchObject({ reason: 'PURPOSE_NOT_NAMED' });
  });

  test('the version names each, whatever the order in which they were read', () => {
    const [one, two] = [protocolOf([]), second([])];
    const { version } = compileProtocols([two, one], TODAY);
    expect(version).toBe(compileProtocols([one, two], TODAY).version);
    expect(version).toMatch(/^agreement:1:[0-9a-f]{12}\+second:1:[0-9a-f]{12}$/);
  });
});

describe('a purpose', () => {
  const purposes = (more: Partial<ProtocolDocument['purposes'][number]>) => ({
    purposes: [{ code: 'EARLY_HELP', title: 'Early help', ...more }] as const,
  });

  test('of which only counts may come opens no record, whatever a clause says', () => {
    const decided = decide(protocolOf([visits('A')], purposes({ output: 'AGGREGATE_ONLY' })));
    expect(decided).toMatchObject({ kind: 'withheld', reason: 'AGGREGATE_ONLY' });
  });

  test('that needs consent makes it a condition of every clause, and of none about existence', () => {
    const document = protocolOf([visits('A', { shares: ['visits', 'existence'] })], {
      ...purposes({ consent: { required: true, recorded: true } }),
      streams: {
        'north:visits': { detail: 'CONTENT', label: 'visits' },
        'north:existence': { detail: 'EXISTENCE', label: 'that there is a record' },
      },
    });
    expect(decide(document)).toMatchObject({ kind: 'needs', facts: ['consent'] });
    expect(decide(document, nurse, 'north:existence')).toEqual({ kind: 'granted', clause: 'A' });
  });
});
