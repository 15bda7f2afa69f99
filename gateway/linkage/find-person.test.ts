import { type AgencyHoldings, openTo, scriptAgencies } from '../fixtures/scripted-agencies';
import { findPerson } from './find-person';
import type { Subject } from './subject';
import type { PersonSlots, Slot } from './types';

const ada = { givenName: 'Ada', familyName: 'Lee', dateOfBirth: '2020-01-02' };
const asked = { ...ada };
const NHS = '9990000018';
const slotsOf = (slots: PersonSlots | null) =>
  slots &&
  Object.fromEntries([...slots].map(([agency, slot]) => [agency, slot.state === 'pointer' ? slot.ref : slot.state]));
const find = async (
  holdings: Readonly<Record<string, AgencyHoldings>>,
  stated: Subject = asked,
  known?: PersonSlots,
  protocol = openTo(Object.keys(holdings)),
) => {
  const scripted = scriptAgencies(holdings, protocol);
  const found = await findPerson(scripted.ask, stated, scripted.run, known);
  return { ...scripted, ...found, questions: scripted.asked.map(({ agency, question }) => `${agency}.${question}`) };
};
const knownAs = (slots: Readonly<Record<string, Slot>>): PersonSlots => new Map(Object.entries(slots));

describe('two rounds', () => {
  test('what one agency is certain of finds the person at another that knows only the number', async () => {
    const {
      slots,
      possible,
      questions,
      asked: calls,
    } = await find({
      north: { people: [{ ref: 'N-1', ...ada, nhsNumber: NHS, nhsNumberVerified: true }] },
      south: { people: [{ ref: 'S-1', familyName: 'Li', nhsNumber: NHS }] },
    });
    expect(slotsOf(slots)).toEqual({ north: 'N-1', south: 'S-1' });
    expect(possible).toEqual([]);
    // The record that was led to is read, and asked about in its turn.
    const inTurn = ['south.match', 'south.identity', 'north.match'];
    expect(questions).toEqual(['north.match', 'south.match', 'north.identity', ...inTurn]);
    expect(calls[3]!.variables.subjects).toEqual([{ ...ada, nhsNumber: NHS }]);
  });

  test('an unverified number is not passed on, so nobody is found by it', async () => {
    const { slots } = await find({
      north: { people: [{ ref: 'N-1', ...ada, nhsNumber: NHS, nhsNumberVerified: false }] },
      south: { people: [{ ref: 'S-1', familyName: 'Li', nhsNumber: NHS }] },
    });
    expect(slotsOf(slots)).toEqual({ north: 'N-1', south: 'nothing' });
  });

  test('the rounds of matching are the same whether or not anybody is held', async () => {
    const nobody = await find({ north: { people: [] }, south: { people: [] } });
    expect(nobody.questions).toEqual(['north.match', 'south.match', 'north.match', 'south.match']);
    expect(nobody.slots).toBeNull();
    expect(slotsOf(nobody.answers)).toEqual({ north: 'nothing', south: 'nothing' });
  });

  test('an agency whose existence is closed to this requester is asked nothing', async () => {
    const { questions, slots } = await find(
      { north: { people: [{ ref: 'N-1', ...ada }] }, south: { people: [{ ref: 'S-1', ...ada }] } },
      asked,
      undefined,
      openTo(['north', 'south'], { clauses: openTo(['north']).clauses }),
    );
    expect(questions.every((question) => question.startsWith('north.'))).toBe(true);
    expect(slotsOf(slots)).toEqual({ north: 'N-1' });
  });
});

