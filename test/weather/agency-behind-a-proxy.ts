import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the way to an agency does to its answers. */
export type Weather = (answer: HonestAnswer, response: ServerResponse) => void | Promise<void>;

export interface HonestAnswer {
  readonly path: string;
  readonly status: number;
  readonly text: string;
}

export interface ProxiedAgency {
  readonly origin: string;
  /** From now on: `path` of the requests it is for (all where none is given), and what happens to their answers. */
  turn(weather: Weather, path?: string): void;
  clear(): void;
  /** Nobody listens any more: connections are refused. */
  stop(): Promise<void>;
  /** Listens again, at the same port. */
  start(): Promise<void>;
}

const pass: Weather = ({ status, text }, response) => {
  response.writeHead(status, { 'content-type': 'application/graphql-response+json' }).end(text);
};

/** Stands before a real agency at a port of its own, and passes everything on until it is told otherwise. */
export async function standBefore(agency: string): Promise<ProxiedAgency> {
  let weather = pass;
  let only: string | undefined;
  const server: Server = createServer((request, response) => {
    forward(agency, request)
      .then((answer) =>
        only === undefined || only === answer.path ? weather(answer, response) : pass(answer, response),
      )
      .catch(() => response.destroy());
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', () => resolve());
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    turn(next, path) {
      weather = next;
      only = path;
    },
    clear() {
      weather = pass;
      only = undefined;
    },
    stop: () =>
      new Promise((resolve) => {
        if (!server.listening) return resolve();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    start: () => listen(port),
  };
}

async function forward(agency: string, request: IncomingMessage): Promise<HonestAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const path = request.url ?? '/';
  const { method = 'GET' } = request;
  const answer = await fetch(agency + path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: method === 'GET' ? undefined : Buffer.concat(chunks),
  });
  return { path, status: answer.status, text: await answer.text() };
}
