/** Five agencies over the canaries: served by the real kit, or bare, without a shield and without a look at the grant. */
import { Agent, createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type Agency,
  type AgencyLogEntry,
  type Connector,
  type RecordFactKind,
  type Requester,
  type Resolvers,
  serveAgency,
} from '@family-view/kit';
import { AGENCIES, contractSdl, familyKey, personKey } from '@family-view/schema';
import { buildSchema, execute, GraphQLError, type GraphQLSchema, parse } from 'graphql';
import { actsOfAny } from '../acts-of-any';
import { type CanaryBorough, type CanaryHolding, factsOfRecord, livesWithShielded, TODAY } from './canary-borough';
import { agencySchema, asHeld } from './canary-record';
import { canarySdl } from './canary-sdl';

/** One request as an agency received it. */
export interface Received {
  readonly agency: string;
  readonly endpoint: 'graphql' | 'contract';
  readonly operation: string;
  readonly query: string;
  readonly body: string;
  readonly statement: {
    readonly people: readonly Group[];
    readonly families: readonly Group[];
    readonly streams: readonly string[];
  };
}
interface Group {
  readonly refs: readonly string[];
  readonly streams: readonly string[];
}

export interface CanaryAgencies {
  readonly origins: ReadonlyMap<string, string>;
  /** Requests of one operation of the gateway, which are then forgotten. */
  take(operation: string): readonly Received[];
  readonly log: readonly string[];
  close(): Promise<void>;
}

export interface CanaryOptions {
  readonly dataDirectory: string;
  /** `bare`: no shield, no grant check. `quoting`: bare, and every answer's errors repeat the records. */
  readonly served: 'by the kit' | 'bare' | 'quoting';
}

export async function serveCanaries(
  borough: CanaryBorough,
  jwksUrl: string,
  { dataDirectory, served }: CanaryOptions,
): Promise<CanaryAgencies> {
  const received = new Map<string, Received[]>();
  const log: string[] = [];
  const opened = await Promise.all(
    AGENCIES.map(async (agency) => {
      const behind =
        served === 'by the kit'
          ? await serveShielded(borough, agency, jwksUrl, join(dataDirectory, agency), log)
          : await serveBare(borough, agency, served === 'quoting');
      const endpoint = await recordRequests(agency, behind.url, (one) =>
        received.set(one.operation, [...(received.get(one.operation) ?? []), one]),
      );
      return { agency, url: endpoint.url, close: async () => Promise.all([endpoint.close(), behind.close()]) };
    }),
  );
  return {
    origins: new Map(opened.map(({ agency, url }) => [agency, url])),
    take(operation) {
      const taken = received.get(operation) ?? [];
      received.delete(operation);
      return taken;
    },
    log,
    close: async () => {
      await Promise.all(opened.map((one) => one.close()));
    },
  };
}

function serveShielded(borough: CanaryBorough, name: string, jwksUrl: string, dataDirectory: string, log: string[]) {
  const agency: Agency = {
    name,
    sdl: canarySdl(name),
    personKey: personKey(name),
    ...(publishesFamily(name) ? { familyKey: familyKey(name) } : {}),
    connector: canaryConnector(borough, name),
    resolvers: canaryResolvers(borough, name),
    acts: actsOfAny(canarySdl(name)),
  };
  return serveAgency(agency, {
    port: 0,
    jwksUrl,
    dataDirectory,
    timeLimitMs: 60_000,
    log: (entry: AgencyLogEntry) => log.push(JSON.stringify(entry)),
  });
}

const publishesFamily = (agency: string): boolean => agencySchema(agency).getType('Family') !== undefined;

const holdingsAt = (borough: CanaryBorough, agency: string): ReadonlyMap<string, CanaryHolding> =>
  new Map(
    borough.people.flatMap(({ at, closedAt }) => {
      const holding = at.get(agency) ?? closedAt.get(agency);
      return holding ? [[holding.held.ref, holding] as const] : [];
    }),
  );

