import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaDirectory } from '@family-view/schema';
import { z } from 'zod';
import { FamilyViewError } from '../../errors';
import { versionName } from '../decide/compile-protocol';
import { type NamedText, publishedProtocols, readNamed, supersededProtocols } from './load-protocols';

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

/** Hashes of the versions that were agreed, by `best-start:7`. */
export type KnownVersions = Readonly<Record<string, string>>;

/**
 * Holds a text against the versions that were agreed. A draft may change, and so may a number that is not there yet.
 * @returns `best-start:7`, and its hash.
 * @throws {ProtocolVersionChanged}
 */
export function checkVersion(text: NamedText, agreed: KnownVersions): readonly [version: string, hash: string] {
  const document = readNamed(text);
  const [id, number, hash] = versionName(document).split(':') as [string, string, string];
  const version = `${id}:${number}`;
  const was = agreed[version];
  if (was !== undefined && was !== hash && document.protocol.status !== 'DRAFT')
    throw new ProtocolVersionChanged(text.name, version, was, hash);
  return [version, hash];
}

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
    const [version, hash] = checkVersion(text, Object.fromEntries(versions));
    versions.set(version, hash);
  }
  const sorted = [...versions].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
}

/** @param from a folder like `schema/`; one that has no such file agrees on nothing yet. */
export function readVersions(from = schemaDirectory): KnownVersions {
  try {
    return known.parse(JSON.parse(readFileSync(join(from, 'protocol', 'versions.json'), 'utf8')));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new FamilyViewError('schema/protocol/versions.json is not a map of versions to hashes.', {
      code: 'PROTOCOL_VERSIONS_UNREADABLE',
      cause,
    });
  }
}
