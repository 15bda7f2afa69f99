import { diffProtocols } from '../policy/diff/diff-protocols';
import { loadProtocols, type NamedText, readNamed } from '../policy/read/load-protocols';
import { readSupergraph } from './read-supergraph';
import { describeMoves, describeOpenings, diffSchemas, fieldsByStream, type SchemaChange } from './schema-diff';

export interface VersionDiff {
  readonly supergraphSdl: string;
  readonly protocols: readonly NamedText[];
}

/** What differs from one version to another, for those who ask and for those who govern. */
export interface Comparison {
  readonly changes: readonly SchemaChange[];
  /** Fields that came, or moved from another stream, by the stream they are under now. */
  readonly opened: readonly { readonly stream: string; readonly fields: readonly string[] }[];
  /** Fields that went. */
  readonly went: readonly string[];
  /** In plain English: fields that are open under other streams than before, and to whom. */
  readonly openings: readonly string[];
  /** In plain English: what other protocols change for whom. */
  readonly agreements: readonly string[];
}

export async function diffVersions(before: VersionDiff, after: VersionDiff): Promise<Comparison> {
  const [old, next] = [readSupergraph(before.supergraphSdl), readSupergraph(after.supergraphSdl)];
  const protocol = loadProtocols(() => new Date(), after.protocols);
  return {
    changes: [
      ...(await diffSchemas(old.schema, next.schema)),
      ...describeMoves(old.read.requirements, next.read.requirements),
    ],
    opened: [...fieldsByStream(old.read.requirements, next.read.requirements)].map(([stream, fields]) => ({
      stream,
      fields,
    })),
    went: [...old.read.requirements.keys()].filter((coordinate) => !next.read.requirements.has(coordinate)),
    openings: describeOpenings(old.read.requirements, next.read.requirements, protocol),
    agreements: compareProtocols(before.protocols, after.protocols),
  };
}

function compareProtocols(before: readonly NamedText[], after: readonly NamedText[]): readonly string[] {
  const read = (texts: readonly NamedText[]) =>
    new Map(texts.map((text) => [readNamed(text).protocol.id, { ...text, document: readNamed(text) }]));
  const [old, next] = [read(before), read(after)];
  return [
    ...[...old.keys()].filter((id) => !next.has(id)).map((id) => `The protocol ${id} is no longer there.`),
    ...[...next].flatMap(([id, { document, text }]) => {
      const was = old.get(id);
      if (!was) return [`The protocol ${id} is new.`];
      if (was.text === text) return [];
      return diffProtocols(was.document, document, new Date()).map(({ sentence }) => sentence);
    }),
  ];
}
