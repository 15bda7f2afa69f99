import { request as requestInClear } from 'node:http';
import { request as requestOverTls } from 'node:https';
import type { Config } from '@family-view/gateway';
import { readKeys } from '@family-view/gateway/linkage/open-keys';
import { originsOf } from '@family-view/gateway/shared/agency-address';
import { connectRedis } from '@family-view/gateway/shared/redis-connection';
import { inspectDatabase } from '@family-view/gateway/stores/open-database';
import { readAgencyTls } from '@family-view/gateway/subgraph-client/agency-tls';
import { GRANT_CLOCK_SKEW_SECONDS } from '@family-view/schema';
import { z } from 'zod';
import { bad, causeOf, type Diagnosis, notAsked, well } from './diagnosis';

const PATIENCE_MS = 3_000;

/** Everything that gateways ask of others: each is asked once, at one moment, and nothing is changed there. */
export const checkServices = async (config: Config): Promise<readonly Diagnosis[]> =>
  (
    await Promise.all([
      checkDatabase(config),
      checkRedis(config.redisUrl),
      checkSignIn(config.identityProvider),
      ...[...config.agencies].flatMap(([agency, address]) =>
        originsOf(address).map((origin) => checkAgency(agency, origin, config)),
      ),
    ])
  ).flat();

async function checkDatabase({ databaseUrl, dataDirectory, linkageKey }: Config): Promise<readonly Diagnosis[]> {
  const part = 'database';
  if (databaseUrl === undefined) return [notAsked(part, 'DATABASE_URL is not set: this gateway stands alone.')];
  const linkage = readKeys(dataDirectory, linkageKey)?.linkage;
  if (!linkage) return [bad(part, 'LINKAGE_KEY is not set.')];
  try {
    switch (await inspectDatabase(databaseUrl, linkage)) {
      case 'up to date':
        return [well(part, 'It answers, and its tables are up to date.')];
      case 'up to date, by its owner':
        return [
          well(
            part,
            'It answers, and its tables are up to date. Its user owns them, and could change what is recorded: "familyview database prepare" gives gateways one that cannot.',
          ),
        ];
      case 'to be prepared':
        return [
          bad(
            part,
            'Its tables are not those of this version, and its user may not change them. Run "familyview database prepare" as their owner.',
          ),
        ];
      case 'to be made':
        return [well(part, 'It answers. The first gateway that starts makes its tables.')];
      case 'to be migrated':
        return [well(part, 'It answers. The next gateway that starts brings its tables up to date.')];
      case 'of another key':
        return [bad(part, 'It belongs to gateways with another LINKAGE_KEY. Give this one the same.')];
    }
  } catch (fault) {
    return [bad(part, `DATABASE_URL: ${causeOf(fault)}.`)];
  }
}

async function checkRedis(url: string | undefined): Promise<readonly Diagnosis[]> {
  const part = 'Redis';
  if (!url) return [notAsked(part, 'REDIS_URL is not set: each gateway counts requests for itself.')];
  const redis = await connectRedis(url, { patience: PATIENCE_MS });
  const answer = await redis?.ask((client) => client.ping());
  redis?.close();
  return [
    answer?.answered
      ? well(part, 'It answers.')
      : bad(part, 'REDIS_URL: it does not answer. The gateway goes on without it.'),
  ];
}

const jwks = z.object({ keys: z.array(z.looseObject({ kid: z.string() })).min(1) });

const NO_SCOPE =
  'REQUIRED_SCOPE is not set: an ID token whose audience is AUDIENCE could be taken for an access token.';

async function checkSignIn(provider: Config['identityProvider']): Promise<readonly Diagnosis[]> {
  const part = 'sign-in';
  if (!provider) return [notAsked(part, 'JWKS_URI is not set: development tokens are taken.')];
  try {
    const { status, text } = await get(provider.jwksUri);
    if (status !== 200) return [bad(part, `JWKS_URI answers with ${status}.`)];
    const { keys } = jwks.parse(JSON.parse(text));
    const told = `JWKS_URI has ${keys.length} ${keys.length === 1 ? 'key' : 'keys'}.`;
    return [well(part, provider.scope ? told : `${told} ${NO_SCOPE}`)];
  } catch (fault) {
    if (fault instanceof z.ZodError || fault instanceof SyntaxError)
      return [bad(part, 'JWKS_URI answers with something that is no list of keys.')];
    return [bad(part, `JWKS_URI: ${causeOf(fault)}.`)];
  }
}

async function checkAgency(agency: string, origin: string, { agencyTls }: Config): Promise<readonly Diagnosis[]> {
  const part = `agency ${agency}`;
  try {
    const tls = readAgencyTls(agency, agencyTls.get(agency) ?? {});
    const { status, date } = await get(`${origin}/health`, tls);
    if (status !== 200) return [bad(part, `It answers that it is not well (${status}).`)];
    const ahead = date === null ? 0 : Math.round((date - Date.now()) / 1_000);
    if (Math.abs(ahead) > GRANT_CLOCK_SKEW_SECONDS)
      return [
        bad(
          part,
          `Its clock is ${Math.abs(ahead)} seconds ${ahead > 0 ? 'ahead' : 'behind'}: grants are refused beyond ${GRANT_CLOCK_SKEW_SECONDS}.`,
        ),
      ];
    return [well(part, 'It answers, and its clock agrees.')];
  } catch (fault) {
    return [
      bad(
        part,
        `${causeOf(fault)}.`.replace(/^./, (first) => first.toUpperCase()),
      ),
    ];
  }
}

const readiness = z.object({ reasons: z.array(z.object({ code: z.string(), message: z.string() })) });

/** Whether it runs here, as its admin side says. */
export async function checkGateway({ adminHost, adminPort }: Config): Promise<readonly Diagnosis[]> {
  const part = 'gateway';
  try {
    const { text } = await get(`http://${adminHost}:${adminPort}/health/ready`);
    const { reasons } = readiness.parse(JSON.parse(text));
    if (reasons.length === 0) return [well(part, 'It runs, and is ready.')];
    return reasons.map(({ code, message }) => bad(part, `${code}: ${message}`));
  } catch (fault) {
    if (fault instanceof z.ZodError || fault instanceof SyntaxError)
      return [bad(part, 'Something else answers at ADMIN_PORT.')];
    return [notAsked(part, 'It does not run here.')];
  }
}

interface Got {
  readonly status: number;
  readonly text: string;
  /** Milliseconds since 1970, as its clock says; null where it says nothing. */
  readonly date: number | null;
}

function get(url: string, tls: object = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    const request = url.startsWith('https:') ? requestOverTls : requestInClear;
    const asked = request(url, { ...tls, signal: AbortSignal.timeout(PATIENCE_MS), agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (bytes: Buffer) => parts.push(bytes));
      response.on('error', reject);
      response.on('end', () => {
        const date = Date.parse(response.headers.date ?? '');
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(parts).toString('utf8'),
          date: Number.isNaN(date) ? null : date,
        });
      });
    });
    asked.on('error', reject).end();
  });
}
