import { type Command, Option } from 'commander';
import { backupCommand, exportCommand, restoreCommand, retainCommand } from './keep';
import { type LookOptions, searchCommand, whoLookedCommand } from './look';
import { type ReconcileOptions, reconcileCommand } from './reconcile';
import { type ReportOptions, subjectReportCommand } from './report';
import { type CheckSliceOptions, checkSliceCommand, type SliceOptions, sliceCommand } from './slice';
import { type VerifyOptions, verifyCommand } from './verify';

const gather = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
const directory = (): Option =>
  new Option('--directory <path>', "the gateway's data directory").default('.familyview/gateway');
const PERSON = 'references under which agencies hold the person, as health:9990000018';

const looking = (command: Command): Command =>
  command
    .addOption(directory())
    .option('--requester <id>', 'by whom')
    .option('--organisation <name>', 'by anybody of this organisation')
    .option('--agency <name>', 'where this agency answered')
    .option('--purpose <code>', 'for this purpose')
    .option('--clause <id>', 'under this clause')
    .option('--case <reference>', 'for this case')
    .option('--operation <id>', 'of this operation, as its answer named it')
    .option(
      '--detail <name=value>',
      'searches that were given this detail, as familyName=Okafor; may be repeated',
      gather,
    )
    .option('--since <day>', 'from then on')
    .option('--until <day>', 'before then')
    .option('--first <n>', 'so many, the newest first', '100')
    .option('--json', 'one JSON document on standard output');

/** `familyview audit …`. */
export function addAuditCommands(program: Command): void {
  const audit = program
    .command('audit')
    .description('the record of who looked at whom, and the evidence that it is whole');
  const end = async (code: Promise<number>): Promise<void> => {
    process.exitCode = await code;
  };

  audit
    .command('verify')
    .description('walk the chain and the checkpoints, and name what is wrong and where; writes nothing')
    .addOption(directory())
    .option('--key <file>', 'the public key of the checkpoints; by default beside the data directory')
    .option('--witness <place>', 'checkpoints that others keep: a file or a folder; may be repeated', gather)
    .option(
      '--agency-key <agency=file>',
      'the public key by which an agency countersigns; by default as the gateway noted it; may be repeated',
      gather,
    )
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', '\nExit: 0 whole, 1 not, 2 usage.')
    .action((options: VerifyOptions) => end(verifyCommand(options, process)));
  looking(audit.command('search'))
    .description('find what was asked and told; everything given must hold')
    .option('--person <reference>', `${PERSON}; may be repeated`, gather)
    .action((options: LookOptions & { readonly person?: readonly string[] }) => end(searchCommand(options, process)));
  looking(audit.command('who-looked'))
    .description('each time that somebody was told of a person, or refused: who, why, what, from whom')
    .argument('<person...>', PERSON)
    .addHelpText('after', '\nExample:\n  familyview audit who-looked health:9990000018 --since 2026-11-20')
    .action((people: readonly string[], options: LookOptions) => end(whoLookedCommand(people, options, process)));
  audit
    .command('subject-report')
    .description(
      'for a person or whoever speaks for them: a page to print and a CSV; what is left out is told to you alone',
    )
    .argument('<person...>', PERSON)
    .addOption(directory())
    .requiredOption('--out <name>', 'NAME.html and NAME.csv are written')
    .option('--protocol <file>', 'in place of the published protocols')
    .option('--since <day>', 'from then on')
    .option('--until <day>', 'before then')
    .action((people: readonly string[], options: ReportOptions) => end(subjectReportCommand(people, options, process)));
  audit
    .command('slice')
    .description("an agency's own part, which it can check against a checkpoint without seeing the others'")
    .addOption(directory())
    .requiredOption('--agency <name>', 'whose part')
    .requiredOption('--out <file>', 'where it goes')
    .action((options: SliceOptions) => end(sliceCommand(options, process)));
  audit
    .command('check-slice')
    .description('for an agency: whether a slice is of the audit that was signed')
    .argument('<file>', 'the slice')
    .requiredOption('--key <file>', "the gateway's public key, in PEM")
    .option('--own-key <file>', "the agency's own public key, countersign.pub: it has signed the checkpoint too")
    .action((file: string, options: CheckSliceOptions) => end(checkSliceCommand(file, options, process)));
  audit
    .command('reconcile')
    .description("hold the audit and an agency's own log of what it served against each other, both ways")
    .addOption(directory())
    .requiredOption('--agency <name>', 'whose log it is')
    .requiredOption(
      '--log <place>',
      'its requests folder, or a file of JSON lines with the operation of each grant served',
    )
    .option('--since <day>', "from then on; by default from the log's first line on")
    .option('--until <day>', 'before then')
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', '\nExit: 0 they agree, 1 they differ, 2 usage.')
    .action((options: ReconcileOptions) => end(reconcileCommand(options, process)));
  audit
    .command('retain')
    .description('remove whole months that are past the period of the protocols; the chain stays verifiable')
    .addOption(directory())
    .option('--period <period>', 'in place of the protocols: P6Y, P18M')
    .option('--dry-run', 'tell what would go')
    .action((options: { readonly directory: string; readonly period?: string; readonly dryRun?: boolean }) =>
      end(retainCommand(options, process)),
    );
  audit
    .command('backup')
    .description('copy the audit, while a gateway may be writing, and verify the copy')
    .argument('<to>', 'a folder that is not there yet')
    .addOption(directory())
    .action((to: string, options: { readonly directory: string }) => end(backupCommand(to, options, process)));
  audit
    .command('restore')
    .description('put a backup where no audit is, and verify it')
    .argument('<from>', 'the backup')
    .addOption(directory())
    .action((from: string, options: { readonly directory: string }) => end(restoreCommand(from, options, process)));
  audit
    .command('export')
    .description('all records as JSON lines on standard output, or the checkpoints to a folder')
    .addOption(directory())
    .option('--checkpoints <folder>', 'write-once storage: nothing there is written twice')
    .action((options: { readonly directory: string; readonly checkpoints?: string }) =>
      end(exportCommand(options, process)),
    );
}
