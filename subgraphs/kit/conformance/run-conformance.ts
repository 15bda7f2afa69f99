/** The whole suite against one agency, over HTTP: what an agency in any language is held to. */

import type { Audit, AuditGroup, Level } from './audit';
import { actAudits } from './audit-acts';
import { batchAudits } from './audit-batches';
import { contractAudits } from './audit-contract';
import { denialAudits } from './audit-denials';
import { errorAudits } from './audit-errors';
import { grantAudits } from './audit-grants';
import { limitAudits } from './audit-limits';
import { schemaAudits } from './audit-schema';
import { vetoAudits } from './audit-veto';
import { type AgencyShape, describeAgency } from './describe-agency';
import { Broken, NotTried } from './expect-that';
import type { GrantForge } from './forge-grants';
import { isRefused } from './read-reply';
import { type Pointers, Target } from './target';

/** In the order in which they are run: what is held against every answer comes last. */
export const AUDIT_GROUPS: readonly AuditGroup[] = [
  schemaAudits,
  grantAudits,
  denialAudits,
  vetoAudits,
  batchAudits,
  contractAudits,
  actAudits,
  limitAudits,
  errorAudits,
];

export type Verdict = 'PASSED' | 'FAILED' | 'NOT_TRIED';

/** One audit, and what came of it. `told` says what was expected and what came, or what is missing; null where it passed. */
export interface AuditResult {
  readonly id: string;
  readonly group: string;
  readonly level: Level;
  readonly title: string;
  readonly verdict: Verdict;
  readonly told: string | null;
  readonly milliseconds: number;
}

/** What came of all of them. */
export interface ConformanceReport {
  readonly url: string;
  readonly agency: string | null;
  /** ISO instant. */
  readonly at: string;
  readonly results: readonly AuditResult[];
  readonly requests: number;
  /** `CONFORMS`: every MUST passed. `NOT_SHOWN`: none failed, some could not be tried. */
  readonly outcome: 'CONFORMS' | 'NOT_SHOWN' | 'DOES_NOT_CONFORM';
}

/** What is audited, and how. */
export interface ConformanceOptions {
  /** Origin of the agency: `http://127.0.0.1:4006`. */
  readonly url: string;
  /** Whose grants the agency was started to trust. */
  readonly forge: GrantForge;
  /** Its name, where the streams of its SDL do not tell it. */
  readonly agency?: string;
  readonly pointers?: Partial<Pointers>;
  /** Which audits to run; all by default. */
  readonly only?: (audit: Audit) => boolean;
  readonly tell?: (result: AuditResult) => void;
  readonly now?: () => Date;
  /** Milliseconds, by which the agency's time limits are checked; the machine's own clock by default. */
  readonly clock?: () => number;
}

/** Runs the suite. It never throws for what the agency does: that is what the report tells. */
export async function runConformance(options: ConformanceOptions): Promise<ConformanceReport> {
  const { only = () => true, tell = () => undefined, now = () => new Date() } = options;
  const opened = await openTarget(options);
  const results: AuditResult[] = [];
  for (const { name: group, audits } of AUDIT_GROUPS)
    for (const audit of audits) {
      if (!only(audit)) continue;
      const began = performance.now();
      const { id, level, title } = audit;
      const judged =
        'fault' in opened
          ? // The first audit tells what is wrong; the others were never begun.
            results.length === 0
            ? ({ verdict: 'FAILED', told: opened.fault } as const)
            : ({ verdict: 'NOT_TRIED', told: 'the SDL could not be read' } as const)
          : await judge(audit, opened.target);
      const result = { id, group, level, title, ...judged, milliseconds: Math.round(performance.now() - began) };
      results.push(result);
      tell(result);
    }
  const target = 'target' in opened ? opened.target : null;
  return {
    url: options.url,
    agency: target?.shape.name ?? options.agency ?? null,
    at: now().toISOString(),
    results,
    requests: target?.seen.length ?? 0,
    outcome: outcomeOf(results),
  };
}

