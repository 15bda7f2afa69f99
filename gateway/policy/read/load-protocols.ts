import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaDirectory } from '@family-view/schema';
import { LRUCache } from 'lru-cache';
import { type CompiledProtocol, compileProtocols } from '../decide/compile-protocol';
import { checkTogether } from './check-together';
import type { ProtocolDocument } from './protocol-document';
import { readProtocol } from './read-protocol';

/** A protocol as text, with the name that faults in it are told by. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

const directory = join(schemaDirectory, 'protocol');

/** The protocols in `schema/protocol`. */
export const publishedProtocols = (from = schemaDirectory): readonly NamedText[] => textsIn('protocol', from);
/** Versions that others have taken the place of: read for what they were, never decided by. */
export const supersededProtocols = (): readonly NamedText[] => textsIn('protocol/superseded');

const textsIn = (folder: string, from = schemaDirectory): readonly NamedText[] =>
  readdirSync(join(from, folder))
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => ({
      name: `schema/${folder}/${file}`,
      text: readFileSync(join(from, folder, file), 'utf8'),
    }));

const protocolSchema = JSON.parse(readFileSync(join(directory, 'protocol.schema.json'), 'utf8')) as object;
/** Texts are read again and again, at each change of a supergraph: what they say is kept. */
const readBefore = new LRUCache<string, ProtocolDocument>({ max: 20 });
const keyOf = ({ name, text }: NamedText): string => `${name}\n${text}`;
/** As each was written, comments and all, for as long as it is in use. */
const writtenAs = new WeakMap<ProtocolDocument, string>();

/** The text that a protocol was read from; null where it was never one. */
export const textOf = (document: ProtocolDocument): string | null => writtenAs.get(document) ?? null;

/** Reads and checks one. @throws {MalformedProtocol} */
export function readNamed(named: NamedText): ProtocolDocument {
  const document = readBefore.get(keyOf(named)) ?? readProtocol(named.name, named.text, protocolSchema);
  keep(named, document);
  return document;
}

function keep(named: NamedText, document: ProtocolDocument): void {
  readBefore.set(keyOf(named), document);
  writtenAs.set(document, named.text);
}

/** What another thread has read and checked need not be read here. */
export function keepRead(texts: readonly NamedText[], documents: readonly ProtocolDocument[]): void {
  for (const [at, named] of texts.entries()) if (documents[at]) keep(named, documents[at]);
}

/** Every protocol, checked by itself and beside the others, and compiled. @throws {MalformedProtocol} */
export function loadProtocols(now: () => Date, texts: readonly NamedText[] = publishedProtocols()): CompiledProtocol {
  const read = texts.map((text) => ({ ...text, document: readNamed(text) }));
  checkTogether(read);
  return compileProtocols(
    read.map(({ document }) => document),
    now,
  );
}
