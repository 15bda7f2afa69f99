import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

const digest = (text: string): string => createHash('sha256').update(text, 'utf8').digest('base64url');

/** SHA-256, base64url, of a grant's statement exactly as it came: what the seal signs over. */
export const digestStatement = (statement: string): string => digest(statement);

/** SHA-256, base64url, of the RFC 8785 canonical JSON of `[query, variables]`: what binds a grant to one request. */
export function digestBody(query: string, variables: Readonly<Record<string, unknown>> | null | undefined): string {
  const canonical = canonicalize([query, variables ?? {}]);
  if (canonical === undefined) throw new TypeError('expected a request that JSON can carry');
  return digest(canonical);
}
