import { overBothEngines } from '../fixtures/engines';
import type { StopEntry } from '../stops/types';
import { openGrantKeys } from '../subgraph-client/grant-keys';

const DAY = 86_400_000;
const START = Date.parse('2026-06-15T09:00:00Z');
const stop = (at: number, people: readonly string[] = []): StopEntry => ({
  entry: 'STOP',
  stop: {
    reference: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
    ...{ kind: 'STREAM', target: 'north:visits', organisation: null, people, agencies: ['north'], until: null },
    ...{ at: '2026-11-01T09:00:00.000Z', by: { id: 'w-ig', role: 'IG_OFFICER', organisation: 'council' } },
    why: 'Wrong dates in the export since Monday.',
  },
});

overBothEngines((engine, name) => {
  test('a stop that one gateway keeps is read at the other, in the order in which they were kept, under another stamp', async () => {
    const [one, other] = [(await engine.open()).stops, (await engine.open()).stops];
    expect(await one.read()).toEqual([]);
    const before = await other.stamp();
    for (const at of [3, 1, 2]) await one.add(stop(at));
    expect(await other.read()).toEqual([stop(3), stop(1), stop(2)]);
    expect(await other.stamp()).not.toBe(before);
    expect(await other.stamp()).toBe(await one.stamp());
  });

  test('no stop holds a reference of an agency: what is no pseudonym is refused', async () => {
    const { stops } = await engine.open();
    await expect(stops.add(stop(1, ['health:9990000018']))).rejects.toThrow();
    expect(await stops.read()).toEqual([]);
  });

  test('grant keys: of two gateways that find none, or an old one, one makes the next and both publish it before it signs', async () => {
    let clock = START;
    const now = (): Date => new Date(clock);
    const stores = [(await engine.open()).grantKeys, (await engine.open()).grantKeys];
    const [one, other] = await Promise.all(stores.map((store) => openGrantKeys(store, now)));
    expect(one!.jwks).toEqual(other!.jwks);
    const first = one!.current.kid;
    clock = START + 30.5 * DAY;
    await Promise.all([one!.rotate(), other!.rotate()]);
    expect(one!.jwks.keys).toHaveLength(2);
    expect(one!.jwks).toEqual(other!.jwks);
    expect([one!.current.kid, other!.current.kid]).toEqual([first, first]);
    clock = START + 31.6 * DAY;
    await one!.rotate();
    // The other has not looked yet: what it signs with is published at both all the same.
    expect(one!.current.kid).not.toBe(first);
    expect(one!.jwks.keys.map(({ kid }) => kid)).toEqual([one!.current.kid, other!.current.kid]);
    expect(JSON.stringify(one!.jwks)).not.toContain('"d"');
  });

  test('grant keys: whoever read them before another replaced them is told so, and replaces nothing', async () => {
    const { grantKeys } = await engine.open();
    const keys = await openGrantKeys(grantKeys, () => new Date(START));
    expect(await grantKeys.replace([], [])).toBe('overtaken');
    expect((await grantKeys.read()).map(({ jwk }) => jwk.kid)).toEqual([keys.current.kid]);
  });

  if (name === 'PostgreSQL') {
    test('grant keys: the database holds no key that signs, and a row that was changed is refused', async () => {
      const { grantKeys } = await engine.open();
      await openGrantKeys(grantKeys, () => new Date(START));
      const database = await engine.database!();
      const text = JSON.stringify(await database.ask('SELECT * FROM family_view.grant_keys'));
      const [kept] = await grantKeys.read();
      expect(kept?.jwk.d).toMatch(/^[\w-]{43}$/);
      expect(text).not.toContain(kept?.jwk.d);
      await database.ask("UPDATE family_view.grant_keys SET kids = 'another'");
      await expect(grantKeys.read()).rejects.toMatchObject({ code: 'GRANT_KEYS_UNREADABLE' });
    });

    test('nobody takes a stop out of the database, nor a version of the registry', async () => {
      const { stops } = await engine.open();
      await stops.add(stop(1));
      const database = await engine.database!();
      await expect(database.ask('DELETE FROM family_view.stop_entry')).rejects.toThrow();
      await expect(database.ask("UPDATE family_view.stop_entry SET entry = '{}'")).rejects.toThrow();
      await expect(database.ask('TRUNCATE family_view.registry_version')).rejects.toThrow();
      expect(await stops.read()).toHaveLength(1);
    });
  }
});
