/**
 * What distinct texts by one requester take of the gateway's memory, and of everybody else's time:
 *
 *     npx tsx test/memory/flood-texts.ts [TEXTS] [ids,aliases,fields]
 */
import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadDevelopmentKey } from '@family-view/gateway/identity/development-keys';
import type { PersonaName } from '@family-view/gateway/identity/personas';
import { signDevelopmentToken } from '@family-view/gateway/identity/sign-development-token';
import { AGENCIES } from '@family-view/schema';
import { quantile } from '../bench/measure';
import { searchFor, storyPerson } from '../borough';
import { endProcess } from '../end-process';
import { startGatewayProcess } from '../faults/gateway-process';
import { freePort } from '../stack';
import { CHARACTERS, KINDS, type Kind, writeText } from './write-texts';

const root = join(__dirname, '../..');
const dist = join(root, 'dist');
/** As production starts the gateway: by what the image starts with. */
const { flags: AS_STARTED, file: GATEWAY } = startOf(readFileSync(join(root, 'Dockerfile'), 'utf8'));
const FLOODER: PersonaName = 'head-of-centre';
const ROLES: readonly PersonaName[] = ['family-support-lead', 'health-lead', 'school-lead'];
/** One hundred requests a minute each: more than a page that is opened anew twice a minute. */
const OTHERS = Array.from({ length: 12 }, (_, at) => [ROLES[at % ROLES.length]!, `w-other-${at}`] as const);
/** Of all others together, and how often one of them has a text that is new. */
const OTHERS_EVERY_MS = 50;
const NEW_EVERY = 20;
const LOOK_EVERY_MS = 200;
/** Asked before the first text. */
const CALM = 200;

/** `CMD ["node", …flags, file]` of the image. */
function startOf(dockerfile: string): { readonly flags: readonly string[]; readonly file: string } {
  const [, command = ''] = /^CMD (\[.*\])$/m.exec(dockerfile) ?? [];
  const words = JSON.parse(command) as readonly string[];
  return { flags: words.slice(1, -1), file: words.at(-1)! };
}

/** Writes `dist/`, which is flooded. */
export const buildDist = (): Promise<unknown> =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', 'cli/develop/build.ts'], { cwd: root });

export interface FloodOptions {
  readonly kind: Kind;
  readonly texts: number;
  /** That the flooder has under way at once. */
  readonly atOnce?: number;
  /** Requests a minute at most; as many as are answered, where it is not given. */
  readonly perMinute?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Flood {
  readonly answered: number;
  readonly odd: readonly string[];
  readonly seconds: number;
  /** Resident, at the worst moment; and before the first text. */
  readonly megabytes: number;
  readonly megabytesBefore: number;
  /** At each tenth of the texts. */
  readonly byTenths: readonly number[];
  /** Of everybody else, in milliseconds, before the first text: what the machine is like. */
  readonly calm: readonly number[];
  /** And while the texts come: of operations that are known, and of new ones. */
  readonly known: readonly number[];
  readonly fresh: readonly number[];
  readonly oddOthers: readonly string[];
}

export async function floodTexts({ kind, texts, atOnce = 8, perMinute, environment }: FloodOptions): Promise<Flood> {
  const directory = mkdtempSync(join(tmpdir(), 'family-view-flood-'));
  const port = await freePort();
  const agencies = fork(join(dist, 'cli/serve-subgraphs.js'), {
    cwd: root,
    execArgv: [],
    env: {
      ...process.env,
      PORT: String(port),
      FIRST_AGENCY_PORT: String(port + 1_000),
      SUBGRAPHS_DATA_DIRECTORY: join(directory, 'subgraphs'),
    },
  });
  const dataDirectory = join(directory, 'gateway');
  let gateway: ChildProcess | null = null;
  try {
    await once(agencies, 'message');
    const ports = new Map(AGENCIES.map((agency, at) => [agency, port + 1_000 + at]));
    gateway = await startGatewayProcess({
      port,
      dataDirectory,
      ports,
      execArgv: AS_STARTED,
      file: join(root, GATEWAY),
      environment: { AGENCY_TIMEOUT_MS: '1500', OPERATION_DEADLINE_MS: '4000', ...environment },
    });
    const url = `http://127.0.0.1:${port}/graphql`;
    return await flood({ url, pid: gateway.pid!, dataDirectory, kind, texts, atOnce, perMinute });
  } finally {
    for (const child of [gateway, agencies]) if (child) await endProcess(child, 'SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  }
}

interface Place extends Required<Pick<FloodOptions, 'kind' | 'texts' | 'atOnce'>> {
  readonly url: string;
  readonly pid: number;
  readonly dataDirectory: string;
  readonly perMinute: number | undefined;
}

async function flood({ url, pid, dataDirectory, kind, texts, atOnce, perMinute }: Place): Promise<Flood> {
  const key = await loadDevelopmentKey(dataDirectory);
  const asker = async ([persona, id]: readonly [PersonaName, string]) => {
    const token = await signDevelopmentToken(key, persona, { id });
    return async (body: object) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      });
      return { status: response.status, text: await response.text() };
    };
  };
  const others = await Promise.all(OTHERS.map(asker));
  const who = searchFor(storyPerson('okafor', 'oldest'));
  // One after another: all five agencies have only just begun, and the deadlines are those of real use.
  const ids: string[] = [];
  for (const ask of others) {
    const query = 'query ($who: PersonSearch!) { findPeople(by: $who) { certain { id } } }';
    const { status, text } = await ask({ query, variables: { who } });
    const id: string | undefined = JSON.parse(text).data?.findPeople?.certain[0]?.id;
    if (id === undefined) throw new Error(`The first search found nobody: ${status} ${text.slice(0, 500)}`);
    ids.push(id);
  }
  const OPEN = 'query ($id: PersonID!) { person(id: $id) { displayName dateOfBirth answers { agency status } } }';
  const known: number[] = [];
  const fresh: number[] = [];
  const oddOthers: string[] = [];
  const askOther = async (at: number): Promise<void> => {
    const one = at % others.length;
    const isNew = at % NEW_EVERY === 0;
    const query = isNew ? OPEN.replace('displayName', `n${at}: displayName`) : OPEN;
    const began = performance.now();
    const { status, text } = await others[one]!({ query, variables: { id: ids[one] } });
    (isNew ? fresh : known).push(performance.now() - began);
    if (status !== 200 || !text.includes('"answers":[')) oddOthers.push(`${status} ${text.slice(0, 100)}`);
  };
  for (let warm = 1; warm <= 100; warm += 1) await askOther(warm);
  known.length = fresh.length = 0;
  const asking: Promise<void>[] = [];
  const askOthers = () => setInterval(() => asking.push(askOther(asking.length + 1)), OTHERS_EVERY_MS);
  const askingCalmly = askOthers();
  while (known.length + fresh.length < CALM) await new Promise((later) => setTimeout(later, OTHERS_EVERY_MS));
  clearInterval(askingCalmly);
  await Promise.all(asking);
  const calm = known.splice(0);
  fresh.length = 0;

