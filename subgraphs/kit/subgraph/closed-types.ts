import {
  defaultTypeResolver,
  type GraphQLAbstractType,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  getNamedType,
  isAbstractType,
  isListType,
  isNonNullType,
} from 'graphql';
import { NotGranted } from '../not-granted';
import { meets } from './field-rules';
import type { StatedPolicies } from './policies';
import type { KitContext } from './request-context';
import { heldFor } from './shield';

type FieldResolver = GraphQLFieldResolver<unknown, KitContext, Record<string, unknown>>;

/** Stands for an object that the grant does not open: null is a value that a list may hold. */
const LEFT_OUT = Symbol('left out');

/**
 * A field that returns a union or an interface, without the objects whose own type states a `@policy` that the grant does
 * not meet: one is left out of a list, a single one is null. Neither its type nor that it is there is told. Where null may
 * not stand, `NotGranted`.
 */
export function leaveOutClosedTypes(
  resolve: FieldResolver,
  type: GraphQLOutputType,
  stated: StatedPolicies,
): FieldResolver {
  const named = getNamedType(type);
  if (!isAbstractType(named)) return resolve;
  return async (parent, args, context, info) => {
    const held = heldFor(context, info);
    const isClosed = async (value: unknown): Promise<boolean> => {
      const name = await typeOf(named, value, context, info);
      return name !== undefined && !meets(held, stated.ofType.get(name) ?? []);
    };
    const shown = await withoutClosed(await resolve(parent, args, context, info), type, isClosed);
    if (shown !== LEFT_OUT) return shown;
    if (isNonNullType(type)) throw new NotGranted();
    return null;
  };
}

async function withoutClosed(
  value: unknown,
  type: GraphQLOutputType,
  isClosed: (value: unknown) => Promise<boolean>,
): Promise<unknown> {
  const given = await value;
  if (given === null || given === undefined || given instanceof Error) return given;
  if (isNonNullType(type)) return withoutClosed(given, type.ofType, isClosed);
  if (!isListType(type)) return (await isClosed(given)) ? LEFT_OUT : given;
  // What is no list GraphQL itself refuses, by name.
  if (typeof given !== 'object' || !(Symbol.iterator in given)) return given;
  const items = await Promise.all(
    Array.from(given as Iterable<unknown>, (item) => withoutClosed(item, type.ofType, isClosed)),
  );
  return items.filter((item) => item !== LEFT_OUT);
}

/** As GraphQL itself finds it. */
async function typeOf(
  type: GraphQLAbstractType,
  value: unknown,
  context: KitContext,
  info: GraphQLResolveInfo,
): Promise<string | undefined> {
  return (await (type.resolveType ?? defaultTypeResolver)(value, context, info, type)) ?? undefined;
}
