import { type DocumentNode, Kind, parse, print, visit } from 'graphql';

export interface WrittenQuery {
  readonly query: string;
  /** As it is typed: JSON. */
  readonly variables?: string | null;
}

/** Fields of `Query` whose arguments are codes of measures and places, and never say who somebody is. */
const TAKES_CODES = ['measures', 'cohort', 'emergingNeeds', 'reachArea', 'centres', 'caseload'];

/** `rent-arrears`, `OVER_8_WEEKS`, `2026-09-30`; no number long enough to be somebody's. */
const isCode = (text: string): boolean =>
  /^([a-z0-9]+(-[a-z0-9]+)*|[A-Z][A-Z0-9_]*)$/.test(text) && text.length <= 60 && !/\d{5}/.test(text);
const isNumber = (text: string): boolean => /^-?\d{1,4}$/.test(text);

/**
 * A query that may stay in the browser, without its comments; null where a value in it, or a variable, could say who somebody
 * is. What is not known to be a code is taken for such a value.
 */
export function withoutIdentifiers({ query, variables }: WrittenQuery): WrittenQuery | null {
  const document = read(query);
  if (document === null || !isFree(document, { variables: true })) return null;
  if (variables === undefined || variables === null || variables.trim() === '') return { query: print(document) };
  const values = readJson(variables);
  return values !== undefined && holdsCodesAlone(values) ? { query: print(document), variables } : null;
}

/** The same of the text alone: its variables may hold anything, and are kept where they do not. */
export function sharedText({ query, variables }: WrittenQuery): WrittenQuery | null {
  const document = read(query);
  if (document === null || !isFree(document, { variables: false })) return null;
  return withoutIdentifiers({ query, variables }) ?? { query: print(document) };
}

function read(query: string): DocumentNode | null {
  try {
    return parse(query);
  } catch {
    return null;
  }
}

/** @param refused whether a variable outside of the fields that take codes is refused too. */
function isFree(document: DocumentNode, refused: { readonly variables: boolean }): boolean {
  let isFreeOf = true;
  let depth = 0;
  let takesCodes = false;
  visit(document, {
    Field: {
      enter(field) {
        if (depth === 0) takesCodes = TAKES_CODES.includes(field.name.value);
        depth += 1;
      },
      leave() {
        depth -= 1;
      },
    },
    // Whose fields they are is not looked up: nothing in a fragment is taken for a code.
    FragmentDefinition(fragment, _key, _parent, path) {
      if (path.length === 2 && JSON.stringify(fragment).match(/"kind":"(StringValue|Variable)"/)) isFreeOf = false;
    },
    StringValue({ value }) {
      if (!takesCodes || !isCode(value)) isFreeOf = false;
    },
    IntValue({ value }) {
      if (!isNumber(value)) isFreeOf = false;
    },
    FloatValue() {
      isFreeOf = false;
    },
    Argument({ value }) {
      if (refused.variables && !takesCodes && value.kind === Kind.VARIABLE) isFreeOf = false;
    },
    ObjectField({ value }) {
      if (refused.variables && !takesCodes && value.kind === Kind.VARIABLE) isFreeOf = false;
    },
  });
  return isFreeOf;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function holdsCodesAlone(value: unknown): boolean {
  if (value === null || typeof value === 'boolean') return true;
  if (typeof value === 'string') return isCode(value);
  if (typeof value === 'number') return isNumber(String(value));
  return Object.values(value as object).every(holdsCodesAlone);
}
