import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';

const MOST_WORKERS = 64;

/** @param text as WORKERS has it. */
export const countWorkers = (text: string, cores = availableParallelism()): number =>
  text === 'cores' ? Math.min(cores, MOST_WORKERS) : Number(text);

const CONNECTIONS = 48;
const MOST_EACH = 16;
const FEWEST_EACH = 4;

/** To PostgreSQL, of each: together they stay below the hundred that a PostgreSQL takes as it is installed, up to twelve workers. */
export const connectionsEach = (workers: number): number =>
  Math.max(FEWEST_EACH, Math.min(MOST_EACH, Math.floor(CONNECTIONS / workers)));

/** What no two gateways have together. */
interface OwnPlaces {
  readonly worker: number | null;
  readonly dataDirectory: string;
  readonly auditKeyFile: string;
  readonly auditExport: string | null;
  readonly adminPort: number;
}

/**
 * The same settings, with the places that are a worker's own. Those of the first are the ones that are set: whoever had one
 * gateway has its audit, its key and what it kept in files in it.
 * @param worker from 1 on.
 */
export function ofWorker<Settings extends OwnPlaces>(settings: Settings, worker: number): Settings {
  const name = `worker-${worker}`;
  const adminPort = settings.adminPort === 0 ? 0 : settings.adminPort + worker - 1;
  if (worker === 1) return { ...settings, worker, adminPort };
  const { dataDirectory, auditKeyFile, auditExport } = settings;
  return {
    ...settings,
    worker,
    adminPort,
    dataDirectory: join(dataDirectory, name),
    auditKeyFile: join(dirname(auditKeyFile), name, basename(auditKeyFile)),
    auditExport: auditExport && join(auditExport, name),
  };
}
