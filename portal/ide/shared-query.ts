import { sharedText, type WrittenQuery } from './without-identifiers';

/** What a link holds: a query, and as whom and for what it is asked. */
export interface SharedQuery extends WrittenQuery {
  readonly persona?: string | null;
  readonly purpose?: string;
}

const NAME = '#query=';

/** The part of an address behind `#`, which a browser sends to nobody; null where the query's text could say who somebody is. */
export function writeSharedQuery({ persona, purpose, ...written }: SharedQuery): string | null {
  const shared = sharedText(written);
  if (shared === null) return null;
  return NAME + encodeURIComponent(JSON.stringify({ ...shared, persona: persona ?? undefined, purpose }));
}

/** The query that an address shares; null where it shares none. It is put into the editor, and never run by itself. */
export function readSharedQuery(hash: string): SharedQuery | null {
  if (!hash.startsWith(NAME)) return null;
  try {
    const { query, variables, persona, purpose } = JSON.parse(decodeURIComponent(hash.slice(NAME.length))) as Readonly<
      Record<string, unknown>
    >;
    if (typeof query !== 'string') return null;
    return { query, variables: textOf(variables), persona: textOf(persona), purpose: textOf(purpose) };
  } catch {
    return null;
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
