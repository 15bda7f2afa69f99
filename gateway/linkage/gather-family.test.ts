import { type AgencyHoldings, type HeldPerson, openTo, scriptAgencies } from '../fixtures/scripted-agencies';
import { gatherFamilies, gatherFamily } from './gather-family';
import { askMayBeSame } from './may-be-same';
import type { PersonSlots, Slot } from './types';

const born = (given: string, day: string, more: Partial<HeldPerson> = {}) => ({
  givenName: given,
  familyName: 'Lee',
  dateOfBirth: `2020-01-${day}`,
  ...more,
});
const ada = born('Ada', '02');
const ben = born('Ben', '14');
const cal = born('Cal', '28');

const pointers = (refs: Readonly<Record<string, string>>, more: Readonly<Record<string, Slot>> = {}): PersonSlots =>
  new Map([
    ...Object.entries(refs).map(([agency, ref]): [string, Slot] => [agency, { state: 'pointer', ref }]),
    ...Object.entries(more),
  ]);
const told = (slots: PersonSlots): string =>
  [...slots]
    .map(([agency, slot]) => `${agency}:${slot.state === 'pointer' ? slot.ref : slot.state}`)
    .sort()
    .join(' ');

async function gather(
  holdings: Readonly<Record<string, AgencyHoldings>>,
  start: PersonSlots,
  protocol = openTo(Object.keys(holdings)),
) {
  const scripted = scriptAgencies(holdings, protocol);
  const family = await gatherFamily(scripted.ask, start, scripted.run);
  const questions = scripted.asked.map(({ agency, question }) => `${agency}.${question}`);
  return { ...scripted, family, members: family?.members.map(told) ?? [], questions };
}

test('a family is the union of what agencies assert, each member matched where they were not named', async () => {
  const { members, family, questions } = await gather(
    {
      north: {
        people: [
          { ref: 'N-A', ...ada },
          { ref: 'N-B', ...ben },
        ],
        groups: [{ ref: 'NG', members: ['N-A', 'N-B'] }],
      },
      south: {
        people: [
          { ref: 'S-A', ...ada },
          { ref: 'S-B', ...ben },
          { ref: 'S-C', ...cal },
        ],
        groups: [{ ref: 'SG', members: ['S-A', 'S-C'] }],
      },
    },
    pointers({ north: 'N-A', south: 'S-A' }),
  );
  expect(members).toEqual(['north:N-A south:S-A', 'north:N-B south:S-B', 'north:nothing south:S-C']);
  expect(told(family!.groups)).toBe('north:NG south:SG');
  expect(family!.assertions.map(({ agency, ref }) => `${agency}:${ref}`)).toEqual([
    'north:N-A',
    'north:N-B',
    'south:S-A',
    'south:S-C',
  ]);
  // The record that south is certain of is read, since nothing about it may disagree, and asked about in its turn.
  const inTurn = ['south.identity', 'north.match'];
  expect(questions).toEqual(['north.identity', 'south.identity', 'north.match', 'south.match', ...inTurn]);
});

test('whichever agency answers first, the family is the same, in the same order', async () => {
  const holdings = (north: number, south: number, east: number): Readonly<Record<string, AgencyHoldings>> => ({
    north: {
      delay: north,
      people: [
        { ref: 'N-A', ...ada },
        { ref: 'N-B', ...ben },
      ],
      groups: [{ ref: 'NG', members: ['N-A', 'N-B'] }],
    },
    south: {
      delay: south,
      people: [
        { ref: 'S-A', ...ada },
        { ref: 'S-B', ...ben, upn: 'U1' },
      ],
      groups: [{ ref: 'SG', members: ['S-B', 'S-A'] }],
    },
    east: {
      delay: east,
      people: [
        { ref: 'E-A', ...ada },
        { ref: 'E-B', familyName: 'Other', upn: 'U1' },
      ],
      groups: [{ ref: 'EG', members: ['E-A'] }],
    },
  });
  const start = pointers({ north: 'N-A', south: 'S-A', east: 'E-A' });
  const first = await gather(holdings(0, 8, 16), start);
  const last = await gather(holdings(16, 8, 0), start);
  expect(last.members).toEqual(first.members);
  expect(last.family?.assertions).toEqual(first.family?.assertions);
  expect(told(last.family!.groups)).toBe(told(first.family!.groups));
});

