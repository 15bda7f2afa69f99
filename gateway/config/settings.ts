import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);

/**
 * Every setting of the gateway, by its name in the environment, with what it is for: docs/operate/settings.md is written from
 * this. `secret`: what came is never printed.
 */
export const settings = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'])
    .default('development')
    .describe('`production`: tokens of a sign-in alone, no introspection, nothing that is made for trying out.'),
  PORT: port.default(4000).describe('Where requests are answered.'),
  HOST: z.string().default('127.0.0.1').describe('The address that it listens at.'),
  WORKERS: z
    .string()
    .regex(/^([1-9]|[1-5]\d|6[0-4]|cores)$/, 'expected a whole number from 1 to 64, or cores')
    .default('1')
    .meta({ takes: 'a whole number, 1 to 64, or `cores`' })
    .describe(
      'Gateways on this machine behind one PORT, each a process; `cores`: one for each processor. Where it is more than one they share DATABASE_URL and REDIS_URL, and the nth has ADMIN_PORT and n − 1: see docs/operate/workers.md.',
    ),
  ADMIN_PORT: port
    .optional()
    .describe('Metrics, and how the agencies are: for whoever runs the gateway. PORT and ten, where it is not given.'),
  ADMIN_HOST: z
    .string()
    .default('127.0.0.1')
    .describe('The address that the admin side listens at: keep it where no requester comes.'),
  SHUTDOWN_NOTICE_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(120_000)
    .default(1_000)
    .describe('How long a gateway that is to end says that it is not ready, and answers all the same.'),
  SHUTDOWN_LIMIT_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(120_000)
    .default(10_000)
    .describe('How long what is under way may take then.'),
  DATA_DIRECTORY: z
    .string()
    .default('.familyview/gateway')
    .describe("A folder of this gateway's own: its audit, and what it keeps in files."),
  FIRST_AGENCY_PORT: port
    .default(4001)
    .describe(
      "The port of the first agency on this machine; the others follow in the registry's order. `npm start` reads it too.",
    ),
  AGENCY_URLS: z
    .string()
    .default('')
    .describe(
      '`health=https://fhir.example:8443,education=…`, for agencies elsewhere; of one with several instances, `housing=https://one.example|https://two.example`. TLS 1.2 or later; redirects are not followed.',
    ),
  AGENCY_CA_FILES: z
    .string()
    .default('')
    .describe(
      '`health=/etc/family-view/health-ca.pem,…`: the one authority that vouches for an agency, in place of those Node trusts.',
    ),
  AGENCY_CERTIFICATE_FILES: z
    .string()
    .default('')
    .describe(
      'By agency, the certificate that the gateway shows it (mutual TLS), and the key to it: both or neither. PEM.',
    ),
  AGENCY_KEY_FILES: z
    .string()
    .default('')
    .describe('By agency, the key to the certificate that the gateway shows it. PEM.'),
  OPERATION_DEADLINE_MS: z.coerce
    .number()
    .int()
    .min(100)
    .max(60_000)
    .default(4_000)
    .describe(
      'Milliseconds that one operation may take, whatever agencies do; what has not come then is told as unavailable.',
    ),
  AGENCY_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(50)
    .max(30_000)
    .default(1_500)
    .describe('Milliseconds that one call to an agency may take.'),
  FIGURES_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(50)
    .max(60_000)
    .default(30_000)
    .describe(
      'The same for figures: an agency counts over all its records. What is asked for with them in one operation may come as late.',
    ),
  PLANNING_TIME_LIMIT_MS: z.coerce
    .number()
    .int()
    .min(50)
    .max(30_000)
    .default(2_000)
    .describe(
      'How long the first plan of an operation may take; then it is refused, and nobody else has waited for it.',
    ),
  OPERATIONS_IN_FLIGHT: z.coerce.number().int().min(1).default(128).describe('Requests that are worked on at once.'),
  OPERATIONS_IN_FLIGHT_BUSY: z.coerce
    .number()
    .int()
    .min(1)
    .default(32)
    .describe(
      'At once while the processor has no time to spare: then more at once only makes each of them wait longer.',
    ),
  OPERATIONS_IN_FLIGHT_EACH: z.coerce
    .number()
    .int()
    .min(1)
    .default(2)
    .describe(
      "Of one requester at once, while others ask too: with more, each of the others' would take as many times longer.",
    ),
  OPERATIONS_IN_FLIGHT_EACH_BUSY: z.coerce
    .number()
    .int()
    .min(1)
    .default(2)
    .describe('The same while the processor has no time to spare.'),
  OPERATIONS_BURST_EACH: z.coerce
    .number()
    .int()
    .min(1)
    .default(4)
    .describe(
      'Begun by one requester at that pace while others ask, and one a second more; beyond that one at a time, when nobody else has any. Counted by what they cost: 12 agency calls count once, be they of one request or of eight.',
    ),
  OPERATIONS_WAITING: z.coerce
    .number()
    .int()
    .min(0)
    .default(64)
    .describe('Requests that wait for their turn; more are refused with 503.'),
  OPERATIONS_MANIFEST: z
    .string()
    .optional()
    .describe(
      'A file of the operations that front ends were built with, texts by their SHA-256: known by their hash from the start.',
    ),
  OPERATIONS_ANSWERED: z
    .enum(['ANY', 'MANIFEST'])
    .default('ANY')
    .describe('`MANIFEST`: no other operation is answered, for gateways that serve portals alone.'),
  CACHE_MEGABYTES: z.coerce
    .number()
    .int()
    .min(8)
    .max(4_096)
    .default(40)
    .describe(
      'What all that the gateway remembers (operations, plans, what may be shown of them) may take of memory together.',
    ),
  REQUESTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .default(600)
    .describe('Of one requester, over all gateways that share a Redis.'),
  CORS_ORIGINS: z
    .string()
    .default('')
    .describe(
      '`https://portal.example,http://localhost:5173`: pages of these origins may ask, by exact name; none where nothing is set.',
    ),
  SCHEMA_DOWNLOAD: z
    .enum(['ON', 'OFF'])
    .optional()
    .describe(
      "Whether `/schema.graphql` gives a role's own schema to whoever has its token: `ON` in development, else `OFF`.",
    ),
  REDIS_URL: z.string().optional().meta({
    description:
      'The Redis that several gateways share: how often somebody asks, and operations by their hash. What it holds may be lost at any time.',
    secret: true,
  }),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/./, 'expected postgres://user@host/database')
    .optional()
    .meta({
      description:
        'The PostgreSQL that several gateways share: grant keys, registry, budgets, stops, reviews. Each has LINKAGE_KEY set then, to the same.',
      secret: true,
    }),
  DATABASE_WAIT_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(60_000)
    .default(4_000)
    .describe(
      'Milliseconds that a question waits for that PostgreSQL where it is away for a moment, and it must be counted; a hundred wait at most.',
    ),
  GRANT_KEYS_LOOK_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3_600)
    .default(60)
    .describe('How often it looks whether grant keys are to be made, taken into use or forgotten.'),
  JWKS_URI: z
    .url()
    .optional()
    .describe('Where the sign-in publishes its keys. With ISSUER; both are needed in production.'),
  ISSUER: z.string().optional().describe('The sign-in, as its tokens name it.'),
  AUDIENCE: z.string().default('family-view').describe('This service, as tokens of the sign-in name it.'),
  CLAIMS_FILE: z
    .string()
    .optional()
    .describe(
      "A file (YAML) that says where the sign-in's tokens hold role, organisation and area: see docs/operate/sign-in.md.",
    ),
  REQUIRED_SCOPE: z.string().optional().describe('A scope that tokens must have; any will do where it is not set.'),
  INTROSPECTION_URL: z
    .url()
    .optional()
    .describe(
      'Where the sign-in is asked of tokens that are no JSON Web Tokens (RFC 7662). With INTROSPECTION_CLIENT_ID and INTROSPECTION_CLIENT_SECRET.',
    ),
  INTROSPECTION_CLIENT_ID: z.string().optional().describe('Under which name the gateway asks there.'),
  INTROSPECTION_CLIENT_SECRET: z
    .string()
    .optional()
    .meta({ description: 'The secret to that name. A secret: no message prints it.', secret: true }),
  DEVELOPMENT_TOKENS: z
    .enum(['LOOPBACK', 'ANYWHERE'])
    .default('LOOPBACK')
    .describe('`ANYWHERE`: development tokens are made, too, where HOST can be reached from elsewhere.'),
  DEVELOPMENT_KEY_DIRECTORY: z
    .string()
    .optional()
    .describe(
      'A folder in which several gateways share the key of development tokens; DATA_DIRECTORY where it is not set.',
    ),
  PORTAL_CLIENT_ID: z
    .string()
    .min(1)
    .optional()
    .describe(
      "The portal's name at ISSUER, where its people sign in there: a public client, code flow with PKCE, back to `/`.",
    ),
  PORTAL_SCOPE: z
    .string()
    .default('openid offline_access')
    .describe('What the portal asks the sign-in for: Entra ID wants the scope of this service among it.'),
  PORTAL_PROMPT: z
    .enum(['consent', 'login', 'select_account'])
    .optional()
    .describe(
      'What the portal has the sign-in ask people each time: `consent` where it gives refresh tokens only so (OpenID Connect Core 1.0, section 11).',
    ),
  LINKAGE_KEY: z
    .string()
    .regex(/^[0-9a-f]{128}$/, 'expected 128 hexadecimal figures')
    .optional()
    .meta({
      description:
        '128 hexadecimal figures: the key that ids are sealed with. Made and kept in DATA_DIRECTORY where it is not given.',
      secret: true,
    }),
  SCHEMA_FILES: z
    .enum(['FOLLOWED', 'FOUNDING'])
    .optional()
    .describe(
      "`FOLLOWED`: an SDL that is edited in `schema/agencies` is taken while the gateway runs, as in development. `FOUNDING`: the files are the registry's first version and no more; agencies publish. The default outside development.",
    ),
  STAGING: z
    .enum(['ON', 'OFF'])
    .optional()
    .describe(
      'Whether changes may be tried at `/staging/graphql` before they are published: `ON` in development, else `OFF`.',
    ),
  AUDIT_KEY_FILE: z
    .string()
    .optional()
    .describe(
      'The Ed25519 key (PEM) by which checkpoints of the audit are signed. Made where there is none, beside DATA_DIRECTORY and not in it; keep it where whoever can change the data cannot read it.',
    ),
  AUDIT_CHECKPOINTS: z
    .string()
    .optional()
    .describe(
      "A folder to which checkpoints go as well, in which nothing is written twice: write-once storage, best of somebody else's.",
    ),
  AUDIT_COUNTERSIGN_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(86_400)
    .default(60)
    .describe("How often agencies are asked to countersign the audit's newest checkpoint; 0: never."),
  AUDIT_WRITE_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(100)
    .max(60_000)
    .default(5_000)
    .describe('Milliseconds to wait for the disk of the audit before requests are refused: no record, no answer.'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe(
      'Lines of JSON on standard output, from this level on; with debug each fault that repeats has its own line, and none is summed up.',
    ),
  ACCESS_LOG: z
    .enum(['ON', 'OFF'])
    .default('ON')
    .describe(
      'A line for each request, at the level `info`: its id, route, status, time and outcome; nothing of what was asked.',
    ),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z
    .url()
    .optional()
    .describe(
      'Where traces go, by OTLP over HTTP: `http://collector:4318/v1/traces`. Nothing is traced where it is not set.',
    ),
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: z
    .string()
    .default('')
    .meta({ secret: true })
    .describe(
      'What the collector is to be sent with them: `authorization=…,x-tenant=…`. A secret: no message prints it.',
    ),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe(
      'The share of traces that begin here and are kept; of those that come with a `traceparent`, its sender decides.',
    ),
  OTEL_SERVICE_NAME: z.string().default('family-view-gateway').describe('What traces call this gateway.'),
});

export type Settings = Readonly<z.output<typeof settings>>;
