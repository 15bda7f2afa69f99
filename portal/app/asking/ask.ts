/// <reference lib="dom" />
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, type TypedDocumentNode } from '@apollo/client';
import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';
import { SetContextLink } from '@apollo/client/link/context';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { type GraphQLFormattedError, Kind } from 'graphql';
import { map } from 'rxjs';
import { hashOf } from '../../operations/typed';
import { forgetToken, type Standing, tokenOf } from '../../session/session-context';
import { clock } from '../look/words';
import { limitsIn, type NearLimit, type ToldLimit } from './limits';
import type { Notice, Told } from './public-errors';

/** Sends operations as one requester, for one purpose. */
export interface Asker {
  /** Never rejects for what an agency or the protocol says: that is told in the answer. Rejects where there is no answer at all. */
  ask<Answer, Variables extends Record<string, unknown>>(
    document: TypedDocumentNode<Answer, Variables>,
    variables: Variables,
    options?: { readonly glassKey?: string | null },
  ): Promise<Told<Answer>>;
}

interface Heard {
  readonly limits?: readonly NearLimit[];
  readonly notices?: readonly Notice[];
}

/**
 * One for each standing, so that nothing asked under one right is ever shown under another. Nothing is cached: a null
 * means little without the notice that came with it, and the two would part company in a cache.
 */
export function createAsker(standing: Standing, onLimits: (told: readonly ToldLimit[]) => void = () => {}): Asker {
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.from([
      hearExtensions,
      new PersistedQueryLink({ generateHash: (document) => hashOf(nameOf(document)) ?? '' }),
      new SetContextLink(async ({ headers, glassKey }) => ({
        headers: { ...headers, ...(await headersOf(standing, glassKey)) },
      })),
      new HttpLink({ uri: '/graphql' }),
    ]),
  });

  return {
    async ask<Answer, Variables extends Record<string, unknown>>(
      document: TypedDocumentNode<Answer, Variables>,
      variables: Variables,
      { glassKey = null }: { readonly glassKey?: string | null } = {},
    ): Promise<Told<Answer>> {
      const told = await send(document, variables, glassKey);
      const expired = told.errors.some(({ extensions }) => extensions?.code === 'TOKEN_EXPIRED');
      return expired && forgetToken(standing) ? send(document, variables, glassKey) : told;
    },
  };

  async function send<Answer, Variables extends Record<string, unknown>>(
    document: TypedDocumentNode<Answer, Variables>,
    variables: Variables,
    glassKey: string | null,
  ): Promise<Told<Answer>> {
    let heard: Heard = {};
    const hear = (extensions: Heard): void => {
      heard = extensions;
    };
    const options = { variables, fetchPolicy: 'no-cache', errorPolicy: 'all', context: { hear, glassKey } } as const;
    const isMutation = document.definitions.some((one) => 'operation' in one && one.operation === 'mutation');
    const { data, error } = isMutation
      ? await client.mutate({ mutation: document, ...(options as object) } as never)
      : await client.query({ query: document, ...(options as object) } as never);
    const errors = errorsOf(error);
    if (errors === null) throw error;
    const limits = limitsIn(heard.limits ?? [], errors, clock, Date.now());
    if (limits.length > 0) onLimits(limits);
    return { data: (data as Answer | undefined) ?? null, errors, notices: heard.notices ?? [] };
  }
}

/** Null where what went wrong is not the gateway's answer. */
function errorsOf(error: unknown): readonly GraphQLFormattedError[] | null {
  if (error === undefined || error === null) return [];
  if (CombinedGraphQLErrors.is(error)) return error.errors;
  if (!ServerError.is(error)) return null;
  try {
    return (JSON.parse(error.bodyText) as { readonly errors?: readonly GraphQLFormattedError[] }).errors ?? null;
  } catch {
    return null;
  }
}

/** Hands on what came beside the data: the client itself keeps nothing of it. */
const hearExtensions = new ApolloLink((operation, forward) =>
  forward(operation).pipe(
    map((result) => {
      const { hear } = operation.getContext() as { readonly hear?: (extensions: unknown) => void };
      if ('extensions' in result && result.extensions) hear?.(result.extensions);
      return result;
    }),
  ),
);

async function headersOf(standing: Standing, glassKey: unknown): Promise<Readonly<Record<string, string>>> {
  const token = await tokenOf(standing);
  const caseReference = standing.caseReference.trim();
  return {
    authorization: `Bearer ${token}`,
    'x-purpose': standing.purpose,
    ...(caseReference === '' ? {} : { 'x-case-reference': caseReference }),
    ...(typeof glassKey === 'string' ? { 'x-break-glass': glassKey } : {}),
  };
}

const nameOf = (document: { readonly definitions: readonly unknown[] }): string => {
  for (const one of document.definitions as readonly { kind: Kind; name?: { value: string } }[])
    if (one.kind === Kind.OPERATION_DEFINITION) return one.name?.value ?? '';
  return '';
};
