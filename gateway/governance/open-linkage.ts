import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Narrowed } from '../authorize/authorized-operation-cache';
import type { Catalogue } from '../catalogue/catalogue-document';
import type { OverlapBudget } from '../disclosure/overlap-budget';
import { resolveFigures } from '../figures/resolve-figures';
import { figureTerms } from '../figures/terms';
import type { Entry } from '../identity/types';
import { FactsReader } from '../linkage/facts-reader';
import type { LinkageContext } from '../linkage/linkage-context';
import type { LinkageEvents } from '../linkage/linkage-events';
import { type LinkageParts, Linker } from '../linkage/linker';
import { mergeQuestions } from '../linkage/merge-questions';
import { SingleViewReader } from '../linkage/single-view';
import { sentence } from '../notices/write-notices';
import type { OperationContext } from '../operation-context';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import { type Ownership, ofEarlierContract, withoutCohorts, withoutNotes } from '../schema-registry/read-ownership';
import type { SchemaCheck } from '../schema-registry/schema-check-client';
import { whoseWord } from '../schema-registry/whose-word';
import type { Stops } from '../stops/open-stops';
import type { AgencyClient } from '../subgraph-client/agency-client';
import { startDeadline } from '../subgraph-client/deadline';
import { askContract } from '../subgraph-client/fetch-contract';
import { sendAct } from '../subgraph-client/send-act';
import type { GrantSigner } from '../subgraph-client/sign-grants';
import type { ServedVersion } from '../supergraph/served-version';
import { type ActAs, explainTo } from './explain-to';
import { resolveLooks } from './looks';
import { tellDoubted } from './notify-doubted';
import { resolvePartners } from './partners';
import { type KeptVersions, resolvePublished } from './published';
import { type EventParts, recordOwnFamily } from './record-events';
import { reportForeignFact } from './report-foreign-fact';
import { resolveReviews } from './reviews';
import { resolveSharing } from './sharing';
import { resolveStops } from './stops';

/** What linkage and governance need that outlives every version. */
export interface LinkageServices extends EventParts {
  readonly sign: GrantSigner;
  /** The ownership file as it stands now: whose word counts for which fact. */
  readonly ownership: () => Ownership;
  /** Where versions are kept; null where one supergraph is served, and no other. */
  readonly kept: () => KeptVersions | null;
  /** Reads a proposed protocol, on a thread of its own. */
  readonly compareProposal: SchemaCheck['compareProposal'];
  /** What may be counted across agencies; null where this gateway has no catalogue. */
  readonly catalogue: Catalogue | null;
  /** How many overlapping tables one requester, and one organisation, may have. */
  readonly figuresBudget: OverlapBudget;
  /** Milliseconds that one call to an agency may take that counts over all its records. */
  readonly figuresTimeout: number;
  /** What is closed at this moment, whatever the protocols say. */
  readonly stops: Stops;
  /** In development only: whom `explainAccess(as:)` takes for another role. */
  readonly actAs: ActAs | null;
}

/** Linkage under one version. */
export interface Linkage {
  /**
   * What linkage's resolvers are handed for one operation.
   * @param widened the same operation under a break-glass session.
   */
  start(
    operation: LinkedOperation,
    widened: (glass: NonNullable<Entry['breakGlass']>) => OperationContext,
  ): LinkageContext;
  /** After the answer: tells agencies of records that may be one person's and are not joined. Never rejects. */
  tellDoubted(linker: Linker, protocol: CompiledProtocol): void;
}

/** One operation, as linkage is begun for it. */
export interface LinkedOperation {
  readonly run: OperationContext;
  /** Kinds of facts that it depends on. */
  readonly kinds: Narrowed['kinds'];
  /** With what is stopped closed. */
  readonly protocol: CompiledProtocol;
  readonly events: LinkageEvents;
  /** How each field is decided for the requester, and the schema that they could ever be shown. */
  readonly decide: Narrowed['decide'];
  readonly visible: () => GraphQLSchema;
}

