import { GraphQLError } from 'graphql';
import type { AgencyLogEntry } from '../agency';
import { PartnerSystemFault, UnknownMeasure } from '../errors';
import { NotGranted } from '../not-granted';
import { describeFault } from './write-log';

/** An error whose words were written here, for the one who asks. */
export class PublicError extends GraphQLError {
  constructor(message: string, code: string) {
    super(message, { extensions: { code } });
  }
}

const publicError = (message: string, code: string, at?: GraphQLError): GraphQLError =>
  new GraphQLError(message, { extensions: { code }, path: at?.path, nodes: at?.nodes });

/**
 * Turns whatever went wrong into one of a few fixed messages. Nobody outside reads an original message, a stack, a host
 * or a value: a variable that does not fit is quoted by graphql-js, and a partner system quotes the record it failed on.
 */
export function maskError(
  error: Error,
  report: (entry: Omit<AgencyLogEntry, 'agency' | 'level'>) => void,
): GraphQLError {
  if (error instanceof PublicError) return publicError(error.message, String(error.extensions.code));
  if (!(error instanceof GraphQLError)) return publicError('Not a GraphQL request', 'BAD_REQUEST');
  if (!error.path) return publicError('The request does not fit the schema', 'BAD_USER_INPUT');

  const fault = error.originalError ?? error;
  if (fault instanceof NotGranted) return publicError('Not granted', 'NOT_GRANTED', error);
  if (fault instanceof PublicError) return publicError(fault.message, String(fault.extensions.code), error);
  report({ event: 'a field could not be answered', coordinate: nameField(error), ...describeFault(fault) });
  if (fault instanceof PartnerSystemFault)
    return publicError('The agency could not read its own system', 'PARTNER_SYSTEM_UNAVAILABLE', error);
  if (fault instanceof UnknownMeasure)
    return publicError('The agency does not keep this measure, or not by this dimension', 'UNKNOWN_MEASURE', error);
  return publicError('The agency could not answer', 'INTERNAL', error);
}

/** Names of fields in the path; a place in a list tells nothing, and an alias is the asker's own word. */
const nameField = (error: GraphQLError): string =>
  error.nodes?.[0]?.kind === 'Field' ? error.nodes[0].name.value : 'unknown';
