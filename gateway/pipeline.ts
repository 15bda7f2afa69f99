/**
 * One request, stage by stage, under one version: the README's diagram in code. `http` and `identity` have been: what comes
 * here is a valid operation and an entry. Stages share types only; this file alone calls them.
 */
import { randomUUID } from 'node:crypto';
import type { ExecutionResult } from 'graphql';
import { buildRecords } from './audit/build-records';
import type { RefusalRecorder } from './audit/record-refusals';
import type { DisclosureRecord } from './audit/records';
import { digestsOf } from './audit/search-digests';
import { createAuthorizedOperationCache, type Narrowed } from './authorize/authorized-operation-cache';
import { createVariableCoercion } from './authorize/coerce-variables';
import type { narrow as narrowOperation } from './authorize/narrow';
import { writeVisibleSdl } from './authorize/visible-sdl';
import { FamilyViewError } from './errors';
import { answerIntrospection } from './execution/answer-introspection';
import { askAgency } from './execution/ask-agency';
import { type AnswerPart, ClientGone, deliverParts } from './execution/deliver-parts';
import type { FetchSubgraph } from './execution/engine';
import { type OperationTerms, openOperation, type RunningOperation } from './execution/open-operation';
import { type Shaping, shapeAnswer } from './execution/shape-answer';
import { type LinkageServices, openLinkage } from './governance/open-linkage';
import { recordEvents } from './governance/record-events';
import { CaseReferenceMalformed } from './identity/errors';
import type { Entry } from './identity/types';
import { type LimitTerms, strictestTerms } from './limits/limit-terms';
import type { NearLimit, RequesterLimits } from './limits/requester-limits';
import { searchesOf } from './limits/searches-of';
import { openBreakGlassToken } from './linkage/break-glass-token';
import type { LinkageContext } from './linkage/linkage-context';
import { isTellable } from './linkage/serve-linkage';
import { StepAnswers } from './notices/answer-record';
import { conditionalRefusals } from './notices/conditional-refusals';
import { type Notice, sentence, writeNotices } from './notices/write-notices';
import type { OperationContext, OperationRequest } from './operation-context';
import type { PlanningLimits } from './planning/start-planner';
import type { CompiledProtocol } from './policy/decide/compile-protocol';
import { explainAccess } from './policy/explain/explain';
import type { CacheBudget } from './shared/cache-budget';
import { isOwnSubgraph, type OwnSubgraph } from './shared/own-subgraphs';
import { nameOf } from './shared/requester-name';
import { inSpan, type Span } from './shared/span';
import type { Stops } from './stops/open-stops';
import type { StopsInForce } from './stops/types';
import { AccessStopped, stoppedRecords, underStops } from './stops/under-stops';
import { AgencyCalls, CountedClient } from './subgraph-client/agency-calls';
import type { AgencyClient } from './subgraph-client/agency-client';
import type { AgencyLoad } from './subgraph-client/agency-load';
import type { StepAnswer, StepRequest } from './subgraph-client/types';
import { buildVersion, type ServedVersion, type VersionParts } from './supergraph/served-version';

/** What outlives every version. */
export interface GatewayParts extends LinkageServices, Pick<OperationTerms, 'operationDeadline' | 'agencyTimeout'> {
  readonly refusals: RefusalRecorder;
  readonly maxSelections: number;
  readonly planning?: PlanningLimits;
  /** Bytes that all that is remembered may take, of every version and of none. */
  readonly caches: CacheBudget;
  /** What is closed at this moment, whatever the protocols say. */
  readonly stops: Stops;
  /** What one requester may cost families and agencies. */
  readonly limits: RequesterLimits;
  /** In place of what the protocols say of it. */
  readonly limitTerms?: LimitTerms;
  /** Told of trouble, by agency and kind, and of our own faults. Never of a person. */
  readonly log: (event: string, about: Readonly<Record<string, unknown>>) => void;
  /** Told how many fields of an operation were granted, and how many withheld by reason. */
  readonly decided?: (granted: number, withheld: ReadonlyMap<string, number>) => void;
  /** The `authorize` stage's narrowing. Tests put another in its place to see that theirs would notice. */
  readonly narrow?: typeof narrowOperation;
}

