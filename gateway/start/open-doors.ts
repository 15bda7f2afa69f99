import type { RefusalRecorder } from '../audit/record-refusals';
import type { Config } from '../config';
import { openAdmin } from '../http/admin-server';
import { createConcurrencyLimiter, watchLoop } from '../http/concurrency-limiter';
import { createCrossOrigin } from '../http/cross-origin';
import { type HttpParts, listen, openHttp, PortInUse } from '../http/http-server';
import { allowOnly, type readManifest } from '../http/operation-manifest';
import { createRateLimit } from '../http/rate-limit';
import { whyNotReady } from '../http/readiness';
import { createReadingQueue } from '../http/reading-queue';
import { createShutDown, type ShutDown } from '../http/shut-down';
import { createAuthenticator } from '../identity/authenticate';
import type { readClaimsMap } from '../identity/claims-map';
import { openDevelopmentApi } from '../identity/development-api';
import type { loadDevelopmentKey } from '../identity/development-keys';
import type { ProviderKeys } from '../identity/provider-keys';
import { openRegistryApi, openRegistryReading } from '../schema-registry/registry-api';
import type { Opened } from '../shared/opened';
import type { AgencyWatch } from '../subgraph-client/watch-agencies';
import type { ServedVersions } from '../supergraph/start-supergraph';
import { namesIn } from '../telemetry/names-in';
import type { Telemetry } from '../telemetry/open-telemetry';
import type { GatewayState } from './open-state';

interface DoorParts {
  readonly now: () => Date;
  readonly state: GatewayState;
  readonly served: ServedVersions;
  readonly telemetry: Telemetry;
  readonly watch: AgencyWatch;
  readonly measure: HttpParts['measure'];
  readonly manifest: ReturnType<typeof readManifest> | null;
  readonly claimsMap: ReturnType<typeof readClaimsMap> | null;
  /** Of the identity provider; null where none is set up. */
  readonly signInKeys: ProviderKeys | null;
  /** Null where an identity provider is set up. */
  readonly developmentKey: Awaited<ReturnType<typeof loadDevelopmentKey>> | null;
  readonly onRefused: RefusalRecorder['record'];
  readonly pages: HttpParts['pages'];
}

/** The two ways in, listening: for requesters, and for whoever runs the gateway. */
export interface Doors {
  readonly url: string;
  readonly adminUrl: string;
  readonly ending: ShutDown;
}

const MAX_BODY_BYTES = 262_144;
/** A request that would wait longer for its turn had better be tried again. */
const LONGEST_WAIT_MS = 250;
const LONGEST_OWN_WAIT_MS = 2_000;
/** A page of eight operations every four seconds, for as long as anybody likes. */
const BURST_PER_SECOND = 1;

export async function openDoors(config: Config, parts: DoorParts, opened: Opened): Promise<Doors> {
  const { now, state, served, telemetry, watch, measure, manifest, developmentKey } = parts;
  const { metrics, onFault } = telemetry;
  const { versions, registryParts, staged } = served;
  const { keys, stores, grantKeys } = state;
  const ending = createShutDown();
  const loop = watchLoop();
  opened.add(loop.close);
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
  const reasons = () =>
    whyNotReady({
      isDraining: () => !ending.isReady(),
      isAuditWritable: state.audit.isWritable,
      grantKeysAge: grantKeys.age,
      isDatabaseAnswering: () => state.postgres?.isAnswering() ?? true,
      // A token that the sign-in is asked about needs none of its keys.
      canVerifyTokens: () => parts.signInKeys?.areKnown() !== false || Boolean(config.identityProvider?.introspection),
      agencies: watch.states,
    });
  metrics.watch(() => ({
    agencies: new Map([...(versions.live?.clients ?? [])].map(([agency, client]) => [agency, client.state()])),
    health: watch.states(),
    notReady: reasons().map(({ code }) => code),
    requests: limiter.load(),
    auditIsWritable: state.audit.isWritable(),
    redisAnswers: state.redis?.isAnswering() ?? null,
    databaseAnswers: state.postgres?.isAnswering() ?? null,
    grantKeysAgeSeconds: grantKeys.age() / 1_000,
    version: versions.live?.named ?? null,
  }));

  const staging = staged?.staging ?? null;
  const admin = openAdmin({
    metrics: metrics.text,
    agencies: watch.states,
    whyNotReady: reasons,
    registry: registryParts && openRegistryReading(registryParts, staging),
    onFault,
  });
  opened.add(() => admin.close());
  const app = await openHttp({
    enter: versions.enter,
    authenticate: createAuthenticator({
      keys: config.identityProvider
        ? { kind: 'provider', ...config.identityProvider, claims: parts.claimsMap, source: parts.signInKeys! }
        : { kind: 'development', key: developmentKey! },
      roles: versions.live!.roles,
      now,
      onRefused: parts.onRefused,
    }),
    onRefused: parts.onRefused,
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
    pages: parts.pages,
    signIn: config.signIn,
    development: developmentKey && openDevelopmentApi(developmentKey, now),
    staging: staged?.versions.enter ?? null,
    registry: registryParts && openRegistryApi(registryParts, staging, config.development).actions,
    maxBodyBytes: MAX_BODY_BYTES,
    onFault,
  });
  opened.add(() => ending.drain(app, config.shutdownLimit));

  const listenAdmin = (port: number) => listen(admin, config.adminHost, port, 'ADMIN_PORT');
  const adminUrl = await listenAdmin(config.adminPort).catch((fault: unknown) => {
    if (config.adminPortSet || !(fault instanceof PortInUse)) throw fault;
    return listenAdmin(0);
  });
  return { url: await listen(app, config.host, config.port), adminUrl, ending };
}
