import { buildSubgraphSchema } from '@apollo/subgraph';
import { addResolversToSchema } from '@graphql-tools/schema';
import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema, isObjectType, parse } from 'graphql';
import { applyMiddleware } from 'graphql-middleware';
import { resolveActs } from '../acts/resolve-acts';
import type { Agency, Resolver, Resolvers } from '../agency';
import type { Connector } from '../connector';
import { UnservableSdl } from '../errors';
import { leaveOutClosedTypes } from './closed-types';
import { ruleFields } from './field-rules';
import { readPolicies, type StatedPolicies } from './policies';
import { readEntities, whoIsAsked } from './read-entities';
import type { KitContext } from './request-context';
import { shieldFields } from './shield';

type FieldResolver = GraphQLFieldResolver<unknown, KitContext, Record<string, unknown>>;

/**
 * An agency's SDL and resolvers as one schema that guards itself: each field by its `@policy` and the grant, each person
 * by the agency's veto. Throws `UnguardedField` or `UnservableSdl` where the SDL cannot be guarded.
 */
export function buildAgencySchema<C extends Connector>(agency: Agency<C>): GraphQLSchema {
  const keys = new Map([['Person', agency.personKey]]);
  if (agency.familyKey) keys.set('Family', agency.familyKey);

  // The array form: in the other, resolvers go to the first of several documents only.
  const schema = addResolvers(buildSubgraphSchema([{ typeDefs: parse(agency.sdl) }]), agency);
  checkKeys(schema, keys);
  checkActs(schema, agency);
  const stated = readPolicies(agency.sdl);
  guardResolvers(schema, agency.personKey, readEntities(keys) as FieldResolver, stated);
  const rules = ruleFields(schema, stated, { entities: keys });
  return applyMiddleware(schema, shieldFields(rules));
}

function checkKeys(schema: GraphQLSchema, keys: ReadonlyMap<string, string>): void {
  for (const [name, key] of keys) {
    const type = schema.getType(name);
    if (!isObjectType(type) || !type.getFields()[key]) throw new UnservableSdl(`expected a field ${name}.${key}`);
  }
}

/** An act that nobody does would be answered as if nobody knew what became of it. */
function checkActs(schema: GraphQLSchema, { acts }: Pick<Agency, 'acts'>): void {
  for (const name of Object.keys(schema.getMutationType()?.getFields() ?? {}))
    if (!acts || !Object.hasOwn(acts.rules, name))
      throw new UnservableSdl(`Mutation.${name} has no rule in acts.rules`);
}

/** An agency's resolvers put on its schema. One for what the SDL does not publish is refused by name. */
function addResolvers<C extends Connector>(schema: GraphQLSchema, agency: Agency<C>): GraphQLSchema {
  const resolvers = withActs(agency);
  for (const [name, type] of Object.entries(resolvers))
    if ('serialize' in type && type.name !== name) throw new UnservableSdl(`${name} is resolved by another scalar`);
  try {
    return addResolversToSchema({
      schema,
      resolvers: resolvers as Parameters<typeof addResolversToSchema>[0]['resolvers'],
      resolverValidationOptions: { requireResolversToMatchSchema: 'error' },
      updateResolversInPlace: true,
    });
  } catch (cause) {
    throw new UnservableSdl(cause instanceof Error ? cause.message : 'the resolvers do not fit the SDL', { cause });
  }
}

type Fields<C extends Connector> = Record<string, Resolver<C>>;

/** The agency's own, with the kit's for what is done. A Mutation without its rule is refused. */
function withActs<C extends Connector>({ resolvers, acts }: Agency<C>): Resolvers<C> {
  if (!acts) return resolvers;
  const ours = resolveActs(acts) as unknown as { readonly Mutation: Fields<C>; readonly Query?: Fields<C> };
  return { ...resolvers, Mutation: ours.Mutation, Query: { ...(resolvers.Query as Fields<C>), ...ours.Query } };
}

/** Gives every field a resolver of its own: graphql-middleware wraps nothing else, and passes over `fieldResolver`. */
function guardResolvers(
  schema: GraphQLSchema,
  personKey: string,
  entities: FieldResolver,
  stated: StatedPolicies,
): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const own = leaveOutClosedTypes(field.resolve ?? defaultFieldResolver, field.type, stated);
      const vetoed = type.name === 'Person' && field.name !== personKey ? closeByVeto(own) : own;
      field.resolve = type === schema.getQueryType() && field.name === '_entities' ? entities : vetoed;
    }
  }
}

/**
 * A closed record looks exactly as one that is not held: null, no error, after the same work. The record is read beside
 * the check and not after it, so that the time tells nothing either.
 */
function closeByVeto(resolve: FieldResolver): FieldResolver {
  return async (parent, args, context, info) => {
    const asked = whoIsAsked(context, info);
    const [closed, value] = await Promise.all([
      asked && asked !== 'a place' ? context.veto.isClosed(asked.ref) : true,
      (async () => resolve(parent, args, context, info))(),
    ]);
    return closed ? null : value;
  };
}
