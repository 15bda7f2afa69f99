import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { EXIT, Stopped } from '../frame/command';

/** Tests of one subject, as one run of them found. */
export interface TestsHeld {
  readonly from: string;
  /** ISO 8601 day or instant on which they ran. */
  readonly at: string;
  /** Which version of the code: a commit; empty where the report does not say. */
  readonly commit: string;
  readonly subject: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What they counted, in their own words. */
  readonly counts: readonly string[];
}

/** `.familyview/proof.json`, as `npm run proof` keeps it. */
const proof = z.object({
  commit: z.string(),
  began: z.string(),
  runs: z.array(
    z.object({
      part: z.string(),
      passed: z.number(),
      failed: z.number(),
      skipped: z.number(),
      counts: z.array(z.string()).default([]),
    }),
  ),
});
/** `jest --json`. */
const jestRun = z.object({
  startTime: z.number(),
  testResults: z.array(z.object({ name: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

/** A report of a proof or of a CI run (`jest --json`), by subject: a proof's parts, or the folders of suites. */
export function readTestReport(file: string): readonly TestsHeld[] {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Stopped(
      `${file} cannot be read as JSON: name .familyview/proof.json, or what jest --json wrote.`,
      EXIT.usage,
    );
  }
  const asProof = proof.safeParse(value).data;
  if (asProof) {
    const { commit, began: at, runs } = asProof;
    return grouped(runs.map(({ part, ...run }) => ({ from: file, at, commit, subject: part, ...run })));
  }
  const asJest = jestRun.safeParse(value).data;
  if (!asJest) throw new Stopped(`${file} is neither a proof's report nor one of jest --json.`, EXIT.usage);
  const at = new Date(asJest.startTime).toISOString();
  return grouped(
    asJest.testResults.map(({ name, assertionResults }) => {
      const count = (status: RegExp): number => assertionResults.filter((one) => status.test(one.status)).length;
      const subject = /(?:^|\/)((?:gateway|subgraphs|test|portal|cli|schema)\/[^/]+)/.exec(name)?.[1] ?? 'other';
      return {
        from: file,
        at,
        commit: '',
        subject,
        passed: count(/passed/),
        failed: count(/failed/),
        skipped: count(/pending|skipped|todo|disabled/),
        counts: [],
      };
    }),
  );
}

function grouped(runs: readonly TestsHeld[]): readonly TestsHeld[] {
  const bySubject = new Map<string, TestsHeld>();
  for (const run of runs) {
    const before = bySubject.get(run.subject);
    bySubject.set(
      run.subject,
      before
        ? {
            ...before,
            passed: before.passed + run.passed,
            failed: before.failed + run.failed,
            skipped: before.skipped + run.skipped,
            counts: [...before.counts, ...run.counts],
          }
        : run,
    );
  }
  return [...bySubject.values()].sort((one, other) => one.subject.localeCompare(other.subject));
}
