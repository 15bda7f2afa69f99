import { type DocumentNode, Lexer, type Source, TokenKind } from 'graphql';
import { refused, type SchemaFinding } from './findings';

/**
 * Bounds on one agency's SDL. The largest of the founding five is 5 kB and 20 types; it nests 3 deep, and has 2 directives in
 * one place and 2 arguments to a field.
 */
export const SDL_LIMITS = {
  bytes: 524_288,
  tokens: 200_000,
  types: 500,
  fields: 4_000,
  /** Brackets in one another, in the SDL and in the field sets that stand in it as texts. */
  depth: 32,
  /** Characters of a name, which findings repeat. */
  name: 200,
  /** Characters of a text: a field set, a stream, a description. */
  text: 10_000,
  /** Of one field, type or value. */
  directives: 20,
  arguments: 100,
  /** Interfaces of a type, or members of a union. */
  members: 500,
  values: 2_000,
  /** In one list of a directive's arguments. */
  items: 100,
  /** Of a `@policy`; and of those that open one field of an interface. */
  alternatives: 10,
  combinations: 1_000,
} as const;

const OPENS: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSES: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * What is to be known of a text before anything follows it down: parser, composer and rules go as deep as it nests, and a
 * stack ends. Null where it is within the limits; what is no GraphQL at all is for the parser to tell.
 */
export function measureSdl(source: Source): SchemaFinding | null {
  const lexer = new Lexer(source);
  let depth = 0;
  let tokens = 0;
  try {
    for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
      tokens += 1;
      if (tokens > SDL_LIMITS.tokens) return over('words and signs', SDL_LIMITS.tokens, token);
      if (OPENS.has(token.kind)) depth += 1;
      if (CLOSES.has(token.kind)) depth -= 1;
      if (depth > SDL_LIMITS.depth) return over('brackets in one another', SDL_LIMITS.depth, token);
      if (token.kind === TokenKind.NAME && token.value.length > SDL_LIMITS.name)
        return over('characters in a name', SDL_LIMITS.name, token);
      if (token.kind !== TokenKind.STRING && token.kind !== TokenKind.BLOCK_STRING) continue;
      if (token.value.length > SDL_LIMITS.text) return over('characters in a text', SDL_LIMITS.text, token);
      if (nesting(token.value) > SDL_LIMITS.depth) return over('brackets in one another', SDL_LIMITS.depth, token);
    }
  } catch {
    return null;
  }
  return null;
}

const over = (what: string, limit: number, { line }: { readonly line: number }): SchemaFinding =>
  refused('SDL_TOO_LARGE', `An SDL may have ${limit} ${what}; this one has more.`, { line });

/** What stands in one place, of which the rules and the composer look at each beside each. */
interface Place {
  readonly value?: unknown;
  readonly loc?: { readonly startToken: { readonly line: number } } | undefined;
  readonly directives?: readonly Place[] | undefined;
  readonly arguments?: readonly Place[] | undefined;
  readonly interfaces?: readonly object[] | undefined;
  readonly types?: readonly object[] | undefined;
  readonly values?: readonly Place[] | undefined;
  readonly fields?: readonly Place[] | undefined;
}
const MOST = [
  ['directives', 'directives in one place'],
  ['arguments', 'arguments of one field'],
  ['interfaces', 'interfaces of one type'],
  ['types', 'members of one union'],
  ['values', 'values of one enum'],
] as const;

/** The first place of a document that holds more than one may. */
export function measurePlaces({ definitions }: DocumentNode): SchemaFinding | null {
  const waiting: Place[] = [...(definitions as readonly Place[])];
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    const at = place.loc?.startToken ?? { line: 1 };
    for (const [part, what] of MOST) {
      const limit = SDL_LIMITS[part === 'interfaces' || part === 'types' ? 'members' : part];
      if ((place[part]?.length ?? 0) > limit) return over(what, limit, at);
    }
    for (const directive of place.directives ?? [])
      if (directive.arguments?.some(({ value }) => longestList(value) > SDL_LIMITS.items))
        return over('items in one list of a directive', SDL_LIMITS.items, at);
    for (const below of [place.fields, place.arguments, place.values]) for (const one of below ?? []) waiting.push(one);
  }
  return null;
}

function longestList(value: unknown): number {
  const { values = [] } = value as { readonly values?: readonly unknown[] };
  return values.reduce<number>((longest, one) => Math.max(longest, longestList(one)), values.length);
}

/** How deep the braces of a field set go, whatever it is. */
function nesting(fieldSet: string): number {
  let depth = 0;
  let deepest = 0;
  for (const sign of fieldSet) {
    if (sign === '{') deepest = Math.max(deepest, ++depth);
    if (sign === '}') depth -= 1;
  }
  return deepest;
}
