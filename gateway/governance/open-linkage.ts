import { LRUCache } from 'lru-cache';
import { resolveFigures } from '../figures/resolve-figures';
import { figureTerms } from '../figures/terms';
import type { Entry } from '../identity/types';
import type { LinkageContext } from '../linkage/linkage-context';
import type { LinkageParts, Linker } from '../linkage/linker';
import { mergeQuestions } from '../linkage/merge-questions';
import type { OperationContext } from '../operation-context';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import { ofEarlierContract, withoutCohorts, withoutNotes } from '../schema-registry/read-ownership';
import { whoseWord } from '../schema-registry/whose-word';
import type { AgencyClient } from '../subgraph-client/agency-client';
import { startDeadline } from '../subgraph-client/deadline';
import { askContract } from '../subgraph-client/fetch-contract';
import type { ServedVersion } from '../supergraph/served-version';
import type { LinkageServices, LinkedOperation } from './linkage-services';
import { tellDoubted } from './notify-doubted';
import { OperationLinkage } from './operation-linkage';
import { recordOwnFamily } from './record-events';
import { reportForeignFact } from './report-foreign-fact';

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
  const shared = { parts, services, version, figures, clientOf };
  const doubtedBefore = new LRUCache<string, true>({ max: 10_000, ttl: CHECKED_MS });

  return {
    start: (operation, widened) => new OperationLinkage(operation, shared, widened),
    tellDoubted(linker, protocol) {
      if (linker.doubted.length === 0) return;
      tellDoubted(services, linker, protocol, doubtedBefore).catch(() =>
        services.log('worklist-fault', { operation: linker.run.id }),
      );
    },
  };
}
