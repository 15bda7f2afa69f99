/**
 * Asks what the public federation audit (graphql-hive/federation-gateway-audit) asks, of this gateway's stages:
 *
 *     node --import tsx test/conformance/run-federation-audit.ts http://localhost:4200 [SUITE …]
 *
 * The address is where its `serve` command put its subgraphs. Prints each miss with what was expected and what came.
 */
import { isDeepStrictEqual } from 'node:util';
import { serveSupergraph } from './serve-supergraph';

interface AuditCase {
  readonly query: string;
  /** `errors` says whether there must be some; where it says nothing, either will do. */
  readonly expected: { readonly data?: unknown; readonly errors?: boolean };
}

async function runSuite(audit: string, suite: string): Promise<{ readonly passed: number; readonly all: number }> {
  const cases = (await (await fetch(`${audit}/${suite}/tests`)).json()) as readonly AuditCase[];
  const supergraphSdl = await (await fetch(`${audit}/${suite}/supergraph`)).text();
  const server = await serveSupergraph({ supergraphSdl, port: 0, jwtSecret: 'nobody signs in to the audit' });
  let passed = 0;
  for (const [at, { query, expected }] of cases.entries()) {
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { data = null, errors = [] } = (await response.json()) as { data?: unknown; errors?: readonly unknown[] };
    const asExpected =
      isDeepStrictEqual(data, expected.data ?? null) &&
      (expected.errors === undefined || expected.errors === errors.length > 0);
    if (asExpected) passed += 1;
    else
      console.log(
        `missed ${suite} ${at}\n${query}\n  expected ${JSON.stringify(expected)}\n  came ${JSON.stringify({ data, errors })}\n`,
      );
  }
  await server.close();
  return { passed, all: cases.length };
}

async function main([audit, ...named]: readonly string[]): Promise<void> {
  if (!audit) throw new Error('Where is the audit served? Expected its address, such as http://localhost:4200.');
  const suites = named.length > 0 ? named : ((await (await fetch(`${audit}/ids`)).json()) as readonly string[]);
  let passed = 0;
  let all = 0;
  for (const suite of suites) {
    const counted = await runSuite(audit, suite);
    passed += counted.passed;
    all += counted.all;
  }
  console.log(`passed ${passed} of ${all} in ${suites.length} suites`);
}

main(process.argv.slice(2)).catch((fault: unknown) => {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exitCode = 1;
});
