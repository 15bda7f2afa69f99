const os = require('node:os');

/**
 * Suites that open a server, a browser or a process of their own. All others are unit tests: `npm run test:unit` runs them
 * alone, and they are held to opening none (environment.cjs). Under test/, where suites are about the running stack, it is
 * the units that are named.
 */
const SERVING = [
  'cli/operate/doctor.test.ts',
  'cli/subgraph/conformance.test.ts',
  'cli/subgraph/init.test.ts',
  'gateway/audit/durability.test.ts',
  'gateway/audit/index/postgres-index.test.ts',
  'gateway/subgraph-client/agency-client.test.ts',
  'gateway/subgraph-client/agency-in-trouble.test.ts',
  'gateway/subgraph-client/agency-tls.test.ts',
  'gateway/subgraph-client/fetch-entities.test.ts',
  'gateway/subgraph-client/several-instances.test.ts',
  'gateway/subgraph-client/ssrf-safe-lookup.test.ts',
  'gateway/http/rate-limit.test.ts',
  'gateway/http/shut-down.test.ts',
  'gateway/http/persisted-queries.test.ts',
  'gateway/identity/introspect-token.test.ts',
  'gateway/identity/provider-keys.test.ts',
  'gateway/identity/verify-token.test.ts',
  'gateway/limits/limit-store.test.ts',
  'gateway/schema-registry/file-registry-store.test.ts',
  'gateway/shared/postgres.test.ts',
  'gateway/stores/',
  'portal/browser.test.ts',
  'portal/build.test.ts',
  // Of every agency, those that `subgraph init` writes among them; the children's centre reads files.
  'subgraphs/[^/]+/agency.test.ts',
  'subgraphs/(?!childrens-centre/)[^/]+/connector.test.ts',
  'subgraphs/health/cached-answers.test.ts',
  'subgraphs/health/few-rounds.test.ts',
  'subgraphs/health/fhir-client.test.ts',
  'subgraphs/health/real/hapi-fhir.test.ts',
  'subgraphs/health/wrong-child.test.ts',
  'subgraphs/health/hostile-fhir.test.ts',
  'subgraphs/kit/contract/answer-contract.test.ts',
  'subgraphs/kit/contract/confirm.test.ts',
  'subgraphs/kit/contract/facts.test.ts',
  'subgraphs/kit/contract/markers.test.ts',
  'subgraphs/kit/contract/noted.test.ts',
  'subgraphs/kit/grant/check-grant.test.ts',
  'subgraphs/kit/grant/grant-vectors.test.ts',
  'subgraphs/kit/http/graphql-over-http.test.ts',
  'subgraphs/kit/partner-json.test.ts',
  'subgraphs/kit/serve-agency.test.ts',
  'subgraphs/kit/subgraph/shield.test.ts',
  'subgraphs/kit/veto.test.ts',
  'subgraphs/social-care/partner-dataset.test.ts',
  'subgraphs/social-care/real/cin-validator.test.ts',
  'subgraphs/social-care/real/safeguarding-dataset.test.ts',
];
const UNITS_UNDER_TEST = ['architecture', 'executor', 'protocol'];
/** And suites over a stack in their own process, by which code is tried that has few units: acts, and answers in parts. */
const COVERING_UNDER_TEST = [...UNITS_UNDER_TEST, 'acts', 'in-parts'];

const underTestBut = (named) => `test/(?!(${named.join('|')})/)`;
const PATTERNS = [...SERVING, underTestBut(UNITS_UNDER_TEST)];

/**
 * Suites that take minutes of processors: gateways as processes under load, every page in every state, searches, servers
 * that are killed. `npm test` leaves them out, so that it ends within minutes; each folder keeps others there.
 * `npm run test:long` runs them, as CI does on each change, and `npm run proof` at full count.
 */
const LONG = [
  'test/docs/join',
  'test/faults/kill',
  'test/faults/misbehaving',
  'test/faults/what-is-told',
  'test/figures/told',
  'test/figures/truth',
  'test/journeys/act-together',
  'test/journeys/by-curl',
  'test/leaks/acts',
  'test/leaks/holes-in-other-stacks',
  'test/linkage/truth',
  'test/memory/kept-by-requests',
  'test/noninterference/acts',
  'test/portal/claims',
  'test/portal/every-state',
  'test/portal/figures',
  'test/portal/ide',
  'test/portal/keyboard',
  'test/portal/portal',
  'test/portal/team-around-family',
  'test/registry/breaking-changes',
  'test/registry/commands',
  'test/registry/hostile-publishes',
  'test/registry/publishing',
  'test/registry/swaps',
  'test/registry/told-to-governance',
  'test/two-gateways/two-gateways',
  'test/two-gateways/under-load',
  'test/two-gateways/workers',
];
/** For `testMatch`. */
const longUnder = (root) => LONG.map((start) => `${root}/${start}.test.ts`);

/** Seconds that one test may take, where five are too few: a browser, a search, a process that must end. */
const LONGER = {
  'cli/': 60,
  // Each of its tests writes to the disk, and waits for it.
  'gateway/audit/': 30,
  'gateway/audit/durability': 120,
  'gateway/audit/index/postgres-index': 60,
  'gateway/execution/shape-answer': 60,
  'gateway/linkage/': 30,
  'gateway/authorize/narrow': 30,
  'gateway/policy/decide/compile-protocol': 30,
  'gateway/schema-registry/file-registry-store': 120,
  'gateway/policy/read/read-rules': 30,
  'gateway/shared/postgres': 60,
  'gateway/stores/': 60,
  'portal/': 90,
  'subgraphs/health/few-rounds': 30,
  'subgraphs/sample-agency/': 30,
  'subgraphs/social-care/import-cin/': 30,
  'test/': 60,
  'test/bad-input/starting': 180,
  'test/executor/': 120,
  'test/fairness/': 600,
  'test/leaks/': 300,
  'test/linkage/': 120,
  'test/memory/': 300,
  'test/portal/': 180,
  'test/registry/swaps': 300,
  'test/noninterference/': 300,
  'test/faults/': 300,
  'test/two-gateways/': 300,
};
const LIMIT = 5;

/** Of processes that want a processor, how many there are for each that the machine has; 1 where it has enough. */
const crowd = () => Math.max(1, os.loadavg()[0] / os.availableParallelism());

/** The limit of the longest name that fits, longer on a busy machine, which is no fault; a proof takes its time. */
const limitOf = (suite) => {
  const [name] = Object.keys(LONGER)
    .filter((start) => suite.startsWith(start))
    .sort((one, other) => other.length - one.length);
  return (process.env.PROOF === '1' ? 3_600 : (LONGER[name] ?? LIMIT) * crowd()) * 1_000;
};

module.exports = {
  LONG,
  crowd,
  limitOf,
  longUnder,
  /** For `testPathIgnorePatterns`. */
  notLongUnder: (root) => longUnder(root).map((file) => `^${file}$`),
  /** For `testPathIgnorePatterns`. */
  servingUnder: (root) => PATTERNS.map((pattern) => `^${root}/${pattern}`),
  /** The same for the share of lines that tests run: what is written for a database or a socket is tried with one. */
  notCoveringUnder: (root) =>
    [...SERVING.filter((pattern) => !/^(gateway|cli)\//.test(pattern)), underTestBut(COVERING_UNDER_TEST)].map(
      (pattern) => `^${root}/${pattern}`,
    ),
  isUnit: (suite) => !PATTERNS.some((pattern) => new RegExp(`^${pattern}`).test(suite)),
};
