/** The gateway: `startGateway(config)` opens every stage and listens. */
import { join } from 'node:path';
import pino from 'pino';
import { type Audit, openAudit } from './audit/open-audit';
import { createRefusalRecorder } from './audit/record-refusals';
import { catalogueTexts, readCatalogue } from './catalogue/read-catalogue';
import type { Config } from './config';
import { createOverlapBudget } from './disclosure/overlap-budget';
import { countersignAudit } from './governance/countersign-audit';
import { diffOnce, type KeptVersions } from './governance/published';
import { raiseOverdue } from './governance/raise-overdue';
import { recordForeignStops } from './governance/record-foreign-stops';
import { openAdmin } from './http/admin-server';
import { createConcurrencyLimiter, watchLoop } from './http/concurrency-limiter';
import { createCrossOrigin } from './http/cross-origin';
import { type HttpParts, listen, openHttp, PortInUse } from './http/http-server';
import { allowOnly, readManifest } from './http/operation-manifest';
import { createPersistedQueries } from './http/persisted-queries';
import { createQueryLimits, DEFAULT_LIMITS } from './http/query-limits';
import { createRateLimit } from './http/rate-limit';
import { whyNotReady } from './http/readiness';
import { createReadingQueue } from './http/reading-queue';
import { createShutDown } from './http/shut-down';
import { createAuthenticator } from './identity/authenticate';
import { readClaimsMap } from './identity/claims-map';
import { openDevelopmentApi } from './identity/development-api';
import { loadDevelopmentKey } from './identity/development-keys';
import { PERSONAS } from './identity/personas';
import type { LimitTerms } from './limits/limit-terms';
import { createRequesterLimits } from './limits/requester-limits';
import { openKeys } from './linkage/open-keys';
import type { GatewayParts } from './pipeline';
import { PLANNING_LIMITS } from './planning/start-planner';
import type { NamedText } from './policy/read/load-protocols';
import { followOwnership } from './schema-registry/follow-ownership';
import { withoutCountersigning } from './schema-registry/read-ownership';
import { openRegistryApi, openRegistryReading } from './schema-registry/registry-api';
import { isBlockedAddress } from './schema-registry/rules/check-routing';
import { PROPOSAL_LIMITS, startSchemaCheck } from './schema-registry/schema-check-client';
import { openSchemaFolder } from './schema-registry/schema-folder';
import { createCacheBudget } from './shared/cache-budget';
import type { Postgres, PostgresOptions } from './shared/postgres';
import { connectRedis } from './shared/redis-connection';
import { openStops } from './stops/open-stops';
import { carryOver } from './stores/carry-over';
import { openDatabase } from './stores/open-database';
import { type GatewayStores, openStores } from './stores/open-stores';
import { type AgencyClient, createAgencyClient } from './subgraph-client/agency-client';
import { openAgencyClients } from './subgraph-client/agency-clients';
import { readAgencyTls } from './subgraph-client/agency-tls';
import { openGrantKeys } from './subgraph-client/grant-keys';
import { createGrantSigner } from './subgraph-client/sign-grants';
import { ssrfSafeLookup } from './subgraph-client/ssrf-safe-lookup';
import { tryGrant } from './subgraph-client/try-grant';
import { watchAgencies } from './subgraph-client/watch-agencies';
import { startSupergraph } from './supergraph/start-supergraph';
import { namesIn } from './telemetry/names-in';
import { openTelemetry } from './telemetry/open-telemetry';

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
  /** In place of the embedded ones. */
  readonly stores?: Partial<GatewayStores>;
  /** Stages that tests put others in the place of. */
  readonly stages?: Pick<GatewayParts, 'narrow'>;
}

