/** The parts of `npm run proof`, each with the suites it runs, by how their paths begin. A new part is a line here. */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

export const root = join(__dirname, '../..');

export const PARTS = {
  canaries: ['test/leaks/'],
  noninterference: [
    'test/noninterference/noninterference',
    'test/noninterference/exceptions',
    'test/noninterference/acts',
    'test/noninterference/planted-holes',
  ],
  timing: [
    'test/noninterference/timing',
    'test/noninterference/closed-number',
    'test/bad-input/',
    'test/planner-regressions/',
    'gateway/http/query-limits',
  ],
  linkage: ['test/linkage/', 'gateway/linkage/', 'subgraphs/kit/match/'],
  protocol: ['test/protocol/', 'gateway/policy/', 'test/permissions/'],
  'reference-engine': ['test/reference-engine/'],
  plans: ['test/executor/', 'gateway/authorize/', 'gateway/planning/', 'gateway/execution/'],
  tokens: ['gateway/identity/'],
  grants: ['gateway/subgraph-client/write-statement', 'gateway/shared/hmac-sha256', 'gateway/shared/canonical-json'],
  'figures-attacks': [
    'test/figures/acts-move',
    'test/figures/attacks',
    'test/figures/cohort',
    'test/figures/command',
    'test/figures/protect',
    'test/figures/roles',
    'test/figures/slow',
    'test/figures/trouble',
    'test/figures/truth',
    'gateway/disclosure/',
  ],
  'figures-told': ['test/figures/told'],
  fairness: ['test/fairness/'],
  faults: ['test/faults/'],
  'two-gateways': ['test/two-gateways/', 'gateway/stores/', 'gateway/shared/postgres'],
  memory: ['test/memory/'],
  kills: ['gateway/audit/', 'test/audit/account', 'test/audit/tampering', 'gateway/schema-registry/'],
  'audit-scale': ['test/audit/scale/'],
  registry: ['test/registry/'],
  agencies: ['test/conformance/', 'subgraphs/population/', 'subgraphs/social-care/import-cin/'],
  portal: ['test/portal/'],
  walk: ['test/docs/', 'test/journeys/act-together', 'test/journeys/by-curl'],
  'real-systems': ['subgraphs/health/real/', 'subgraphs/social-care/real/'],
} satisfies Readonly<Record<string, readonly string[]>>;

export type PartName = keyof typeof PARTS;
export const partNames = Object.keys(PARTS) as readonly PartName[];

/** What a clock is asked about has the machine to itself; so has what counts a whole borough within an agency's time. */
export const isAlone = (part: PartName): boolean =>
  ['timing', 'fairness', 'faults', 'memory', 'figures-told'].includes(part);

/** What takes longest is begun first, so that the last of it does not keep one worker while the other has nothing to do. */
export const LONGEST = [
  'test/audit/scale/',
  'test/leaks/canary.',
  'test/reference-engine/same-answer',
  'test/audit/tampering',
  'test/figures/attacks',
  'test/executor/in-parts',
];

/** What is due first: the place among the longest, or after them all. */
export const turnOf = (suite: string): number => {
  const place = LONGEST.findIndex((start) => suite.startsWith(start));
  return place < 0 ? LONGEST.length : place;
};

/** All suites there are, by their path from the root. */
export const allSuites = (): readonly string[] =>
  ['schema', 'gateway', 'subgraphs', 'client', 'portal', 'cli', 'test'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'))
      .map((file) => relative(root, join(root, folder, file))),
  );

export const suitesOf = (part: PartName, all = allSuites()): readonly string[] =>
  all.filter((suite) => PARTS[part].some((start: string) => suite.startsWith(start))).toSorted();
