/**
 * The grant: the signed, short-lived statement that travels with each request to an agency, in `extensions.grant`.
 *
 * `statement` is the JSON text of a `GrantStatement`. Its SHA-256 digest (base64url) is one of `digests` in `seal`, a
 * compact JWS (EdDSA, Ed25519) that the gateway signs once for all agencies asked in one round. The salt in each
 * statement keeps one agency from guessing another's; `digests` is padded with random ones, so that its length tells
 * nothing. Keys: the gateway's `/.well-known/jwks.json`.
 */
export interface Grant {
  readonly statement: string;
  readonly seal: string;
}

/** The claims of `seal`. Times in seconds since 1970. */
export interface GrantSeal {
  readonly iss: string;
  readonly iat: number;
  readonly exp: number;
  /** One signature's own id. */
  readonly jti: string;
  readonly digests: readonly string[];
}

/** People, or family groups, who share a set of streams. */
export interface GrantGroup {
  readonly refs: readonly string[];
  readonly streams: readonly string[];
}

/** What one agency is told of a request: who asks, for what, and which streams of which of its own people are open. */
export interface GrantStatement {
  readonly v: 1;
  /** The audience: `health`. */
  readonly agency: string;
  readonly requester: {
    readonly id: string;
    readonly organisation: string;
    readonly role: string;
    readonly area: string | null;
  };
  readonly purpose: string;
  readonly caseReference: string | null;
  readonly protocolVersion: string;
  /** The gateway's reference of the operation, the same in its audit. */
  readonly operation: string;
  readonly people: readonly GrantGroup[];
  readonly families: readonly GrantGroup[];
  /** Streams that need no person: matching, coverage, rosters, places. */
  readonly streams: readonly string[];
  /** SHA-256, base64url, of the RFC 8785 canonical JSON of `[query, variables]` as sent. */
  readonly body: string;
  readonly salt: string;
}

/** How old a grant may be. */
export const GRANT_LIFETIME_SECONDS = 30;
/** How far ahead of the agency's clock it may be. */
export const GRANT_CLOCK_SKEW_SECONDS = 5;
/** `iss` of a seal. */
export const GRANT_ISSUER = 'family-view';
/** `alg` of a seal (RFC 8037): Ed25519, and no other. */
export const GRANT_ALGORITHM = 'EdDSA';

/** Longest reference of an agency to a person or a family, in bytes of UTF-8: a UUID fits. What is longer cannot be sealed. */
export const REFERENCE_BYTES = 36;
/** Most people that one agency may assert of one person's families: no family has more, and each costs every other agency a comparison. */
export const MOST_FAMILY_MEMBERS = 100;

/** The streams that the contract's fields answer to, the same at every agency. */
export type ContractStream =
  | 'existence'
  | 'contact'
  | 'identity'
  | 'address'
  | 'identifiers'
  | 'family'
  | 'household'
  | 'facts'
  | 'roster'
  | 'figures';
/** `contractStream('health', 'existence')` is `health:existence`. */
export const contractStream = (agency: string, stream: ContractStream): string => `${agency}:${stream}`;

/** The key field on Person that linkage offers an agency: `socialCareRef`. */
export const personKey = (agency: string): string => keysOf(agency).person;
/** The key field on Family: `socialCareGroupRef`. */
export const familyKey = (agency: string): string => keysOf(agency).family;

/** Agencies are few, and their keys are asked for in every request. */
const made = new Map<string, { readonly person: string; readonly family: string }>();
function keysOf(agency: string) {
  let keys = made.get(agency);
  if (!keys) {
    const name = agency.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    keys = { person: `${name}Ref`, family: `${name}GroupRef` };
    made.set(agency, keys);
  }
  return keys;
}
