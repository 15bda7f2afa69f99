import { randomUUID } from 'node:crypto';
import { type DocumentNode, type ExecutionResult, getVariableValues } from 'graphql';
import { LRUCache } from 'lru-cache';
import { buildRecords } from './audit/build-records';
import type { Audit } from './audit/open-audit';
import type { RefusalRecorder } from './audit/record-refusals';
import { digestsOf } from './audit/search-digests';
import {
  createAuthorizedOperationCache,
  type KeptNarrowing,
  type Narrowed,
} from './authorize/authorized-operation-cache';
import type { narrow as narrowOperation } from './authorize/narrow';
import type { Withheld } from './authorize/types';
import { neverNullIn, refuseNulls } from './authorize/variable-nulls';
import { BadVariables, FamilyViewError } from './errors';
import { answerIntrospection } from './execution/answer-introspection';
import { shapeAnswer } from './execution/shape-answer';
import { type ActAs, explainTo } from './governance/explain-to';
import { resolveLooks } from './governance/looks';
import { tellDoubted } from './governance/notify-doubted';
import { type KeptVersions, resolvePublished } from './governance/published';
import { recordEvents, recordOwnFamily } from './governance/record-events';
import { reportForeignFact } from './governance/report-foreign-fact';
import { resolveSharing } from './governance/sharing';
import type { Entry } from './identity/types';
import { type LimitTerms, strictestTerms } from './limits/limit-terms';
import type { RequesterLimits } from './limits/requester-limits';
import { searchesOf } from './limits/searches-of';
import { openBreakGlassToken } from './linkage/break-glass-token';
import { FactsReader } from './linkage/facts-reader';
import type { LinkageContext } from './linkage/linkage-context';
import { type LinkageParts, Linker } from './linkage/linker';
import { mergeQuestions } from './linkage/merge-questions';
import { isTellable } from './linkage/serve-linkage';
import { SingleViewReader } from './linkage/single-view';
import { OperationAnswers } from './notices/answer-record';
import { sentence, writeNotices } from './notices/write-notices';
import type { OperationContext, OperationRequest } from './operation-context';
import type { PlanningLimits } from './planning/start-planner';
import { isTypeName } from './policy/decide/field-decisions';
import { isOpenBy, transformsOf } from './policy/decide/open-fields';
import { explainAccess } from './policy/explain/explain';
import { type Ownership, ofEarlierContract } from './schema-registry/read-ownership';
import type { SchemaCheck } from './schema-registry/schema-check-client';
import { whoseWord } from './schema-registry/whose-word';
import type { CacheBudget } from './shared/cache-budget';
import { isOwnSubgraph, type OwnSubgraph } from './shared/own-subgraphs';
import { nameOf } from './shared/requester-name';
import { AgencyCalls, CountedClient } from './subgraph-client/agency-calls';
import type { AgencyClient } from './subgraph-client/agency-client';
import { startDeadline } from './subgraph-client/deadline';
import { askContract } from './subgraph-client/fetch-contract';
import { fetchEntities } from './subgraph-client/fetch-entities';
import type { GrantSigner } from './subgraph-client/sign-grants';
import type { StepAnswer, StepRequest } from './subgraph-client/types';
import { buildVersion, type ServedVersion, type VersionParts } from './supergraph/served-version';

/** What outlives every version. */
export interface GatewayParts {
  readonly sign: GrantSigner;
  readonly audit: Audit;
  readonly refusals: RefusalRecorder;
  readonly operationDeadline: number;
  readonly agencyTimeout: number;
  readonly maxSelections: number;
  readonly planning?: PlanningLimits;
  /** Bytes that all that is remembered may take, of every version and of none. */
  readonly caches: CacheBudget;
  readonly now: () => Date;
  /** The ownership file as it stands now: whose word counts for which fact. */
  readonly ownership: () => Ownership;
  /** Where versions are kept; null where one supergraph is served, and no other. */
  readonly kept: () => KeptVersions | null;
  /** Reads a proposed protocol, on a thread of its own. */
  readonly compareProposal: SchemaCheck['compareProposal'];
  /** What one requester may cost families and agencies. */
  readonly limits: RequesterLimits;
  /** In place of what the protocols say of it. */
  readonly limitTerms?: LimitTerms;
  /** In development only: whom `explainAccess(as:)` takes for another role. */
  readonly actAs: ActAs | null;
  /** Told of trouble, by agency and kind, and of our own faults. Never of a person. */
  readonly log: (event: string, about: Readonly<Record<string, unknown>>) => void;
  /** The `plan` stage's narrowing. Tests put another in its place to see that theirs would notice. */
  readonly narrow?: typeof narrowOperation;
}

