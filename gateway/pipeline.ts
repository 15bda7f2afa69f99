/**
 * One request, stage by stage, under one version: the README's diagram in code. `http` and `identity` have been: what comes
 * here is a valid operation and an entry. Stages share types only; this file and its folder alone call them.
 */
import type { ExecutionResult } from 'graphql';
import { writeVisibleSdl } from './authorize/visible-sdl';
import { answerIntrospection } from './execution/answer-introspection';
import { shapeAnswer } from './execution/shape-answer';
import type { Entry } from './identity/types';
import type { OperationRequest } from './operation-context';
import { askingOf, plannedOf } from './pipeline/ask';
import { type Begun, begin, refuseStopped } from './pipeline/begin';
import { type GatewayParts, openStages, type Stages } from './pipeline/stages';
import { accessOf, countDecisions, logTrouble, namesOf, noticesOf, refusalOf } from './pipeline/tell';
import { type ToldPart, tellInParts } from './pipeline/tell-in-parts';
import { inSpan, type Span } from './shared/span';
import { underStops } from './stops/under-stops';
import { AgencyCalls } from './subgraph-client/agency-calls';
import type { ServedVersion, VersionParts } from './supergraph/served-version';

export type { GatewayParts } from './pipeline/stages';
export type { ToldPart } from './pipeline/tell-in-parts';

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

export async function openGateway(parts: GatewayParts, versionParts: Omit<VersionParts, 'caches'>): Promise<Gateway> {
  const stages = await openStages(parts, versionParts);
  const { version, operations } = stages;
  return {
    version,
    async answer(request, asked) {
      const told = openTold(stages, request, asked);
      try {
        return await answerWhole(stages, request, asked, told);
      } finally {
        told.end();
      }
    },
    async *answerInParts(request, asked, gone) {
      const told = openTold(stages, request, asked);
      try {
        const begun = await begin(stages, request, asked, told.calls);
        told.by(begun);
        yield* tellInParts(stages, begun, request, gone);
      } finally {
        told.end();
      }
    },
    async schemaFor(entry) {
      const stops = parts.stops.now();
      await refuseStopped(parts, entry, stops);
      const protocol = underStops(version.protocol, stops);
      const about = { role: entry.requester.role, purpose: entry.purpose, protocol: protocol.version };
      return writeVisibleSdl(operations.visibleTo(protocol.rights(entry)), about);
    },
    async close() {
      await version.engine.stop();
      version.caches.close();
    },
  };
}

/** What is told of an operation once it has ended, however it ended. */
function openTold({ terms }: Stages, { operation }: OperationRequest, asked: Entry) {
  const calls = new AgencyCalls(terms, operation.operation === 'query', asked.span);
  let begun: Begun | null = null;
  return {
    calls,
    by(operationBegun: Begun) {
      begun = operationBegun;
    },
    end() {
      calls.end();
      asked.tell?.({
        reference: begun?.run.id ?? null,
        isPartial: begun?.run.answers.outcomesByAgency().some(({ fault }) => fault !== null) ?? false,
        agencyCalls: calls.total,
        name: operation.name?.value ?? null,
      });
    },
  };
}

async function answerWhole(
  stages: Stages,
  request: OperationRequest,
  asked: Entry,
  told: ReturnType<typeof openTold>,
): Promise<ExecutionResult> {
  const { parts, linkage } = stages;
  const { span } = told.calls;
  // policy, authorize, limits, and audit: the intent, on disk before any agency is asked
  const begun = await begin(stages, request, asked, told.calls);
  const { authorized, run, context, protocol, entry, limits, record } = begun;

  // planning, execution
  const executed = inSpan(span, 'execution', (inside) => execute(stages, begun, inside));
  const tree = await executed.catch(async (fault: unknown) => {
    await recordRefusal(stages, begun, fault);
    throw fault;
  });
  const shaped = shapeAnswer(authorized.shape, begun.shaping, tree);
  const joined = await answerIntrospection(shaped, request, begun.visible);

  // notices: from the decisions, not from the data
  logTrouble(parts, run);
  const notices = inSpan(span, 'notices', () => noticesOf(begun));
  parts.decided?.(...countDecisions(begun));

  // audit: the disclosure, on disk before the first byte leaves
  context.linker.noteMet();
  await inSpan(span, 'audit disclosure', () =>
    parts.audit.disclosure({ ...record.disclosure(joined), cost: begun.costOf() }),
  );
  linkage.tellDoubted(context.linker, protocol);
  told.by(begun);
  const extensions = {
    ...namesOf(stages, run),
    ...(limits.near.length > 0 ? { limits: limits.near } : {}),
    ...(notices.length > 0 ? { notices } : {}),
    ...(entry.explain ? { access: accessOf(stages, begun) } : {}),
  };
  return { ...joined, extensions };
}

/** Runs the plan of what is left of an operation, and counts of whom it tells. */
async function execute(stages: Stages, begun: Begun, span: Span): Promise<Record<string, unknown>> {
  const { run, entry, context, limits } = begun;
  const { linker, facts } = context;
  const planned = plannedOf(begun, span);
  const tree = planned
    ? await stages.version.engine.run(planned, askingOf(stages, begun, span)).finally(() => linker.settle())
    : {};
  run.calls.check();
  const { people, families } = linker.toldOf();
  // What a break-glass session opens is told to its owners, and reviewed.
  if (!entry.breakGlass) await limits.tell(people, families, facts.isOutsideArea);
  return tree;
}

/** Whoever is refused may have learned of somebody by it. */
async function recordRefusal({ parts }: Stages, { context, record, costOf }: Begun, fault: unknown): Promise<void> {
  context.linker.noteMet();
  const [code, outcome] = refusalOf(fault);
  await parts.audit.disclosure({ ...record.refusal(code, outcome), cost: costOf() });
}
