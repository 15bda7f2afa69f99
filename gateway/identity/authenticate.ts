import {
  type Bearer,
  CaseReferenceMalformed,
  CaseReferenceNeeded,
  NoPurpose,
  NoToken,
  PurposeNotAllowed,
  PurposeUnknown,
  RoleUnknown,
  TokenExpired,
  TokenMalformed,
} from './errors';
import { type Entry, PURPOSES, type Purpose, type RequesterAsPerson } from './types';
import { bearerOf, type Claims, createTokenVerifier, type TrustedKeys } from './verify-token';

export type { TrustedKeys } from './verify-token';

/** The headers that say who asks, for what, about which case. */
export interface EntryHeaders {
  readonly authorization?: string | undefined;
  readonly 'x-purpose'?: string | undefined;
  readonly 'x-case-reference'?: string | undefined;
  readonly 'x-break-glass'?: string | undefined;
}

export type RolePurposes = ReadonlyMap<string, readonly Purpose[]>;
/** `roles`: those of the version that answers, where it is not the one this was made for. */
export type Authenticate = (headers: EntryHeaders, roles?: RolePurposes) => Promise<Entry>;

const PURPOSES_OF_A_CASE: readonly Purpose[] = ['SAFEGUARDING', 'TRIAGE'];
const CASE_REFERENCE = /^[A-Za-z0-9/_-]{3,64}$/;

/**
 * Authenticates. Without a trusted token, a role some protocol names and a purpose that this role may state, nobody
 * enters; each refusal is an error with a code of its own (`errors.ts`).
 *
 * @param options.roles the purposes that each role may state, from the protocol in force.
 */
export function createAuthenticator(options: {
  readonly keys: TrustedKeys;
  readonly roles: RolePurposes;
  readonly now?: () => Date;
  /** Told of a refusal of somebody whose token was trusted, or has only expired. */
  readonly onRefused?: (entry: RefusedAtDoor, fault: unknown) => Promise<void>;
}): Authenticate {
  const verifyToken = createTokenVerifier(options.keys, options.now ?? (() => new Date()));
  return async (headers, roles = options.roles) => {
    let bearer: Bearer | null = null;
    try {
      const claims = await verifyToken(readBearer(headers.authorization));
      bearer = bearerOf(claims);
      return enter(headers, claims, roles);
    } catch (fault) {
      bearer ??= fault instanceof TokenExpired ? fault.bearer : null;
      if (bearer)
        await options.onRefused?.({ requester: bearer, purpose: statedPurpose(headers), caseReference: null }, fault);
      throw fault;
    }
  };
}

/** Who was refused, with the purpose that they stated where it is one. */
export interface RefusedAtDoor {
  readonly requester: Bearer;
  readonly purpose: Purpose | null;
  readonly caseReference: null;
}

const statedPurpose = (headers: EntryHeaders): Purpose | null =>
  PURPOSES.find((known) => known === headers['x-purpose']?.trim()) ?? null;

function enter(headers: EntryHeaders, claims: Claims, roles: RolePurposes): Entry {
  const ofRole = roles.get(claims.role);
  if (!ofRole) throw new RoleUnknown();
  const purpose = settlePurpose(headers['x-purpose'], claims, ofRole);
  return {
    requester: {
      id: claims.sub,
      name: claims.name ?? null,
      organisation: claims.organisation,
      organisationType: claims.organisation_type,
      role: claims.role,
      area: claims.area ?? null,
      team: claims.team ?? null,
      trainingUntil: claims.training_until ?? null,
      person: personOf(claims),
    },
    purpose,
    caseReference: settleCaseReference(headers['x-case-reference'], purpose),
    breakGlassToken: headers['x-break-glass']?.trim() || null,
  };
}

/**
 * Who the bearer is at home, as far as the token says it: by a whole name where it does not say the parts. Of half a name and
 * no birthday nobody could be told apart from strangers.
 */
function personOf({ name, given_name, family_name, birthdate, address }: Claims): RequesterAsPerson | null {
  const whole = partsOf(name ?? '');
  const givenName = given_name ?? whole.given;
  const familyName = family_name ?? whole.family;
  if (!birthdate && !(givenName && familyName)) return null;
  return { givenName, familyName, dateOfBirth: birthdate ?? null, postcode: address?.postal_code ?? null };
}

/** `Joanne Pryce`, or `Pryce, Joanne`. */
function partsOf(name: string): { readonly given: string | null; readonly family: string | null } {
  const [family = '', given = ''] = name.split(',', 2).map((part) => part.trim());
  if (given !== '') return { given, family };
  const [, first = null, last = null] = /^(.+)\s+(\S+)$/.exec(name.trim()) ?? [];
  return { given: first, family: last };
}

function readBearer(header: string | undefined): string {
  if (!header?.trim()) throw new NoToken();
  const [scheme, token, ...rest] = header.trim().split(/ +/);
  if (scheme?.toLowerCase() !== 'bearer' || rest.length > 0)
    throw new TokenMalformed('"Bearer" and the token in the header "Authorization"');
  if (!token) throw new NoToken();
  return token;
}

/** The header goes before the token's default; either must be one that both the role and the token allow. */
function settlePurpose(header: string | undefined, claims: Claims, ofRole: readonly Purpose[]): Purpose {
  const stated = header?.trim() || claims.purpose;
  if (!stated) throw new NoPurpose();
  const purpose = PURPOSES.find((known) => known === stated);
  if (!purpose) throw new PurposeUnknown();
  const allowed = ofRole.filter((one) => claims.purposes?.includes(one) ?? true);
  if (!allowed.includes(purpose)) throw new PurposeNotAllowed(allowed);
  return purpose;
}

function settleCaseReference(header: string | undefined, purpose: Purpose): string | null {
  const reference = header?.trim();
  if (reference) {
    if (!CASE_REFERENCE.test(reference)) throw new CaseReferenceMalformed();
    return reference;
  }
  if (PURPOSES_OF_A_CASE.includes(purpose)) throw new CaseReferenceNeeded(purpose);
  return null;
}
