import { Kind, type OperationDefinitionNode, parse, type SelectionSetNode } from 'graphql';
import { refused, type SchemaFinding } from '../findings';
import type { DirectiveUse, ReadSubgraph } from '../read-subgraph';
import { namedType } from '../read-subgraph';
import type { RuleContext } from '../rule-context';

/** What one agency would be told of another's records, by `@requires` or `@provides`. */
export interface DataFlow {
  readonly from: string;
  readonly to: string;
  readonly stream: string;
  /** The field of others that is told, and the field for which. */
  readonly told: string;
  readonly for: string;
}

/** New data flows between agencies are named, and refused unless the protocol has them. */
export function checkFlows(subgraph: ReadSubgraph, around: RuleContext): readonly SchemaFinding[] {
  return subgraph.uses
    .filter(({ means }) => means === 'requires' || means === 'provides')
    .flatMap((use) => [...checkArguments(use), ...checkAgreed(use, subgraph, around)]);
}

function selectionOf(use: DirectiveUse): SelectionSetNode | null {
  try {
    const text = String(use.arguments.fields ?? '');
    return (parse(`{ ${text} }`, { noLocation: true, maxTokens: 1_000 }).definitions[0] as OperationDefinitionNode)
      .selectionSet;
  } catch {
    // The composer says what is wrong with it.
    return null;
  }
}

function checkArguments(use: DirectiveUse): readonly SchemaFinding[] {
  const withArguments: string[] = [];
  const walk = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD && (selection.arguments?.length ?? 0) > 0)
        withArguments.push(selection.name.value);
      if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) walk(selection.selectionSet);
    }
  };
  const set = selectionOf(use);
  if (set) walk(set);
  return withArguments.map((field) =>
    refused(
      'REQUIRES_ARGUMENTS',
      `${use.coordinate} asks for ${field} with arguments in @${use.written}, which is not supported. Ask for a field without arguments.`,
      { line: use.line, coordinate: use.coordinate },
    ),
  );
}

function checkAgreed(use: DirectiveUse, subgraph: ReadSubgraph, around: RuleContext): readonly SchemaFinding[] {
  return flowsOf(use, subgraph, around)
    .filter(({ from, stream }) => !around.flows(from, stream))
    .map(({ from, to, stream, told }) =>
      refused(
        'FLOW_NOT_AGREED',
        `By @${use.written}, ${use.coordinate} would tell ${to} what ${from === 'gateway' ? 'the agencies hold' : `${from} holds`} at ${told} (${stream}). No protocol has a flow of it from ${from} to ${to}: agree one first, or leave it out.`,
        { line: use.line, coordinate: use.coordinate },
      ),
    );
}

/** Of every field that is named: whose it is, and under which stream. */
export function flowsOf(use: DirectiveUse, subgraph: ReadSubgraph, around: RuleContext): readonly DataFlow[] {
  const [on = '', field = ''] = use.coordinate.split('.');
  const typeOf = new Map(
    subgraph.types.flatMap((type) => type.fields.map((one) => [one.coordinate, namedType(one.type).name.value])),
  );
  const flows: DataFlow[] = [];
  const walk = (set: SelectionSetNode, type: string): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT)
        walk(selection.selectionSet, selection.typeCondition?.name.value ?? type);
      if (selection.kind !== Kind.FIELD) continue;
      const coordinate = `${type}.${selection.name.value}`;
      const owner = around.owners.get(coordinate) ?? around.owners.get(type);
      const known = around.field(coordinate);
      if (owner !== undefined && owner !== around.agency)
        for (const stream of known?.streams ?? [`${owner}:${selection.name.value}`]) {
          // What the gateway tells it has of the agency whose stream it is.
          const [from = owner] = stream.split(':');
          if (from !== around.agency)
            flows.push({ from, to: around.agency, stream, told: coordinate, for: use.coordinate });
        }
      if (selection.selectionSet) walk(selection.selectionSet, typeOf.get(coordinate) ?? known?.returns ?? '');
    }
  };
  const set = selectionOf(use);
  const start = use.means === 'provides' ? (typeOf.get(`${on}.${field}`) ?? '') : on;
  if (set) walk(set, start);
  return flows;
}
