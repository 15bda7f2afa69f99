/** For tests of an agency: an issuer of grants in the gateway's place, with real signatures, and a way to ask. */
import type { Grant, GrantStatement } from '@family-view/schema';
import { startGrantForge } from './conformance/forge-grants';

/** Stands where the gateway would: real keys, real signatures, over real HTTP. */
export interface TestIssuer {
  /** Where its public keys are served. */
  readonly jwksUrl: string;
  /** A grant over exactly this query and these variables; whatever the statement leaves out is filled in. */
  issueGrant(
    statement: Partial<GrantStatement> & { readonly agency: string },
    query: string,
    variables?: Readonly<Record<string, unknown>>,
  ): Promise<Grant>;
  close(): Promise<void>;
}

/**
 * Starts an issuer on a port of its own. `now` must be the clock of the agency it issues for.
 *
 * @example
 * ```ts
 * const issuer = await startTestIssuer();
 * const agency = await start({ port: 0, jwksUrl: issuer.jwksUrl, dataDirectory });
 * const statement = { agency: 'adult-learning', people: [{ refs: ['L-17'], streams: ['adult-learning:courses'] }] };
 * const grant = await issuer.issueGrant(statement, query, variables);
 * const { body } = await askAgency(`${agency.url}/graphql`, grant, query, variables);
 * ```
 */
export async function startTestIssuer(options: { readonly now?: () => Date } = {}): Promise<TestIssuer> {
  const forge = await startGrantForge(options);
  return {
    jwksUrl: forge.jwksUrl,
    issueGrant: (statement, query, variables) => forge.grant(statement, query, variables),
    close: forge.close,
  };
}

/** Asks an agency at `url` (its `/graphql` or `/contract`) with a grant. `body` is the parsed answer. */
export async function askAgency(
  url: string,
  grant: Grant | undefined,
  query: string,
  variables?: Readonly<Record<string, unknown>>,
  // biome-ignore lint/suspicious/noExplicitAny: tests read into the answer and compare it whole
): Promise<{ readonly status: number; readonly body: any }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query, variables, extensions: grant && { grant } }),
  });
  return { status: response.status, body: await response.json() };
}
