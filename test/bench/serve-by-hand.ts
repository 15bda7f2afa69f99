/**
 * The limit: what somebody would write by hand for this one query and nothing else. One handler, one call to each agency,
 * one round, a merge. With `SAFE`, the same grants are signed and the same audit records written; it decides nothing.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { openAudit } from '@family-view/gateway/audit/open-audit';
import { serializeRequest } from '@family-view/gateway/shared/serialize-request';
import { openFileGrantKeyStore } from '@family-view/gateway/subgraph-client/file-grant-key-store';
import { openGrantKeys } from '@family-view/gateway/subgraph-client/grant-keys';
import { bodyDigest, createGrantSigner, writeGrant } from '@family-view/gateway/subgraph-client/sign-grants';
import { AGENCIES, type AgencyName, contractStream, personKey } from '@family-view/schema';
import { Pool } from 'undici';
import { z } from 'zod';
import { askedOf, PERSON_BEHIND } from './asked-fields';
import { inventFamilies } from './bench-family';
import { FAMILY_VIEW, placeOf, SELECTIONS } from './family-view-query';

const NOW = () => new Date();
const HEADERS = { 'content-type': 'application/json', accept: 'application/json' };
const bodyForm = z.object({ query: z.string(), variables: z.object({ id: z.string() }) });
const replyForm = z.object({ data: z.object({ _entities: z.array(z.record(z.string(), z.unknown())) }) });

type Safety = (call: Call, family: Asked, operation: string) => Promise<string>;
/** What is asked of one agency. */
interface Call {
  readonly agency: AgencyName;
  readonly query: string;
  /** By family. */
  readonly families: readonly Asked[];
  readonly pool: Pool;
}
interface Asked {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly refs: readonly string[];
}

async function main(): Promise<void> {
  const families = inventFamilies(Number(process.env.FAMILIES ?? 1), Number(process.env.FAMILY_SIZE ?? 3));
  const origins = new Map(
    (process.env.AGENCY_URLS ?? '').split(',').map((pair) => pair.split('=') as [string, string]),
  );
  const calls = AGENCIES.map((agency): Call => {
    const key = personKey(agency);
    return {
      agency,
      query: `query($representations:[_Any!]!){_entities(representations:$representations){...on Person{k_key:${key} ${SELECTIONS[agency]}}}}`,
      families: families.map((people) => {
        const refs = people.map((person) => person.refAt(agency));
        return { refs, variables: { representations: refs.map((ref) => ({ __typename: 'Person', [key]: ref })) } };
      }),
      pool: new Pool(origins.get(agency) ?? '', { connections: 32, keepAliveTimeout: 60_000 }),
    };
  });
  const safe = process.env.SAFE ? await openSafety(calls) : null;

  const answer = async (text: string): Promise<string> => {
    const { id } = bodyForm.parse(JSON.parse(text)).variables;
    const place = placeOf(id);
    const operation = randomUUID();
    if (safe) await safe.before(operation);
    const merged = (families[place] ?? []).map((): Record<string, unknown> => ({}));
    await Promise.all(
      calls.map(async (call) => {
        const { query, pool } = call;
        const asked = call.families[place]!;
        const extensions = safe ? `,"extensions":{"grant":${await safe.grant(call, asked, operation)}}` : '';
        const body = `{"query":${JSON.stringify(query)},"variables":${JSON.stringify(asked.variables)}${extensions}}`;
        const reply = await pool.request({ path: '/graphql', method: 'POST', headers: HEADERS, body });
        const { data } = replyForm.parse(await reply.body.json());
        for (const [at, { k_key: _, ...entity }] of data._entities.entries()) Object.assign(merged[at]!, entity);
      }),
    );
    const written = JSON.stringify({ data: { family: { members: merged.map((person) => ({ person })) } } });
    if (safe) await safe.after(operation, place);
    return written;
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      answer(Buffer.concat(chunks).toString('utf8')).then(
        (text) =>
          response
            .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
            .end(text),
        () => response.writeHead(500).end('{}'),
      );
    });
  });
  server.listen(Number(process.env.PORT), '127.0.0.1');
  process.once('SIGTERM', () => process.exit(0));
}

/** Grants and audit records as our gateway makes them for this query. */
async function openSafety(calls: readonly Call[]) {
  const directory = process.env.DATA_DIRECTORY ?? '';
  const sign = createGrantSigner(await openGrantKeys(openFileGrantKeyStore(directory), NOW), NOW);
  const audit = await openAudit({
    directory: join(directory, 'audit'),
    pseudonymKey: Buffer.alloc(32, 7),
    now: NOW,
  });
  const { requester, purpose } = PERSON_BEHIND;
  const asked = askedOf(FAMILY_VIEW);
  const versions = { protocolVersion: 'best-start:1:000000000000', supergraphVersion: '000000000000' };
  const { id, role, organisation, area } = requester;
  const streamsOf = (agency: string) => asked.streams.filter((stream) => stream.startsWith(`${agency}:`));
  const grant: Safety = async ({ agency, query }, { variables, refs }, operation) =>
    writeGrant(
      await sign({
        agency,
        requester: { id, organisation, role, area },
        purpose,
        caseReference: null,
        protocolVersion: versions.protocolVersion,
        operation,
        body: bodyDigest(serializeRequest(query, variables)),
        people: [{ refs, streams: streamsOf(agency) }],
        families: [],
        streams: [],
      }),
    );
  return {
    grant,
    before: (operation: string) =>
      audit.intent({
        operation,
        requester: { id, role, organisation },
        purpose,
        caseReference: null,
        operationHash: 'a'.repeat(64),
        ...versions,
        fields: asked.fields,
        withheld: [],
      }),
    after: (operation: string, place: number) =>
      audit.disclosure({
        operation,
        outcome: 'disclosed',
        agencies: calls.map(({ agency, families }) => ({
          agency,
          answer: 'answered' as const,
          fields: [...asked.fieldsOf(agency), ...streamsOf(agency), contractStream(agency, 'existence')],
          people: families[place]!.refs.map((ref) => audit.pseudonym(`${agency}|${ref}`)),
        })),
      }),
  };
}

void main();
