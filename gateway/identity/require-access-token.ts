import { TokenNotTrusted } from './errors';

type Part = Readonly<Record<string, unknown>>;

/** What an ID token alone has: OpenID Connect Core 1.0, sections 2 and 3.3.2.11; `s_hash` by FAPI 1.0, part 2, section 5.1. */
const OF_ID_TOKENS = ['nonce', 'at_hash', 'c_hash', 's_hash'];

/**
 * A token says who may come in only where it was made to give access: an ID token is of the same keys and issuer, and where
 * the audience is the portal's own client id, of the same audience.
 *
 * RFC 9068, section 2.1, gives access tokens a type of their own. Many sign-ins write none: then what names itself another kind is
 * refused (RFC 8725, sections 3.11 and 3.12), and what has a claim that ID tokens alone have. Keycloak writes the kind into
 * the claim `typ` (`Bearer`, `ID`), and before version 24 a `nonce` into access tokens too; Amazon Cognito into `token_use`.
 * An ID token that has none of all these cannot be told: `REQUIRED_SCOPE` refuses it.
 *
 * @throws {TokenNotTrusted}
 */
export function requireAccessToken(header: Part, claims: Part): void {
  const type = typeof header.typ === 'string' ? header.typ.toLowerCase().replace(/^application\//, '') : null;
  if (type === 'at+jwt') return;
  if (type?.endsWith('+jwt')) throw new NoAccessToken();
  const kind = claims.typ ?? claims.token_use;
  if (kind === 'Bearer' || kind === 'access') return;
  if (kind !== undefined || OF_ID_TOKENS.some((name) => claims[name] !== undefined)) throw new NoAccessToken();
}

class NoAccessToken extends TokenNotTrusted {
  constructor() {
    super(
      new Error('it is of another kind than an access token'),
      'it gives no access, as an ID token does not. Send the access token of the same sign-in.',
    );
  }
}
