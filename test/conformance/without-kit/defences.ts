/** Every defence of this agency by name, so that a test can take one away. */
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { type GrantRule, grantRules, type Statement } from './check-grant';
import { goesOn } from './countersign';
import type { Member } from './records';

export interface Defences {
  readonly grantRules: readonly GrantRule[];
  /** Is this request, which has no grant, for the SDL alone? */
  readonly isSdlAlone: (query: string) => boolean;
  readonly isClosed: (member: Member) => boolean;
  /** Does the grant hold this stream for this person? */
  readonly opens: (statement: Statement, ref: string, stream: string) => boolean;
  readonly opensGenerally: (statement: Statement, stream: string) => boolean;
  readonly tellError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  readonly mostBytes: number;
  readonly oneOperationOnly: boolean;
  /** The answers of a list, as they leave. */
  readonly arrange: <T>(answers: readonly T[]) => readonly T[];
  /** What an involvement says of whom it is about. */
  readonly involvementRef: (ref: string) => string;
  /** Whether a claim counts for this requester. */
  readonly isClaimant: (claimant: string, requester: string) => boolean;
  /** The values that a count is broken down by, all of them. */
  readonly countAll: <T>(values: readonly T[]) => readonly T[];
  /** Whether a tree goes on from another, by a proof. */
  readonly isOnward: typeof goesOn;
  /** What an act that came before is known by: its key, and whose it is. */
  readonly actKey: (requester: string, act: string, key: string) => string;
  /** Whether an act that comes with a key is the one that came with it before. */
  readonly isSameAct: (before: string, now: string) => boolean;
  /** Whether a list for one act is open under the streams that are granted. */
  readonly listsUnder: (granted: readonly string[], stream: string) => boolean;
  readonly sdl: (sdl: string) => string;
  readonly finish: (schema: GraphQLSchema) => GraphQLSchema;
}

const WORDS: Readonly<Record<string, string>> = {
  NOT_GRANTED: 'Not granted',
  UNKNOWN_MEASURE: 'The agency does not keep this measure',
  BAD_USER_INPUT: 'The request does not fit the schema',
  GRAPHQL_PARSE_FAILED: 'The document is not GraphQL',
  GRAPHQL_VALIDATION_FAILED: 'The document does not fit the schema',
  BAD_REQUEST: 'Not a GraphQL request',
};

export const allDefences = (): Defences => ({
  grantRules: grantRules('libraries'),
  isSdlAlone: (query) => /^\s*(query\s*)?\{\s*_service\s*\{\s*sdl\s*\}\s*\}\s*$/.test(query),
  isClosed: ({ markers }) => markers.length > 0,
  opens: ({ people }, ref, stream) =>
    people.some(({ refs, streams }) => refs.includes(ref) && streams.includes(stream)),
  opensGenerally: ({ streams }, stream) => streams.includes(stream),
  // Fixed words, whatever it was: what a library or a database says may hold a value.
  tellError: ({ path, extensions }) => {
    const code = String(extensions?.code ?? 'INTERNAL');
    const known = code in WORDS ? code : 'INTERNAL';
    return { message: WORDS[known] ?? 'The agency could not answer', path, extensions: { code: known } };
  },
  mostBytes: 2_000_000,
  oneOperationOnly: true,
  arrange: (answers) => answers,
  involvementRef: (ref) => ref,
  isClaimant: (claimant, requester) => claimant === requester,
  isOnward: goesOn,
  countAll: (values) => values,
  actKey: (requester, act, key) => JSON.stringify([requester, act, key]),
  isSameAct: (before, now) => before === now,
  listsUnder: (granted, stream) => granted.includes(stream),
  sdl: (sdl) => sdl,
  finish: (schema) => schema,
});
