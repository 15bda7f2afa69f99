import { z } from 'zod';
import { FamilyViewError } from './errors';

/** A setting that is not of the form expected. Names the variable, what was expected and what came. */
export class BadSetting extends FamilyViewError {
  constructor(faults: readonly string[], options: { readonly cause?: unknown } = {}) {
    super(`Settings:\n${faults.map((fault) => `  ${fault}`).join('\n')}`, { code: 'BAD_SETTING', ...options });
  }
}

/** Names of PEM files, for an agency that is reached over TLS. */
export interface TlsFiles {
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
}

const port = z.coerce.number().int().min(0).max(65_535);
const settings = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  PORT: port.default(4000),
  HOST: z.string().default('127.0.0.1'),
  /** Metrics, and how the agencies are: for whoever runs the gateway. PORT and ten, where it is not given. */
  ADMIN_PORT: port.optional(),
  ADMIN_HOST: z.string().default('127.0.0.1'),
  /** How long a gateway that is to end says that it is not ready, and answers all the same. */
  SHUTDOWN_NOTICE_MS: z.coerce.number().int().min(0).max(120_000).default(1_000),
  /** How long what is under way may take then. */
  SHUTDOWN_LIMIT_MS: z.coerce.number().int().min(0).max(120_000).default(10_000),
  DATA_DIRECTORY: z.string().default('.familyview/gateway'),
  /** The port of the first agency on this machine; the others follow in the registry's order. `npm start` reads it too. */
  FIRST_AGENCY_PORT: port.default(4001),
  /** `health=https://fhir.example:8443,education=…`, for agencies elsewhere. TLS 1.2 or later; redirects are not followed. */
  AGENCY_URLS: z.string().default(''),
  /** `health=/etc/family-view/health-ca.pem,…`: the one authority that vouches for an agency, in place of those Node trusts. */
  AGENCY_CA_FILES: z.string().default(''),
  /** By agency, the certificate that the gateway shows it (mutual TLS), and the key to it: both or neither. PEM. */
  AGENCY_CERTIFICATE_FILES: z.string().default(''),
  AGENCY_KEY_FILES: z.string().default(''),
  OPERATION_DEADLINE_MS: z.coerce.number().int().min(100).max(60_000).default(4_000),
  AGENCY_TIMEOUT_MS: z.coerce.number().int().min(50).max(30_000).default(1_500),
  /** How long the first plan of an operation may take; then it is refused, and nobody else has waited for it. */
  PLANNING_TIME_LIMIT_MS: z.coerce.number().int().min(50).max(30_000).default(2_000),
  /** Requests that are worked on at once, and those that wait for their turn; more are refused with 503. */
  OPERATIONS_IN_FLIGHT: z.coerce.number().int().min(1).default(128),
  /** At once while the processor has no time to spare: then more at once only makes each of them wait longer. */
  OPERATIONS_IN_FLIGHT_BUSY: z.coerce.number().int().min(1).default(32),
  /** Of one requester at once, while others ask too. A family page of the portal asks eight. */
  OPERATIONS_IN_FLIGHT_EACH: z.coerce.number().int().min(1).default(8),
  OPERATIONS_IN_FLIGHT_EACH_BUSY: z.coerce.number().int().min(1).default(2),
  OPERATIONS_WAITING: z.coerce.number().int().min(0).default(64),
  /** A file of the operations that front ends were built with, texts by their SHA-256: known by their hash from the start. */
  OPERATIONS_MANIFEST: z.string().optional(),
  /** `MANIFEST`: no other operation is answered, for gateways that serve portals alone. */
  OPERATIONS_ANSWERED: z.enum(['ANY', 'MANIFEST']).default('ANY'),
  /** What all that the gateway remembers (operations, plans, what may be shown of them) may take of memory together. */
  CACHE_MEGABYTES: z.coerce.number().int().min(8).max(4_096).default(40),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(600),
  REDIS_URL: z.string().optional(),
  JWKS_URI: z.url().optional(),
  ISSUER: z.string().optional(),
  AUDIENCE: z.string().default('family-view'),
  /** `ANYWHERE`: development tokens are made, too, where HOST can be reached from elsewhere. */
  DEVELOPMENT_TOKENS: z.enum(['LOOPBACK', 'ANYWHERE']).default('LOOPBACK'),
  /** The portal's name at ISSUER, where its people sign in there: a public client, code flow with PKCE, back to `/`. */
  PORTAL_CLIENT_ID: z.string().min(1).optional(),
  /** 128 hexadecimal figures: the key that ids are sealed with. Made and kept in DATA_DIRECTORY where it is not given. */
  LINKAGE_KEY: z
    .string()
    .regex(/^[0-9a-f]{128}$/, 'expected 128 hexadecimal figures')
    .optional(),
  /**
   * `FOLLOWED`: an SDL that is edited in `schema/agencies` is taken while the gateway runs, as in development. `FOUNDING`:
   * the files are the registry's first version and no more; agencies publish. The default outside development.
   */
  SCHEMA_FILES: z.enum(['FOLLOWED', 'FOUNDING']).optional(),
  /** Whether changes may be tried at `/staging/graphql` before they are published: `ON` in development, else `OFF`. */
  STAGING: z.enum(['ON', 'OFF']).optional(),
  /**
   * The Ed25519 key (PEM) by which checkpoints of the audit are signed. Made where there is none, beside DATA_DIRECTORY and
   * not in it; keep it where whoever can change the data cannot read it.
   */
  AUDIT_KEY_FILE: z.string().optional(),
  /** A folder to which checkpoints go as well, in which nothing is written twice: write-once storage, best of somebody else's. */
  AUDIT_CHECKPOINTS: z.string().optional(),
  /** Milliseconds to wait for the disk of the audit before requests are refused: no record, no answer. */
  AUDIT_WRITE_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(5_000),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

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
  readonly planningTimeLimit: number;
  readonly operationsInFlight: number;
  /** The same while the gateway has no time to spare. */
  readonly operationsInFlightBusy: number;
  readonly operationsInFlightEach: number;
  readonly operationsInFlightEachBusy: number;
  readonly operationsWaiting: number;
  readonly operationsManifest: string | null;
  readonly manifestOnly: boolean;
  readonly cacheMegabytes: number;
  readonly requestsPerMinute: number;
  readonly redisUrl: string | undefined;
  readonly identityProvider: { readonly jwksUri: string; readonly issuer: string; readonly audience: string } | null;
  readonly signIn: { readonly issuer: string; readonly clientId: string; readonly audience: string } | null;
  readonly linkageKey: string | undefined;
  readonly auditKeyFile: string;
  readonly auditExport: string | null;
  readonly logLevel: string;
}

