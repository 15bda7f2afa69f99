import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Signed, type Statement, signStatement } from '@family-view/gateway/schema-registry/signed-statement';
import { z } from 'zod';
import { EXIT, Stopped } from '../frame/command';

/** Where a registry is looked for, if nothing else is said: `npm start` on this machine. */
export const REGISTRY = process.env.FAMILYVIEW_REGISTRY ?? 'http://127.0.0.1:4000';

const keyForm = z.object({ id: z.string(), publicKey: z.string(), privateKey: z.string() });
/** A key pair as `familyview keys make` writes it. */
export type SigningKey = z.infer<typeof keyForm>;

export const keyFileOf = (holder: string): string => join('.familyview', 'keys', `${holder}.json`);

export function readKey(file: string): SigningKey {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Stopped(
      `There is no key at ${file}. Make one with familyview keys make, or name it with --key.`,
      EXIT.usage,
    );
  }
  try {
    return keyForm.parse(JSON.parse(text));
  } catch {
    throw new Stopped(`${file} holds no key as familyview keys make writes it.`, EXIT.usage);
  }
}

const refusal = z.object({ errors: z.array(z.object({ message: z.string() })).min(1) });

/** Asks a registry, over HTTP. Its refusals stop the command in its own words. */
export async function askRegistry<T>(registry: string, action: string, body: object, form: z.ZodType<T>): Promise<T> {
  const address = `${registry.replace(/\/$/, '')}/registry/${action}`;
  let response: Response;
  try {
    response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
  } catch {
    throw new Stopped(`No registry answers at ${registry}. Is the gateway running there?`, EXIT.usage);
  }
  const answer: unknown = await response.json().catch(() => null);
  const refused = refusal.safeParse(answer);
  if (refused.success) throw new Stopped(refused.data.errors.map(({ message }) => message).join('\n'), EXIT.found);
  const read = form.safeParse(answer);
  if (!read.success)
    throw new Stopped(
      `${registry} answered ${response.status}, and not as a registry does. Is it a Family View gateway?`,
      EXIT.usage,
    );
  return read.data;
}

export const versionTold = z.object({
  version: z.number(),
  kind: z.string(),
  at: z.string(),
  by: z.string(),
  changed: z.array(z.string()),
  rolledBackTo: z.number().nullable(),
  breaking: z
    .object({ reason: z.string(), changes: z.array(z.string()) })
    .nullable()
    .default(null),
  supergraph: z.string(),
  protocol: z.string(),
  agencies: z.array(z.object({ name: z.string(), url: z.string().nullable(), sdl: z.string() })),
});
export type VersionTold = z.infer<typeof versionTold>;
export const statusTold = versionTold.extend({ registry: z.string(), staged: z.array(z.string()) });

/** Signs a request for the registry that answers there. */
export async function signFor(
  registry: string,
  key: SigningKey,
  about: Pick<Statement, 'action'> & Partial<Pick<Statement, 'agency' | 'sdl' | 'url' | 'version' | 'allowBreaking'>>,
): Promise<Signed> {
  const { registry: id } = await askRegistry(registry, 'identity', {}, z.object({ registry: z.string() }));
  const statement: Statement = {
    agency: null,
    sdl: null,
    url: null,
    version: null,
    ...about,
    registry: id,
    at: new Date().toISOString(),
    nonce: randomBytes(18).toString('base64url'),
    key: key.id,
  };
  return signStatement(statement, key);
}

/** Signed only where a key is named: in development nobody asks for it. */
export const signReading = async (registry: string, keyFile: string | undefined): Promise<Signed | null> =>
  keyFile === undefined ? null : signFor(registry, readKey(keyFile), { action: 'read' });
