import { byClock } from '@family-view/gateway/fixtures/by-clock';
import { type SharedStack, sharedStack } from '../stack';
import { buildDist, floodTexts, tellFlood } from './flood-texts';
import { CHARACTERS, KINDS, writeText } from './write-texts';

/** As `REQUESTS_PER_MINUTE` has it where nothing is set. */
const PER_MINUTE = 600;

let stack: SharedStack;
beforeAll(async () => {
  stack = await sharedStack();
  if (process.env.PROOF === '1') await buildDist();
});

describe.each(KINDS)('texts that differ in their %s', (kind) => {
  test('are distinct, valid and of one size', async () => {
    const texts = Array.from({ length: 2_000 }, (_, at) => writeText(kind, at));
    expect(new Set(texts).size).toBe(texts.length);
    expect(new Set(texts.map(({ length }) => length))).toEqual(new Set([CHARACTERS]));
    for (const text of texts.filter((_, at) => at % 400 === 7)) {
      const { status, body } = await stack.ask('head-of-centre', text);
      expect([status, Object.keys(body.data).length > 1]).toEqual([200, true]);
    }
  });

  if (process.env.PROOF === '1') {
    test('twenty thousand of them keep the gateway under 600 MB', async () => {
      const found = await floodTexts({ kind, texts: 20_000 });
      process.stdout.write(`  ${tellFlood(kind, found)}\n`);
      expect(found.oddOthers).toEqual([]);
      // Whoever floods may be told to come again; no text is failed by.
      expect(found.odd.filter((one) => !one.startsWith('503'))).toEqual([]);
      expect(found.megabytes).toBeLessThan(600);
    });

    test('as many a minute as one requester may send keep everybody else’s p99 under 300 ms', async () => {
      const found = await floodTexts({ kind, texts: 1_200, perMinute: PER_MINUTE });
      process.stdout.write(`  ${tellFlood(kind, found)}\n`);
      byClock(() => {
        const sorted = [...found.known, ...found.fresh].sort((one, other) => one - other);
        expect(sorted[Math.floor(sorted.length * 0.99)]).toBeLessThan(300);
      });
    });
  }
});
