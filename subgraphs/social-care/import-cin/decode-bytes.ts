import { CensusFileBroken } from './faults';

/** Bytes that show how the rest is written: a byte order mark, or the XML declaration. */
const DECLARATION_BYTES = 256;

/**
 * Text of a file, piece by piece, in the encoding that its byte order mark or XML declaration names (UTF-8 if neither).
 * A byte that the encoding does not allow ends it: a name read with the wrong letters would be another name.
 */
export async function* decodeBytes(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ readonly text: string; readonly bytes: number }> {
  let decoder: TextDecoder | undefined;
  let held = new Uint8Array(0);
  let line = 1;
  const decode = (piece: Uint8Array | undefined, known: TextDecoder): string => {
    try {
      const text = known.decode(piece, { stream: piece !== undefined });
      line += text.split('\n').length - 1;
      return text;
    } catch (cause) {
      throw new CensusFileBroken(line, 0, `text in ${known.encoding}`, 'bytes that are not', { cause });
    }
  };
  for await (const piece of bytes) {
    if (decoder) {
      yield { text: decode(piece, decoder), bytes: piece.length };
      continue;
    }
    held = joined(held, piece);
    if (held.length < DECLARATION_BYTES) continue;
    decoder = decoderFor(held);
    yield { text: decode(held, decoder), bytes: held.length };
  }
  const known = decoder ?? decoderFor(held);
  if (!decoder) yield { text: decode(held, known), bytes: held.length };
  yield { text: decode(undefined, known), bytes: 0 };
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

function decoderFor(start: Uint8Array): TextDecoder {
  if (start[0] === 0xff && start[1] === 0xfe) return new TextDecoder('utf-16le', { fatal: true });
  if (start[0] === 0xfe && start[1] === 0xff) return new TextDecoder('utf-16be', { fatal: true });
  const beginning = new TextDecoder('latin1').decode(start.subarray(0, DECLARATION_BYTES));
  const named = /^(?:ï»¿)?<\?xml[^>]*\bencoding\s*=\s*["']([\w.-]+)["']/.exec(beginning)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(named, { fatal: true });
  } catch (cause) {
    throw new CensusFileBroken(1, 0, 'an encoding that is known', named, { cause });
  }
}