/** @param published agencies of the registry, in its order: those without a URL are expected on this machine, from FIRST_AGENCY_PORT upwards. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  published: readonly string[],
): Config {
  const read = settings.safeParse(environment);
  if (!read.success)
    throw new BadSetting(
      read.error.issues.map(
        ({ path, message }) => `${path.join('.')}: ${message}; came ${JSON.stringify(environment[String(path[0])])}`,
      ),
    );
  const { data } = read;
  const development = data.NODE_ENV !== 'production';
  if (!development && (!data.JWKS_URI || !data.ISSUER))
    throw new BadSetting([
      'JWKS_URI and ISSUER are needed where NODE_ENV is production: there are no development tokens there.',
    ]);
  // Half a provider is none, and none is development's tokens.
  if (Boolean(data.JWKS_URI) !== Boolean(data.ISSUER))
    throw new BadSetting(['JWKS_URI and ISSUER belong together: one of them is set, and the other is not.']);
  if (!data.JWKS_URI && data.DEVELOPMENT_TOKENS === 'LOOPBACK' && !isLoopback(data.HOST))
    throw new BadSetting([
      `HOST is ${data.HOST}: others can reach the gateway there, and without JWKS_URI and ISSUER whoever comes can have a development token. Set them, or HOST to a loopback address; DEVELOPMENT_TOKENS=ANYWHERE where nothing but invented people can be reached.`,
    ]);
  if (data.PORTAL_CLIENT_ID && (!data.JWKS_URI || !URL.canParse(data.ISSUER ?? '')))
    throw new BadSetting([
      'PORTAL_CLIENT_ID is set: then ISSUER must be the address of who signs in, and JWKS_URI of its keys.',
    ]);
  if (data.OPERATIONS_ANSWERED === 'MANIFEST' && !data.OPERATIONS_MANIFEST)
    throw new BadSetting(['OPERATIONS_ANSWERED is MANIFEST, and OPERATIONS_MANIFEST names no file.']);
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
    agencies: agencyOrigins(data.AGENCY_URLS, data.FIRST_AGENCY_PORT, published),
    agenciesSet: new Set(byAgency('AGENCY_URLS', data.AGENCY_URLS, published).map(([agency]) => agency)),
    firstAgencyPort: data.FIRST_AGENCY_PORT,
    followFiles: (data.SCHEMA_FILES ?? (data.NODE_ENV === 'development' ? 'FOLLOWED' : 'FOUNDING')) === 'FOLLOWED',
    staging: (data.STAGING ?? (development ? 'ON' : 'OFF')) === 'ON',
    agencyTls: tlsFiles(data, published),
    operationDeadline: data.OPERATION_DEADLINE_MS,
    agencyTimeout: data.AGENCY_TIMEOUT_MS,
    planningTimeLimit: data.PLANNING_TIME_LIMIT_MS,
    operationsInFlight: data.OPERATIONS_IN_FLIGHT,
    operationsInFlightBusy: data.OPERATIONS_IN_FLIGHT_BUSY,
    operationsInFlightEach: data.OPERATIONS_IN_FLIGHT_EACH,
    operationsInFlightEachBusy: data.OPERATIONS_IN_FLIGHT_EACH_BUSY,
    operationsWaiting: data.OPERATIONS_WAITING,
    operationsManifest: data.OPERATIONS_MANIFEST ?? null,
    manifestOnly: data.OPERATIONS_ANSWERED === 'MANIFEST',
    cacheMegabytes: data.CACHE_MEGABYTES,
    requestsPerMinute: data.REQUESTS_PER_MINUTE,
    redisUrl: data.REDIS_URL,
    identityProvider:
      data.JWKS_URI && data.ISSUER ? { jwksUri: data.JWKS_URI, issuer: data.ISSUER, audience: data.AUDIENCE } : null,
    signIn:
      data.PORTAL_CLIENT_ID && data.JWKS_URI && data.ISSUER
        ? { issuer: data.ISSUER, clientId: data.PORTAL_CLIENT_ID, audience: data.AUDIENCE }
        : null,
    linkageKey: data.LINKAGE_KEY,
    auditKeyFile: data.AUDIT_KEY_FILE ?? auditKeyBeside(data.DATA_DIRECTORY),
    auditExport: data.AUDIT_CHECKPOINTS ?? null,
    auditWriteTimeout: data.AUDIT_WRITE_TIMEOUT_MS,
    logLevel: data.LOG_LEVEL,
  };
}

/** Apart from the data directory, where nothing else is set. */
export const auditKeyBeside = (dataDirectory: string): string =>
  `${dataDirectory.replace(/\/+$/, '')}.keys/audit-ed25519.pem`;

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/.test(host);

