import * as fc from 'fast-check';
import { clusterMembers, type MatchEdge, type MemberNode } from './cluster-members';
import type { HeldIdentity } from './contract-replies';

if (process.env.PROOF) jest.setTimeout(900_000);

const identityOf = (ref: string, fields: Partial<HeldIdentity> = {}): HeldIdentity => ({
  ref,
  lifeState: null,
  mother: null,
  givenName: null,
  familyName: null,
  formerNames: null,
  dateOfBirth: null,
  expectedDateOfBirth: null,
  sex: null,
  birthOrder: null,
  nhsNumber: null,
  nhsNumberVerified: null,
  upn: null,
  laChildId: null,
  postcode: null,
  uprn: null,
  asOf: null,
  dataQuality: null,
  ...fields,
});

/** `A1` is record 1 of agency A; its identity, where it has one, follows a colon: `A1:n7` holds verified NHS number n7. */
function node(text: string): MemberNode {
  const [key = '', nhsNumber] = text.split(':');
  const identity = nhsNumber === undefined ? null : identityOf(key, { nhsNumber, nhsNumberVerified: true });
  return { agency: key[0]!, ref: key, identity };
}

test('a record whose agency did not answer what it holds joins nobody: silence is no agreement', () => {
  const known = { agency: 'A', ref: 'A1', identity: identityOf('A1', { givenName: 'Mia' }) };
  const led = { agency: 'B', ref: 'B1', identity: null, ledTo: true as const };
  const edges = [{ from: known, agency: 'B', ref: 'B1' }];
  const joined = (one: MemberNode) => clusterMembers(new Map([['A', 'A1']]), [known, one], edges).start;
  expect(joined(led).pointers.get('B')).toBe('B1');
  expect(joined({ ...led, unread: true }).pointers.has('B')).toBe(false);
  expect([...joined({ ...led, unread: true }).doubtful]).toEqual(['B']);
});

function edge(text: string, nodes: readonly MemberNode[]): MatchEdge {
  const [from = '', to = ''] = text.split(/>|@/);
  return { from: nodes.find(({ ref }) => ref === from)!, agency: to[0]!, ref: to };
}
const words = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '');

function cluster(start: string, nodes: string, edges: string) {
  const members = words(nodes).map(node);
  const found = clusterMembers(
    new Map(words(start).map((ref) => [ref[0]!, ref])),
    members,
    words(edges).map((one) => edge(one, members)),
  );
  const name = (pointers: ReadonlyMap<string, string>): string => [...pointers.values()].sort().join('+');
  const unresolved = [found.start, ...found.others]
    .filter(({ doubtful }) => doubtful.size > 0)
    .map(({ pointers, doubtful }) => `${name(pointers)}?${[...doubtful].sort().join('')}`);
  return {
    start: name(found.start.pointers),
    others: found.others.map(({ pointers }) => name(pointers)).sort(),
    unresolved: unresolved.sort(),
  };
}

