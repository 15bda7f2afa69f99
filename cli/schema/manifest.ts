import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { readManifest } from '@family-view/gateway/http/operation-manifest';
import { readSupergraph } from '@family-view/gateway/schema-registry/read-supergraph';
import { openSchemaFolder } from '@family-view/gateway/schema-registry/schema-folder';
import { withItsFragments } from '@family-view/portal/with-its-fragments';
import type { Command } from 'commander';
import {
  buildSchema,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  type SelectionSetNode,
  validate,
  visit,
} from 'graphql';
import { EXIT, Stopped, type Streams, told } from '../frame/command';

export interface ManifestOptions {
  readonly schema?: string;
  readonly typename?: boolean;
  readonly with?: string;
  readonly out?: string;
}

/** `familyview manifest`. */
export function addManifestCommand(program: Command): void {
  program
    .command('manifest')
    .description("a front end's operations as a manifest for OPERATIONS_MANIFEST, checked against the schema")
    .argument('<files...>', 'GraphQL documents: operations with names, and fragments')
    .option('--schema <file>', 'the SDL that they are checked against; by default all that the agencies publish')
    .option('--typename', 'ask for the name of every type, as Apollo Client does')
    .option('--with <manifest>', 'add to the operations of this one')
    .option('--out <file>', 'by default standard output')
    .addHelpText(
      'after',
      `
Example:
  familyview manifest operations/*.graphql --schema schema.graphql --typename --out manifest.json

Exit: 0 written, 1 an operation does not fit the schema, 2 usage.`,
    )
    .action(async (files: readonly string[], options: ManifestOptions) => {
      process.exitCode = await manifestCommand(files, options, process);
    });
}

export function manifestCommand(files: readonly string[], options: ManifestOptions, streams: Streams): Promise<number> {
  return told(streams, () => {
    const document = readDocuments(files);
    const faults = validate(openSchema(options.schema), document).map(({ message }) => message);
    if (faults.length > 0) throw new Stopped(faults.join('\n'), EXIT.found);
    const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
    if (operations.some(({ name }) => name === undefined))
      throw new Stopped('Every operation of a manifest has a name: it is told by it where it would break.', EXIT.found);
    const before = options.with === undefined ? [] : [...readManifest(options.with, () => {})];
    const own = operations.map((operation) => {
      const whole = withItsFragments(operation, document);
      const text = print(options.typename ? withTypenames(whole) : whole);
      return [createHash('sha256').update(text).digest('hex'), text] as const;
    });
    const manifest = `${JSON.stringify(Object.fromEntries([...before, ...own]), null, 2)}\n`;
    if (options.out === undefined) streams.stdout.write(manifest);
    else writeFileSync(options.out, manifest);
    return EXIT.fine;
  });
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Stopped(`${file} cannot be read: is the path right?`, EXIT.usage);
  }
}

function readDocuments(files: readonly string[]): DocumentNode {
  const definitions = files.flatMap((file) => {
    try {
      return parse(read(file), { noLocation: true }).definitions;
    } catch (fault) {
      if (fault instanceof Stopped) throw fault;
      throw new Stopped(`${file}: ${fault instanceof Error ? fault.message : 'not GraphQL'}`, EXIT.found);
    }
  });
  return { kind: Kind.DOCUMENT, definitions };
}

function openSchema(file: string | undefined): GraphQLSchema {
  if (file !== undefined) return buildSchema(read(file));
  const supergraph = openSchemaFolder().supergraph();
  if (supergraph === null)
    throw new Stopped('There is no schema/supergraph.graphql: name an SDL with --schema.', EXIT.usage);
  return readSupergraph(supergraph).schema;
}

const TYPENAME = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const;

/** The name of every type below the root, last in each selection, as Apollo Client asks for it. */
const withTypenames = (document: DocumentNode): DocumentNode =>
  visit(document, {
    SelectionSet: {
      leave(set: SelectionSetNode, _key, parent) {
        const isRoot = parent !== undefined && 'kind' in parent && parent.kind === Kind.OPERATION_DEFINITION;
        const hasOwn = set.selections.some((one) => one.kind === Kind.FIELD && one.name.value.startsWith('__'));
        return isRoot || hasOwn ? undefined : { ...set, selections: [...set.selections, TYPENAME] };
      },
    },
  });
