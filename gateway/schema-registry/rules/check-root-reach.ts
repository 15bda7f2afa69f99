import { isOfActs } from '../acts/read-acts';
import { refused, type SchemaFinding } from '../findings';
import { namedType, type ReadField, type ReadSubgraph } from '../read-subgraph';
import type { RuleContext } from '../rule-context';

const ROOTS: ReadonlySet<string> = new Set(['Query', 'Mutation']);

/** Whatever an agency's own root fields lead to is about places and services: streams that the protocol says are `public`. */
export function checkRootReach({ types, uses }: ReadSubgraph, { streams }: RuleContext): readonly SchemaFinding[] {
  const policies = new Map<string, readonly string[]>();
  for (const use of uses)
    if (use.means === 'policy' && Array.isArray(use.arguments.policies))
      policies.set(
        use.coordinate,
        (use.arguments.policies as unknown[]).flat().filter((one) => typeof one === 'string'),
      );
  const below = (type: string): readonly string[] => [
    ...types.filter(({ name }) => name === type).flatMap(({ members }) => members.map(({ name }) => name.value)),
    ...types.filter(({ interfaces }) => interfaces.some(({ name }) => name.value === type)).map(({ name }) => name),
  ];
  const findings: SchemaFinding[] = [];
  const seen = new Set<string>();
  const visit = (field: ReadField, type: string, root: ReadField): void => {
    const returned = namedType(field.type).name.value;
    for (const place of [field.coordinate, type, returned])
      for (const stream of policies.get(place) ?? [])
        if (streams.get(stream)?.about === 'people')
          findings.push(
            refused(
              'PEOPLE_AT_THE_ROOT',
              `${root.coordinate} leads to ${field.coordinate}, whose stream "${stream}" is about people. Root fields are about places and services: put it under Person.`,
              { line: field.line, coordinate: field.coordinate },
            ),
          );
    enter(returned, root);
  };
  const enter = (type: string, root: ReadField): void => {
    if (seen.has(type)) return;
    seen.add(type);
    for (const { fields } of types.filter(({ name }) => name === type))
      for (const field of fields) visit(field, type, root);
    for (const other of below(type)) enter(other, root);
  };
  // Acts and worklists are asked by linkage alone, and are no part of the supergraph.
  for (const type of types.filter(({ name }) => ROOTS.has(name)))
    for (const field of type.fields.filter(({ coordinate }) => !isOfActs(coordinate))) visit(field, type.name, field);
  return findings;
}
