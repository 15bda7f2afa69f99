import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RegistryStore } from './registry-store';
import { STATEMENT_MINUTES } from './signed-statement';
import { RegistryDamaged, sha256, stagedForm, versionForm, writeRecord } from './version-record';

/**
 * The registry as files: `versions/000001.json`, `texts/<SHA-256>`, `nonces/`, `staged/`. Texts are on disk before the version that
 * names them, and a version appears by one `link`, which never replaces another: a crash half way leaves texts that
 * nothing names, and of two processes one comes first.
 */
export async function openFileRegistryStore(folder: string): Promise<RegistryStore> {
  const [versions, texts, nonces, staged] = ['versions', 'texts', 'nonces', 'staged'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  for (const one of [versions, texts, nonces, staged]) await mkdir(one, { recursive: true });
  const id = await readOrMakeId(join(folder, 'id'));
  const fileOf = (version: number): string => join(versions, `${String(version).padStart(6, '0')}.json`);

  return {
    id,
    async newest() {
      const numbers = (await readdir(versions)).map((name) => Number(/^(\d{6})\.json$/.exec(name)?.[1] ?? 0));
      return Math.max(0, ...numbers);
    },
    async read(version) {
      try {
        return versionForm.parse(JSON.parse(await readFile(fileOf(version), 'utf8')));
      } catch (cause) {
        throw new RegistryDamaged(`version ${version} cannot be read`, cause);
      }
    },
    async text(hash) {
      const text = await readFile(join(texts, hash), 'utf8').catch((cause: unknown) => {
        throw new RegistryDamaged(`the text ${hash.slice(0, 12)} is not there`, cause);
      });
      if (sha256(text) !== hash) throw new RegistryDamaged(`the text ${hash.slice(0, 12)} has been changed`);
      return text;
    },
    async add(record, withTexts) {
      for (const text of new Set(withTexts)) await keepText(texts, text);
      const draft = join(versions, `.${randomUUID()}`);
      await writeDurably(draft, writeRecord(record));
      try {
        await link(draft, fileOf(record.version));
        await syncFolder(versions);
        return 'added';
      } catch (cause) {
        if (codeOf(cause) === 'EEXIST') return 'overtaken';
        throw cause;
      } finally {
        await rm(draft, { force: true });
      }
    },
    async staged() {
      const files = (await readdir(staged)).filter((name) => name.endsWith('.json')).sort();
      const read = async (name: string) => stagedForm.parse(JSON.parse(await readFile(join(staged, name), 'utf8')));
      return Promise.all(files.map(read)).catch((cause: unknown) => {
        throw new RegistryDamaged('what is tried in staging cannot be read', cause);
      });
    },
    async stage(subgraph) {
      const draft = join(staged, `.${randomUUID()}`);
      await writeDurably(draft, JSON.stringify(subgraph));
      await rename(draft, join(staged, `${subgraph.name}.json`));
      await syncFolder(staged);
    },
    unstage: (agency) => rm(join(staged, `${agency}.json`), { force: true }),
    async useNonce(nonce) {
      await forgetOld(nonces);
      try {
        await (await open(join(nonces, sha256(nonce)), 'wx')).close();
        await syncFolder(nonces);
        return true;
      } catch (cause) {
        if (codeOf(cause) === 'EEXIST') return false;
        throw cause;
      }
    },
  };
}

async function keepText(folder: string, text: string): Promise<void> {
  const file = join(folder, sha256(text));
  if (
    await stat(file).then(
      () => true,
      () => false,
    )
  )
    return;
  const draft = join(folder, `.${randomUUID()}`);
  await writeDurably(draft, text);
  await rename(draft, file);
  await syncFolder(folder);
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o640);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A nonce is of use only as long as its statement is young enough. */
async function forgetOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    const made = await stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - made > 4 * STATEMENT_MINUTES * 60_000) await rm(file, { force: true });
  }
}

async function readOrMakeId(file: string): Promise<string> {
  const draft = `${file}.${randomUUID()}`;
  await writeDurably(draft, randomUUID());
  try {
    await link(draft, file);
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') throw cause;
  } finally {
    await rm(draft, { force: true });
  }
  return (await readFile(file, 'utf8')).trim();
}

const codeOf = (cause: unknown): unknown => (cause as { readonly code?: unknown } | null)?.code;
