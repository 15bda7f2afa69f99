import { connectRedis } from '@family-view/gateway/shared/redis-connection';

/** Every key of a Redis, with all that stands under it, as text. */
export async function readWholeRedis(url: string): Promise<readonly { readonly key: string; readonly text: string }[]> {
  const connection = await connectRedis(url, { patience: 60_000 });
  if (!connection) throw new Error('no Redis to read');
  const say = async (...command: readonly string[]): Promise<unknown> => {
    const answer = await connection.ask((client) => client.sendCommand([...command]));
    if (!answer.answered) throw new Error(`Redis did not answer ${command[0]}`);
    return answer.value;
  };
  const read: Readonly<Record<string, (key: string) => Promise<unknown>>> = {
    string: (key) => say('GET', key),
    hash: (key) => say('HGETALL', key),
    list: (key) => say('LRANGE', key, '0', '-1'),
    set: (key) => say('SMEMBERS', key),
    zset: (key) => say('ZRANGE', key, '0', '-1', 'WITHSCORES'),
    stream: (key) => say('XRANGE', key, '-', '+'),
  };
  try {
    const keys = (await say('KEYS', '*')) as readonly string[];
    return await Promise.all(
      keys.map(async (key) => {
        const type = String(await say('TYPE', key));
        const readOne = read[type];
        if (!readOne) throw new Error(`nobody knows how to read a ${type}`);
        return { key, text: JSON.stringify(await readOne(key)) };
      }),
    );
  } finally {
    connection.close();
  }
}
