/**
 * Asks a started gateway what once came out wrong, and prints what comes out now: `npx tsx test/bad-input/ask-cases.ts`.
 * Each case has a test of its own; this is to look at.
 */
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { PersonaName } from '@family-view/gateway/identity/personas';
import { AGENCIES, schemaDirectory } from '@family-view/schema';
import { graphql, parse } from 'graphql';
import { serveSubgraphs } from '../../cli/serve-subgraphs';
import { searchFor, storyPerson } from '../borough';
import { type ProxiedAgency, standBefore } from '../faults/agency-behind-a-proxy';
import { type PublishingStack, startPublishingStack, type Told } from '../registry/publishing-stack';

const grace = searchFor(storyPerson('okafor', 'toddler'));
const daniel = searchFor(storyPerson('okafor', 'oldest'));
const find = (fields: string): string =>
  `query ($who: PersonSearch!) { findPeople(by: $who) { certain { ${fields} } answers { agency status } } }`;

/** What housing would publish, and says, in the cases of lists and unions. */
const LISTS = `
type Repair @policy(policies: [["housing:tenancy"]]) { what: String }
type RepairMatter @policy(policies: [["housing:tenancy"]]) { about: String }
type ArrearsMatter @policy(policies: [["housing:arrears"]]) { owed: String }
union Matter = RepairMatter | ArrearsMatter
`;
const withLists = (sdl: string): string =>
  sdl
    .replace(
      'type HousingRecord {',
      'type HousingRecord {\n  repairs: [Repair]\n  matters: [Matter!]\n  matter: Matter',
    )
    .concat(LISTS);
const HOUSING = {
  repairs: [{ what: 'roof' }, new Error('ORA-00942'), { what: 'door' }],
  matters: [
    { __typename: 'RepairMatter', about: 'roof' },
    { __typename: 'ArrearsMatter', owed: 'OVER_8_WEEKS' },
  ],
  matter: { __typename: 'ArrearsMatter', owed: 'OVER_8_WEEKS' },
};