/** The stages under one version. */
export interface Gateway {
  readonly version: ServedVersion;
  /** One request through the stages. */
  answer(request: OperationRequest, entry: Entry): Promise<ExecutionResult>;
  /**
   * The same in parts: each leaves once what it is made of is there, and nothing is left that could close it.
   * @param gone ends the work where the client goes away.
   */
  answerInParts(request: OperationRequest, entry: Entry, gone: AbortSignal): AsyncGenerator<ToldPart, void, void>;
  /** The schema of what this entry's role may ask for its purpose, as SDL. It tells of nobody, and is not audited. */
  schemaFor(entry: Entry): Promise<string>;
  close(): Promise<void>;
}

type Disclosed = DisclosureRecord['outcome'];

/** A part of an answer with what is told beside it: of notices all that there are by then, and of the rest what is new. */
export type ToldPart = AnswerPart & { readonly extensions: Readonly<Record<string, unknown>> };

export async function openGateway(parts: GatewayParts, versionParts: Omit<VersionParts, 'caches'>): Promise<Gateway> {
  const version = await buildVersion({ ...versionParts, caches: parts.caches.section() }, parts.planning);
  const { schema } = version;
  const coerceVariables = createVariableCoercion(schema);
  const operations = createAuthorizedOperationCache(version, parts.maxSelections, parts.narrow);
  const terms = parts.limitTerms ?? strictestTerms(version.protocol.documents.map((one) => one.limits));
  const clientOf = (agency: string, { calls }: Pick<OperationContext, 'calls'>): CountedClient =>
    new CountedClient(agency, version.clients.get(agency)!, calls);
  const linkage = openLinkage(parts, version, clientOf);

  async function answer(request: OperationRequest, asked: Entry): Promise<ExecutionResult> {
    const calls = new AgencyCalls(terms, request.operation.operation === 'query', asked.span);
    const told = { reference: null as string | null, isPartial: false };
    try {
      const { run, result } = await answerCounting(request, asked, calls);
      told.reference = run.id;
      told.isPartial = run.answers.outcomesByAgency().some(({ fault }) => fault !== null);
      return result;
    } finally {
      calls.end();
      asked.tell?.({ ...told, agencyCalls: calls.total, name: request.operation.name?.value ?? null });
    }
  }

  async function answerCounting(
    request: OperationRequest,
    asked: Entry,
    calls: AgencyCalls,
  ): Promise<{ readonly run: RunningOperation; readonly result: ExecutionResult }> {
    const { span } = calls;
    const begun = await begin(request, asked, calls);
    const { authorized, run, context, protocol, entry, limits, record } = begun;
    const executed = inSpan(span, 'execution', (inside) => execute(begun, inside));
    const tree = await executed.catch(async (fault: unknown) => {
      await recordRefusal(begun, fault);
      throw fault;
    });
    const shaped = shapeAnswer(authorized.shape, begun.shaping, tree);
    const joined = await answerIntrospection(shaped, request, begun.visible);

    // notices: from the decisions, not from the data
    logTrouble(run);
    const notices = inSpan(span, 'notices', () => noticesOf(authorized, run, context, protocol));
    parts.decided?.(...countDecisions(authorized, run));

    // audit: the disclosure, on disk before the first byte leaves
    context.linker.noteMet();
    await inSpan(span, 'audit disclosure', () =>
      parts.audit.disclosure({ ...record.disclosure(joined), cost: begun.costOf() }),
    );
    linkage.tellDoubted(context.linker, protocol);
    const extensions = {
      ...namesOf(run),
      ...(limits.near.length > 0 ? { limits: limits.near } : {}),
      ...(notices.length > 0 ? { notices } : {}),
      ...(entry.explain ? { access: accessOf(authorized, entry, protocol) } : {}),
    };
    return { run, result: { ...joined, extensions } };
  }

  async function* answerInParts(
    request: OperationRequest,
    asked: Entry,
    gone: AbortSignal,
  ): AsyncGenerator<ToldPart, void, void> {
    const calls = new AgencyCalls(terms, request.operation.operation === 'query', asked.span);
    const told = { reference: null as string | null, isPartial: false };
    try {
      const begun = await begin(request, asked, calls);
      told.reference = begun.run.id;
      try {
        yield* tellInParts(begun, request, gone);
      } finally {
        told.isPartial = begun.run.answers.outcomesByAgency().some(({ fault }) => fault !== null);
      }
    } finally {
      calls.end();
      asked.tell?.({ ...told, agencyCalls: calls.total, name: request.operation.name?.value ?? null });
    }
  }

  /** Each part as a whole answer would be: its limits, its notices, and its disclosure on disk before it leaves. */
  async function* tellInParts(
    begun: Begun,
    request: OperationRequest,
    gone: AbortSignal,
  ): AsyncGenerator<ToldPart, void, void> {
    const { authorized, run, context, protocol, entry, limits } = begun;
    const recordPart = begun.record.inParts();
    const near = new Map<string, NearLimit>();
    let cost = { searches: 0, people: 0, families: 0, agencyCalls: 0 };
    let toldNotices = '[]';
    let counted = '';
    const record = async (outcome: Disclosed, code: string | null, isLast: boolean): Promise<void> => {
      const whole = begun.costOf();
      const added = { ...whole };
      for (const kind of Object.keys(whole) as (keyof typeof whole)[]) added[kind] -= cost[kind];
      context.linker.noteMet();
      await inSpan(run.calls.span, 'audit disclosure', () =>
        parts.audit.disclosure({ ...recordPart(outcome, code, isLast), cost: added }),
      );
      cost = whole;
    };
    const hasAnything = (value: unknown): boolean => value !== null && value !== undefined;
    const outcomeOf = ({ first, added }: AnswerPart): Disclosed => {
      if (authorized.narrowed.text === null) return 'refused';
      if (run.answers.hasOwnFaults()) return 'failed';
      const shown = [...Object.values(first?.data ?? {}), ...added.flatMap((one) => valuesIn(one))];
      return shown.some(hasAnything) ? 'disclosed' : 'nothing';
    };
    const open = await version.engine.open(plannedOf(begun, run.calls.span), askingOf(begun, run.calls.span, true));
    context.facts.onRead = () => open.progress.tell();
    gone.addEventListener('abort', () => run.deadline.end(), { once: true });
    let hasEnded = false;
    try {
      const delivered = deliverParts({
        ...{ shape: authorized.shape, shaping: begun.shaping, run: open, gone },
        isAskingBeside: () => context.facts.isReading,
      });
      for await (const part of delivered) {
        if (part.isLast) await context.linker.settle();
        run.calls.check();
        // Of nobody more than is counted, and of whom more is known by now, once more.
        const told = context.linker.toldOf();
        const outside = context.facts.isOutsideArea;
        const counting = JSON.stringify([told.people.length, told.families.length, outside]);
        if (counting !== counted && !entry.breakGlass) await limits.tell(told.people, told.families, outside);
        counted = counting;
        for (const one of limits.near) near.set(one.limit, one);

        const notices = noticesOf(authorized, run, context, protocol);
        const code = run.answers.refusal();
        const first = part.first && (await answerIntrospection(part.first, request, begun.visible));
        await record(outcomeOf(part), code, part.isLast);
        hasEnded = part.isLast;
        if (part.isLast) parts.decided?.(...countDecisions(authorized, run));
        const isNew = JSON.stringify(notices) !== toldNotices;
        toldNotices = JSON.stringify(notices);
        yield {
          ...part,
          first: first && { data: first.data ?? null, errors: first.errors ?? [] },
          extensions: {
            ...(first ? namesOf(run) : {}),
            ...(first && near.size > 0 ? { limits: [...near.values()] } : {}),
            ...(isNew ? { notices } : {}),
            ...(first && entry.explain ? { access: accessOf(authorized, entry, protocol) } : {}),
          },
        };
      }
      linkage.tellDoubted(context.linker, protocol);
    } catch (fault) {
      hasEnded = true;
      const [code, outcome] = refusalOf(fault);
      await record(outcome, code, true);
      throw fault;
    } finally {
      // Whoever no longer listens was shown no more than this, and agencies were asked.
      if (!hasEnded) {
        await record('failed', 'CLIENT_GONE', true);
      }
      await context.linker.settle();
      logTrouble(run);
    }
  }

  /** All that comes before an agency is asked: rights, limits, and the intent on disk. */
  async function begin(request: OperationRequest, asked: Entry, calls: AgencyCalls) {
    const { span } = calls;
    const stops = parts.stops.now();
    await refuseStopped(asked, stops);
    const protocol = underStops(version.protocol, stops);
    const entry = openGlass(asked);
    const variables = coerceVariables(request);
    await refuseOtherReference(entry);

    // policy, authorize: what of it this entry may have
    const rights = protocol.rights(entry);
    const authorized = inSpan(span, 'policy', () => operations.narrowed(request, variables, rights));
    const operationTerms = { version, isStopped: stoppedRecords(stops, parts.audit.pseudonym), ...parts };
    const run = openOperation(operationTerms, entry, rights, authorized, calls);
    const sent = sentOf(authorized, variables);
    const searches = searchesOf(authorized.searches, sent, schema);
    const digests = digestsOf(searches.searches, parts.audit.pseudonym);
    const record = buildRecords(run, authorized.narrowed, authorized.toldOnce, (agency, ref) =>
      parts.audit.pseudonym(`${agency}|${ref}`),
    );

    // limits: counted before any agency is asked
    const events = recordEvents(parts, run, protocol);
    const limits = parts.limits.of(entry.requester, terms, ({ kind, pattern }) =>
      events.record({ ...aboutNobody(), kind, reference: randomUUID(), reason: pattern }),
    );
    const looks = searches.searches.length + searches.pages > 0;
    run.calls.begin(loadsOf(version.clients, run, looks), nameOf(entry.requester), looks ? 'search' : 'known');
    try {
      run.calls.expect(searches.searches.length);
      await limits.search(searches.searches, searches.pages);
    } catch (fault) {
      await parts.refusals.record(entry, fault, { operation: run.id, searches: digests });
      throw fault;
    }

    // audit: the intent, on disk before any agency is asked
    await inSpan(span, 'audit intent', () =>
      parts.audit.intent(record.intent(request.hash, version.supergraph, digests)),
    );

    const visible = () => operations.visibleTo(rights);
    const operation = { run, kinds: authorized.kinds, protocol, events, decide: authorized.decide, visible };
    const context = linkage.start(operation, (glass) => {
      const wider = { ...entry, breakGlass: glass };
      // What was open to all was so under the rights of before.
      const settledLater = { ...authorized, openToAll: () => null };
      return openOperation(operationTerms, wider, protocol.rights(wider), settledLater, run.calls, run);
    });
    const { linker } = context;
    const costOf = () => {
      const { people, families } = linker.toldOf();
      return {
        searches: searches.searches.length + searches.pages,
        people: people.length,
        families: families.length,
        agencyCalls: run.calls.total,
      };
    };
    const shaping: Shaping = {
      variables,
      answers: run.answers,
      slotsOf: linker.knownSlots,
      sentence: (stream, reason) => sentence(stream, reason, protocol, entry),
    };
    return { entry, protocol, authorized, sent, run, record, limits, context, costOf, shaping, visible };
  }

  /** Whoever is refused may have learned of somebody by it. */
  async function recordRefusal({ context, record, costOf }: Begun, fault: unknown): Promise<void> {
    context.linker.noteMet();
    const [code, outcome] = refusalOf(fault);
    await parts.audit.disclosure({ ...record.refusal(code, outcome), cost: costOf() });
  }

  async function schemaFor(entry: Entry): Promise<string> {
    const stops = parts.stops.now();
    await refuseStopped(entry, stops);
    const protocol = underStops(version.protocol, stops);
    const about = { role: entry.requester.role, purpose: entry.purpose, protocol: protocol.version };
    return writeVisibleSdl(operations.visibleTo(protocol.rights(entry)), about);
  }

  const openGlass = (asked: Entry): Entry =>
    asked.breakGlassToken
      ? { ...asked, breakGlass: openBreakGlassToken(asked.breakGlassToken, version.idCipher, asked, parts.now()) }
      : asked;

  /** @throws {AccessStopped} */
  async function refuseStopped(entry: Entry, stops: StopsInForce): Promise<void> {
    if (!stops.isRequester(entry.requester)) return;
    const fault = new AccessStopped();
    await parts.refusals.record(entry, fault);
    throw fault;
  }

  /** @throws {CaseReferenceMalformed} where the case reference is not of the form that the protocol says. */
  async function refuseOtherReference(entry: Entry): Promise<void> {
    const { accepts, examples } = version.protocol.caseReferences;
    if (entry.caseReference === null || accepts(entry.caseReference)) return;
    const malformed = new CaseReferenceMalformed(examples);
    // What came in its place may be anything: it is not recorded.
    await parts.refusals.record({ ...entry, caseReference: null }, malformed);
    throw malformed;
  }

  /** Asks linkage and the agencies. @param inParts what a step is told of counts once it has ended. */
  const askingOf =
    ({ run, context }: Begun, span: Span, inParts = false): FetchSubgraph =>
    async (subgraph, step) => {
      if (isOwnSubgraph(subgraph)) return inSpan(span, 'linkage', () => askOwn(subgraph, step, run, context));
      const answers = inParts ? new StepAnswers(run.answers) : null;
      const asking = {
        agency: subgraph,
        client: clientOf(subgraph, run),
        sign: parts.sign,
        run: answers ? { ...run, answers } : run,
        steps: version.steps,
      };
      const asked = askAgency(asking, step, (agency, type, ref) => context.facts.open(agency, type, ref));
      return asked.finally(() => answers?.end());
    };

  const plannedOf = ({ authorized, sent, entry }: Begun, span: Span) => {
    const { text, hash } = authorized.narrowed;
    return text === null ? null : { text, hash, variables: sent, requester: nameOf(entry.requester), span };
  };

  /** Runs the plan of what is left of an operation, and counts of whom it tells. */
  async function execute(begun: Begun, span: Span): Promise<Record<string, unknown>> {
    const { run, entry, context, limits } = begun;
    const { linker, facts } = context;
    const planned = plannedOf(begun, span);
    const tree = planned ? await version.engine.run(planned, askingOf(begun, span)).finally(() => linker.settle()) : {};
    run.calls.check();
    const { people, families } = linker.toldOf();
    // What a break-glass session opens is told to its owners, and reviewed.
    if (!entry.breakGlass) await limits.tell(people, families, facts.isOutsideArea);
    return tree;
  }

  /** One plan step at a subgraph of the gateway's own. */
  async function askOwn(
    subgraph: OwnSubgraph,
    step: StepRequest,
    { id, answers }: RunningOperation,
    context: LinkageContext,
  ): Promise<StepAnswer> {
    const { data, faults } = await version.linkage(subgraph, step.query, step.variables, context);
    if (faults.length > 0) answers.ownFault();
    for (const fault of faults) {
      if (fault instanceof FamilyViewError) answers.refused(fault.code);
      if (!isTellable(fault)) {
        const name = fault instanceof Error ? fault.name : 'unknown';
        parts.log('linkage-fault', { operation: id, subgraph, fault: name });
      }
    }
    return { data, isOwn: true };
  }

  function logTrouble({ id, answers }: RunningOperation): void {
    for (const { agency, fault } of answers.outcomesByAgency())
      if (fault) parts.log('agency-trouble', { operation: id, agency, fault });
  }

  function noticesOf(
    { withheld, narrowed }: Narrowed,
    { entry, answers }: RunningOperation,
    { linker }: LinkageContext,
    protocol: CompiledProtocol,
  ): readonly Notice[] {
    return writeNotices(
      {
        withheld: [...withheld, ...conditionalRefusals(narrowed, answers.allRefused())],
        masked: answers.allMasks().filter(({ agency }) => !isOwnSubgraph(agency)),
        outcomes: answers.outcomesByAgency(),
        ...linker.unresolved(),
        leftOut: linker.families.leavesSomebodyOut,
      },
      protocol,
      entry,
    );
  }

  /** Of each coordinate that was asked for, what opened or closed it. */
  function accessOf(
    { narrowed: { asked, withheld } }: Narrowed,
    entry: Entry,
    protocol: CompiledProtocol,
  ): readonly object[] {
    const fields = [...new Set([...asked.keys(), ...withheld.map(({ coordinate }) => coordinate)])];
    const question = { fields, entry, everything: true, at: parts.now() };
    return explainAccess({ ...version, protocol, sentence }, question).map(
      ({ field, decision, stream, clause, reason, shownAs }) => ({ field, decision, stream, clause, reason, shownAs }),
    );
  }

  const namesOf = ({ id, protocolVersion }: RunningOperation) => ({
    familyView: { operation: id, protocolVersion, supergraphVersion: version.supergraph },
  });
  type Begun = Awaited<ReturnType<typeof begin>>;

  return {
    version,
    answer,
    answerInParts,
    schemaFor,
    async close() {
      await version.engine.stop();
      version.caches.close();
    },
  };
}

