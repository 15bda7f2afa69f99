/** `npm run bench`: what the gateway costs, measured in one run. See the README beside this. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchComposition } from './composition';
import { benchDecisions } from './decisions';
import { benchGrowth } from './growth';
import { benchOverload } from './overload';
import { benchPeers } from './peers';
import { type Report, renderTable, type Table } from './report';
import { benchSteady } from './steady';
import { benchWorkers } from './workers';

const PARTS: Readonly<Record<string, (options: PartOptions) => Promise<readonly Table[]>>> = {
  decisions: ({ progress }) => benchDecisions({ turns: 200, progress }),
  peers: (options) => benchPeers({ ...options, milliseconds: 1_500 }),
  growth: ({ progress, turns }) => benchGrowth({ turns, progress }),
  composition: ({ progress, turns }) => benchComposition({ turns, progress }),
  overload: ({ progress, workers }) => benchOverload({ progress, workers }),
  workers: ({ progress, turns }) => benchWorkers({ turns, progress }),
  steady: ({ progress, minutes, rate }) => benchSteady({ minutes, rate, progress }),
};
/** `overload`, `workers` and `steady` take minutes by themselves, and are asked for. */
const USUAL = ['decisions', 'peers', 'growth', 'composition'];

interface PartOptions {
  readonly progress: (doing: string) => void;
  readonly turns: number;
  readonly minutes: number;
  readonly rate: number;
  readonly workers: number;
  readonly contestants: readonly string[];
  readonly questions: readonly string[];
  readonly atOnce: readonly number[];
  readonly beside: readonly string[];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
      turns: { type: 'string', default: '5' },
      minutes: { type: 'string', default: '5' },
      rate: { type: 'string', default: '150' },
      workers: { type: 'string', default: '1' },
      contestants: { type: 'string' },
      questions: { type: 'string' },
      'at-once': { type: 'string' },
      beside: { type: 'string' },
    },
  });
  const turns = Number(values.turns);
  if (!Number.isInteger(turns) || turns < 1) throw new Error(`--turns takes a whole number; came ${values.turns}`);
  const minutes = Number(values.minutes);
  const rate = Number(values.rate);
  if (!(rate > 0)) throw new Error(`--rate takes requests a second; came ${values.rate}`);
  if (!(minutes > 0)) throw new Error(`--minutes takes a number; came ${values.minutes}`);
  const workers = Number(values.workers);
  if (!Number.isInteger(workers) || workers < 1)
    throw new Error(`--workers takes a whole number; came ${values.workers}`);
  const listed = (given: string | undefined, by = ','): readonly string[] => given?.split(by) ?? [];
  const some = {
    contestants: listed(values.contestants, ';'),
    questions: listed(values.questions, ';'),
    atOnce: listed(values['at-once']).map(Number),
    beside: listed(values.beside),
  };
  const names = values.only === undefined ? USUAL : values.only.split(',');
  const unknown = names.filter((name) => !Object.hasOwn(PARTS, name));
  if (unknown.length > 0) throw new Error(`--only takes ${Object.keys(PARTS).join(', ')}; came ${unknown.join(', ')}`);
  const tables: Table[] = [];
  const [loadBefore = 0] = loadavg();
  for (const name of names) {
    const made = await PARTS[name]!({ progress: tellProgress, turns, minutes, rate, workers, ...some });
    tellProgress('');
    tables.push(...made);
    if (!values.json) for (const table of made) console.log(`${renderTable(table, process.stdout.isTTY === true)}\n`);
  }
  const at = new Date().toISOString();
  const [processor] = cpus();
  const report: Report = {
    at,
    node: process.version,
    processors: `${cpus().length} x ${processor?.model}`,
    loadBefore,
    tables,
  };
  if (values.json) console.log(JSON.stringify(report, null, 2));
  const directory = join('.familyview', 'bench');
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `${at.replaceAll(':', '-').slice(0, 19)}.json`);
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  if (!values.json)
    console.log(`Written to ${file} (Node ${report.node}, ${report.processors}, load before ${loadBefore.toFixed(1)})`);
}

/** One line that is written over, and only where somebody watches. */
function tellProgress(doing: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${doing}`);
}

main().catch((fault: unknown) => {
  console.error(fault instanceof Error ? fault.message : fault);
  // Servers of a part that failed may still be open.
  process.exit(1);
});
