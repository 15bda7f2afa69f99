import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GrantKeyStore, KeptGrantKey } from './grant-key-store';

/** The keys as `<directory>/grant-keys.json`, for its owner alone. One gateway at a time has the directory. */
export function openFileGrantKeyStore(directory: string): GrantKeyStore {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'grant-keys.json');
  const read = (): readonly KeptGrantKey[] => {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as KeptGrantKey[];
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw cause;
    }
  };
  return {
    read: async () => read(),
    async replace(before, keys) {
      const names = (all: readonly KeptGrantKey[]): string => all.map(({ jwk }) => jwk.kid).join();
      if (names(read()) !== names(before)) return 'overtaken';
      const draft = `${file}.${process.pid}`;
      writeFileSync(draft, JSON.stringify(keys), { mode: 0o600 });
      renameSync(draft, file);
      return 'kept';
    },
  };
}
