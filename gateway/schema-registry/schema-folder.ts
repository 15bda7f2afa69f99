import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { schemaDirectory } from '@family-view/schema';
import { type CatalogueTexts, catalogueTexts } from '../catalogue/read-catalogue';
import { type NamedText, publishedProtocols } from '../policy/read/load-protocols';
import { type KnownVersions, readVersions } from '../policy/read/protocol-versions';
import { type AgencySubgraph, sharedSdl, subgraphsInFiles } from './published-set';
import { type Ownership, readOwnership } from './read-ownership';
import { sha256 } from './version-record';

/** `schema/` as it stands at each look. */
export interface SchemaFolder {
  readonly directory: string;
  agencies(): readonly AgencySubgraph[];
  sharedSdl(): string;
  protocols(): readonly NamedText[];
  /** What was agreed under each version of a protocol. */
  protocolVersions(): KnownVersions;
  /** What agencies are to count; null where the folder has no catalogue. */
  catalogue(): CatalogueTexts | null;
  /** @throws {BadOwnership} */
  ownership(): Ownership;
  ownershipText(): string;
  /** Another, when the ownership file has been touched. */
  ownershipStamp(): string;
  /** The committed supergraph; null where there is none. */
  supergraph(): string | null;
  /** SHA-256 of each agency's SDL. */
  hashes(): Readonly<Record<string, string>>;
  /** Another, when a file has been touched. */
  signature(): string;
}

export function openSchemaFolder(directory = schemaDirectory): SchemaFolder {
  const read = (file: string): string => readFileSync(join(directory, file), 'utf8');
  const agencies = (): readonly AgencySubgraph[] => subgraphsInFiles(directory);
  const stampOf = (path: string): string => {
    const { mtimeMs, size } = statSync(path);
    return `${mtimeMs} ${size}`;
  };
  return {
    directory,
    agencies,
    sharedSdl: () => sharedSdl(directory),
    protocols: () => publishedProtocols(directory),
    protocolVersions: () => readVersions(directory),
    catalogue: () => catalogueTexts(directory),
    ownership: () => readOwnership('schema/ownership.yaml', read('ownership.yaml')),
    ownershipText: () => read('ownership.yaml'),
    ownershipStamp: () => stampOf(join(directory, 'ownership.yaml')),
    supergraph() {
      try {
        return read('supergraph.graphql');
      } catch {
        return null;
      }
    },
    hashes: () => Object.fromEntries(agencies().map(({ name, sdl }) => [name, sha256(sdl)])),
    signature: () =>
      ['agencies', 'protocol', '.']
        .flatMap((folder) =>
          readdirSync(join(directory, folder))
            .filter((file) => /\.(graphql|yaml)$/.test(file) && file !== 'supergraph.graphql')
            .map((file) => `${folder}/${file} ${stampOf(join(directory, folder, file))}`),
        )
        .join('\n'),
  };
}
