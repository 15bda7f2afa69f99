import { FactsReader } from '../linkage/facts-reader';
import type { Acts, Figures, LinkageContext, WithBreakGlass } from '../linkage/linkage-context';
import { type LinkageParts, Linker } from '../linkage/linker';
import { SingleViewReader } from '../linkage/single-view';
import { sentence } from '../notices/write-notices';
import type { OperationContext } from '../operation-context';
import type { AgencyClient } from '../subgraph-client/agency-client';
import { sendAct } from '../subgraph-client/send-act';
import type { ServedVersion } from '../supergraph/served-version';
import { explainTo } from './explain-to';
import type { LinkageServices, LinkedOperation } from './linkage-services';
import { resolveLooks } from './looks';
import { resolvePartners } from './partners';
import { resolvePublished } from './published';
import { resolveReviews } from './reviews';
import { resolveSharing } from './sharing';
import { resolveStops } from './stops';

/** What the linkage of all operations under one version shares. */
export interface SharedLinkage {
  readonly parts: LinkageParts;
  readonly services: LinkageServices;
  readonly version: ServedVersion;
  readonly figures: Figures;
  readonly clientOf: (agency: string, run: Pick<OperationContext, 'calls'>) => AgencyClient;
}

/** What linkage's resolvers are handed for one operation: most ask for little of it, and the rest is not made. */
export class OperationLinkage implements LinkageContext {
  readonly run: OperationContext;
  readonly linker: Linker;
  readonly facts: FactsReader;
  readonly widen: WithBreakGlass;
  private madeReader: SingleViewReader | null = null;
  private madeGovernance: LinkageContext['governance'] | null = null;
  private madeActs: Acts | null = null;

  constructor(
    private readonly operation: LinkedOperation,
    private readonly shared: SharedLinkage,
    widened: (glass: Parameters<WithBreakGlass>[0]) => OperationContext,
  ) {
    const { run, kinds } = operation;
    this.run = run;
    this.linker = new Linker(shared.parts, run, kinds.includes('MARKER'));
    this.facts = new FactsReader(this.linker, run, kinds);
    this.widen = (glass) => new Linker(shared.parts, widened(glass));
  }

  get events(): LinkageContext['events'] {
    return this.operation.events;
  }

  get figures(): Figures {
    return this.shared.figures;
  }

  get reader(): SingleViewReader {
    this.madeReader ??= new SingleViewReader(this.linker, this.facts);
    return this.madeReader;
  }

  get explain(): LinkageContext['explain'] {
    const { run, linker, operation } = this;
    const { version, services } = this.shared;
    return explainTo({ ...version, protocol: operation.protocol, sentence }, { run, linker }, services);
  }

  get governance(): LinkageContext['governance'] {
    this.madeGovernance ??= this.makeGovernance();
    return this.madeGovernance;
  }

  get acts(): Acts {
    this.madeActs ??= this.makeActs();
    return this.madeActs;
  }

  private makeGovernance(): LinkageContext['governance'] {
    const { protocol, visible, decide, run } = this.operation;
    const { services, version } = this.shared;
    const partnersTo = { visible, decide, say: (...why: WhySaid) => sentence(...why, protocol, run.entry) };
    return {
      ...resolveSharing({ ...version, protocol }, services),
      ...resolvePublished(services.kept(), version),
      ...resolveLooks(services, protocol),
      ...resolveReviews(services, protocol),
      ...resolveStops(services, protocol),
      ...resolvePartners({ ...version, protocol }, partnersTo),
    };
  }

  private makeActs(): Acts {
    const { run, protocol } = this.operation;
    const { services, clientOf } = this.shared;
    return {
      send: (agency, request) => sendAct(agency, clientOf(agency, run), services.sign, request, run),
      nameOf: (agency) => protocol.party(agency)?.name ?? agency,
      organisationTypeOf: (agency) => protocol.party(agency)?.type ?? null,
    };
  }
}

type WhySaid = readonly [stream: Parameters<typeof sentence>[0], reason: Parameters<typeof sentence>[1]];