function canaryConnector(borough: CanaryBorough, agency: string): Connector {
  const holdings = holdingsAt(borough, agency);
  const groups = [...borough.families.values()].flatMap(({ at }) => at.get(agency)?.groups ?? []);
  const people = [...holdings.values()].map(({ held }) => held);
  return {
    coverage: async () => borough.coverage.get(agency)!,
    find: async (block) =>
      people.filter((person) =>
        block.by === 'name'
          ? person.familyName === block.value && person.givenName === block.givenName
          : person[block.by] === block.value,
      ),
    people: async (refs) => refs.map((ref) => holdings.get(ref)?.held ?? null),
    involvements: async (refs) => refs.map((ref) => holdings.get(ref)?.involvements ?? []),
    groups: async (refs) =>
      refs.map((ref) => groups.filter(({ members }) => members.some((member) => member.ref === ref))),
    today: () => TODAY,
    facts: async (refs, kinds, { id }) =>
      refs.map((ref) => (holdings.get(ref)?.facts.get(id) ?? []).filter(({ kind }) => kinds.includes(kind as never))),
    roster: async ({ first, after }) => {
      const token = borough.cursorOf.get(agency)!;
      const from = after === null ? 0 : Number(after.slice(token.length));
      const next = from + first < holdings.size ? `${token}${from + first}` : null;
      return { refs: [...holdings.keys()].slice(from, from + first), next };
    },
    count: async () => [],
    close: async () => {},
  };
}

/** Loads by the key alone, and gives everything: what is cut is cut by the shield. */
function canaryResolvers(borough: CanaryBorough, agency: string): Resolvers<Connector> {
  const holdings = holdingsAt(borough, agency);
  const families = [...borough.families.values()].flatMap(({ at }) => at.get(agency) ?? []);
  const read = (
    type: string,
    key: string,
    find: (ref: string) => { readonly records: CanaryHolding['records'] } | undefined,
  ) => {
    const object = agencySchema(agency).getType(type);
    const names = object && 'getFields' in object ? Object.keys(object.getFields()).filter((name) => name !== key) : [];
    const fields = names.map((name) => [
      name,
      (parent: Readonly<Record<string, string>>) => {
        const grown = find(parent[key] ?? '')?.records.get(name);
        return grown ? asHeld(grown) : null;
      },
    ]);
    return names.length === 0
      ? {}
      : { [type]: Object.fromEntries([['__resolveReference', (reference: unknown) => reference], ...fields]) };
  };
  const places: Resolvers<Connector> =
    agency === 'childrens-centre'
      ? { Query: Object.fromEntries([...borough.places].map(([name, grown]) => [name, () => asHeld(grown)])) }
      : {};
  return {
    ...read('Person', personKey(agency), (ref) => holdings.get(ref)),
    ...read('Family', familyKey(agency), (ref) =>
      families.find(({ groups }) => groups.some((group) => group.ref === ref)),
    ),
    ...places,
  };
}

/** An agency that forgot its own locks: it answers whatever it is asked, to anybody. */
async function serveBare(
  borough: CanaryBorough,
  agency: string,
  quoting: boolean,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const subgraph = buildSubgraphSchema([
    { typeDefs: parse(canarySdl(agency)), resolvers: canaryResolvers(borough, agency) as never },
  ]);
  const contract = buildSchema(contractSdl());
  const rootValue = bareContract(borough, agency);
  const quoted = (): GraphQLError[] =>
    [...holdingsAt(borough, agency).values()].map(
      ({ held }) =>
        new GraphQLError(`row not read: ${JSON.stringify(held)}`, {
          path: ['_entities', 0, held.ref],
          extensions: { code: held.familyName, row: held },
        }),
    );
  return openServer(async (path, body) => {
    const { query, variables, extensions } = JSON.parse(body) as {
      readonly query: string;
      readonly variables: Readonly<Record<string, unknown>>;
      readonly extensions: { readonly grant: { readonly statement: string } };
    };
    const { requester } = JSON.parse(extensions.grant.statement) as { readonly requester: Requester };
    const schema: GraphQLSchema = path === '/contract' ? contract : subgraph;
    const answer = await execute({
      schema,
      document: parse(query),
      variableValues: variables,
      rootValue: path === '/contract' ? rootValue : undefined,
      contextValue: { requester },
    });
    return {
      status: 200,
      text: JSON.stringify(
        quoting && path === '/graphql' ? { ...answer, errors: [...(answer.errors ?? []), ...quoted()] } : answer,
      ),
    };
  });
}

