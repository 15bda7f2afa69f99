/// <reference lib="dom" />

/** Somebody to be while developing, as `GET /development/personas` lists them. */
export interface Persona {
  readonly persona: string;
  readonly role: string;
  readonly title: string;
  readonly name?: string;
  readonly organisation: string;
  readonly purposes: readonly string[];
}

/** As whom, for what and about which case the IDE asks. A token is a persona's, or pasted; both stay in memory. */
export interface SessionContext {
  readonly persona: string | null;
  readonly pastedToken: string;
  readonly purpose: string;
  readonly caseReference: string;
}

/** Null where the gateway offers no personas: it is not in development, and a token is pasted instead. */
export async function listPersonas(): Promise<readonly Persona[] | null> {
  const response = await fetch('/development/personas', { headers: { accept: 'application/json' } });
  if (!response.ok) return null;
  const listed: unknown = await response.json();
  return Array.isArray(listed) ? listed.filter(isPersona) : null;
}

const isPersona = (value: unknown): value is Persona =>
  isRecord(value) &&
  ['persona', 'role', 'title', 'organisation'].every((name) => typeof value[name] === 'string') &&
  Array.isArray(value.purposes) &&
  value.purposes.every((purpose) => typeof purpose === 'string');

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const tokens = new Map<string, string>();
/** By the token that somebody came with: the one in its place, and the way to the next. In memory, and gone with the page. */
const renewed = new Map<string, string>();
const renewals = new Map<string, () => Promise<string>>();
/** Under way: a page asks much at once, and a provider that exchanges refresh tokens takes each of them once. */
const renewing = new Map<string, Promise<string | undefined>>();

/** How a token is renewed, where its provider gave a refresh token. */
export const keepRenewal = (token: string, renew: () => Promise<string>): void => {
  renewals.set(token, renew);
};

/** Whether there is a new token in the place of one that has ended. */
export async function renewToken({ pastedToken }: SessionContext): Promise<boolean> {
  const renew = renewals.get(pastedToken);
  if (renew === undefined) return false;
  const begun =
    renewing.get(pastedToken) ??
    renew()
      .catch(() => undefined)
      .finally(() => renewing.delete(pastedToken));
  renewing.set(pastedToken, begun);
  const token = await begun;
  if (token === undefined) return false;
  renewed.set(pastedToken, token);
  return true;
}

/** The token of a standing, asked for once a persona and purpose. Empty where none was pasted. */
export async function tokenOf({ persona, pastedToken, purpose }: SessionContext): Promise<string> {
  if (persona === null) return renewed.get(pastedToken) ?? pastedToken.trim();
  const key = `${persona} ${purpose}`;
  const known = tokens.get(key);
  if (known !== undefined) return known;
  const response = await fetch('/development/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ persona, purpose }),
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok || !isRecord(answer) || typeof answer.token !== 'string') {
    throw new Error(`The gateway gave no token for ${persona} (HTTP ${response.status}).`);
  }
  tokens.set(key, answer.token);
  return answer.token;
}

/** A token that the gateway no longer takes: the next request asks for a new one. */
export const forgetToken = ({ persona, purpose }: SessionContext): boolean => tokens.delete(`${persona} ${purpose}`);
