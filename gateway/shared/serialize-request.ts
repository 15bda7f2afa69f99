import { writeCanonical } from './canonical-json';

/** One question to an agency, as it goes over the line up to its grant: each part is RFC 8785 canonical JSON. */
export interface SerializedRequest {
  readonly query: string;
  readonly variables: string;
}

/** Written once: what is sent, and what the grant is bound to, are the same text. */
export const serializeRequest = (query: string, variables: Readonly<Record<string, unknown>>): SerializedRequest => ({
  query: JSON.stringify(query),
  variables: writeCanonical(variables),
});
