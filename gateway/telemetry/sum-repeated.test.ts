import { type LogLine, sumRepeated } from './sum-repeated';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const line = (about: LogLine['about']): LogLine => ({ level: 'warn', event: 'agency-trouble', about });

test('the first of what repeats is written at once, and once a minute how often it did, of no request in particular', () => {
  const written: LogLine[] = [];
  const log = sumRepeated((one) => written.push(one));
  for (let time = 0; time < 1_000; time += 1)
    log.write(line({ agency: 'north', operation: `o-${time}` }), 'north is down');
  log.write(line({ agency: 'south', operation: 'o-1' }), 'south is down');
  expect(written.map(({ about }) => about)).toEqual([
    { agency: 'north', operation: 'o-0' },
    { agency: 'south', operation: 'o-1' },
  ]);
  jest.advanceTimersByTime(60_000);
  expect(written.slice(2).map(({ about }) => about)).toEqual([{ agency: 'north', times: 999, seconds: 60 }]);
  log.write(line({ agency: 'north' }), 'north is down');
  expect(written).toHaveLength(4);
  log.close();
});

test('what repeated is told when it is closed, and kinds without end take no memory without end', () => {
  const written: LogLine[] = [];
  const log = sumRepeated((one) => written.push(one));
  for (const _ of [1, 2]) for (let kind = 0; kind < 501; kind += 1) log.write(line({ kind }), `kind ${kind}`);
  log.close();
  // Each is written, those of the first round that were forgotten a second time, and no more.
  expect(written.length).toBeGreaterThanOrEqual(501);
  expect(written.length).toBeLessThanOrEqual(1_003);
});
