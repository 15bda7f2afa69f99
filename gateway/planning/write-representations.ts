import { FaultyNull } from '../shared/faulty-null';
import { isTree, type Tree } from './merge-entities';
import type { NeededSelection, Rewrite } from './query-plan';

/** The names that satisfy a type condition: the type itself and, of an abstract one, all that stand under it. */
export type NamesUnder = (condition: string) => ReadonlySet<string>;

/**
 * Writes how one entity is named to an agency; null where something that is needed for it is not known, and a faulty null
 * where that is because it failed.
 */
export type RepresentationWriter = (entity: Tree) => Tree | FaultyNull | null;

type Needed =
  | { readonly kind: 'field'; readonly key: string; readonly below: readonly Needed[] | null }
  | { readonly kind: 'on'; readonly names: ReadonlySet<string>; readonly below: readonly Needed[] };

/** Something that is needed is not in the tree: whoever should have said it did not. */
const NOT_KNOWN = Symbol('not known');

export function compileRepresentationWriter(
  requires: readonly NeededSelection[],
  rewrites: readonly Rewrite[],
  namesUnder: NamesUnder,
): RepresentationWriter {
  const needed = compileNeeded(requires, namesUnder);
  const edits = rewrites.map((rewrite) => compileRewrite(rewrite, namesUnder));
  return (entity) => {
    const written: Tree = {};
    const lacking = writeObject(entity, needed, written);
    if (lacking instanceof FaultyNull) return lacking;
    if (lacking || typeof written.__typename !== 'string') return null;
    for (const edit of edits) edit(written);
    return written;
  };
}

function compileNeeded(selections: readonly NeededSelection[], namesUnder: NamesUnder): readonly Needed[] {
  return selections.flatMap((selection): readonly Needed[] => {
    const below = selection.selections ? compileNeeded(selection.selections, namesUnder) : null;
    if (selection.kind === 'Field') return [{ kind: 'field', key: selection.alias ?? selection.name, below }];
    if (selection.typeCondition === undefined) return below ?? [];
    return [{ kind: 'on', names: namesUnder(selection.typeCondition), below: below ?? [] }];
  });
}

/** What is not known of what is needed; null where all is. */
type Lacking = typeof NOT_KNOWN | FaultyNull | null;
const isLacking = (value: unknown): value is Exclude<Lacking, null> =>
  value === NOT_KNOWN || value instanceof FaultyNull;

function writeObject(source: Tree, needed: readonly Needed[], into: Tree): Lacking {
  for (const one of needed) {
    if (one.kind === 'on') {
      const type = source.__typename;
      const applies = typeof type === 'string' && one.names.has(type);
      const lacking = applies ? writeObject(source, one.below, into) : null;
      if (lacking) return lacking;
      continue;
    }
    const value = Object.hasOwn(source, one.key) ? source[one.key] : undefined;
    const written = one.below ? writeBelow(value, one.below, into[one.key]) : value;
    if (written === undefined) return NOT_KNOWN;
    if (isLacking(written)) return written;
    into[one.key] = written;
  }
  return null;
}

/** @param before what another fragment has already written there */
function writeBelow(value: unknown, needed: readonly Needed[], before: unknown): unknown {
  if (value === undefined) return NOT_KNOWN;
  if (Array.isArray(value)) {
    const places: readonly unknown[] = Array.isArray(before) ? before : [];
    const written = value.map((one, at) => writeBelow(one, needed, places[at]));
    return written.find(isLacking) ?? written;
  }
  if (!isTree(value)) return value;
  const into = isTree(before) ? before : {};
  return writeObject(value, needed, into) ?? into;
}

type Edit = (representation: Tree) => void;

/** What the planner changes in a representation: the type of an `@interfaceObject`, a key that it asked by another name. */
function compileRewrite(rewrite: Rewrite, namesUnder: NamesUnder): Edit {
  const steps = rewrite.path.map((step) =>
    step.startsWith('... on ')
      ? { names: namesUnder(step.slice('... on '.length)), key: '' }
      : { names: null, key: step },
  );
  const last = steps.at(-1)?.key ?? '';
  const edit = (object: Tree): void => {
    if (rewrite.kind === 'ValueSetter') object[last] = rewrite.setValueTo;
    else if (Object.hasOwn(object, last)) {
      object[rewrite.renameKeyTo] = object[last];
      delete object[last];
    }
  };
  const walk = (value: unknown, at: number): void => {
    if (Array.isArray(value)) for (const one of value) walk(one, at);
    else if (isTree(value)) {
      const step = steps[at]!;
      if (at === steps.length - 1) edit(value);
      else if (step.names === null) walk(value[step.key], at + 1);
      else if (typeof value.__typename !== 'string' || step.names.has(value.__typename)) walk(value, at + 1);
    }
  };
  return (representation) => walk(representation, 0);
}
