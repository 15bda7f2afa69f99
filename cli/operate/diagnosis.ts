/** What the doctor found of one part: `well`, `bad` with what to do, or `not asked` where there is nothing to ask. */
export interface Diagnosis {
  readonly part: string;
  readonly state: 'well' | 'bad' | 'not asked';
  /** Names no secret: addresses without passwords, and no content of a file. */
  readonly told: string;
}

export const well = (part: string, told: string): Diagnosis => ({ part, state: 'well', told });
export const bad = (part: string, told: string): Diagnosis => ({ part, state: 'bad', told });
export const notAsked = (part: string, told: string): Diagnosis => ({ part, state: 'not asked', told });

const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'it ended the connection',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up at the moment',
  EHOSTUNREACH: 'there is no way to it',
  ETIMEDOUT: 'it does not answer',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet: look at the clocks',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is vouched for by nobody that is trusted here',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is vouched for by nobody that is trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is vouched for by nobody that is trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is vouched for by nobody that is trusted here',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  '28P01': 'it refuses the user or the password',
  '28000': 'it refuses the user',
  '3D000': 'there is no database of that name',
  '42501': 'the user may not read the tables',
};

/** A fault in words: the innermost that has a code. */
export function causeOf(fault: unknown): string {
  const { code, cause, errors } = (fault ?? {}) as {
    readonly code?: unknown;
    readonly cause?: unknown;
    readonly errors?: readonly unknown[];
  };
  if (typeof code === 'string' && CAUSES[code]) return CAUSES[code];
  const inner = cause ?? errors?.[0];
  if (inner !== undefined) return causeOf(inner);
  return typeof code === 'string' ? `it failed with ${code}` : 'it does not answer';
}
