import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { FamilyViewError } from '../errors';
import type { OperationRequest } from '../operation-context';
import { type DocumentCache, requestOf } from './document-cache';
import { toGraphqlError } from './graphql-errors';

type ApolloGateway<Context extends object> = ApolloServerOptionsWithGateway<Context>['gateway'];

/** What Apollo Server takes for its gateway: it hands every valid operation to `answer`, with the entry of its request. */
export function apolloGateway<Entry>(
  schema: GraphQLSchema,
  known: DocumentCache,
  parts: {
    readonly supergraphSdl: string;
    readonly answer: (request: OperationRequest, entry: Entry) => Promise<ExecutionResult>;
    readonly onFault: (fault: unknown) => void;
  },
): ApolloGateway<{ readonly entry: Entry }> {
  return {
    load: async () => ({
      executor: async ({ document, operation, operationName, queryHash, source, request, context }) => {
        const { entry } = context as { readonly entry: Entry };
        try {
          // Apollo Server leaves it to the executor to check whether there is one.
          if (!operation || !schema.getRootType(operation.operation)) throw new OperationUnresolved();
          const found = { document, operation, operationName: operationName ?? null, hash: queryHash };
          const learned = known.learnOperation(source, request.operationName ?? null, found);
          return await parts.answer(requestOf(learned, request.variables ?? {}), entry);
        } catch (fault) {
          throw toGraphqlError(fault, parts.onFault);
        }
      },
    }),
    onSchemaLoadOrUpdate: (listen) => {
      listen({ apiSchema: schema, coreSupergraphSdl: parts.supergraphSdl });
      return () => {};
    },
    stop: async () => {},
  };
}

/** Several operations and none named, a name that is not there, or a kind (a subscription) that is not served. */
class OperationUnresolved extends FamilyViewError {
  constructor() {
    super(
      'The request names none of the operations in its document, or one of a kind that is not served. With several, send "operationName".',
      { code: 'OPERATION_RESOLUTION_FAILURE', httpStatus: 400 },
    );
  }
}