export interface RunningGateway {
  readonly url: string;
  /** Takes the protocols in `schema/` again, and the agencies' SDL where files are followed. What is wrong is told, and changes nothing. */
  reloadFiles(): Promise<void>;
  /** Where metrics and the agencies' states are told. */
  readonly adminUrl: string;
  /** Has the agencies countersign what was recorded up to now, beside the time when they are asked anyway. */
  countersign(): Promise<void>;
  /** Says that it is not ready for a while, so that nothing more is sent here, and closes then. */
  shutDown(): Promise<void>;
  /** What is under way is answered first. */
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 262_144;
const MAX_AGENCY_BYTES = 8 * 1_048_576;

/** A request that would wait longer for its turn had better be tried again. */
const LONGEST_WAIT_MS = 250;
const LONGEST_OWN_WAIT_MS = 2_000;
/** A page of eight operations every four seconds, for as long as anybody likes. */
const BURST_PER_SECOND = 1;
const LOOK_AT_AGENCIES_MS = 5_000;
const RAISE_REVIEWS_MS = 600_000;

export async function startGateway(config: Config, options: GatewayOptions = {}): Promise<RunningGateway> {
  const now = options.now ?? (() => new Date());
  const log = pino({ level: config.logLevel, base: null }, options.logDestination ?? process.stdout);
  const { dataDirectory } = config;
  const caches = createCacheBudget(config.cacheMegabytes * 1_048_576);
  const lasting = caches.section();
  const measure = createQueryLimits(DEFAULT_LIMITS, lasting);
  const manifest = config.operationsManifest === null ? null : readManifest(config.operationsManifest, measure);

  const { claimsFile = null } = config.identityProvider ?? {};
  const claimsMap = claimsFile === null ? null : readClaimsMap(claimsFile);
  const keys = openKeys(dataDirectory, config.linkageKey);
  const developmentKey =
    config.identityProvider === null ? await loadDevelopmentKey(config.developmentKeyDirectory) : null;
  const telemetry = openTelemetry(config, log, caches);
  const { metrics, onFault } = telemetry;
  const postgres = await openShared(config.databaseUrl, keys.linkage, (state) => log.warn({ state }, 'database'));
  const record = await openAudit({
    directory: join(dataDirectory, 'audit'),
    pseudonymKey: keys.auditPseudonyms,
    now,
    patience: config.auditWriteTimeout,
    evidence: { keyFile: config.auditKeyFile, exportDirectory: config.auditExport },
    sharedIn: config.databaseUrl,
    onFault,
  }).catch(async (cause: unknown) => {
    await postgres?.close();
    throw cause;
  });
  const audit: Audit = {
    ...record,
    intent: metrics.recorded('intent', record.intent),
    disclosure: metrics.recorded('disclosure', record.disclosure),
    event: metrics.recorded('event', record.event),
    refusal: metrics.recorded('refusal', record.refusal),
  };
  const redis = await connectRedis(config.redisUrl, {
    onChange: (state) => log.warn({ state }, 'redis'),
    onAsked: metrics.redisAsked,
  });
  const stores = openStores({ dataDirectory, redis, postgres, grantKeysSealedWith: keys.grantKeys }, options.stores);
  const closeStores = async (): Promise<void> => {
    redis?.close();
    await stores.figures.close();
    await postgres?.close();
  };
  if (postgres)
    await carryOver(dataDirectory, postgres, stores).catch(async (cause: unknown) => {
      await closeStores();
      await audit.close();
      throw cause;
    });
  let begin = (): void => {};
  const serving = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const stops = await openStops({
    store: stores.stops,
    now,
    onEntries: (entries) => {
      log.error({ stops: entries.length, alert: true }, 'stops');
      serving
        .then(() => recordForeignStops({ audit, sign: gateway.sign, clients: liveClients }, entries, stops.all()))
        .catch(onFault);
    },
    onFault,
  }).catch(async (cause: unknown) => {
    await closeStores();
    await audit.close();
    throw cause;
  });
  const grantKeys = await openGrantKeys(stores.grantKeys, now);
  const openClients = () =>
    openAgencyClients((agency, origin) =>
      createAgencyClient(origin, {
        maxBytes: MAX_AGENCY_BYTES,
        connectTimeout: config.agencyTimeout,
        timeout: config.agencyTimeout,
        onCall: telemetry.calls(agency),
        tls: readAgencyTls(agency, config.agencyTls.get(agency) ?? {}),
        // What is set is whoever runs the gateway's own affair; what is published is an agency's.
        lookup: config.development || config.agenciesSet.has(agency) ? undefined : ssrfSafeLookup(isBlockedAddress),
      }),
    );
  const clients = openClients();
  const stagingClients = openClients();

  const catalogue = catalogueTexts(options.schemaDirectory) ?? catalogueTexts();
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
    figuresTimeout: config.figuresTimeout,
    maxSelections: DEFAULT_LIMITS.selections,
    planning: { ...PLANNING_LIMITS, planMs: config.planningTimeLimit },
    caches,
    now,
    ownership: followOwnership(files, onFault),
    kept: () => kept,
    compareProposal: proposals.compareProposal,
    catalogue: catalogue && readCatalogue(catalogue),
    figuresBudget: createOverlapBudget({ store: stores.figures, key: keys.rateLimits, now }),
    stops,
    limits: createRequesterLimits({ key: keys.rateLimits, store: stores.limits, now }),
    limitTerms: options.limitTerms,
    actAs: developmentKey && ((role) => Object.values(PERSONAS).find((persona) => persona.role === role) ?? null),
    log: telemetry.event,
    decided: metrics.decided,
  };
  const loop = watchLoop();
  const raising = setInterval(
    () =>
      void raiseOverdue({ audit, now }, (event, about) => log.error({ ...about, alert: true }, event)).catch(onFault),
    RAISE_REVIEWS_MS,
  ).unref();
  const rotating = setInterval(() => void grantKeys.rotate().catch(onFault), config.grantKeysLookEvery).unref();
  const closeStages = async (): Promise<void> => {
    clearInterval(rotating);
    clearInterval(raising);
    loop.close();
    await proposals.close();
    await clients.close();
    await stagingClients.close();
    stops.close();
    await refusals.close();
    await audit.close();
    await closeStores();
    await telemetry.close();
  };
  const served = await startSupergraph({
    config,
    files,
    protocols: options.protocols,
    supergraphSdl: options.supergraphSdl,
    registryStore: stores.registry,
    operations: [...(manifest ?? [])],
    stagingClients,
    live: {
      config,
      gateway,
      clients,
      linkageKey: keys.linkage,
      persistedQueries: createPersistedQueries({ redis, manifest, measure }),
      maxTokens: DEFAULT_LIMITS.tokens,
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
  const liveClients = () => versions.live?.clients ?? new Map<string, AgencyClient>();
  const watch = watchAgencies(liveClients, {
    everyMs: LOOK_AT_AGENCIES_MS,
    tryGrant: (agency) => tryGrant(agency, liveClients().get(agency), gateway.sign),
    onChange: (agency, state) => log[state === 'answering' ? 'info' : 'warn']({ agency, state }, 'agency'),
  });
  begin();
  const countersign = () =>
    countersignAudit({
      audit,
      sign: gateway.sign,
      clients: liveClients,
      without: () => withoutCountersigning(gateway.ownership()),
      alert: (event, about) => log.error({ ...about, alert: true }, event),
      onFault,
    });
  const countersigning =
    config.auditCountersignEvery > 0
      ? setInterval(() => void countersign(), config.auditCountersignEvery).unref()
      : undefined;
  const ending = createShutDown();
  const reasons = () =>
    whyNotReady({
      isDraining: () => !ending.isReady(),
      isAuditWritable: audit.isWritable,
      grantKeysAge: grantKeys.age,
      isDatabaseAnswering: () => postgres?.isAnswering() ?? true,
      agencies: watch.states,
    });
  const limiter = createConcurrencyLimiter(
    {
      inFlight: config.operationsInFlight,
      inFlightBusy: config.operationsInFlightBusy,
      inFlightEach: config.operationsInFlightEach,
      inFlightEachBusy: config.operationsInFlightEachBusy,
      burst: { most: config.operationsBurstEach, perSecond: BURST_PER_SECOND },
      waiting: config.operationsWaiting,
      waitMs: LONGEST_WAIT_MS,
      ownWaitMs: LONGEST_OWN_WAIT_MS,
    },
    loop.isBusy,
  );
  metrics.watch(() => ({
    agencies: new Map([...liveClients()].map(([agency, client]) => [agency, client.state()])),
    health: watch.states(),
    notReady: reasons().map(({ code }) => code),
    requests: limiter.load(),
    auditIsWritable: audit.isWritable(),
    redisAnswers: redis?.isAnswering() ?? null,
    databaseAnswers: postgres?.isAnswering() ?? null,
    grantKeysAgeSeconds: grantKeys.age() / 1_000,
    version: versions.live?.named ?? null,
  }));
  const staging = served.staged?.staging ?? null;
  const admin = openAdmin({
    metrics: metrics.text,
    agencies: watch.states,
    whyNotReady: reasons,
    registry: served.registryParts && openRegistryReading(served.registryParts, staging),
    onFault,
  });
  const app = await openHttp({
    enter: versions.enter,
    authenticate: createAuthenticator({
      keys: config.identityProvider
        ? { kind: 'provider', ...config.identityProvider, claims: claimsMap }
        : { kind: 'development', key: developmentKey! },
      roles: versions.live!.roles,
      now,
      onRefused: refusals.record,
    }),
    onRefused: refusals.record,
    limitRate: createRateLimit({ key: keys.rateLimits, perMinute: config.requestsPerMinute, store: stores.rates }),
    measure,
    reading: createReadingQueue(config.operationsInFlight),
    allow: config.manifestOnly && manifest ? allowOnly(manifest) : null,
    limiter,
    trace: telemetry.trace,
    operationNames: namesIn(manifest?.values() ?? []),
    onEnded: telemetry.ended,
    onShed: metrics.shed,
    jwks: () => grantKeys.jwks,
    crossOrigin: createCrossOrigin(config.corsOrigins),
    schemaDownload: config.schemaDownload,
    isReady: () => reasons().length === 0,
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
    clearInterval(countersigning);
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
      countersign,
      shutDown,
      close,
    };
  } catch (cause) {
    await close();
    throw cause;
  }
}

const openShared = async (
  url: string | undefined,
  linkageKey: Uint8Array,
  onChange: PostgresOptions['onChange'],
): Promise<Postgres | null> => (url === undefined ? null : openDatabase(url, linkageKey, { onChange }));

export { type Config, readConfig } from './config';
export { FamilyViewError } from './errors';
export { loadProtocols } from './policy/read/load-protocols';
