/**
 * Whatever of a contract's answer the gateway would not take, an audit finds. A conforming agency's own answers are spoiled
 * in one place at a time; the gateway's reader and the suite, which share no check, are both shown each.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ContractClient } from '@family-view/gateway/linkage/contract-client';
import { isMisplaced, singleViewReply } from '@family-view/gateway/linkage/contract-replies';
import type { OperationContext } from '@family-view/gateway/operation-context';
import { type GrantForge, type Pointers, runConformance, startGrantForge } from '@family-view/kit/conformance';
import { serveLibraries } from './without-kit/serve-libraries';

const POINTERS: Partial<Pointers> = { open: ['LIB-1001', 'LIB-1002', 'LIB-1003'], area: 'thornwick' };
/** Audits that ask the contract for people; the others are about grants, bodies and time. */
const CONTRACT = (id: string): boolean => id.startsWith('C-') && !['C-21', 'C-22'].includes(id);

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type Place = readonly (string | number)[];
interface Answer {
  readonly field: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly data: Json;
}
/** One way to answer wrongly: at every place of this form, counted from the field. */
interface Spoiling {
  readonly field: string;
  /** Indexes of lists are `*`. */
  readonly form: string;
  readonly how: keyof typeof WAYS;
}

const WAYS = {
  'null for it': () => null,
  'nothing for it': () => undefined,
  'a number for it': () => 7,
  'another word for it': (value: Json) => (typeof value === 'string' ? `other-${value}` : undefined),
  'a long word for it': (value: Json) => (typeof value === 'string' ? value.padEnd(60, '0') : undefined),
  'an empty word for it': (value: Json) => (typeof value === 'string' ? '' : undefined),
  'one more in it': (value: Json) => (Array.isArray(value) && value.length > 0 ? [...value, value[0]!] : undefined),
  'one less in it': (value: Json) => (Array.isArray(value) && value.length > 0 ? value.slice(1) : undefined),
} as const;

const formOf = (place: Place): string => place.map((step) => (typeof step === 'number' ? '*' : step)).join('.');

function spoil(value: Json, { form, how }: Spoiling, at: Place = []): Json | undefined {
  if (formOf(at) === form) return WAYS[how](value);
  if (Array.isArray(value))
    return value.map((one, index) => spoil(one, { form, how } as Spoiling, [...at, index]) ?? null);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, one]) => [name, spoil(one, { form, how } as Spoiling, [...at, name])] as const)
      .filter((entry): entry is readonly [string, Json] => entry[1] !== undefined),
  );
}

function formsIn(value: Json, at: Place = []): readonly string[] {
  const below = Array.isArray(value)
    ? value.flatMap((one, index) => formsIn(one, [...at, index]))
    : value !== null && typeof value === 'object'
      ? Object.entries(value).flatMap(([name, one]) => formsIn(one, [...at, name]))
      : [];
  return [...new Set([formOf(at), ...below])];
}

/** Does the gateway take this answer? Its own reader, with everything granted. */
async function takes({ field, variables, data }: Answer, identity: Json): Promise<boolean> {
  let refused = false;
  const run = {
    rights: { decide: () => ({ kind: 'granted' }), flows: () => true },
    answers: {
      trouble: () => {
        refused = true;
      },
    },
  } as unknown as OperationContext;
  const told = field === 'members' ? { identity, members: data } : { [field]: data };
  const client = new ContractClient(['libraries'], async () => told as Record<string, unknown>, run);
  const refs = (variables.refs ?? []) as readonly string[];
  const subjects = (variables.subjects ?? []) as never;
  const page = { area: null, mine: false, first: 100, after: null };
  const read: Readonly<Record<string, () => Promise<unknown>>> = {
    identity: () => client.identities('libraries', refs),
    members: () => client.members('libraries', refs),
    facts: () => client.facts('libraries', refs, (variables.kinds ?? []) as never),
    markers: () => client.markers('libraries', subjects),
    match: () => client.match('libraries', subjects),
    roster: () => client.roster('libraries', page),
    involvements: () => readSingleView(told, refs),
    coverage: () => readSingleView(told, refs),
  };
  const answer = await read[field]!();
  return answer !== null && !refused;
}

