import { createCacheBudget } from './cache-budget';
import { heapBytes } from './heap-bytes';

const bytesOf = (text: string): number => text.length;
const text = (bytes: number): string => 'x'.repeat(bytes);

test('all caches together hold no more than the budget, whichever is filled: what was used longest ago falls out', () => {
  const budget = createCacheBudget(10_000);
  const section = budget.section();
  const plans = section.open<string>('plans', { bytesOf });
  const texts = section.open<string>('texts', { bytesOf });
  plans.set('hot', text(500));
  plans.set('cold', text(500));
  for (let at = 0; at < 1_000; at++) {
    texts.set(`text ${at}`, text(500));
    expect(plans.get('hot')).toBe(text(500));
    expect([...budget.held().values()].reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(10_000);
  }
  expect(plans.get('cold')).toBeUndefined();
  expect(texts.get('text 999')).toBeDefined();
  expect(budget.held().get('plans')).toBeLessThan(1_000);
});

test('one entry never turns out most of the others: what is too large is not kept', () => {
  const cache = createCacheBudget(10_000).section().open<string>('one', { bytesOf });
  cache.set('small', text(100));
  cache.set('huge', text(5_000));
  expect(cache.get('huge')).toBeUndefined();
  expect(cache.get('small')).toBeDefined();
});

test('caches of one section know nothing of another, and end with it', () => {
  const budget = createCacheBudget(10_000);
  const [live, next] = [budget.section(), budget.section()];
  const of = live.open<string>('plans', { bytesOf });
  const after = next.open<string>('plans', { bytesOf });
  of.set('key', 'of the live version');
  expect(after.get('key')).toBeUndefined();
  after.set('key', 'of the next');
  live.close();
  expect(of.get('key')).toBeUndefined();
  expect(after.get('key')).toBe('of the next');
  of.set('key', 'too late');
  expect(of.get('key')).toBeUndefined();
});

test('a value is reckoned by what it holds, what it holds twice once, and what is of a class not at all', () => {
  class Type {
    readonly large = text(100_000);
  }
  const shared = { text: text(1_000) };
  const alone = heapBytes(shared);
  expect(alone).toBeGreaterThan(1_000);
  expect(heapBytes([shared, shared])).toBeLessThan(alone + 100);
  expect(heapBytes(new Map([['key', shared]]))).toBeGreaterThan(alone);
  expect(heapBytes({ type: new Type(), run: () => shared })).toBeLessThan(100);
});