test('a person whom two agencies assert is asked for as each of them holds them, and never as a mixture of both', async () => {
  const { members, asked } = await gather(
    {
      north: {
        people: [
          { ref: 'N-A', ...ada },
          { ref: 'N-B', ...ben, postcode: 'ZB1 1AA' },
        ],
        groups: [{ ref: 'NG', members: ['N-A', 'N-B'] }],
      },
      south: {
        people: [
          { ref: 'S-A', ...ada },
          { ref: 'S-B', ...ben, upn: 'U1' },
        ],
        groups: [{ ref: 'SG', members: ['S-A', 'S-B'] }],
      },
      east: { people: [] },
    },
    pointers({ north: 'N-A', south: 'S-A' }, { east: { state: 'nothing' } }),
  );
  expect(members[1]).toBe('east:nothing north:N-B south:S-B');
  const [only, ...more] = asked.filter(({ agency, question }) => agency === 'east' && question === 'match');
  expect(only!.variables.subjects).toEqual([
    { ...ben, postcode: 'ZB1 1AA' },
    { ...ben, upn: 'U1' },
  ]);
  expect(more).toEqual([]);
});

test('living together is no relationship: a household has no members here', async () => {
  const { members, family } = await gather(
    {
      north: {
        people: [
          { ref: 'N-A', ...ada },
          { ref: 'N-B', ...ben },
        ],
        groups: [{ ref: 'NG', kind: 'HOUSEHOLD', members: ['N-A', 'N-B'] }],
      },
    },
    pointers({ north: 'N-A' }),
  );
  expect(members).toEqual(['north:N-A']);
  expect(family?.assertions).toEqual([]);
});

test('where nobody asserts a family there is none', async () => {
  const { family } = await gather({ north: { people: [{ ref: 'N-A', ...ada }] } }, pointers({ north: 'N-A' }));
  expect(family).toBeNull();
});

test('where those who would know are silent it is not said that there is none', async () => {
  const silent: AgencyHoldings = { people: [{ ref: 'N-A', ...ada }], instead: { members: () => null } };
  await expect(gather({ north: silent }, pointers({ north: 'N-A' }))).rejects.toMatchObject({
    code: 'AGENCY_UNAVAILABLE',
  });
  await expect(
    gather(
      { north: { people: [] }, south: silent },
      pointers({}, { north: { state: 'nothing' }, south: { state: 'unanswered' } }),
    ),
  ).rejects.toMatchObject({ code: 'AGENCY_UNAVAILABLE' });
});

test.each([
  ['a hundred', 100, ['north', 'south']],
  ['a hundred and one', 101, ['south']],
])(
  'of an agency that asserts %s members its part is taken or left, and every other’s is whole',
  async (_many, many, taken) => {
    const crowd = Array.from({ length: many - 1 }, (_, at) => `N-${at}`);
    const { family, members, answers, asked } = await gather(
      {
        north: {
          people: [
            { ref: 'N-A', ...ada },
            ...crowd.map((ref) => ({ ref, familyName: ref, dateOfBirth: '1990-01-01' })),
          ],
          groups: [{ ref: 'NG', members: ['N-A', ...crowd] }],
        },
        south: {
          people: [
            { ref: 'S-A', ...ada },
            { ref: 'S-B', ...ben },
          ],
          groups: [{ ref: 'SG', members: ['S-A', 'S-B'] }],
        },
      },
      pointers({ north: 'N-A', south: 'S-A' }),
    );
    expect([...new Set(family!.assertions.map(({ agency }) => agency))]).toEqual(taken);
    expect(members[1 + (taken.length - 1) * (many - 1)]).toBe('north:nothing south:S-B');
    expect(told(family!.groups)).toBe(`north:${taken.includes('north') ? 'NG' : 'unanswered'} south:SG`);
    // It is told as one that gave no usable answer, and is asked on: of its own records nothing is in doubt.
    const [north] = answers.outcomesByAgency();
    expect([north?.fault ?? null, answers.isInTrouble('north')]).toEqual([
      taken.includes('north') ? null : 'TOO_MANY_MEMBERS',
      false,
    ]);
    expect(asked.filter(({ agency, question }) => agency === 'north' && question === 'match')).not.toEqual([]);
  },
);

