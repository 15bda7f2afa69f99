/** `familyview figures` against a running gateway. */
import { type MeasureOptions, measureCommand } from '../../cli/figures/measure';
import { type SharedStack, type StackOptions, sharedStack, startStack } from '../stack';

let stack: SharedStack;
beforeAll(async () => {
  stack = await sharedStack();
}, 120_000);

async function show(measure: string, options: Partial<MeasureOptions> = {}) {
  const [out, err]: [string[], string[]] = [[], []];
  const into = (lines: string[]) => ({ write: (text: string) => void lines.push(text) });
  const code = await measureCommand(measure, { as: 'analyst', gateway: stack.url, ...options }, {
    stdout: into(out),
    stderr: into(err),
  } as never);
  return { code, out: out.join(''), err: err.join('') };
}

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
