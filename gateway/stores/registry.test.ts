import { overBothEngines } from '../fixtures/engines';
import { recordAfter } from '../schema-registry/add-until-killed';
import { RegistryDamaged, sha256, writeRecord } from '../schema-registry/version-record';

overBothEngines((engine, name) => {
  const open = async () => (await engine.open()).registry();

  test('two gateways of one place are one registry: what is signed for it is signed for both', async () => {
    expect((await open()).id).toBe((await open()).id);
  });

  test('of two that would be the next version only one becomes it, and its record reads back byte for byte', async () => {
    const [one, other] = [await open(), await open()];
    expect(await one.newest()).toBe(0);
    const records = ['one', 'other'].map((text) => ({
      ...recordAfter(null, text),
      files: { 'social-care': sha256(text), health: sha256('h') },
    }));
    const outcomes = await Promise.all([
      one.add(records[0]!, ['one', 'shared']),
      other.add(records[1]!, ['shared', 'other']),
    ]);
    expect(outcomes.toSorted()).toEqual(['added', 'overtaken']);
    expect(await one.newest()).toBe(1);
    const at = outcomes.indexOf('added');
    expect(writeRecord(await other.read(1))).toBe(writeRecord(records[at]!));
    const winner = ['one', 'other'][at]!;
    expect(await other.text(sha256(winner))).toBe(winner);
  });

  test('a nonce counts once, whichever gateway it comes to', async () => {
    const [one, other] = [await open(), await open()];
    const used = await Promise.all([one, other, one].map((store) => store.useNonce('a-nonce-that-is-signed')));
    expect(used.filter(Boolean)).toHaveLength(1);
    expect(await other.useNonce('another-nonce-that-is-signed')).toBe(true);
  });

  test('what one agency tries takes the place of what it tried before, at both gateways', async () => {
    const [one, other] = [await open(), await open()];
    await one.stage({ name: 'housing', sdl: 'a', url: null });
    await other.stage({ name: 'housing', sdl: 'b', url: 'https://housing.example' });
    await one.stage({ name: 'education', sdl: 'c', url: null });
    expect(await other.staged()).toEqual([
      { name: 'education', sdl: 'c', url: null },
      { name: 'housing', sdl: 'b', url: 'https://housing.example' },
    ]);
    await other.unstage('housing');
    expect((await one.staged()).map(({ name: agency }) => agency)).toEqual(['education']);
  });

  test('a version or a text that is not there is damage, and is not served', async () => {
    const store = await open();
    await expect(store.read(7)).rejects.toBeInstanceOf(RegistryDamaged);
    await expect(store.text(sha256('nothing'))).rejects.toBeInstanceOf(RegistryDamaged);
  });

  if (name === 'PostgreSQL')
    test('a text that was changed in the database is refused', async () => {
      const store = await open();
      await store.add(recordAfter(null, 'type Query { a: Int }'), ['type Query { a: Int }']);
      await (await engine.database!()).ask("UPDATE family_view.registry_text SET body = body || '#'");
      await expect(store.text(sha256('type Query { a: Int }'))).rejects.toThrow(/has been changed/);
    });
});
