/** What a proof has found so far, kept after each suite, so that one that was interrupted goes on where it was. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const suiteRun = z.object({
  part: z.string(),
  suite: z.string(),
  passed: z.number(),
  failed: z.number(),
  skipped: z.number(),
  /** Titles. */
  failures: z.array(z.string()),
  seeds: z.array(z.string()),
  /** What the suite counted, in its own words (`tellCounts`). */
  counts: z.array(z.string()).default([]),
  minutes: z.number(),
  /** Of the machine's last minute when it began and when it ended, for each processor: 1 is busy. */
  load: z.tuple([z.number(), z.number()]),
});
const report = z.object({
  commit: z.string(),
  began: z.string(),
  ended: z.string().nullable(),
  runs: z.array(suiteRun),
});

export type SuiteRun = z.infer<typeof suiteRun>;
export type ProofReport = z.infer<typeof report>;

/** Null where there is none, or none that can be read. */
export function readReport(file: string): ProofReport | null {
  try {
    return report.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

export function writeReport(file: string, value: ProofReport): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

const sum = (runs: readonly SuiteRun[], of: 'passed' | 'failed' | 'skipped' | 'minutes'): number =>
  runs.reduce((total, run) => total + run[of], 0);

/** A line for each part, and for each test that failed. */
export function printReport({ commit, began, ended, runs }: ProofReport): string {
  const parts = [...new Set(runs.map(({ part }) => part))];
  const lines = parts.map((part) => {
    const own = runs.filter((run) => run.part === part);
    const seeds = [...new Set(own.flatMap((run) => run.seeds))];
    const busiest = Math.max(...own.flatMap(({ load }) => load)).toFixed(1);
    return `| ${part} | ${own.length} | ${sum(own, 'passed')} | ${sum(own, 'failed')} | ${sum(own, 'skipped')} | ${sum(own, 'minutes').toFixed(1)} | ${busiest} | ${seeds.join(', ')} |`;
  });
  const failures = runs.flatMap(({ suite, failures: titles }) => titles.map((title) => `${suite}: ${title}`));
  return [
    `Proof of ${commit}, ${began} to ${ended ?? '(not ended)'}`,
    '| part | suites | passed | failed | skipped | minutes | busiest | seeds |',
    '|---|---|---|---|---|---|---|---|',
    ...lines,
    ...failures,
  ].join('\n');
}
