import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { narrow } from '@family-view/gateway/authorize/narrow';
import { askAgency, type SettleStreams } from '@family-view/gateway/execution/ask-agency';
import { type Engine, type FetchSubgraph, startEngine } from '@family-view/gateway/execution/engine';
import { joinAnswer } from '@family-view/gateway/execution/join-answer';
import { type Listening, type ReceivedBody, sendJson, startListening } from '@family-view/gateway/fixtures/listening';
import { OperationAnswers } from '@family-view/gateway/notices/answer-record';
import type { OperationContext } from '@family-view/gateway/operation-context';
import type { FieldDecision } from '@family-view/gateway/policy/decide/field-decisions';
import { readRules } from '@family-view/gateway/policy/read/read-rules';
import { composeSupergraph } from '@family-view/gateway/schema-registry/compose-supergraph';
import { createCacheBudget } from '@family-view/gateway/shared/cache-budget';
import { type AgencyClient, createAgencyClient } from '@family-view/gateway/subgraph-client/agency-client';
import { openFileGrantKeyStore } from '@family-view/gateway/subgraph-client/file-grant-key-store';
import { openGrantKeys } from '@family-view/gateway/subgraph-client/grant-keys';
import { createSteps } from '@family-view/gateway/subgraph-client/prune-fetch';
import { createGrantSigner } from '@family-view/gateway/subgraph-client/sign-grants';
import {
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  graphql,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
} from 'graphql';

