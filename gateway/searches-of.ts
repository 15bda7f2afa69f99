import { type DocumentNode, type GraphQLSchema, getArgumentValues, Kind } from 'graphql';
import type { SearchAsked } from './limits/search-patterns';
import { operationIn } from './selected';

/** What an operation looks for, once narrowed: each search as it is asked, and how many pages of rosters. */
export interface AskedSearches {
  readonly searches: readonly SearchAsked[];
  readonly pages: number;
}

/** @param variables of the narrowed document. */
export function searchesOf(
  document: DocumentNode | null,
  variables: Readonly<Record<string, unknown>>,
  schema: GraphQLSchema,
): AskedSearches {
  const fields = schema.getQueryType()?.getFields() ?? {};
  const searches: SearchAsked[] = [];
  let pages = 0;
  for (const selection of (document && operationIn(document)?.selectionSet.selections) ?? []) {
    if (selection.kind !== Kind.FIELD) continue;
    if (selection.name.value === 'caseload') pages += 1;
    if (selection.name.value !== 'findPeople' || !fields.findPeople) continue;
    const { by } = getArgumentValues(fields.findPeople, selection, { ...variables });
    searches.push(by as SearchAsked);
  }
  return { searches, pages };
}