function bareContract(borough: CanaryBorough, agency: string) {
  const connector = canaryConnector(borough, agency);
  const holdings = holdingsAt(borough, agency);
  type Refs = { readonly refs: readonly string[] };
  const numbers = new Map([...holdings.values()].map(({ held }) => [held.nhsNumber, held.ref]));
  return {
    match: ({ subjects }: { readonly subjects: readonly { readonly nhsNumber?: string }[] }) =>
      subjects.map(({ nhsNumber }) =>
        numbers.has(nhsNumber ?? '')
          ? [{ ref: numbers.get(nhsNumber ?? ''), outcome: 'MATCH', score: 1, comparedOn: ['nhsNumber'] }]
          : [],
      ),
    identity: ({ refs }: Refs) => connector.people(refs),
    involvements: ({ refs }: Refs) => connector.involvements(refs),
    noted: ({ refs }: Refs) => refs.map(() => []),
    members: async ({ refs }: Refs) =>
      (await connector.groups(refs)).map((groups) =>
        groups.map((group) => ({
          ...group,
          members: group.members.map((member) => ({ ...member, subject: holdings.get(member.ref)!.held })),
        })),
      ),
    markers: ({ subjects }: { readonly subjects: readonly { readonly nhsNumber?: string }[] }) =>
      subjects.map(({ nhsNumber }) => {
        const person = borough.people.find((one) => one.nhsNumber === nhsNumber);
        const held = person && (person.closedAt.get(agency) ?? person.at.get(agency))?.held;
        if (!person || !held) return [];
        return [...held.markers, ...(livesWithShielded(borough.families, agency, person) ? ['SHIELDED'] : [])];
      }),
    facts: async (
      { refs, kinds }: Refs & { readonly kinds: readonly string[] },
      { requester }: { readonly requester: Requester },
    ) => {
      const recorded = await connector.facts(refs, kinds as readonly RecordFactKind[], requester);
      return refs.map((ref, at) => [
        ...recorded[at]!,
        ...factsOfRecord(holdings.get(ref)!.held).filter(({ kind }) => kinds.includes(kind)),
      ]);
    },
    roster: (ask: Parameters<Connector['roster']>[0]) =>
      connector.roster(ask, { id: '', organisation: '', role: '', area: null }),
    coverage: () => connector.coverage(),
  };
}

/** Stands before an agency, passes everything through, and keeps what was asked. */
function recordRequests(agency: string, behind: string, keep: (received: Received) => void) {
  return openServer(async (path, body, method) => {
    if (method === 'POST') {
      const { query, extensions } = JSON.parse(body) as {
        readonly query: string;
        readonly extensions: { readonly grant: { readonly statement: string } };
      };
      const statement = JSON.parse(extensions.grant.statement) as Received['statement'] & {
        readonly operation: string;
      };
      keep({
        agency,
        endpoint: path === '/contract' ? 'contract' : 'graphql',
        operation: statement.operation,
        query,
        body,
        statement,
      });
    }
    return passOn(`${behind}${path}`, method, body);
  });
}

const kept = new Agent({ keepAlive: true });

function passOn(
  url: string,
  method: string,
  body: string,
): Promise<{ readonly status: number; readonly text: string }> {
  const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent: kept, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 500, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    // A connection that the agency closed while it lay idle.
    asked.on('error', (fault) =>
      asked.reusedSocket ? passOn(url, method, body).then(resolve, reject) : reject(fault),
    );
    asked.end(method === 'POST' ? body : undefined);
  });
}

type Answer = (
  path: string,
  body: string,
  method: string,
) => Promise<{ readonly status: number; readonly text: string }>;

async function openServer(answer: Answer): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const read = async (): Promise<void> => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { status, text } = await answer(
        request.url ?? '/',
        Buffer.concat(chunks).toString('utf8'),
        request.method ?? 'GET',
      );
      response.writeHead(status, { 'content-type': 'application/graphql-response+json; charset=utf-8' }).end(text);
    };
    read().catch(() => response.writeHead(500).end());
  });
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
