import { buildSchema, type FieldNode, GraphQLError, type OperationDefinitionNode, parse } from 'graphql';
import { narrow } from '../authorize/narrow';
import { FamilyViewError } from '../errors';
import type { PersonSlots, Slot } from '../linkage/types';
import { OperationAnswers } from '../notices/answer-record';
import { compileShape } from '../planning/compile-shape';
import type { FieldDecision } from '../policy/decide/field-decisions';
import type { WithheldReason } from '../policy/types';
import { FaultyNull } from '../shared/faulty-null';
import { joinAnswer, REFUSED } from './join-answer';
import { shapeAnswer } from './shape-answer';

const schema = buildSchema(`
  scalar PersonID
  type Query { person(id: PersonID): Person  people: [Person!]  centres: [Centre!] }
  type Person { id: PersonID!  name: String  north: North  south: South  shared: Plan  answers: [AgencyAnswer!] }
  type North { notes: String  level: Level  visits: [Visit!]  maybe: [Visit]  plan: Plan }
  type South { score: Int }
  type Visit { count: Int!  place: String }
  type Plan { due: String  step: String }
  type AgencyAnswer { agency: String  status: String }
  type Centre { name: String }
  enum Level { LOW HIGH }
`);
const OWNERS = new Map([
  ['Person.north', ['north']],
  ['North.notes', ['north']],
  ['North.level', ['north']],
  ['North.visits', ['north']],
  ['Query.centres', ['north']],
  ['Person.name', ['single-view']],
  ['Person.south', ['south']],
  ['Person.shared', ['south', 'north']],
  ['Plan.due', ['south', 'north']],
]);
/** What south says of somebody is made from what north says. */
const INPUTS = new Map([['Person.south', ['Person.north', 'North', 'North.level']]]);

interface Scene {
  readonly tree?: Readonly<Record<string, unknown>>;
  readonly withheld?: readonly string[];
  /** Coordinates that facts open, each by a stream of its own. */
  readonly conditional?: readonly string[];
  readonly slots?: Readonly<Record<string, PersonSlots>>;
  readonly happened?: (answers: OperationAnswers) => void;
}
async function join(text: string, { tree = {}, withheld = [], conditional = [], slots = {}, happened }: Scene = {}) {
  const document = parse(text);
  const operation = document.definitions[0] as OperationDefinitionNode;
  const decide = (coordinate: string): FieldDecision => {
    const stream = `north:${coordinate}`;
    if (withheld.includes(coordinate)) return { kind: 'withheld', stream, reason: 'ROLE_NOT_NAMED', clause: null };
    if (conditional.includes(coordinate)) return { kind: 'conditional', streams: [stream], alternatives: [[stream]] };
    return { kind: 'granted', streams: [] };
  };
  const narrowed = narrow({ schema, document, operation, variables: {}, decide, maxSelections: 1_000 });
  const answers = new OperationAnswers();
  happened?.(answers);
  const { data, errors = [] } = await joinAnswer(
    {
      schema,
      document,
      operation,
      variables: {},
      narrowed,
      decide,
      owners: OWNERS,
      inputs: INPUTS,
      answers,
      slotsOf: (id) => slots[id],
      sentence: (stream, reason) => `${stream} ${reason}`,
    },
    tree,
  );
  return {
    data: JSON.parse(JSON.stringify(data)) as unknown,
    errors: errors.map(({ message, path, extensions }) => ({ message, path, extensions })),
    text: JSON.stringify({ data, errors }),
  };
}
const person = (north: unknown, id = 'p1') => ({ k_id: id, _id: id, _name: 'Ada Lee', _north: north });
const faulty = (fault: 'refused' | 'failed' | 'malformed', agency = 'north', path: readonly (string | number)[] = []) =>
  new FaultyNull([{ path, why: { kind: 'agency', agency, fault } }]);
/** What of the record at north was not asked, and the streams that facts closed there. */
const cutAtNorth =
  (closed: readonly string[], emptied: readonly string[], refused: readonly (readonly [string, WithheldReason])[]) =>
  (answers: OperationAnswers) =>
    answers.cut('north', 'N-1', { closed, emptied }, new Map(refused));
