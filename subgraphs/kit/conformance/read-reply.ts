/** Reading what came: values at a path, codes, and whether a request was refused. */

import type { LeafPath } from './describe-agency';
import { Broken } from './expect-that';
import type { Reply } from './target';

/** No data at all, and an error that says why. */
export const isRefused = ({ body, status }: Reply): boolean =>
  (body?.data === undefined || body.data === null) && (status >= 400 || (body?.errors?.length ?? 0) > 0);

/** Codes of the errors, each once. */
export const codesOf = ({ body }: Reply): readonly string[] => [
  ...new Set((body?.errors ?? []).map(({ extensions }) => String(extensions?.code ?? 'no code'))),
];

/** In few words, for a report: a status, and codes. Never a value. */
export const tellReply = (reply: Reply): string => {
  const codes = codesOf(reply);
  const data = reply.body?.data === undefined || reply.body.data === null ? 'no data' : 'data';
  return `${reply.status} with ${data}${codes.length > 0 ? ` and ${codes.join(', ')}` : ''}`;
};

/** The entities of an answer. Throws `Broken` where there are not as many as were asked for. */
export function entitiesOf(reply: Reply, expected: number): readonly unknown[] {
  const entities: unknown = reply.body?.data?._entities;
  if (!Array.isArray(entities) || entities.length !== expected)
    throw new Broken(
      `expected ${expected} entities, came ${Array.isArray(entities) ? entities.length : tellReply(reply)}`,
    );
  return entities;
}

/** Every value at a path, through lists; null and what is missing is none. */
export function valuesAt(value: unknown, path: readonly string[]): readonly unknown[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((one) => valuesAt(one, path));
  const [first, ...rest] = path;
  if (first === undefined) return [value];
  return typeof value === 'object' && Object.hasOwn(value, first)
    ? valuesAt((value as Record<string, unknown>)[first], rest)
    : [];
}

/** Leaves of which an entity holds a value. */
export const heldLeaves = (entity: unknown, leaves: readonly LeafPath[]): readonly LeafPath[] =>
  leaves.filter(({ path }) => valuesAt(entity, path).length > 0);

/** `health.visits.date` */
export const tellPath = ({ path }: LeafPath): string => path.join('.');

/** What is told of one place of a list, without the place: for comparing one person's answer with another's. */
export function tellPlace(reply: Reply, entity: unknown, at: number): string {
  const errors = (reply.body?.errors ?? [])
    .filter(({ path }) => !Array.isArray(path) || path[1] === at || typeof path[1] !== 'number')
    .map(({ message, path, extensions }) => ({
      message,
      code: extensions?.code,
      path: Array.isArray(path) ? path.slice(2) : path,
    }));
  return JSON.stringify({ entity, errors });
}
