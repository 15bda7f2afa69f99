/** The gateway: `startGateway(config)` opens every room and listens. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaDirectory } from '@family-view/schema';
import pino from 'pino';
import { openAudit } from './audit/open-audit';
import type { Config } from './config';
import { FamilyViewError } from './errors';
import { createAgencyClient } from './fetch/agency-client';
import { readAgencyTls } from './fetch/agency-tls';
import { openGrantKeys } from './fetch/grant-keys';
import { createGrantSigner } from './fetch/sign-grants';
import { watchAgencies } from './fetch/watch-agencies';
import { type GatewayParts, openGateway } from './gateway';
import { createCarrier } from './http/carry-load';
import { createOperationMeter, DEFAULT_LIMITS } from './http/measure-operation';
import { createMetrics } from './http/metrics';
import { type HttpParts, listen, openHttp } from './http/open-http';
import { allowOnly, readManifest } from './http/operation-manifest';
import { createRateLimit } from './http/rate-limit';
import { connectRedis } from './http/redis-connection';
import { serveGraphql } from './http/serve-graphql';
import { createStoredOperations } from './http/stored-operations';
import { withinWeight } from './http/weigh-operation';
import { createAuthenticator } from './identity/authenticate';
import { openDevelopmentDoor } from './identity/development-door';
import { loadDevelopmentKey } from './identity/development-keys';
import { PERSONAS } from './identity/personas';
import { createSealer } from './linkage/seal';
import { loadProtocols, type NamedText } from './load-protocols';
import { openKeys } from './open-keys';
import { PLANNING_LIMITS } from './plan/start-planner';

export interface GatewayOptions {
  readonly now?: () => Date;
  /** In place of what is in `schema/`. */
  readonly protocols?: readonly NamedText[];
  readonly supergraphSdl?: string;
  readonly pages?: HttpParts['pages'];
  /** Where log lines go in place of standard output. */
  readonly logDestination?: { write(line: string): void };
  /** Rooms that tests put others in the place of. */
  readonly rooms?: Pick<GatewayParts, 'narrow'>;
}

export interface RunningGateway {
  readonly url: string;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 262_144;
const MAX_AGENCY_BYTES = 8 * 1_048_576;
/** A request that would wait longer for its turn had better be tried again. */
const LONGEST_WAIT_MS = 1_000;
const LOOK_AT_AGENCIES_MS = 5_000;

export async function startGateway(config: Config, options: GatewayOptions = {}): Promise<RunningGateway> {
  const now = options.now ?? (() => new Date());
  const log = pino({ level: config.logLevel, base: null }, options.logDestination ?? process.stdout);
  const { dataDirectory } = config;
  const measure = createOperationMeter();
  const manifest = config.operationsManifest === null ? null : readManifest(config.operationsManifest, measure);
  const protocol = loadProtocols(now, options.protocols);
  const supergraphSdl = options.supergraphSdl ?? readFileSync(join(schemaDirectory, 'supergraph.graphql'), 'utf8');

  const keys = openKeys(dataDirectory, config.linkageKey);
  const grantKeys = await openGrantKeys(dataDirectory, now());
  const developmentKey = config.identityProvider === null ? await loadDevelopmentKey(dataDirectory) : null;
  const audit = await openAudit({ directory: join(dataDirectory, 'audit'), pseudonymKey: keys.auditPseudonyms, now });
  const redis = await connectRedis(config.redisUrl, { onChange: (state) => log.warn({ state }, 'redis') });
  const clients = new Map(
    [...config.agencies].map(([agency, origin]) => [
      agency,
      createAgencyClient(origin, {
        maxBytes: MAX_AGENCY_BYTES,
        connectTimeout: config.agencyTimeout,
        patience: config.agencyTimeout,
        tls: readAgencyTls(agency, config.agencyTls.get(agency) ?? {}),
      }),
    ]),
  );
  const metrics = createMetrics();

  const gateway = await openGateway({
    ...options.rooms,
    supergraphSdl,
    protocol,
    clients,
    sign: createGrantSigner(grantKeys, now),
    sealer: createSealer(keys.linkage, [...config.agencies.keys()], now),
    audit,
    operationDeadline: config.operationDeadline,
    agencyTimeout: config.agencyTimeout,
    maxSelections: DEFAULT_LIMITS.selections,
    planning: { ...PLANNING_LIMITS, planMs: config.planningTimeLimit },
    now,
    actAs: developmentKey && ((role) => Object.values(PERSONAS).find((persona) => persona.role === role) ?? null),
    log: (event, about) => {
      metrics.count(event, about);
      // Somebody's record came in the place of another's: a person must look at this, whatever the rest of the log is like.
      if (about.fault === 'ENTITY_MISMATCH') log.error({ ...about, alert: true }, event);
      else log.warn(about, event);
    },
  });
  const onFault = (fault: unknown): void =>
    log.error(
      {
        code: fault instanceof FamilyViewError ? fault.code : 'UNFORESEEN',
        stack: fault instanceof Error && config.development ? fault.stack : undefined,
      },
      'fault',
    );
  const graphql = await serveGraphql({
    schema: gateway.version.schema,
    supergraphSdl,
    answer: metrics.timed(withinWeight(gateway.version.schema, gateway.answer)),
    storedOperations: createStoredOperations({ redis, manifest, measure }),
    introspection: config.development,
    maxTokens: DEFAULT_LIMITS.tokens,
    onFault,
  });
  const watch = watchAgencies(clients, {
    everyMs: LOOK_AT_AGENCIES_MS,
    onChange: (agency, state) => log[state === 'answering' ? 'info' : 'warn']({ agency, state }, 'agency'),
  });
  const app = await openHttp({
    graphql,
    authenticate: createAuthenticator({
      keys: config.identityProvider
        ? { kind: 'provider', ...config.identityProvider }
        : { kind: 'development', key: developmentKey! },
      roles: protocol.roles,
      now,
    }),
    limitRate: createRateLimit({ key: keys.rateLimits, perMinute: config.requestsPerMinute, redis }),
    measure,
    allow: config.manifestOnly && manifest ? allowOnly(manifest) : null,
    carry: createCarrier({
      inFlight: config.operationsInFlight,
      waiting: config.operationsWaiting,
      waitMs: LONGEST_WAIT_MS,
    }),
    jwks: () => grantKeys.jwks,
    readiness: async () => ({ ready: true, agencies: watch.states() }),
    metrics: metrics.text,
    pages: options.pages ?? null,
    signIn: config.signIn,
    development: developmentKey && openDevelopmentDoor(developmentKey, now),
    maxBodyBytes: MAX_BODY_BYTES,
    onFault,
  });

  const close = async (): Promise<void> => {
    watch.close();
    await app.close();
    await graphql.stop();
    await gateway.close();
    await Promise.all([...clients.values()].map((client) => client.close()));
    redis?.close();
    await audit.close();
  };
  try {
    return { url: await listen(app, config.host, config.port), close };
  } catch (cause) {
    await close();
    throw cause;
  }
}

export { type Config, readConfig } from './config';
export { FamilyViewError } from './errors';
export { loadProtocols } from './load-protocols';
