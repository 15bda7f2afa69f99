import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { GrantStatement } from '@family-view/schema';
import { openActRegister } from './acts/act-register';
import { openFileActStore } from './acts/act-store';
import { tellingActs } from './acts/with-acts';
import type { Agency, AgencyLogEntry, RunningAgency, ServeOptions } from './agency';
import { type Cohorts, openCohorts } from './cohort/answer-cohort';
import { openCohortKeys } from './cohort/cohort-keys';
import type { Connector } from './connector';
import { buildContractSchema, openContractRequest } from './contract/answer-contract';
import { createMatchPace, type MatchPace } from './contract/match-pace';
import type { CheckpointStore } from './countersign/checkpoint-store';
import { checkGrantsBy } from './grant/check-grant';
import { answerGraphql } from './http/answer-graphql';
import { startHttpServer } from './http/http-server';
import { describeFault, writeLog } from './http/write-log';
import { londonDay } from './london-day';
import { type AgencyRecords, openAgencyRecords } from './store/agency-records';
import { type AgencyStores, openFileStores } from './store/agency-stores';
import { openRequestLog } from './store/request-log';
import { buildAgencySchema } from './subgraph/build-agency-schema';
import { readPolicies } from './subgraph/policies';
import { type ActsOfAgency, openRequest } from './subgraph/request-context';

/**
 * Serves an agency: its subgraph at `/graphql`, the contract at `/contract`, `/health`. Every request but one for the bare
 * SDL needs a grant. Throws `UnguardedField` or `UnservableSdl` for an SDL that cannot be guarded, `PortTaken`, and
 * `RecordStoreUnreadable`. Closing ends the server, then the connector, then the stand-in; so does a start that fails.
 *
 * @example
 * ```ts
 * const agency = { name: 'adult-learning', sdl, personKey: 'adultLearningRef', connector, resolvers };
 * const running = await serveAgency(agency, {
 *   port: 4106,
 *   jwksUrl: 'http://127.0.0.1:4000/.well-known/jwks.json',
 *   dataDirectory: '.familyview/subgraphs',
 * });
 * process.once('SIGTERM', () => void running.close());
 * ```
 */
export async function serveAgency<C extends Connector>(
  agency: Agency<C>,
  options: ServeOptions,
): Promise<RunningAgency> {
  try {
    return await openDoors(agency, options);
  } catch (fault) {
    await closeSystem(agency);
    throw fault;
  }
}

async function closeSystem({ connector, standIn }: Pick<Agency, 'connector' | 'standIn'>): Promise<void> {
  await connector.close();
  await standIn?.close();
}

async function openDoors<C extends Connector>(agency: Agency<C>, options: ServeOptions): Promise<RunningAgency> {
  const subgraph = buildAgencySchema(agency);
  const now = options.now ?? (() => new Date());
  const log = options.log ?? writeLog();
  const folder = join(options.dataDirectory, agency.name);
  const stores = options.stores ?? (await openFileStores(folder, agency.name, now));
  const kept = openAgencyRecords(stores, now);
  const { checkpoints } = stores;
  const acts = await openActs(agency, stores, folder, now);
  const requests = await openRequestLog(folder, now);
  const cohortKeys = await openCohortKeys(folder, agency.name, options.cohortPeers);
  const cohorts = openCohorts(agency.name, cohortKeys, now, (member) =>
    log({
      level: 'error',
      agency: agency.name,
      event: 'a member of a cohort came with a key that it is not known by',
      doing: member,
    }),
  );
  // One check for both endpoints, so that a grant used at one is known at the other.
  const checkGrant = checkGrantsBy({
    agency: agency.name,
    jwksUrl: options.jwksUrl,
    issuer: options.issuer,
    replays: stores.replays,
    now,
  });
  const shared = { agency: agency.name, checkGrant, log, requests };
  const closeStores = async (): Promise<void> => {
    await Promise.all([kept.close(), checkpoints.close(), requests.close(), acts?.register.close()]);
  };
  const host = options.host ?? '127.0.0.1';
  const pace = createMatchPace();

  const server = await startHttpServer({
    host,
    port: options.port,
    timeLimitMs: options.timeLimitMs ?? 10_000,
    paths: {
      '/graphql': answerGraphql({
        ...shared,
        schema: subgraph,
        sdlIsPublic: true,
        openContext: (statement) => openRequest(agency, statement, acts),
      }),
      '/contract': answerGraphql({
        ...shared,
        schema: buildContractSchema(),
        sdlIsPublic: false,
        openContext: (statement) =>
          openContract(tellingActsOf(agency, acts), statement, { kept, checkpoints, cohorts, pace }, now),
      }),
    },
    reportFault: (fault) => report(log, agency.name, fault),
  }).catch(async (fault: unknown) => {
    await closeStores();
    throw fault;
  });

  const { port } = server.address() as AddressInfo;
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
    await closeStores();
    await closeSystem(agency);
  };
  return {
    port,
    url: `http://${host}:${port}`,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

async function openActs(
  { acts, sdl }: Pick<Agency, 'acts' | 'sdl'>,
  stores: AgencyStores,
  folder: string,
  now: () => Date,
): Promise<ActsOfAgency | null> {
  if (!acts) return null;
  const register = await openActRegister(stores.acts ?? (await openFileActStore(folder)));
  const stated = readPolicies(sdl).ofField;
  const streams = Object.keys(acts.rules).map(
    (name) => [name, (stated.get(`Mutation.${name}`) ?? []).flat(2)] as const,
  );
  const telling = tellingActs(acts, register, (connector) => connector.today?.() ?? londonDay(now()));
  return { register, telling, now, streams: new Map(streams) };
}

/** The agency as the contract reads it: with whoever was referred, and what follows from what was done. */
function tellingActsOf<C extends Connector>(agency: Agency<C>, acts: ActsOfAgency | null): Agency<C> {
  if (!acts) return agency;
  return { ...agency, openConnector: () => acts.telling(agency.openConnector?.() ?? agency.connector) };
}

function openContract(
  agency: Pick<Agency, 'name' | 'connector' | 'openConnector'>,
  statement: GrantStatement | null,
  lasting: {
    readonly kept: AgencyRecords;
    readonly checkpoints: CheckpointStore;
    readonly cohorts: Cohorts;
    readonly pace: MatchPace;
  },
  now: () => Date,
): Record<string, unknown> {
  if (!statement) throw new TypeError('the contract is never answered without a grant');
  return { ...openContractRequest(agency, statement, lasting, now) };
}

const report = (log: (entry: AgencyLogEntry) => void, agency: string, fault: unknown): void =>
  log({ level: 'error', agency, event: 'a request could not be answered', ...describeFault(fault) });
