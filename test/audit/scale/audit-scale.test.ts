/** At every size the audit is whole, and what is asked of it is found. How long it takes is told, by `npm run proof -- --only audit-scale`. */
import { measureAudit } from './measure';

const SIZES = process.env.PROOF === '1' ? [10_000, 1_000_000, 10_000_000] : [4_000];

test.each(SIZES)(
  'an audit of %i records verifies, and is searched, asked for its queue and retained',
  async (size) => {
    const tell = (words: string): void => void process.stdout.write(`  audit ${size}: ${words}\n`);
    const measured = await measureAudit(size, process.env.PROOF === '1' ? tell : undefined);
    expect(measured).toMatchObject({ records: size, faults: 0 });
    expect(measured.looksFound).toBeGreaterThan(0);
    expect(measured.queued).toBeGreaterThan(0);
    if (process.env.PROOF === '1') tell(`in all: ${JSON.stringify(measured)}`);
  },
  7_200_000,
);
