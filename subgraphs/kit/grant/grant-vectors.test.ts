/** What is published for agencies in other languages is what the kit itself answers. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { GrantVector } from '../conformance/grant-vectors';
import type { GrantRefusal } from '../errors';
import { checkGrantsBy, type SentRequest } from './check-grant';

interface VectorFile {
  readonly agency: string;
  readonly issuer: string;
  readonly keySets: Readonly<Record<string, unknown>>;
  readonly vectors: readonly GrantVector[];
}

const file = join(__dirname, '../../../examples/verify-grant/vectors.json');
const { agency, issuer, keySets, vectors }: VectorFile = JSON.parse(readFileSync(file, 'utf8'));

describe('grant vectors', () => {
  let keyServer: Server;
  beforeAll(async () => {
    keyServer = createServer((request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(keySets[request.url?.slice(1) ?? '']));
    });
    await new Promise<void>((resolve) => keyServer.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => keyServer.close(resolve)));

  test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', async (_, vector) => {
    let now = vector.startedAt;
    const check = checkGrantsBy({
      agency,
      issuer,
      jwksUrl: `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}/${vector.keys}`,
      now: () => new Date(now * 1_000),
    });
    const answer = async ({ receivedAt, request }: GrantVector): Promise<string> => {
      now = receivedAt;
      const told = await check(request as SentRequest);
      return told.outcome === 'granted' ? 'GRANTED' : told.code;
    };
    for (const name of vector.after) await answer(vectors.find((one) => one.name === name)!);
    expect(await answer(vector)).toBe(vector.expected);
  });

  /** The two that no single request can earn are left out; a new code does not compile until it is here. */
  const EARNED: Readonly<Record<Exclude<GrantRefusal, 'GRANT_KEYS_UNREACHABLE' | 'GRANT_MEMORY_FULL'>, true>> = {
    GRANT_MISSING: true,
    GRANT_MALFORMED: true,
    GRANT_KEY_UNKNOWN: true,
    GRANT_SIGNATURE_INVALID: true,
    GRANT_ISSUER_UNKNOWN: true,
    GRANT_NOT_YET_VALID: true,
    GRANT_EXPIRED: true,
    GRANT_STATEMENT_NOT_SEALED: true,
    GRANT_FOR_ANOTHER_AGENCY: true,
    GRANT_FOR_ANOTHER_REQUEST: true,
    GRANT_REPLAYED: true,
  };

  test('every refusal that a request can earn has a vector', () => {
    const tried = new Set(vectors.map(({ expected }) => expected));
    expect([...tried].filter((code) => code !== 'GRANTED').sort()).toEqual(Object.keys(EARNED).sort());
  });
});
