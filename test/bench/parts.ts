/**
 * How soon a family's page has something to show: asked in one question whose answer comes in parts, in one question whose
 * answer comes whole, and in a question for each agency. `npx tsx test/bench/parts.ts [--turns 9]`. Agencies answer so many
 * milliseconds late; times are medians, from the request to the byte that holds it.
 */

import { AGENCIES } from '@family-view/schema';
import { print } from 'graphql';
import { joinOperations } from '../../portal/app/asking/join-operations';
import { mergeParts } from '../executor/merge-parts';
import { startFaultStack } from '../faults/faults-stack';
import { late } from '../faults/kinds-of-fault';
import { FAMILY_PAGE, findFamily, median } from '../in-parts/family-page';
import { askInParts, type Part } from '../in-parts/read-parts';

const turnsAt = process.argv.indexOf('--turns');
const TURNS = turnsAt < 0 ? 9 : Number(process.argv[turnsAt + 1]);
const USUAL_MS = 40;
const HOUSING_MS = [40, 400, 1_500];

const JOINED = joinOperations('family', FAMILY_PAGE);

async function main(): Promise<void> {
  const agencies = await startFaultStack();
  const patient = { AGENCY_TIMEOUT_MS: '10000', OPERATION_DEADLINE_MS: '30000', PLANNING_TIME_LIMIT_MS: '15000' };
  const stack = await agencies.startStack({ environment: patient });
  const token = await stack.token('head-of-centre');
  const variables = { family: await findFamily(stack) };

  /** When what was there, of members and of each agency. */
  const once = async (query: string, inParts: boolean, keys: readonly string[]): Promise<Map<string, number>> => {
    const began = performance.now();
    const { parts } = await askInParts({
      ...{ url: stack.url, token, body: { query, variables } },
      format: inParts ? 'incrementalSpec=v0.2' : null,
    });
    const read: Part[] = [];
    const at = new Map<string, number>();
    for await (const part of parts) {
      read.push(part);
      const ms = performance.now() - began;
      if (keys.length === 1) at.set(keys[0]!, ms);
      else {
        const { data } = inParts ? mergeParts(structuredClone(read), false) : part;
        const soFar = { data, errors: [], notices: [] };
        for (const key of keys) if (!at.has(key) && JOINED.read(key, soFar, false)) at.set(key, ms);
      }
    }
    return at;
  };
  const together = print(JOINED.document);
  const all = FAMILY_PAGE.map(({ key }) => key);
  const ways: Readonly<Record<string, () => Promise<Map<string, number>>>> = {
    'one question, in parts': () => once(together, true, all),
    'one question, whole': () => once(together, false, all),
    'a question for each': async () => {
      const each = FAMILY_PAGE.map(({ key, document }) => once(print(document), false, [key]));
      return new Map((await Promise.all(each)).flatMap((one) => [...one]));
    },
  };

  console.log('| housing late by, ms | asked | members, ms | first part, ms | four agencies, ms | housing, ms |');
  console.log('|---|---|---|---|---|---|');
  for (const housing of HOUSING_MS) {
    for (const agency of AGENCIES)
      agencies.ways[agency].turn(late(agency === 'housing' ? housing : USUAL_MS), '/graphql');
    const times = new Map<string, Map<string, number>[]>(Object.keys(ways).map((way) => [way, []]));
    for (let turn = -1; turn < TURNS; turn++)
      for (const [way, ask] of Object.entries(ways)) {
        const at = await ask();
        if (turn >= 0) times.get(way)!.push(at);
      }
    for (const [way, runs] of times) {
      const told = (of: (at: Map<string, number>) => number): string => median(runs.map(of)).toFixed(0);
      const records = (at: Map<string, number>) =>
        ['health', 'education', 'social-care', 'childrens-centre'].map((one) => at.get(one)!);
      const cells = [
        told((at) => at.get('members')!),
        told((at) => Math.min(...records(at))),
        told((at) => Math.max(...records(at))),
        told((at) => at.get('housing')!),
      ];
      console.log(`| ${housing} | ${way} | ${cells.join(' | ')} |`);
    }
  }
  await stack.close();
  await agencies.close();
}

void main();
