/// <reference lib="dom" />
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, type TypedDocumentNode } from '@apollo/client';
import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';
import { GraphQL17Alpha9Handler } from '@apollo/client/incremental';
import { SetContextLink } from '@apollo/client/link/context';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import type { Answered, Notice } from '@family-view/client';
import { type DocumentNode, type FormattedExecutionResult, type GraphQLFormattedError, Kind } from 'graphql';
import { map } from 'rxjs';
import { hashOf } from '../../operations/typed';
import { forgetToken, renewToken, type SessionContext, tokenOf } from '../../session/session-context';
import { clock } from '../look/words';
import { limitsIn, type NearLimit, type ToldLimit } from './limits';

/** Sends operations as one requester, for one purpose. */
export interface Asker {
  /** Never rejects for what an agency or the protocol says: that is told in the answer. Rejects where there is no answer at all. */
  ask<Answer, Variables extends Record<string, unknown>>(
    document: TypedDocumentNode<Answer, Variables>,
    variables: Variables,
    options?: { readonly breakGlassToken?: string | null },
  ): Promise<Answered<Answer>>;
  /** Asks for an answer in parts; what has come of it is told with each. */
  askInParts(
    document: DocumentNode,
    variables: Record<string, unknown>,
    options: {
      readonly breakGlassToken?: string | null;
      readonly signal: AbortSignal;
      readonly onPart: (soFar: Answered<unknown>, isWhole: boolean) => void;
    },
  ): Promise<void>;
}

interface Heard {
  readonly limits?: readonly NearLimit[];
  readonly notices?: readonly Notice[];
}

/**
 * One for each standing, so that nothing asked under one right is ever shown under another. Nothing is cached: a null
 * means little without the notice that came with it, and the two would part company in a cache.
 */
export function createAsker(
  sessionContext: SessionContext,
  onLimits: (told: readonly ToldLimit[]) => void = () => {},
  onExpired: () => void = () => {},
): Asker {
  const link = ApolloLink.from([
    hearExtensions,
    // What is drawn from the schema has no hash that a gateway knows beforehand: it goes as its text.
    new ApolloLink((operation, forward) => forward(operation)).split(
      ({ query }) => hashOf(nameOf(query)) !== undefined,
      new PersistedQueryLink({ generateHash: (document) => hashOf(nameOf(document)) ?? '' }),
      new ApolloLink((operation, forward) => forward(operation)),
    ),
    new SetContextLink(async ({ headers, breakGlassToken }) => ({
      headers: { ...headers, ...(await headersOf(sessionContext, breakGlassToken)) },
    })),
    new HttpLink({ uri: '/graphql' }),
  ]);
  const client = new ApolloClient({ cache: new InMemoryCache(), link });

  return {
    async ask<Answer, Variables extends Record<string, unknown>>(
      document: TypedDocumentNode<Answer, Variables>,
      variables: Variables,
      { breakGlassToken = null }: { readonly breakGlassToken?: string | null } = {},
    ): Promise<Answered<Answer>> {
      const told = await send(document, variables, breakGlassToken);
      const expired = told.errors.some(({ extensions }) => extensions?.code === 'TOKEN_EXPIRED');
      if (!expired) return told;
      // Renewed without a word where that can be; else whoever asks signs in again.
      if (forgetToken(sessionContext) || (await renewToken(sessionContext)))
        return send(document, variables, breakGlassToken);
      onExpired();
      return told;
    },
    async askInParts(document, variables, { breakGlassToken = null, signal, onPart }) {
      let expired: Answered<unknown> | null = null;
      await sendInParts(document, variables, breakGlassToken, signal, (soFar, isWhole) => {
        if (soFar.errors.some(({ extensions }) => extensions?.code === 'TOKEN_EXPIRED')) expired = soFar;
        else onPart(soFar, isWhole);
      });
      if (expired === null) return;
      if (forgetToken(sessionContext) || (await renewToken(sessionContext)))
        return sendInParts(document, variables, breakGlassToken, signal, onPart);
      onExpired();
      onPart(expired, true);
    },
  };

  function sendInParts(
    query: DocumentNode,
    variables: Record<string, unknown>,
    breakGlassToken: string | null,
    signal: AbortSignal,
    onPart: (soFar: Answered<unknown>, isWhole: boolean) => void,
  ): Promise<void> {
    const handler = new GraphQL17Alpha9Handler();
    const parts = handler.startRequest<Record<string, unknown>>({ query });
    let data: FormattedExecutionResult['data'];
    const request = handler.prepareRequest({ query, variables, context: { breakGlassToken } });
    let notices: readonly Notice[] = [];
    const take = (soFar: FormattedExecutionResult, heard: Heard, isWhole: boolean): void => {
      notices = heard.notices ?? notices;
      const errors = soFar.errors ?? [];
      const limits = limitsIn(heard.limits ?? [], errors, clock, Date.now());
      if (limits.length > 0) onLimits(limits);
      onPart({ data: soFar.data ?? null, errors, notices }, isWhole);
    };
    return new Promise((resolve, reject) => {
      const taking = ApolloLink.execute(link, request, { client }).subscribe({
        next(came) {
          if (handler.isIncrementalResult(came)) {
            const soFar: FormattedExecutionResult = parts.handle(data, came as never);
            data = soFar.data;
            take(soFar, heardIn(came as Part), !parts.hasNext);
          } else take(came as FormattedExecutionResult, (came.extensions ?? {}) as Heard, true);
        },
        error(fault: unknown) {
          const errors = errorsOf(fault);
          if (errors === null) return reject(fault);
          take({ errors }, {}, true);
          resolve();
        },
        complete: resolve,
      });
      signal.addEventListener('abort', () => {
        taking.unsubscribe();
        resolve();
      });
    });
  }

  async function send<Answer, Variables extends Record<string, unknown>>(
    document: TypedDocumentNode<Answer, Variables>,
    variables: Variables,
    breakGlassToken: string | null,
  ): Promise<Answered<Answer>> {
    let heard: Heard = {};
    const hear = (extensions: Heard): void => {
      heard = extensions;
    };
    const options = {
      variables,
      fetchPolicy: 'no-cache',
      errorPolicy: 'all',
      context: { hear, breakGlassToken },
    } as const;
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

/** What is told beside a part stands in it, or in the last of what it adds. */
interface Part {
  readonly extensions?: Heard;
  readonly incremental?: readonly { readonly extensions?: Heard }[];
}
const heardIn = ({ extensions, incremental = [] }: Part): Heard =>
  Object.assign({}, extensions, ...incremental.map((one) => one.extensions));

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

async function headersOf(
  sessionContext: SessionContext,
  breakGlassToken: unknown,
): Promise<Readonly<Record<string, string>>> {
  const token = await tokenOf(sessionContext);
  const caseReference = sessionContext.caseReference.trim();
  return {
    authorization: `Bearer ${token}`,
    'x-purpose': sessionContext.purpose,
    ...(caseReference === '' ? {} : { 'x-case-reference': caseReference }),
    ...(typeof breakGlassToken === 'string' ? { 'x-break-glass': breakGlassToken } : {}),
  };
}

const nameOf = (document: { readonly definitions: readonly unknown[] }): string => {
  for (const one of document.definitions as readonly { kind: Kind; name?: { value: string } }[])
    if (one.kind === Kind.OPERATION_DEFINITION) return one.name?.value ?? '';
  return '';
};