async function readSingleView(told: unknown, refs: readonly string[]): Promise<unknown> {
  const read = singleViewReply.safeParse(told);
  return read.success && !isMisplaced(read.data, refs) ? read.data : null;
}

/** The agency behind a door that spoils what comes out of it, or keeps what it saw. */
async function serveSpoiled(url: string, spoiling: Spoiling | null, seen: (answer: Answer) => void = () => {}) {
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
    const reply = await fetch(`${url}${request.url}`, {
      method: request.method,
      headers,
      body: body.length ? body : undefined,
    });
    let text = await reply.text();
    if (request.url === '/contract' && text.includes('"data"')) {
      const told = JSON.parse(text);
      for (const [field, data] of Object.entries((told.data ?? {}) as Record<string, Json>)) {
        seen({ field, variables: JSON.parse(String(body)).variables ?? {}, data });
        if (spoiling?.field === field) told.data[field] = spoil(data, spoiling);
      }
      text = JSON.stringify(told);
    }
    response.writeHead(reply.status, { 'content-type': 'application/graphql-response+json' }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

let forge: GrantForge;
let libraries: Awaited<ReturnType<typeof serveLibraries>>;

const conform = async (spoiling: Spoiling | null, seen?: (answer: Answer) => void): Promise<readonly string[]> => {
  const door = await serveSpoiled(libraries.url, spoiling, seen);
  const report = await runConformance({
    url: door.url,
    forge,
    pointers: POINTERS,
    clock: () => 0,
    only: ({ id }) => CONTRACT(id),
  });
  await door.close();
  return report.results.filter(({ verdict }) => verdict === 'FAILED').map(({ id }) => id);
};

beforeAll(async () => {
  forge = await startGrantForge();
  libraries = await serveLibraries({ jwksUrl: forge.jwksUrl });
}, 60_000);
afterAll(async () => {
  await libraries.close();
  await forge.close();
});

const identityOf = ({ variables }: Answer): Json =>
  ((variables.refs ?? []) as readonly string[]).map((ref) => ({ ref }));

/** The longest that the gateway takes. */
async function fullest(answers: readonly Answer[]): Promise<Answer> {
  const length = ({ data }: Answer): number => JSON.stringify(data).length;
  for (const answer of [...answers].sort((one, other) => length(other) - length(one)))
    if (await takes(answer, identityOf(answer))) return answer;
  throw new Error(`the gateway takes none of ${answers.length} good answers`);
}

/** Where answers are wrong one by one, spread over all of them: in the proof, each. */
const spread = <T>(all: readonly T[], most: number): readonly T[] =>
  process.env.PROOF === '1' ? all : all.filter((_, at) => at % Math.ceil(all.length / most) === 0);

test('what the gateway does not take of an answer, an audit finds', async () => {
  const FIELDS = ['identity', 'members', 'facts', 'markers', 'match', 'roster', 'involvements', 'coverage'];
  const seen: Answer[] = [];
  const failed = await conform(null, (answer) => seen.push(answer));
  expect(failed).toEqual([]);

  const refused: Spoiling[] = [];
  for (const field of FIELDS) {
    // The gateway asks about equal subjects once, and about none who is nobody: of what was asked, its own way of asking.
    const answer = await fullest(seen.filter((one) => one.field === field));
    const identity = identityOf(answer);
    for (const form of formsIn(answer.data))
      for (const how of Object.keys(WAYS) as (keyof typeof WAYS)[]) {
        const data = spoil(answer.data, { field, form, how });
        if (JSON.stringify(data) === JSON.stringify(answer.data)) continue;
        if (!(await takes({ ...answer, data: data as Json }, identity))) refused.push({ field, form, how });
      }
  }
  expect(refused.length).toBeGreaterThan(100);

  const unnoticed: Spoiling[] = [];
  for (const spoiling of spread(refused, 16)) if ((await conform(spoiling)).length === 0) unnoticed.push(spoiling);
  expect(unnoticed).toEqual([]);
}, 600_000);
