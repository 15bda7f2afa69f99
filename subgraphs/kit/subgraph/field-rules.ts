import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { UnguardedField, UnservableSdl } from '../errors';
import type { Policy, StatedPolicies } from './policies';

/** What a field asks of the grant. `policies`: each must be met. `any child`: a container, open if anything in it is. */
export type FieldRule =
  | { readonly kind: 'policies'; readonly all: readonly Policy[] }
  | { readonly kind: 'any child'; readonly of: readonly (readonly Policy[])[] }
  | { readonly kind: 'key' }
  | { readonly kind: 'guarded above' };

/** The types at the head of a path, whose key says about whom the path is. */
export interface GuardedTypes {
  /** `Person` and, where the agency has one, `Family`: each with the field that is its key. */
  readonly entities: ReadonlyMap<string, string>;
}

/** Fields that federation itself adds. */
const FEDERATION_FIELDS = ['Query._service', 'Query._entities', '_Service.sdl'];

/**
 * The rule of every field that the SDL publishes, by coordinate. A field answers to its own policies, to those of the
 * type it stands in and to those of the type it returns. Throws `UnguardedField` where data would be open to any grant.
 */
export function ruleFields(
  schema: GraphQLSchema,
  stated: StatedPolicies,
  guarded: GuardedTypes,
): ReadonlyMap<string, FieldRule> {
  const types = Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
  );
  refuseWhatCannotBeGuarded(schema, types, guarded);
  const ownPolicies = (type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): readonly Policy[] => [
    ...(stated.ofType.get(type.name) ?? []),
    ...(stated.ofField.get(`${type.name}.${field.name}`) ?? []),
    ...(getNamedType(field.type).name === type.name ? [] : (stated.ofType.get(getNamedType(field.type).name) ?? [])),
  ];

  /** What opens something inside a field: the policies of each guarded field that is reached first on the way down. */
  const inside = (field: GraphQLField<unknown, unknown>, seen: readonly string[]): readonly (readonly Policy[])[] => {
    return objectsBehind(schema, getNamedType(field.type)).flatMap((type) => {
      if (seen.includes(type.name)) return [];
      return Object.values(type.getFields()).flatMap((child) => {
        const policies = ownPolicies(type, child);
        return policies.length > 0 ? [policies] : inside(child, [...seen, type.name]);
      });
    });
  };

  const rules = new Map<string, FieldRule>();
  const reachedUnguarded = new Set<string>();
  const visit = (type: GraphQLObjectType): void => {
    if (reachedUnguarded.has(type.name)) return;
    reachedUnguarded.add(type.name);
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      if (FEDERATION_FIELDS.includes(coordinate)) continue;
      const policies = ownPolicies(type, field);
      const returned = getNamedType(field.type);
      if (policies.length > 0) rules.set(coordinate, { kind: 'policies', all: policies });
      else if (guarded.entities.get(type.name) === field.name) rules.set(coordinate, { kind: 'key' });
      else if (isLeafType(returned)) throw new UnguardedField(coordinate);
      else {
        rules.set(coordinate, { kind: 'any child', of: inside(field, [type.name]) });
        objectsBehind(schema, returned).forEach(visit);
      }
    }
  };
  for (const type of types) if (isRoot(schema, type) || guarded.entities.has(type.name)) visit(type);

  // Whatever was not reached through an unguarded field stands behind a guarded one, as Practitioner does.
  for (const type of types.filter(({ name }) => !reachedUnguarded.has(name))) {
    for (const field of Object.values(type.getFields())) {
      const policies = ownPolicies(type, field);
      rules.set(
        `${type.name}.${field.name}`,
        policies.length > 0 ? { kind: 'policies', all: policies } : { kind: 'guarded above' },
      );
    }
  }
  return rules;
}

function refuseWhatCannotBeGuarded(
  schema: GraphQLSchema,
  types: readonly GraphQLObjectType[],
  guarded: GuardedTypes,
): void {
  if (schema.getSubscriptionType()) throw new UnservableSdl('a Subscription root: an agency answers, it does not push');
  const union = schema.getType('_Entity');
  const keyed = isUnionType(union) ? union.getTypes() : [];
  const stranger = keyed.find(({ name }) => !guarded.entities.has(name));
  if (stranger) throw new UnservableSdl(`${stranger.name} has a @key: an agency keys people and families only`);
  for (const type of types) {
    for (const field of Object.values(type.getFields())) {
      if (guarded.entities.has(getNamedType(field.type).name))
        throw new UnservableSdl(`${type.name}.${field.name} returns a person or a family: only linkage does`);
    }
  }
}

/** What an object in this place can be. */
const objectsBehind = (schema: GraphQLSchema, type: GraphQLNamedType): readonly GraphQLObjectType[] =>
  isAbstractType(type) ? schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];

const isRoot = (schema: GraphQLSchema, type: GraphQLObjectType): boolean =>
  [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].includes(type);

/** Is this enough? Outer lists are alternatives; inside one, every stream is needed. */
export const meets = (held: ReadonlySet<string>, all: readonly Policy[]): boolean =>
  all.every((policy) => policy.some((needed) => needed.every((stream) => held.has(stream))));
