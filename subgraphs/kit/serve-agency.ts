import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { GrantStatement } from '@family-view/schema';
import type { Agency, AgencyLogEntry, RunningAgency, ServeOptions } from './agency';
import type { Connector } from './connector';
import { buildContractSchema, openContractRequest } from './contract/answer-contract';
import { checkGrantsBy } from './grant/check-grant';
import { answerGraphql } from './http/answer-graphql';
import { startHttpServer } from './http/http-server';
import { describeFault, writeLog } from './http/write-log';
import { openRecordStore, type RecordStore } from './store/agency-records';
import { buildAgencySchema } from './subgraph/build-agency-schema';
import { openRequest } from './subgraph/request-context';

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
  const kept = await openRecordStore(join(options.dataDirectory, agency.name), now);
  // One check for both endpoints, so that a grant used at one is known at the other.
  const checkGrant = checkGrantsBy({ agency: agency.name, jwksUrl: options.jwksUrl, issuer: options.issuer, now });
  const shared = { agency: agency.name, checkGrant, log };
  const host = options.host ?? '127.0.0.1';

  const server = await startHttpServer({
    host,
    port: options.port,
    timeLimitMs: options.timeLimitMs ?? 10_000,
    paths: {
      '/graphql': answerGraphql({
        ...shared,
        schema: subgraph,
        sdlIsPublic: true,
        openContext: (statement) => openRequest(agency, statement),
      }),
      '/contract': answerGraphql({
        ...shared,
        schema: buildContractSchema(),
        sdlIsPublic: false,
        openContext: (statement) => openContract(agency, statement, kept, now),
      }),
    },
    reportFault: (fault) => report(log, agency.name, fault),
  }).catch(async (fault: unknown) => {
    await kept.close();
    throw fault;
  });

  const { port } = server.address() as AddressInfo;
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
    await kept.close();
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

function openContract(
  agency: Pick<Agency, 'name' | 'connector' | 'openConnector'>,
  statement: GrantStatement | null,
  kept: RecordStore,
  now: () => Date,
): Record<string, unknown> {
  if (!statement) throw new TypeError('the contract is never answered without a grant');
  return { ...openContractRequest(agency, statement, kept, now) };
}

const report = (log: (entry: AgencyLogEntry) => void, agency: string, fault: unknown): void =>
  log({ level: 'error', agency, event: 'a request could not be answered', ...describeFault(fault) });
