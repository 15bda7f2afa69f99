import { type ChildProcess, fork, spawn } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { freePort } from '../stack';
import { type Collections, readCollections } from './collections';
import { askBody, type Contestant, PORT_HERE } from './contestants';

export interface RunningServer {
  readonly port: number;
  readonly pid: number;
  readonly headers: Readonly<Record<string, string>>;
  /** From the order to start until the first right answer. */
  readonly startedInMs: number;
  /** What it has said of its collections since the last look, where it says anything of them. */
  takeCollections(): Collections;
  stop(): Promise<void>;
}

const PATIENCE_MS = 40_000;
const MOST_SAID = 10_000_000;
const notices = z.object({ notices: z.array(z.object({ kind: z.string(), message: z.string() })) }).partial();
const answerForm = z.object({ errors: z.unknown(), extensions: notices, data: z.unknown() }).partial();

/**
 * Starts a server and waits until it gives the expected answer; of several families, each its own.
 * @throws with what it said instead.
 */
export async function startServer(
  contestant: Contestant,
  expected: unknown,
  others: readonly unknown[] = [],
): Promise<RunningServer> {
  const port = await freePort();
  const fill = (text: string): string => text.replaceAll(PORT_HERE, String(port));
  const [file, ...args] = contestant.command;
  const began = performance.now();
  const child = spawn(file, args.map(fill), {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ...Object.fromEntries(Object.entries(contestant.environment).map(([name, value]) => [name, fill(value)])),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let collections = '';
  child.stdout.on('data', (chunk: Buffer) => {
    if (collections.length < MOST_SAID) collections += chunk.toString();
  });
  const takeCollections = (): Collections => {
    const read = readCollections(collections);
    collections = '';
    return read;
  };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-2_000);
    });
  const stop = (): Promise<void> => stopChild(child);
  let last: unknown = 'nothing';
  while (performance.now() - began < PATIENCE_MS && child.exitCode === null) {
    const headers = await contestant.headers();
    const answered = await ask(contestant, port, headers).catch((fault: Error) => fault.message);
    const silent = typeof answered === 'object' ? silentIn(answered) : null;
    if (typeof answered === 'object' && silent === null && isDeepStrictEqual(answered.data, expected)) {
      const startedInMs = performance.now() - began;
      for (const [at, other] of others.entries()) {
        const { data } = await ask(contestant, port, headers, at + 1);
        if (isDeepStrictEqual(data, other)) continue;
        await stop();
        throw new Error(`did not give the expected answer of family ${at + 1}: ${JSON.stringify(data).slice(0, 300)}`);
      }
      return { port, pid: child.pid!, headers, startedInMs, takeCollections, stop };
    }
    last = silent ?? (typeof answered === 'object' ? JSON.stringify(answered).slice(0, 300) : answered);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error(`did not give the expected answer (${String(last)}) ${causeIn(said)}`);
}

/** What ours says of an agency that answered a part of the work with an error: an answer may be whole all the same. */
const silentIn = ({ extensions }: z.infer<typeof answerForm>): string | null =>
  extensions?.notices?.find(({ kind }) => kind === 'UNAVAILABLE')?.message ?? null;

/** Of what a process said before it ended, the lines that name a fault. */
function causeIn(said: string): string {
  const lines = said.trim().split('\n');
  const named = lines.filter((line) => /error|panicked|cannot/i.test(line));
  return (named.length > 0 ? named.slice(0, 3) : lines.slice(-3)).join(' ');
}

async function ask(contestant: Contestant, port: number, headers: Readonly<Record<string, string>>, family = 0) {
  const response = await fetch(`http://127.0.0.1:${port}${contestant.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: askBody(contestant, family),
    signal: AbortSignal.timeout(10_000),
  });
  return answerForm.parse(await response.json());
}

/** A process of ours that talks by messages: one question, one answer. */
export interface Helper {
  ask(message: object): Promise<unknown>;
  /** The next message that it sends by itself. */
  next(): Promise<unknown>;
  stop(): Promise<void>;
}

export function startHelper(file: string, environment: Readonly<Record<string, string>> = {}): Helper {
  const child = fork(file, { execArgv: ['--import', 'tsx'], env: { ...process.env, ...environment } });
  const next = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const ended = (code: number | null): void => reject(new Error(`${file} ended with ${code}`));
      child.once('exit', ended).once('message', (message) => {
        child.off('exit', ended);
        resolve(message);
      });
    });
  return {
    next,
    ask(message) {
      const answer = next();
      child.send(message);
      return answer;
    },
    stop: () => stopChild(child),
  };
}

/** Asks a process to end, and ends it where it does not. */
function stopChild(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const timer = setTimeout(() => child.kill('SIGKILL'), 2_000);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