/** How long somebody found to be of another family is taken to be so, and what agencies were told is taken to be known. */
const CHECKED_MS = 24 * 3_600_000;

/** What the data sources are handed of one operation. */
type RunContext = LinkageContext & {
  readonly run: OperationContext & { readonly answers: OperationAnswers; facts: FactsReader | null };
};

/** The stages under one version. */
export interface Gateway {
  readonly version: ServedVersion<RunContext>;
  /** One request through the stages. */
  answer(request: OperationRequest, entry: Entry): Promise<ExecutionResult>;
  close(): Promise<void>;
}

export async function openGateway(parts: GatewayParts, versionParts: Omit<VersionParts, 'caches'>): Promise<Gateway> {
  const version: ServedVersion<RunContext> = await buildVersion<RunContext>(
    { ...versionParts, caches: parts.caches.section() },
    (...asked) => fetchSubgraph(...asked),
    parts.planning,
  );
  const { clients, idCipher } = version;
  const memory = createAuthorizedOperationCache(version, parts.maxSelections, parts.narrow);
  const linkage: LinkageParts = {
    agencies: version.agencies,
    familyAgencies: version.familyAgencies,
    idCipher,
    askContract: mergeQuestions(
      (agency, question, run) => askContract(agency, counting(agency, run), parts.sign, question, run),
      version.caches,
    ),
    checked: new LRUCache<string, true>({ max: 10_000, ttl: CHECKED_MS }),
    whoseWord: () => whoseWord(parts.ownership()),
    earlier: () => ofEarlierContract(parts.ownership()),
    now: parts.now,
    closesByMarkers: version.protocol.documents.some(({ exceptions = [] }) => exceptions.length > 0),
    dutyLine: (agency) => version.protocol.party(agency)?.duty ?? null,
    onForeignFact: (run, fact) => reportForeignFact(parts.log, run, fact),
    onOwnFamily: (linker, people) => recordOwnFamily(parts, linker, people, version.protocol),
  };
  const doubtedBefore = new LRUCache<string, true>({ max: 10_000, ttl: CHECKED_MS });
  const explaining = { ...version, sentence };
  const terms = parts.limitTerms ?? strictestTerms(version.protocol.documents.map((one) => one.limits));

  const callsOf = new WeakMap<OperationContext['answers'], AgencyCalls>();
  const counting = (agency: string, { answers }: OperationContext): AgencyClient =>
    new CountedClient(agency, clients.get(agency)!, callsOf.get(answers)!);

  function fetchSubgraph(subgraph: string, step: StepRequest, context: RunContext): Promise<StepAnswer> {
    return isOwnSubgraph(subgraph)
      ? askOwn(subgraph, step, context)
      : fetchEntities(subgraph, counting(subgraph, context.run), parts.sign, step, context.run, version.steps);
  }

  async function askOwn(subgraph: OwnSubgraph, step: StepRequest, context: RunContext): Promise<StepAnswer> {
    const { data, faults } = await version.linkage(subgraph, step.query, step.variables, context);
    if (faults.length > 0) context.run.answers.ownFault();
    for (const fault of faults) {
      if (fault instanceof FamilyViewError) context.run.answers.refused(fault.code);
      if (!isTellable(fault))
        parts.log('linkage-fault', {
          operation: context.run.id,
          subgraph,
          fault: fault instanceof Error ? fault.name : 'unknown',
        });
    }
    return { data, isOwn: true };
  }

  const neverNull = new WeakMap<DocumentNode, ReadonlySet<string>>();
  function mayNotBeNull(document: DocumentNode): ReadonlySet<string> {
    const known = neverNull.get(document) ?? neverNullIn(version.schema, document);
    neverNull.set(document, known);
    return known;
  }

  async function answer(request: OperationRequest, asked: Entry): Promise<ExecutionResult> {
    const entry = asked.breakGlassToken
      ? { ...asked, breakGlass: openBreakGlassToken(asked.breakGlassToken, idCipher, asked, parts.now()) }
      : asked;
    const coerced = getVariableValues(version.schema, request.operation.variableDefinitions ?? [], request.variables);
    if (!coerced.coerced) throw new BadVariables(coerced.errors);
    // A variable may be called like what every object has by birth.
    const variables: Record<string, unknown> = Object.assign(Object.create(null), coerced.coerced);
    refuseNulls(variables, mayNotBeNull(request.document));

    // protocol, plan
    const rights = version.protocol.rights(entry);
    const found = memory.narrowed(request, variables, rights);
    const { narrowed, decide, shape } = found;
    const run = startRun(entry, rights, found);
    const telling = buildRecords(run, narrowed, found.toldOnce, (agency, ref) =>
      parts.audit.pseudonym(`${agency}|${ref}`),
    );

    // limits: counted before any agency is asked
    const sent = Object.fromEntries(
      narrowed.variables
        .filter(([client]) => Object.hasOwn(variables, client))
        .map(([client, canonical]) => [canonical, variables[client]]),
    );
    const events = recordEvents(parts, run, version.protocol);
    const { searches, pages } = searchesOf(found.searches, sent, version.schema);
    const digests = digestsOf(searches, parts.audit.pseudonym);
    const limits = parts.limits.of(entry.requester, terms, ({ kind, pattern }) =>
      events.record({ ...aboutNobody(), kind, reference: run.id, reason: pattern }),
    );
    const calls = new AgencyCalls(terms.agencyCallsPerRequest);
    callsOf.set(run.answers, calls);
    try {
      calls.expect(searches.length);
      await limits.search(searches, pages);
    } catch (fault) {
      await parts.refusals.record(entry, fault, { operation: run.id, searches: digests });
      throw fault;
    }

    // audit: no record, no answer
    await parts.audit.intent(telling.intent(request.hash, version.supergraph, digests));

    // linkage, fetch
    const linker = new Linker(linkage, run, found.kinds.includes('MARKER'));
    run.facts = new FactsReader(linker, run, found.kinds);
    const context: RunContext = {
      run,
      linker,
      reader: new SingleViewReader(linker),
      explain: explainTo(explaining, { run, linker }, parts),
      governance: {
        ...resolveSharing(version, parts),
        ...resolvePublished(parts.kept(), version),
        ...resolveLooks(parts, version.protocol),
      },
      events,
      widen: (glass) => {
        const wider = { ...entry, breakGlass: glass };
        const settledLater = { ...found, openToAll: () => null };
        return new Linker(linkage, startRun(wider, version.protocol.rights(wider), settledLater, run.answers));
      },
    };
    const costOf = ({ people, families }: ReturnType<Linker['toldOf']>) => ({
      searches: searches.length + pages,
      people: people.length,
      families: families.length,
      agencyCalls: calls.total,
    });
    const gather = async (): Promise<Record<string, unknown>> => {
      const tree = narrowed.text
        ? await version.engine
            .run(
              { text: narrowed.text, hash: narrowed.hash, variables: sent, requester: nameOf(entry.requester) },
              context,
            )
            .finally(() => linker.settle())
        : {};
      calls.check();
      const { people, families } = linker.toldOf();
      // What a break-glass session opens is told to its owners, and reviewed.
      if (!entry.breakGlass) await limits.tell(people, families);
      return tree;
    };
    // Whoever is refused may have learned of somebody by it.
    const recordRefusal = async (fault: unknown): Promise<never> => {
      linker.noteMet();
      const [code, outcome] =
        fault instanceof FamilyViewError ? ([fault.code, 'refused'] as const) : (['OUR_FAULT', 'failed'] as const);
      await parts.audit.disclosure({ ...telling.refusal(code, outcome), cost: costOf(linker.toldOf()) });
      throw fault;
    };
    const tree = await gather().catch(recordRefusal);

    // join
    const say = (stream: string | null, reason: Parameters<typeof sentence>[1]) =>
      sentence(stream, reason, version.protocol, entry);
    const shaped = shapeAnswer(
      shape,
      { variables, answers: run.answers, slotsOf: linker.knownSlots, sentence: say },
      tree,
    );
    const joined = await answerIntrospection(shaped, request, () => memory.visibleTo(rights, decide));

    // notices
    const outcomes = run.answers.outcomesByAgency();
    for (const { agency, fault } of outcomes)
      if (fault) parts.log('agency-trouble', { operation: run.id, agency, fault });
    const notices = writeNotices(
      {
        withheld: [...found.withheld, ...conditionalRefusals(narrowed, run.answers)],
        masked: run.answers.allMasks().filter(({ agency }) => !isOwnSubgraph(agency)),
        outcomes,
        ...linker.unresolved(),
        leftOut: linker.families.leavesSomebodyOut,
      },
      version.protocol,
      entry,
    );

    // audit
    linker.noteMet();
    await parts.audit.disclosure({ ...telling.disclosure(joined), cost: costOf(linker.toldOf()) });
    if (linker.doubted.length > 0)
      tellDoubted(parts, linker, version.protocol, doubtedBefore).catch(() =>
        parts.log('worklist-fault', { operation: run.id }),
      );
    const familyView = {
      operation: run.id,
      protocolVersion: version.protocol.version,
      supergraphVersion: version.supergraph,
    };
    return {
      ...joined,
      extensions: {
        familyView,
        ...(limits.near.length > 0 ? { limits: limits.near } : {}),
        ...(notices.length > 0 ? { notices } : {}),
        ...(entry.explain ? { access: accessOf(narrowed, entry) } : {}),
      },
    };
  }

  /** Of each coordinate that was asked for, what opened or closed it. */
  function accessOf({ asked, withheld }: KeptNarrowing, entry: Entry): readonly object[] {
    const fields = [...new Set([...asked.keys(), ...withheld.map(({ coordinate }) => coordinate)])];
    return explainAccess(explaining, { fields, entry, everything: true, at: parts.now() }).map(
      ({ field, decision, stream, clause, reason, shownAs }) => ({ field, decision, stream, clause, reason, shownAs }),
    );
  }

  function startRun(
    entry: Entry,
    rights: OperationContext['rights'],
    { narrowed, asked, streamsOf, openToAll }: Narrowed,
    answers = new OperationAnswers(),
  ): RunContext['run'] {
    const run: RunContext['run'] = {
      id: randomUUID(),
      entry,
      rights,
      protocolVersion: version.protocol.version,
      supergraphVersion: version.supergraph,
      deadline: startDeadline(parts.operationDeadline, parts.agencyTimeout),
      answers,
      asked,
      streamsOf,
      isAboutPlaces: (stream) => version.protocol.stream(stream)?.public === true,
      narrowedHash: narrowed.hash,
      isOpen: (coordinate, open) =>
        // A type without a rule of its own is closed to nobody.
        (isTypeName(coordinate) && !version.requirements.has(coordinate)) ||
        isOpenBy(version.requirements.get(coordinate), narrowed.asked.get(coordinate) ?? [], open),
      transformsAt: (coordinate, settled) => transformsOf(version.requirements.get(coordinate), settled),
      openStreams: (agency, type, ref, others = []) =>
        (others.length === 0 ? openToAll(agency) : null) ??
        run.facts!.open(agency, type, ref, [...streamsOf(agency), ...others]),
      facts: null,
    };
    return run;
  }

  return {
    version,
    answer,
    async close() {
      await version.engine.stop();
      version.caches.close();
    },
  };
}

const aboutNobody = () => ({ statement: null, until: null, protocol: null, people: [], told: [], notTold: [] });

/** What facts closed for somebody, as the notices tell it: by stream, of nobody in particular. */
function conditionalRefusals(narrowed: KeptNarrowing, answers: OperationAnswers): readonly Withheld[] {
  return [...answers.allRefused()].flatMap(([stream, reason]) =>
    [...narrowed.asked]
      .filter(([, streams]) => streams.includes(stream))
      .map(([coordinate]) => ({ kind: 'withheld' as const, coordinate, stream, reason, clause: null })),
  );
}
