import { agencyOrigins, originsIn, type TlsFiles, tlsFiles } from './config/addresses';
import { adminPortOf, faultsTogether } from './config/faults-together';
import { misspelt, readSettings } from './config/read-settings';
import { countWorkers } from './config/workers';
import { FamilyViewError } from './errors';
import type { Introspection, SignIn } from './identity/types';

/** A setting that is not of the form expected. Names the variable, what was expected and what came. */
export class BadSetting extends FamilyViewError {
  constructor(
    readonly faults: readonly string[],
    options: { readonly cause?: unknown } = {},
  ) {
    super(`Settings:\n${faults.map((fault) => `  ${fault}`).join('\n')}`, { code: 'BAD_SETTING', ...options });
  }
}

export interface Config {
  readonly development: boolean;
  readonly port: number;
  readonly host: string;
  /** Gateways on this machine behind one port, each a process of its own. */
  readonly workers: number;
  /** Which of them this is, from 1 on; null: the only one, or whoever starts them. */
  readonly worker: number | null;
  readonly adminPort: number;
  /** Where it is not, and is taken, another will do. */
  readonly adminPortSet: boolean;
  readonly adminHost: string;
  readonly shutdownNotice: number;
  readonly shutdownLimit: number;
  readonly dataDirectory: string;
  /** Origin of each agency, by name. */
  readonly agencies: ReadonlyMap<string, string>;
  /** Those whose origin is set, not only expected. */
  readonly agenciesSet: ReadonlySet<string>;
  readonly firstAgencyPort: number;
  readonly followFiles: boolean;
  readonly staging: boolean;
  /** By agency; absent where nothing is set for it. */
  readonly agencyTls: ReadonlyMap<string, TlsFiles>;
  /** Milliseconds. */
  readonly auditWriteTimeout: number;
  readonly operationDeadline: number;
  readonly agencyTimeout: number;
  readonly figuresTimeout: number;
  readonly planningTimeLimit: number;
  readonly operationsInFlight: number;
  /** The same while the gateway has no time to spare. */
  readonly operationsInFlightBusy: number;
  readonly operationsInFlightEach: number;
  readonly operationsInFlightEachBusy: number;
  /** Operations that one requester may begin at `operationsInFlightEach`; then one at a time, while others ask. */
  readonly operationsBurstEach: number;
  readonly operationsWaiting: number;
  readonly operationsManifest: string | null;
  readonly manifestOnly: boolean;
  readonly cacheMegabytes: number;
  readonly requestsPerMinute: number;
  readonly corsOrigins: ReadonlySet<string>;
  readonly schemaDownload: boolean;
  readonly redisUrl: string | undefined;
  readonly databaseUrl: string | undefined;
  /** Milliseconds. */
  readonly databaseWait: number;
  /** Milliseconds. */
  readonly grantKeysLookEvery: number;
  readonly identityProvider: {
    readonly jwksUri: string;
    readonly issuer: string;
    readonly audience: string;
    /** A file that says where its tokens hold what is asked of them. */
    readonly claimsFile: string | null;
    readonly scope: string | null;
    readonly introspection: Introspection | null;
  } | null;
  readonly signIn: SignIn | null;
  /** Where the key of development tokens is kept. */
  readonly developmentKeyDirectory: string;
  readonly linkageKey: string | undefined;
  readonly auditKeyFile: string;
  readonly auditExport: string | null;
  /** Milliseconds; 0: agencies are not asked. */
  readonly auditCountersignEvery: number;
  readonly logLevel: string;
  /** Whether each request has a line. */
  readonly accessLog: boolean;
  /** Where traces go; null: nothing is traced. */
  readonly tracing: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly ratio: number;
    readonly service: string;
  } | null;
}

