/** `npx familyview …`: the command for agencies and governance. */
import { Command } from 'commander';
import { addAuditCommands } from './audit-commands';
import { importCommand } from './import-cin';
import { addKeysCommands } from './keys';
import { addMatchesCommands } from './matches';
import { addProtocolCommands } from './protocol-commands';
import { addRegistryCommands } from './registry-commands';
import { addSubgraphCommands } from './subgraph-commands';

const program = new Command('familyview')
  .description('Family View, for agencies and for information governance.')
  .showHelpAfterError();

program
  .command('import')
  .description("read a CIN census return into social care's case-management database, whole or not at all")
  .argument('<file>', 'the return, as XML')
  .option(
    '--database <url>',
    'a postgres:// URL or the path of an SQLite file; by default the one that npm start reads',
  )
  .option('--json', 'faults and counts as JSON lines')
  .addHelpText(
    'after',
    '\nExample:\n  familyview import returns/CIN_Census_2026.xml\n\nExit: 0 imported (faults in the return are listed), 1 the file is broken and nothing was stored, 2 usage, 3 no database.',
  )
  .action(async (file: string, options: { readonly database?: string; readonly json?: boolean }) => {
    process.exitCode = await importCommand({ file, ...options }, process);
  });

addProtocolCommands(program);
addMatchesCommands(program);
addSubgraphCommands(program);
addRegistryCommands(program);
addKeysCommands(program);

addAuditCommands(program);

void program.parseAsync();
