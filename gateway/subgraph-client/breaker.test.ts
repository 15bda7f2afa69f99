import { BREAKER, Breaker, type CallEnd } from './breaker';

let at = 0;
const open = () => new Breaker(BREAKER, () => at);
const end = (breaker: Breaker, how: CallEnd, times = 1): void => {
  for (let call = 0; call < times; call++) breaker.admit()?.(how);
};
/** One that has just opened. */
function opened(): Breaker {
  const breaker = open();
  end(breaker, 'badly', BREAKER.leastBad);
  expect(breaker.refuses()).toBe(true);
  return breaker;
}
beforeEach(() => {
  at = 1_000;
});

test('nine calls that end badly are bad luck, and ten are not', () => {
  const breaker = open();
  end(breaker, 'badly', BREAKER.leastBad - 1);
  expect(breaker.refuses()).toBe(false);
  end(breaker, 'badly');
  expect(breaker.refuses()).toBe(true);
  expect(breaker.admit()).toBeNull();
});

test('an agency that answers more often than not is asked', () => {
  const breaker = open();
  for (let pair = 0; pair < 100; pair++) {
    end(breaker, 'well', 2);
    end(breaker, 'badly');
  }
  expect(breaker.refuses()).toBe(false);
});

test('what says nothing of the agency does not count, and neither does what is long past', () => {
  const breaker = open();
  end(breaker, 'says nothing', 100);
  end(breaker, 'badly', BREAKER.leastBad - 1);
  at += 2 * BREAKER.windowMs;
  end(breaker, 'badly', BREAKER.leastBad - 1);
  expect(breaker.refuses()).toBe(false);
});

test('bad calls on both sides of a window’s end count together', () => {
  const breaker = open();
  at += BREAKER.windowMs - 1;
  end(breaker, 'badly', BREAKER.leastBad / 2);
  at += 2;
  end(breaker, 'badly', BREAKER.leastBad / 2);
  expect(breaker.refuses()).toBe(true);
});

describe('once its time is over', () => {
  test('a few calls are let through at a time, and no more until one has ended', () => {
    const breaker = opened();
    at += BREAKER.openMs - 1;
    expect(breaker.admit()).toBeNull();
    at += 1;
    const trials = Array.from({ length: BREAKER.halfOpenMax }, () => breaker.admit());
    expect(trials).not.toContain(null);
    expect(breaker.admit()).toBeNull();
    trials[0]!('says nothing');
    expect(breaker.refuses()).toBe(false);
  });

  test('it closes when some have ended well', () => {
    const breaker = opened();
    at += BREAKER.openMs;
    end(breaker, 'well', BREAKER.wellToClose);
    expect(Array.from({ length: 20 }, () => breaker.admit())).not.toContain(null);
  });

  test('it opens again at the first that ends badly, for as long as before', () => {
    const breaker = opened();
    at += BREAKER.openMs;
    end(breaker, 'well');
    end(breaker, 'badly');
    at += BREAKER.openMs - 1;
    expect(breaker.refuses()).toBe(true);
    at += 1;
    expect(breaker.refuses()).toBe(false);
  });

  test('a call from before it opened neither closes it nor takes the place of a trial', () => {
    const breaker = open();
    const late = Array.from({ length: 5 }, () => breaker.admit()!);
    end(breaker, 'badly', BREAKER.leastBad);
    at += BREAKER.openMs;
    for (const record of late) record('well');
    const trials = Array.from({ length: BREAKER.halfOpenMax }, () => breaker.admit());
    expect(trials).not.toContain(null);
    expect(breaker.admit()).toBeNull();
  });
});
