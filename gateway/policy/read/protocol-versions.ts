import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaDirectory } from '@family-view/schema';
import { z } from 'zod';
import { FamilyViewError } from '../../errors';
import { versionName } from '../decide/compile-protocol';
import { publishedProtocols, readNamed, supersededProtocols } from './load-protocols';

/** A version that was agreed, and now says something else under the same number. */
export class ProtocolVersionChanged extends FamilyViewError {
  constructor(file: string, version: string, was: string, is: string) {
    super(
      `${file}: ${version} was agreed as ${was} and now means something else (${is}). A version never changes: raise protocol.version, and keep the old text under schema/protocol/superseded.`,
      { code: 'PROTOCOL_VERSION_CHANGED' },
    );
  }
}

const known = z.record(z.string(), z.string());

/**
 * `schema/protocol/versions.json` as it should be: the hash of each version that was ever published, old ones kept.
 * @throws {ProtocolVersionChanged}
 */
export function writeVersions(
  texts = [...supersededProtocols(), ...publishedProtocols()],
  before = readVersions(),
): string {
  const versions = new Map(Object.entries(before));
  for (const text of texts) {
    const document = readNamed(text);
    const [id, number, hash] = versionName(document).split(':') as [string, string, string];
    const was = versions.get(`${id}:${number}`);
    if (was !== undefined && was !== hash && document.protocol.status !== 'DRAFT')
      throw new ProtocolVersionChanged(text.name, `${id}:${number}`, was, hash);
    versions.set(`${id}:${number}`, hash);
  }
  const sorted = [...versions].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
}

function readVersions(): Readonly<Record<string, string>> {
  try {
    return known.parse(JSON.parse(readFileSync(join(schemaDirectory, 'protocol', 'versions.json'), 'utf8')));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new FamilyViewError('schema/protocol/versions.json is not a map of versions to hashes.', {
      code: 'PROTOCOL_VERSIONS_UNREADABLE',
      cause,
    });
  }
}
