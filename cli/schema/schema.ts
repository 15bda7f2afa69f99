import { writeFileSync } from 'node:fs';
import { schemaFor, writeVisibleSdl } from '@family-view/gateway/authorize/visible-sdl';
import { readSupergraph } from '@family-view/gateway/schema-registry/read-supergraph';
import { openSchemaFolder } from '@family-view/gateway/schema-registry/schema-folder';
import type { Command } from 'commander';
import { EXIT, Stopped, type Streams, told } from '../frame/command';
import { entryOf } from '../protocol/explain';
import { openProtocols } from '../protocol/source';

export interface SchemaOptions {
  readonly as: string;
  readonly purpose: string;
  readonly out?: string;
}

/** `familyview schema`. */
export function addSchemaCommand(program: Command): void {
  program
    .command('schema')
    .description('the schema that a role may ask for a purpose, as SDL: for code generators and editors')
    .requiredOption('--as <role>', 'a role of the protocol, as HEAD_OF_CENTRE')
    .requiredOption('--purpose <purpose>', 'a purpose that the role may state, as EARLY_HELP')
    .option('--out <file>', 'by default standard output')
    .addHelpText(
      'after',
      `
Example:
  familyview schema --as HEAD_OF_CENTRE --purpose EARLY_HELP --out schema.graphql

It is read from schema/, and needs no gateway. A running one gives the same at /schema.graphql?purpose=… with a token.
Exit: 0 written, 2 usage.`,
    )
    .action(async (options: SchemaOptions) => {
      process.exitCode = await schemaCommand(options, process);
    });
}

export function schemaCommand(options: SchemaOptions, streams: Streams): Promise<number> {
  return told(streams, () => {
    const { protocol } = openProtocols(undefined);
    const entry = entryOf(protocol, options);
    const supergraph = openSchemaFolder().supergraph();
    if (supergraph === null)
      throw new Stopped('There is no schema/supergraph.graphql: npm run generate writes it.', EXIT.usage);
    const { schema, read } = readSupergraph(supergraph);
    const visible = schemaFor({ schema, requirements: read.requirements }, protocol.rights(entry));
    const about = { role: options.as, purpose: options.purpose, protocol: protocol.version };
    const sdl = writeVisibleSdl(visible, about);
    if (options.out === undefined) streams.stdout.write(sdl);
    else writeFileSync(options.out, sdl);
    return EXIT.fine;
  });
}