const STEP_CLOSED = cutAtNorth(['Plan.step'], ['North.plan'], [['north:step', 'CONDITION_NOT_MET']]);
const NOTES_CLOSED = cutAtNorth(['North.notes'], [], [['north:notes', 'CONDITION_NOT_MET']]);
const slot = (one: Slot): Readonly<Record<string, PersonSlots>> => ({ p1: new Map([['north', one]]) });

describe("the answer has the shape of the client's own text", () => {
  test('its aliases, its order and its lists', async () => {
    const { data, errors } = await join('{ a: people { second: name first: id __typename } b: people { id: name } }', {
      tree: { _people: [person(null), person(null, 'p2')] },
    });
    expect(data).toEqual({
      a: [
        { second: 'Ada Lee', first: 'p1', __typename: 'Person' },
        { second: 'Ada Lee', first: 'p2', __typename: 'Person' },
      ],
      b: [{ id: 'Ada Lee' }, { id: 'Ada Lee' }],
    });
    expect(Object.keys((data as { a: object[] }).a[0]!)).toEqual(['second', 'first', '__typename']);
    expect(errors).toEqual([]);
  });

  test('nothing that the engine gives beside it is in it', async () => {
    const { text } = await join('{ person { name } }', {
      tree: { _person: { ...person({ _notes: 'secret' }), k_northRef: 'N-1', northRef: 'N-1' }, extra: 'secret' },
    });
    expect(text).toBe('{"data":{"person":{"name":"Ada Lee"}},"errors":[]}');
  });
});

