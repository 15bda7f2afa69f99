import { randomUUID } from 'node:crypto';
import { buildRecords } from '../audit/build-records';
import { digestsOf } from '../audit/search-digests';
import type { Narrowed } from '../authorize/authorized-operation-cache';
import { openOperation } from '../execution/open-operation';
import type { Shaping } from '../execution/shape-answer';
import { recordEvents } from '../governance/record-events';
import { CaseReferenceMalformed } from '../identity/errors';
import type { Entry } from '../identity/types';
import { searchesOf } from '../limits/searches-of';
import { openBreakGlassToken } from '../linkage/break-glass-token';
import { sentence } from '../notices/write-notices';
import type { OperationContext, OperationRequest } from '../operation-context';
import { nameOf } from '../shared/requester-name';
import { inSpan } from '../shared/span';
import type { StopsInForce } from '../stops/types';
import { AccessStopped, stoppedRecords, underStops } from '../stops/under-stops';
import type { AgencyCalls } from '../subgraph-client/agency-calls';
import type { AgencyClient } from '../subgraph-client/agency-client';
import type { AgencyLoad } from '../subgraph-client/agency-load';
import type { GatewayParts, Stages } from './stages';

/** An operation of which nothing has been asked yet. */
export type Begun = Awaited<ReturnType<typeof begin>>;

/** All that comes before an agency is asked: rights, limits, and the intent on disk. */
export async function begin(stages: Stages, request: OperationRequest, asked: Entry, calls: AgencyCalls) {
  const { parts, version, operations, terms } = stages;
  const { span } = calls;
  const stops = parts.stops.now();
  await refuseStopped(parts, asked, stops);
  const protocol = underStops(version.protocol, stops);
  const entry = openGlass(stages, asked);
  const variables = stages.coerceVariables(request);
  await refuseOtherReference(stages, entry);

  // policy, authorize: what of it this entry may have
  const rights = protocol.rights(entry);
  const authorized = inSpan(span, 'policy', () => operations.narrowed(request, variables, rights));
  const operationTerms = { version, isStopped: stoppedRecords(stops, parts.audit.pseudonym), ...parts };
  const run = openOperation(operationTerms, entry, rights, authorized, calls);
  const sent = sentOf(authorized, variables);
  const searches = searchesOf(authorized.searches, sent, version.schema);
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
    // It may have waited for the database: what agencies have is not shorter for it.
    run.deadline.begin();
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
  const context = stages.linkage.start(operation, (glass) => {
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

const openGlass = ({ parts, version }: Stages, asked: Entry): Entry =>
  asked.breakGlassToken
    ? { ...asked, breakGlass: openBreakGlassToken(asked.breakGlassToken, version.idCipher, asked, parts.now()) }
    : asked;

/** @throws {AccessStopped} */
export async function refuseStopped(parts: GatewayParts, entry: Entry, stops: StopsInForce): Promise<void> {
  if (!stops.isRequester(entry.requester)) return;
  const fault = new AccessStopped();
  await parts.refusals.record(entry, fault);
  throw fault;
}

/** @throws {CaseReferenceMalformed} where the case reference is not of the form that the protocol says. */
async function refuseOtherReference({ parts, version }: Stages, entry: Entry): Promise<void> {
  const { accepts, examples } = version.protocol.caseReferences;
  if (entry.caseReference === null || accepts(entry.caseReference)) return;
  const malformed = new CaseReferenceMalformed(examples);
  // What came in its place may be anything: it is not recorded.
  await parts.refusals.record({ ...entry, caseReference: null }, malformed);
  throw malformed;
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
