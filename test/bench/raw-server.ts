import { createServer, type Socket } from 'node:net';

/** A request as it came off the wire: the path and the bytes of its body. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
}

export interface RawServer {
  readonly origin: string;
  close(): Promise<void>;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * HTTP/1.1 with keep-alive on a bare socket, so that what is measured is who asks and not who answers.
 *
 * @param answer gives whole responses, head and all: see `jsonResponse`.
 */
export async function listenRaw(answer: (request: RawRequest) => Buffer | Promise<Buffer>): Promise<RawServer> {
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    open.add(socket);
    let waiting: Buffer = Buffer.alloc(0);
    let before = Promise.resolve();
    socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
      for (let read = readRequest(waiting); read; read = readRequest(waiting)) {
        waiting = waiting.subarray(read.length);
        const response = answer(read.request);
        if (response instanceof Buffer) socket.write(response);
        else before = before.then(async () => void socket.write(await response));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The raw server has no port.');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** A whole response that holds this JSON text. */
export function jsonResponse(text: string): Buffer {
  const body = Buffer.from(text);
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

/** The first whole request of these bytes, and how many of them it takes; null where it is not all there. */
function readRequest(bytes: Buffer): { readonly request: RawRequest; readonly length: number } | null {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return null;
  const head = bytes.toString('latin1', 0, headEnd);
  const [method = '', path = ''] = head.slice(0, head.indexOf('\r\n')).split(' ');
  const start = headEnd + HEAD_END.length;
  const stated = /\r\ncontent-length: *(\d+)/i.exec(head);
  if (!stated && /\r\ntransfer-encoding: *chunked/i.test(head)) {
    const chunked = readChunks(bytes, start);
    return chunked && { request: { method, path, body: chunked.body }, length: chunked.end };
  }
  const end = start + Number(stated?.[1] ?? 0);
  if (bytes.length < end) return null;
  return { request: { method, path, body: bytes.subarray(start, end) }, length: end };
}

/** A chunked body that starts here, and where it ends; null where it is not all there. */
export function readChunks(bytes: Buffer, start: number): { readonly body: Buffer; readonly end: number } | null {
  const parts: Buffer[] = [];
  for (let at = start; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return null;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const end = lineEnd + 2 + size + 2;
    if (bytes.length < end) return null;
    if (size === 0) return { body: Buffer.concat(parts), end };
    parts.push(bytes.subarray(lineEnd + 2, end - 2));
    at = end;
  }
}
