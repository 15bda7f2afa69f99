import { DEVELOPMENT_ISSUER, loadDevelopmentKey } from '@family-view/gateway/identity/development-keys';
import { signDevelopmentToken } from '@family-view/gateway/identity/sign-development-token';
import { PERSON_BEHIND, PERSONA } from './asked-fields';
import { jsonResponse, listenRaw } from './raw-server';

/** Whose tokens our gateway believes in the bench: in production, as it is measured, it has none of its own. */
export interface IdentityProvider {
  readonly environment: Readonly<Record<string, string>>;
  /** @param id of whoever asks, where many do. */
  token(id?: string): Promise<string>;
  close(): Promise<void>;
}

export async function startIdentityProvider(directory: string): Promise<IdentityProvider> {
  const key = await loadDevelopmentKey(directory);
  const keys = jsonResponse(JSON.stringify({ keys: [key.publicJwk] }));
  const server = await listenRaw(() => keys);
  return {
    environment: { JWKS_URI: `${server.origin}/jwks.json`, ISSUER: DEVELOPMENT_ISSUER },
    token: (id) => signDevelopmentToken(key, PERSONA, { purpose: PERSON_BEHIND.purpose, ...(id && { id }) }),
    close: server.close,
  };
}
