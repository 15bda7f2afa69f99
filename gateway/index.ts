/** The gateway: `startGateway(config)` opens every stage and listens. */
import { join } from 'node:path';
import pino from 'pino';
import { openAudit } from './audit/open-audit';
import { createRefusalRecorder } from './audit/record-refusals';
import type { Config } from './config';
import { FamilyViewError } from './errors';
import { diffOnce, type KeptVersions } from './governance/published';
import { FOREIGN_FACT } from './governance/report-foreign-fact';
import { openAdmin } from './http/admin-server';
import { createConcurrencyLimiter, watchLoop } from './http/concurrency-limiter';
import { type HttpParts, listen, openHttp, PortInUse } from './http/http-server';
import { createMetrics } from './http/metrics';
import { allowOnly, readManifest } from './http/operation-manifest';
import { createPersistedQueries } from './http/persisted-queries';
import { createQueryLimits, DEFAULT_LIMITS } from './http/query-limits';
import { createRateLimit } from './http/rate-limit';
import { createReadingQueue } from './http/reading-queue';
import { createShutDown } from './http/shut-down';
import { createAuthenticator } from './identity/authenticate';
import { openDevelopmentApi } from './identity/development-api';
import { loadDevelopmentKey } from './identity/development-keys';
import { PERSONAS } from './identity/personas';
import { createLimitStore } from './limits/limit-store';
import type { LimitTerms } from './limits/limit-terms';
import { createRequesterLimits } from './limits/requester-limits';
import { openKeys } from './linkage/open-keys';
import type { GatewayParts } from './pipeline';
import { PLANNING_LIMITS } from './planning/start-planner';
import type { NamedText } from './policy/read/load-protocols';
import { followOwnership } from './schema-registry/follow-ownership';
import { openRegistryApi, openRegistryReading } from './schema-registry/registry-api';
import { isBlockedAddress } from './schema-registry/rules/check-routing';
import { PROPOSAL_LIMITS, startSchemaCheck } from './schema-registry/schema-check-client';
import { openSchemaFolder } from './schema-registry/schema-folder';
import { createCacheBudget } from './shared/cache-budget';
import { connectRedis } from './shared/redis-connection';
import { createAgencyClient } from './subgraph-client/agency-client';
import { openAgencyClients } from './subgraph-client/agency-clients';
import { readAgencyTls } from './subgraph-client/agency-tls';
import { openGrantKeys } from './subgraph-client/grant-keys';
import { createGrantSigner } from './subgraph-client/sign-grants';
import { ssrfSafeLookup } from './subgraph-client/ssrf-safe-lookup';
import { watchAgencies } from './subgraph-client/watch-agencies';
import { startSupergraph } from './supergraph/start-supergraph';

export interface GatewayOptions {
  readonly now?: () => Date;
  /** In place of what is in `schema/`. */
  readonly protocols?: readonly NamedText[];
  readonly supergraphSdl?: string;
  /** A folder like `schema/`. */
  readonly schemaDirectory?: string;
  /** Where it is told what became of a change, in place of the log. */
  readonly tell?: (event: 'version-live' | 'change-refused', sentence: string) => void;
  readonly pages?: HttpParts['pages'];
  /** Where log lines go in place of standard output. */
  readonly logDestination?: { write(line: string): void };
  /** In place of what the protocols say of how much one requester may search for and be told. */
  readonly limitTerms?: LimitTerms;
  /** Stages that tests put others in the place of. */
  readonly stages?: Pick<GatewayParts, 'narrow'>;
}

