import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GrantSeal, GrantStatement } from '@family-view/schema';
import { compactVerify, createLocalJWKSet, decodeProtectedHeader } from 'jose';
import { serializeRequest } from '../shared/serialize-request';
import { openFileGrantKeyStore } from './file-grant-key-store';
import type { GrantKeyStore } from './grant-key-store';
import { type GrantKeys, openGrantKeys } from './grant-keys';
import { bodyDigest, createGrantSigner, writeGrant } from './sign-grants';

const now = () => new Date('2026-06-15T09:00:00Z');
const DAY = 86_400_000;
let directory: string;
let keys: GrantKeys;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'grants-'));
  keys = await openGrantKeys(openFileGrantKeyStore(directory), now);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const statement = (agency: string, refs: readonly string[] = ['R-1']): Omit<GrantStatement, 'v' | 'salt'> => ({
  agency,
  requester: { id: 'w-1', organisation: 'clinic', role: 'NURSE', area: null },
  purpose: 'EARLY_HELP',
  caseReference: null,
  protocolVersion: 'p1',
  operation: 'o-1',
  people: [{ refs, streams: [`${agency}:visits`] }],
  families: [],
  streams: [],
  body: bodyDigest(serializeRequest('{ a }', {})),
});
const verify = async (seal: string, by = keys): Promise<GrantSeal> => {
  const { payload } = await compactVerify(seal, createLocalJWKSet({ keys: [...by.jwks.keys] }));
  return JSON.parse(new TextDecoder().decode(payload)) as GrantSeal;
};
const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

test("each agency's part is under one seal that the gateway's published keys verify", async () => {
  const sign = createGrantSigner(keys, now);
  const grants = await Promise.all(['north', 'south', 'east'].map((agency) => sign(statement(agency))));
  expect(new Set(grants.map(({ seal }) => seal)).size).toBe(1);
  const seal = await verify(grants[0]!.seal);
  expect(decodeProtectedHeader(grants[0]!.seal)).toEqual({ alg: 'EdDSA', kid: keys.current.kid });
  for (const grant of grants) expect(seal.digests).toContain(digestOf(grant.statement));
  expect(seal).toMatchObject({ iss: 'family-view', iat: now().getTime() / 1000, exp: now().getTime() / 1000 + 30 });
});

test('no agency reads in its grant whom another was asked about, nor how many were asked', async () => {
  const sign = createGrantSigner(keys, now);
  const [north] = await Promise.all([sign(statement('north')), sign(statement('south', ['SECRET-7']))]);
  const alone = await createGrantSigner(keys, now)(statement('north'));
  const text = Buffer.from(north.seal.split('.')[1]!, 'base64url').toString('utf8');
  expect(`${north.statement} ${text}`).not.toMatch(/SECRET-7|south/);
  expect((await verify(north.seal)).digests).toHaveLength(8);
  expect((await verify(alone.seal)).digests).toHaveLength(8);
});