/** Of the fields that were asked for: how many were granted, and how many withheld by reason. */
function countDecisions(
  { narrowed: { asked, withheld } }: Narrowed,
  { answers }: Pick<RunningOperation, 'answers'>,
): readonly [granted: number, withheld: ReadonlyMap<string, number>] {
  const reasons = new Map<string, number>();
  const note = (reason: string): unknown => reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  for (const { reason } of withheld) note(reason);
  for (const reason of answers.allRefused().values()) note(reason);
  return [asked.size, reasons];
}

/** What the agencies have to do that an operation will ask: where it looks for somebody, all of them. */
const loadsOf = (
  clients: ReadonlyMap<string, AgencyClient>,
  run: Pick<OperationContext, 'streamsOf'>,
  looks: boolean,
): ReadonlyMap<string, AgencyLoad> =>
  new Map(
    [...clients].flatMap(([agency, { load }]) => (looks || run.streamsOf(agency).length > 0 ? [[agency, load]] : [])),
  );

const refusalOf = (fault: unknown): readonly [code: string, outcome: 'refused' | 'failed'] => {
  if (fault instanceof ClientGone) return ['CLIENT_GONE', 'failed'];
  return fault instanceof FamilyViewError ? [fault.code, 'refused'] : ['OUR_FAULT', 'failed'];
};

const valuesIn = (added: AnswerPart['added'][number]): readonly unknown[] =>
  added.kind === 'items' ? added.items : Object.values(added.data);

/** The variables that are left, by our names for them. */
const sentOf = (
  { narrowed }: Narrowed,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    narrowed.variables
      .filter(([client]) => Object.hasOwn(variables, client))
      .map(([client, canonical]) => [canonical, variables[client]]),
  );

const aboutNobody = () => ({ statement: null, until: null, protocol: null, people: [], told: [], notTold: [] });
