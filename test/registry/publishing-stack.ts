import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Statement, signStatement } from '@family-view/gateway/schema-registry/signed-statement';
import { schemaDirectory } from '@family-view/schema';
import { parse, stringify } from 'yaml';
import { NO_AGENCIES } from '../bad-input/no-agencies';
import { type RunningStack, type StackOptions, startStack } from '../stack';

interface SigningKey {
  readonly id: string;
  readonly publicKey: string;
  readonly privateKey: string;
}

// biome-ignore lint/suspicious/noExplicitAny: tests read answers of any shape
export type Told = any;

/** What is signed and sent to one registry. */
export interface Publisher {
  ask(action: string, body?: object): Promise<{ readonly status: number; readonly body: Told }>;
  /** Signed as the agency unless `changes` says otherwise. */
  publish(
    agency: string,
    sdl: string,
    changes?: Partial<Statement> & { readonly key?: string; readonly sends?: string },
  ): Promise<{ readonly status: number; readonly body: Told }>;
  /** As `publish`, to be tried first. */
  stage(agency: string, sdl: string): Promise<{ readonly status: number; readonly body: Told }>;
  rollback(version: number): Promise<{ readonly status: number; readonly body: Told }>;
  statement(about: Partial<Statement>): Promise<Statement>;
}

/** A copy of `schema/` in which every agency has a key, and the operator too. */
export interface SchemaCopy {
  readonly schemaDirectory: string;
  readonly keys: ReadonlyMap<string, SigningKey>;
  remove(): void;
}

/** A gateway over such a copy. */
export interface PublishingStack extends Publisher, Omit<SchemaCopy, 'remove'> {
  readonly stack: RunningStack;
  sdlOf(agency: string): string;
  close(): Promise<void>;
}

/** Why what breaks others is published all the same, where a test takes something back. */
export const TAKEN_BACK = { allowBreaking: 'Nobody asks for it any more' } as const;

/** Hosts that the ownership file allows to every agency here. */
export const ALLOWED_HOST = 'records.example';

/** @param furnish puts more into the folder before the gateway opens. */
export async function startPublishingStack(
  options: StackOptions = {},
  furnish: (folder: string) => void = () => {},
): Promise<PublishingStack> {
  const { remove, ...copy } = copySchema(furnish);
  const stack = await startStack({ agencies: NO_AGENCIES, ...options, schemaDirectory: copy.schemaDirectory });
  return {
    ...copy,
    ...(await publisherAt(stack.url, copy)),
    stack,
    sdlOf,
    async close() {
      await stack.close();
      remove();
    },
  };
}

/** As it is committed. */
export const sdlOf = (agency: string): string =>
  readFileSync(join(schemaDirectory, 'agencies', `${agency}.graphql`), 'utf8');

export function copySchema(furnish: (folder: string) => void = () => {}): SchemaCopy {
  const folder = mkdtempSync(join(tmpdir(), 'family-view-schema-'));
  for (const part of ['agencies', 'protocol', 'shared.graphql', 'supergraph.graphql', 'ownership.yaml'])
    cpSync(join(schemaDirectory, part), join(folder, part), { recursive: true });
  furnish(folder);
  return {
    schemaDirectory: folder,
    keys: giveKeys(join(folder, 'ownership.yaml')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export async function publisherAt(url: string, { keys }: Pick<SchemaCopy, 'keys'>): Promise<Publisher> {
  const ask = async (action: string, body: object = {}) => {
    const response = await fetch(`${url}/registry/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Told };
  };
  const { registry } = (await ask('identity')).body as { readonly registry: string };
  const statement = async (about: Partial<Statement>): Promise<Statement> => ({
    action: 'publish',
    registry,
    agency: null,
    sdl: null,
    url: null,
    version: null,
    at: new Date().toISOString(),
    nonce: randomBytes(18).toString('base64url'),
    key: '',
    ...about,
  });
  return {
    ask,
    statement,
    async publish(agency, sdl, { key = agency, sends = sdl, ...about } = {}) {
      const signing = keys.get(key)!;
      const hash = createHash('sha256').update(sdl).digest('hex');
      const signed = await statement({ agency, sdl: hash, key: signing.id, ...about });
      return ask('publish', { schema: sends, signed: signStatement(signed, signing) });
    },
    async stage(agency, sdl) {
      const signing = keys.get(agency)!;
      const hash = createHash('sha256').update(sdl).digest('hex');
      const about = await statement({ action: 'stage', agency, sdl: hash, key: signing.id });
      return ask('stage', { schema: sdl, signed: signStatement(about, signing) });
    },
    async rollback(version) {
      const signing = keys.get('operator')!;
      const signed = signStatement(await statement({ action: 'rollback', version, key: signing.id }), signing);
      return ask('rollback', { signed });
    },
  };
}

/** Every agency of the file, one that has yet to join, and the operator. */
function giveKeys(file: string): ReadonlyMap<string, SigningKey> {
  const ownership = parse(readFileSync(file, 'utf8')) as Told;
  ownership.agencies['adult-learning'] ??= {
    keys: [],
    joins: ['Person.adultLearningRef', 'Person.adultLearning'],
    hosts: [],
  };
  const keys = new Map<string, SigningKey>();
  const make = (holder: string): object[] => {
    const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
    keys.set(holder, { id: `${holder}-test`, publicKey: x, privateKey: d });
    return [{ id: `${holder}-test`, publicKey: x }];
  };
  for (const [agency, entry] of Object.entries<Told>(ownership.agencies)) {
    entry.keys = make(agency);
    entry.hosts = [ALLOWED_HOST];
  }
  ownership.operators.keys = make('operator');
  writeFileSync(file, stringify(ownership));
  return keys;
}
