import type { GraphQLFormattedError } from 'graphql';
import type { Added, AnswerPart, Promised } from '../execution/deliver-parts';
import type { ToldPart } from '../pipeline';

/**
 * How parts are written: as Apollo Router and Apollo Client's `Defer20220824Handler` have them, or as graphql-js
 * 17.0.0-alpha.9 and `GraphQL17Alpha9Handler` (https://specs.apollo.dev/incremental/v0.2/).
 */
export type IncrementalFormat = 'deferSpec=20220824' | 'incrementalSpec=v0.2';

const FORMATS: readonly IncrementalFormat[] = ['deferSpec=20220824', 'incrementalSpec=v0.2'];

/** The format that a client asks for, the one that it would rather have first; null where it asks for none. */
export function formatOf(accept: string | undefined): IncrementalFormat | null {
  const asked = (accept ?? '').split(',').flatMap((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().replaceAll('"', ''));
    if (type.toLowerCase() !== 'multipart/mixed') return [];
    const format = FORMATS.find((one) => parameters.some((given) => given.toLowerCase() === one.toLowerCase()));
    const quality = Number(parameters.find((given) => /^q=/i.test(given))?.slice(2) ?? 1);
    return format && quality > 0 ? [{ format, quality }] : [];
  });
  return asked.toSorted((one, other) => other.quality - one.quality)[0]?.format ?? null;
}

export const contentTypeOf = (format: IncrementalFormat): string => `multipart/mixed; boundary="-"; ${format}`;

/** Begins the body of an answer in parts (RFC 2046, section 5.1.1). Each part ends with the boundary after it, so that it is read at once. */
export const BEFORE_PARTS = '\r\n---';
export const multipart = (part: object, isLast: boolean): string =>
  `\r\ncontent-type: application/json; charset=utf-8\r\n\r\n${JSON.stringify(part)}\r\n---${isLast ? '--\r\n' : ''}`;

/** Writes the parts of one answer. */
export interface PartWriter {
  write(part: ToldPart): object;
  /** In place of all that has been promised and has not come. */
  fail(error: GraphQLFormattedError): object;
}

type TellErrors = (errors: readonly Added['errors'][number][]) => readonly GraphQLFormattedError[];

export function createPartWriter(format: IncrementalFormat, tellErrors: TellErrors): PartWriter {
  const open = new Map<number, Promised>();
  const keep = ({ pending, completed }: AnswerPart): void => {
    for (const one of pending) open.set(one.id, one);
    for (const { promised } of completed) open.delete(promised.id);
  };
  const written = format === 'incrementalSpec=v0.2' ? byId(tellErrors) : byPath(tellErrors);
  return {
    write(part) {
      keep(part);
      return written.write(part);
    },
    fail: (error) => written.fail([...open.values()], error),
  };
}

interface Written {
  write(part: ToldPart): object;
  fail(open: readonly Promised[], error: GraphQLFormattedError): object;
}

const errorsIn = (errors: readonly GraphQLFormattedError[]) => (errors.length > 0 ? { errors } : {});
const labelOf = ({ usage: { label } }: Promised) => (label === null ? {} : { label });
const extensionsIn = (extensions: object) => (Object.keys(extensions).length > 0 ? { extensions } : {});
/** What is told beside a part is told with something of it: a client merges nothing else. */
const withExtensions = (incremental: readonly object[], extensions: object): readonly object[] =>
  incremental.map((one, at) => (at === incremental.length - 1 ? { ...one, ...extensionsIn(extensions) } : one));

function firstOf({ first, extensions }: ToldPart, tellErrors: TellErrors): object {
  return { ...errorsIn(tellErrors(first!.errors)), data: first!.data, ...extensionsIn(extensions) };
}

/** As a draft of 24 August 2022: each addition stands at its path. */
function byPath(tellErrors: TellErrors): Written {
  const items = (one: Added) =>
    one.kind === 'items' ? { items: one.items, path: [...one.path, one.from] } : { data: one.data, path: one.path };
  return {
    write(part) {
      const hasNext = !part.isLast;
      if (part.first) return { ...firstOf(part, tellErrors), hasNext };
      const added = part.added.map((one) => ({
        ...items(one),
        ...labelOf(one.promised),
        ...errorsIn(tellErrors(one.errors)),
      }));
      const failed = part.completed
        .filter(({ errors }) => errors.length > 0)
        .map(({ promised, errors }) => failure(promised, tellErrors(errors)));
      const incremental = withExtensions([...added, ...failed], part.extensions);
      if (incremental.length > 0) return { incremental, hasNext };
      return { ...extensionsIn(part.extensions), hasNext };
    },
    fail: (open, error) => ({ incremental: open.map((one) => failure(one, [error])), hasNext: false }),
  };
}

/** A list that will not be whole has no items; a fragment that will not come has no data. */
const failure = (promised: Promised, errors: readonly GraphQLFormattedError[]) => ({
  ...(promised.usage.kind === 'stream'
    ? { items: null, path: [...promised.path, promised.usage.initialCount] }
    : { data: null, path: promised.path }),
  ...labelOf(promised),
  ...errorsIn(errors),
});

/** As graphql-js 17.0.0-alpha.9: what is pending has an id, by which it is added to and completed. */
function byId(tellErrors: TellErrors): Written {
  return {
    write(part) {
      const pending = part.pending.map((one) => ({ id: String(one.id), path: one.path, ...labelOf(one) }));
      const added = part.added.map((one) => {
        const subPath = one.path.slice(one.promised.path.length);
        return {
          id: String(one.promised.id),
          ...(one.kind === 'items' ? { items: one.items } : { data: one.data }),
          ...(one.kind === 'fields' && subPath.length > 0 ? { subPath } : {}),
          ...errorsIn(tellErrors(one.errors)),
        };
      });
      const completed = part.completed.map(({ promised, errors }) => ({
        id: String(promised.id),
        ...errorsIn(tellErrors(errors)),
      }));
      const incremental = withExtensions(added, part.extensions);
      return {
        ...(part.first ? firstOf(part, tellErrors) : {}),
        ...(pending.length > 0 ? { pending } : {}),
        ...(incremental.length > 0 ? { incremental } : part.first ? {} : extensionsIn(part.extensions)),
        ...(completed.length > 0 ? { completed } : {}),
        hasNext: !part.isLast,
      };
    },
    fail: (open, error) => ({
      completed: open.map(({ id }) => ({ id: String(id), errors: [error] })),
      hasNext: false,
    }),
  };
}
