import {
  buildSchema,
  type DocumentNode,
  type FieldNode,
  getIntrospectionQuery,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
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

test.each([10, 4_000])(
  'an IDE’s whole question of a schema of %i types is taken, and three of it are not',
  async (many) => {
    const types = Array.from(
      { length: many },
      (_, at) => `type T${at} { a(b: Int, c: Int): T${at} d: [Int] e: String }`,
    );
    const large = buildSchema(`type Query { t: T0 } ${types.join(' ')}`);
    const weigh = withinQueryCost(large, async () => answered, { ...QUERY_COST_LIMITS, introspected: 1_000 });
    const whole = parse(
      getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true, specifiedByUrl: true }),
    );
    const [asked, ...fragments] = whole.definitions as readonly [OperationDefinitionNode, ...OperationDefinitionNode[]];
    const [field] = asked.selectionSet.selections as readonly [FieldNode];
    const take = (times: number) => {
      const selections = Array.from(
        { length: times },
        (_, at): FieldNode => ({ ...field, alias: { kind: Kind.NAME, value: `a${at}` } }),
      );
      const operation: OperationDefinitionNode = { ...asked, selectionSet: { kind: Kind.SELECTION_SET, selections } };
      const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] };
      return wait(weigh({ document, operation, operationName: null, hash: '', form: '', variables: {} }));
    };
    expect(await take(1)).toEqual(answered);
    expect(await take(3)).toMatch(/values about the schema/);
  },
);