describe('what is withheld', () => {
  test('is null with an error at its own path, saying which stream and why', async () => {
    const { data, errors } = await join('{ ps: people { n: north { notes level } } }', {
      tree: { _people: [person({ _level: 'LOW' }), person({ _level: 'HIGH' }, 'p2')] },
      withheld: ['North.notes'],
    });
    expect(data).toEqual({ ps: [{ n: { notes: null, level: 'LOW' } }, { n: { notes: null, level: 'HIGH' } }] });
    expect(errors).toEqual(
      [0, 1].map((at) => ({
        message: 'north:North.notes ROLE_NOT_NAMED',
        path: ['ps', at, 'n', 'notes'],
        extensions: { code: REFUSED, stream: 'north:North.notes', reason: 'ROLE_NOT_NAMED' },
      })),
    );
  });

  test('stays null whatever the engine gave', async () => {
    const { text } = await join('{ person { north { notes level } } }', {
      tree: { _person: person({ _notes: 'secret', _level: 'LOW' }) },
      withheld: ['North.notes'],
    });
    expect(text).not.toContain('secret');
  });

  test('where a whole object is, each field is told at its own place in the null', async () => {
    const { data, errors } = await join('{ person { name n: north { plan { due s: step } visits { place } } } }', {
      tree: { _person: person({ _plan: { _due: 'secret' } }) },
      withheld: ['Plan.due', 'Plan.step', 'Visit.place'],
    });
    expect(data).toEqual({ person: { name: 'Ada Lee', n: null } });
    expect(errors).toEqual(
      [
        ['Plan.due', 'plan', 'due'],
        ['Plan.step', 'plan', 's'],
        ['Visit.place', 'visits', 'place'],
      ].map(([coordinate, ...path]) => ({
        message: `north:${coordinate} ROLE_NOT_NAMED`,
        path: ['person', 'n', ...path],
        extensions: { code: REFUSED, stream: `north:${coordinate}`, reason: 'ROLE_NOT_NAMED' },
      })),
    );
  });

  test('about this person alone, the null is told, and each field at its own place in it', async () => {
    const { data, errors } = await join('{ person { name north { notes level plan { step } } } }', {
      tree: { _person: person(undefined) },
      slots: slot({ state: 'pointer', ref: 'N-1' }),
      withheld: ['North.level'],
      happened: cutAtNorth(
        ['North.notes', 'Plan.step'],
        ['North.plan', 'Person.north'],
        [['north:notes', 'CONDITION_NOT_MET']],
      ),
    });
    expect(data).toEqual({ person: { name: 'Ada Lee', north: null } });
    expect(errors.map(({ path, extensions }) => [path, extensions.reason])).toEqual([
      [['person', 'north'], 'CONDITION_NOT_MET'],
      [['person', 'north', 'notes'], 'CONDITION_NOT_MET'],
      [['person', 'north', 'level'], 'ROLE_NOT_NAMED'],
      [['person', 'north', 'plan', 'step'], 'CONDITION_NOT_MET'],
    ]);
  });

  test('an object is told as closed by what is asked in it, and by nothing else that is closed in the record', async () => {
    const { errors } = await join('{ person { north { plan { step } visits { count } } } }', {
      tree: { _person: person({}) },
      slots: slot({ state: 'pointer', ref: 'N-1' }),
      conditional: ['Plan.step', 'North.visits'],
      happened: cutAtNorth(
        ['North.visits', 'Plan.step'],
        ['North.plan'],
        [
          ['north:North.visits', 'FACTS_UNKNOWN'],
          ['north:Plan.step', 'CONDITION_NOT_MET'],
        ],
      ),
    });
    const code = REFUSED;
    expect(errors.map(({ path, extensions }) => [path?.slice(2), extensions])).toEqual([
      [['plan'], { code, stream: 'north:Plan.step', reason: 'CONDITION_NOT_MET' }],
      [['plan', 'step'], { code, stream: 'north:Plan.step', reason: 'CONDITION_NOT_MET' }],
      [['visits'], { code, stream: 'north:North.visits', reason: 'FACTS_UNKNOWN' }],
    ]);
  });

  // The same record twice in one operation: a person, and they again among the members of their family.
  test.each<[string, unknown, unknown, readonly (readonly unknown[])[]]>([
    ['it is shown', { _due: 'May' }, { due: 'May', step: null }, [[['people', 0, 'north', 'plan', 'step'], REFUSED]]],
    ['nothing is held', null, null, []],
    ['an agency failed', faulty('failed'), null, [[['people', 0, 'north', 'plan'], 'AGENCY_UNAVAILABLE']]],
  ])(
    'of an object that has nothing open where one part asks for it, and something where another does: %s',
    async (_what, given, plan, told) => {
      const { data, errors } = await join(
        '{ person { north { plan { step } } } people { north { plan { due step } } } }',
        {
          tree: { _person: person({}), _people: [person({ _plan: given })] },
          slots: slot({ state: 'pointer', ref: 'N-1' }),
          happened: STEP_CLOSED,
        },
      );
      expect(data).toEqual({ person: { north: { plan: null } }, people: [{ north: { plan } }] });
      expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
        [['person', 'north', 'plan'], REFUSED],
        [['person', 'north', 'plan', 'step'], REFUSED],
        ...told,
      ]);
    },
  );

  // A step asks a field of an interface of all its types or of none.
  test('a field that is open, and was left out since it is closed on another type, is told as failed where its agency failed', async () => {
    const { errors } = await join('{ person { north { notes } } people { north { notes } } }', {
      tree: { _person: person({}), _people: [person({ _notes: faulty('failed') })] },
      slots: slot({ state: 'pointer', ref: 'N-1' }),
      happened: cutAtNorth(['Other.notes'], ['North.notes'], [['north:notes', 'CONDITION_NOT_MET']]),
    });
    expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['person', 'north', 'notes'], REFUSED],
      [['people', 0, 'north', 'notes'], 'AGENCY_UNAVAILABLE'],
    ]);
  });

  test('of an object that has nothing open here, it is told where its agency failed too', async () => {
    const { errors } = await join('{ person { north { plan { step } } } }', {
      tree: { _person: person({ _plan: faulty('failed') }) },
      slots: slot({ state: 'pointer', ref: 'N-1' }),
      happened: STEP_CLOSED,
    });
    expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['person', 'north', 'plan'], REFUSED],
      [['person', 'north', 'plan', 'step'], REFUSED],
    ]);
  });
});