function agencyOrigins(text: string, firstPort: number, published: readonly string[]): ReadonlyMap<string, string> {
  const origins = new Map(published.map((agency, index) => [agency, `http://127.0.0.1:${firstPort + index}`]));
  for (const [agency, url] of byAgency('AGENCY_URLS', text, published)) {
    if (!URL.canParse(url) || !['http:', 'https:'].includes(new URL(url).protocol))
      throw new BadSetting([`AGENCY_URLS gives ${agency} the address "${url}", which is not an http(s) URL`]);
    origins.set(agency, new URL(url).origin);
  }
  return origins;
}

function tlsFiles(
  data: Readonly<Record<'AGENCY_CA_FILES' | 'AGENCY_CERTIFICATE_FILES' | 'AGENCY_KEY_FILES', string>>,
  published: readonly string[],
): ReadonlyMap<string, TlsFiles> {
  const files = new Map<string, TlsFiles>();
  const keep = (setting: keyof typeof data, kind: keyof TlsFiles): void => {
    for (const [agency, file] of byAgency(setting, data[setting], published))
      files.set(agency, { ...files.get(agency), [kind]: file });
  };
  keep('AGENCY_CA_FILES', 'ca');
  keep('AGENCY_CERTIFICATE_FILES', 'certificate');
  keep('AGENCY_KEY_FILES', 'key');
  return files;
}

/** `health=…,education=…` */
function byAgency(setting: string, text: string, published: readonly string[]): readonly (readonly [string, string])[] {
  const pairs = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return pairs.map((pair) => {
    const [agency = '', value = ''] = pair.split(/=(.*)/s);
    if (!published.includes(agency))
      throw new BadSetting([
        `${setting} names "${agency}", which publishes nothing; expected one of ${published.join(', ')}`,
      ]);
    return [agency, value] as const;
  });
}