describe('twins', () => {
  const twin = (ref: string, given: string, more: Partial<HeldPerson> = {}): HeldPerson => ({
    ref,
    ...born(given, '02'),
    ...more,
  });

  test('each has the record of their own name', async () => {
    const { members } = await gather(
      {
        north: { people: [twin('N-A', 'Ada'), twin('N-E', 'Eve')], groups: [{ ref: 'NG', members: ['N-A', 'N-E'] }] },
        south: { people: [twin('S-E', 'Eve'), twin('S-A', 'Ada')] },
      },
      pointers({ north: 'N-A', south: 'S-A' }),
    );
    expect(members).toEqual(['north:N-A south:S-A', 'north:N-E south:S-E']);
  });

  test('one record that both are taken for is given to neither', async () => {
    const match = (honest: Readonly<Record<string, unknown>>) => ({
      match: (honest.match as readonly unknown[]).map(() => [
        { ref: 'S-X', outcome: 'MATCH', score: 0.99, comparedOn: [] },
      ]),
    });
    const { members } = await gather(
      {
        north: {
          people: [twin('N-M', 'Mum'), twin('N-A', 'Ada'), twin('N-E', 'Eve')],
          groups: [{ ref: 'NG', members: ['N-M', 'N-A', 'N-E'] }],
        },
        south: { people: [], instead: { match } },
      },
      pointers({ north: 'N-M' }, { south: { state: 'nothing' } }),
    );
    expect(members).toEqual(['north:N-M south:nothing', 'north:N-A south:possible', 'north:N-E south:possible']);
  });
});

test('the pointers of the person asked about are never given to another member', async () => {
  const match = (honest: Readonly<Record<string, unknown>>) => ({
    match: (honest.match as readonly unknown[]).map(() => [
      { ref: 'S-A', outcome: 'MATCH', score: 0.999, comparedOn: [] },
    ]),
  });
  const { members } = await gather(
    {
      north: {
        people: [
          { ref: 'N-A', ...ada },
          { ref: 'N-B', ...ben },
        ],
        groups: [{ ref: 'NG', members: ['N-A', 'N-B'] }],
      },
      south: { people: [{ ref: 'S-A', ...ada }], instead: { match } },
    },
    pointers({ north: 'N-A', south: 'S-A' }),
  );
  expect(members).toEqual(['north:N-A south:S-A', 'north:N-B south:possible']);
});

test('a possible record is told of and not joined; silence is told as silence', async () => {
  const { members } = await gather(
    {
      north: {
        people: [
          { ref: 'N-A', ...ada },
          { ref: 'N-B', ...ben },
        ],
        groups: [{ ref: 'NG', members: ['N-A', 'N-B'] }],
      },
      south: { people: [{ ref: 'S-B', ...ben, givenName: 'Bob' }] },
      east: { people: [{ ref: 'E-B', ...ben }], instead: { match: () => null } },
    },
    pointers({ north: 'N-A' }),
  );
  expect(members[1]).toBe('east:unanswered north:N-B south:possible');
});

