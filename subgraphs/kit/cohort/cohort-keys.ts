import { createPrivateKey } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { publishedAgencies } from '@family-view/schema';
import { z } from 'zod';
import { RecordStoreUnreadable } from '../errors';
import { type KeyPair, makeKeyPair, pairOf } from './hpke';

/** The agency's own pair for cohorts, and the others' public keys. */
export interface CohortKeys {
  readonly own: KeyPair;
  /**
   * Whether this is the key that an agency is known by: 32 bytes in base64. Where none was set, the first that comes is kept,
   * of an agency that publishes, and is the only one from then on.
   */
  isKnown(agency: string, key: string): Promise<boolean>;
}

const peersShape = z.record(z.string(), z.string());
const A_KEY = /^[A-Za-z0-9+/]{43}=$/;

/**
 * Opens `cohort.key`, made at the first start with `cohort.pub` beside it, and `cohort-peers.json` in an agency's folder.
 * @param set the others' keys, agreed by another way; with it, nobody else is known. Throws `RecordStoreUnreadable`.
 */
export async function openCohortKeys(
  directory: string,
  agency: string,
  set?: Readonly<Record<string, string>>,
): Promise<CohortKeys> {
  const own = await readOrMakePair(join(directory, 'cohort'));
  const file = join(directory, 'cohort-peers.json');
  const peers = new Map(Object.entries(set ?? (await readPeers(file))));
  peers.set(agency, own.raw.toString('base64'));
  const known = new Set(publishedAgencies());
  let writing: Promise<void> = Promise.resolve();
  const keep = (): Promise<void> => {
    writing = writing
      .catch(() => undefined)
      .then(async () => {
        const others = Object.fromEntries([...peers].filter(([name]) => name !== agency));
        await writeFile(`${file}.new`, `${JSON.stringify(others, null, 2)}\n`, { mode: 0o600 });
        await rename(`${file}.new`, file);
      });
    return writing;
  };
  return {
    own,
    async isKnown(name, key) {
      const before = peers.get(name);
      if (before !== undefined || set) return before === key;
      if (!known.has(name) || !A_KEY.test(key) || [...peers.values()].includes(key)) return false;
      peers.set(name, key);
      await keep();
      return true;
    },
  };
}

async function readPeers(file: string): Promise<Readonly<Record<string, string>>> {
  const text = await readOrNull(file);
  const read = text === null ? null : peersShape.safeParse(parsed(text));
  if (read && !read.success) throw new RecordStoreUnreadable("expected the other agencies' keys for cohorts");
  return read?.data ?? {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function readOrMakePair(name: string): Promise<KeyPair> {
  const pem = await readOrNull(`${name}.key`);
  if (pem !== null) return pairOf(createPrivateKey(pem));
  const pair = makeKeyPair();
  await writeFile(`${name}.key`, pair.secret.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  await writeFile(`${name}.pub`, `${pair.raw.toString('base64')}\n`);
  return pair;
}

const readOrNull = (file: string): Promise<string | null> =>
  readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw new RecordStoreUnreadable('expected to read the keys for cohorts', { cause });
  });
