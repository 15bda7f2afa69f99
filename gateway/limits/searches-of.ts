import { type DocumentNode, type FieldNode, type GraphQLSchema, getArgumentValues, Kind } from 'graphql';
import { operationIn } from '../shared/graphql-ast';
import type { SearchAsked } from './search-patterns';

/** What an operation looks for, once narrowed: each search as it is asked, and how many pages of rosters. */
export interface AskedSearches {
  readonly searches: readonly SearchAsked[];
  readonly pages: number;
}

const SEARCHING: ReadonlySet<string> = new Set(['findPeople', 'findForAccount']);
const LOOKING: ReadonlySet<string> = new Set([...SEARCHING, 'caseload']);

/** Of an operation, the root fields that look for people: without what they are asked about them. */
export function searchFields(document: DocumentNode | null): readonly FieldNode[] {
  const root = document && operationIn(document)?.selectionSet.selections;
  return (root ?? []).flatMap((selection) =>
    selection.kind === Kind.FIELD && LOOKING.has(selection.name.value)
      ? [{ ...selection, selectionSet: undefined }]
      : [],
  );
}

/** @param variables of the narrowed document. */
export function searchesOf(
  asked: readonly FieldNode[],
  variables: Readonly<Record<string, unknown>>,
  schema: GraphQLSchema,
): AskedSearches {
  const fields = schema.getQueryType()?.getFields() ?? {};
  const searches: SearchAsked[] = [];
  let pages = 0;
  for (const field of asked) {
    if (field.name.value === 'caseload') pages += 1;
    const looking = SEARCHING.has(field.name.value) ? fields[field.name.value] : undefined;
    if (!looking) continue;
    const { by } = getArgumentValues(looking, field, { ...variables });
    searches.push(by as SearchAsked);
  }
  return { searches, pages };
}