describe('where an agency’s part is null', () => {
  const TELLS: readonly (readonly [slot: Slot | null, inTrouble: boolean, told: boolean])[] = [
    // Asked, and it said that there is nothing: whatever it failed at later.
    [{ state: 'pointer', ref: 'N-1' }, true, false],
    [{ state: 'possible' }, true, true],
    [{ state: 'unanswered' }, true, true],
    [{ state: 'nothing' }, true, false],
    [{ state: 'notAsked' }, true, false],
    [{ state: 'pointer', ref: 'N-1' }, false, false],
    [{ state: 'possible' }, false, false],
    [{ state: 'unanswered' }, false, true],
    [{ state: 'nothing' }, false, false],
    [{ state: 'notAsked' }, false, false],
    [null, false, false],
  ];
  test.each(
    TELLS.map(
      ([one, trouble, told]) =>
        [
          one?.state ?? 'not met',
          trouble ? 'failed' : 'did not fail',
          told ? 'unavailable' : 'nothing',
          one,
          trouble,
          told,
        ] as const,
    ),
  )('of a person who is %s there, of an agency that %s: %s', async (_state, _trouble, _told, one, inTrouble, told) => {
    const { data, errors } = await join('{ person { name north { notes } } }', {
      tree: { _person: person(null) },
      slots: one ? slot(one) : {},
      happened: (answers) => inTrouble && answers.trouble('north', 'TIMED_OUT'),
    });
    expect(data).toEqual({ person: { name: 'Ada Lee', north: null } });
    expect(errors.map(({ path, extensions }) => [path, extensions.code, extensions.agency])).toEqual(
      told ? [[['person', 'north'], 'AGENCY_UNAVAILABLE', 'north']] : [],
    );
  });

  test.each<Slot | null>([{ state: 'pointer', ref: 'N-1' }, null])(
    'of an agency that failed: unavailable',
    async (one) => {
      const { errors } = await join('{ person { name north { notes } } }', {
        tree: { _person: person(faulty('failed')) },
        slots: one ? slot(one) : {},
      });
      expect(errors.map(({ path, extensions }) => [path, extensions.code, extensions.agency])).toEqual([
        [['person', 'north'], 'AGENCY_UNAVAILABLE', 'north'],
      ]);
    },
  );

  test('a null inside a record that did arrive is nothing held, whatever failed later', async () => {
    const { errors } = await join('{ person { north { notes } } }', {
      tree: { _person: person({ _notes: null }) },
      slots: slot({ state: 'pointer', ref: 'N-1' }),
      happened: (answers) => answers.trouble('north', 'TIMED_OUT'),
    });
    expect(errors).toEqual([]);
  });

  test('places of an agency that failed are unavailable, not none', async () => {
    const { errors } = await join('{ centres { name } }', { tree: { _centres: faulty('failed') } });
    expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['centres'], 'AGENCY_UNAVAILABLE'],
    ]);
  });

  test.each([
    ['refused', REFUSED, { reason: 'REFUSED_BY_AGENCY' }],
    ['failed', 'AGENCY_UNAVAILABLE', {}],
    ['malformed', 'ANSWER_MALFORMED', {}],
  ] as const)('because it %s one field, that field says so and its neighbours do not', async (fault, code, more) => {
    const { data, errors } = await join('{ person { north { n: notes level } } }', {
      tree: { _person: person({ _notes: faulty(fault), _level: null }) },
    });
    expect(data).toEqual({ person: { north: { n: null, level: null } } });
    expect(errors).toEqual([
      { message: expect.any(String), path: ['person', 'north', 'n'], extensions: { code, agency: 'north', ...more } },
    ]);
  });

  test('because one item of a list failed, that item says so and its neighbours do not', async () => {
    const { data, errors } = await join('{ person { north { maybe { place } } } }', {
      tree: { _person: person({ _maybe: [null, faulty('failed'), { _place: 'x' }] }) },
    });
    expect(data).toEqual({ person: { north: { maybe: [null, null, { place: 'x' }] } } });
    expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['person', 'north', 'maybe', 1], 'AGENCY_UNAVAILABLE'],
    ]);
  });

  test.each<[string, readonly (string | number)[], readonly (string | number)[]]>([
    ['a field that may not be null', ['_visits', 3, '_count'], ['v', 3, 'c']],
    ['a field that was not asked for', ['_visits', 3, '_secret'], ['v', 3]],
    ['a fraction of an item', ['_visits', 1.5, '_count'], ['v']],
    ['an item that no list has', ['_visits', 9_993_500_267, '_count'], ['v']],
    ['a text where an item should be', ['_visits', 'x', '_count'], ['v']],
    ['an item where there is no list', [2], []],
  ])('because %s further in failed, it is told there, as far down as it was asked', async (_what, path, place) => {
    const { data, errors } = await join('{ person { n: north { v: visits { c: count } } } }', {
      tree: { _person: person(faulty('failed', 'north', path)) },
    });
    expect(data).toEqual({ person: { n: null } });
    expect(errors.map((one) => one.path)).toEqual([['person', 'n', ...place]]);
  });

  test.each<[string, Slot, Slot, boolean, string[]]>([
    [
      'the other had not answered',
      { state: 'pointer', ref: 'S-1' },
      { state: 'unanswered' },
      false,
      ['north', 'north'],
    ],
    ['the other holds nothing', { state: 'pointer', ref: 'S-1' }, { state: 'nothing' }, true, []],
    ['nothing is missing', { state: 'pointer', ref: 'S-1' }, { state: 'pointer', ref: 'N-1' }, false, []],
    [
      'it holds nothing itself, and the other is down',
      { state: 'nothing' },
      { state: 'pointer', ref: 'N-1' },
      true,
      ['north'],
    ],
  ])(
    'a part that is made from another agency’s is never "nothing held" for want of that: %s',
    async (_when, south, north, down, told) => {
      const { errors } = await join('{ person { north { level } south { score } } }', {
        tree: { _person: person(down && north.state === 'pointer' ? faulty('failed') : null) },
        slots: {
          p1: new Map([
            ['south', south],
            ['north', north],
          ]),
        },
        happened: (answers) => down && answers.trouble('north', 'UNREACHABLE'),
      });
      expect(errors.map(({ extensions }) => extensions.agency)).toEqual(told);
    },
  );
});