describe('members whom agencies assert, with what each agency is certain of', () => {
  test.each([
    // start, nodes, edges, start joined, others, doubts
    ['one record each, certain both ways, is one person', '', 'A1 B1', 'A1>B1 B1>A1', '', 'A1+B1', ''],
    ['certain one way is enough', '', 'A1 B1', 'A1>B1', '', 'A1+B1', ''],
    ['certain of a record that nobody asserts joins it', '', 'A1', 'A1>B7', '', 'A1+B7', ''],
    ['three agencies join through the middle one', '', 'A1 B1', 'A1>B1 B1>C1', '', 'A1+B1+C1', ''],
    ['nobody certain is nobody joined', '', 'A1 B1', '', '', 'A1 B1', ''],
    ['two siblings stay two', '', 'A1 A2', 'A1>B1 A2>B2', '', 'A1+B1 A2+B2', ''],
    ['two siblings claimed by one record: neither has it', '', 'A1 A2', 'A1>B1 A2>B1', '', 'A1 A2', 'A1?B A2?B'],
    [
      'nor has the one whom no number contradicts: an agency that takes both for one is not to be believed of either',
      '',
      'A1 A2:n2 B1:n1',
      'A1>B1 A2>B1',
      '',
      'A1 A2 B1',
      'A1?B A2?B B1?A',
    ],
    [
      'agencies that disagree on who is whom join nobody',
      '',
      'A1 A2 B1',
      'A1>B1 B1>A2',
      '',
      'A1 A2 B1',
      'A1?B A2?B B1?A',
    ],
    [
      'a disagreement through a third agency joins nobody',
      '',
      'A1 B1',
      'A1>B1 A1>C2 B1>C1',
      '',
      'A1 B1',
      'A1?BC B1?AC',
    ],
    [
      'the higher score does not decide between two that cannot both be true',
      '',
      'A1 B1',
      'A1>B1@0.99 A1>C2@0.99 B1>C1@0.9',
      '',
      'A1 B1',
      'A1?BC B1?AC',
    ],
    ['two answers of one agency about one record are none', '', 'A1', 'A1>B1 A1>B2', '', 'A1', 'A1?B'],
    ['verified NHS numbers that differ never join', '', 'A1:n1 B1:n2', 'A1>B1', '', 'A1 B1', 'A1?B B1?A'],
    [
      'nor through a third agency that holds none',
      '',
      'A1:n1 B1:n2 C1',
      'A1>C1 C1>B1',
      '',
      'A1 B1 C1',
      'A1?C B1?C C1?AB',
    ],
    [
      'a contradicted pair leaves what else is certain',
      '',
      'A1:n1 B1:n2 A2',
      'A1>B1 A2>B9',
      '',
      'A1 A2+B9 B1',
      'A1?B B1?A',
    ],
    ['the person asked about takes a record that is certain to be theirs', 'A1', 'A1 B1', 'B1>A1', 'A1+B1', '', ''],
    ['and never gives one of theirs to another', 'A1 B1', 'A1 A2', 'A2>B1', 'A1+B1', 'A2', 'A1+B1?A A2?B'],
    [
      'what another wrongly claims of theirs leaves the rest of the other joined',
      'A1 B1',
      'A1 A2',
      'A2>B1 A2>C2',
      'A1+B1',
      'A2+C2',
      'A1+B1?A A2+C2?B',
    ],
    [
      'two records of one agency that are certain of the same start join nobody',
      'A1',
      'A1 B1 B2',
      'B1>A1 B2>A1',
      'A1',
      'B1 B2',
      'A1?B B1?A B2?A',
    ],
    [
      'a start whose agencies contradict each other stays as it was sealed',
      'A1 B1',
      'A1:n1 B1:n2',
      '',
      'A1+B1',
      '',
      '',
    ],
  ])('%s', (_what, start, nodes, edges, joined, others, unresolved) => {
    const found = cluster(start, nodes, edges);
    expect(found).toEqual({
      start: joined,
      others: [...words(others)].sort(),
      unresolved: [...words(unresolved)].sort(),
    });
  });
});

