/** `npx familyview …`: the command for agencies and governance. */
import { Command } from 'commander';
import { importCommand } from './agency/import-cin';
import { addMatchesCommands } from './agency/matches';
import { addAuditCommands } from './audit/commands';
import { type EvidenceOptions, evidenceCommand } from './evidence/evidence';
import { addFiguresCommands } from './figures/commands';
import { addReviewCommands } from './governance/review-commands';
import { addStopCommands } from './governance/stop-commands';
import { addLinkCommands } from './link/commands';
import { addDatabaseCommands } from './operate/database';
import { addDoctorCommand } from './operate/doctor';
import { addProtocolCommands } from './protocol/commands';
import { addRegistryCommands } from './registry/commands';
import { addKeysCommands } from './registry/keys';
import { addManifestCommand } from './schema/manifest';
import { addSchemaCommand } from './schema/schema';
import { addSubgraphCommands } from './subgraph/commands';

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

program
  .command('evidence')
  .description('what a DPIA and an audit of the partnership ask, as a dated folder of pages and CSV')
  .requiredOption('--out <folder>', 'where the dated folder goes')
  .option('--directory <path>', "the gateway's data directory: for incidents, and whether the audit is whole")
  .option(
    '--report <file>',
    'of tests: .familyview/proof.json, or what jest --json wrote; may be repeated',
    (file: string, before: readonly string[] = []): readonly string[] => [...before, file],
  )
  .option('--since <day>', 'incidents from then on')
  .option('--protocol <file>', 'a protocol as YAML; by default those in schema/protocol')
  .addHelpText(
    'after',
    '\nExample:\n  familyview evidence --out records --directory .familyview/gateway --report .familyview/proof.json\n\nExit: 0 written, 1 written, and a test failed or the audit is not whole, 2 usage.',
  )
  .action(async (options: EvidenceOptions) => {
    process.exitCode = await evidenceCommand(options, process);
  });
addProtocolCommands(program);
addMatchesCommands(program);
addSubgraphCommands(program);
addRegistryCommands(program);
addSchemaCommand(program);
addManifestCommand(program);
addKeysCommands(program);

addAuditCommands(program);
addLinkCommands(program);
addReviewCommands(program);
addStopCommands(program);
addFiguresCommands(program);
addDoctorCommand(program);
addDatabaseCommands(program);

// Whoever reads no further (`| head`) has read enough.
process.stdout.on('error', (fault: NodeJS.ErrnoException) => {
  if (fault.code !== 'EPIPE') throw fault;
  process.exit();
});

void program.parseAsync();