describe('how each agency answered', () => {
  const answers = [
    { k_agency: 'north', _agency: 'north', _status: 'ANSWERED' },
    { k_agency: 'south', _agency: 'south', _status: 'NOTHING_HELD' },
    { k_agency: 'east', _agency: 'east', _status: 'WITHHELD' },
  ];
  test('an agency that failed later in the operation has not answered; one that was not asked stays withheld', async () => {
    const { data } = await join('{ person { answers { s: status } } }', {
      tree: { _person: { k_id: 'p1', _answers: answers } },
      happened: (record) => {
        for (const agency of ['north', 'east']) record.trouble(agency, 'TIMED_OUT');
      },
    });
    expect(data).toEqual({ person: { answers: [{ s: 'UNAVAILABLE' }, { s: 'NOTHING_HELD' }, { s: 'WITHHELD' }] } });
  });
});

describe('a value that is not of its type', () => {
  const SECRET = '14 Elm Road';
  test.each([
    [
      'an enum',
      '{ person { north { level notes } } }',
      { _level: SECRET, _notes: 'n' },
      { person: { north: { level: null, notes: 'n' } } },
      ['person', 'north', 'level'],
    ],
    [
      'a number, which nulls the list that may not hold a null',
      '{ person { north { notes visits { count } } } }',
      { _notes: 'n', _visits: [{ _count: SECRET }] },
      { person: { north: { notes: 'n', visits: null } } },
      ['person', 'north', 'visits', 0, 'count'],
    ],
    [
      'text',
      '{ person { north { notes } } }',
      { _notes: { secret: SECRET } },
      { person: { north: { notes: null } } },
      ['person', 'north', 'notes'],
    ],
    [
      'a list',
      '{ person { north { visits { count } } } }',
      { _visits: SECRET },
      { person: { north: { visits: null } } },
      ['person', 'north', 'visits'],
    ],
  ])('never shows: %s', async (_what, query, north, data, path) => {
    const answer = await join(query, { tree: { _person: person(north) } });
    expect(answer.data).toEqual(data);
    expect(answer.errors).toEqual([
      { message: 'This part of an answer was not of the form agreed.', path, extensions: { code: 'ANSWER_MALFORMED' } },
    ]);
    expect(answer.text).not.toContain(SECRET);
  });

  test('a null where none may be goes up to the nearest place that may hold one', async () => {
    const { data, errors } = await join('{ people { name north { visits { count place } } } }', {
      tree: {
        _people: [
          person({ _visits: [{ _count: null, _place: 'x' }] }),
          person({ _visits: [{ _count: 1, _place: 'y' }] }, 'p2'),
        ],
      },
    });
    expect(data).toEqual({
      people: [
        { name: 'Ada Lee', north: { visits: null } },
        { name: 'Ada Lee', north: { visits: [{ count: 1, place: 'y' }] } },
      ],
    });
    expect(errors.map(({ path }) => path)).toEqual([['people', 0, 'north', 'visits', 0, 'count']]);
  });
});

