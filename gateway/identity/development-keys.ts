import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';
import { DevelopmentKeyRefused } from './errors';

export const DEVELOPMENT_ISSUER = 'family-view-development';
export const DEVELOPMENT_AUDIENCE = 'family-view';

const keptKey = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
  kid: z.string(),
});

/** The Ed25519 key pair that development tokens are signed and checked with. */
export interface DevelopmentKey {
  readonly privateJwk: z.infer<typeof keptKey>;
  readonly publicJwk: Omit<z.infer<typeof keptKey>, 'd'>;
}

/**
 * The development key in `<dataDirectory>/development-key.json`, made by whichever process comes first.
 * @throws {DevelopmentKeyRefused} in production, or where the file holds something else.
 */
export async function loadDevelopmentKey(
  dataDirectory: string,
  environment: string | undefined = process.env.NODE_ENV,
): Promise<DevelopmentKey> {
  if (environment === 'production')
    throw new DevelopmentKeyRefused('NODE_ENV is production; set JWKS_URI, ISSUER and AUDIENCE');
  const file = join(dataDirectory, 'development-key.json');
  const text = (await readIfThere(file)) ?? (await makeKey(dataDirectory, file));
  const checked = keptKey.safeParse(parseJson(text));
  if (!checked.success)
    throw new DevelopmentKeyRefused('development-key.json holds no Ed25519 key; remove it and start again');
  const { d: _, ...publicJwk } = checked.data;
  return { privateJwk: checked.data, publicJwk };
}

/** A link is made whole or not at all, and never over another: of two processes the second reads the first one's key. */
async function makeKey(dataDirectory: string, file: string): Promise<string> {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(pair.privateKey);
  const text = JSON.stringify({ ...jwk, kid: await calculateJwkThumbprint(jwk) });
  const draft = `${file}.${randomUUID()}`;
  await mkdir(dataDirectory, { recursive: true });
  await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, file);
    return text;
  } catch (cause) {
    if (!isCode(cause, 'EEXIST')) throw cause;
    return await readFile(file, 'utf8');
  } finally {
    await rm(draft, { force: true });
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return undefined;
    throw cause;
  }
}

const isCode = (cause: unknown, code: string): boolean =>
  typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === code;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
