import { buildSchema, type OperationDefinitionNode, parse } from 'graphql';
import { joinAnswer } from '../execution/join-answer';
import { OperationAnswers } from '../notices/answer-record';
import type { FieldDecision } from '../policy/decide/field-decisions';
import { narrow } from './narrow';

const schema = buildSchema(`
  type Query { children(dateOfBirth: String, where: Filter, orderBy: [Order!], first: Int): Children visits(outcome: String): [Visit!] }
  input Filter { postcode: String and: [Filter!] }
  enum Order { DATE_OF_BIRTH NAME }
  type Children { nodes: [Child!] }
  type Child { name: String dateOfBirth: String postcode: String }
  type Visit { outcome: String date: String }
`);

const narrowed = (text: string, decisions: Readonly<Record<string, FieldDecision>>, argumentsAreOpen = false) => {
  const document = parse(text);
  return narrow({
    schema,
    document,
    operation: document.definitions[0] as OperationDefinitionNode,
    variables: {},
    decide: (coordinate) => decisions[coordinate] ?? { kind: 'granted', streams: ['a:all'] },
    maxSelections: 100,
    argumentsAreOpen,
  });
};
const CLOSED: FieldDecision = { kind: 'withheld', stream: 'a:closed', reason: 'ROLE_NOT_NAMED', clause: null };
const CONDITIONAL: FieldDecision = { kind: 'conditional', streams: ['a:closed'], alternatives: [['a:closed']] };
const MASKED: FieldDecision = { kind: 'granted', streams: ['a:closed'], masked: true };

test.each([
  ['an argument called like the field', 'children(dateOfBirth: "2019-01-01")', 'Child.dateOfBirth'],
  ['an argument of a list without a connection', 'visits(outcome: "NO_ACCESS")', 'Visit.outcome'],
  ['a field of an input object', 'children(where: { postcode: "ZB1" })', 'Child.postcode'],
  ['one deep in an input object', 'children(where: { and: [{ and: [{ postcode: "ZB1" }] }] })', 'Child.postcode'],
  ['an order', 'children(orderBy: [NAME, DATE_OF_BIRTH])', 'Child.dateOfBirth'],
  ['an input object in a variable, which may name any', 'children(where: $w)', 'Child.postcode'],
  ['an order in a variable', 'children(orderBy: $o)', 'Child.dateOfBirth'],
])('by %s, a list is asked for only with a right to the field itself', (_what, field, coordinate) => {
  const below = field.startsWith('visits') ? '{ date }' : '{ nodes { name } }';
  const text = `query ($w: Filter, $o: [Order!]) { ${field} ${below} }`;
  for (const decision of [CLOSED, CONDITIONAL, MASKED]) {
    const { document, withheld } = narrowed(text, { [coordinate]: decision });
    expect(document).toBeNull();
    expect(withheld).toMatchObject([{ stream: 'a:closed' }]);
  }
  expect(narrowed(text, {}).document).not.toBeNull();
  expect(narrowed(text, { [coordinate]: CLOSED }, true).document).not.toBeNull();
});

test('an argument that looks at no closed field is let be', () => {
  const all = { 'Child.dateOfBirth': CLOSED, 'Child.postcode': CLOSED };
  expect(
    narrowed('{ children(first: 3, orderBy: [NAME], where: {}) { nodes { name } } }', all).document,
  ).not.toBeNull();
});

test('the refusal is told where it was asked, and the same field asked otherwise is answered', async () => {
  const text = '{ byBirth: children(dateOfBirth: "2019-01-01") { nodes { name } } all: children { nodes { name } } }';
  const document = parse(text);
  const decide = (coordinate: string): FieldDecision =>
    coordinate === 'Child.dateOfBirth' ? CLOSED : { kind: 'granted', streams: ['a:all'] };
  const narrowedBoth = narrowed(text, { 'Child.dateOfBirth': CLOSED });
  const answer = await joinAnswer(
    {
      schema,
      document,
      operation: document.definitions[0] as OperationDefinitionNode,
      variables: {},
      narrowed: narrowedBoth,
      decide,
      owners: new Map(),
      answers: new OperationAnswers(),
      slotsOf: () => undefined,
      sentence: (stream, reason) => `${stream} ${reason}`,
    },
    { _children: { _nodes: [{ _name: 'Anna' }] } },
  );
  expect(answer.data).toEqual({ byBirth: null, all: { nodes: [{ name: 'Anna' }] } });
  expect(answer.errors).toMatchObject([{ path: ['byBirth'], message: 'a:closed ROLE_NOT_NAMED' }]);
});
