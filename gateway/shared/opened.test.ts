import { createOpened } from './opened';

test('what was opened last is closed first, each before the next begins', async () => {
  const told: string[] = [];
  const opened = createOpened();
  opened.add(() => told.push('first'));
  opened.add(async () => {
    told.push('second begins');
    await Promise.resolve();
    told.push('second');
  });
  await opened.close();
  expect(told).toEqual(['second begins', 'second', 'first']);
});

test('what is closed twice at the same time is closed once', async () => {
  const close = jest.fn();
  const opened = createOpened();
  opened.add(close);
  await Promise.all([opened.close(), opened.close()]);
  expect(close).toHaveBeenCalledTimes(1);
});

test('one that cannot be closed keeps no other open, and is told', async () => {
  const close = jest.fn();
  const opened = createOpened();
  opened.add(close);
  opened.add(() => Promise.reject(new Error('stuck')));
  await expect(opened.close()).rejects.toThrow('stuck');
  expect(close).toHaveBeenCalledTimes(1);
});