export interface RunningGateway {
  readonly url: string;
  /** Takes the protocols in `schema/` again, and the agencies' SDL where files are followed. What is wrong is told, and changes nothing. */
  reloadFiles(): Promise<void>;
  /** Where metrics and the agencies' states are told. */
  readonly adminUrl: string;
  /** Says that it is not ready for a while, so that nothing more is sent here, and closes then. */
  shutDown(): Promise<void>;
  /** What is under way is answered first. */
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 262_144;
const MAX_AGENCY_BYTES = 8 * 1_048_576;
/** A request that would wait longer for its turn had better be tried again. */
const LONGEST_WAIT_MS = 250;
const LOOK_AT_AGENCIES_MS = 5_000;
const ROTATE_KEYS_MS = 3_600_000;

export async function startGateway(config: Config, options: GatewayOptions = {}): Promise<RunningGateway> {
  const now = options.now ?? (() => new Date());
  const log = pino({ level: config.logLevel, base: null }, options.logDestination ?? process.stdout);
  const { dataDirectory } = config;
  const caches = createCacheBudget(config.cacheMegabytes * 1_048_576);
  const lasting = caches.section();
  const measure = createQueryLimits(DEFAULT_LIMITS, lasting);
  const manifest = config.operationsManifest === null ? null : readManifest(config.operationsManifest, measure);

  const keys = openKeys(dataDirectory, config.linkageKey);
  const grantKeys = await openGrantKeys(dataDirectory, now);
  const developmentKey = config.identityProvider === null ? await loadDevelopmentKey(dataDirectory) : null;
  const metrics = createMetrics(caches);
  const onFault = (fault: unknown): void => {
    metrics.count('fault', {});
    log.error(
      {
        code: fault instanceof FamilyViewError ? fault.code : 'UNFORESEEN',
        stack: fault instanceof Error && config.development ? fault.stack : undefined,
      },
      'fault',
    );
  };
  const audit = await openAudit({
    directory: join(dataDirectory, 'audit'),
    pseudonymKey: keys.auditPseudonyms,
    now,
    patience: config.auditWriteTimeout,
    evidence: { keyFile: config.auditKeyFile, exportDirectory: config.auditExport },
    onFault,
  });
  const redis = await connectRedis(config.redisUrl, { onChange: (state) => log.warn({ state }, 'redis') });
  const openClients = () =>
    openAgencyClients((agency, origin) =>
      createAgencyClient(origin, {
        maxBytes: MAX_AGENCY_BYTES,
        connectTimeout: config.agencyTimeout,
        timeout: config.agencyTimeout,
        tls: readAgencyTls(agency, config.agencyTls.get(agency) ?? {}),
        // What is set is whoever runs the gateway's own affair; what is published is an agency's.
        lookup: config.development || config.agenciesSet.has(agency) ? undefined : ssrfSafeLookup(isBlockedAddress),
      }),
    );
  const clients = openClients();
  const stagingClients = openClients();

  const refusals = createRefusalRecorder(audit, now, onFault);
  const files = openSchemaFolder(options.schemaDirectory);
  let kept: KeptVersions | null = null;
  const proposals = startSchemaCheck(PROPOSAL_LIMITS);
  const gateway: GatewayParts = {
    ...options.stages,
    sign: createGrantSigner(grantKeys, now),
    audit,
    refusals,
    operationDeadline: config.operationDeadline,
    agencyTimeout: config.agencyTimeout,
    maxSelections: DEFAULT_LIMITS.selections,
    planning: { ...PLANNING_LIMITS, planMs: config.planningTimeLimit },
    caches,
    now,
    ownership: followOwnership(files, onFault),
    kept: () => kept,
    compareProposal: proposals.compareProposal,
    limits: createRequesterLimits({ key: keys.rateLimits, store: createLimitStore(redis) }),
    limitTerms: options.limitTerms,
    actAs: developmentKey && ((role) => Object.values(PERSONAS).find((persona) => persona.role === role) ?? null),
    log: (event, about) => {
      metrics.count(event, about);
      // Somebody's record came in the place of another's, or a word where it opens what it may not: a person must look at
      // this, whatever the rest of the log is like.
      if (about.fault === 'ENTITY_MISMATCH' || event === FOREIGN_FACT) log.error({ ...about, alert: true }, event);
      else log.warn(about, event);
    },
  };
  const loop = watchLoop();
  const rotating = setInterval(() => void grantKeys.rotate().catch(onFault), ROTATE_KEYS_MS).unref();
  const closeStages = async (): Promise<void> => {
    clearInterval(rotating);
    loop.close();
    await proposals.close();
    await clients.close();
    await stagingClients.close();
    redis?.close();
    await refusals.close();
    await audit.close();
  };
  const served = await startSupergraph({
    config,
    files,
    protocols: options.protocols,
    supergraphSdl: options.supergraphSdl,
    operations: [...(manifest ?? [])],
    stagingClients,
    live: {
      config,
      gateway,
      clients,
      linkageKey: keys.linkage,
      persistedQueries: createPersistedQueries({ redis, manifest, measure }),
      maxTokens: DEFAULT_LIMITS.tokens,
      timed: metrics.timed,
      onFault,
    },
    now,
    tell: options.tell ?? ((event, sentence) => log[event === 'version-live' ? 'info' : 'error']({ event }, sentence)),
  }).catch(async (cause: unknown) => {
    await closeStages();
    throw cause;
  });
  const { versions } = served;
  kept = served.registryParts && {
    registryParts: served.registryParts,
    staging: served.staged?.staging ?? null,
    compare: diffOnce(served.registryParts.schemaCheck, lasting),
  };
  const watch = watchAgencies(() => versions.live?.clients ?? new Map(), {
    everyMs: LOOK_AT_AGENCIES_MS,
    onChange: (agency, state) => log[state === 'answering' ? 'info' : 'warn']({ agency, state }, 'agency'),
  });
  const ending = createShutDown();
  const staging = served.staged?.staging ?? null;
  const admin = openAdmin({
    metrics: metrics.text,
    agencies: watch.states,
    registry: served.registryParts && openRegistryReading(served.registryParts, staging),
    onFault,
  });
  const app = await openHttp({
    enter: versions.enter,
    authenticate: createAuthenticator({
      keys: config.identityProvider
        ? { kind: 'provider', ...config.identityProvider }
        : { kind: 'development', key: developmentKey! },
      roles: versions.live!.roles,
      now,
      onRefused: refusals.record,
    }),
    onRefused: refusals.record,
    limitRate: createRateLimit({ key: keys.rateLimits, perMinute: config.requestsPerMinute, redis }),
    measure,
    reading: createReadingQueue(config.operationsInFlight),
    allow: config.manifestOnly && manifest ? allowOnly(manifest) : null,
    limiter: createConcurrencyLimiter(
      {
        inFlight: config.operationsInFlight,
        inFlightBusy: config.operationsInFlightBusy,
        inFlightEach: config.operationsInFlightEach,
        inFlightEachBusy: config.operationsInFlightEachBusy,
        waiting: config.operationsWaiting,
        waitMs: LONGEST_WAIT_MS,
      },
      loop.isBusy,
    ),
    jwks: () => grantKeys.jwks,
    isReady: ending.isReady,
    production: !config.development,
    pages: options.pages ?? null,
    signIn: config.signIn,
    development: developmentKey && openDevelopmentApi(developmentKey, now),
    staging: served.staged?.versions.enter ?? null,
    registry: served.registryParts && openRegistryApi(served.registryParts, staging, config.development).actions,
    maxBodyBytes: MAX_BODY_BYTES,
    onFault,
  });

  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closing ??= closeAll();
    return closing;
  };
  const closeAll = async (): Promise<void> => {
    watch.close();
    await ending.drain(app, config.shutdownLimit);
    await admin.close();
    await served.close();
    await closeStages();
  };
  try {
    const listenAdmin = (port: number) => listen(admin, config.adminHost, port, 'ADMIN_PORT');
    const adminUrl = await listenAdmin(config.adminPort).catch((fault: unknown) => {
      if (config.adminPortSet || !(fault instanceof PortInUse)) throw fault;
      return listenAdmin(0);
    });
    log.info({ adminUrl }, 'admin');
    const shutDown = () => ending.giveNotice(config.shutdownNotice).then(close);
    return {
      url: await listen(app, config.host, config.port),
      adminUrl,
      reloadFiles: served.reloadFiles,
      shutDown,
      close,
    };
  } catch (cause) {
    await close();
    throw cause;
  }
}

export { type Config, readConfig } from './config';
export { FamilyViewError } from './errors';
export { loadProtocols } from './policy/read/load-protocols';