test.each([
  [1, 8],
  [8, 8],
  [9, 16],
  [17, 24],
])('%i grants stand among %i digests, in an order that tells nothing', async (count, padded) => {
  const sign = createGrantSigner(keys, now);
  const grants = await Promise.all(Array.from({ length: count }, (_, at) => sign(statement(`a${at}`))));
  const { digests } = await verify(grants[0]!.seal);
  expect(digests).toHaveLength(padded);
  expect(new Set(digests).size).toBe(padded);
  expect([...digests].sort()).toEqual(digests);
  for (const digest of digests) expect(digest).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

test('equal statements have unequal digests: one agency cannot guess what another was told', async () => {
  const sign = createGrantSigner(keys, now);
  const [one, two] = await Promise.all([sign(statement('north')), sign(statement('north'))]);
  expect(digestOf(one.statement)).not.toBe(digestOf(two.statement));
});

test('each round has a seal of its own', async () => {
  const sign = createGrantSigner(keys, now);
  const first = await verify((await sign(statement('north'))).seal);
  const second = await verify((await sign(statement('north'))).seal);
  expect(second.jti).not.toBe(first.jti);
});

test('a changed letter of the seal does not verify, and a changed statement is not in it', async () => {
  const { seal, statement: text } = await createGrantSigner(keys, now)(statement('north'));
  const [head, payload, signature] = seal.split('.') as [string, string, string];
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as GrantSeal;
  const longer = Buffer.from(JSON.stringify({ ...claims, exp: claims.exp + 3600 })).toString('base64url');
  await expect(verify([head, longer, signature].join('.'))).rejects.toThrow();
  expect((await verify(seal)).digests).not.toContain(digestOf(text.replace('R-1', 'R-2')));
});

test('a grant is over exactly one body: another query, another variable or another type of value is another body', () => {
  const bodies = [
    bodyDigest(serializeRequest('{ a }', {})),
    bodyDigest(serializeRequest('{ b }', {})),
    bodyDigest(serializeRequest('{ a }', { v: 1 })),
    bodyDigest(serializeRequest('{ a }', { v: '1' })),
    bodyDigest(serializeRequest('{ a }', { v: [1] })),
    bodyDigest(serializeRequest('{ a }', { v: null })),
  ];
  expect(new Set(bodies).size).toBe(bodies.length);
  expect(bodyDigest(serializeRequest('{ a }', { x: 1, y: { b: 2, a: 3 } }))).toBe(
    bodyDigest(serializeRequest('{ a }', { y: { a: 3, b: 2 }, x: 1 })),
  );
});

test('a grant stands in a request as JSON.stringify would put it there, to the byte', async () => {
  const awkward = { ...statement('north', ['R-"1"', 'R-\\2']), caseReference: 'Fall 7 – Ä' };
  for (const about of [statement('north'), awkward]) {
    const grant = await createGrantSigner(keys, now)(about);
    expect(writeGrant(grant)).toBe(JSON.stringify({ statement: grant.statement, seal: grant.seal }));
    expect(writeGrant({ ...grant })).toBe(writeGrant(grant));
  }
});

test('a fault in signing is told to everybody who waits, and the next round is signed', async () => {
  let broken = true;
  const sign = createGrantSigner(keys, () => {
    if (broken) throw new Error('no clock');
    return now();
  });
  const waiting = await Promise.allSettled([sign(statement('north')), sign(statement('south'))]);
  expect(waiting.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  broken = false;
  expect((await sign(statement('north'))).seal).toMatch(/\./);
});

describe('the keys', () => {
  test('are the same when the gateway starts again, are for its owner alone, and are published without their secret', async () => {
    const again = await openGrantKeys(openFileGrantKeyStore(directory), now);
    expect(again.current.kid).toBe(keys.current.kid);
    expect(statSync(join(directory, 'grant-keys.json')).mode & 0o077).toBe(0);
    expect(readFileSync(join(directory, 'grant-keys.json'), 'utf8')).toContain('"d"');
    expect(JSON.stringify(again.jwks)).not.toContain('"d"');
  });

  test('are replaced after thirty days while the gateway runs; each is published a day before it signs and a day after', async () => {
    const old = mkdtempSync(join(tmpdir(), 'grants-'));
    let days = 0;
    const clock = (): Date => new Date(now().getTime() + days * DAY);
    const ring = await openGrantKeys(openFileGrantKeyStore(old), clock);
    const sign = createGrantSigner(ring, clock);
    const first = ring.current.kid;
    const published = (keys: GrantKeys): readonly unknown[] => keys.jwks.keys.map(({ kid }) => kid);
    const on = async (day: number): Promise<readonly unknown[]> => {
      days = day;
      await ring.rotate();
      // Whoever read the keys as they are now believes what is signed now.
      await expect(verify((await sign(statement('north'))).seal, ring)).resolves.toMatchObject({ iss: 'family-view' });
      return published(ring);
    };
    expect(await on(29.9)).toEqual([first]);
    const [second, ...rest] = await on(30.1);
    expect(rest).toEqual([first]);
    expect(ring.current.kid).toBe(first);
    const early = await sign(statement('north'));
    expect(await on(31)).toEqual([second, first]);
    expect(await on(31.2)).toEqual([second, first]);
    expect(ring.current.kid).toBe(second);
    await expect(verify(early.seal, ring)).resolves.toMatchObject({ iss: 'family-view' });
    expect(await on(32.2)).toEqual([second]);
    await expect(verify(early.seal, ring)).rejects.toThrow();
    expect((await openGrantKeys(openFileGrantKeyStore(old), clock)).current.kid).toBe(second);
    rmSync(old, { recursive: true, force: true });
  });

  test('that slept for a year are signed with until the next was published for a day', async () => {
    const old = mkdtempSync(join(tmpdir(), 'grants-'));
    const first = (await openGrantKeys(openFileGrantKeyStore(old), now)).current.kid;
    let days = 365;
    const ring = await openGrantKeys(openFileGrantKeyStore(old), () => new Date(now().getTime() + days * DAY));
    expect(ring.current.kid).toBe(first);
    expect(ring.jwks.keys).toHaveLength(2);
    days += 1.1;
    await ring.rotate();
    expect(ring.current.kid).not.toBe(first);
    rmSync(old, { recursive: true, force: true });
  });

  test('of gateways that share a store are the same: of two that find none, or an old one, one makes the next', async () => {
    const old = mkdtempSync(join(tmpdir(), 'grants-'));
    let days = 0;
    const clock = (): Date => new Date(now().getTime() + days * DAY);
    const file = openFileGrantKeyStore(old);
    let readers = 0;
    let bothHaveRead = (): void => {};
    const read = new Promise<void>((resolve) => {
      bothHaveRead = resolve;
    });
    // Both have read before either writes.
    const store: GrantKeyStore = {
      async read() {
        const kept = await file.read();
        readers += 1;
        if (readers >= 2) bothHaveRead();
        await read;
        return kept;
      },
      replace: file.replace,
    };
    const [one, other] = await Promise.all([openGrantKeys(store, clock), openGrantKeys(store, clock)]);
    expect(one.jwks).toEqual(other.jwks);
    expect(one.jwks.keys).toHaveLength(1);
    days = 31;
    await one.rotate();
    await other.rotate();
    expect(one.jwks).toEqual(other.jwks);
    expect(one.jwks.keys).toHaveLength(2);
    rmSync(old, { recursive: true, force: true });
  });
});
