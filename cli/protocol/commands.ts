import type { Command } from 'commander';
import { checkProtocolCommand } from './check';
import { diffCommand } from './diff';
import { type ExplainOptions, explainCommand } from './explain';
import { importDfeCommand } from './import-dfe';
import { lintCommand } from './lint';
import { matrixCommand } from './matrix';
import { noticeCommand } from './notice';
import { type SimulateOptions, simulateCommand } from './simulate';

interface Json {
  readonly json?: boolean;
}
const FILE = 'a protocol as YAML; by default schema/protocol/best-start.yaml';
const JSON_OUT = 'one JSON document on standard output';

/** `familyview protocol …`. */
export function addProtocolCommands(program: Command): void {
  const protocol = program.command('protocol').description('the data-sharing protocol');
  const ends = (exit: number | Promise<number>): Promise<void> =>
    Promise.resolve(exit).then((code) => {
      process.exitCode = code;
    });

  protocol
    .command('check')
    .description('say whether a protocol can be used, with file and line of each fault')
    .argument('[file]', FILE)
    .option('--json', JSON_OUT)
    .action((file: string | undefined, options: Json) => ends(checkProtocolCommand(file, process, options.json)));
  protocol
    .command('lint')
    .description('say what in a protocol does not do what it seems to say, with file and line')
    .argument('[file]', FILE)
    .option('--json', JSON_OUT)
    .addHelpText('after', '\nExit: 0 nothing but remarks, 1 faults or unusable, 2 usage.')
    .action((file: string | undefined, options: Json) => ends(lintCommand(file, options, process)));
  protocol
    .command('explain')
    .description('say why fields are open or closed to a role, by stream and clause')
    .argument('<fields...>', 'as HealthRecord.immunisations or Person.health')
    .requiredOption('--as <role>', 'a role code of the protocol')
    .requiredOption('--purpose <purpose>', 'one that the role may state')
    .option('--file <file>', FILE)
    .option('--json', JSON_OUT)
    .addHelpText(
      'after',
      '\nExample:\n  familyview protocol explain --as HEAD_OF_CENTRE --purpose EARLY_HELP HealthRecord.immunisations\n\nExit: 0 each field is open or conditional, 1 one is withheld, 2 usage.',
    )
    .action((fields: string[], options: ExplainOptions) => ends(explainCommand(fields, options, process)));
  protocol
    .command('matrix')
    .description('who may see what today, for every role, purpose and stream')
    .argument('[file]', FILE)
    .option('--json', JSON_OUT)
    .action((file: string | undefined, options: Json) => ends(matrixCommand(file, options, process)));
  protocol
    .command('notice')
    .description('a privacy notice: what is shared about a person, with whom and why, in plain English')
    .argument('[file]', FILE)
    .option('--out <name>', 'write NAME.html and NAME.txt, in place of text on standard output')
    .action((file: string | undefined, options: { readonly out?: string }) =>
      ends(noticeCommand(file, options, process)),
    );
  protocol
    .command('diff')
    .description('what changes for whom from one protocol to another, in plain English')
    .argument('<before>', 'a protocol as YAML')
    .argument('<after>', 'another')
    .option('--json', JSON_OUT)
    .addHelpText('after', '\nExit: 0 nothing changes for anybody, 1 something does, 2 usage.')
    .action((before: string, after: string, options: Json) => ends(diffCommand(before, after, options, process)));
  protocol
    .command('simulate')
    .description('ask a running gateway, in development, what a role would see of one person; no value is shown')
    .requiredOption('--as <role>', 'a role code of the protocol')
    .requiredOption('--purpose <purpose>', 'one that the role may state')
    .requiredOption('--person <given,family,dob,postcode>', 'each may be left empty')
    .option('--url <url>', 'the gateway', 'http://127.0.0.1:4000')
    .option('--case <reference>', 'the case, for SAFEGUARDING and TRIAGE', 'SIMULATION')
    .option('--json', JSON_OUT)
    .addHelpText('after', '\nExit: 0 told, 1 nobody certain was found, 2 usage or no gateway.')
    .action((options: SimulateOptions) => ends(simulateCommand(options, process)));
  protocol
    .command('import-dfe')
    .description('write a DfE data-sharing policy (a directory of organisations with dsaPolicy) as a draft protocol')
    .argument('<file>', 'the directory, as JSON')
    .option('--json', JSON_OUT)
    .addHelpText('after', '\nThe draft goes to standard output, what could not be carried over to standard error.')
    .action((file: string, options: Json) => ends(importDfeCommand(file, options, process)));
}