/** @param published agencies of the registry, in its order: those without a URL are expected on this machine, from FIRST_AGENCY_PORT upwards. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  published: readonly string[],
): Config {
  const faults: string[] = [...misspelt(environment)];
  const data = readSettings(environment, faults);
  const development = data.NODE_ENV !== 'production';
  faults.push(...faultsTogether(data, environment));
  const agencies = agencyOrigins(data, published, faults);
  const corsOrigins = originsIn(data.CORS_ORIGINS, development, faults);
  const agencyTls = tlsFiles(data, published, faults);
  if (faults.length > 0) throw new BadSetting(faults);
  return {
    development,
    port: data.PORT,
    host: data.HOST,
    workers: countWorkers(data.WORKERS),
    worker: null,
    adminPort: adminPortOf(data),
    adminPortSet: data.ADMIN_PORT !== undefined,
    adminHost: data.ADMIN_HOST,
    shutdownNotice: data.SHUTDOWN_NOTICE_MS,
    shutdownLimit: data.SHUTDOWN_LIMIT_MS,
    dataDirectory: data.DATA_DIRECTORY,
    agencies: agencies.all,
    agenciesSet: agencies.set,
    firstAgencyPort: data.FIRST_AGENCY_PORT,
    followFiles: (data.SCHEMA_FILES ?? (data.NODE_ENV === 'development' ? 'FOLLOWED' : 'FOUNDING')) === 'FOLLOWED',
    staging: (data.STAGING ?? (development ? 'ON' : 'OFF')) === 'ON',
    agencyTls,
    operationDeadline: data.OPERATION_DEADLINE_MS,
    agencyTimeout: data.AGENCY_TIMEOUT_MS,
    figuresTimeout: data.FIGURES_TIMEOUT_MS,
    planningTimeLimit: data.PLANNING_TIME_LIMIT_MS,
    operationsInFlight: data.OPERATIONS_IN_FLIGHT,
    operationsInFlightBusy: data.OPERATIONS_IN_FLIGHT_BUSY,
    operationsInFlightEach: data.OPERATIONS_IN_FLIGHT_EACH,
    operationsInFlightEachBusy: data.OPERATIONS_IN_FLIGHT_EACH_BUSY,
    operationsBurstEach: data.OPERATIONS_BURST_EACH,
    operationsWaiting: data.OPERATIONS_WAITING,
    operationsManifest: data.OPERATIONS_MANIFEST ?? null,
    manifestOnly: data.OPERATIONS_ANSWERED === 'MANIFEST',
    cacheMegabytes: data.CACHE_MEGABYTES,
    requestsPerMinute: data.REQUESTS_PER_MINUTE,
    corsOrigins,
    schemaDownload: (data.SCHEMA_DOWNLOAD ?? (development ? 'ON' : 'OFF')) === 'ON',
    redisUrl: data.REDIS_URL,
    databaseUrl: data.DATABASE_URL,
    databaseWait: data.DATABASE_WAIT_MS,
    grantKeysLookEvery: data.GRANT_KEYS_LOOK_SECONDS * 1_000,
    identityProvider:
      data.JWKS_URI && data.ISSUER
        ? {
            jwksUri: data.JWKS_URI,
            issuer: data.ISSUER,
            audience: data.AUDIENCE,
            claimsFile: data.CLAIMS_FILE ?? null,
            scope: data.REQUIRED_SCOPE ?? null,
            introspection:
              data.INTROSPECTION_URL && data.INTROSPECTION_CLIENT_ID && data.INTROSPECTION_CLIENT_SECRET
                ? {
                    url: data.INTROSPECTION_URL,
                    clientId: data.INTROSPECTION_CLIENT_ID,
                    clientSecret: data.INTROSPECTION_CLIENT_SECRET,
                  }
                : null,
          }
        : null,
    signIn:
      data.PORTAL_CLIENT_ID && data.JWKS_URI && data.ISSUER
        ? {
            issuer: data.ISSUER,
            clientId: data.PORTAL_CLIENT_ID,
            audience: data.AUDIENCE,
            scope: data.PORTAL_SCOPE,
            prompt: data.PORTAL_PROMPT ?? null,
          }
        : null,
    developmentKeyDirectory: data.DEVELOPMENT_KEY_DIRECTORY ?? data.DATA_DIRECTORY,
    linkageKey: data.LINKAGE_KEY,
    auditKeyFile: data.AUDIT_KEY_FILE ?? auditKeyBeside(data.DATA_DIRECTORY),
    auditExport: data.AUDIT_CHECKPOINTS ?? null,
    auditCountersignEvery: data.AUDIT_COUNTERSIGN_SECONDS * 1_000,
    auditWriteTimeout: data.AUDIT_WRITE_TIMEOUT_MS,
    logLevel: data.LOG_LEVEL,
    accessLog: data.ACCESS_LOG === 'ON',
    tracing:
      data.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT === undefined
        ? null
        : {
            url: data.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT,
            headers: headersIn(data.OTEL_EXPORTER_OTLP_TRACES_HEADERS),
            ratio: data.OTEL_TRACES_SAMPLER_ARG,
            service: data.OTEL_SERVICE_NAME,
          },
  };
}

/** `name=value,…` */
const headersIn = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text
      .split(',')
      .map((pair) => pair.split(/=(.*)/s).map((part) => part.trim()))
      .flatMap(([name = '', value = '']) => (name === '' ? [] : [[name, value]])),
  );

/** Apart from the data directory, where nothing else is set. */
export const auditKeyBeside = (dataDirectory: string): string =>
  `${dataDirectory.replace(/\/+$/, '')}.keys/audit-ed25519.pem`;
