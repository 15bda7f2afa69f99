/** What replicas share in Redis holds nothing of anybody. */

import { publishedProtocols } from '@family-view/gateway/policy/read/load-protocols';
import { connectRedis } from '@family-view/gateway/shared/redis-connection';
import { hasRedis, type PrivateRedis, startPrivateRedis } from '@family-view/gateway/shared/start-private-redis';
import { ASKINGS } from './askings';
import { type CanaryStack, startCanaryStack } from './canary-stack';
import { readWholeRedis } from './read-whole-redis';
import { askEverything, PROOF, SEED, search } from './search';

const onRedis = hasRedis ? test : test.skip;
const AGREED = publishedProtocols().map(({ text }) => text);
const EACH = PROOF ? 40 : 2;
const ASKED = PROOF ? ASKINGS : ASKINGS.filter(({ persona }) => ['head-of-centre', 'health-lead'].includes(persona));

let redis: PrivateRedis | undefined;
let stack: CanaryStack | undefined;
beforeAll(async () => {
  if (!hasRedis) return;
  redis = await startPrivateRedis();
  stack = await startCanaryStack({ seed: SEED, agreed: AGREED, stored: true, environment: { REDIS_URL: redis.url } });
}, 300_000);
afterAll(async () => {
  await stack?.close();
  await redis?.stop();
});

onRedis(
  `operations that are stored by their hash put no value into Redis (seed ${SEED})`,
  async () => {
    const everything = await askEverything(stack!, ASKED);
    const random = await search(stack!, { each: EACH, seed: SEED + 7 });
    expect([...everything.failures, ...random.failures]).toEqual([]);
    const kept = await readWholeRedis(redis!.url);
    const found = kept.flatMap(({ key, text }) =>
      [...stack!.borough.tokens.find(`${key}\n${text}`)].map(([token, [cell]]) => `${token}: ${cell?.coordinate}`),
    );
    expect(found).toEqual([]);
    // It looked where there is something to find.
    expect(kept.filter(({ key }) => key.startsWith('family-view:operation:')).length).toBeGreaterThan(5);
    expect(kept.some(({ text }) => text.includes('findPeople'))).toBe(true);
  },
  600_000,
);

onRedis(
  'a value that stands in Redis is found there',
  async () => {
    const client = await connectRedis(redis!.url, { onChange: () => {} });
    const token = stack!.borough.people[0]!.at.get('health')!.held.familyName!;
    await client!.ask((one) => one.set('planted', `{"familyName":"${token}"}`));
    client!.close();
    const kept = await readWholeRedis(redis!.url);
    expect(kept.filter(({ text }) => stack!.borough.tokens.find(text).size > 0).map(({ key }) => key)).toEqual([
      'planted',
    ]);
  },
  60_000,
);