const link = (...names: readonly string[]): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${names.map((name) => `"@${name}"`).join(', ')}])`;

export const LINKAGE = `${link('key', 'shareable', 'inaccessible')}
  scalar PersonID
  type Query { person(id: String): Person  people: [Person!] }
  type Person @key(fields: "id") { id: PersonID!  northRef: ID @inaccessible @shareable  southRef: ID @inaccessible @shareable }`;
export const NORTH = `${link('key', 'policy', 'inaccessible')}
  type Person @key(fields: "northRef") {
    northRef: ID! @inaccessible
    nickname: String @policy(policies: [["north:names"]])
    nhsNumber: String @policy(policies: [["north:identifiers"]])
    notes: [String!] @policy(policies: [["north:notes"]])
  }`;
export const SOUTH = `${link('key', 'policy', 'inaccessible')}
  type Person @key(fields: "southRef") {
    southRef: ID! @inaccessible
    rent: Int @policy(policies: [["south:rent"]])
  }`;
export const SUPERGRAPH = composeSupergraph([
  { name: 'linkage', sdl: LINKAGE },
  { name: 'north', sdl: NORTH },
  { name: 'south', sdl: SOUTH },
]);

type Ref = { readonly northRef?: string; readonly southRef?: string };
const subgraph = (sdl: string, resolvers: object): GraphQLSchema =>
  buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]);
const PEOPLE = [
  { id: 'p1', northRef: 'N-1', southRef: 'S-1' },
  { id: 'p2', northRef: 'N-2', southRef: null },
  { id: 'p1', northRef: 'N-1', southRef: 'S-1' },
];
const linkage = subgraph(LINKAGE, { Query: { person: () => PEOPLE[0], people: () => PEOPLE } });
const person = (fields: Readonly<Record<string, (ref: Ref) => unknown>>) => ({
  Person: { __resolveReference: (ref: Ref) => ref, ...fields },
});
const agencies = {
  north: subgraph(
    NORTH,
    person({
      nickname: ({ northRef }) => `nickname of ${northRef}`,
      nhsNumber: ({ northRef }) => `number of ${northRef}`,
      notes: ({ northRef }) => [`note on ${northRef}`],
    }),
  ),
  south: subgraph(SOUTH, person({ rent: ({ southRef }) => (southRef === null ? 666 : 100) })),
};
export type Agency = keyof typeof agencies;

export interface Asked {
  readonly data: unknown;
  readonly errors: readonly { readonly path?: readonly (string | number)[]; readonly code: unknown }[];
  readonly text: string;
}
export interface SmallGraph {
  readonly engine: Engine;
  readonly received: Readonly<Record<Agency, readonly ReceivedBody[]>>;
  /** Asks as one operation does; with nothing open to anybody, where nothing else is said. */
  fetchFor(run: OperationContext, settle?: SettleStreams): FetchSubgraph;
  /** Edits what an agency answers, or keeps it from answering. */
  lie(agency: Agency, edit: (honest: ExecutionResult) => unknown): void;
  /** Through narrowing, the engine, the agencies and the join. */
  ask(text: string, options?: { readonly withheld?: readonly string[]; readonly forRound?: number }): Promise<Asked>;
  close(): Promise<void>;
}

const NOTHING_OPEN: SettleStreams = () => ({ open: new Set(), transforms: new Map(), refused: new Map() });

/** Linkage in process and two agencies over HTTP, with nothing between them but the stages that the traps are about. */
export async function openSmallGraph(): Promise<SmallGraph> {
  const directory = mkdtempSync(join(tmpdir(), 'traps-'));
  const now = (): Date => new Date('2026-06-15T09:00:00Z');
  const sign = createGrantSigner(await openGrantKeys(openFileGrantKeyStore(directory), now), now);
  const servers = new Map<string, Listening>();
  const clients = new Map<string, AgencyClient>();
  const serve = async (agency: Agency): Promise<void> => {
    const listening = await startListening();
    servers.set(agency, listening);
    clients.set(agency, createAgencyClient(listening.origin, { maxBytes: 100_000 }));
    be(agency, (honest) => honest);
  };
  const be = (agency: Agency, edit: (honest: ExecutionResult) => unknown): void => {
    servers.get(agency)!.answer = async ({ query, variables }, response) => {
      const answer = edit(await graphql({ schema: agencies[agency], source: query, variableValues: variables }));
      if (answer !== undefined) sendJson(response, answer);
    };
  };
  await serve('north');
  await serve('south');

  const rules = readRules(SUPERGRAPH);
  const engine = await startEngine(rules.sdl);
  const fetchFor: SmallGraph['fetchFor'] =
    (run, settle = NOTHING_OPEN) =>
    async (name, step) => {
      const client = clients.get(name);
      if (client) return askAgency({ agency: name, client, sign, run, steps }, step, settle);
      const { data } = await execute({
        schema: linkage,
        document: parse(step.query),
        variableValues: { ...step.variables },
      });
      return { data: data ?? null };
    };

  const steps = createSteps(engine.schema, createCacheBudget().section());

  return {
    engine,
    fetchFor,
    get received() {
      return { north: servers.get('north')!.received, south: servers.get('south')!.received };
    },
    lie: be,
    async ask(text, { withheld = [], forRound = 30_000 } = {}) {
      const document = parse(text);
      const operation = document.definitions.find(
        (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
      )!;
      const decide = (coordinate: string): FieldDecision =>
        withheld.includes(coordinate)
          ? { kind: 'withheld', stream: coordinate, reason: 'ROLE_NOT_NAMED', clause: null }
          : { kind: 'granted', streams: [] };
      const narrowed = narrow({
        schema: engine.schema,
        document,
        operation,
        variables: {},
        decide,
        maxSelections: 2_000,
      });
      const answers = new OperationAnswers();
      const run = runOf(answers, forRound);
      const tree = narrowed.document
        ? await engine.run({ text: print(narrowed.document), hash: narrowed.hash, variables: {} }, fetchFor(run))
        : {};
      const slotsOf = (): undefined => undefined;
      const joined = await joinAnswer(
        {
          schema: engine.schema,
          document,
          operation,
          variables: {},
          narrowed,
          decide,
          owners: rules.owners,
          answers,
          slotsOf,
          sentence: (stream) => String(stream),
        },
        tree,
      );
      const errors = (joined.errors ?? []).map(({ path, extensions }) => ({ path, code: extensions.code }));
      return { data: JSON.parse(JSON.stringify(joined.data)) as unknown, errors, text: JSON.stringify(joined) };
    },
    async close() {
      await engine.stop();
      for (const client of clients.values()) await client.close();
      for (const server of servers.values()) await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function runOf(answers: OperationAnswers, forRound: number): OperationContext {
  return {
    id: 'o-1',
    entry: {
      requester: {
        id: 'w-1',
        name: null,
        organisation: 'clinic',
        organisationType: 'HEALTH',
        role: 'NURSE',
        area: null,
      },
      purpose: 'EARLY_HELP',
      caseReference: null,
    },
    protocolVersion: 'p1',
    supergraphVersion: 's1',
    deadline: { remaining: () => forRound, forRound: () => forRound },
    answers,
    rights: {
      signature: 'r',
      decide: (stream) => ({ kind: 'granted', clause: stream }),
      flows: () => false,
      factsFor: () => [],
      settle: (stream) => ({ kind: 'granted', clause: stream }),
      ways: () => ({ opening: [], closing: [] }),
      turnsOn: () => false,
      agreementFor: () => null,
    },
    asked: new Set(),
    isAboutPlaces: () => true,
    streamsOf: () => [],
    openToAll: () => null,
    calls: { spend: () => {}, ended: () => {} },
    transformsAt: () => null,
    isOpen: () => true,
    narrowedHash: 'n',
  };
}