const outcomeOf = (results: readonly AuditResult[]): ConformanceReport['outcome'] => {
  const musts = results.filter(({ level }) => level === 'MUST');
  if (musts.some(({ verdict }) => verdict === 'FAILED')) return 'DOES_NOT_CONFORM';
  return musts.some(({ verdict }) => verdict === 'NOT_TRIED') ? 'NOT_SHOWN' : 'CONFORMS';
};

async function judge(
  audit: Audit,
  target: Target,
): Promise<{ readonly verdict: Verdict; readonly told: string | null }> {
  try {
    await audit.run(target);
    return { verdict: 'PASSED', told: null };
  } catch (fault) {
    if (fault instanceof NotTried) return { verdict: 'NOT_TRIED', told: fault.message };
    if (fault instanceof Broken) return { verdict: 'FAILED', told: fault.message };
    // An answer in a shape that nobody expected: the agency's fault, or ours, told by its class alone.
    return {
      verdict: 'FAILED',
      told: `expected an answer in the agreed shape, came one that could not be read (${(fault as Error).name})`,
    };
  }
}

async function openTarget(
  options: ConformanceOptions,
): Promise<{ readonly target: Target } | { readonly fault: string }> {
  const url = options.url.replace(/\/+$/, '');
  try {
    const shape = await readShape(url, options.agency);
    const given = { open: [], closed: [], area: null, ...options.pointers };
    const bare = new Target(url, shape, options.forge, given, options.clock);
    await awaitKeys(bare);
    const open = given.open.length >= 2 ? given.open : [...new Set([...given.open, ...(await readRoster(bare))])];
    return { target: new Target(url, shape, options.forge, { ...given, open }, options.clock) };
  } catch (fault) {
    return {
      fault: fault instanceof Broken ? fault.message : `expected an agency at ${url}, came ${(fault as Error).message}`,
    };
  }
}

async function readShape(url: string, agency: string | undefined): Promise<AgencyShape> {
  const response = await askForSdl(url);
  const body = (await response.json().catch(() => null)) as { data?: { _service?: { sdl?: unknown } } } | null;
  const sdl = body?.data?._service?.sdl;
  if (typeof sdl !== 'string')
    throw new Broken(`expected the SDL of { _service { sdl } } at ${url}/graphql, came ${response.status} without it`);
  return describeAgency(sdl, agency);
}

/** An agency that was started a moment ago is waited for. */
async function askForSdl(url: string): Promise<Response> {
  for (const until = Date.now() + 15_000; ; ) {
    try {
      return await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ _service { sdl } }' }),
        signal: AbortSignal.timeout(10_000),
      });
    } catch (cause) {
      const code = ((cause as Error).cause as { code?: string } | undefined)?.code;
      if (code !== 'ECONNREFUSED' || Date.now() > until)
        throw new Broken(`expected an agency at ${url}, came nobody (${code ?? 'no answer'})`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

/** An agency that has other keys in mind, of a run before this one, may take a while to fetch ours. */
async function awaitKeys(target: Target): Promise<void> {
  for (const until = Date.now() + 8_000; Date.now() < until; ) {
    const reply = await target.ask({ endpoint: '/contract', query: '{ __typename }' }).catch(() => null);
    if (reply && !isRefused(reply)) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** People to ask about, where none were named. */
async function readRoster(target: Target): Promise<readonly string[]> {
  const reply = await target
    .ask({
      endpoint: '/contract',
      query: 'query ($area: ID) { roster(area: $area, first: 20) { refs } }',
      variables: { area: target.pointers.area },
      streams: target.everything,
    })
    .catch(() => null);
  const refs: unknown = reply?.body?.data?.roster?.refs;
  return Array.isArray(refs) ? refs.filter((ref) => typeof ref === 'string') : [];
}
