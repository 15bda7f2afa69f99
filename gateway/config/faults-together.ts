import type { Settings } from './settings';
import { countWorkers } from './workers';

/** What settings say together that none says alone. A setting that came in another form is not unset. */
export function faultsTogether(
  data: Settings,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const isSet = (name: keyof Settings): boolean => Boolean(environment[name]);
  const signsIn = isSet('JWKS_URI') && isSet('ISSUER');
  const workers = countWorkers(data.WORKERS);
  const unshared = (['DATABASE_URL', 'REDIS_URL'] as const).filter((name) => !isSet(name));
  const adminPort = adminPortOf(data);
  const lastAdminPort = adminPort + workers - 1;
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
      isSet('PORTAL_CLIENT_ID') && data.AUDIENCE === data.PORTAL_CLIENT_ID && !isSet('REQUIRED_SCOPE'),
      'AUDIENCE is PORTAL_CLIENT_ID: ID tokens have that audience too, and would be taken for access tokens. Set REQUIRED_SCOPE to a scope that access tokens have, or give the service an audience of its own.',
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
      workers > 1 && unshared.length > 0,
      `WORKERS is ${data.WORKERS}: ${workers} gateways share a PostgreSQL and a Redis, and ${unshared.join(' and ')} ${unshared.length === 1 ? 'is' : 'are'} not set. Set ${unshared.length === 1 ? 'it' : 'them'}, or WORKERS to 1.`,
    ],
    [
      workers > 1 &&
        adminPort !== 0 &&
        (lastAdminPort > 65_535 || (adminPort <= data.PORT && data.PORT <= lastAdminPort)),
      `WORKERS is ${data.WORKERS}: their admin sides take the ports ${adminPort} to ${lastAdminPort}, which must be below 65536 and not PORT (${data.PORT}). Set ADMIN_PORT to another.`,
    ],
    [
      data.OPERATIONS_ANSWERED === 'MANIFEST' && !isSet('OPERATIONS_MANIFEST'),
      'OPERATIONS_ANSWERED is MANIFEST, and OPERATIONS_MANIFEST names no file.',
    ],
  ];
  return rules.flatMap(([holds, told]) => (holds ? [told] : []));
}

/** Where nothing is set, ten above PORT. */
export const adminPortOf = ({ ADMIN_PORT, PORT }: Settings): number =>
  ADMIN_PORT ?? (PORT === 0 ? 0 : (PORT + 10) % 65_536);

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/.test(host);
