import type { GraphQLFormattedError } from 'graphql';

export type Steps = readonly (string | number)[];
type Json = Record<string, unknown>;
export interface Chunk {
  readonly data?: Json | null;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: Json;
  readonly pending?: readonly { readonly id: string; readonly path: Steps; readonly label?: string }[];
  readonly incremental?: readonly {
    readonly id?: string;
    readonly path?: Steps;
    readonly subPath?: Steps;
    readonly data?: Json | null;
    readonly items?: readonly unknown[] | null;
    readonly errors?: readonly GraphQLFormattedError[];
    readonly extensions?: Json;
  }[];
  readonly completed?: readonly { readonly id: string; readonly errors?: readonly GraphQLFormattedError[] }[];
  readonly hasNext: boolean;
}

export interface Merged {
  readonly data: unknown;
  readonly errors: readonly GraphQLFormattedError[];
  readonly extensions: Json;
}

const at = (data: unknown, path: Steps): unknown =>
  path.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], data);

/**
 * Merges the parts of an answer by the rules of the format of graphql-js 17 alpha 9, or of August 2022, and throws where a
 * part breaks them: it adds to what was not promised, over what has come, or after the last.
 * @param isWhole whether the parts are all that there are.
 */
export function mergeParts(chunks: readonly Chunk[], isWhole = true): Merged {
  const [first, ...others] = chunks;
  if (!first || !('data' in first)) throw new Error('The first part has the data.');
  const data = first.data;
  const errors = [...(first.errors ?? [])];
  const extensions: Json = { ...first.extensions };
  const pending = new Map<string, Steps>();
  let isById = first.pending !== undefined;
  const isLast = (at_: number): boolean => at_ === chunks.length - 1;
  for (const [number, chunk] of chunks.entries())
    if (isWhole && chunk.hasNext === isLast(number)) throw new Error(`hasNext is ${chunk.hasNext} in part ${number}.`);
  const announce = ({ pending: more = [] }: Chunk): void => {
    for (const { id, path } of more) {
      if (pending.has(id)) throw new Error(`${id} is pending twice.`);
      pending.set(id, path);
    }
  };
  announce(first);
  for (const chunk of others) {
    isById ||= chunk.pending !== undefined;
    announce(chunk);
    Object.assign(extensions, chunk.extensions);
    for (const one of chunk.incremental ?? []) {
      errors.push(...(one.errors ?? []));
      Object.assign(extensions, one.extensions);
      const base = isById ? pending.get(one.id!) : one.path;
      if (!base) throw new Error('What is added was not promised.');
      if (one.items) {
        const path = isById ? base : base.slice(0, -1);
        const list = at(data, path) as unknown[];
        if (!isById && list.length !== base.at(-1)) throw new Error('Items do not follow those before them.');
        list.push(...one.items);
      } else if (one.data) {
        const object = at(data, [...base, ...(one.subPath ?? [])]) as Json;
        for (const [key, value] of Object.entries(one.data)) {
          if (Object.hasOwn(object, key)) throw new Error(`${key} has come before.`);
          Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
        }
      }
    }
    for (const { id, errors: failed } of chunk.completed ?? []) {
      if (!pending.delete(id)) throw new Error(`${id} is completed and was not pending.`);
      errors.push(...(failed ?? []));
    }
  }
  if (isWhole && pending.size > 0) throw new Error('What was promised has not come.');
  return { data, errors, extensions };
}
