import { buildSchema, type OperationDefinitionNode, parse, print } from 'graphql';
import { narrow } from '../authorize/narrow';
import type { PersonSlots } from '../linkage/types';
import { OperationAnswers } from '../notices/answer-record';
import { decideFields, requireFields } from '../policy/decide/field-decisions';
import { byStreams } from '../policy/decide/rule-reading';
import type { Rule } from '../policy/read/read-rules';
import type { Decision } from '../policy/types';
import { joinAnswer, REFUSED } from './join-answer';

const schema = buildSchema(`
  scalar PersonID
  type Query { person: Person }
  type Person { id: PersonID!  home: Home }
  type Home { street: String  matters: [Matter]  newest: Matter  entry: Entry  certain: [Entry!] }
  union Matter = Repair | Arrears
  interface Entry { day: String }
  type Repair implements Entry { day: String  job: String }
  type Arrears implements Entry { day: String  pounds: Int }
`);
const policy = (stream: string): Rule => ({ policies: [[stream]], scopes: null, authenticated: false });
const RULES = new Map([
  ['Home.street', policy('north:street')],
  ['Repair', policy('north:repairs')],
  ['Arrears', policy('north:arrears')],
]);
const requirements = requireFields(schema, { rules: RULES, owners: new Map(), sdl: '' }, () => undefined, byStreams);

const repair = { k_typename: 'Repair', _day: '1 May', _job: 'roof' };
const arrears = { k_typename: 'Arrears', _day: '2 May', _pounds: 90 };
/** A tree as the engine gives it: under whatever keys narrowing chose. */
function treeFor(text: string, home: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const keyed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(keyed);
    if (typeof value !== 'object' || value === null) return value;
    const from = value as Record<string, unknown>;
    const found: Record<string, unknown> = { ...from };
    for (const [, key, name] of text.matchAll(/(_\w+): (\w+)/g))
      if (`_${name}` in from) found[key!] = keyed(from[`_${name}`]);
    return found;
  };
  return keyed({ _person: { k_id: 'p1', _home: { _street: 'Mill Road', ...home } } }) as Record<string, unknown>;
}

const REPAIRS = ['north:street', 'north:repairs'];
function ask(
  query: string,
  home: Readonly<Record<string, unknown>>,
  { holds = REPAIRS, needs = [] as readonly string[], cut = [] as readonly string[] } = {},
) {
  const document = parse(query);
  const operation = document.definitions[0] as OperationDefinitionNode;
  const decide = decideFields(schema, requirements, {
    decide: (stream): Decision =>
      holds.includes(stream)
        ? { kind: 'granted', clause: 'A' }
        : needs.includes(stream)
          ? { kind: 'needs', stream, clause: 'B', facts: [] }
          : { kind: 'withheld', stream, reason: 'ROLE_NOT_NAMED', clause: null },
  });
  const narrowed = narrow({ schema, document, operation, variables: {}, decide, maxSelections: 100 });
  const text = narrowed.document ? print(narrowed.document) : '';
  const answers = new OperationAnswers();
  if (cut.length > 0)
    answers.cut('north', 'N1', { closed: cut, emptied: [] }, new Map([['north:arrears', 'CONDITION_NOT_MET']]));
  const slots: PersonSlots = new Map([['north', { state: 'pointer', ref: 'N1' } as const]]);
  const { data, errors = [] } = joinAnswer(
    {
      ...{ schema, document, operation, variables: {}, narrowed, decide, answers },
      owners: new Map([['Person.home', ['north']]]),
      slotsOf: () => slots,
      sentence: (stream, reason) => `${stream} ${reason}`,
    },
    treeFor(text, home),
  );
  const shown = JSON.parse(JSON.stringify(data)) as { person: { home: Record<string, unknown> | null } | null };
  const told = narrowed.withheld.map(({ coordinate }) => coordinate);
  return {
    home: shown.person?.home,
    errors: errors.map(({ path, extensions: { code } }) => [path?.join('.'), code]),
    told,
    text,
    asked: narrowed.asked,
  };
}

