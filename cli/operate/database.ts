import { firstKept } from '@family-view/gateway/audit/ledger/keep-audit';
import { openPostgres, type Postgres } from '@family-view/gateway/shared/postgres';
import { grantGateway } from '@family-view/gateway/stores/gateway-rights';
import { prepareDatabase } from '@family-view/gateway/stores/open-database';
import { retainMonths } from '@family-view/gateway/stores/retain-months';
import type { Command } from 'commander';
import { longestPeriod } from '../audit/keep';
import { EXIT, Stopped, type Streams, told } from '../frame/command';

const HOUR_MS = 3_600_000;
const OWNER =
  '\nDATABASE_URL names the database with the user that owns its tables, which is not the one of the gateways.\n';
const PASSWORD = 'Where GATEWAYS_PASSWORD is set, that user is made, or is given this password.\n';

/** `familyview database …`. */
export function addDatabaseCommands(program: Command): void {
  const database = program
    .command('database')
    .description(
      'the PostgreSQL that gateways share: its tables, who may do what to them, and how long records are kept',
    );
  database
    .command('prepare')
    .description('bring the tables up to date, and give the gateways’ own user what it needs and no more')
    .option(
      '--gateways <role>',
      'the user of DATABASE_URL at the gateways; it may add to the audit, and change nothing in it',
    )
    .addHelpText(
      'after',
      `${OWNER}${PASSWORD}\nExample:\n  familyview database prepare --gateways family_view_gateway\n\nExit: 0 done, 1 it cannot be done, 2 usage.`,
    )
    .action(async (options: { readonly gateways?: string }) => {
      process.exitCode = await prepareCommand(options, process);
    });
  database
    .command('retain')
    .description('remove whole months of the index of all audits that are past the period of the protocols')
    .option('--period <period>', 'in place of the protocols: P6Y, P18M')
    .option('--dry-run', 'tell what would go')
    .addHelpText('after', `${OWNER}\nExit: 0 done, 1 it cannot be done, 2 usage.`)
    .action(async (options: RetainOptions) => {
      process.exitCode = await retainIndexCommand(options, process);
    });
}

interface RetainOptions {
  readonly period?: string;
  readonly dryRun?: boolean;
}
type Environment = Readonly<Record<string, string | undefined>>;

export function prepareCommand(
  { gateways }: { readonly gateways?: string },
  streams: Streams,
  environment: Environment = process.env,
): Promise<number> {
  return told(streams, async () => {
    const url = urlIn(environment);
    await prepareDatabase(url);
    streams.stdout.write('The tables are up to date.\n');
    if (gateways === undefined) return EXIT.fine;
    await asOwner(url, (postgres) => grantGateway(postgres, gateways, environment.GATEWAYS_PASSWORD || undefined));
    streams.stdout.write(`${gateways} may do what gateways need, and change nothing that is recorded.\n`);
    return EXIT.fine;
  });
}

export function retainIndexCommand(
  { period = longestPeriod(), dryRun }: RetainOptions,
  streams: Streams,
  environment: Environment = process.env,
): Promise<number> {
  return told(streams, async () => {
    const before = firstKept(period, new Date());
    const gone = await asOwner(urlIn(environment), (postgres) => retainMonths(postgres, before, dryRun));
    const months = gone.filter((name) => name.startsWith('look_')).length;
    streams.stdout.write(
      `${months} months from before ${before} (${period}) ${dryRun ? 'would be' : 'were'} removed.\n`,
    );
    return EXIT.fine;
  });
}

function urlIn({ DATABASE_URL }: Environment): string {
  if (!DATABASE_URL) throw new Stopped('DATABASE_URL is not set.', EXIT.usage);
  return DATABASE_URL;
}

async function asOwner<T>(url: string, work: (postgres: Postgres) => Promise<T>): Promise<T> {
  const postgres = openPostgres(url, { connections: 1, answerMs: HOUR_MS });
  try {
    return await work(postgres);
  } finally {
    await postgres.close();
  }
}
