import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import { loadProtocols, readNamed } from '../policy/read/load-protocols';
import type { ProtocolDocument } from '../policy/read/protocol-document';
import { type BreakingChange, breakingChanges } from './breaking-changes';
import { contextOf } from './check-context';
import { checkCoverage } from './check-coverage';
import { composeSupergraph, DoesNotCompose } from './compose-supergraph';
import { inOrder, refused, type SchemaFinding, warned } from './findings';
import type { ProposedChange } from './proposed-change';
import { type AgencySubgraph, isComposedFrom, stamped, subgraphsOf } from './published-set';
import { type ReadSubgraph, readSubgraph } from './read-subgraph';
import { type Guarded, type ReadSupergraph, readSupergraph } from './read-supergraph';
import type { RuleContext } from './rule-context';
import { checkActs } from './rules/check-acts';
import { checkCombinations } from './rules/check-combinations';
import { checkCounts } from './rules/check-counts';
import { checkDirectives } from './rules/check-directives';
import { checkFlows } from './rules/check-flows';
import { checkGuards } from './rules/check-guards';
import { checkLinks } from './rules/check-links';
import { checkAgencyName, checkNames } from './rules/check-names';
import { checkOwners } from './rules/check-owners';
import { checkRootReach } from './rules/check-root-reach';
import { checkRouting } from './rules/check-routing';
import { checkShapes } from './rules/check-shapes';
import { checkOperations, describeMoves, describeOpenings, diffSchemas, type SchemaChange } from './schema-diff';

export interface SchemaCheckResult {
  readonly findings: readonly SchemaFinding[];
  /** Null where it would be refused. */
  readonly supergraphSdl: string | null;
  /** The same, as a version needs it. */
  readonly read: ReadSupergraph | null;
  readonly changes: readonly SchemaChange[];
  /** Those of the changes, and of the streams, after which somebody who asks as before is refused. */
  readonly breaks: readonly BreakingChange[];
  /** In plain English: what would be open to whom that was not. */
  readonly openings: readonly string[];
  /** The protocols as they were read, in the order of their texts. */
  readonly documents: readonly ProtocolDocument[];
  readonly milliseconds: number;
}

/** Checks a change against everything that the gateway would refuse to serve, and all that the partners have agreed. */
export async function checkSchemaChange(change: ProposedChange): Promise<SchemaCheckResult> {
  const began = performance.now();
  const protocol = loadProtocols(() => new Date(), change.protocols);
  const before = change.before === null ? null : readSupergraph(change.before);
  const findings = change.changed.flatMap((name) => checkAgency(name, change, protocol, before));
  const composed = isWorthComposing(findings) ? compose(change, findings) : null;
  const after = composed && read(composed, findings);
  if (!composed || !after) return ended(change, findings, began);

  findings.push(...checkCoverage(after, change, protocol, findings));
  const whole = { supergraphSdl: composed, read: after.read };
  if (!before) return ended(change, findings, began, whole);
  const [old, next] = [before.read.requirements, after.read.requirements];
  const changes = [...(await diffSchemas(before.schema, after.schema)), ...describeMoves(old, next)];
  const breaks = breakingChanges(before, after, changes);
  findings.push(...checkOperations(before.schema, after.schema, change.operations), ...tellBreaks(breaks, change));
  return ended(change, findings, began, { ...whole, changes, breaks, openings: describeOpenings(old, next, protocol) });
}

function checkAgency(
  name: string,
  change: ProposedChange,
  protocol: CompiledProtocol,
  before: Guarded | null,
): readonly SchemaFinding[] {
  const named = checkAgencyName(name);
  const subgraph = change.agencies.find((one) => one.name === name);
  // It goes: what it leaves behind is checked with all the others.
  if (!subgraph || named.length > 0) return named;
  const read = readSubgraph(name, subgraph.sdl);
  if (!('types' in read)) return [read];
  const around = contextOf(name, change, protocol, before);
  const routing =
    subgraph.url === null
      ? []
      : checkRouting(name, subgraph.url, change.ownership.agencies.get(name)?.hosts ?? [], change.development);
  return [...routing, ...RULES.flatMap((rule) => rule(read, around))];
}

const RULES: readonly ((subgraph: ReadSubgraph, around: RuleContext) => readonly SchemaFinding[])[] = [
  checkLinks,
  checkCombinations,
  checkDirectives,
  checkShapes,
  checkOwners,
  checkGuards,
  checkRootReach,
  checkFlows,
  checkNames,
  checkCounts,
  checkActs,
];

/** Whoever has so much to fix is told of it first: composing what the rules refuse takes longest of all. */
const MOST_REFUSALS = 20;

const isRefusal = ({ severity }: SchemaFinding): boolean => severity === 'REFUSED';

