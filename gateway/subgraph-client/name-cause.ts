/** Why a connection could not be made, in words for whoever runs the gateway. No address, and no words of the other side. */
const CAUSES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'CERTIFICATE_EXPIRED',
  CERT_NOT_YET_VALID: 'CERTIFICATE_NOT_YET_VALID',
  ERR_TLS_CERT_ALTNAME_INVALID: 'CERTIFICATE_OF_ANOTHER_NAME',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'CERTIFICATE_NOT_TRUSTED',
  SELF_SIGNED_CERT_IN_CHAIN: 'CERTIFICATE_NOT_TRUSTED',
  UNABLE_TO_GET_ISSUER_CERT: 'CERTIFICATE_NOT_TRUSTED',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'CERTIFICATE_NOT_TRUSTED',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'CERTIFICATE_NOT_TRUSTED',
  CERT_REVOKED: 'CERTIFICATE_REVOKED',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'OUR_CERTIFICATE_NOT_SHOWN',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'OUR_CERTIFICATE_NOT_TRUSTED',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: 'OUR_CERTIFICATE_EXPIRED',
  ERR_SSL_WRONG_VERSION_NUMBER: 'NO_TLS_THERE',
  ENOTFOUND: 'UNKNOWN_HOST',
  EAI_AGAIN: 'NAME_SERVER_NOT_ANSWERING',
  ECONNREFUSED: 'NOBODY_LISTENS',
  ECONNRESET: 'CONNECTION_CUT',
  EPIPE: 'CONNECTION_CUT',
  UND_ERR_SOCKET: 'CONNECTION_CUT',
  EHOSTUNREACH: 'NO_WAY_THERE',
  ENETUNREACH: 'NO_WAY_THERE',
  ETIMEDOUT: 'NOT_CONNECTED_IN_TIME',
  UND_ERR_CONNECT_TIMEOUT: 'NOT_CONNECTED_IN_TIME',
};

/** Null where it has no name of ours. */
export function nameCause(fault: unknown): string | null {
  for (let one = fault, depth = 0; depth < 4 && typeof one === 'object' && one !== null; depth += 1) {
    const { code, cause, errors } = one as {
      readonly code?: unknown;
      readonly cause?: unknown;
      readonly errors?: unknown;
    };
    if (typeof code === 'string' && CAUSES[code] !== undefined) return CAUSES[code];
    // Where a name has several addresses, each has failed.
    one = Array.isArray(errors) ? errors[0] : cause;
  }
  return null;
}
