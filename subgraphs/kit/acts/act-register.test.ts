import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GrantStatement } from '@family-view/schema';
import { type ActVerdict, type AskedAct, DONE, openActRegister, refused } from './act-register';
import { type ActStore, openFileActStore } from './act-store';

const directory = mkdtempSync(join(tmpdir(), 'family-view-acts-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const lines = (): readonly string[] =>
  readFileSync(join(directory, 'acts.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '');

const STATEMENT = { purpose: 'EARLY_HELP', caseReference: null, operation: 'operation-1' } as GrantStatement;
const asked = (changed: Partial<AskedAct> = {}): Omit<AskedAct, 'ref'> => ({
  act: 'refer',
  key: 'key-of-sixteen-letters',
  args: { service: 'CENTRE' },
  requester: { id: 'w-1', organisation: 'clinic', role: 'NURSE', area: null },
  day: '2026-11-02',
  at: '2026-11-02T09:00:00.000Z',
  ...changed,
});
const maya = { ref: 'maya', subject: null };

test('what is asked again with its key is answered again, and not judged or done again', async () => {
  const register = await openActRegister(await openFileActStore(directory));
  let judged = 0;
  const judge = async (): Promise<ActVerdict> => {
    judged += 1;
    return judged === 1 ? DONE : refused('NOT_OPEN');
  };
  const [first, beside] = await Promise.all([
    register.perform(asked(), STATEMENT, maya, judge),
    register.perform(asked(), STATEMENT, maya, judge),
  ]);
  expect(first).toMatchObject({ outcome: 'DONE', reason: null, reference: expect.any(String) });
  expect(beside.reference).toBe(first.reference);
  expect([judged, register.of('maya').length, lines().length]).toEqual([1, 1, 1]);
  await register.close();

  // After a restart, too.
  const again = await openActRegister(await openFileActStore(directory));
  expect(await again.perform(asked(), STATEMENT, maya, judge)).toMatchObject({ reference: first.reference });
  expect([judged, lines().length]).toEqual([1, 1]);
  await again.close();
});

test('a key is of one requester and one act; with other words, or of somebody else, it does nothing', async () => {
  const register = await openActRegister(await openFileActStore(directory));
  const judge = async (): Promise<ActVerdict> => DONE;
  const reused = { outcome: 'REFUSED', reason: 'KEY_REUSED', reference: null };
  expect(await register.perform(asked({ args: { service: 'OTHER' } }), STATEMENT, maya, judge)).toEqual(reused);
  expect(await register.perform(asked(), STATEMENT, { ref: 'leo', subject: null }, judge)).toEqual(reused);
  const other = asked({ requester: { id: 'w-2', organisation: 'clinic', role: 'NURSE', area: null } });
  expect(await register.perform(other, STATEMENT, maya, judge)).toMatchObject({ outcome: 'DONE' });
  await register.close();
});

test('what is refused is answered so again, and stands among nothing that was done', async () => {
  const register = await openActRegister(await openFileActStore(directory));
  const key = 'another-key-of-letters';
  const no = await register.perform(asked({ key }), STATEMENT, maya, async () => refused('ALREADY_OPEN', 'first'));
  expect(no).toMatchObject({ outcome: 'REFUSED', reason: 'ALREADY_OPEN', reference: 'first' });
  expect(await register.perform(asked({ key }), STATEMENT, maya, async () => DONE)).toMatchObject({
    outcome: 'REFUSED',
  });
  expect(register.all().map((act) => act.key)).not.toContain(key);
  await register.close();
});

test('what could not be kept was not done, and can be asked for again', async () => {
  let broken = true;
  const kept: unknown[] = [];
  const store: ActStore = {
    all: async () => [],
    add: async (act) => {
      if (broken) throw new Error('no space');
      kept.push(act);
    },
    close: async () => {},
  };
  const register = await openActRegister(store);
  await expect(register.perform(asked(), STATEMENT, maya, async () => DONE)).rejects.toThrow('no space');
  expect(register.of('maya')).toEqual([]);
  broken = false;
  expect(await register.perform(asked(), STATEMENT, maya, async () => DONE)).toMatchObject({ outcome: 'DONE' });
  expect(kept).toHaveLength(1);
});
