import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** `garbled`: packed in a way that was not asked for, or not what it says it is. */
export type BodyRead = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'too large' | 'garbled' };

/**
 * An agency's answer as text, of at most `maxBytes`: as it comes over the line, and again once unpacked. Nothing more than
 * that is kept at any moment. Throws what the line throws.
 */
export async function readBody(
  body: Readable,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  maxBytes: number,
): Promise<BodyRead> {
  const announced = Number(headers['content-length'] ?? 0);
  if (announced > maxBytes) return stop(body, 'too large');
  const encoding = String(headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding === 'identity') return collect(body, maxBytes);
  if (encoding !== 'gzip' && encoding !== 'x-gzip') return stop(body, 'garbled');
  return unpack(body, maxBytes);
}

async function collect(body: Readable, maxBytes: number): Promise<BodyRead> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) return stop(body, 'too large');
    chunks.push(chunk);
  }
  return { kind: 'text', text: Buffer.concat(chunks).toString('utf8') };
}

async function unpack(body: Readable, maxBytes: number): Promise<BodyRead> {
  const gunzip = createGunzip();
  let packed = 0;
  let tooLarge = false;
  let lineFault: unknown = null;
  body.on('data', (chunk: Buffer) => {
    packed += chunk.length;
    if (packed > maxBytes) {
      tooLarge = true;
      gunzip.destroy(new Error('too large'));
      body.destroy();
    } else if (!gunzip.destroyed && !gunzip.write(chunk)) {
      body.pause();
      gunzip.once('drain', () => body.resume());
    }
  });
  body.on('end', () => gunzip.end());
  body.on('error', (fault) => {
    lineFault ??= fault;
    gunzip.destroy(fault);
  });
  try {
    const read = await collect(gunzip, maxBytes);
    if (read.kind !== 'text') body.destroy();
    return read;
  } catch {
    body.destroy();
    if (tooLarge) return { kind: 'too large' };
    if (lineFault !== null) throw lineFault;
    return { kind: 'garbled' };
  }
}

function stop(body: Readable, kind: 'too large' | 'garbled'): BodyRead {
  body.destroy();
  return { kind };
}
