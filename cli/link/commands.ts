import { type Command, Option } from 'commander';
import { addGatewayOptions } from '../frame/ask-gateway';
import { type WhoSawOptions, whoSawCommand } from './who-saw';
import { type AskedAboutLinks, explainLinkCommand, reportLinkCommand } from './wrong-links';

const asking = (command: Command): Command =>
  addGatewayOptions(command)
    .requiredOption('--purpose <purpose>', 'what it is for')
    .option('--case <reference>', 'the case, where the purpose needs one');

/** `familyview link …`. */
export function addLinkCommands(program: Command): void {
  const link = program.command('link').description('records that are joined, and should not be');
  const end = async (code: Promise<number>): Promise<void> => {
    process.exitCode = await code;
  };
  asking(link.command('explain'))
    .description('why the records of a person were joined: by whose word and on which fields; never a value')
    .argument('<person>', 'the id of the person, as an answer gave it today')
    .action((person: string, options: AskedAboutLinks) => end(explainLinkCommand(person, options, process)));
  asking(link.command('report'))
    .description('say that a record is of another person: the agencies that hold the records are told')
    .argument('<person>', 'the id of the person, as an answer gave it today')
    .requiredOption('--agency <name>', 'whose record it is')
    .requiredOption('--why <words>', 'in your own words, 20 to 500 characters; name nobody')
    .action((person: string, options: AskedAboutLinks & { readonly agency: string; readonly why: string }) =>
      end(reportLinkCommand(person, options, process)),
    );
  link
    .command('who-saw')
    .description('from the audit: each answer in which these records stood together')
    .argument('<records...>', 'two or more, as health:9990000018 housing:h:7')
    .addOption(new Option('--directory <path>', "the gateway's data directory").default('.familyview/gateway'))
    .option('--since <day>', 'from then on')
    .option('--until <day>', 'before then')
    .option('--first <n>', 'so many, the newest first', '1000')
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      "\nRecords of a family stand together too: who saw them joined is among these. What one decision joined, the agency's own staff undo: familyview matches undo.",
    )
    .action((records: readonly string[], options: WhoSawOptions) => end(whoSawCommand(records, options, process)));
}
