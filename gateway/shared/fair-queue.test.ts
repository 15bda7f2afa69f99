import fc from 'fast-check';
import { createFairQueue } from './fair-queue';

const item = (name: string) => ({ name });
const all = (queue: { next(): { readonly name: string } | undefined }): readonly string[] => {
  const names: string[] = [];
  for (let next = queue.next(); next; next = queue.next()) names.push(next.name);
  return names;
};

test('turns go round by who waits; each gets their own in the order they asked', () => {
  const queue = createFairQueue<{ readonly name: string }>(100);
  for (const at of [1, 2, 3, 4]) queue.join('flood', item(`flood ${at}`));
  queue.join('one', item('one 1'));
  queue.join('two', item('two 1'));
  queue.join('one', item('one 2'));
  expect(all(queue)).toEqual(['flood 1', 'one 1', 'two 1', 'flood 2', 'one 2', 'flood 3', 'flood 4']);
  expect(queue.size).toBe(0);
});

test('who has filled the queue gives up a place for somebody who waits with less, and none for themselves', () => {
  const queue = createFairQueue<{ readonly name: string }>(3);
  for (const at of [1, 2, 3]) expect(queue.join('flood', item(`flood ${at}`))).toBeNull();
  expect(queue.isFullFor('flood')).toBe(true);
  expect(queue.join('flood', item('flood 4'))?.name).toBe('flood 4');
  expect(queue.isFullFor('other')).toBe(false);
  expect(queue.join('other', item('other 1'))?.name).toBe('flood 3');
  // Two against two would only change whose turn is lost.
  expect(queue.join('other', item('other 2'))?.name).toBe('other 2');
  expect(all(queue)).toEqual(['flood 1', 'other 1', 'flood 2']);
});

test('who may not go keeps their place, and others go before them', () => {
  const queue = createFairQueue<{ readonly name: string }>(4);
  for (const name of ['flood', 'other']) queue.join(name, item(name));
  expect(queue.next((who) => who !== 'flood')?.name).toBe('other');
  expect(queue.next((who) => who !== 'flood')).toBeUndefined();
  expect(queue.next()?.name).toBe('flood');
});

test('who leaves before their turn leaves their place', () => {
  const queue = createFairQueue<{ readonly name: string }>(2);
  const [first, second] = [item('first'), item('second')];
  queue.join('a', first);
  queue.join('b', second);
  queue.leave('a', first);
  queue.leave('a', first);
  expect(queue.size).toBe(1);
  expect(queue.join('c', item('third'))).toBeNull();
  expect(all(queue)).toEqual(['second', 'third']);
});

test('a queue without places turns everybody away', () => {
  const queue = createFairQueue<{ readonly name: string }>(0);
  expect(queue.isFullFor('a')).toBe(true);
  expect(queue.join('a', item('a'))?.name).toBe('a');
});

test('whatever comes and goes, nobody waits for more than one turn of each other before their own', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 60 }), (asking) => {
      const queue = createFairQueue<{ readonly who: string }>(40);
      for (const who of asking) queue.join(who, { who });
      expect(queue.size).toBeLessThanOrEqual(40);
      const turns: string[] = [];
      for (let next = queue.next(); next; next = queue.next()) turns.push(next.who);
      for (const who of new Set(turns)) {
        const own = turns.flatMap((one, at) => (one === who ? [at] : []));
        own.forEach((at, time) => {
          const between = turns.slice(time === 0 ? 0 : own[time - 1]! + 1, at);
          expect(new Set(between).size).toBe(between.length);
        });
      }
    }),
  );
});
