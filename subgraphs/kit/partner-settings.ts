/** How an agency reaches its partner system: from one address, or from a settings file, and from the environment. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { KitError } from './errors';

export interface PartnerSettings {
  /** A URL, a connection string or a folder. */
  readonly where: string;
  /** The whole `authorization` header. Asked for with each call, since tokens are short-lived. */
  readonly authorization?: () => Promise<string>;
  /** Sent with each call: `x-api-key`, `ods-code`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Origins (`https://fhir-internal.example`) that a next page may be on beside the system's own. They are sent the token. */
  readonly pagingHosts?: readonly string[];
  /** For one call, in milliseconds. */
  readonly timeLimit?: number;
}

const origin = z
  .url()
  .refine((text) => new URL(text).origin === text.replace(/\/$/, ''), 'expected an origin, without a path');
const settings = z.strictObject({
  where: z.string().min(1).optional(),
  /** The token alone; sent as `Bearer …`. */
  token: z.string().min(1).optional(),
  authorization: z.string().min(1).optional(),
  /** A file that holds the token, read with each call: whatever renews it writes it there. */
  tokenFile: z.string().min(1).optional(),
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]+$/), z.string().regex(/^[\x20-\x7e]*$/)).optional(),
  pagingHosts: z.array(origin).optional(),
  timeLimit: z.int().positive().optional(),
});
type Written = z.infer<typeof settings>;

/** What is set for a partner system cannot be used. Names the setting, and never its value. */
export class PartnerSettingsUnusable extends KitError {
  readonly code = 'PARTNER_SETTINGS_UNUSABLE';
}

/**
 * `system`: where the system is, or the path of a JSON file with `where`, `token`, `tokenFile`, `authorization`, `headers`,
 * `pagingHosts`, `timeLimit`. The environment has the same by the agency's name, and is taken where the file is silent:
 * `HEALTH_TOKEN`, `HEALTH_TOKEN_FILE`, `HEALTH_AUTHORIZATION`, `HEALTH_HEADERS` (a JSON object), `HEALTH_PAGING_HOSTS` (with
 * commas), `HEALTH_TIME_LIMIT`. Throws `PartnerSettingsUnusable`.
 *
 * @example
 * ```ts
 * const { where, authorization } = readPartnerSettings('adult-learning', 'https://records.example/api');
 * ```
 */
export function readPartnerSettings(
  agency: string,
  system: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): PartnerSettings {
  const file = system.endsWith('.json')
    ? readSettings(system, () => JSON.parse(readFileSync(system, 'utf8')))
    : { where: system };
  const prefix = `${agency.toUpperCase().replaceAll('-', '_')}_`;
  const from = (name: string): string | undefined => environment[prefix + name] || undefined;
  const set = readSettings(`the environment (${prefix}…)`, () => ({
    token: from('TOKEN'),
    tokenFile: from('TOKEN_FILE'),
    authorization: from('AUTHORIZATION'),
    headers: from('HEADERS') === undefined ? undefined : JSON.parse(from('HEADERS') ?? ''),
    pagingHosts: from('PAGING_HOSTS')
      ?.split(',')
      .map((host) => host.trim()),
    timeLimit: from('TIME_LIMIT') === undefined ? undefined : Number(from('TIME_LIMIT')),
  }));
  const { where } = file;
  if (where === undefined) throw new PartnerSettingsUnusable(`${system}: expected "where", the system's address`);
  const authorization = authorizationOf(file) ?? authorizationOf(set);
  return {
    where,
    ...(authorization && { authorization }),
    headers: { ...set.headers, ...file.headers },
    pagingHosts: file.pagingHosts ?? set.pagingHosts ?? [],
    timeLimit: file.timeLimit ?? set.timeLimit,
  };
}

function authorizationOf({ token, tokenFile, authorization }: Written): (() => Promise<string>) | undefined {
  if (authorization !== undefined) return async () => authorization;
  if (token !== undefined) return async () => `Bearer ${token}`;
  if (tokenFile !== undefined) return async () => `Bearer ${(await readFile(tokenFile, 'utf8')).trim()}`;
  return undefined;
}

function readSettings(place: string, read: () => unknown): Written {
  let written: unknown;
  try {
    written = read();
  } catch (cause) {
    throw new PartnerSettingsUnusable(`${place}: expected settings in JSON`, { cause });
  }
  const checked = settings.safeParse(written);
  if (checked.success) return checked.data;
  const named = checked.error.issues.map(({ path, code, message }) =>
    code === 'unrecognized_keys' ? message : `${path.join('.')} is not usable`,
  );
  throw new PartnerSettingsUnusable(`${place}: ${named.join('; ')}`);
}
