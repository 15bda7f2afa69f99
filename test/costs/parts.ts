/**
 * What a family's page costs when nobody is late, asked whole and in parts: parts, calls to agencies, records of the audit,
 * shapings and fields shaped of one request, and processor time of a request in the median of rounds of ten, in turns.
 * `npx tsx test/costs/parts.ts [--rounds 9]`.
 */
import { ShapingRun } from '@family-view/gateway/execution/shape-answer';
import type { IncrementalFormat } from '@family-view/gateway/http/incremental-format';
import { print } from 'graphql';
import { joinOperations } from '../../portal/app/asking/join-operations';
import { FAMILY_PAGE, findFamily, median } from '../in-parts/family-page';
import { askInParts } from '../in-parts/read-parts';
import { openRecordedHouse } from '../recorded-stack';

const roundsAt = process.argv.indexOf('--rounds');
const ROUNDS = roundsAt < 0 ? 9 : Number(process.argv[roundsAt + 1]);
const EACH = 10;
const PAGE = joinOperations('family', FAMILY_PAGE);
const WAYS: Readonly<Record<string, IncrementalFormat | null>> = { whole: null, 'in parts': 'incrementalSpec=v0.2' };

/** Counts what is shaped, wherever it is asked for. */
function countShaping(): { fields: number } {
  const counts = { fields: 0 };
  const prototype = ShapingRun.prototype as unknown as Record<'field', (...given: unknown[]) => unknown>;
  const { field } = prototype;
  prototype.field = function counted(...given) {
    counts.fields += 1;
    return field.apply(this, given);
  };
  return counts;
}

async function main(): Promise<void> {
  const counts = countShaping();
  const stack = await openRecordedHouse(undefined, 5);
  const token = await stack.token('head-of-centre');
  const variables = { family: await findFamily(stack) };
  const body = { query: print(PAGE.document), variables };
  const ask = async (format: IncrementalFormat | null): Promise<number> => {
    const { parts } = await askInParts({ url: stack.url, token, body, format });
    let count = 0;
    for await (const _ of parts) count += 1;
    return count;
  };
  for (const format of [...Object.values(WAYS), ...Object.values(WAYS)]) await ask(format);

  console.log('| asked | parts | calls to agencies | rounds | fields shaped |');
  console.log('|---|---:|---:|---:|---:|');
  for (const [way, format] of Object.entries(WAYS)) {
    stack.begin();
    counts.fields = 0;
    const parts = await ask(format);
    const rounds = stack.rounds();
    const calls = rounds.flatMap(({ asked }) => [...asked.values()].flat()).length;
    console.log(`| ${way} | ${parts} | ${calls} | ${rounds.length} | ${counts.fields} |`);
    for (const [at, { asked }] of rounds.entries())
      console.log(`<!-- ${at + 1}: ${[...asked].map(([what, by]) => `${what} (${by.join(', ')})`).join('; ')} -->`);
  }

  const times = new Map<string, { readonly cpu: number[]; readonly ms: number[]; readonly parts: number[] }>(
    Object.keys(WAYS).map((way) => [way, { cpu: [], ms: [], parts: [] }]),
  );
  for (let round = -1; round < ROUNDS; round++)
    for (const [way, format] of Object.entries(WAYS)) {
      const [before, began] = [process.cpuUsage(), performance.now()];
      let parts = 0;
      for (let one = 0; one < EACH; one++) parts += await ask(format);
      const { user, system } = process.cpuUsage(before);
      if (round < 0) continue;
      times.get(way)!.cpu.push((user + system) / 1_000 / EACH);
      times.get(way)!.ms.push((performance.now() - began) / EACH);
      times.get(way)!.parts.push(parts / EACH);
    }
  console.log('\n| asked | processor ms a request | ms a request | parts |');
  console.log('|---|---:|---:|---:|');
  for (const [way, { cpu, ms, parts }] of times)
    console.log(`| ${way} | ${median(cpu).toFixed(1)} | ${median(ms).toFixed(1)} | ${median(parts).toFixed(1)} |`);
  await stack.close();
}

void main();
