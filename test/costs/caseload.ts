/**
 * How long a page of the portal's caseload takes, page after page, in a borough of FAMILIES families (20,000 where it is not
 * said): the whole stack on this machine, over its stand-ins. `npx tsx test/costs/caseload.ts`
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startStack } from '../stack';

const FAMILIES = Number(process.env.FAMILIES ?? 20_000);
/** As the portal asks for, and how many of them; those of the first turn warm the way up. */
const FIRST = 20;
const PAGES = Number(process.env.PAGES ?? 40);
const WARM = 5;

async function main(): Promise<void> {
  const query = caseloadText();
  const stack = await startStack({ families: FAMILIES });
  try {
    const times: number[] = [];
    const faults = new Set<string>();
    let people = 0;
    for (const turn of [WARM, PAGES]) {
      times.length = 0;
      people = 0;
      let after: string | null = null;
      for (let page = 0; page < turn; page += 1) {
        const { body, milliseconds } = await stack.ask('head-of-centre', query, {
          variables: { area: null, first: FIRST, after },
        });
        for (const { extensions } of body.errors ?? []) faults.add(String(extensions?.code));
        const { nodes, pageInfo } = body.data.caseload;
        people += nodes.length;
        times.push(milliseconds);
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
        if (after === null) break;
      }
    }
    const sorted = times.toSorted((one, other) => one - other);
    const at = (share: number): string =>
      sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!.toFixed(0);
    process.stdout.write(
      `${FAMILIES} families: ${times.length} pages of ${FIRST}, ${people} people; the first ${times[0]!.toFixed(0)} ms, median ${at(0.5)} ms, 95 % ${at(0.95)} ms, longest ${at(1)} ms; errors: ${[...faults].join(', ') || 'none'}\n`,
    );
  } finally {
    await stack.close();
  }
}

function caseloadText(): string {
  const manifest = readFileSync(join(__dirname, '../../portal/operations/manifest.json'), 'utf8');
  const found = Object.values(JSON.parse(manifest) as Record<string, string>).find((one) =>
    /^query Caseload\(/m.test(one),
  );
  if (found === undefined) throw new Error('The portal has no operation Caseload.');
  return found;
}

void main();
