/** `familyview figures` against a running gateway. */
import { changesCommand } from '../../cli/figures/changes';
import { cohortCommand } from '../../cli/figures/cohort';
import { type MeasureOptions, measureCommand } from '../../cli/figures/measure';
import { type RunningStack, type StackOptions, startStack } from '../stack';

// Of its own: what an analyst may still ask hangs on all that was asked of a gateway before.
let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack();
}, 120_000);
afterAll(() => stack.close());

async function run(command: (streams: never) => Promise<number>) {
  const [out, err]: [string[], string[]] = [[], []];
  const into = (lines: string[]) => ({ write: (text: string) => void lines.push(text) });
  const code = await command({ stdout: into(out), stderr: into(err) } as never);
  return { code, out: out.join(''), err: err.join('') };
}
const show = (measure: string, options: Partial<MeasureOptions> = {}) =>
  run((streams) => measureCommand(measure, { as: 'analyst', gateway: stack.url, ...options }, streams));

test('a measure is shown as a table, with what it means, where it comes from and what it cost', async () => {
  const { code, out, err } = await show('reach', { by: 'AREA' });
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^Under-fives registered with a children's centre, \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d\n/);
  expect(out).toMatch(/\nReach area +Number +Of +Per cent\n/);
  expect(out).toMatch(/\nThornwick +(\d+|kept back|too fine)/);
  expect(out).toMatch(/\nAll +\d*[05] +\d*[05] +\d+\n/);
  expect(out).toMatch(/Source: Ofsted/);
  expect(out).toMatch(/This table cost \d+ of the budget/);
});

test('as CSV it has a line for each cell and each sum, and nothing else', async () => {
  const { code, out } = await show('reach', { by: 'AREA', csv: true });
  expect(code).toBe(0);
  const [head, ...lines] = out.trimEnd().split('\r\n');
  expect(head).toBe('"Reach area","Number","Of","Per cent"');
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.at(-1)).toMatch(/^"All",/);
});

test('as JSON it is what the graph told', async () => {
  const { code, out } = await show('suspensions', { json: true });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ complete: true, measure: { unit: 'COUNT' }, by: [] });
});

test('what cannot be asked for is said, and the exit is 1; a gateway that is not there is 2', async () => {
  expect(await show('rain')).toMatchObject({ code: 1, err: expect.stringContaining('There is no measure "rain"') });
  expect(await show('reach', { as: 'school-lead' })).toMatchObject({ code: 1, out: '' });
  expect(await show('reach', { gateway: 'http://127.0.0.1:9' })).toMatchObject({
    code: 2,
    err: expect.stringContaining('No gateway answers at http://127.0.0.1:9'),
  });
});

test('what changed is told by area, with the chance of it, and so is what could not be compared', async () => {
  const options = { as: 'analyst', gateway: stack.url };
  const { code, out, err } = await run((streams) => changesCommand(['two-year-reviews-in-time'], options, streams));
  expect([code, err]).toEqual([1, '']);
  expect(out).toMatch(/ against the four quarters before it\n/);
  expect(out).toMatch(/\nNot compared\. Too little is told.*\n {2}two-year-reviews-in-time: .*Thornwick/);
  expect(await run((streams) => changesCommand(['rain'], options, streams))).toMatchObject({ code: 1, out: '' });
});

test('a cohort is told with each condition, who counted it, and why there is no count where there is none', async () => {
  const cohort = (...conditions: readonly string[]) =>
    run((streams) => cohortCommand(conditions, { as: 'analyst', gateway: stack.url }, streams));
  const { code, out, err } = await cohort('not:reach', 'rent-arrears:ARREARS=OVER_8_WEEKS');
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^(\d*[05] people meet all of these|kept back: too few)/);
  expect(out).toMatch(/but not: Children under five with an open registration.*\(health, childrens-centre; on \d{4}-/);
  expect(out).toMatch(/Rent owed: Over 8 weeks \(housing; today\)/);
  expect(await cohort('reach', 'rent-arrears:ARREARS')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/is no condition/),
  });
});

test('an agency that does not answer is named, its numbers are not told, and the exit is 1', async () => {
  const options: StackOptions = { families: 60, without: ['childrens-centre'] };
  const own = await startStack(options);
  try {
    const { code, out } = await show('reach', { by: 'SEX', gateway: own.url });
    expect(code).toBe(1);
    expect(out).toContain('childrens-centre (numerator): did not answer. Nothing here is a smaller number');
    expect(out).toMatch(/\nGirls +did not answer/);
  } finally {
    await own.close();
  }
}, 120_000);
