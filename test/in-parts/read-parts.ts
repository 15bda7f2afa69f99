import type { IncrementalFormat } from '@family-view/gateway/http/incremental-format';

// biome-ignore lint/suspicious/noExplicitAny: tests read parts of any shape
export type Part = any;

/** What a client has of one answer, part by part. */
export interface PartsRead {
  readonly status: number;
  readonly contentType: string;
  readonly parts: AsyncGenerator<Part, void, void>;
}

export interface PartsAsked {
  readonly url: string;
  readonly token: string;
  readonly body: object;
  readonly format: IncrementalFormat | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Asks as Apollo Client does. */
export async function askInParts({ url, token, body, format, headers, signal }: PartsAsked): Promise<PartsRead> {
  const json = 'application/graphql-response+json,application/json;q=0.9';
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: format ? `multipart/mixed;${format},${json}` : json,
      authorization: `Bearer ${token}`,
      ...headers,
    },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
  const contentType = response.headers.get('content-type') ?? '';
  return { status: response.status, contentType, parts: partsOf(response, contentType) };
}

/** By RFC 2046, section 5.1.1: what stands between two delimiters, without its header. */
async function* partsOf(response: Response, contentType: string): AsyncGenerator<Part, void, void> {
  const boundary = /boundary="([^"]*)"/.exec(contentType)?.[1];
  if (boundary === undefined) {
    yield JSON.parse(await response.text());
    return;
  }
  const delimiter = `\r\n--${boundary}`;
  const decoder = new TextDecoder();
  let buffer = '';
  let begun = false;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    buffer += decoder.decode(chunk, { stream: true });
    for (let end = buffer.indexOf(delimiter); end >= 0; end = buffer.indexOf(delimiter)) {
      const text = buffer.slice(0, end);
      buffer = buffer.slice(end + delimiter.length);
      if (begun) {
        const head = text.indexOf('\r\n\r\n');
        if (!/^\r\ncontent-type: application\/json/i.test(text.slice(0, head)))
          throw new Error(`A part begins: ${text.slice(0, 100)}`);
        yield JSON.parse(text.slice(head));
      } else if (text !== '') throw new Error('Something stands before the first delimiter.');
      begun = true;
    }
  }
  if (buffer !== '--\r\n') throw new Error(`After the last part stands: ${JSON.stringify(buffer.slice(0, 100))}`);
}