test('a member of whom nothing may be told is asked for nowhere, and nowhere is said to hold nothing', async () => {
  const { members, questions } = await gather(
    {
      north: {
        people: [
          { ref: 'N-A', ...ada },
          { ref: 'N-B', ...ben },
        ],
        groups: [{ ref: 'NG', members: ['N-A', 'N-B'] }],
      },
      south: { people: [{ ref: 'S-B', ...ben }] },
    },
    pointers({ north: 'N-A' }),
    openTo(['north', 'south'], { flows: [] }),
  );
  expect(members[1]).toBe('north:N-B south:notAsked');
  expect(questions).toEqual(['north.members']);
});

test('what passes to an agency of a member is what flows allow, and no more', async () => {
  const flows = [{ id: 'F', by: 'north', shares: ['identity'], to: ['south'], purposes: 'ANY' }] as const;
  const { asked } = await gather(
    {
      north: {
        people: [
          { ref: 'N-A', ...ada },
          { ref: 'N-B', ...ben, nhsNumber: '9990000018', nhsNumberVerified: true, postcode: 'ZB1 1AA' },
        ],
        groups: [{ ref: 'NG', members: ['N-A', 'N-B'] }],
      },
      south: { people: [] },
    },
    pointers({ north: 'N-A' }),
    openTo(['north', 'south'], { flows }),
  );
  const match = asked.find(({ agency, question }) => agency === 'south' && question === 'match')!;
  expect(match.variables.subjects).toEqual([{ givenName: 'Ben', familyName: 'Lee', dateOfBirth: '2020-01-14' }]);
  expect(asked.find(({ question }) => question === 'identity')!.query).not.toMatch(/nhsNumber|postcode/);
});

describe("a group that is somebody else's is refused with the whole answer", () => {
  const people = [
    { ref: 'N-A', ...ada },
    { ref: 'N-B', ...ben },
  ];
  const group = (...refs: readonly string[]) => ({
    ref: 'NG',
    kind: 'FAMILY',
    members: refs.map((ref) => ({ ref, subject: { ref } })),
  });
  test.each([
    ['without the person asked for', { members: [[group('N-B')]] }],
    [
      'whose members carry the identity of others',
      { members: [[{ ...group('N-A'), members: [{ ref: 'N-A', subject: { ref: 'N-B' } }] }]] },
    ],
    ['for more people than were asked for', { members: [[group('N-A')], [group('N-A')]] }],
    ['of a kind that is none', { members: [[{ ...group('N-A'), kind: 'GANG' }]] }],
    ['whose own reference cannot be sealed', { members: [[{ ...group('N-A'), ref: 'x'.repeat(37) }]] }],
  ])('%s', async (_what, given) => {
    const gathering = gather({ north: { people, instead: { members: () => given } } }, pointers({ north: 'N-A' }));
    await expect(gathering).rejects.toMatchObject({ code: 'AGENCY_UNAVAILABLE' });
  });
});