describe('an agency that does not answer', () => {
  const silent: AgencyHoldings = { people: [{ ref: 'S-1', ...ada }], instead: { match: () => null } };

  test('is not one that holds nothing', async () => {
    const { slots, answers } = await find({
      north: { people: [{ ref: 'N-1', ...ada }] },
      south: silent,
      east: { people: [] },
    });
    expect(slotsOf(slots)).toEqual({ north: 'N-1', south: 'unanswered', east: 'nothing' });
    expect(answers).toBe(slots);
  });

  test('in the second round only, has not answered either', async () => {
    let round = 0;
    const second: AgencyHoldings = { people: [], instead: { match: (honest) => (round++ === 0 ? honest : null) } };
    const { slots } = await find({ north: { people: [{ ref: 'N-1', ...ada }] }, south: second });
    expect(slotsOf(slots)).toEqual({ north: 'N-1', south: 'unanswered' });
  });

  test('is matched again when the id is opened, from what the others hold, and nobody else is', async () => {
    const { answers, questions } = await find(
      {
        north: { people: [{ ref: 'N-1', ...ada }] },
        south: { people: [{ ref: 'S-1', ...ada }] },
        east: { people: [{ ref: 'E-1', ...ada }] },
      },
      {},
      knownAs({ north: { state: 'pointer', ref: 'N-1' }, south: { state: 'unanswered' }, east: { state: 'nothing' } }),
    );
    expect(slotsOf(answers)).toEqual({ north: 'N-1', south: 'S-1', east: 'nothing' });
    expect(questions.filter((one) => one.endsWith('.match'))).toEqual(['south.match']);
  });

  test('is not asked about nobody: where those who know the person are silent too, it stays unanswered and is never "nothing held"', async () => {
    const { answers, questions } = await find(
      { north: { people: [], instead: { identity: () => null } }, south: { people: [{ ref: 'S-1', ...ada }] } },
      {},
      knownAs({ north: { state: 'pointer', ref: 'N-1' }, south: { state: 'unanswered' } }),
    );
    expect(slotsOf(answers)).toEqual({ north: 'N-1', south: 'unanswered' });
    expect(questions).not.toContain('south.match');
  });
});

describe('what is not certain', () => {
  test('a possible record is told of and not joined', async () => {
    const { slots, possible } = await find({
      north: { people: [{ ref: 'N-1', ...ada }] },
      south: { people: [{ ref: 'S-1', ...ada, givenName: 'Eve' }] },
    });
    expect(slotsOf(slots)).toEqual({ north: 'N-1', south: 'possible' });
    expect(possible).toEqual([
      { agency: 'south', outcome: 'POTENTIAL', comparedOn: expect.arrayContaining(['familyName']) },
    ]);
  });

  test.each([
    ['one called MANY', [{ ref: 'S-1', outcome: 'MANY' }]],
    [
      'two that are each called certain',
      [
        { ref: 'S-1', outcome: 'MATCH' },
        { ref: 'S-2', outcome: 'MATCH' },
      ],
    ],
    [
      'a certain one beside one called MANY',
      [
        { ref: 'S-1', outcome: 'MATCH' },
        { ref: 'S-2', outcome: 'MANY' },
      ],
    ],
    [
      'two that are possible',
      [
        { ref: 'S-1', outcome: 'POTENTIAL' },
        { ref: 'S-2', outcome: 'POTENTIAL' },
      ],
    ],
  ])('%s joins nobody', async (_what, candidates) => {
    const match = () => ({ match: [candidates.map((one) => ({ ...one, score: 0.99, comparedOn: ['familyName'] }))] });
    const { slots, possible } = await find({
      north: { people: [{ ref: 'N-1', ...ada }] },
      south: { people: [], instead: { match } },
    });
    expect(slotsOf(slots)).toEqual({ north: 'N-1', south: 'possible' });
    expect(possible).toEqual([{ agency: 'south', outcome: 'MANY', comparedOn: ['familyName'] }]);
  });

  test('a certain record beside a possible one joins', async () => {
    const { slots } = await find({
      north: {
        people: [
          { ref: 'N-1', ...ada },
          { ref: 'N-2', ...ada, givenName: 'Eve' },
        ],
      },
    });
    expect(slotsOf(slots)).toEqual({ north: 'N-1' });
  });

  test('with nobody certain there is no person', async () => {
    const { slots, answers } = await find({ north: { people: [{ ref: 'N-1', ...ada, givenName: 'Eve' }] } });
    expect(slots).toBeNull();
    expect(slotsOf(answers)).toEqual({ north: 'possible' });
  });
});

describe('agencies that are certain of people who cannot be one', () => {
  const two = {
    north: { people: [{ ref: 'N-1', ...ada, nhsNumber: NHS, nhsNumberVerified: true }] },
    south: { people: [{ ref: 'S-1', ...ada, nhsNumber: '9990000026', nhsNumberVerified: true }] },
  };

  test('are not joined, and both are told of', async () => {
    const { slots, possible, answers } = await find(two);
    expect(slots).toBeNull();
    expect(slotsOf(answers)).toEqual({ north: 'possible', south: 'possible' });
    expect(possible.map(({ agency, outcome }) => [agency, outcome])).toEqual([
      ['north', 'CONFLICT'],
      ['south', 'CONFLICT'],
    ]);
  });

  test('the one already sealed in the id stands, and the newcomer gives way', async () => {
    const { answers } = await find(
      two,
      {},
      knownAs({ north: { state: 'pointer', ref: 'N-1' }, south: { state: 'unanswered' } }),
    );
    expect(slotsOf(answers)).toEqual({ north: 'N-1', south: 'possible' });
  });
});

