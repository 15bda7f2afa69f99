import type { Connector, Requester } from '../connector';
import { person } from '../fixtures/clinic';
import { vetoOver } from '../veto';
import { readRoster } from './read-roster';

const REQUESTER: Requester = { id: 'w-1', organisation: 'clinic', role: 'NURSE', area: null };
const OPEN = ['b', 'd', 'f', 'h'];

/** A roster in the order of refs, whose cursor is the last ref of a page. */
function rosterOf(open: readonly string[], closed: readonly string[], most = Number.POSITIVE_INFINITY) {
  const calls: string[] = [];
  const all = [...open, ...closed].sort();
  const connector = {
    people: async (refs: readonly string[]) => {
      calls.push('people');
      return refs.map((ref) => person(ref, closed.includes(ref) ? { markers: ['SHIELDED'] } : {}));
    },
    roster: async ({ first, after }: Parameters<Connector['roster']>[0]) => {
      calls.push(`roster of ${first}`);
      const left = all.filter((ref) => after === null || ref > after);
      const refs = left.slice(0, Math.min(first, most));
      return { refs, next: left.length > refs.length ? (refs.at(-1) ?? null) : null };
    },
  } as unknown as Connector;
  const page = async (first: number, after: string | null = null) => {
    calls.length = 0;
    const veto = vetoOver(connector);
    return {
      ...(await readRoster({ connector, veto }, { area: null, mine: true, first, after }, REQUESTER)),
      calls: [...calls],
    };
  };
  return { page };
}

const without = rosterOf(OPEN, []);

test.each([[['a']], [['c']], [['e', 'g']], [['i']], [['a', 'c', 'e', 'g', 'i']], [['d1', 'd2', 'd3']]])(
  'with closed records at %j each page is what it is without them: as long, with the same next, from as many reads',
  async (closed) => {
    const withThem = rosterOf(OPEN, closed);
    for (const first of [1, 2, 3, 4, 5]) {
      for (const after of [null, 'b', 'd']) {
        const there = await withThem.page(first, after);
        const notThere = await without.page(first, after);
        expect({ ...there, calls: there.calls.length }).toEqual({ ...notThere, calls: notThere.calls.length });
      }
    }
  },
);

test('pages follow one another through everybody who is open, from a partner system whose own pages are small', async () => {
  const { page } = rosterOf(OPEN, ['a', 'c', 'e', 'i', 'j'], 2);
  const first = await page(3);
  expect(first).toMatchObject({ refs: ['b', 'd', 'f'], next: 'f' });
  expect(await page(3, first.next)).toMatchObject({ refs: ['h'], next: null });
});
