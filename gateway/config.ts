import { misspelt, readSettings, withoutPassword } from './config/read-settings';
import type { Settings } from './config/settings';
import { FamilyViewError } from './errors';
import { addressOf, originsOf } from './shared/agency-address';

/** A setting that is not of the form expected. Names the variable, what was expected and what came. */
export class BadSetting extends FamilyViewError {
  constructor(
    readonly faults: readonly string[],
    options: { readonly cause?: unknown } = {},
  ) {
    super(`Settings:\n${faults.map((fault) => `  ${fault}`).join('\n')}`, { code: 'BAD_SETTING', ...options });
  }
}

/** Names of PEM files, for an agency that is reached over TLS. */
export interface TlsFiles {
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
}

export interface Config {
  readonly development: boolean;
  readonly port: number;
  readonly host: string;
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
  readonly grantKeysLookEvery: number;
  readonly identityProvider: {
    readonly jwksUri: string;
    readonly issuer: string;
    readonly audience: string;
    /** A file that says where its tokens hold what is asked of them. */
    readonly claimsFile: string | null;
    readonly scope: string | null;
    readonly introspection: {
      readonly url: string;
      readonly clientId: string;
      readonly clientSecret: string;
    } | null;
  } | null;
  readonly signIn: {
    readonly issuer: string;
    readonly clientId: string;
    readonly audience: string;
    readonly scope: string;
  } | null;
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
    adminPort: data.ADMIN_PORT ?? (data.PORT === 0 ? 0 : (data.PORT + 10) % 65_536),
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
        ? { issuer: data.ISSUER, clientId: data.PORTAL_CLIENT_ID, audience: data.AUDIENCE, scope: data.PORTAL_SCOPE }
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

/** What settings say together that none says alone. A setting that came in another form is not unset. */
function faultsTogether(data: Settings, environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const isSet = (name: keyof Settings): boolean => Boolean(environment[name]);
  const signsIn = isSet('JWKS_URI') && isSet('ISSUER');
  const isPublic = data.DEVELOPMENT_TOKENS === 'LOOPBACK' && !isLoopback(data.HOST);
  const rules: readonly (readonly [holds: boolean, told: string])[] = [
    [
      data.NODE_ENV === 'production' && !signsIn,
      'JWKS_URI and ISSUER are needed where NODE_ENV is production: there are no development tokens there.',
    ],
    // Half a provider is none, and none is development's tokens.
    [
      data.NODE_ENV !== 'production' && isSet('JWKS_URI') !== isSet('ISSUER'),
      'JWKS_URI and ISSUER belong together: one of them is set, and the other is not.',
    ],
    [
      data.NODE_ENV !== 'production' && !isSet('JWKS_URI') && isPublic,
      `HOST is ${data.HOST}: others can reach the gateway there, and without JWKS_URI and ISSUER whoever comes can have a development token. Set them, or HOST to a loopback address; DEVELOPMENT_TOKENS=ANYWHERE where nothing but invented people can be reached.`,
    ],
    [
      isSet('PORTAL_CLIENT_ID') && (!isSet('JWKS_URI') || !URL.canParse(data.ISSUER ?? '')),
      'PORTAL_CLIENT_ID is set: then ISSUER must be the address of who signs in, and JWKS_URI of its keys.',
    ],
    [
      new Set((['INTROSPECTION_URL', 'INTROSPECTION_CLIENT_ID', 'INTROSPECTION_CLIENT_SECRET'] as const).map(isSet))
        .size > 1,
      'INTROSPECTION_URL, INTROSPECTION_CLIENT_ID and INTROSPECTION_CLIENT_SECRET belong together: some are set, and some are not.',
    ],
    [
      (['CLAIMS_FILE', 'REQUIRED_SCOPE', 'INTROSPECTION_URL'] as const).some(isSet) && !signsIn,
      'CLAIMS_FILE, REQUIRED_SCOPE and INTROSPECTION_URL are about a sign-in, and JWKS_URI and ISSUER name none.',
    ],
    [
      isSet('DATABASE_URL') && !isSet('LINKAGE_KEY'),
      'DATABASE_URL is set, and LINKAGE_KEY is not: gateways that share a database need the same key. Make one with openssl rand -hex 64.',
    ],
    [
      data.OPERATIONS_ANSWERED === 'MANIFEST' && !isSet('OPERATIONS_MANIFEST'),
      'OPERATIONS_ANSWERED is MANIFEST, and OPERATIONS_MANIFEST names no file.',
    ],
  ];
  return rules.flatMap(([holds, told]) => (holds ? [told] : []));
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

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/.test(host);

/** Outside development over TLS: what a page in clear shows, and the token it asks by, are anybody's on the way. */
function originsIn(text: string, development: boolean, faults: string[]): ReadonlySet<string> {
  const origins = text.split(',').map((one) => one.trim());
  const named = origins.filter((one) => one !== '');
  for (const one of named) {
    if (!URL.canParse(one) || new URL(one).origin !== one || !/^https?:\/\/[^*]+$/.test(one))
      faults.push(
        `CORS_ORIGINS has "${withoutPassword(one)}": expected an origin as browsers send it, as https://portal.example or http://localhost:5173, without a path or a wildcard`,
      );
    else if (!development && !one.startsWith('https:'))
      faults.push(`CORS_ORIGINS has "${one}", which is not over TLS; only development takes that.`);
  }
  return new Set(named);
}

function agencyOrigins(
  { AGENCY_URLS: text, FIRST_AGENCY_PORT: firstPort }: Settings,
  published: readonly string[],
  faults: string[],
): { readonly all: ReadonlyMap<string, string>; readonly set: ReadonlySet<string> } {
  const all = new Map(published.map((agency, index) => [agency, `http://127.0.0.1:${firstPort + index}`]));
  const pairs = byAgency('AGENCY_URLS', text, published, faults);
  for (const [agency, url] of pairs) {
    const urls = originsOf(url).map((one) => one.trim());
    const wrong = urls.filter((one) => !URL.canParse(one) || !['http:', 'https:'].includes(new URL(one).protocol));
    for (const one of wrong)
      faults.push(`AGENCY_URLS gives ${agency} the address "${withoutPassword(one)}", which is not an http(s) URL`);
    if (wrong.length === 0) all.set(agency, addressOf([...new Set(urls.map((one) => new URL(one).origin))]));
  }
  return { all, set: new Set(pairs.map(([agency]) => agency)) };
}

function tlsFiles(data: Settings, published: readonly string[], faults: string[]): ReadonlyMap<string, TlsFiles> {
  const files = new Map<string, TlsFiles>();
  const keep = (
    setting: 'AGENCY_CA_FILES' | 'AGENCY_CERTIFICATE_FILES' | 'AGENCY_KEY_FILES',
    kind: keyof TlsFiles,
  ): void => {
    for (const [agency, file] of byAgency(setting, data[setting], published, faults))
      files.set(agency, { ...files.get(agency), [kind]: file });
  };
  keep('AGENCY_CA_FILES', 'ca');
  keep('AGENCY_CERTIFICATE_FILES', 'certificate');
  keep('AGENCY_KEY_FILES', 'key');
  for (const [agency, { certificate, key }] of files)
    if ((certificate === undefined) !== (key === undefined))
      faults.push(`AGENCY_CERTIFICATE_FILES and AGENCY_KEY_FILES name files for ${agency} together or not at all`);
  return files;
}

/** `health=…,education=…` */
function byAgency(
  setting: string,
  text: string,
  published: readonly string[],
  faults: string[],
): readonly (readonly [string, string])[] {
  const pairs = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return pairs.flatMap((pair) => {
    const [agency = '', value = ''] = pair.split(/=(.*)/s);
    if (published.includes(agency)) return [[agency, value] as const];
    faults.push(
      `${setting} names "${withoutPassword(agency)}", which publishes nothing; expected one of ${published.join(', ')}`,
    );
    return [];
  });
}
