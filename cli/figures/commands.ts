import type { Command } from 'commander';
import { addGatewayOptions } from '../frame/ask-gateway';
import { lintFiguresCommand } from './lint';
import { type MeasureOptions, measureCommand } from './measure';

/** `familyview figures …`. */
export function addFiguresCommands(program: Command): void {
  const ends = (exit: number | Promise<number>): Promise<void> =>
    Promise.resolve(exit).then((code) => {
      process.exitCode = code;
    });
  const figures = program.command('figures').description('counts across the agencies');
  addGatewayOptions(figures.command('show', { isDefault: true }))
    .description('ask a running gateway for one measure, as a table')
    .argument('<measure>', 'its id: familyview figures list tells them')
    .option('--by <dimensions>', 'as AREA,QUARTER', '')
    .option('--area <id>', 'of one area alone')
    .option('--from <day>', 'the first day of a quarter')
    .option('--to <day>', 'the last day of a quarter')
    .option('--as <persona>', 'in development, without a token: whose is asked for', 'analyst')
    .option('--purpose <purpose>', 'where the role may state several')
    .option('--csv', 'as CSV (RFC 4180)')
    .addHelpText(
      'after',
      '\nExample:\n  familyview figures reach --by AREA --csv\n\nExit: 0 told, 1 refused or not complete, 2 usage or no gateway.',
    )
    .action((measure: string, options: MeasureOptions) => ends(measureCommand(measure, options, process)));
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
