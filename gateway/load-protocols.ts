import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaDirectory } from '@family-view/schema';
import { checkTogether } from './protocol/check-together';
import { type CompiledProtocol, compileProtocols } from './protocol/compile-protocol';
import type { ProtocolDocument } from './protocol/protocol-document';
import { readProtocol } from './protocol/read-protocol';

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

/** Reads and checks one. @throws {MalformedProtocol} */
export function readNamed({ name, text }: NamedText): ProtocolDocument {
  const schema = JSON.parse(readFileSync(join(directory, 'protocol.schema.json'), 'utf8')) as object;
  return readProtocol(name, text, schema);
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
