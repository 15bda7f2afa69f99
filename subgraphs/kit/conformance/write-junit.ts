import type { AuditResult, ConformanceReport } from './run-conformance';

/**
 * The report as JUnit XML, a test case for each audit, for whatever shows the results of a CI. What fails there is what
 * decides: a MUST that is broken. A SHOULD or MAY that is broken, and what could not be tried, is skipped and says why.
 */
export function writeJunit({ url, agency, at, results }: ConformanceReport): string {
  const groups = [...new Set(results.map(({ group }) => group))];
  const suites = groups.map((group) => {
    const own = results.filter((result) => result.group === group);
    return `  <testsuite ${attributes({ name: group, timestamp: at, ...countsOf(own) })}>\n${own.map(testCase).join('\n')}\n  </testsuite>`;
  });
  const name = `Conformance of ${agency ?? url}`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${attributes({ name, ...countsOf(results) })}>\n${suites.join('\n')}\n</testsuites>\n`;
}

const isFailure = ({ level, verdict }: AuditResult): boolean => level === 'MUST' && verdict === 'FAILED';
const isSkipped = (result: AuditResult): boolean => result.verdict !== 'PASSED' && !isFailure(result);

const countsOf = (results: readonly AuditResult[]) => ({
  tests: results.length,
  failures: results.filter(isFailure).length,
  skipped: results.filter(isSkipped).length,
  time: seconds(results.reduce((sum, { milliseconds }) => sum + milliseconds, 0)),
});

function testCase(result: AuditResult): string {
  const { id, group, level, title, verdict, told, milliseconds } = result;
  const about = attributes({ classname: group, name: `${id} ${level} ${title}`, time: seconds(milliseconds) });
  if (verdict === 'PASSED') return `    <testcase ${about}/>`;
  const why = attributes({
    message: `${verdict === 'FAILED' ? 'broken' : 'not tried'}${told === null ? '' : `: ${told}`}`,
  });
  return `    <testcase ${about}>\n      <${isFailure(result) ? 'failure' : 'skipped'} ${why}/>\n    </testcase>`;
}

const seconds = (milliseconds: number): string => (milliseconds / 1_000).toFixed(3);

/** XML 1.0 has no way to write most control characters: a space stands for each. */
const inXml = (text: string): string =>
  text.replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, ' ').replace(/[&<>"\t\n\r]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}="${inXml(String(value))}"`)
    .join(' ');