function onePerRun(make: (run: OperationContext) => OperationContext): (run: OperationContext) => OperationContext {
  const made = new WeakMap<OperationContext, OperationContext>();
  return (run) => {
    const one = made.get(run) ?? make(run);
    made.set(run, one);
    return one;
  };
}

/** How long somebody found to be of another family is taken to be so, and what agencies were told is taken to be known. */
const CHECKED_MS = 24 * 3_600_000;

/** @param clientOf the client of an agency, as one operation may use it. */
export function openLinkage(
  services: LinkageServices,
  version: ServedVersion,
  clientOf: (agency: string, run: Pick<OperationContext, 'calls'>) => AgencyClient,
): Linkage {
  const { caches } = version;
  const parts: LinkageParts = {
    agencies: version.agencies,
    familyAgencies: version.familyAgencies,
    idCipher: version.idCipher,
    askContract: mergeQuestions(
      (agency, question, run) => askContract(agency, clientOf(agency, run), services.sign, question, run),
      caches,
    ),
    checked: new LRUCache<string, true>({ max: 10_000, ttl: CHECKED_MS }),
    whoseWord: () => whoseWord(services.ownership()),
    earlier: () => ofEarlierContract(services.ownership()),
    notNoting: () => withoutNotes(services.ownership()),
    now: services.now,
    closesByMarkers: version.protocol.documents.some(({ exceptions = [] }) => exceptions.length > 0),
    dutyLine: (agency) => version.protocol.party(agency)?.duty ?? null,
    onForeignFact: (run, fact) => reportForeignFact(services.log, run, fact),
    onOwnFamily: (linker, people) => recordOwnFamily(services, linker, people, version.protocol),
  };
  // Counting has a time of its own, and time enough for the three rounds of a cohort.
  const counting = onePerRun((run) => ({
    ...run,
    deadline: startDeadline(4 * services.figuresTimeout, services.figuresTimeout),
  }));
  const figures = resolveFigures(
    services.catalogue && {
      catalogue: services.catalogue,
      terms: figureTerms(version.protocol.documents),
      budget: services.figuresBudget,
      agencies: version.agencies,
      withoutCohorts: () => withoutCohorts(services.ownership()),
      ask: (agency, question, run) => parts.askContract(agency, question, counting(run)),
      today: () => services.now().toISOString().slice(0, 10),
    },
  );
  const doubtedBefore = new LRUCache<string, true>({ max: 10_000, ttl: CHECKED_MS });

  return {
    start({ run, kinds, protocol, events, decide, visible }, widened) {
      const linker = new Linker(parts, run, kinds.includes('MARKER'));
      const facts = new FactsReader(linker, run, kinds);
      return {
        run,
        linker,
        facts,
        reader: new SingleViewReader(linker, facts),
        explain: explainTo({ ...version, protocol, sentence }, { run, linker }, services),
        governance: {
          ...resolveSharing({ ...version, protocol }, services),
          ...resolvePublished(services.kept(), version),
          ...resolveLooks(services, protocol),
          ...resolveReviews(services, protocol),
          ...resolveStops(services, protocol),
          ...resolvePartners(
            { ...version, protocol },
            { visible, decide, say: (...why) => sentence(...why, protocol, run.entry) },
          ),
        },
        figures,
        acts: {
          send: (agency, request) => sendAct(agency, clientOf(agency, run), services.sign, request, run),
          nameOf: (agency) => protocol.party(agency)?.name ?? agency,
          organisationTypeOf: (agency) => protocol.party(agency)?.type ?? null,
        },
        events,
        widen: (glass) => new Linker(parts, widened(glass)),
      };
    },
    tellDoubted(linker, protocol) {
      if (linker.doubted.length === 0) return;
      tellDoubted(services, linker, protocol, doubtedBefore).catch(() =>
        services.log('worklist-fault', { operation: linker.run.id }),
      );
    },
  };
}
