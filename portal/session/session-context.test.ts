import { keepRenewal, renewToken, tokenOf } from './session-context';

const standing = (pastedToken: string) => ({ persona: null, pastedToken, purpose: 'EARLY_HELP', caseReference: '' });

test('what asks at once when a token has ended renews it once, and all of it has the new one', async () => {
  let renewals = 0;
  keepRenewal('one', async () => `one, renewed ${++renewals}`);
  const context = standing('one');
  expect(await tokenOf(context)).toBe('one');
  expect(await Promise.all([renewToken(context), renewToken(context), renewToken(context)])).toEqual([
    true,
    true,
    true,
  ]);
  expect(await tokenOf(context)).toBe('one, renewed 1');
  expect(await renewToken(context)).toBe(true);
  expect([await tokenOf(context), renewals]).toEqual(['one, renewed 2', 2]);
});

test('a renewal that is refused leaves the token as it was, and may be tried again', async () => {
  let isRefused = true;
  keepRenewal('two', async () => {
    if (isRefused) throw new Error('invalid_grant');
    return 'two, renewed';
  });
  const context = standing('two');
  expect([await renewToken(context), await tokenOf(context)]).toEqual([false, 'two']);
  isRefused = false;
  expect([await renewToken(context), await tokenOf(context)]).toEqual([true, 'two, renewed']);
});

test('a token that came without a way to renew it is not renewed', async () => {
  expect(await renewToken(standing('three'))).toBe(false);
});
