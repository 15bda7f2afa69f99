import { requireAccessToken } from './require-access-token';

const isTaken = (header: object, claims: object): boolean => {
  try {
    requireAccessToken({ alg: 'ES256', ...header }, { sub: 'w-1', aud: 'family-view', ...claims });
    return true;
  } catch (fault) {
    expect(fault).toMatchObject({ code: 'TOKEN_NOT_TRUSTED', httpStatus: 401 });
    return false;
  }
};

test.each<[string, object, object]>([
  ['has the type of RFC 9068, section 2.1', { typ: 'at+jwt' }, {}],
  ['has it in full (section 4), in any capitals (RFC 7515, section 4.1.9)', { typ: 'Application/AT+JWT' }, {}],
  ['has no type', {}, {}],
  ['is of Entra ID, version 2.0', { typ: 'JWT' }, { azp: 'portal', scp: 'access_as_user', ver: '2.0' }],
  ['is of Keycloak', { typ: 'JWT' }, { typ: 'Bearer', azp: 'portal', scope: 'openid profile' }],
  ['is of Keycloak before version 24, with the nonce', { typ: 'JWT' }, { typ: 'Bearer', nonce: 'n-0S6_WzA2Mj' }],
  ['is of Amazon Cognito', {}, { token_use: 'access', client_id: 'portal' }],
])('an access token that %s is taken', (_what, header, claims) => expect(isTaken(header, claims)).toBe(true));

test.each<[string, object, object]>([
  ['has a nonce (OpenID Connect Core 1.0, section 2)', { typ: 'JWT' }, { nonce: 'n-0S6_WzA2Mj' }],
  ['has the hash of an access token (section 3.1.3.6)', {}, { at_hash: 'MTIzNDU2Nzg5MDEyMzQ1Ng' }],
  ['has the hash of a code (section 3.3.2.11)', {}, { c_hash: 'LDktKdoQak3Pk0cnXxCltA' }],
  ['has the hash of a state (FAPI 1.0, part 2, section 5.1)', {}, { s_hash: 'LDktKdoQak3Pk0cnXxCltA' }],
  ['is of Keycloak', { typ: 'JWT' }, { typ: 'ID' }],
  ['is of Amazon Cognito', {}, { token_use: 'id' }],
  ['is a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.4)', { typ: 'logout+jwt' }, { events: {} }],
])('a token that %s gives no access', (_what, header, claims) => expect(isTaken(header, claims)).toBe(false));
