import type { Command } from 'commander';
import { addGatewayOptions } from '../frame/ask-gateway';
import { type ChangesOptions, changesCommand } from './changes';
import { type CohortOptions, cohortCommand } from './cohort';
import { lintFiguresCommand } from './lint';
import { type MeasureOptions, measureCommand } from './measure';

/** `familyview figures …`. */
export function addFiguresCommands(program: Command): void {
  const ends = (exit: number | Promise<number>): Promise<void> =>
    Promise.resolve(exit).then((code) => {
      process.exitCode = code;
    });
  const figures = program.command('figures').description('counts across the agencies');
  const addAsker = (command: Command): Command =>
    addGatewayOptions(command)
      .option('--as <persona>', 'in development, without a token: whose is asked for', 'analyst')
      .option('--purpose <purpose>', 'where the role may state several');
  addAsker(figures.command('show', { isDefault: true }))
    .description('ask a running gateway for one measure, as a table')
    .argument('<measure>', 'its id: familyview figures list tells them')
    .option('--by <dimensions>', 'as AREA,QUARTER', '')
    .option('--area <id>', 'of one area alone')
    .option('--from <day>', 'the first day of a quarter')
    .option('--to <day>', 'the last day of a quarter')
    .option('--csv', 'as CSV (RFC 4180)')
    .addHelpText(
      'after',
      '\nExample:\n  familyview figures reach --by AREA --csv\n\nExit: 0 told, 1 refused or not complete, 2 usage or no gateway.',
    )
    .action((measure: string, options: MeasureOptions) => ends(measureCommand(measure, options, process)));
  addAsker(figures.command('changes'))
    .description('what rose or fell in the last quarter, by area, and whether by more than chance')
    .argument('[measures...]', 'their ids: by default all that are told by area and quarter')
    .option('--area <id>', 'of one area alone')
    .addHelpText(
      'after',
      '\nExample:\n  familyview figures changes two-year-reviews-in-time\n\nExit: 0 all was compared, 1 refused or something was not, 2 usage or no gateway.',
    )
    .action((measures: readonly string[], options: ChangesOptions) => ends(changesCommand(measures, options, process)));
  addAsker(figures.command('cohort'))
    .description('how many people meet two to five conditions at several agencies at once')
    .argument('<conditions...>', 'each a measure, as [not:]MEASURE[:DIMENSION=VALUE,VALUE]')
    .option('--area <id>', 'of one area alone')
    .option('--from <day>', 'the first day of a quarter')
    .option('--to <day>', 'the last day of a quarter')
    .addHelpText(
      'after',
      '\nExample:\n  familyview figures cohort not:two-year-reviews-in-time rent-arrears:ARREARS=OVER_8_WEEKS not:reach\n\nExit: 0 told or kept back, 1 refused or an agency did not answer, 2 usage or no gateway.',
    )
    .action((conditions: readonly string[], options: CohortOptions) =>
      ends(cohortCommand(conditions, options, process)),
    );
  figures
    .command('list')
    .description('the measures of the catalogue')
    .action(() => ends(lintFiguresCommand({ list: true }, process)));
  figures
    .command('lint')
    .description('say whether the catalogue can be used, with file and line of each fault')
    .option('--measures <file>', 'by default schema/measures.yaml')
    .option('--areas <file>', 'by default schema/areas.yaml')
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', '\nExit: 0 nothing but remarks, 1 faults, 2 usage.')
    .action((options: { readonly measures?: string; readonly areas?: string; readonly json?: boolean }) =>
      ends(lintFiguresCommand(options, process)),
    );
}
