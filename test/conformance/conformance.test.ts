import {
  type ConformanceReport,
  type GrantForge,
  type Pointers,
  runConformance,
  startGrantForge,
} from '@family-view/kit/conformance';
import { SABOTAGES } from './sabotages';
import { serveLibraries } from './without-kit/serve-libraries';

/** A new key is waited for, and a bomb is large: once is enough, but for who has no defence against it. */
const LONG = ['G-22', 'L-01', 'L-02', 'B-06'];

/** Audits of the letters that are to break; in the proof, of all. */
const lookedAt =
  (breaks: readonly string[]) =>
  ({ id }: { readonly id: string }): boolean =>
    breaks.includes(id) ||
    (!LONG.includes(id) && (process.env.PROOF === '1' || breaks.some((broken) => broken[0] === id[0])));
const LIBRARIES: Partial<Pointers> = {
  open: ['LIB-1001', 'LIB-1002', 'LIB-1003'],
  closed: [
    {
      ref: 'LIB-1004',
      subject: { givenName: 'Freya', familyName: 'Marsden', dateOfBirth: '2022-03-08', postcode: 'ZB3 1QD' },
    },
  ],
};

/** How soon is for partners to see: a machine that is busy with other tests is no slow agency. */
const clock = (): number => 0;

const failed = ({ results }: ConformanceReport): readonly string[] =>
  results.filter(({ verdict }) => verdict === 'FAILED').map(({ id }) => id);

let forge: GrantForge;
beforeAll(async () => {
  forge = await startGrantForge();
});
afterAll(() => forge.close());

describe('an agency written without the kit, on another server', () => {
  test('conforms in every audit, MUST, SHOULD and MAY', async () => {
    const libraries = await serveLibraries({ jwksUrl: forge.jwksUrl });
    const report = await runConformance({ url: libraries.url, forge, pointers: LIBRARIES, clock });
    await libraries.close();
    expect(report.results.filter(({ verdict }) => verdict !== 'PASSED')).toEqual([]);
    expect(report.outcome).toBe('CONFORMS');
  });

  test.each([
    [9, []],
    [11, ['B-06', 'L-05']],
  ])(
    'that takes %i s for every answer fails on %j alone, for three hundred people and for any request',
    async (seconds, breaks) => {
      let now = 0;
      const takes = (): number => (now += seconds * 1_000);
      const libraries = await serveLibraries({ jwksUrl: forge.jwksUrl });
      const only = ({ id }: { readonly id: string }): boolean => ['B-01', 'B-06', 'L-05'].includes(id);
      const report = await runConformance({ url: libraries.url, forge, pointers: LIBRARIES, only, clock: takes });
      await libraries.close();
      expect(failed(report)).toEqual(breaks);
    },
  );

  test.each(SABOTAGES.map((one) => [one.what, one] as const))(
    'that %s fails on the audits that name it, and on no other',
    async (_, { without, breaks }) => {
      const libraries = await serveLibraries({ jwksUrl: forge.jwksUrl }, without());
      const report = await runConformance({
        url: libraries.url,
        forge,
        pointers: LIBRARIES,
        only: lookedAt(breaks),
        clock,
      });
      await libraries.close();
      expect([...failed(report)].sort()).toEqual([...breaks].sort());
      expect(report.outcome).toBe('DOES_NOT_CONFORM');
    },
  );
});
