import { buildSubgraphSchema } from '@apollo/subgraph';
import { AGENCIES, agencySdl, contractSdl } from '@family-view/schema';
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
  /** How many there ever were. */
  countCalls(): number;
  /** From now on each answer waits this long. */
  answerAfter(milliseconds: number): void;
  close(): Promise<void>;
}

export interface RawAgenciesOptions {
  readonly agencies?: readonly string[];
  /** What an agency publishes, by the path it is asked at: `/graphql`, unless it has several. */
  readonly sdlOf?: (agency: string) => Readonly<Record<string, string>>;
  /** Fields of Query, by agency, where a graph enters people through an agency. */
  readonly rootOf?: (agency: string) => Readonly<Record<string, unknown>>;
  /** Each answer waits this long, so that rounds stand apart. */
  readonly delayMs?: number;
  /** Keeps what was asked: switched off under load, where answers do not wait. */
  readonly counting?: boolean;
  /** Each works on so many calls at once, each for so long; what comes meanwhile waits, and nothing is refused. */
  readonly capacity?: { readonly atOnce: number; readonly milliseconds: number };
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
  const { agencies = AGENCIES, sdlOf = publishedSdl, rootOf, counting = true, capacity } = options;
  let { delayMs = 0 } = options;
  const contract = buildSchema(contractSdl());
  const calls: RawCall[] = [];
  let count = 0;
  const servers = new Map<string, RawServer>();
  for (const agency of agencies) {
    const root = rootOf?.(agency) ?? {};
    const endpoints = new Map<string, { readonly schema: GraphQLSchema; readonly rootValue: unknown }>([
      ['/contract', { schema: contract, rootValue: answerContract(agency, family) }],
      ...Object.entries(sdlOf(agency)).map(
        ([path, sdl]) => [path, { schema: subgraphOf(agency, sdl, family), rootValue: root }] as const,
      ),
    ]);
    const prepared = new Map<string, { readonly response: Buffer; readonly question: string }>();
    const prepare = async (path: string, body: Buffer) => {
      const { query, variables, operationName } = bodyForm.parse(JSON.parse(body.toString('utf8')));
      const endpoint = endpoints.get(path);
      if (!endpoint) throw new Error(`${agency} is not asked at ${path}`);
      const document = parse(query);
      const result = await execute({ ...endpoint, document, variableValues: variables, operationName });
      const question = /\{\s*(?:\w+:\s*)?(\w+)/.exec(query)?.[1] ?? '';
      return { response: jsonResponse(JSON.stringify(result)), question };
    };
    const work = capacity && createWorkers(capacity);
    const server = await listenRaw(({ method, path, body }) => {
      if (method !== 'POST') return jsonResponse('{}');
      const at = performance.now();
      count += 1;
      const grant = body.lastIndexOf('"extensions"');
      const key = path + body.toString('latin1', 0, grant < 0 ? body.length : grant);
      const known = prepared.get(key);
      if (known && delayMs === 0 && !work) {
        if (counting) calls.push({ agency, path, question: known.question, at });
        return known.response;
      }
      return (async () => {
        const made = known ?? (await prepare(path, body));
        if (prepared.size > 10_000) prepared.clear();
        prepared.set(key, made);
        if (counting || delayMs > 0) calls.push({ agency, path, question: made.question, at });
        if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
        await work?.();
        return made.response;
      })();
    });
    servers.set(agency, server);
  }
  return {
    origins: new Map([...servers].map(([agency, { origin }]) => [agency, origin])),
    takeCalls: () => calls.splice(0),
    countCalls: () => count,
    answerAfter(milliseconds) {
      delayMs = milliseconds;
    },
    close: async () => {
      await Promise.all([...servers.values()].map((server) => server.close()));
    },
  };
}

/** So many at work at once, each for so long, in the order in which they came. */
function createWorkers({ atOnce, milliseconds }: NonNullable<RawAgenciesOptions['capacity']>): () => Promise<void> {
  const freeAt = new Array<number>(atOnce).fill(0);
  return () => {
    const now = performance.now();
    const first = freeAt.indexOf(Math.min(...freeAt));
    const ends = Math.max(now, freeAt[first]!) + milliseconds;
    freeAt[first] = ends;
    return new Promise((resolve) => setTimeout(resolve, ends - now));
  };
}

const publishedSdl = (agency: string): Readonly<Record<string, string>> => ({ '/graphql': agencySdl(agency) });

function subgraphOf(agency: string, sdl: string, family: readonly BenchPerson[]): GraphQLSchema {
  // By whichever agency's reference: some gateways know only one key.
  const people = new Map(
    family.flatMap((person) => AGENCIES.map((by) => [person.refAt(by), person.recordAt(agency)] as const)),
  );
  for (const person of family) people.set(person.refAt(agency), person.recordAt(agency));
  const groups = new Set(family.flatMap((person) => [agency, ...AGENCIES].map((by) => person.groupAt(by))));
  const group = familyRecordAt(agency);
  const typesWithKeys = ['Person', 'Family'].filter((type) => new RegExp(`type ${type} @key`).test(sdl));
  const held = (type: string, { __typename: _, ...keys }: Readonly<Record<string, string>>): unknown => {
    const [ref = ''] = Object.values(keys);
    if (type === 'Person') return people.has(ref) ? { ...people.get(ref), ...keys } : null;
    return groups.has(ref) ? { ...group, ...keys } : null;
  };
  const resolvers = typesWithKeys.map((type) => [
    type,
    { __resolveReference: (reference: Readonly<Record<string, string>>) => held(type, reference) },
  ]);
  return buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: Object.fromEntries(resolvers) }]);
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
