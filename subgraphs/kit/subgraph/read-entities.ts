import type { GraphQLResolveInfo } from 'graphql';
import type { Reference } from '../agency';
import type { AskedEntity, KitContext } from './request-context';

/**
 * Resolves `_entities` to bare references: the type and the key, whatever else a representation brings along. Nothing is
 * loaded here, since this runs before any field is guarded. A null key is nobody: engines do send `{"healthRef": null}`.
 */
export const readEntities =
  (keys: ReadonlyMap<string, string>) =>
  (
    _root: unknown,
    args: { readonly representations?: unknown },
    context: KitContext,
    info: GraphQLResolveInfo,
  ): readonly (Reference | null)[] => {
    const representations: readonly unknown[] = Array.isArray(args.representations) ? args.representations : [];
    const asked = representations.map((representation) => readEntity(keys, representation));
    context.asked.set(String(info.path.key), asked);
    return asked.map((entity) =>
      entity ? { __typename: entity.type, [keys.get(entity.type) ?? '']: entity.ref } : null,
    );
  };

function readEntity(keys: ReadonlyMap<string, string>, representation: unknown): AskedEntity {
  if (typeof representation !== 'object' || representation === null) return null;
  const entries = new Map<string, unknown>(Object.entries(representation));
  const type = entries.get('__typename');
  const key = typeof type === 'string' ? keys.get(type) : undefined;
  const ref = key && entries.get(key);
  return typeof type === 'string' && typeof ref === 'string' && ref !== '' ? { type, ref } : null;
}

/**
 * Whom a field is about: the entity at the head of its path, or `a place` under any other root field. Undefined where it
 * cannot be told. Read from the path and not from the parent value, which two siblings may share.
 */
export function whoIsAsked(context: KitContext, info: GraphQLResolveInfo): AskedEntity | 'a place' | undefined {
  let step = info.path;
  let below: typeof step | undefined;
  while (step.prev) {
    below = step;
    step = step.prev;
  }
  const asked = context.asked.get(String(step.key));
  if (!asked) return 'a place';
  return typeof below?.key === 'number' ? asked[below.key] : undefined;
}