describe('a fault of the gateway itself', () => {
  const at = (fault: unknown) =>
    join('{ person { name } }', { tree: { _person: FaultyNull.for({ kind: 'own', fault }) } });
  test.each([
    [
      'that the requester can act on is told in its own words',
      new FamilyViewError('Find the person again.', { code: 'ID_EXPIRED', httpStatus: 400 }),
      'Find the person again.',
      'ID_EXPIRED',
    ],
    [
      'of ours is told as ours, and not in its words',
      new FamilyViewError('N-1 is too long', { code: 'POINTER_TOO_LONG' }),
      'The gateway could not do this. It is our fault, not a refusal.',
      'OUR_FAULT',
    ],
    [
      'that nobody foresaw is told as ours',
      new TypeError('cannot read 14 Elm Road'),
      'The gateway could not do this. It is our fault, not a refusal.',
      'OUR_FAULT',
    ],
    [
      'about a value that an agency gave is told without the value',
      new GraphQLError('Enum "LifeState" cannot represent value: "14 Elm Road"'),
      'This part of an answer was not of the form agreed.',
      'ANSWER_MALFORMED',
    ],
  ])('%s', async (_what, fault, message, code) => {
    const { data, errors } = await at(fault);
    expect(data).toEqual({ person: null });
    expect(errors).toEqual([{ message, path: ['person'], extensions: { code } }]);
  });
});

describe('whatever a client calls a field', () => {
  test('a field that is called like what objects inherit from is a field', async () => {
    const { text } = await join('{ __proto__: person { constructor: name __proto__: id toString: __typename } }', {
      tree: { _person: person(null) },
    });
    expect(text).toBe(
      '{"data":{"__proto__":{"constructor":"Ada Lee","__proto__":"p1","toString":"Person"}},"errors":[]}',
    );
  });

  test('what asks about the schema keeps its place, and is told elsewhere', async () => {
    const { data } = await join(
      '{ __schema { queryType { name } } person { name } me: __type(name: "Person") { name } }',
      {
        tree: { _person: person(null) },
      },
    );
    expect(JSON.stringify(data)).toBe('{"__schema":null,"person":{"name":"Ada Lee"},"me":null}');
  });
});

test('a list in the place of a record is nobody’s record: nothing of it was refused', async () => {
  const { data, errors } = await join('{ person { north { notes level } } }', {
    tree: { _person: person([]) },
    slots: slot({ state: 'pointer', ref: 'N-1' }),
    happened: NOTES_CLOSED,
  });
  expect(data).toEqual({ person: { north: { notes: null, level: null } } });
  expect(errors).toEqual([]);
});

test('a shape that is kept answers each by their own record, and by nothing of the first', async () => {
  const document = parse(
    'query ($n: Boolean!, $id: PersonID) { person(id: $id) { name @include(if: $n) north { notes } } }',
  );
  const operation = document.definitions[0] as OperationDefinitionNode;
  const decide = (): FieldDecision => ({ kind: 'granted', streams: [] });
  const asked = { schema, document, operation, decide, variables: { n: true } };
  const narrowed = narrow({ ...asked, maxSelections: 100 });
  const shape = compileShape({ ...asked, narrowed, owners: OWNERS });
  const key = narrowed.keyOf(
    operation.selectionSet.selections[0] as FieldNode,
    schema.getQueryType()!.getFields().person!,
    schema.getQueryType()!,
  );
  const answerTo = (id: string, refuse: boolean) => {
    const answers = new OperationAnswers();
    if (refuse) NOTES_CLOSED(answers);
    const shaping = { answers, variables: { n: true, id }, slotsOf: () => slot({ state: 'pointer', ref: 'N-1' }).p1 };
    return JSON.stringify(
      shapeAnswer(
        shape,
        { ...shaping, sentence: (stream) => String(stream) },
        { [key]: { ...person({ _notes: `of ${id}` }, id) } },
      ).data,
    );
  };
  expect(answerTo('p1', true)).toBe('{"person":{"name":"Ada Lee","north":{"notes":null}}}');
  expect(answerTo('p2', false)).toBe('{"person":{"name":"Ada Lee","north":{"notes":"of p2"}}}');
  expect(answerTo('p1', true)).toBe('{"person":{"name":"Ada Lee","north":{"notes":null}}}');
});
