import { buildSchema, type OperationDefinitionNode, parse } from 'graphql';
import { QUERY_COST_LIMITS, withinQueryCost } from './query-cost';

const schema = buildSchema(`
  type Query { explain(fields: [String!]!): [Person] people(first: Int = 20, after: String): Page }
  type Page { nodes: [Person] }
  type Person { id: ID friends(first: Int): Page }
`);
const answered = { data: {} };

function ask(text: string, variables: Readonly<Record<string, unknown>> = {}, values = 1_000) {
  const document = parse(text);
  const operation = document.definitions[0] as OperationDefinitionNode;
  const weigh = withinQueryCost(schema, async () => answered, { ...QUERY_COST_LIMITS, values });
  return weigh({ document, operation, operationName: null, hash: '', form: '', variables });
}

const FRIENDS = 'nodes { friends(first: 50) { nodes { id } } }';
const wait = (asked: Promise<unknown>) => asked.catch((fault: unknown) => String(fault));

test('a page is as long as it is written, sent, or declared by a variable or by the schema: the same refusal', async () => {
  const refusal = await wait(ask(`{ people(first: 50) { ${FRIENDS} } }`));
  expect(refusal).toMatch(/values, by the length of its lists; at most 1000/);
  expect(await wait(ask(`query ($n: Int) { people(first: $n) { ${FRIENDS} } }`, { n: 50 }))).toBe(refusal);
  expect(await wait(ask(`query ($n: Int = 50) { people(first: $n) { ${FRIENDS} } }`))).toBe(refusal);
  expect(await wait(ask(`query ($n: Int = 50) { people(first: $n) { ${FRIENDS} } }`, { n: 1 }))).toEqual(answered);
});

test.each([
  ['left out', '{ people { nodes { id } } }', {}],
  ['a variable that is not sent', 'query ($n: Int) { people(first: $n) { nodes { id } } }', {}],
  ['null', '{ people(first: null) { nodes { id } } }', {}],
  ['sent as null', 'query ($n: Int) { people(first: $n) { nodes { id } } }', { n: null }],
])('%s is a page as the schema has it', async (_way, text, variables) => {
  expect(await wait(ask(text, variables, 22))).toEqual(answered);
  expect(await wait(ask(text, variables, 21))).toMatch(/has 22 values/);
});

test('the same operation with longer pages is weighed again', async () => {
  const document = parse(`query ($n: Int) { people(first: $n) { ${FRIENDS} } }`);
  const operation = document.definitions[0] as OperationDefinitionNode;
  const weigh = withinQueryCost(schema, async () => answered, { ...QUERY_COST_LIMITS, values: 1_000 });
  const asking = (n: number) =>
    wait(weigh({ document, operation, operationName: null, hash: '', form: '', variables: { n } }));
  expect(await asking(2)).toEqual(answered);
  expect(await asking(50)).toMatch(/by the length of its lists/);
  expect(await asking(2)).toEqual(answered);
});

test('what is to be explained weighs as much as it has different names, written or sent; a name twice is one', async () => {
  const names = Array.from({ length: 50 }, (_, at) => `Person.f${at}`);
  const written = `{ explain(fields: ${JSON.stringify(names)}) { id } }`;
  expect(await wait(ask(written, {}, 51))).toEqual(answered);
  expect(await wait(ask(written, {}, 50))).toMatch(/has 51 values/);
  const sent = 'query ($f: [String!]!) { explain(fields: $f) { id } }';
  expect(await wait(ask(sent, { f: names }, 50))).toMatch(/has 51 values/);
  expect(await wait(ask(sent, { f: names.map(() => 'Person.f0') }, 2))).toEqual(answered);
});
