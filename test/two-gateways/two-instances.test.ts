/** Two instances of one agency that share a Redis take a grant once between them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serializeRequest } from '@family-view/gateway/shared/serialize-request';
import { hasRedis, type PrivateRedis, startPrivateRedis } from '@family-view/gateway/shared/start-private-redis';
import { openFileGrantKeyStore } from '@family-view/gateway/subgraph-client/file-grant-key-store';
import { openGrantKeys } from '@family-view/gateway/subgraph-client/grant-keys';
import { bodyDigest, createGrantSigner, type GrantSigner } from '@family-view/gateway/subgraph-client/sign-grants';
import { checkGrantsBy } from '@family-view/kit/grant/check-grant';
import { openRedisReplayStore } from '@family-view/kit/grant/redis-replay-store';
import type { Grant } from '@family-view/schema';
import { createClient } from 'redis';

const QUERY = '{ coverage { area } }';

(hasRedis ? describe : describe.skip)(
  'two instances of an agency (skipped where redis-server is not installed)',
  () => {
    let redis: PrivateRedis;
    let keys: Server;
    let sign: GrantSigner;
    let clock = Date.parse('2026-11-01T09:00:00Z');
    const now = () => new Date(clock);
    const directory = mkdtempSync(join(tmpdir(), 'two-instances-'));
    const clients: ReturnType<typeof createClient>[] = [];
    beforeAll(async () => {
      redis = await startPrivateRedis();
      const opened = await openGrantKeys(openFileGrantKeyStore(directory), now);
      sign = createGrantSigner(opened, now);
      keys = createServer((_, response) =>
        response.setHeader('content-type', 'application/json').end(JSON.stringify(opened.jwks)),
      );
      await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
    });
    afterAll(async () => {
      for (const client of clients) client.destroy();
      keys.close();
      await redis.stop();
      rmSync(directory, { recursive: true, force: true });
    });

    /** As another instance of the agency. */
    async function start() {
      const client = createClient({ url: redis.url, disableOfflineQueue: true });
      client.on('error', () => {});
      clients.push(client as never);
      await client.connect();
      const replays = await openRedisReplayStore(
        (...words) => client.sendCommand([...words]),
        'clinic',
        () => clock / 1_000,
      );
      const jwksUrl = `http://127.0.0.1:${(keys.address() as AddressInfo).port}/jwks.json`;
      const check = checkGrantsBy({ agency: 'clinic', jwksUrl, now, replays });
      const take = async (grant: Grant): Promise<string> => {
        const found = await check({ query: QUERY, extensions: { grant } });
        return found.outcome === 'refused' ? found.code : found.outcome;
      };
      return { take, client };
    }
    const grant = (): Promise<Grant> =>
      sign({
        ...{
          agency: 'clinic',
          requester: { id: 'w', organisation: 'o', role: 'R', area: null },
          purpose: 'EARLY_HELP',
        },
        ...{ caseReference: null, protocolVersion: 'p1', operation: 'o-1', people: [], families: [], streams: [] },
        body: bodyDigest(serializeRequest(QUERY, {})),
      });

    test('a grant is taken once between them, also when both are handed it at one moment', async () => {
      const [one, other] = [await start(), await start()];
      const used = await grant();
      expect((await Promise.all([one, other].map(({ take }) => take(used)))).toSorted()).toEqual([
        'GRANT_REPLAYED',
        'granted',
      ]);
      clock += 1_000;
      expect([await other.take(await grant()), await one.take(await grant())]).toEqual(['granted', 'granted']);
      const third = await start();
      expect(await third.take(used)).toBe('GRANT_REPLAYED');
    });

    test('a Redis that has lost what it held takes no grant from before, by whichever instance', async () => {
      const [one, other] = [await start(), await start()];
      clock += 1_000;
      const used = await grant();
      expect(await one.take(used)).toBe('granted');
      await one.client.flushAll();
      clock += 1_000;
      // Whoever finds it out takes nothing of that moment.
      expect(await other.take(used)).toBe('GRANT_MEMORY_FULL');
      expect(await other.take(used)).toBe('GRANT_EXPIRED');
      expect([await one.take(used), await one.take(used)]).toEqual(['GRANT_MEMORY_FULL', 'GRANT_EXPIRED']);
      clock += 1_000;
      expect([await other.take(await grant()), await one.take(await grant())]).toEqual(['granted', 'granted']);
    });

    test('while Redis is away no grant is taken', async () => {
      const one = await start();
      const fresh = await grant();
      await redis.stop();
      await expect(one.take(fresh)).rejects.toThrow();
    });
  },
);
