import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The README's query. */
export const README_QUERY = (
  JSON.parse(readFileSync(join(__dirname, '../../docs/okafor-family.json'), 'utf8')) as { readonly query: string }
).query;

/** The same search, and nothing of whoever is found. */
export const SEARCH_ALONE = README_QUERY.replace(/certain \{[\s\S]*\n {4}\}\n/, 'certain { id }\n');
