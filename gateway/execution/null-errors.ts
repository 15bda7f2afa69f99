import { type ASTNode, GraphQLError, locatedError } from 'graphql';
import type { Withheld } from '../authorize/types';
import { FamilyViewError } from '../errors';
import type { Cut } from '../notices/types';
import type { FieldDecision } from '../policy/decide/field-decisions';
import type { WithheldReason } from '../policy/types';
import type { FieldFault, NullReason } from '../shared/faulty-null';

/** The code that Apollo Router and Hive use for a refused field. */
export const REFUSED = 'UNAUTHORIZED_FIELD_OR_TYPE';

/** Why a place in an answer is null, where that does not mean that nothing is held. */
export interface NullError {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
}

/** The protocol's sentence for a refusal. */
export type Sentence = (stream: string | null, reason: WithheldReason) => string;

export function refusal(sentence: Sentence, withheld: readonly Withheld[]): NullError {
  const first = withheld[0]!;
  const others = withheld.slice(1).map(({ stream, reason }) => ({ stream, reason }));
  return {
    message: sentence(first.stream, first.reason),
    extensions: {
      code: REFUSED,
      stream: first.stream,
      reason: first.reason,
      ...(others.length > 0 ? { others } : {}),
    },
  };
}

/** Guarded by nothing of its own, and visible for what is in it. */
export const isContainer = (decision: FieldDecision): boolean =>
  decision.kind === 'granted' && decision.opening !== undefined;

/** What one record may not show, by the streams that facts about this person closed. */
export function refusedBy({ refused }: Cut, decision: FieldDecision, coordinate: string): readonly Withheld[] {
  const named = decision.kind === 'conditional' ? decision.streams.filter((stream) => refused.has(stream)) : [];
  const streams = named.length > 0 ? named : [...refused.keys()];
  return streams.map((stream) => ({
    kind: 'withheld',
    coordinate,
    stream,
    reason: refused.get(stream)!,
    clause: null,
  }));
}

/** Whether something is recorded is shared, and what is recorded is not. */
export const recordedError = (recorded: boolean): NullError => ({
  message: `Only whether this is recorded is shared: it is ${recorded ? '' : 'not '}recorded.`,
  extensions: { code: 'MASKED', transform: 'RECORDED', recorded },
});

export const unavailable = (agency: string): NullError => ({
  message: 'The agency could not be reached in time. This does not mean that nothing is held there.',
  extensions: { code: 'AGENCY_UNAVAILABLE', agency },
});

export const MALFORMED: NullError = {
  message: 'This part of an answer was not of the form agreed.',
  extensions: { code: 'ANSWER_MALFORMED' },
};

/** What stands in a place where none may be null is of a closed type. */
export const LEFT_OUT_OF: NullError = { message: 'This is not shown.', extensions: { code: REFUSED } };

const OF_FIELD: Readonly<Record<FieldFault, (agency: string) => NullError>> = {
  refused: (agency) => ({
    message: 'The agency refused this itself.',
    extensions: { code: REFUSED, agency, reason: 'REFUSED_BY_AGENCY' },
  }),
  failed: unavailable,
  malformed: (agency) => ({ ...MALFORMED, extensions: { code: 'ANSWER_MALFORMED', agency } }),
};

type Path = readonly (string | number)[];

export const errorAt = ({ message, extensions }: NullError, nodes: readonly ASTNode[], path: Path): GraphQLError =>
  new GraphQLError(message, { nodes, path, extensions: { ...extensions } });

/**
 * What was thrown, as it may be told. Errors of our own making, which carry a code, pass. Any other says something of an
 * agency's answer (GraphQL's own message holds the value) or of our insides: a fixed sentence.
 */
export function faultAt(fault: unknown, nodes: readonly ASTNode[], path: Path): GraphQLError {
  const error = locatedError(fault, nodes, path);
  const { originalError } = error;
  const at = { path: error.path, nodes: error.nodes };
  if ((!originalError || originalError instanceof GraphQLError) && error.extensions.code !== undefined) return error;
  if (!(originalError instanceof FamilyViewError)) return new GraphQLError(MALFORMED.message, { ...at, ...MALFORMED });
  if (originalError.httpStatus < 500)
    return new GraphQLError(originalError.message, { ...at, extensions: { code: originalError.code } });
  return new GraphQLError('The gateway could not do this. It is our fault, not a refusal.', {
    ...at,
    extensions: { code: 'OUR_FAULT' },
  });
}

/** Why a null is not its agency's honest null, as it may be told. */
export const causeAt = (why: NullReason, nodes: readonly ASTNode[], path: Path): GraphQLError =>
  why.kind === 'own' ? ownFaultAt(why.fault, nodes, path) : errorAt(OF_FIELD[why.fault](why.agency), nodes, path);

/** GraphQL's own message names the value beside the argument. */
export const NULL_ARGUMENT: NullError = {
  message: 'An argument of this field may not be null, and the variable that gives its value is.',
  extensions: { code: 'BAD_USER_INPUT' },
};

/** The client asked by a null where none may be. */
export const argumentFault = (fault: unknown, nodes: readonly ASTNode[], path: Path): GraphQLError =>
  errorAt(NULL_ARGUMENT, (fault instanceof GraphQLError && fault.nodes) || nodes, path);

/** A fault met in the gateway's own subgraphs. GraphQL's own there is about a value that an agency gave. */
function ownFaultAt(fault: unknown, nodes: readonly ASTNode[], path: Path): GraphQLError {
  if (fault instanceof FamilyViewError || fault instanceof GraphQLError) return faultAt(fault, nodes, path);
  return faultAt(new FamilyViewError('Linkage failed.', { code: 'OUR_FAULT', cause: fault }), nodes, path);
}