describe('for any assertions and any certainties', () => {
  const runs = { numRuns: process.env.PROOF ? 20_000 : 400 };
  const refs = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'D1'];
  const nodes = fc
    .uniqueArray(fc.constantFrom(...refs), { minLength: 1 })
    .chain((some) => fc.tuple(...some.map((ref) => fc.constantFrom(ref, ref, `${ref}:n1`, `${ref}:n2`))));
  const scene = nodes.chain((some) => {
    const known = some.map((one) => one.slice(0, 2));
    const edges = fc
      .uniqueArray(
        fc.tuple(fc.constantFrom(...known), fc.constantFrom(...refs), fc.constantFrom('0.9', '0.95', '0.99')),
        { maxLength: 10, selector: ([from, to]) => `${from}${to}` },
      )
      .map((all) => all.filter(([from, to]) => from[0] !== to[0]).map(([from, to, score]) => `${from}>${to}@${score}`));
    const start = fc.uniqueArray(fc.constantFrom(...refs), { maxLength: 2, selector: ([agency]) => agency });
    return fc.tuple(start, fc.constant(some), edges);
  });
  const run = (start: readonly string[], some: readonly string[], edges: readonly string[]) => {
    const members = some.map(node);
    return clusterMembers(
      new Map(start.map((ref) => [ref[0]!, ref])),
      members,
      edges.map((one) => edge(one, members)),
    );
  };
  const text = ({ start, others }: ReturnType<typeof run>) =>
    JSON.stringify([
      [...start.pointers.values()].sort(),
      others.map(({ pointers, doubtful }) => [[...pointers.values()].sort(), [...doubtful].sort()]).sort(),
    ]);

  test('the order in which agencies answer, and in which members are named, changes nothing', () => {
    fc.assert(
      fc.property(scene, fc.integer(), ([start, some, edges], seed) => {
        const shuffled = <T>(all: readonly T[]): T[] =>
          all
            .map((one, at) => ({ one, key: Math.imul(seed ^ (at + 1), 2_654_435_761) % 1_000 }))
            .sort((a, b) => a.key - b.key)
            .map(({ one }) => one);
        expect(text(run(start, shuffled(some), shuffled(edges)))).toBe(text(run(start, some, edges)));
        expect(text(run(start, some, [...edges].reverse()))).toBe(text(run(start, some, edges)));
      }),
      runs,
    );
  });

  test('no pointer is of two persons, everybody named is somewhere, and the start keeps what it had', () => {
    fc.assert(
      fc.property(scene, ([start, some, edges]) => {
        const found = run(start, some, edges);
        const all = [found.start, ...found.others].flatMap(({ pointers }) => [...pointers.values()]);
        expect(new Set(all).size).toBe(all.length);
        for (const one of some) expect(all).toContain(one.slice(0, 2));
        for (const ref of start) expect(found.start.pointers.get(ref[0]!)).toBe(ref);
        for (const { pointers } of [found.start, ...found.others])
          for (const [agency, ref] of pointers) expect(ref[0]).toBe(agency);
      }),
      runs,
    );
  });

  test('nobody joined holds two verified NHS numbers, but for a start that was sealed so', () => {
    fc.assert(
      fc.property(scene, ([start, some, edges]) => {
        for (const { pointers } of run(start, some, edges).others) {
          const numbers = some
            .filter((one) => [...pointers.values()].includes(one.slice(0, 2)) && one.includes(':'))
            .map((one) => one.split(':')[1]);
          expect(new Set(numbers).size).toBeLessThanOrEqual(1);
        }
      }),
      runs,
    );
  });

  test('two records are one person only where certainties lead from one to the other', () => {
    fc.assert(
      fc.property(scene, ([start, some, edges]) => {
        const near = new Map<string, Set<string>>();
        const add = (a: string, b: string): void => void near.set(a, (near.get(a) ?? new Set()).add(b));
        for (const one of edges) {
          const [from = '', to = ''] = one.split(/>|@/);
          add(from, to);
          add(to, from);
        }
        for (const a of start) for (const b of start) add(a, b);
        const reached = (from: string): ReadonlySet<string> => {
          const seen = new Set([from]);
          for (const at of seen) for (const next of near.get(at) ?? []) seen.add(next);
          return seen;
        };
        const found = run(start, some, edges);
        for (const { pointers } of [found.start, ...found.others]) {
          const [first, ...rest] = [...pointers.values()];
          for (const ref of rest) expect(reached(first!)).toContain(ref);
        }
      }),
      runs,
    );
  });

  test('where two records of one agency are led to from one another, nothing on the way is joined by itself', () => {
    fc.assert(
      fc.property(scene, ([, some, edges]) => {
        const { others } = run([], some, edges);
        const asserted = new Set(some.map((one) => one.slice(0, 2)));
        const clean = edges.filter((one) =>
          others.some(({ pointers }) =>
            one
              .split(/>|@/)
              .slice(0, 2)
              .every((ref) => [...pointers.values()].includes(ref)),
          ),
        );
        const near = (ref: string): readonly string[] =>
          clean.flatMap((one) => {
            const [from, to] = one.split(/>|@/);
            return from === ref ? [to!] : to === ref ? [from!] : [];
          });
        for (const { pointers } of others) {
          const seen = new Set([[...pointers.values()][0]!]);
          for (const at of seen) for (const next of near(at)) seen.add(next);
          const agencies = [...seen].map((ref) => ref[0]);
          expect(new Set(agencies).size).toBe(agencies.length);
          expect([...pointers.values()].some((ref) => asserted.has(ref))).toBe(true);
        }
      }),
      runs,
    );
  });
});