describe('what is typed selects, and never connects', () => {
  const bob = { givenName: 'Bob', familyName: 'Moss', dateOfBirth: '2018-03-04' };
  const [ada1, ada2] = [
    { ref: 'N-1', ...ada, nhsNumber: NHS, nhsNumberVerified: true },
    { ref: 'S-1', ...ada, nhsNumber: NHS, nhsNumberVerified: true },
  ];
  const comparing = (agencies: readonly string[], shares: readonly string[]) =>
    openTo(agencies, {
      clauses: openTo(agencies).clauses.map((clause) => ({ ...clause, shares: [...clause.shares, ...shares] })),
    });

  test("one child's NHS number with another's UPN is nobody, though each agency is certain", async () => {
    const { slots, answers } = await find(
      {
        north: { people: [ada1] },
        south: { people: [{ ref: 'S-2', ...bob, upn: 'B823432012001' }] },
      },
      { nhsNumber: NHS, upn: 'B823432012001' },
      undefined,
      comparing(['north', 'south'], ['identifiers']),
    );
    expect(slots).toBeNull();
    expect(slotsOf(answers)).toEqual({ north: 'possible', south: 'possible' });
  });

  test('two agencies that hold one of the name and birthday each, and neither recognises the other, are nobody', async () => {
    const silentAboutRecords = (honest: Readonly<Record<string, unknown>>) => honest;
    const { slots, possible } = await find(
      {
        north: { people: [{ ref: 'N-1', ...ada }], instead: { match: silentAboutRecords } },
        south: { people: [{ ref: 'S-1', ...ada }] },
      },
      ada,
      undefined,
      openTo(['north', 'south'], {
        flows: [{ id: 'F', by: 'north', shares: ['identity'], to: ['east'], purposes: 'ANY' }],
      }),
    );
    expect(slots).toBeNull();
    expect(possible.map(({ agency }) => agency)).toEqual(['north', 'south']);
  });

  test.each([
    ['a right address', { ...ada, postcode: 'ZB1 1AA' }],
    ['a wrong address', { ...ada, postcode: 'ZB9 9ZZ' }],
    ['a right number', { ...ada, nhsNumber: NHS }],
    ['a wrong number', { ...ada, nhsNumber: '9990000026' }],
  ])('where its stream is closed, %s is told to nobody', async (_what, typed) => {
    const { asked: calls, slots } = await find(
      { north: { people: [{ ...ada1, postcode: 'ZB1 1AA' }] }, south: { people: [ada2] } },
      typed,
    );
    const first = calls.filter(({ question }) => question === 'match').slice(0, 2);
    for (const { variables } of first) expect(variables.subjects).toEqual([ada]);
    expect(slotsOf(slots)).toEqual({ north: 'N-1', south: 'S-1' });
  });

  test('where its stream is open to this requester, it is told to that agency alone', async () => {
    const agencies = ['north', 'south'];
    const own = openTo(agencies, {
      clauses: openTo(agencies).clauses.map((clause) =>
        clause.by === 'north' ? { ...clause, shares: [...clause.shares, 'address'] } : clause,
      ),
    });
    const { asked: calls } = await find(
      { north: { people: [] }, south: { people: [] } },
      { ...ada, postcode: 'ZB1 1AA' },
      undefined,
      own,
    );
    const told = (agency: string) => calls.find((call) => call.agency === agency)!.variables.subjects;
    expect(told('north')).toEqual([{ ...ada, postcode: 'ZB1 1AA' }]);
    expect(told('south')).toEqual([ada]);
  });

  test('a number alone finds nobody where numbers are closed, and no agency is asked', async () => {
    const { slots, answers, questions } = await find({ north: { people: [ada1] } }, { nhsNumber: NHS });
    expect([slots, questions]).toEqual([null, []]);
    expect(slotsOf(answers)).toEqual({ north: 'notAsked' });
  });

  test('an agency of an earlier contract joins by the word of another, and its own word joins nobody', async () => {
    const typed = { familyName: ada.familyName, dateOfBirth: ada.dateOfBirth };
    const earlier = { people: [ada2], earlier: true } as const;
    const byOthers = await find({ north: { people: [ada1] }, south: earlier }, ada);
    expect(slotsOf(byOthers.slots)).toEqual({ north: 'N-1', south: 'S-1' });
    const alone = await find(
      {
        north: { people: [ada1], instead: { match: ({ match }) => ({ match: (match as unknown[]).map(() => []) }) } },
        south: earlier,
      },
      typed,
    );
    expect(alone.slots).toBeNull();
    expect(byOthers.asked.filter(({ query }) => query.includes('said')).map(({ agency }) => agency)).not.toContain(
      'south',
    );
  });
});

