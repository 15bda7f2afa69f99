import type { FastifyInstance } from 'fastify';
import type { RolePurposes } from '../identity/authenticate';
import type { Entry } from '../identity/types';
import { type Admission, admitRequest } from './admit-request';

/** The version that a request is answered by, as far as its schema goes. */
export interface SchemaTeller {
  readonly roles: RolePurposes;
  /** What this role may ask for this purpose, as SDL. */
  schemaFor(entry: Entry): Promise<string>;
}

/**
 * `GET /schema.graphql?purpose=EARLY_HELP` with a token: the schema for code generators, of what the token's role may ask for
 * that purpose and of nothing else.
 */
export function openSchemaDownload(
  app: FastifyInstance,
  parts: Admission & { readonly enter: () => { readonly version: SchemaTeller; leave(): void } },
): void {
  app.get<{ Querystring: { readonly purpose?: string } }>('/schema.graphql', async (request, reply) => {
    const { version, leave } = parts.enter();
    try {
      const { purpose } = request.query;
      const entry = await admitRequest(
        parts,
        request,
        version.roles,
        typeof purpose === 'string' ? purpose : undefined,
      );
      return await reply
        .type('text/plain; charset=utf-8')
        .header('content-disposition', 'attachment; filename="schema.graphql"')
        .send(await version.schemaFor(entry));
    } finally {
      leave();
    }
  });
}
