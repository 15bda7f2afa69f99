import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { AGENCIES, familyKey, personKey, schemaDirectory } from '@family-view/schema';
import { parse, stringify } from 'yaml';
import { type PublishingStack, startPublishingStack } from '../registry/publishing-stack';
import { median } from './measure';
import { joiningProtocol, letters } from './more-agencies';
import type { Table } from './report';

const AGENCY_COUNTS = [5, 20, 50];

export interface CompositionOptions {
  readonly turns: number;
  readonly progress: (doing: string) => void;
}

/** What an agency's change costs, and whether anybody else waits for it, as more agencies join. */
export async function benchComposition({ turns, progress }: CompositionOptions): Promise<readonly Table[]> {
  const rows: (string | number)[][] = [];
  for (const count of AGENCY_COUNTS) {
    progress(`composition: ${count} agencies`);
    const joining = Array.from({ length: count - AGENCIES.length }, (_, at) => `agency-${letters(at)}`);
    const stack = await startPublishingStack({}, (folder) => furnish(folder, joining));
    try {
      rows.push([count, ...(await measureChanges(stack, turns))]);
    } finally {
      await stack.close();
    }
  }
  return [
    {
      title: `One agency's change beside the others (the others as large as housing; median of ${turns})`,
      columns: ['agencies', 'types', 'check ms', 'publish to live ms', 'longest block ms', 'longest when idle ms'],
      rows,
      notes: [
        'Check: every rule, composition, coverage, what changes for whom. It runs on a thread of its own.',
        'Publish to live: signature, check, engine and endpoint built, kept on disk, answering.',
        'Longest block: of the event loop that answers everybody else, from the first check to the last publish; the most of all.',
        'Longest when idle: the same for as long with nothing to do. What is there is the machine, not the gateway.',
      ],
    },
  ];
}

async function measureChanges(stack: PublishingStack, turns: number): Promise<readonly number[]> {
  const sdl = (at: number): string =>
    stack
      .sdlOf('housing')
      .replace(
        'type HousingRecord {',
        `type HousingRecord {\n  turn${at}: Int @policy(policies: [["housing:arrears"]])`,
      );
  const checks: number[] = [];
  const publishes: number[] = [];
  // The first of each kind warms what is compiled on first use.
  await stack.publish('housing', sdl(0));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  for (let turn = 1; turn <= turns; turn += 1) {
    const [checked, { body: report }] = await timed(() => stack.ask('check', { agency: 'housing', schema: sdl(turn) }));
    if (report.accepted !== true) throw new Error(`the check refused: ${JSON.stringify(report.findings)}`);
    checks.push(checked);
    const [published, { body }] = await timed(() => stack.publish('housing', sdl(turn)));
    if (body.outcome !== 'PUBLISHED') throw new Error(`the registry refused: ${JSON.stringify(body)}`);
    publishes.push(published);
  }
  delay.disable();
  const idle = monitorEventLoopDelay({ resolution: 1 });
  idle.enable();
  await wait([...checks, ...publishes].reduce((sum, one) => sum + one, 0));
  idle.disable();
  const { supergraphSdl } = (await stack.ask('supergraph')).body;
  const types = supergraphSdl.match(/^type \w+/gm).length;
  return [types, median(checks), median(publishes), delay.max / 1e6, idle.max / 1e6];
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [number, T]> {
  const began = performance.now();
  const result = await work();
  return [performance.now() - began, result];
}

/** Each that joins publishes as much as housing does, under names of its own. */
function furnish(folder: string, joining: readonly string[]): void {
  const housing = readFileSync(join(schemaDirectory, 'agencies', 'housing.graphql'), 'utf8');
  for (const agency of joining) writeFileSync(join(folder, 'agencies', `${agency}.graphql`), renamed(housing, agency));
  writeFileSync(join(folder, 'protocol', 'best-start.yaml'), joiningProtocol(joining));
  const file = join(folder, 'ownership.yaml');
  const ownership = parse(readFileSync(file, 'utf8')) as { readonly agencies: Record<string, object> };
  for (const agency of joining) ownership.agencies[agency] = { keys: [], joins: [], hosts: [] };
  writeFileSync(file, stringify(ownership));
}

function renamed(housing: string, agency: string): string {
  const field = personKey(agency).replace(/Ref$/, '');
  const prefix = `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
  const types = [...housing.matchAll(/^type (\w+)/gm)]
    .map(([, name = '']) => name)
    .filter((name) => !/^(Person|Family)$/.test(name));
  return types
    .reduce((sdl, type) => sdl.replace(new RegExp(`\\b${type}\\b`, 'g'), `${prefix}${type}`), housing)
    .replaceAll('"housing:', `"${agency}:`)
    .replaceAll(familyKey('housing'), familyKey(agency))
    .replaceAll(personKey('housing'), personKey(agency))
    .replace('  housing: ', `  ${field}: `)
    .replace('  household: ', `  ${field}Household: `);
}