/** Answers for housing's records by its published SDL; the contract stays the real agency's. */
async function standForHousing(real: string, sdl: string) {
  const shared = readFileSync(join(schemaDirectory, 'shared.graphql'), 'utf8');
  const schema = buildSubgraphSchema([
    {
      typeDefs: parse(`${sdl}\n${shared}`),
      resolvers: { Person: { __resolveReference: (it: object) => it, housing: () => HOUSING } } as never,
    },
  ]);
  const json = (response: ServerResponse, text: string): void =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(text);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    if (request.url !== '/graphql') {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(real + request.url, { method: request.method, headers, ...(body && { body }) });
      return json(response, await answer.text());
    }
    const { query, variables } = JSON.parse(body);
    json(response, JSON.stringify(await graphql({ schema, source: query, variableValues: variables })));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

interface Asked {
  readonly status: number;
  readonly body: Told;
}
type Case = readonly [what: string, right: string, ask: () => Promise<string>];

function casesOf(stack: PublishingStack, ways: ReadonlyMap<string, ProxiedAgency>): readonly Case[] {
  const send = async (
    body: object | Buffer,
    headers: Readonly<Record<string, string>> = {},
    persona: PersonaName = 'head-of-centre',
  ): Promise<Asked> => {
    const response = await fetch(`${stack.stack.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await stack.stack.token(persona)}`,
        ...headers,
      },
      body: body instanceof Buffer ? new Uint8Array(body) : JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  const told = ({ status, body }: Asked): string =>
    `${status} ${(body.errors ?? []).map((one: Told) => `${one.extensions.code}${one.path ? ` at ${one.path.join('.')}` : ''}`).join(', ') || 'no errors'}`;
  const about = async (fields: string, who: object = daniel): Promise<Asked> =>
    send({ query: find(fields), variables: { who } });
  const person = ({ body }: Asked): Told => body.data.findPeople.certain[0];

  return [
    [
      'a stricter publish, then the same text again',
      'nulls; a slightly different text gives exactly that',
      async () => {
        const outcomes = async (name: string) => {
          const query = find('health { mandatedContacts { kind outcome } immunisations { vaccine } }');
          const asked = await send({ query: query.replace('query', `query ${name}`), variables: { who: grace } });
          const contacts = person(asked).health.mandatedContacts as readonly { readonly outcome: unknown }[];
          return `${contacts.filter(({ outcome }) => outcome !== null).length} of ${contacts.length} outcomes under ${asked.body.extensions.familyView.supergraphVersion}`;
        };
        const before = await outcomes('Same');
        const stricter = stack
          .sdlOf('health')
          .replace(
            /(type MandatedContact [\s\S]*?outcome: String)/,
            '$1 @policy(policies: [["health:visits", "health:immunisations"]])',
          );
        await stack.publish('health', stricter);
        const after = `${await outcomes('Same')}; another text ${await outcomes('Other')}`;
        await stack.publish('health', stack.sdlOf('health'));
        return `${before}; after ${after}`;
      },
    ],
    [
      'an agency answers 400, application/graphql-response+json, twelve times',
      'only that field fails',
      async () => {
        const errors = JSON.stringify({ errors: [{ message: 'bad argument' }] });
        ways
          .get('health')!
          .turn(
            (_answer, response) =>
              void response.writeHead(400, { 'content-type': 'application/graphql-response+json' }).end(errors),
            '/graphql',
          );
        const asked: Asked[] = [];
        for (let time = 0; time < 12; time += 1)
          asked.push(await about(`displayName health { mandatedContacts { kind } } t${time}: lifeState`));
        ways.get('health')!.clear();
        const after = await about('health { mandatedContacts { kind } }');
        return `${told(asked.at(-1)!)}; then ${told(after)}, ${person(after).health.mandatedContacts.length} contacts`;
      },
    ],
    [
      'health down: { caseload { nodes { id } pageInfo { hasNextPage } } }',
      'an error at each null that is not the agency’s own',
      async () => {
        await ways.get('health')!.stop();
        const asked = await send(
          { query: '{ caseload { nodes { id } pageInfo { hasNextPage } } }' },
          {},
          'health-lead',
        );
        await ways.get('health')!.start();
        return `${JSON.stringify(asked.body.data)} ${told(asked)}`;
      },
    ],
    [
      'repairs: [Repair], item 1 fails at the agency',
      'an error at item 1',
      async () => {
        const asked = await about('housing { repairs { what } } answers { agency status }');
        const { housing, answers } = person(asked);
        const status = answers.find((one: Told) => one.agency === 'housing').status;
        return `${JSON.stringify(housing)}, housing ${status}; ${told(asked)}`;
      },
    ],
    [
      'a search for "Grâce" in ISO-8859-1',
      '415 or 400',
      async () => {
        const body = JSON.stringify({ query: find('id'), variables: { who: { ...grace, givenName: 'Grâce' } } });
        const bytes = Buffer.from(body, 'latin1');
        const charset = { 'content-type': 'application/json; charset=iso-8859-1' };
        return `${told(await send(bytes))}; said so: ${told(await send(bytes, charset))}`;
      },
    ],
    [
      'a variable called constructor, not given; null for @include(if:)',
      'answered; a 400 of the client’s',
      async () => {
        const after = 'query ($constructor: String) { caseload(after: $constructor) { pageInfo { hasNextPage } } }';
        const include = 'query ($x: Boolean = true) { me { role @include(if: $x) } }';
        const type = 'query ($n: String = "Person") { __type(name: $n) { name } }';
        return [
          await send({ query: after }),
          await send({ query: include, variables: { x: null } }),
          await send({ query: type, variables: { n: null } }),
        ]
          .map(told)
          .join('; ');
      },
    ],
    [
      'operationName "query" after "query\\n{ me { id } }"',
      '400, no such operation',
      async () => {
        await send({ query: 'query\n{ me { id } }' });
        return told(await send({ operationName: 'query', query: '{ me { id } }' }));
      },
    ],
    [
      'first: 50 written, sent, or the variable’s default',
      'the same for all three',
      async () => {
        const long = Array.from({ length: 60 }, (_, at) => `f${at}: family { members { person { id displayName } } }`);
        const page = `{ nodes { ${long.join(' ')} } }`;
        return [
          await send({ query: `{ caseload(first: 50) ${page} }` }),
          await send({ query: `query ($n: Int) { caseload(first: $n) ${page} }`, variables: { n: 50 } }),
          await send({ query: `query ($n: Int = 50) { caseload(first: $n) ${page} }` }),
        ]
          .map(told)
          .join('; ');
      },
    ],
    [
      'a union of two guarded types, one of them closed',
      'the closed one left out; a notice that such items are withheld',
      async () => {
        const asked = await about(
          'housing { matters { __typename ... on RepairMatter { about } } matter { __typename } }',
        );
        const notices = (asked.body.extensions.notices ?? []) as readonly Told[];
        const telling = notices.filter((one) => JSON.stringify(one).includes('housing:arrears'));
        return `${JSON.stringify(person(asked).housing)}; notices of arrears: ${telling.map((one) => one.message).join(' ') || 'none'}; ${told(asked)}`;
      },
    ],
    [
      'a wrong hash, and a wrong version, of a persisted query',
      '400 of the client’s',
      async () => {
        const asked = [1, 2].map((version) =>
          send({ query: '{ me { id } }', extensions: { persistedQuery: { version, sha256Hash: 'a'.repeat(64) } } }),
        );
        return (await Promise.all(asked)).map(told).join('; ');
      },
    ],
    [
      'a family name of 500 characters',
      'the client’s mistake',
      async () => told(await about('id', { ...daniel, familyName: 'x'.repeat(500) })),
    ],
  ];
}

async function main(): Promise<void> {
  const ways = new Map<string, ProxiedAgency>();
  const closing: (() => unknown)[] = [];
  const stack = await startPublishingStack({
    agencies: async (jwksUrl) => {
      const dataDirectory = `/tmp/family-view-cases-${process.pid}`;
      const running = await serveSubgraphs({ firstPort: 0, jwksUrl, dataDirectory, without: [] });
      const housing = await standForHousing(
        `http://127.0.0.1:${running.ports.get('housing')}`,
        withLists(readFileSync(join(schemaDirectory, 'agencies', 'housing.graphql'), 'utf8')),
      );
      for (const agency of AGENCIES)
        ways.set(
          agency,
          await standBefore(agency === 'housing' ? housing.origin : `http://127.0.0.1:${running.ports.get(agency)}`),
        );
      closing.push(housing.close, running.close, ...[...ways.values()].map((way) => () => way.stop()));
      return {
        origins: new Map(AGENCIES.map((agency) => [agency, ways.get(agency)!.origin])),
        close: async () => void (await Promise.all(closing.map((close) => close()))),
      };
    },
  });
  try {
    const { body } = await stack.publish('housing', withLists(stack.sdlOf('housing')));
    if (body.outcome !== 'PUBLISHED') throw new Error(JSON.stringify(body.findings));
    for (const [what, right, ask] of casesOf(stack, ways))
      process.stdout.write(
        `| ${what} | ${right} | ${await ask().catch((fault: Error) => `FAILED: ${fault.stack}`)} |\n`,
      );
  } finally {
    await stack.close();
  }
}

void main();
