import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** `garbled`: not what it says it is. */
export type BodyRead = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'too large' | 'garbled' };

const unpacked = promisify(gunzip);

/** The chunks of an answer as text. They are bounded already: what they unpack to is bounded again, as it is unpacked. */
export function readBody(chunks: readonly Buffer[], isPacked: boolean, maxBytes: number): BodyRead | Promise<BodyRead> {
  const [only] = chunks;
  const bytes = chunks.length === 1 ? only! : Buffer.concat(chunks);
  return isPacked ? unpack(bytes, maxBytes) : { kind: 'text', text: bytes.toString('utf8') };
}

async function unpack(bytes: Buffer, maxBytes: number): Promise<BodyRead> {
  try {
    const text = (await unpacked(bytes, { maxOutputLength: maxBytes })).toString('utf8');
    return { kind: 'text', text };
  } catch (fault) {
    return { kind: (fault as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too large' : 'garbled' };
  }
}
