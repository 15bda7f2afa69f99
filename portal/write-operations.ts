import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addTypenameToDocument } from '@apollo/client/utilities';
import { codegen } from '@graphql-codegen/core';
import * as operationTypes from '@graphql-codegen/typescript-operations';
import { buildASTSchema, type DocumentNode, Kind, type OperationDefinitionNode, parse, print, validate } from 'graphql';
import { BY_AGENCY, joinParts } from './operations/together';
import { withItsFragments } from './with-its-fragments';

const FOLDER = join(__dirname, 'operations');
/** Names of the files written, from the portal's folder. */
export const OPERATION_FILES = { typed: 'operations/stored.ts', manifest: 'operations/manifest.json' } as const;

/**
 * The portal's operations, `operations/*.graphql`, as the two files that follow from them: typed documents for its pages,
 * and the manifest of texts by their SHA-256 for gateways that answer nothing else.
 *
 * @param supergraphSdl the composed schema that they are checked against. An operation that asks for what is not there is an error that names it.
 */
export async function writeOperations(supergraphSdl: string): Promise<ReadonlyMap<string, string>> {
  const schema = buildASTSchema(parse(supergraphSdl), { assumeValidSDL: true });
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.graphql')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(FOLDER, name), 'utf8')));
  const document = parse(texts.join('\n'), { noLocation: true });
  const faults = validate(schema, document);
  if (faults.length > 0) throw new Error(`portal/operations: ${faults.map(({ message }) => message).join(' ')}`);

  const stored = operationsOf(document).map((operation) => {
    // As the client sends it: Apollo Client asks for the name of every type.
    const text = print(addTypenameToDocument(withItsFragments(operation, document)));
    return { operation, text, hash: createHash('sha256').update(text).digest('hex') };
  });
  const types = await codegen({
    schema: parse(supergraphSdl),
    schemaAst: schema,
    documents: [{ location: FOLDER, document }],
    filename: OPERATION_FILES.typed,
    config: { immutableTypes: true, skipTypename: true, defaultScalarType: 'string', scalars: { ID: 'string' } },
    plugins: [{ operationTypes: {} }],
    pluginMap: { operationTypes },
  });
  const lines = stored.map(({ operation, text, hash }) => {
    const name = operation.name?.value ?? '';
    const kind = operation.operation === 'mutation' ? 'Mutation' : 'Query';
    return `export const ${name} = stored<${name}${kind}, ${name}${kind}Variables>(\n  '${name}',\n  '${hash}',\n  ${JSON.stringify(text)},\n);`;
  });
  const manifest = Object.fromEntries([
    ...stored.map(({ hash, text }) => [hash, text]),
    ...together(new Map(stored.map(({ operation, text }) => [operation.name?.value ?? '', text]))).map((text) => [
      createHash('sha256').update(text).digest('hex'),
      text,
    ]),
  ]);
  return new Map([
    [
      OPERATION_FILES.typed,
      `// Generated from operations/*.graphql by \`npm run generate\`. Do not edit.\nimport { stored } from './typed';\n\n${types}\n${lines.join('\n\n')}\n`,
    ],
    [OPERATION_FILES.manifest, `${JSON.stringify(manifest, null, 2)}\n`],
  ]);
}

/** What the page asks in one question where the agencies are those that it was written for. */
function together(texts: ReadonlyMap<string, string>): readonly string[] {
  const documentOf = (name: string): DocumentNode => parse(texts.get(name) ?? '', { noLocation: true });
  const asked = (at: 0 | 1) =>
    Object.entries(BY_AGENCY).map(([agency, names]) => ({ agency, document: documentOf(names[at]), variables: {} }));
  return [joinParts(documentOf('FamilyMembers'), asked(0)), joinParts(null, asked(1))].map(({ document }) =>
    print(document),
  );
}

const operationsOf = ({ definitions }: DocumentNode): readonly OperationDefinitionNode[] =>
  definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
