import type { GrantStatement } from '@family-view/schema';
import { type DocumentNode, type GraphQLSchema, Kind } from 'graphql';
import { createHandler, type Response } from 'graphql-http';
import type { AgencyLogEntry } from '../agency';
import { refusalStatus } from '../errors';
import type { GrantCheck, SentRequest } from '../grant/check-grant';
import type { RequestLog } from '../store/request-log';
import { maskError } from './mask-errors';
import { readDocumentsFor } from './read-documents';
import { describeFault } from './write-log';

/** One path of the agency's server. */
export interface Endpoint {
  readonly agency: string;
  readonly schema: GraphQLSchema;
  readonly checkGrant: (request: SentRequest) => Promise<GrantCheck>;
  /** What resolvers are handed; made afresh for every request. */
  readonly openContext: (statement: GrantStatement | null) => Record<string, unknown>;
  /** Answer a request that reads nothing but the SDL without a grant. */
  readonly sdlIsPublic: boolean;
  readonly log: (entry: AgencyLogEntry) => void;
  /** What was asked and answered under a grant. */
  readonly requests: RequestLog;
}

/** A request as the server took it in: the head, and the body as text. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly accept: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
}

/** Longest document that is looked at without a grant. */
const MOST_UNGRANTED = 1_000;

/** Answers GraphQL over HTTP on one schema: nothing is parsed, let alone run, before the grant is checked. */
export function answerGraphql(endpoint: Endpoint): (request: HttpRequest) => Promise<Response> {
  const { agency, log } = endpoint;
  const readDocument = readDocumentsFor(endpoint.schema);

  return async (taken) => {
    // One per request: the masking needs to know which operation it reports about.
    let operation: string | undefined;
    let granted: Granted | null = null;
    let asked: readonly string[] = [];
    let failed = true;
    const handle = createHandler({
      formatError: (error) =>
        maskError(error, (entry) => log({ level: 'error', agency, ...(operation && { operation }), ...entry })),
      onSubscribe: async (_request, params) => {
        const check = await endpoint.checkGrant(params);
        if (check.outcome === 'refused') {
          const open = endpoint.sdlIsPublic && check.code === 'GRANT_MISSING' && params.query.length <= MOST_UNGRANTED;
          const document = open ? readDocument(params.query) : undefined;
          if (document?.outcome !== 'read' || !document.sdlOnly) {
            log({ level: 'warn', agency, event: 'a grant was refused', code: check.code });
            return refuse(check.code, taken.accept);
          }
        }
        const statement = check.outcome === 'granted' ? check.statement : null;
        operation = statement?.operation;
        granted = check.outcome === 'granted' ? check : null;
        const read = readDocument(params.query);
        if (read.outcome === 'unreadable') return read.errors;
        asked = rootFieldsOf(read.document);
        return {
          schema: endpoint.schema,
          document: read.document,
          variableValues: params.variables ?? {},
          contextValue: endpoint.openContext(statement),
        };
      },
      onOperation: (_request, _args, result) => {
        failed = (result.errors?.length ?? 0) > 0;
      },
    });
    const answer = await handle({
      method: taken.method,
      url: taken.url,
      headers: { accept: taken.accept, 'content-type': taken.contentType },
      body: taken.body,
      raw: null,
      context: null,
    });
    // Before the answer leaves: what the gateway says that this agency told, stands here too.
    if (granted) await endpoint.requests.add({ ...(granted as Granted), asked, failed }).catch(reportUnwritten);
    return answer;
  };

  function reportUnwritten(fault: unknown): void {
    log({ level: 'error', agency, event: 'the request log could not be written', ...describeFault(fault) });
  }
}

type Granted = Extract<GrantCheck, { outcome: 'granted' }>;

const rootFieldsOf = ({ definitions }: DocumentNode): readonly string[] =>
  definitions.flatMap((one) =>
    one.kind === Kind.OPERATION_DEFINITION
      ? one.selectionSet.selections.flatMap((field) => (field.kind === Kind.FIELD ? field.name.value : []))
      : [],
  );

type Refusal = Extract<GrantCheck, { outcome: 'refused' }>['code'];

function refuse(code: Refusal, accept: string | undefined): Response {
  const status = refusalStatus(code);
  const type = accept?.includes('application/graphql-response+json') ? 'graphql-response+json' : 'json';
  return [
    JSON.stringify({ errors: [{ message: 'This request carries no valid grant', extensions: { code } }] }),
    {
      status,
      statusText: status === 401 ? 'Unauthorized' : status === 403 ? 'Forbidden' : 'Service Unavailable',
      headers: { 'content-type': `application/${type}; charset=utf-8` },
    },
  ];
}
