/**
 * `npm run proof`: every part to its end, a suite at a time, with progress; what was interrupted goes on where it was.
 *
 *     npm run proof                            all parts, or the rest of them
 *     npm run proof -- --only canaries,timing  these alone
 *     npm run proof -- --again                 from the beginning
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { allSuites, isAlone, type PartName, partNames, root, suitesOf, turnOf } from './proof-parts';
import { type ProofReport, printReport, readReport, writeReport } from './proof-report';
import { runSuite } from './run-suite';

const FILE = join(root, '.familyview/proof.json');
const AT_ONCE = 2;

interface Due {
  readonly part: PartName;
  readonly suite: string;
}

function partsAsked(only: string | undefined): readonly PartName[] {
  const asked = only?.split(',') ?? partNames;
  const unknown = asked.filter((name) => !partNames.some((part) => part === name));
  if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}. There are ${partNames.join(', ')}.`);
  return partNames.filter((part) => asked.includes(part));
}

function commitNow(): string {
  const git = (...words: readonly string[]): string =>
    execFileSync('git', words, { cwd: root, encoding: 'utf8' }).trim();
  return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain') === '' ? '' : ' with changes'}`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, again: { type: 'boolean' } } });
  const parts = partsAsked(values.only);
  const commit = commitNow();
  const before = readReport(FILE);
  const goesOn = before !== null && before.ended === null && before.commit === commit;
  const report: ProofReport = goesOn ? before : { commit, began: new Date().toISOString(), ended: null, runs: [] };
  const all = allSuites();
  const due = parts.flatMap((part) => suitesOf(part, all).map((suite): Due => ({ part, suite })));
  const isLeft = (one: Due): boolean =>
    !report.runs.some(({ part, suite }) => part === one.part && suite === one.suite);
  // What is asked for by name, and has ended before, is wanted once more.
  if (values.again || (values.only !== undefined && !due.some(isLeft)))
    report.runs = report.runs.filter(({ part }) => !parts.some((name) => name === part));
  const left = due.filter(isLeft);
  if (left.length < due.length)
    console.log(`Going on: ${due.length - left.length} of ${due.length} have ended before.`);

  let ended = due.length - left.length;
  const run = async ({ part, suite }: Due): Promise<void> => {
    const one = await runSuite(part, suite);
    report.runs.push(one);
    writeReport(FILE, report);
    ended += 1;
    const outcome = one.failed > 0 ? `${one.failed} FAILED, ${one.passed} passed` : `${one.passed} passed`;
    console.log(`${ended}/${due.length} ${part}: ${suite}: ${outcome}, ${one.minutes.toFixed(1)} min`);
    for (const counted of one.counts) console.log(`    ${counted}`);
  };
  const together = left
    .filter(({ part }) => !isAlone(part))
    .toSorted((one, other) => turnOf(one.suite) - turnOf(other.suite));
  const worker = async (): Promise<void> => {
    for (let next = together.shift(); next; next = together.shift()) await run(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  for (const one of left.filter(({ part }) => isAlone(part))) await run(one);

  // Some parts alone are no proof that has ended: the rest can follow.
  const whole = partNames.every((part) => parts.includes(part));
  if (whole) report.ended = new Date().toISOString();
  writeReport(FILE, report);
  console.log(`\n${printReport(report)}\nKept in .familyview/proof.json`);
  if (report.runs.some(({ failed }) => failed > 0)) process.exitCode = 1;
}

main().catch((fault: unknown) => {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exitCode = 1;
});
