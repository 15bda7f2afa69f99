import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Fault, HonestAnswer } from './agency-behind-a-proxy';

export type Entity = Record<string, unknown> | null;

export const TEXT = { 'content-type': 'text/plain' };
export const JSON_TYPE = { 'content-type': 'application/json' };
const MEGABYTE = 1_048_576;

export const never: Fault = () => new Promise(() => {});

/** A status and a body, and what it says of itself. */
export const answering =
  (status: number, text: string, headers: Readonly<Record<string, string>> = JSON_TYPE): Fault =>
  (_answer, response) =>
    void response.writeHead(status, headers).end(text);
export const saying = (text: string): Fault => answering(200, text);
const page = { 'content-type': 'text/html' };
export const html = answering(200, '<html><body>Sign in to the clinic network at 10.0.0.7</body></html>', page);
export const htmlAsJson = saying('<html>Sign in</html>');
export const broken = answering(500, '{"errors":[{"message":"ORA-00942: table HV_VISITS of Daniel Okafor"}]}');

export const cutOff: Fault = ({ text }, response) => {
  response.writeHead(200, { ...JSON_TYPE, 'content-length': String(text.length) });
  response.write(text.slice(0, text.length / 2), () => response.destroy());
};
export const resetInTheMiddle: Fault = ({ text }, response, reset) => {
  response.writeHead(200, { ...JSON_TYPE, 'content-length': String(text.length) });
  response.write(text.slice(0, text.length / 2), reset);
};
/** All that it says is well-formed, but for its end. */
export const truncated: Fault = ({ text }, response) =>
  void response.writeHead(200, JSON_TYPE).end(text.slice(0, -Math.ceil(text.length / 3)));
export const headAlone: Fault = (_answer, response) => {
  response.writeHead(200, JSON_TYPE);
  response.flushHeaders();
};
export const halfAHead: Fault = (_answer, response) =>
  void response.socket?.write('HTTP/1.1 200 OK\r\ncontent-type: applic');
export const stallInTheBody: Fault = ({ text }, response) => {
  response.writeHead(200, JSON_TYPE);
  response.write(text.slice(0, text.length / 2));
};
/** @param everyMs between two letters */
export const dripping =
  (everyMs: number): Fault =>
  ({ text }, response) => {
    response.writeHead(200, JSON_TYPE);
    let at = 0;
    const timer = setInterval(() => {
      if (at >= text.length || response.destroyed) clearInterval(timer);
      else response.write(text.charAt(at++));
    }, everyMs);
    response.on('close', () => clearInterval(timer));
  };

/** Good JSON of this size, for as long as anybody listens. */
export const megabytes =
  (size: number): Fault =>
  (_answer, response) => {
    response.writeHead(200, JSON_TYPE).write('{"data":{"_entities":["');
    pour(response, Buffer.alloc(MEGABYTE, 'x'), size, () => response.end('"]}}'));
  };
function pour(response: ServerResponse, piece: Buffer, left: number, end: () => void): void {
  if (response.destroyed) return;
  if (left === 0) end();
  else response.write(piece, () => pour(response, piece, left - 1, end));
}

let bomb: Buffer | undefined;
/** A few hundred kilobytes that unpack into 300 megabytes. */
export const gzipBomb: Fault = (_answer, response) => {
  // Members of one stream, one after another: each unpacks into ten megabytes.
  bomb ??= Buffer.concat([
    gzipSync('{"data":{"_entities":["'),
    ...Array<Buffer>(30).fill(gzipSync(Buffer.alloc(10 * MEGABYTE, 'x'))),
    gzipSync('"]}}'),
  ]);
  response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end(bomb);
};

/** Changes the list of people, or of families, in an answer. */
export const entities =
  (change: (list: Entity[]) => unknown): Fault =>
  ({ text }: HonestAnswer, response) => {
    const body = JSON.parse(text);
    if (Array.isArray(body.data?._entities)) body.data._entities = change(body.data._entities);
    response.writeHead(200, JSON_TYPE).end(JSON.stringify(body));
  };
export const reversed = entities((list) => [...list].reverse());
export const firstForAll = entities((list) => list.map(() => list[0]));
export const swapped = entities(([first, second, ...rest]) => [second!, first!, ...rest]);
export const another = entities((list) => list.map((one) => one && { ...one, k_key: `${one.k_key}x` }));
export const asFamilies = entities((list) => list.map((one) => one && { ...one, __typename: 'Family' }));
export const withoutType = entities((list) => list.map((one) => one && without(one, '__typename')));
export const withoutKey = entities((list) => list.map((one) => one && without(one, 'k_key')));
export const oneLess = entities((list) => list.slice(1));
export const oneMore = entities((list) => [...list, list[0]]);
export const numbers = entities((list) => list.map(() => 7));

const without = (entity: NonNullable<Entity>, name: string): Entity =>
  Object.fromEntries(Object.entries(entity).filter(([key]) => key !== name));

/** Names that mean something to JavaScript, wherever an object stands. */
export const namesOfJavaScript: Fault = ({ text }, response) => {
  const harm = '"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}}';
  const changed = text.replaceAll('{"', `{${harm},"`);
  response.writeHead(200, JSON_TYPE).end(changed);
};

export const tenThousandErrors: Fault = ({ text }, response) => {
  const body = JSON.parse(text);
  const error = { message: 'ORA-00942: table HV_VISITS of Daniel Okafor', path: ['_entities', 0, '__proto__'] };
  response.writeHead(200, JSON_TYPE).end(JSON.stringify({ ...body, errors: Array(10_000).fill(error) }));
};

/** Answers this late. */
export const late =
  (milliseconds: number): Fault =>
  ({ status, text }, response) =>
    void setTimeout(() => response.writeHead(status, JSON_TYPE).end(text), milliseconds);

/** Bad for a while, then late, then well. */
export function slowRecovery(badMs: number, lateMs: number): Fault {
  const began = performance.now();
  return (answer, response, reset) => {
    const since = performance.now() - began;
    return (since < badMs ? broken : late(since < badMs + lateMs ? 300 : 0))(answer, response, reset);
  };
}
