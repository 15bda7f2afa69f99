import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { FamilyViewError } from '../errors';
import type { OperationRequest } from '../operation-context';
import { type DocumentCache, requestOf } from './document-cache';
import { toGraphqlError } from './graphql-errors';

type ApolloGateway<Context extends object> = ApolloServerOptionsWithGateway<Context>['gateway'];

/** What Apollo Server takes for its gateway: it hands every valid operation to `answer`, with the context of its request. */
export function apolloGateway<Context extends object>(
  schema: GraphQLSchema,
  known: DocumentCache,
  parts: {
    readonly supergraphSdl: string;
    readonly answer: (request: OperationRequest, context: Context) => Promise<ExecutionResult>;
    readonly onFault: (fault: unknown) => void;
  },
): ApolloGateway<Context> {
  return {
    load: async () => ({
      executor: async ({ document, operation, operationName, queryHash, source, request, context }) => {
        try {
          // Apollo Server leaves it to the executor to check whether there is one.
          if (!operation || !schema.getRootType(operation.operation)) throw new OperationUnresolved();
          const found = { document, operation, operationName: operationName ?? null, hash: queryHash };
          const learned = known.learnOperation(source, request.operationName ?? null, found);
          return await parts.answer(requestOf(learned, request.variables ?? {}), context as Context);
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
