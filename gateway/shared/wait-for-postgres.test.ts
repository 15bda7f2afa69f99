import { DatabaseUnavailable, type Postgres } from './postgres';
import { waitForPostgres } from './wait-for-postgres';

/** A database that is away until `back`, on a clock that goes on as somebody waits for it. */
function away(back: number, { most, longest = 4_000 }: { most?: number; longest?: number } = {}) {
  let time = 0;
  const asked: string[] = [];
  const ask: Postgres['ask'] = async (text) => {
    asked.push(text);
    if (time < back) throw new DatabaseUnavailable(new Error('gone'), true);
    return [{ text }];
  };
  const postgres = { ask, inTransaction: <T>(work: (own: Postgres['ask']) => Promise<T>) => work(ask) } as Postgres;
  const waiting: (() => void)[] = [];
  const wait = () => new Promise<void>((go) => void waiting.push(go));
  return {
    asked,
    waiting,
    waits: waitForPostgres(postgres, { longest, most, now: () => time, wait }),
    /** All who wait look again, until nobody waits. */
    async goOn(step = 50) {
      for (let idle = 0; idle < 10; idle += 1) {
        if (waiting.length > 0) idle = 0;
        time += waiting.length > 0 ? step : 0;
        for (const go of waiting.splice(0)) go();
        await new Promise(setImmediate);
      }
    },
  };
}
const codeOf = (fault: { readonly code: string; readonly retryAfterSeconds: number }) => [
  fault.code,
  fault.retryAfterSeconds,
];

test('nothing is refused while the database is away for less than may be waited', async () => {
  const database = away(1_600);
  const answers = Promise.all([1, 2, 3].map((one) => database.waits.ask(`SELECT ${one}`)));
  await database.goOn();
  expect(await answers).toEqual([[{ text: 'SELECT 1' }], [{ text: 'SELECT 2' }], [{ text: 'SELECT 3' }]]);
});

test('what stays away is refused in the end, and has been waited for no longer than was said', async () => {
  const database = away(Number.POSITIVE_INFINITY);
  const refused = database.waits.ask('SELECT 1').catch(codeOf);
  await database.goOn();
  expect(await refused).toEqual(['DATABASE_UNAVAILABLE', 5]);
  // Looked at once, and every 50 ms of four seconds.
  expect(database.asked).toHaveLength(81);
});

test('so many wait and no more: others are refused at once, and a place is free again when its wait is over', async () => {
  const database = away(1_000, { most: 2 });
  const all = [1, 2, 3, 4].map((one) => database.waits.ask(`SELECT ${one}`).catch(codeOf));
  await new Promise(setImmediate);
  expect(database.waiting).toHaveLength(2);
  expect(await Promise.all(all.slice(2))).toEqual([
    ['DATABASE_UNAVAILABLE', 5],
    ['DATABASE_UNAVAILABLE', 5],
  ]);
  await database.goOn();
  expect(await Promise.all(all.slice(0, 2))).toEqual([[{ text: 'SELECT 1' }], [{ text: 'SELECT 2' }]]);
  const later = away(Number.POSITIVE_INFINITY, { most: 1, longest: 100 });
  for (let turn = 0; turn < 2; turn += 1) {
    const refused = later.waits.ask('SELECT 1').catch(codeOf);
    await later.goOn();
    await refused;
  }
  // Each looked at once, after 50 ms and after 100.
  expect(later.asked).toHaveLength(6);
});

test('nobody waits for a statement that the database answers with a fault, nor where no waiting is wanted', async () => {
  const fault = new DatabaseUnavailable(new Error('no such table'), false);
  const wrong = { ask: () => Promise.reject(fault) } as unknown as Postgres;
  await expect(waitForPostgres(wrong, { longest: 4_000 }).ask('SELECT 1')).rejects.toBe(fault);
  const database = away(1_000, { longest: 0 });
  expect(await database.waits.ask('SELECT 1').catch(codeOf)).toEqual(['DATABASE_UNAVAILABLE', 5]);
});

test('a transaction is made again from its beginning, but for one that was about to be kept', async () => {
  const database = away(200);
  const spent = database.waits.inTransaction(async (ask) => {
    await ask('judge');
    return 'spent';
  });
  await database.goOn();
  expect(await spent).toBe('spent');
  let commits = 0;
  const lost = {
    async inTransaction(work: (ask: Postgres['ask']) => Promise<unknown>) {
      await work(async () => []);
      commits += 1;
      throw new DatabaseUnavailable(new Error('gone while it was kept'), true);
    },
  } as unknown as Postgres;
  const work = async () => 'spent';
  await expect(waitForPostgres(lost, { longest: 4_000 }).inTransaction(work)).rejects.toMatchObject({ isAway: true });
  expect(commits).toBe(1);
});