// Issue 14, A.10: the item is left out of a list, a single one is null, and the notice goes by what could stand there.
describe('an object of a type that is closed by a rule of its own', () => {
  test.each([
    ['asked by its type alone', '__typename', [{ __typename: 'Repair' }]],
    ['asked beside the open one', '... on Repair { job } ... on Arrears { pounds }', [{ job: 'roof' }]],
    ['asked for nothing at all', '... on Repair { job }', [{ job: 'roof' }]],
  ])('is left out of a list, %s', (_how, selection, expected) => {
    const { home, errors, told, text } = ask(`{ person { home { matters { ${selection} } } } }`, {
      _matters: [arrears, repair, arrears],
    });
    expect({ home, errors }).toEqual({ home: { matters: expected }, errors: [] });
    expect(told).toContain('Arrears');
    expect(text).not.toMatch(/Arrears|pounds/);
  });

  test('is null where a single one stands, as where none does', () => {
    const query = '{ person { home { newest { __typename ... on Repair { job } } entry { day } } } }';
    const closed = ask(query, { _newest: arrears, _entry: arrears });
    const none = ask(query, { _newest: null, _entry: null });
    expect(closed).toEqual(none);
    expect(closed).toMatchObject({ home: { newest: null, entry: null }, errors: [], told: ['Arrears', 'Arrears.day'] });
    expect(ask(query, { _newest: repair, _entry: repair }).home).toEqual({
      newest: { __typename: 'Repair', job: 'roof' },
      entry: { day: '1 May' },
    });
  });

  test('is told alike whether or not any stands there, and moves the place of no other', () => {
    const query = '{ person { home { certain { day ... on Repair { job } } } } }';
    const some = ask(query, { _certain: [arrears, { ...repair, _job: [] }] });
    const none = ask(query, { _certain: [{ ...repair, _job: [] }] });
    expect(some).toEqual(none);
    expect(some.errors).toEqual([['person.home.certain.0.job', 'ANSWER_MALFORMED']]);
  });

  test('leaves nothing to ask where it is all that was asked of the place, or all that can stand there', () => {
    const only = ask('{ person { home { street matters { ... on Arrears { pounds } } } } }', {});
    expect(only).toMatchObject({
      home: { street: 'Mill Road', matters: null },
      errors: [['person.home.matters.pounds', REFUSED]],
    });
    const all = ask('{ person { home { street matters { __typename } } } }', {}, { holds: ['north:street'] });
    expect(all).toMatchObject({
      home: { street: 'Mill Road', matters: null },
      errors: [['person.home.matters', REFUSED]],
    });
    for (const { text } of [only, all]) expect(text).not.toContain('matters');
  });

  test('is shown to who holds its stream, which is needed though nothing but its type is asked', () => {
    const holds = [...REPAIRS, 'north:arrears'];
    const { home, told, asked } = ask(
      '{ person { home { matters { __typename } } } }',
      { _matters: [arrears] },
      { holds },
    );
    expect({ home, told }).toEqual({ home: { matters: [{ __typename: 'Arrears' }] }, told: [] });
    expect(asked.get('Arrears')).toEqual(['north:arrears']);
  });

  test('is left out of the one record where facts close its type, and of no other', () => {
    const query = '{ person { home { matters { __typename ... on Arrears { pounds } } newest { __typename } } } }';
    const home = { _matters: [repair, arrears], _newest: arrears };
    const under = { needs: ['north:arrears'] };
    expect(ask(query, home, under).home).toEqual({
      matters: [{ __typename: 'Repair' }, { __typename: 'Arrears', pounds: 90 }],
      newest: { __typename: 'Arrears' },
    });
    const cut = ask(query, home, { ...under, cut: ['Arrears', 'Arrears.pounds'] });
    expect(cut).toMatchObject({ home: { matters: [{ __typename: 'Repair' }], newest: null }, errors: [] });
  });
});