describe('an answer that is not of the form agreed is no answer', () => {
  const candidate = { ref: 'S-1', outcome: 'MATCH', score: 0.99, comparedOn: [] };
  test.each([
    ['fewer lists than people asked for', { match: [] }],
    ['more lists than people asked for', { match: [[candidate], [candidate]] }],
    ['no list', { match: null }],
    ['another field', { matches: [[candidate]] }],
    ['an outcome that is none', { match: [[{ ...candidate, outcome: 'CERTAIN' }]] }],
    ['a candidate without a reference', { match: [[{ ...candidate, ref: '' }]] }],
    ['a reference that is a number', { match: [[{ ...candidate, ref: 7 }]] }],
    ['a reference too long to be sealed', { match: [[{ ...candidate, ref: 'x'.repeat(37) }]] }],
    ['a score that is text', { match: [[{ ...candidate, score: 'high' }]] }],
  ])('with %s', async (_what, given) => {
    const { slots, run } = await find({
      north: { people: [{ ref: 'N-1', ...ada }] },
      south: { people: [], instead: { match: () => given } },
    });
    expect(slotsOf(slots)).toEqual({ north: 'N-1', south: 'unanswered' });
    expect(run.answers.isInTrouble('south')).toBe(true);
    expect(run.answers.isInTrouble('north')).toBe(false);
  });

  test.each([
    ['of somebody else', [{ ref: 'N-2', familyName: 'Ray' }]],
    ['of too many', [{ ref: 'N-1' }, { ref: 'N-1' }]],
    ['of nobody in particular', [{ familyName: 'Ray' }]],
  ])('an identity %s is not passed on', async (_what, identity) => {
    const { asked: calls, run } = await find({
      north: { people: [{ ref: 'N-1', ...ada }], instead: { identity: () => ({ identity }) } },
      south: { people: [] },
    });
    expect(run.answers.isInTrouble('north')).toBe(true);
    for (const { agency, variables } of calls)
      if (agency === 'south') expect(JSON.stringify(variables)).not.toContain('Ray');
  });
});

test('everybody who may be meant is noted for the audit, though there are too many to read any of their records', async () => {
  const many = Array.from({ length: 7 }, (_, at) => ({ ref: `S-${at}`, ...ada, givenName: 'Adam' }));
  const scripted = scriptAgencies({ north: { people: [] }, south: { people: many } }, openTo(['north', 'south']));
  const found = await findPerson(scripted.ask, asked, scripted.run);
  expect(slotsOf(found.answers)).toEqual({ north: 'nothing', south: 'possible' });
  const south = scripted.answers.outcomesByAgency().find(({ agency }) => agency === 'south')!;
  expect([...south.refs]).toEqual([]);
  expect([...south.possible].sort()).toEqual(many.map(({ ref }) => ref));
});

describe('what an agency says that it compared', () => {
  const saying = (comparedOn: readonly string[], outcome: string): AgencyHoldings => ({
    people: [],
    instead: {
      match: ({ match }) => ({
        match: (match as readonly unknown[]).map(() => [{ ref: 'S-1', outcome, score: 0.8, comparedOn }]),
      }),
    },
  });

  test('is told as far as the requester gave it, and what else the agency knew by is not', async () => {
    const { possible } = await find({ south: saying(['familyName', 'dateOfBirth', 'postcode', 'upn'], 'POTENTIAL') });
    expect(possible).toEqual([{ agency: 'south', outcome: 'POTENTIAL', comparedOn: ['familyName', 'dateOfBirth'] }]);
  });

  test.each(['MATCH', 'POTENTIAL', 'MANY'])(
    'where it is an address and a birthday, finds nobody: %s',
    async (outcome) => {
      const typed = { familyName: 'Unknown', dateOfBirth: '2020-01-02', postcode: 'ZB2 4ZQ' };
      const { slots, possible, answers } = await find(
        { south: saying(['dateOfBirth', 'postcode', 'sex'], outcome) },
        typed,
      );
      expect([slots, possible, slotsOf(answers)]).toEqual([null, [], { south: 'nothing' }]);
    },
  );
});
