import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as listenForLines, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

/** What the way to an agency does to its answers. `reset` ends the connection as a host that has crashed does. */
export type Fault = (answer: HonestAnswer, response: ServerResponse, reset: () => void) => void | Promise<void>;

/** What it does to connections. `hole`: they are taken, and nothing is ever read of them. */
export type Line = 'open' | 'hole' | 'reset';

export interface HonestAnswer {
  readonly path: string;
  readonly status: number;
  readonly text: string;
}

export interface ProxiedAgency {
  readonly origin: string;
  /** From now on: `path` of the requests it is for (all where none is given), and what happens to their answers. */
  turn(faultKind: Fault, path?: string): void;
  /** From now on; connections that are open are cut. */
  cut(line: Line): void;
  /** Shows another certificate from now on; connections that are open are cut. */
  show(certificate: TlsOptions): void;
  clear(): void;
  /** Connections that were made to it so far. */
  connections(): number;
  /** Nobody listens any more: connections are refused. */
  stop(): Promise<void>;
  /** Listens again, at the same port. */
  start(): Promise<void>;
}

const pass: Fault = ({ status, text }, response) => {
  response.writeHead(status, { 'content-type': 'application/graphql-response+json' }).end(text);
};

/**
 * Stands before a real agency at a port of its own, and passes everything on until it is told otherwise.
 * @param tls where it is to be reached by TLS alone
 */
export async function standBefore(agency: string, tls?: TlsOptions): Promise<ProxiedAgency> {
  let faultKind = pass;
  let only: string | undefined;
  let line: Line = 'open';
  let shownAnother = false;
  const sockets = new Set<Socket>();
  const answering = createServer((request, response) => {
    // Beneath TLS there is another socket, and only that one can be reset.
    const { remotePort } = request.socket;
    const reset = (): void => {
      for (const socket of sockets) if (socket.remotePort === remotePort) socket.resetAndDestroy();
    };
    forward(agency, request)
      .then((answer) => (only === undefined || only === answer.path ? faultKind : pass)(answer, response, reset))
      .catch(() => response.destroy());
  });
  answering.on('clientError', (_fault, socket) => socket.destroy());
  const secure = tls && createTlsServer(tls, (socket) => void answering.emit('connection', socket));
  secure?.on('tlsClientError', () => {});

  let connections = 0;
  const server = listenForLines((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    if (line === 'reset') socket.resetAndDestroy();
    else if (line === 'hole') socket.pause();
    else (secure ?? answering).emit('connection', socket);
  });
  const cutAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', () => resolve());
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    turn(next, path) {
      faultKind = next;
      only = path;
    },
    cut(next) {
      line = next;
      cutAll();
    },
    show(certificate) {
      secure?.setSecureContext({ ...tls, ...certificate });
      shownAnother = true;
      cutAll();
    },
    clear() {
      faultKind = pass;
      only = undefined;
      if (line !== 'open' || shownAnother) cutAll();
      line = 'open';
      if (shownAnother && tls) secure?.setSecureContext(tls);
      shownAnother = false;
    },
    connections: () => connections,
    stop: () =>
      new Promise((resolve) => {
        if (!server.listening) return resolve();
        server.close(() => resolve());
        cutAll();
      }),
    start: () => (server.listening ? Promise.resolve() : listen(port)),
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
