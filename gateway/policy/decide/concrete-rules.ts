import { type GraphQLSchema, isInterfaceType } from 'graphql';
import type { Rule } from '../read/read-rules';
import { allOf, implies, type RuleReading } from './rule-reading';

/** The rules that stand at a coordinate, or on a type, of what a record can really be: never of an interface. */
export type RulesAt = (place: string) => readonly Rule[];

/**
 * Composition writes onto an interface, and its fields, the rules of all that implement it, joined by AND: to ask them of
 * every implementor would close one agency's record by another's rule. So each concrete type is checked by its own. A rule
 * that no implementor explains is the interface's own (composition once took those), and holds for each of them.
 */
export function rulesOfConcreteTypes(
  schema: GraphQLSchema,
  rules: ReadonlyMap<string, Rule>,
  reading: RuleReading,
): RulesAt {
  const ofInterfaces = new Map<string, Rule[]>();
  const guardAt = (place: string): readonly Rule[] => {
    const rule = rules.get(place);
    return rule && reading.guards(rule) ? [rule] : [];
  };
  const hand = (own: string, places: readonly string[]): void => {
    for (const rule of guardAt(own)) {
      const together = allOf(places.flatMap(guardAt).map(reading.alternatives));
      if (implies(together, reading.alternatives(rule))) continue;
      for (const place of places) ofInterfaces.set(place, [...(ofInterfaces.get(place) ?? []), rule]);
    }
  };
  for (const type of Object.values(schema.getTypeMap()).filter(isInterfaceType)) {
    const possible = schema.getPossibleTypes(type).map(({ name }) => name);
    hand(type.name, possible);
    for (const field of Object.keys(type.getFields()))
      hand(
        `${type.name}.${field}`,
        possible.map((name) => `${name}.${field}`),
      );
  }
  return (place) => [...guardAt(place), ...(ofInterfaces.get(place) ?? [])];
}
