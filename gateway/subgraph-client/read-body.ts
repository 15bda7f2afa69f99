import { isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** `garbled`: not what it says it is. `not utf-8`: read as such, some of its letters would be others. */
export type BodyRead =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'too large' | 'garbled' | 'not utf-8' };

const unpacked = promisify(gunzip);

/** The chunks of an answer as text. They are bounded already: what they unpack to is bounded again, as it is unpacked. */
export function readBody(chunks: readonly Buffer[], isPacked: boolean, maxBytes: number): BodyRead | Promise<BodyRead> {
  const [only] = chunks;
  const bytes = chunks.length === 1 ? only! : Buffer.concat(chunks);
  return isPacked ? unpack(bytes, maxBytes) : asText(bytes);
}

async function unpack(bytes: Buffer, maxBytes: number): Promise<BodyRead> {
  try {
    return asText(await unpacked(bytes, { maxOutputLength: maxBytes }));
  } catch (fault) {
    return { kind: (fault as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too large' : 'garbled' };
  }
}

/** A byte order mark may be passed over (RFC 8259, section 8.1), and some servers write one. */
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const asText = (bytes: Buffer): BodyRead =>
  isUtf8(bytes)
    ? { kind: 'text', text: bytes.toString('utf8', bytes.subarray(0, 3).equals(MARK) ? 3 : 0) }
    : { kind: 'not utf-8' };
