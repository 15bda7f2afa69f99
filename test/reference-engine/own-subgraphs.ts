/** The gateway's own two subgraphs, for the reference engine: linkage over the same agencies, without any rights to settle. */
import { randomUUID } from 'node:crypto';
import type { Entry } from '@family-view/gateway/identity/types';
import { FactsReader } from '@family-view/gateway/linkage/facts-reader';
import type { IdCipher } from '@family-view/gateway/linkage/id-cipher';
import type { LinkageContext } from '@family-view/gateway/linkage/linkage-context';
import { type LinkageParts, Linker } from '@family-view/gateway/linkage/linker';
import { serveLinkage } from '@family-view/gateway/linkage/serve-linkage';
import { SingleViewReader } from '@family-view/gateway/linkage/single-view';
import { OperationAnswers } from '@family-view/gateway/notices/answer-record';
import type { OperationContext } from '@family-view/gateway/operation-context';
import type { CompiledProtocol } from '@family-view/gateway/policy/decide/compile-protocol';
import { openSchemaFolder } from '@family-view/gateway/schema-registry/schema-folder';
import { whoseWord } from '@family-view/gateway/schema-registry/whose-word';
import { createCacheBudget } from '@family-view/gateway/shared/cache-budget';
import { FaultyNull } from '@family-view/gateway/shared/faulty-null';
import type { OwnSubgraph } from '@family-view/gateway/shared/own-subgraphs';
import type { AgencyClient } from '@family-view/gateway/subgraph-client/agency-client';
import { startDeadline } from '@family-view/gateway/subgraph-client/deadline';
import { askContract } from '@family-view/gateway/subgraph-client/fetch-contract';
import type { GrantSigner } from '@family-view/gateway/subgraph-client/sign-grants';

export interface OwnParts {
  readonly clients: ReadonlyMap<string, AgencyClient>;
  readonly sign: GrantSigner;
  readonly idCipher: IdCipher;
  readonly protocol: CompiledProtocol;
  /** Those that contribute to Family. */
  readonly familyAgencies: readonly string[];
  /** Coordinates that may be asked for: all there are. */
  readonly coordinates: ReadonlySet<string>;
}

const DEADLINE_MS = 60_000;

/** One operation's context, and what answers a subgraph's part of it: plain JSON, null where something failed. */
export function serveOwn(parts: OwnParts) {
  const agencies = [...parts.clients.keys()];
  const caches = createCacheBudget(64 * 1_048_576).section();
  const answer = serveLinkage({ person: agencies, family: parts.familyAgencies }, caches);
  const ownership = openSchemaFolder().ownership();
  const linkage: LinkageParts = {
    agencies,
    familyAgencies: parts.familyAgencies,
    idCipher: parts.idCipher,
    askContract: (agency, question, run) => askContract(agency, parts.clients.get(agency)!, parts.sign, question, run),
    checked: { get: () => undefined, set: () => {}, has: () => false } as unknown as LinkageParts['checked'],
    whoseWord: () => whoseWord(ownership),
    dutyLine: () => null,
    onForeignFact: () => {},
    onOwnFamily: async () => {},
  };

  function contextFor(entry: Entry): LinkageContext {
    const run = runOf(entry);
    const linker = new Linker(linkage, run);
    const facts = new FactsReader(linker, run, []);
    return { run, linker, facts, reader: new SingleViewReader(linker, facts) } as LinkageContext;
  }

  function runOf(entry: Entry): OperationContext {
    const rights = parts.protocol.rights(entry);
    const streams = Object.keys(parts.protocol.documents[0]!.streams);
    const streamsOf = (agency: string) => streams.filter((stream) => stream.startsWith(`${agency}:`));
    return {
      id: randomUUID(),
      entry,
      rights,
      protocolVersion: parts.protocol.version,
      supergraphVersion: 'reference',
      deadline: startDeadline(DEADLINE_MS, DEADLINE_MS),
      answers: new OperationAnswers(),
      asked: parts.coordinates,
      streamsOf,
      isAboutPlaces: (stream) => parts.protocol.stream(stream)?.public === true,
      narrowedHash: '',
      isOpen: () => true,
      transformsAt: () => null,
      openToAll: (agency) => ({ open: new Set(streamsOf(agency)), transforms: new Map(), refused: new Map() }),
      calls: { spend: () => {}, ended: () => {} },
    };
  }

  return {
    contextFor,
    async answer(subgraph: OwnSubgraph, query: string, variables: object, context: LinkageContext): Promise<unknown> {
      const { data } = await answer(subgraph, query, variables as Record<string, unknown>, context);
      return plain(data);
    },
  };
}

/** As it would come over HTTP. */
const plain = (data: unknown): unknown =>
  JSON.parse(JSON.stringify(data, (_key, value: unknown) => (value instanceof FaultyNull ? null : value)));