function isWorthComposing(findings: readonly SchemaFinding[]): boolean {
  const unreadable = findings.some(({ code }) => code === 'SDL_UNREADABLE' || code === 'SDL_TOO_LARGE');
  return !unreadable && findings.filter(isRefusal).length <= MOST_REFUSALS;
}

/** Null where its rules cannot be read: then no rule of ours would read them either. */
function read(supergraphSdl: string, findings: SchemaFinding[]): Guarded | null {
  try {
    return readSupergraph(supergraphSdl);
  } catch (fault) {
    if (!findings.some(isRefusal)) findings.push(refused('DOES_NOT_COMPOSE', sayFault(fault)));
    return null;
  }
}

/** What the composer, or GraphQL itself, fails by without saying where: an SDL that it was not written for. */
const sayFault = (fault: unknown): string =>
  fault instanceof RangeError
    ? 'The SDL leads back to itself without end, as an input object does whose default holds the same default again.'
    : `The SDL cannot be read to its end: ${fault instanceof Error ? fault.message : 'it is not said why'}.`;

/** One fault of composition is often told once for each way to a field. */
const MOST_TOLD = 5;

function compose({ agencies, sharedSdl, changed, before }: ProposedChange, findings: SchemaFinding[]): string | null {
  const subgraphs = subgraphsOf(agencies, sharedSdl);
  if (before !== null && isComposedFrom(before, subgraphs)) return before;
  const told = new Set(findings.filter(isRefusal).map(({ line }) => line));
  try {
    return stamped(composeSupergraph(subgraphs), subgraphs);
  } catch (fault) {
    const refusedBefore = findings.some(isRefusal);
    const added: SchemaFinding[] = [];
    const faults = fault instanceof DoesNotCompose ? fault.faults : [{ message: sayFault(fault), places: [] }];
    for (const { message, places } of faults) {
      const { line, subgraph } = placeOf(message, places, agencies, changed);
      // A rule of ours has said it already, and better.
      if (line === null ? refusedBefore : told.has(line)) continue;
      const isTheirs = subgraph !== null && changed.includes(subgraph);
      const where = subgraph !== null && !isTheirs ? ` (line ${line} of ${subgraph}'s SDL)` : '';
      added.push(refused('DOES_NOT_COMPOSE', `${message}${where}`, { line: isTheirs ? line : null }));
    }
    findings.push(...added.slice(0, MOST_TOLD));
    if (added.length > MOST_TOLD)
      findings.push(refused('DOES_NOT_COMPOSE', `… and ${added.length - MOST_TOLD} more that the composer says.`));
    return null;
  }
}

/** Where a composer's sentence points: in the changed agencies' own SDL where it can. */
function placeOf(
  message: string,
  places: DoesNotCompose['faults'][number]['places'],
  agencies: readonly AgencySubgraph[],
  changed: readonly string[],
): { readonly subgraph: string | null; readonly line: number | null } {
  const within = places.filter(({ subgraph, line }) => {
    const sdl = agencies.find(({ name }) => name === subgraph)?.sdl;
    return sdl !== undefined && line <= sdl.split('\n').length;
  });
  const found = within.find(({ subgraph }) => changed.includes(subgraph)) ?? within[0];
  if (found) return found;
  const [, coordinate = ''] = /"(\w+(?:\.\w+)?)"/.exec(message) ?? [];
  for (const name of changed) {
    const read = readSubgraph(name, agencies.find((one) => one.name === name)?.sdl ?? '');
    const line = 'types' in read ? read.lineOf(coordinate) : null;
    if (line !== null) return { subgraph: name, line };
  }
  return { subgraph: null, line: null };
}

function tellBreaks(breaks: readonly BreakingChange[], { breaking }: ProposedChange): readonly SchemaFinding[] {
  const find = breaking === 'REFUSED' ? refused : warned;
  const fix = breaking === 'REFUSED' ? ' Keep it with @deprecated, or publish with --allow-breaking and a reason.' : '';
  return breaks.map(({ message, coordinate }) =>
    find('BREAKING_CHANGE', `${message}. Whoever still asks for it is refused.${fix}`, { coordinate }),
  );
}

function ended(
  { protocols }: ProposedChange,
  findings: readonly SchemaFinding[],
  began: number,
  found: Partial<Pick<SchemaCheckResult, 'supergraphSdl' | 'read' | 'changes' | 'breaks' | 'openings'>> = {},
): SchemaCheckResult {
  const isRefused = findings.some(isRefusal);
  const { supergraphSdl = null, read = null, changes = [], breaks = [], openings = [] } = found;
  return {
    findings: inOrder(findings),
    ...(isRefused ? { supergraphSdl: null, read: null } : { supergraphSdl, read }),
    changes,
    breaks,
    openings,
    documents: protocols.map(readNamed),
    milliseconds: performance.now() - began,
  };
}
