import { type OperationDefinitionNode, parse, print } from 'graphql';
import { narrow } from '../authorize/narrow';
import { OperationAnswers } from '../notices/answer-record';
import { EngineFault } from '../planning/engine-fault';
import { decideFields, requireFields } from '../policy/decide/field-decisions';
import { byFederation } from '../policy/decide/rule-reading';
import { readRules } from '../policy/read/read-rules';
import { composeSupergraph } from '../schema-registry/compose-supergraph';
import { type Engine, type FetchSubgraph, type StepRequest, startEngine } from './engine';
import { joinAnswer } from './join-answer';

const link = (...more: readonly string[]): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@external"${more.map((one) => `, "${one}"`).join('')}])`;

const opened: Engine[] = [];
afterEach(async () => {
  for (const engine of opened.splice(0)) await engine.stop();
});

async function open(
  subgraphs: Readonly<Record<string, string>>,
  answer: (subgraph: string, step: StepRequest) => Record<string, unknown>,
) {
  const rules = readRules(composeSupergraph(Object.entries(subgraphs).map(([name, sdl]) => ({ name, sdl }))));
  const asked: string[] = [];
  const engine = await startEngine(rules.sdl);
  const fetch: FetchSubgraph = async (subgraph, step) => {
    asked.push(`${subgraph} ${step.query}`);
    return { data: answer(subgraph, step) };
  };
  opened.push(engine);
  const { schema } = engine;
  const decide = decideFields(
    schema,
    requireFields(schema, rules, () => undefined, byFederation),
    {
      decide: (stream) => ({ kind: 'withheld', reason: 'NO_CLAUSE', stream, clause: null }),
    },
  );
  const ask = async (text: string) => {
    const document = parse(text);
    const operation = document.definitions[0] as OperationDefinitionNode;
    const parts = { schema, document, operation, variables: {}, decide };
    const narrowed = narrow({ ...parts, maxSelections: 100, existenceIsOpen: true, argumentsAreOpen: true });
    const tree = await engine.run({ text: print(narrowed.document!), hash: narrowed.hash, variables: {} }, fetch);
    const shaping = { owners: rules.owners, answers: new OperationAnswers(), slotsOf: () => undefined };
    return JSON.parse(
      JSON.stringify(joinAnswer({ ...parts, ...shaping, narrowed, sentence: () => '' }, tree)),
    ) as unknown;
  };
  return { ask, asked };
}

describe('an interface of which no concrete type is known', () => {
  const NODES = {
    one: `${link()} type Query { first: Node } interface Node @key(fields: "id") { id: ID! }`,
    other: `${link('@interfaceObject')} type Query { second: Node } type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID!  label: String }`,
  };

  // Federation audit, non-resolvable-interface-object 0 and 2.
  test('is asked for what it promises itself', async () => {
    const { ask, asked } = await open(NODES, () => ({ _second: { __typename: 'Node', _id: 'n1', _label: 'blue' } }));
    expect(await ask('{ second { id name: label } }')).toEqual({ data: { second: { id: 'n1', name: 'blue' } } });
    expect(asked).toEqual([expect.stringMatching(/^other /)]);
  });

  // Federation audit, non-resolvable-interface-object 1: an empty plan would be answered with null, as if nothing was held.
  test('is a fault, not nothing, where what is asked of it has no plan', async () => {
    const { ask, asked } = await open(NODES, () => ({}));
    await expect(ask('{ first { label } }')).rejects.toThrow(EngineFault);
    expect(asked).toEqual([]);
  });
});

// Federation audit, keys-mashup: `two` can be entered by `id name` alone.
test('a graph is entered by a key that is resolvable in it, though another is stated beside it', async () => {
  const { ask, asked } = await open(
    {
      one: `${link()} type Query { all: [A!] } type A @key(fields: "id") @key(fields: "tag", resolvable: false) { id: ID!  tag: ID!  name: String! }`,
      two: `${link()} type Query { some: [A!] } type A @key(fields: "tag", resolvable: false) @key(fields: "id tag") @key(fields: "id", resolvable: false) { id: ID!  tag: ID!  name: String! @external  long: String! @requires(fields: "name") }`,
    },
    (subgraph, { variables }) => {
      if (!variables.representations) return { _some: [{ __typename: 'A', id: '1', tag: 't' }] };
      return {
        _entities: [subgraph === 'one' ? { __typename: 'A', name: 'Ann' } : { __typename: 'A', _long: 'Ann of t' }],
      };
    },
  );
  expect(await ask('{ some { long } }')).toEqual({ data: { some: [{ long: 'Ann of t' }] } });
  const [first, , third] = asked;
  expect(first).toMatch(/^two .*\bid\b.*\btag\b|^two .*\btag\b.*\bid\b/);
  expect(third).toMatch(/^two /);
});
