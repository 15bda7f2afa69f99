import { buildSchema, type DocumentNode, parse, visit } from 'graphql';
import { faultsIn, withNulls } from '../fixtures/faults-in';
import { checkShape, type Shown, selectionsOf } from './check-shape';

const schema = buildSchema('type Query { person: Person } type Person { name: String notes: String }');

test('what a step asks is read of that step alone, though its text shares parts with another', () => {
  const whole = parse('{ person { ...All } } fragment All on Person { name notes }', { noLocation: true });
  const cut: DocumentNode = visit(whole, { Field: ({ name }) => (name.value === 'notes' ? null : undefined) });
  const answered = (document: DocumentNode) =>
    checkShape({ schema, document, agency: 'north' }, schema.getQueryType()!, selectionsOf(document), {
      person: { name: 'Ada Lee', notes: 'secret' },
    });
  expect(selectionsOf(cut)).toBe(selectionsOf(whole));
  expect(answered(whole)).toEqual({ person: { name: 'Ada Lee', notes: 'secret' } });
  expect(answered(cut)).toEqual({ person: { name: 'Ada Lee' } });
});

describe('what an answer holds', () => {
  const rich = buildSchema(`
    type Query { person: Person }
    type Person { name: String! age: Int visits: [Visit] sure: [Visit!] near: [[Int!]!] place: Place }
    type Visit { date: String! notes: String }
    interface Place { name: String }
    type Home implements Place { name: String floor: Int! }
    type Centre implements Place { name: String }
  `);
  const document = parse(
    '{ person { name age visits { date notes } sure { date } near place { __typename name ... on Home { floor } } } }',
  );
  const check = (person: unknown, shown?: Shown) => {
    const given = { person };
    const expected = { schema: rich, document, agency: 'north', shown };
    const made = checkShape(expected, rich.getQueryType()!, selectionsOf(document), given);
    return { given, made, kept: withNulls(made), told: faultsIn(made) };
  };
  const WHOLE = {
    name: 'Ada Lee',
    age: 7,
    visits: [{ date: '2026-01-02', notes: null }, null],
    sure: [{ date: '2026-01-02' }],
    near: [[1], []],
    place: { __typename: 'Home', name: 'Hill', floor: 2 },
  };

  test('just as it was asked for, it is not copied', () => {
    const { given, made, kept, told } = check(structuredClone(WHOLE));
    expect(made).toBe(given);
    expect(kept).toEqual({ person: WHOLE });
    expect(told).toEqual([]);
  });

  test('what was not asked for is left out, wherever it stands', () => {
    const more = JSON.parse(
      JSON.stringify(WHOLE).replaceAll('{', '{"__id":"p1.another","__proto__":{"x":1},"ref":"N-9",'),
    ) as object;
    expect(check(more).kept).toEqual({ person: WHOLE });
    expect(JSON.stringify(check(more).kept)).not.toMatch(/another|N-9|"x"/);
  });

  test.each<[string, object, object | null, string[]]>([
    ['a leaf of another type', { age: '7' }, { age: null }, ['person.age malformed']],
    ['a leaf that is not there', { age: undefined }, { age: null }, ['person.age malformed']],
    ['null where none may be', { name: null }, null, ['person/name malformed']],
    [
      'null in an object of a list',
      { visits: [{ date: null, notes: 'x' }, WHOLE.visits[0]] },
      { visits: [null, WHOLE.visits[0]] },
      ['person.visits.0/date malformed'],
    ],
    [
      'a malformed member of a list',
      { visits: [WHOLE.visits[0], 7] },
      { visits: [WHOLE.visits[0], null] },
      ['person.visits.1 malformed'],
    ],
    [
      'a list of which no member may be null',
      { sure: [{ date: 'x' }, { date: 1 }] },
      { sure: null },
      ['person.sure/1.date malformed'],
    ],
    ['a member of another type', { near: [[1], ['2']] }, { near: null }, ['person.near/1.0 malformed']],
    ['an object for a list', { visits: {} }, { visits: null }, ['person.visits malformed']],
    [
      'a type that cannot stand there',
      { place: { __typename: 'Person', name: 'x' } },
      { place: null },
      ['person.place malformed'],
    ],
    [
      'another type that can',
      { place: { __typename: 'Centre', name: 'x', floor: 3 } },
      { place: { __typename: 'Centre', name: 'x' } },
      [],
    ],
  ])('%s', (_, changed, kept, told) => {
    const given = { ...structuredClone(WHOLE), ...changed };
    const found = check(given);
    expect(found.kept).toEqual({ person: kept && { ...WHOLE, ...kept } });
    expect(found.told).toEqual(told);
  });

  test('what is shown changed is changed in a copy, and told of by its place', () => {
    const masks: unknown[] = [];
    const shown: Shown = {
      transformsAt: (coordinate) => (coordinate === 'Visit.date' ? [{ others: 'RECORDED' }] : null),
      onMask: (path, coordinate, mask, recorded) => void masks.push([path, coordinate, mask, recorded]),
    };
    const { given, kept, told } = check(structuredClone(WHOLE), shown);
    expect(kept).toEqual({ person: { ...WHOLE, visits: [{ date: null, notes: null }, null], sure: [{ date: null }] } });
    expect(given).toEqual({ person: WHOLE });
    expect(masks).toEqual([
      ['person.visits.0.date', 'Visit.date', 'RECORDED', true],
      ['person.sure.0.date', 'Visit.date', 'RECORDED', true],
    ]);
    expect(told).toEqual([]);
  });
});

test.each([
  ['a Float beyond all (GraphQL, section 3.5.2)', '{"weight":1e400}', 'weight'],
  ['a scalar of our own beyond all', '{"day":1e400}', 'day'],
  ['a day that is none', '{"day":"2026-02-30"}', 'day'],
  ['a day in words', '{"day":"yesterday"}', 'day'],
  ['a day as a number', '{"day":20260203}', 'day'],
  ['a day as a yes', '{"day":true}', 'day'],
  ['an instant without a time zone', '{"at":"2026-02-03T10:00:00"}', 'at'],
  ['an instant that is none', '{"at":"2026-13-03T10:00:00Z"}', 'at'],
  ['an id that lost its last figures in reading', '{"ref":9007199254740993}', 'ref'],
])(
  '%s is malformed: it would be told as null, as another, or as it is, of no form that was agreed',
  (_, json, field) => {
    const numbers = buildSchema(
      'type Query { person: Person } type Person { weight: Float day: Date at: DateTime ref: ID } scalar Date scalar DateTime',
    );
    const document = parse(`{ person { ${field} } }`);
    const given = { person: JSON.parse(json) };
    const made = checkShape(
      { schema: numbers, document, agency: 'north' },
      numbers.getQueryType()!,
      selectionsOf(document),
      given,
    );
    expect(faultsIn(made)).toEqual([`person.${field} malformed`]);
  },
);

test.each([
  ['day', '2024-02-29'],
  ['at', '2026-02-03T10:00:00Z'],
  ['at', '2026-02-03T10:00:00.000+01:00'],
])('a %s of the form agreed is told: %s', (field, value) => {
  const schema = buildSchema('type Query { day: Date at: DateTime } scalar Date scalar DateTime');
  const document = parse(`{ ${field} }`);
  const expected = { schema, document, agency: 'north' };
  expect(checkShape(expected, schema.getQueryType()!, selectionsOf(document), { [field]: value })).toEqual({
    [field]: value,
  });
});
