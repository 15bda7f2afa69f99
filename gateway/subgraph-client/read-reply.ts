import type { AgencyFault } from './types';

export type AgencyReply =
  | {
      readonly kind: 'answered';
      /** Parsed for this call alone: whoever reads it may change it. */
      readonly data: Record<string, unknown>;
      readonly errors: readonly AgencyError[];
    }
  | { readonly kind: 'fault'; readonly fault: AgencyFault };

/** An agency's own error, cut down to what we may act on. Its message is never read. */
export interface AgencyError {
  readonly path: readonly (string | number)[] | null;
  readonly code: string | null;
}

/** A page of people each with some refusals stays far below. */
const MOST_ERRORS = 5_000;

export const faulty = (fault: AgencyFault): AgencyReply => ({ kind: 'fault', fault });

/** The text of an agency's answer, where it is a GraphQL answer with data. */
export function readReply(text: string): AgencyReply {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return faulty('NOT_GRAPHQL');
  }
  if (!isObject(value)) return faulty('NOT_GRAPHQL');
  const given = value.errors ?? [];
  if (!Array.isArray(given)) return faulty('NOT_GRAPHQL');
  if (!isObject(value.data)) return faulty(given.length > 0 ? 'ANSWERED_WITH_ERRORS' : 'NOTHING_BUT_NULL');
  if (given.length > MOST_ERRORS) return faulty('ANSWERED_WITH_ERRORS');
  return { kind: 'answered', data: value.data, errors: given.map(readError) };
}

function readError(error: unknown): AgencyError {
  const { path, extensions } = isObject(error) ? error : {};
  const code = isObject(extensions) && typeof extensions.code === 'string' ? extensions.code : null;
  return { path: isPath(path) ? path : null, code };
}

const isPath = (value: unknown): value is readonly (string | number)[] =>
  Array.isArray(value) && value.every((step) => typeof step === 'string' || typeof step === 'number');

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
