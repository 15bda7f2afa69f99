import { isDeepStrictEqual } from 'node:util';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type FetchSubgraph, startEngine } from '@family-view/gateway/execution/engine';
import { requireFields } from '@family-view/gateway/policy/decide/field-decisions';
import { byFederation } from '@family-view/gateway/policy/decide/rule-reading';
import { readRules } from '@family-view/gateway/policy/read/read-rules';
import { composeSupergraph } from '@family-view/gateway/schema-registry/compose-supergraph';
import { graphql, type OperationDefinitionNode, parse, validate } from 'graphql';
import { answerOperation, type Mode, type OpenGraph } from '../answer-operation';
import type { Bearer } from '../read-bearer';
import type { Graph } from './graphs';
import type { RestatedCase } from './restated-case';

export interface Outcome {
  readonly data: unknown;
  /** Where errors stand: client's keys, without places in lists; each once. */
  readonly refused: readonly string[];
}

/** A gateway with one subgraph, in this process, that answers whatever it is asked. One is open at a time: each has a thread. */
export function openGraphs() {
  let open: { readonly graph: Graph; readonly served: Omit<OpenGraph, 'mode'> } | null = null;
  const close = async (): Promise<void> => {
    await open?.served.engine.stop();
    open = null;
  };
  const serve = async (graph: Graph): Promise<Omit<OpenGraph, 'mode'>> => {
    if (open?.graph === graph) return open.served;
    await close();
    open = { graph, served: await openGraph(graph) };
    return open.served;
  };
  return {
    async answer({ graph, holds, asks, variables = {} }: RestatedCase, mode: Mode = 'filter'): Promise<Outcome> {
      const served = await serve(graph);
      const document = parse(asks);
      const [invalid] = validate(served.engine.schema, document);
      if (invalid) throw invalid;
      const operation = document.definitions[0] as OperationDefinitionNode;
      const request = { document, operation, operationName: null, hash: asks, form: asks, variables };
      const answer = await answerOperation({ ...served, mode }, request, bearerOf(holds));
      const { data, errors = [] } = JSON.parse(JSON.stringify(answer)) as {
        readonly data?: unknown;
        readonly errors?: readonly { readonly path?: readonly (string | number)[] }[];
      };
      const places = errors.map(({ path = [] }) => path.filter((step) => typeof step === 'string').join('.'));
      return { data, refused: [...new Set(places)].sort() };
    },
    close,
  };
}

async function openGraph({ sdl, root }: Graph): Promise<Omit<OpenGraph, 'mode'>> {
  const rules = readRules(composeSupergraph([{ name: 'theirs', sdl }]));
  const schema = buildSubgraphSchema(parse(sdl));
  const engine = await startEngine(rules.sdl);
  const ask: FetchSubgraph = async (_subgraph, { query, variables }) => {
    const { data, errors } = await graphql({ schema, source: query, rootValue: root, variableValues: variables });
    if (errors) throw errors[0]!;
    return { data: JSON.parse(JSON.stringify(data)) as Record<string, unknown> };
  };
  return {
    engine,
    ask: () => ask,
    requirements: requireFields(engine.schema, rules, () => undefined, byFederation),
    owners: rules.owners,
  };
}

function bearerOf(holds: string): Bearer {
  const all = holds.split(' ').filter(Boolean);
  const named = (kind: string) =>
    new Set(all.filter((one) => one.startsWith(kind)).map((one) => one.slice(kind.length)));
  return { authenticated: all.length > 0, scopes: named('scope:'), policies: named('policy:') };
}

/** What theirs answers, changed where this gateway is known to answer otherwise. */
export const expected = ({ data, refused, ours }: RestatedCase): Outcome => ({
  data: ours && 'data' in ours ? ours.data : data,
  refused: [...(ours?.refused ?? refused)].sort(),
});

/** A difference that is none would be a list that nobody keeps. */
export const isTold = (one: RestatedCase): boolean =>
  one.ours === undefined || !isDeepStrictEqual(expected(one), expected({ ...one, ours: undefined } as RestatedCase));