describe('ties that are over, and families that are apart', () => {
  const TODAY = '2026-11-01';
  const one = (ref: string, given: string, day: string): HeldPerson => ({ ref, ...born(given, day) });
  const people = [
    one('C', 'Cal', '03'),
    one('M', 'Mia', '05'),
    one('F', 'Fay', '07'),
    one('P', 'Pat', '11'),
    one('X', 'Xan', '13'),
  ];
  const tie = (ref: string, relationship: string, to: string, until?: string, parentalResponsibility?: boolean) => ({
    ref,
    relationship,
    to,
    until,
    parentalResponsibility,
  });
  const families = async (holdings: Readonly<Record<string, AgencyHoldings>>, start: PersonSlots) => {
    const scripted = scriptAgencies(holdings);
    const found = await gatherFamilies(scripted.ask, start, scripted.run, TODAY);
    return found.map(({ members, groups, ended, assertions }) => ({
      members: members.map((slots) => told(slots).replace(' west:nothing', '')).sort(),
      groups: told(groups),
      ended: ended.map(({ name, relationship, until, parentalResponsibility }) => [
        name,
        relationship,
        until,
        parentalResponsibility,
      ]),
      said: assertions.map(({ agency, ref, relationship, to }) => `${agency}: ${ref} ${relationship} of ${to}`),
    }));
  };

  const home = {
    ref: 'G1',
    members: [
      tie('C', 'Child', 'M'),
      tie('M', 'Mother', 'C', undefined, true),
      tie('X', 'Former partner', 'M', '2023-05-31', false),
    ],
  };

  test('who was a partner until 2023 is a line with name, end and parental responsibility, to mother and child', async () => {
    for (const start of ['C', 'M'])
      expect(
        await families(
          { 'social-care': { people, groups: [home] }, west: { people: [] } },
          pointers({ 'social-care': start }),
        ),
      ).toEqual([
        {
          members: ['social-care:C', 'social-care:M'],
          groups: 'social-care:G1 west:nothing',
          ended: [['Xan Lee', 'Former partner', '2023-05-31', false]],
          said: ['social-care: C Child of M', 'social-care: M Mother of C'],
        },
      ]);
  });

  test('from him nothing of theirs opens: neither the child, nor what is kept of the family', async () => {
    expect(
      await families(
        { 'social-care': { people, groups: [home] }, west: { people: [] } },
        pointers({ 'social-care': 'X' }),
      ),
    ).toEqual([
      {
        members: ['social-care:X'],
        groups: 'social-care:nothing west:nothing',
        ended: [['Mia Lee', 'Former partner', '2023-05-31', false]],
        said: [],
      },
    ]);
  });

  const apart = {
    ref: 'G2',
    members: [tie('C', 'Child', 'F'), tie('F', 'Father', 'C', undefined, true), tie('P', 'Partner', 'F')],
  };

  test('a child of two homes has two families, apart, and the one with most who care for the child comes first', async () => {
    const found = await families({ east: { people, groups: [apart, home] } }, pointers({ east: 'C' }));
    expect(found.map(({ members }) => members)).toEqual([
      ['east:C', 'east:F', 'east:P'],
      ['east:C', 'east:M'],
    ]);
    expect(found.map(({ groups }) => groups)).toEqual(['east:G2', 'east:G1']);
  });

  test('what social care asserts comes first, and another agency’s group is of the family with which it shares most', async () => {
    const found = await families(
      {
        east: {
          people: people.map((person) => ({ ...person, ref: `E-${person.ref}` })),
          groups: [{ ref: 'EG', members: ['E-C', 'E-F'] }],
        },
        'social-care': { people, groups: [home, apart] },
      },
      pointers({ east: 'E-C', 'social-care': 'C' }),
    );
    expect(found.map(({ groups }) => groups)).toEqual(['east:EG social-care:G2', 'east:nothing social-care:G1']);
    expect(found.map(({ members }) => members.length)).toEqual([3, 2]);
  });

  test('two children of one pair of homes have both, apart: a brother makes no one family of them', async () => {
    const brother = (ref: string) => tie('B', 'Brother', ref);
    const holdings = {
      east: {
        people: [...people, { ref: 'B', givenName: 'Ben', familyName: 'Lee', dateOfBirth: '2019-01-09' }],
        groups: [
          { ...home, members: [...home.members, brother('C'), tie('M', 'Mother', 'B')] },
          { ...apart, members: [...apart.members, tie('B', 'Child', 'F')] },
        ],
      },
    };
    const found = await families(holdings, pointers({ east: 'C' }));
    expect(found.map(({ members }) => [...members].sort())).toEqual([
      ['east:B', 'east:C', 'east:M'],
      ['east:B', 'east:C', 'east:F', 'east:P'],
    ]);
  });

  test('the father’s new partner is no relative of the mother, whose family is one', async () => {
    const holdings = { 'social-care': { people, groups: [home, apart] } };
    const [mothers, ...more] = await families(holdings, pointers({ 'social-care': 'M' }));
    expect(mothers!.members).toEqual(['social-care:C', 'social-care:M']);
    expect(more).toEqual([]);
  });

  test('a mother of children by two fathers has one family', async () => {
    const second = { ref: 'G3', members: [tie('P', 'Child', 'M'), tie('M', 'Mother', 'P'), tie('F', 'Father', 'P')] };
    const found = await families(
      { 'social-care': { people, groups: [home, second] } },
      pointers({ 'social-care': 'M' }),
    );
    expect(found).toHaveLength(1);
  });
});

