import { buildSubgraphSchema } from '@apollo/subgraph';
import { AGENCIES, agencySdl, contractSdl, familyKey, personKey } from '@family-view/schema';
import { buildSchema, execute, type GraphQLSchema, parse } from 'graphql';
import { z } from 'zod';
import { type BenchPerson, familyRecordAt } from './bench-family';
import { answerContract } from './contract-answers';
import { jsonResponse, listenRaw, type RawServer } from './raw-server';

/** One request that an agency received. */
export interface RawCall {
  readonly agency: string;
  readonly path: string;
  /** The first field of the question: `match`, `facts`, `_entities`. */
  readonly question: string;
  /** Milliseconds, as `performance.now()`. */
  readonly at: number;
}

export interface RawAgencies {
  readonly origins: ReadonlyMap<string, string>;
  /** What was asked since the last look. */
  takeCalls(): readonly RawCall[];
  close(): Promise<void>;
}

export interface RawAgenciesOptions {
  readonly agencies?: readonly string[];
  readonly sdlOf?: (agency: string) => string;
  /** Fields of Query, by agency, where a graph enters people through an agency. */
  readonly rootOf?: (agency: string) => Readonly<Record<string, unknown>>;
  /** Each answer waits this long, so that rounds stand apart. */
  readonly delayMs?: number;
  /** Keeps what was asked: switched off under load. */
  readonly counting?: boolean;
}

const bodyForm = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/**
 * Agencies on bare sockets. An answer is worked out once, by graphql-js over the invented family; from then on the same
 * question is told by its bytes, up to the grant (which differs each time and is not looked at), and answered with bytes.
 */
export async function serveRawAgencies(
  family: readonly BenchPerson[],
  options: RawAgenciesOptions = {},
): Promise<RawAgencies> {
  const { agencies = AGENCIES, sdlOf = agencySdl, rootOf, delayMs = 0, counting = true } = options;
  const contract = buildSchema(contractSdl());
  const calls: RawCall[] = [];
  const servers = new Map<string, RawServer>();
  for (const agency of agencies) {
    const graph = subgraphOf(agency, sdlOf(agency), family);
    const root = { graph: rootOf?.(agency) ?? {}, contract: answerContract(agency, family) };
    const prepared = new Map<string, { readonly response: Buffer; readonly question: string }>();
    const prepare = async (path: string, body: Buffer) => {
      const { query, variables, operationName } = bodyForm.parse(JSON.parse(body.toString('utf8')));
      const [schema, rootValue] = path === '/contract' ? [contract, root.contract] : [graph, root.graph];
      const document = parse(query);
      const result = await execute({ schema, document, rootValue, variableValues: variables, operationName });
      const question = /\{\s*(?:\w+:\s*)?(\w+)/.exec(query)?.[1] ?? '';
      return { response: jsonResponse(JSON.stringify(result)), question };
    };
    const server = await listenRaw(({ method, path, body }) => {
      if (method !== 'POST') return jsonResponse('{}');
      const at = performance.now();
      const grant = body.lastIndexOf('"extensions"');
      const key = path + body.toString('latin1', 0, grant < 0 ? body.length : grant);
      const known = prepared.get(key);
      if (known && delayMs === 0) {
        if (counting) calls.push({ agency, path, question: known.question, at });
        return known.response;
      }
      return (async () => {
        const made = known ?? (await prepare(path, body));
        if (prepared.size > 10_000) prepared.clear();
        prepared.set(key, made);
        if (counting) calls.push({ agency, path, question: made.question, at });
        if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
        return made.response;
      })();
    });
    servers.set(agency, server);
  }
  return {
    origins: new Map([...servers].map(([agency, { origin }]) => [agency, origin])),
    takeCalls: () => calls.splice(0),
    close: async () => {
      await Promise.all([...servers.values()].map((server) => server.close()));
    },
  };
}

function subgraphOf(agency: string, sdl: string, family: readonly BenchPerson[]): GraphQLSchema {
  const people = new Map(family.map((person) => [person.refAt(agency), person.recordAt(agency)]));
  const group = familyRecordAt(agency);
  const knows = (type: string): boolean => new RegExp(`type ${type} @key`).test(sdl);
  const resolve = (held: (reference: Readonly<Record<string, string>>) => unknown) => ({
    __resolveReference: (reference: Readonly<Record<string, string>>) => held(reference),
  });
  return buildSubgraphSchema([
    {
      typeDefs: parse(sdl),
      resolvers: {
        ...(knows('Person') ? { Person: resolve((one) => people.get(one[personKey(agency)] ?? '') ?? null) } : {}),
        ...(knows('Family')
          ? { Family: resolve((one) => (one[familyKey(agency)] === group[familyKey(agency)] ? group : null)) }
          : {}),
      },
    },
  ]);
}

/** How many rounds of calls there were, one after another, where each answer waited `delayMs`. */
export function countRounds(calls: readonly RawCall[], delayMs: number): number {
  let rounds = 0;
  let roundEnds = Number.NEGATIVE_INFINITY;
  for (const { at } of [...calls].sort((a, b) => a.at - b.at)) {
    if (at < roundEnds) continue;
    rounds += 1;
    roundEnds = at + delayMs;
  }
  return rounds;
}
