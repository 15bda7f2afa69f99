import { type Ownership, readOwnership } from './read-ownership';
import type { SchemaFolder } from './schema-folder';

/**
 * The ownership file as it stands at each look, read again only when it was touched. One that cannot be read is told, and
 * the last that could be goes on counting.
 * @throws {BadOwnership} at first, where it cannot be read at all.
 */
export function followOwnership(
  files: Pick<SchemaFolder, 'ownershipText' | 'ownershipStamp'>,
  onFault: (fault: unknown) => void,
): () => Ownership {
  let stamp = files.ownershipStamp();
  let ownership = readOwnership(OWNERSHIP_FILE, files.ownershipText());
  return () => {
    try {
      const now = files.ownershipStamp();
      if (now === stamp) return ownership;
      stamp = now;
      ownership = readOwnership(OWNERSHIP_FILE, files.ownershipText());
    } catch (fault) {
      onFault(fault);
    }
    return ownership;
  };
}

const OWNERSHIP_FILE = 'schema/ownership.yaml';