describe('one person met twice', () => {
  const asserted = (ref: string) => ({ ref: `G-${ref}`, members: [ref, `${ref}-mother`] });
  const mother = (ref: string) => ({ ref, givenName: 'Ruth', familyName: 'Lee', dateOfBirth: '1990-03-04' });
  const holdings = (north: Partial<HeldPerson>, south: Partial<HeldPerson>, both = false) => ({
    north: {
      people: [{ ref: 'N', ...ben, ...north }, mother('N-mother')],
      groups: [asserted('N')],
    },
    south: {
      people: [{ ref: 'S', ...ben, ...south }, mother('S-mother'), ...(both ? [{ ref: 'S2', ...ben, ...north }] : [])],
      groups: [{ ref: 'SG', members: ['S', 'S-mother', ...(both ? ['S2'] : [])] }],
    },
  });
  const start = pointers({ north: 'N-mother', south: 'S-mother' });

  test('whom an agency takes for possible among the others is told as such, and is not joined', async () => {
    const { family, members } = await gather(holdings({}, { givenName: 'Benny' }), start);
    expect(members).toEqual(['north:N-mother south:S-mother', 'north:N south:possible', 'north:possible south:S']);
    expect(family!.mayBeSame).toEqual([
      {
        one: { agency: 'north', ref: 'N' },
        other: { agency: 'south', ref: 'S' },
        pairs: [
          [
            { agency: 'north', ref: 'N' },
            { agency: 'south', ref: 'S' },
          ],
          [
            { agency: 'south', ref: 'S' },
            { agency: 'north', ref: 'N' },
          ],
        ],
        agencies: ['north', 'south'],
        outcome: 'POTENTIAL',
      },
    ]);
  });

  test('whom the agencies are certain of is one member', async () => {
    const { family } = await gather(holdings({}, {}), start);
    expect([family!.members.length, family!.mayBeSame]).toEqual([2, []]);
  });

  test('whom they are certain of, and whose verified numbers differ, is a conflict', async () => {
    const number = (nhsNumber: string) => ({ nhsNumber, nhsNumberVerified: true });
    const { family } = await gather(holdings(number('9990000018'), number('9990000026')), start);
    expect(family!.mayBeSame.map(({ outcome }) => outcome)).toEqual(['CONFLICT']);
  });

  test('two whom one agency holds are two', async () => {
    const { family } = await gather(holdings({}, { givenName: 'Benny' }, true), start);
    expect(family!.mayBeSame).toEqual([]);
  });

  test('of a family whose id was opened, agencies are asked about whom they had told of as possible, and about nobody else', async () => {
    const { ask, run, asked, family } = await gather(holdings({}, { givenName: 'Benny' }), start);
    const opened = scriptAgencies(holdings({}, { givenName: 'Benny' }));
    expect(await askMayBeSame(opened.ask, family!.members, opened.run)).toEqual(family!.mayBeSame);
    expect(
      opened.asked.filter(({ question }) => question === 'match').map(({ variables }) => variables.subjects),
    ).toEqual([[expect.objectContaining({ givenName: 'Benny' })], [expect.objectContaining({ givenName: 'Ben' })]]);
    const before = asked.length;
    expect(await askMayBeSame(ask, family!.members.slice(0, 1), run)).toEqual([]);
    expect(asked.length).toBe(before);
  });
});
