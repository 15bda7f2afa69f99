import { buildSchema, getVariableValues, type OperationDefinitionNode, parse, print, validate } from 'graphql';
import { liftLiterals } from './lift-literals';

const schema = buildSchema(`
  scalar Date
  enum Order { DATE_OF_BIRTH NAME }
  input Search { familyName: String! dateOfBirth: Date numbers: [Int!] not: [Search!] order: Order known: Boolean }
  type Query {
    find(by: Search!, first: Int = 20): [Person]
    person(id: ID!): Person
    among(ids: [ID!], share: Float): [Person]
  }
  type Person { id: ID! name(short: Boolean, at: Date): String }
`);

function lift(text: string, at = 0, sent: Readonly<Record<string, unknown>> = {}) {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const operation = document.definitions[at] as OperationDefinitionNode;
  const { document: lifted, values } = liftLiterals(schema, document, operation);
  expect(validate(schema, lifted)).toEqual([]);
  const { variableDefinitions } = lifted.definitions.find(
    (one): one is OperationDefinitionNode => one.kind === 'OperationDefinition',
  )!;
  const { coerced, errors } = getVariableValues(schema, variableDefinitions ?? [], { ...sent, ...values });
  expect(errors).toBeUndefined();
  return { text: print(lifted).replace(/\s+/g, ' '), values: { ...values }, coerced };
}

test('two texts that differ in their texts and numbers alone are one operation', () => {
  const one = lift('{ find(by: {familyName: "Okafor", dateOfBirth: "2017-03-22"}, first: 5) { id } }');
  const other = lift('query {find(first:7, by:{familyName:"Hartley",dateOfBirth:"2016-01-01"}){id}}');
  expect(one.values).toEqual({ l0: 'Okafor', l1: '2017-03-22', l2: 5 });
  expect(other.values).toEqual({ l0: 7, l1: 'Hartley', l2: '2016-01-01' });
  const third = lift('{ find(by: {familyName: "Pryce", dateOfBirth: "2019-11-28"}, first: 50) { id } }');
  expect(third.text).toBe(one.text);
});

test('the names in an argument, its enum values, and what is or is not there stay in the text: rights depend on them', () => {
  const { text, values } = lift(
    '{ find(by: {familyName: "A", order: DATE_OF_BIRTH, known: true, dateOfBirth: null, not: [{familyName: "B", numbers: [1, 2]}]}) { name(short: true) @include(if: true) } }',
  );
  expect(text).toContain(
    'by: {familyName: $l0, order: DATE_OF_BIRTH, known: true, dateOfBirth: null, not: [{familyName: $l1, numbers: $l2}]}',
  );
  expect(text).toContain('name(short: true) @include(if: true)');
  expect(values).toEqual({ l0: 'A', l1: 'B', l2: [1, 2] });
});

test('an id that is written as a number keeps every figure of it, as a literal does (GraphQL 3.5.5)', () => {
  const { values, coerced } = lift(
    '{ person(id: 12345678901234567890) { id } among(ids: [007, 1]) { id } }'.replace('007', '7'),
  );
  expect(values).toEqual({ l0: '12345678901234567890', l1: ['7', '1'] });
  expect(coerced).toEqual(values);
});

test('equal literals of one type are one variable, so that fields which could be one stay one', () => {
  const { text, values } = lift('{ a: person(id: "1") { id } a: person(id: "1") { name } b: person(id: "2") { id } }');
  expect(values).toEqual({ l0: '1', l1: '2' });
  expect(text.match(/\$l0\)/g)).toHaveLength(2);
});

test("a client's own variables keep their names and values, whatever they are called, and what it sends besides is not read", () => {
  const { text, values, coerced } = lift('query ($l0: ID!) { person(id: $l0) { name(at: "2026-01-01") } }', 0, {
    l0: 'sent',
    l1: '1999-09-09',
  });
  expect(coerced).toEqual({ l0: 'sent', l1: '2026-01-01' });
  expect(text).toBe('query ($l0: ID!, $l1: Date) { person(id: $l0) { name(at: $l1) } }');
  expect(values).toEqual({ l1: '2026-01-01' });
});

test('in fragments too; and the other operations of the document have no part in it', () => {
  const { text, values } = lift(
    'query One { person(id: "1") { id } } query Two { person(id: "2") { ...Named } } fragment Named on Person { name(at: "2026-01-01") }',
    1,
  );
  expect(text).toBe(
    'query Two($l0: ID!, $l1: Date) { person(id: $l0) { ...Named } } fragment Named on Person { name(at: $l1) }',
  );
  expect(values).toEqual({ l0: '2', l1: '2026-01-01' });
});
