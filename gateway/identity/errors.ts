import { FamilyViewError } from '../errors';
import { PURPOSES } from './types';

// None of these repeats what came: a token opens doors, and a mistyped header may hold anything.

export class NoToken extends FamilyViewError {
  constructor() {
    super('No access token was sent. Send the header "Authorization: Bearer <token>" with a token from your sign-in.', {
      code: 'NO_TOKEN',
      httpStatus: 401,
    });
  }
}

export class TokenMalformed extends FamilyViewError {
  constructor(expected: string, cause?: unknown) {
    super(
      `The token cannot be read: expected ${expected}. Sign in again; if it lasts, show this to whoever runs your sign-in.`,
      {
        code: 'TOKEN_MALFORMED',
        httpStatus: 401,
        cause,
      },
    );
  }
}

/** Who a trusted token says that its bearer is. */
export interface Bearer {
  readonly id: string;
  readonly organisation: string;
  readonly role: string;
}

export class TokenExpired extends FamilyViewError {
  /** @param bearer as the token says, which was trusted until it ended: for the audit alone. */
  constructor(readonly bearer: Bearer | null = null) {
    super('The token has expired. Sign in again.', { code: 'TOKEN_EXPIRED', httpStatus: 401 });
  }
}

export class TokenNotTrusted extends FamilyViewError {
  constructor(cause?: unknown, why = 'its issuer, its audience or its time does not fit. Sign in again.') {
    super(`The token is not valid for Family View: ${why}`, {
      code: 'TOKEN_NOT_TRUSTED',
      httpStatus: 401,
      cause,
    });
  }
}

export class RoleUnknown extends FamilyViewError {
  constructor() {
    super('No protocol names the role in your token. Ask the information-governance officer for a role.', {
      code: 'ROLE_UNKNOWN',
      httpStatus: 403,
    });
  }
}

export class NoPurpose extends FamilyViewError {
  constructor() {
    super(`The x-purpose header is missing. Send it with one of ${PURPOSES.join(', ')}.`, {
      code: 'NO_PURPOSE',
      httpStatus: 400,
    });
  }
}

export class PurposeUnknown extends FamilyViewError {
  constructor() {
    super(`Unknown purpose. Known purposes are ${PURPOSES.join(', ')}.`, {
      code: 'PURPOSE_UNKNOWN',
      httpStatus: 400,
    });
  }
}

export class PurposeNotAllowed extends FamilyViewError {
  constructor(allowed: readonly string[]) {
    super(
      `Your role and your sign-in may not state this purpose. They may state ${allowed.length > 0 ? allowed.join(', ') : 'none'}.`,
      { code: 'PURPOSE_NOT_ALLOWED', httpStatus: 403 },
    );
  }
}

export class CaseReferenceNeeded extends FamilyViewError {
  constructor(purpose: string) {
    super(`The purpose ${purpose} needs the case it is about. Send the header "x-case-reference".`, {
      code: 'CASE_REFERENCE_NEEDED',
      httpStatus: 400,
    });
  }
}

export class CaseReferenceMalformed extends FamilyViewError {
  /** @param examples of the forms that the protocols take; none: they take any. */
  constructor(examples: readonly string[] = []) {
    super(
      examples.length === 0
        ? 'The case reference is 3 to 64 letters A to Z, digits, and the signs "/", "_" and "-".'
        : `The case reference is not in a form that the protocol takes. Write it as ${examples.join(' or ')}.`,
      { code: 'CASE_REFERENCE_MALFORMED', httpStatus: 400 },
    );
  }
}

export class IdentityProviderUnavailable extends FamilyViewError {
  constructor(cause?: unknown) {
    super('The sign-in service cannot be reached. Try again in a minute.', {
      code: 'IDENTITY_PROVIDER_UNAVAILABLE',
      httpStatus: 503,
      cause,
    });
  }
}

/** Development tokens are for invented people only. */
export class DevelopmentKeyRefused extends FamilyViewError {
  constructor(why: string) {
    super(`No development tokens: ${why}.`, { code: 'DEVELOPMENT_KEY_REFUSED', httpStatus: 500 });
  }
}
