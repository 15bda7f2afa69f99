import { parse } from 'graphql';
import { EngineFault } from './engine-fault';
import { type AskedShape, readAskedShape } from './merge-entities';
import {
  type FetchRequest,
  type MergedFetches,
  mergeEntityFetches,
  type ParsedAsking,
  typesAsked,
} from './merge-entity-fetches';
import type { FetchNode, PlanNode } from './query-plan';
import { compileRepresentationWriter, type NamesUnder, type RepresentationWriter } from './write-representations';

/** What is done for one plan. It holds names and texts, no value of anybody's: whoever asks the same shares it. */
export type Step =
  | { readonly kind: 'sequence'; readonly steps: readonly Step[] }
  | { readonly kind: 'parallel'; readonly steps: readonly Step[] }
  | { readonly kind: 'when'; readonly variable: string; readonly yes: Step | null; readonly no: Step | null }
  | FieldsStep
  | EntitiesStep;

/** Root fields of one subgraph. */
export interface FieldsStep {
  readonly kind: 'fields';
  readonly subgraph: string;
  readonly request: FetchRequest;
  readonly path: readonly string[];
  readonly shape: AskedShape;
  /** Another step may ask the very same at the very same time. */
  readonly mayShare: boolean;
}

/** Entities of one subgraph in one round, wherever in the tree they stand: one request. */
export interface EntitiesStep {
  readonly kind: 'entities';
  readonly subgraph: string;
  readonly requests: MergedFetches;
  readonly places: readonly EntitiesAt[];
  readonly mayShare: boolean;
}

export interface EntitiesAt {
  readonly path: readonly string[];
  readonly write: RepresentationWriter;
  readonly shape: AskedShape;
  /** Which of the step's askings is about them. */
  readonly request: number;
}

export function compilePlan(root: PlanNode, namesUnder: NamesUnder): Step {
  const texts = new Map<string, number>();
  countTexts(root, texts);
  const compile = (node: PlanNode, path: readonly string[]): Step => {
    switch (node.kind) {
      case 'Sequence':
        return { kind: 'sequence', steps: node.nodes.map((one) => compile(one, path)) };
      case 'Parallel': {
        const steps = joinEntities(
          node.nodes.map((one) => compile(one, path)),
          namesUnder,
        );
        return { kind: 'parallel', steps };
      }
      case 'Flatten':
        return compile(node.node, [...path, ...node.path.map(String)]);
      case 'Condition': {
        const { condition, ifClause, elseClause } = node;
        const yes = ifClause ? compile(ifClause, path) : null;
        const no = elseClause ? compile(elseClause, path) : null;
        return { kind: 'when', variable: condition, yes, no };
      }
      case 'Fetch':
        return compileFetch(node, path, texts.get(textOf(node))! > 1, namesUnder);
      default:
        throw new EngineFault(`A plan holds a step that is not known here: ${node.kind}.`);
    }
  };
  return compile(root, []);
}

function compileFetch(fetch: FetchNode, path: readonly string[], repeats: boolean, namesUnder: NamesUnder): Step {
  if (fetch.contextRewrites?.length) throw new EngineFault('A plan fills arguments from fields further up.');
  const { serviceName: subgraph, operation: query, variableUsages: variables = [] } = fetch;
  const document = parse(query, { noLocation: true });
  const shape = readAskedShape(document, fetch.outputRewrites);
  // Duplicate mutation fields must not be merged.
  const mayShare = repeats && fetch.operationKind === 'query';
  if (!fetch.requires) return { kind: 'fields', subgraph, request: { query, variables }, path, shape, mayShare };
  const write = compileRepresentationWriter(fetch.requires, fetch.inputRewrites ?? [], namesUnder);
  const requests = mergeEntityFetches([{ query, variables, document }]);
  return { kind: 'entities', subgraph, requests, places: [{ path, write, shape, request: 0 }], mayShare };
}

/**
 * Steps of one round that ask one subgraph for entities become one request, where each asks for types of its own, or
 * for the very same: of nobody is more asked than was planned.
 */
function joinEntities(steps: readonly Step[], namesUnder: NamesUnder): readonly Step[] {
  const joined: Step[] = [];
  for (const step of steps) {
    const at = joined.findIndex((other) => canJoin(other, step, namesUnder));
    const other = joined[at];
    if (step.kind === 'entities' && other?.kind === 'entities') joined[at] = joinTwo(other, step);
    else joined.push(step);
  }
  return joined;
}

function canJoin(one: Step, other: Step, namesUnder: NamesUnder): boolean {
  if (one.kind !== 'entities' || other.kind !== 'entities' || one.subgraph !== other.subgraph) return false;
  const [added] = other.requests.all;
  if (one.requests.all.some(({ query }) => query === added!.query)) return true;
  const types = namesIn(added!, namesUnder);
  return one.requests.all.every((request) => {
    const known = namesIn(request, namesUnder);
    return types !== null && known !== null && types.every((type) => !known.includes(type));
  });
}

function joinTwo(one: EntitiesStep, other: EntitiesStep): EntitiesStep {
  const { all } = one.requests;
  const added = other.requests.all[0]!;
  const known = all.findIndex(({ query }) => query === added.query);
  const request = known === -1 ? all.length : known;
  return {
    ...one,
    requests: known === -1 ? mergeEntityFetches([...all, added]) : one.requests,
    places: [...one.places, ...other.places.map((place) => ({ ...place, request }))],
    mayShare: one.mayShare || other.mayShare,
  };
}

/** Every type of which an asking may be told an entity. */
function namesIn(request: ParsedAsking, namesUnder: NamesUnder): readonly string[] | null {
  return typesAsked(request)?.flatMap((type) => [...namesUnder(type)]) ?? null;
}

function countTexts(node: PlanNode, texts: Map<string, number>): void {
  if (node.kind === 'Sequence' || node.kind === 'Parallel') for (const one of node.nodes) countTexts(one, texts);
  else if (node.kind === 'Flatten') countTexts(node.node, texts);
  else if (node.kind === 'Condition') {
    for (const one of [node.ifClause, node.elseClause]) if (one) countTexts(one, texts);
  } else if (node.kind === 'Fetch') texts.set(textOf(node), (texts.get(textOf(node)) ?? 0) + 1);
}

const textOf = ({ serviceName, operation }: FetchNode): string => `${serviceName}|${operation}`;