  const ask = await asker([FLOODER, 'w-flooder']);
  const megabytesBefore = residentMegabytes(pid);
  let megabytes = megabytesBefore;
  const looking = setInterval(() => {
    megabytes = Math.max(megabytes, residentMegabytes(pid));
  }, LOOK_EVERY_MS);
  const askingOthers = askOthers();
  const odd: string[] = [];
  let answered = 0;
  let next = 0;
  const byTenths: number[] = [];
  const began = performance.now();
  const sender = async (): Promise<void> => {
    while (next < texts) {
      const at = next++;
      const due = perMinute === undefined ? 0 : began + (at * 60_000) / perMinute - performance.now();
      if (due > 0) await new Promise((later) => setTimeout(later, due));
      if (at % Math.ceil(texts / 10) === 0) byTenths.push(Math.round(residentMegabytes(pid)));
      const { status, text } = await ask({ query: writeText(kind, at) });
      if (status === 200) answered += 1;
      else odd.push(`${status} ${text.slice(0, 200)}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  const seconds = (performance.now() - began) / 1_000;
  clearInterval(askingOthers);
  await Promise.all(asking);
  clearInterval(looking);
  return { answered, odd, seconds, megabytes, megabytesBefore, byTenths, calm, known, fresh, oddOthers };
}

function residentMegabytes(pid: number): number {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1_024;
}

export function tellFlood(
  kind: Kind,
  { answered, odd, seconds, calm, known, fresh, oddOthers, ...found }: Flood,
): string {
  const p = (taken: readonly number[], share: number): number => Math.round(quantile(taken, share));
  const times = (taken: readonly number[]): string =>
    taken.length === 0 ? 'none' : `${taken.length}: p50 ${p(taken, 0.5)}, p99 ${p(taken, 0.99)} ms`;
  return `${kind}: ${answered} texts of ${CHARACTERS} characters in ${Math.round(seconds)} s (${odd.length} refused${odd[0] ? `, as ${odd[0]}` : ''}); gateway ${Math.round(found.megabytesBefore)} MB before, at most ${Math.round(found.megabytes)} MB (${found.byTenths.join(' ')}); others, before it ${times(calm)}; known operations ${times(known)}; new ones ${times(fresh)}; ${oddOthers.length} not answered${oddOthers[0] ? ` (${oddOthers[0]})` : ''}`;
}

async function main(): Promise<void> {
  const texts = Number(process.argv[2] ?? 20_000);
  const kinds = (process.argv[3]?.split(',') ?? KINDS) as readonly Kind[];
  const perMinute = process.env.PER_MINUTE ? Number(process.env.PER_MINUTE) : undefined;
  await buildDist();
  for (const kind of kinds) process.stdout.write(`${tellFlood(kind, await floodTexts({ kind, texts, perMinute }))}\n`);
}

if (require.main === module) void main();
