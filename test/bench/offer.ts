/** Offers requests at a fixed rate, whether or not earlier ones are answered, as a process of its own. */
import { connect, type Socket } from 'node:net';
import { z } from 'zod';
import { orderForm, readResponse, requestBytes } from './load';
import { quantile } from './measure';

export const offerForm = orderForm.extend({
  rate: z.number(),
  /** Asked in turn, in place of the one; each answer is held to the first of its own body. */
  requests: z.array(orderForm.pick({ headers: true, body: true })).optional(),
  /** How long a whole answer is, by the body that asks for it; where it is not known, the first is whole. */
  lengths: z.record(z.string(), z.number()).optional(),
});
export type OfferOrder = z.infer<typeof offerForm>;

const timesForm = z.object({ count: z.number(), p50: z.number(), p99: z.number(), longest: z.number() });
export const offeredForm = z.object({
  seconds: z.number(),
  offered: z.number(),
  /** Answers of 200 as long as the first. Milliseconds from when a request was due, not from when it could be sent. */
  answered: timesForm,
  /** Refusals of 503 that say when to come again. */
  refused: timesForm,
  /** The same, from when a request was sent: without what it waited for a line on which to be sent. */
  refusedOnceSent: timesForm,
  /** How often anything else came: by status and length, or a connection that was cut. */
  odd: z.record(z.string(), z.number()),
  lengths: z.record(z.string(), z.number()),
  /** Of the answered, how many by the body that asked for them. */
  byBody: z.record(z.string(), z.number()),
});
export type Offered = z.infer<typeof offeredForm>;

const EVERY_MS = 2;
const PATIENCE_MS = 20_000;
/** As a load balancer keeps to one gateway; what is due while all are in use waits for one. */
const MOST_LINES = 1_000;

export async function offerLoad(order: OfferOrder): Promise<Offered> {
  const requests = (order.requests ?? [order]).map(({ headers, body }) => ({
    bytes: requestBytes({ ...order, headers, body }),
    body,
  }));
  const free: Line[] = [];
  const queue: number[] = [];
  const all = new Set<Line>();
  const answered: number[] = [];
  const refused: number[] = [];
  const refusedOnceSent: number[] = [];
  const byBody = new Map<string, number>();
  const odd = new Map<string, number>();
  const note = (what: string, times = 1): unknown => odd.set(what, (odd.get(what) ?? 0) + times);
  const lengths = new Map(Object.entries(order.lengths ?? {}));
  let offered = 0;
  let waiting = 0;
  let sent = 0;

  const heard: Heard = (line, { due, began: sentAt, body }, response) => {
    waiting -= 1;
    if (!response) {
      note('a connection cut');
      all.delete(line);
      return;
    }
    const taken = performance.now() - due;
    if (response.status === 200 && !lengths.has(body)) lengths.set(body, response.body);
    if (response.status === 200 && response.body === lengths.get(body)) {
      answered.push(taken);
      byBody.set(body, (byBody.get(body) ?? 0) + 1);
    } else if (response.status === 503 && /\r\nretry-after: *\d/i.test(response.head)) {
      refused.push(taken);
      refusedOnceSent.push(performance.now() - sentAt);
    } else note(`${response.status} of ${response.body} bytes`);
    const next = queue.shift();
    if (next === undefined) free.push(line);
    else line.send(next);
  };
  const send = (due: number): void => {
    offered += 1;
    waiting += 1;
    let line = free.pop();
    // A server ends lines that nobody used for a while.
    while (line?.ended) {
      all.delete(line);
      line = free.pop();
    }
    if (!line && all.size >= MOST_LINES) {
      queue.push(due);
      return;
    }
    if (!line) {
      line = new Line(order.port, () => requests[sent++ % requests.length]!, heard);
      all.add(line);
    }
    line.send(due);
  };

  const began = performance.now();
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const now = performance.now();
      const most = Math.floor((Math.min(now - began, order.milliseconds) * order.rate) / 1_000);
      while (offered < most) send(began + (offered * 1_000) / order.rate);
      if (now - began < order.milliseconds || (waiting > 0 && now - began < order.milliseconds + PATIENCE_MS)) return;
      clearInterval(timer);
      resolve();
    }, EVERY_MS);
  });
  for (const line of all) line.end();
  if (waiting > 0) note('no answer', waiting);
  const seconds = order.milliseconds / 1_000;
  return {
    seconds,
    offered,
    answered: timesOf(answered),
    refused: timesOf(refused),
    refusedOnceSent: timesOf(refusedOnceSent),
    odd: Object.fromEntries(odd),
    lengths: Object.fromEntries(lengths),
    byBody: Object.fromEntries(byBody),
  };
}

type Response = NonNullable<ReturnType<typeof readResponse>>;
type Heard = (line: Line, asked: Asked, response: Response | null) => void;
interface Asked {
  readonly due: number;
  readonly began: number;
  readonly body: string;
}

/** One connection, on which one request at a time is under way. */
class Line {
  private readonly socket: Socket;
  private came: Buffer = Buffer.alloc(0);
  private asked: Asked | null = null;
  ended = false;

  constructor(
    port: number,
    private readonly next: () => { readonly bytes: Buffer; readonly body: string },
    private readonly heard: Heard,
  ) {
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.socket.on('data', (chunk) => this.data(chunk));
    this.socket.on('error', () => {});
    this.socket.on('close', () => {
      this.ended = true;
      this.tell(null);
    });
  }

  send(due: number): void {
    const { bytes, body } = this.next();
    this.asked = { due, began: performance.now(), body };
    this.socket.write(bytes);
  }

  end(): void {
    this.asked = null;
    this.socket.destroy();
  }

  private data(chunk: Buffer): void {
    this.came = this.came.length === 0 ? chunk : Buffer.concat([this.came, chunk]);
    const response = readResponse(this.came);
    if (!response) return;
    this.came = this.came.subarray(response.end);
    this.tell(response);
  }

  private tell(response: Response | null): void {
    const { asked } = this;
    if (asked === null) return;
    this.asked = null;
    this.heard(this, asked, response);
  }
}

const timesOf = (taken: readonly number[]): z.infer<typeof timesForm> => ({
  count: taken.length,
  p50: taken.length > 0 ? quantile(taken, 0.5) : 0,
  p99: taken.length > 0 ? quantile(taken, 0.99) : 0,
  longest: taken.reduce((most, one) => Math.max(most, one), 0),
});

if (require.main === module)
  process.on('message', (order) => void offerLoad(offerForm.parse(order)).then((result) => process.send?.(result)));
