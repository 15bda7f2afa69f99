/** Asks requests over and over on so many connections, as a process of its own. One order at a time from its parent. */
import { connect } from 'node:net';
import { z } from 'zod';
import { quantile } from './measure';
import { readChunks } from './raw-server';

export const orderForm = z.object({
  port: z.number(),
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  /** In place of the one: each request is one of these, by chance. */
  bodies: z.array(z.string()).optional(),
  connections: z.number(),
  milliseconds: z.number(),
  /** In place of the time: ends after so many. */
  count: z.number().optional(),
});
export type LoadOrder = z.infer<typeof orderForm>;

export const loadForm = z.object({
  requests: z.number(),
  seconds: z.number(),
  p50: z.number(),
  p99: z.number(),
  /** Answers that were not 200, or not as long as the first to the same request. */
  odd: z.number(),
  /** The first of them: its status, and how it ends. */
  firstOdd: z.string().nullable(),
});
export type LoadResult = z.infer<typeof loadForm>;

const END_CHARACTERS = 400;

export async function runLoad(order: LoadOrder): Promise<LoadResult> {
  const requests = (order.bodies ?? [order.body]).map((body) => requestBytes({ ...order, body }));
  const next = numbersBelow(requests.length);
  const lengths = new Map<number, number>();
  const taken: number[] = [];
  let odd = 0;
  let firstOdd: string | null = null;
  const began = performance.now();
  const ends = began + order.milliseconds;
  const goesOn = (): boolean =>
    order.count === undefined ? performance.now() < ends : taken.length + order.connections <= order.count;
  const asking = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port: order.port, host: '127.0.0.1', noDelay: true });
      let waiting: Buffer = Buffer.alloc(0);
      let asked = 0;
      let which = 0;
      const ask = (): void => {
        which = next();
        asked = performance.now();
        socket.write(requests[which]!);
      };
      socket.on('connect', ask).on('error', reject);
      socket.on('close', () => reject(new Error('The server closed the connection.')));
      socket.on('data', (chunk) => {
        waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
        const answer = readResponse(waiting);
        if (!answer) return;
        const bytes = waiting.subarray(0, answer.end);
        waiting = waiting.subarray(answer.end);
        const now = performance.now();
        taken.push(now - asked);
        const length = lengths.get(which) ?? answer.body;
        lengths.set(which, length);
        if (answer.status !== 200 || answer.body !== length) {
          odd += 1;
          firstOdd ??= `${answer.status} …${bytes.toString('utf8').slice(-END_CHARACTERS)}`;
        }
        if (goesOn()) return ask();
        socket.removeAllListeners('close');
        socket.destroy();
        resolve();
      });
    });
  await Promise.all(Array.from({ length: order.connections }, asking));
  const seconds = (performance.now() - began) / 1_000;
  return { requests: taken.length, seconds, p50: quantile(taken, 0.5), p99: quantile(taken, 0.99), odd, firstOdd };
}

/** Numbers below one, the same each time (a linear congruential generator, Numerical Recipes). */
function numbersBelow(limit: number): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

export function requestBytes({ port, path, headers, body }: LoadOrder): Buffer {
  const all = { host: `127.0.0.1:${port}`, 'content-type': 'application/json', accept: 'application/json', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\n${lines.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

export interface ReadResponse {
  readonly status: number;
  readonly head: string;
  /** How long it is. */
  readonly body: number;
  readonly end: number;
}

export function readResponse(bytes: Buffer): ReadResponse | null {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const head = bytes.toString('latin1', 0, headEnd);
  const status = Number(head.slice(9, 12));
  const start = headEnd + 4;
  const stated = /\r\ncontent-length: *(\d+)/i.exec(head);
  if (stated) {
    const end = start + Number(stated[1]);
    return bytes.length < end ? null : { status, head, body: end - start, end };
  }
  const chunked = readChunks(bytes, start);
  return chunked && { status, head, body: chunked.body.length, end: chunked.end };
}

if (require.main === module)
  process.on('message', (order) => void runLoad(orderForm.parse(order)).then((result) => process.send?.(result)));
