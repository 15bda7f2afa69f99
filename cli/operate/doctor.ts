import { type Config, readConfig } from '@family-view/gateway';
import { BadSetting } from '@family-view/gateway/config';
import { ofWorker } from '@family-view/gateway/config/workers';
import { openSchemaFolder } from '@family-view/gateway/schema-registry/schema-folder';
import type { Command } from 'commander';
import { EXIT, type Streams, writeJson } from '../frame/command';
import { checkAudit } from './check-audit';
import { checkFiles } from './check-files';
import { checkGateway, checkServices } from './check-services';
import { bad, type Diagnosis, well } from './diagnosis';

const HELP = `
Settings are read from the environment, as the gateway reads them. Nothing is changed, and no secret is printed.

Example:
  familyview doctor

Exit: 0 all is well, 1 something is not.`;

/** `familyview doctor`. */
export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('ask every part of a gateway what an operator would: settings, files, database, sign-in, agencies')
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', HELP)
    .action(async (options: { readonly json?: boolean }) => {
      process.exitCode = await doctorCommand(options, process);
    });
}

/** @param environment as the gateway would have it. */
export async function doctorCommand(
  { json }: { readonly json?: boolean },
  streams: Streams,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<number> {
  const diagnoses = await examine(environment);
  if (json) writeJson(streams, diagnoses);
  else for (const { state, part, told } of diagnoses) streams.stdout.write(`${state.padEnd(9)}  ${part}: ${told}\n`);
  return diagnoses.some(({ state }) => state === 'bad') ? EXIT.found : EXIT.fine;
}

async function examine(environment: Readonly<Record<string, string | undefined>>): Promise<readonly Diagnosis[]> {
  const read = readSettings(environment);
  if (!read.config) return read.faults.map((fault) => bad('settings', fault));
  return [
    well('settings', 'Every setting is of its form.'),
    ...gatewaysOf(read.config).flatMap((one) => named(one, [...checkFiles(one), ...checkAudit(one)])),
    ...(await checkServices(read.config)),
    ...(await Promise.all(gatewaysOf(read.config).map(async (one) => named(one, await checkGateway(one))))).flat(),
  ];
}

/** Each worker is a gateway with places of its own. */
const gatewaysOf = (config: Config): readonly Config[] =>
  config.workers === 1 ? [config] : Array.from({ length: config.workers }, (_, at) => ofWorker(config, at + 1));

const named = ({ worker }: Config, findings: readonly Diagnosis[]): readonly Diagnosis[] =>
  worker === null ? findings : findings.map((finding) => ({ ...finding, part: `worker ${worker}, ${finding.part}` }));

function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
): { readonly config: Config } | { readonly config: null; readonly faults: readonly string[] } {
  const files = openSchemaFolder();
  const agencies = [...new Set([...files.agencies().map(({ name }) => name), ...files.ownership().agencies.keys()])];
  try {
    const config = readConfig(environment, agencies);
    // Who may publish, and does not yet, is not asked.
    const published = new Set(files.agencies().map(({ name }) => name));
    return { config: { ...config, agencies: new Map([...config.agencies].filter(([name]) => published.has(name))) } };
  } catch (fault) {
    if (!(fault instanceof BadSetting)) throw fault;
    return { config: null, faults: fault.faults };
  }
}
