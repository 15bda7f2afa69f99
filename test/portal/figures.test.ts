import { readFileSync } from 'node:fs';
import { type PortalStack, startPortalStack } from './portal-stack';
import { inBrowser, launch, Visit } from './visit';

jest.setTimeout(120_000);

const FAMILIES = 1_200;
const PHONE = { width: 390, height: 844 };
/** A folder for pictures of the pages; none are kept without it. */
const PICTURES = process.env.PICTURES;

inBrowser('figures in the portal', () => {
  let stack: PortalStack;
  let browser: Awaited<ReturnType<typeof launch>>;
  let visit: Visit;
  const open = async (viewport?: typeof PHONE): Promise<Visit> => {
    visit = await Visit.open(browser, stack.url, viewport);
    return visit;
  };
  const picture = (name: string): Promise<unknown> =>
    PICTURES === undefined
      ? Promise.resolve()
      : visit.page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
  const show = async (measure: string, by: string): Promise<void> => {
    await visit.page.getByLabel('Measure', { exact: true }).selectOption(measure);
    await visit.page.getByLabel('Broken down by').selectOption(by);
    await visit.page.getByRole('button', { name: 'Show' }).click();
    await visit.page.locator('.figures table').waitFor();
  };
  const rows = (): Promise<readonly string[]> => visit.page.locator('.figures tbody tr').allInnerTexts();
  const download = async (): Promise<{ readonly name: string; readonly text: string }> => {
    const [file] = await Promise.all([
      visit.page.waitForEvent('download'),
      visit.page.getByRole('button', { name: 'Save as CSV' }).click(),
    ]);
    return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
  };

  beforeAll(async () => {
    [stack, browser] = await Promise.all([startPortalStack(FAMILIES), launch()]);
  }, 120_000);
  afterEach(async () => {
    stack.centre.clear();
    expect(visit.faults).toEqual([]);
    await visit.leave();
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.close();
  });

  test('an analyst comes to figures at once, and is offered nobody to find', async () => {
    const { page } = await open();
    await visit.enter('analyst', 'PERFORMANCE');
    await visit.onPage('Figures');
    await page.getByLabel('Measure', { exact: true }).waitFor();
    // Which pages there are is an answer of its own.
    await page.getByRole('link', { name: 'Performance report' }).waitFor();
    const pages = await page.getByRole('navigation', { name: 'Pages' }).allInnerTexts();
    expect(pages.join()).toMatch(/Figures\s+What changed\s+Performance report/);
    expect(pages.join()).not.toMatch(/Find|Caseload/);
    expect(visit.operations).not.toContain('Figures');
  });

  test('a measure by area has a bar and a row for each area, and the same numbers in both and in the file', async () => {
    const { page } = await open();
    await visit.enter('analyst', 'PERFORMANCE');
    await show('reach', 'AREA');
    const told = await rows();
    expect(told.length).toBeGreaterThan(4);
    const bars = await page.locator('.chart__row').allInnerTexts();
    expect(bars).toHaveLength(told.length - 1);
    for (const bar of bars) {
      const [name, value] = bar.split(/\n+/).map((one) => one.trim());
      expect(told.find((row) => row.startsWith(name!))).toContain(value!.replace(/ %$/, ''));
    }
    expect(await page.locator('.figures').innerText()).toMatch(
      /Children under five with an open registration.*Children’s centre/,
    );
    const { name, text } = await download();
    expect(name).toBe('reach.csv');
    expect(text).toContain('"Definition","Children under five who live in the area');
    expect(text.split('\r\n').filter((line) => /^"(All|Thornwick)"/.test(line)).length).toBeGreaterThan(1);
    expect(await visit.violations()).toEqual([]);
    await picture('figures-desktop');
  });

  test('what is kept back is marked in table and chart, and explained; a kept-back cell is never a nought', async () => {
    const { page } = await open();
    await visit.enter('analyst', 'PERFORMANCE');
    await show('children-in-need', 'ETHNIC_GROUP');
    const told = await rows();
    expect(told.some((row) => row.includes('Kept back'))).toBe(true);
    expect(told.every((row) => !/\t0$/.test(row))).toBe(true);
    expect(await page.locator('.chart__kept').count()).toBeGreaterThan(0);
    expect(await page.locator('.figures__marks').innerText()).toMatch(/Kept back.*too few people/);
    expect(await visit.violations()).toEqual([]);
  });

  test('a trend has a point, or a mark of what is kept back, for each of eight quarters', async () => {
    const { page } = await open();
    await visit.enter('analyst', 'PERFORMANCE');
    await page.getByLabel('Measure', { exact: true }).selectOption('emergency-attendances');
    await page.getByLabel('Over the last eight quarters').check();
    await page.getByRole('button', { name: 'Show' }).click();
    await page.locator('.chart__trend svg').first().waitFor();
    expect(await page.locator('.chart__trend').count()).toBe(1);
    expect((await page.locator('.chart__point').count()) + (await page.locator('.chart__kept').count())).toBe(8);
    expect(await visit.violations()).toEqual([]);
    await picture('figures-trend-desktop');
  });

  test('which area rose or fell is told beside a trend, by more than chance or not, and what could not be compared', async () => {
    const { page } = await open();
    await visit.enter('analyst', 'PERFORMANCE');
    await page.getByLabel('Measure', { exact: true }).selectOption('emergency-attendances');
    await page.getByLabel('Broken down by').selectOption('AREA');
    await page.getByLabel('Over the last eight quarters').check();
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('link', { name: 'Which area rose or fell, and is it more than chance?' }).click();
    await page.getByText(/against the four quarters before it: of \d+ compared|^It could not be compared/).waitFor();
    expect(page.url()).toMatch(/#\/changes\/emergency-attendances$/);
    const told = (await page.locator('.changes').innerText()).replace(/\s+/g, ' ');
    for (const area of ['Aldermere Town', 'Thornwick', 'Saltby Marsh', 'Hollinfold']) expect(told).toContain(area);
    expect(told).toMatch(/Benjamini and Hochberg/);
    expect(await visit.violations()).toEqual([]);

    await page.getByLabel('Measure', { exact: true }).selectOption('all');
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('region', { name: 'No more than chance' }).waitFor();
    expect(await visit.violations()).toEqual([]);
    await picture('changes-desktop');

    await page.getByLabel('Measure', { exact: true }).selectOption('two-year-reviews-in-time');
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByText('It could not be compared: from this one cannot tell whether anything changed.').waitFor();
    expect(await page.getByRole('region', { name: 'Not compared' }).innerText()).toMatch(/Too little is told/);
    await page.setViewportSize(PHONE);
    expect(await visit.overflows()).toBe(false);
    expect(await visit.violations()).toEqual([]);
    await picture('changes-phone');
  });

  test('a trend by area has the quarters of an area below one another', async () => {
    const { page } = await open();
    await visit.enter('analyst', 'PERFORMANCE');
    await page.getByLabel('Over the last eight quarters').check();
    await show('emergency-attendances', 'AREA');
    const areas = (await rows()).map((row) => row.split('\t')[0]);
    expect(areas.slice(0, 16)).toEqual([...Array(8).fill('Aldermere Town'), ...Array(8).fill('Thornwick')]);
  });

  test('an agency that does not answer is named, and nothing is passed off as whole', async () => {
    const { page } = await open();
    stack.centre.turn((_, response) => void response.writeHead(503).end(), '/contract');
    await visit.enter('head-of-centre', 'PERFORMANCE');
    await show('reach', 'SEX');
    expect(await page.locator('.figures .part--unavailable').innerText()).toMatch(/Did not answer.*Children’s centre/s);
    expect((await rows()).every((row) => row.includes('Did not answer'))).toBe(true);
    expect(await page.locator('.chart').count()).toBe(0);
    expect(await visit.violations()).toEqual([]);
  });

  test('an analyst counts people at two agencies at once, sees what was counted, and what is left', async () => {
    const { page } = await open();
    await visit.enter('analyst', 'PERFORMANCE');
    const form = page.getByRole('region', { name: 'At several agencies at once' });
    const condition = (at: number) => form.getByRole('group', { name: `Condition ${at}` });
    await condition(1).getByLabel('People in').selectOption('children-in-need');
    await condition(2).getByLabel('People in').selectOption('referrals');
    await form.getByRole('button', { name: 'Count' }).click();
    expect(await form.getByRole('alert').innerText()).toMatch(/at least two agencies/);
    expect(visit.operations).not.toContain('Together');
    await condition(2).getByLabel('People in').selectOption('persistent-absence');
    await form.getByRole('button', { name: 'Count' }).click();
    await form.getByText('people meet all 2 conditions').waitFor();
    expect(Number(await form.locator('.figures__count').innerText()) % 5).toBe(0);
    const told = await form.locator('tbody tr').allInnerTexts();
    expect(told).toHaveLength(2);
    expect(told[0]).toMatch(/On \d+ \w+ \d{4}$/);
    expect(told.join()).toMatch(/missed 10% or more.*(Schools|Education)/s);
    expect(await form.innerText()).toMatch(/You may ask for \d+ more.*This one cost \d/s);
    expect(await visit.violations()).toEqual([]);
    await picture('cohort-desktop');
  });

  test('a cohort of three, one unmet and one narrowed, says why there is no count where there is none', async () => {
    const { page } = await open(PHONE);
    stack.centre.turn((_, response) => void response.writeHead(503).end(), '/contract');
    await visit.enter('analyst', 'PERFORMANCE');
    const form = page.getByRole('region', { name: 'At several agencies at once' });
    const condition = (at: number) => form.getByRole('group', { name: `Condition ${at}` });
    await form.getByRole('button', { name: 'Add a condition' }).click();
    await condition(1).getByLabel('People in').selectOption('two-year-reviews-in-time');
    await condition(1).getByLabel('They are').selectOption('not');
    await condition(2).getByLabel('People in').selectOption('rent-arrears');
    await condition(2).getByLabel('Of these alone').selectOption({ label: 'Over 8 weeks' });
    await condition(3).getByLabel('People in').selectOption('reach');
    await form.getByLabel('Over what time').selectOption({ label: 'In the last eight quarters' });
    expect(await condition(1).innerText()).toMatch(
      /Children who turned two and a half in the period \(Health\), but not: Children with a completed review/,
    );
    await form.getByRole('button', { name: 'Count' }).click();
    await form.getByText('Without it there is no count').waitFor();
    expect(await form.innerText()).toMatch(/Did not answer.*does not mean that there is nothing/s);
    const [reviews] = await form.locator('tbody tr').allInnerTexts();
    expect(reviews).toMatch(/but not: Children with a completed review.*From 1 \w+ \d{4} to (30|31) /s);
    expect(await form.innerText()).toMatch(/Rent owed: Over 8 weeks/);
    expect(await form.locator('.figures__count').count()).toBe(0);
    expect(await visit.overflows()).toBe(false);
    expect(await visit.violations()).toEqual([]);
    await picture('cohort-phone');
    await form.getByRole('button', { name: 'Remove condition 3' }).click();
    expect(await form.getByRole('group').count()).toBe(2);
  });

  test('an area manager who asks for another area is told that it is not theirs', async () => {
    const { page } = await open();
    await visit.enter('area-manager', 'PERFORMANCE');
    await page.getByLabel('Area', { exact: true }).selectOption({ index: 1 });
    await page.getByRole('button', { name: 'Show' }).click();
    await page.locator('.figures').waitFor();
    await visit.settled();
    const told = await page.locator('.figures').innerText();
    expect(told).toMatch(/own area alone|in Thornwick/);
  });

  test('scrutiny keeps a report at an address: its measures, definitions, page, print and file', async () => {
    const { page } = await open();
    await visit.enter('scrutiny', 'SCRUTINY');
    await page.getByRole('link', { name: 'Performance report' }).click();
    await visit.onPage('Performance report');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(await page.getByRole('alert').innerText()).toBe('Choose at least one measure.');
    for (const measure of [
      'Suspensions from school',
      'Re-referrals within 12 months',
      'Emergency department attendances',
    ])
      await page.getByLabel(measure, { exact: true }).check();
    await page.getByLabel('Broken down by').selectOption('AREA');
    await page.getByRole('button', { name: 'Show' }).click();
    await visit.page.locator('.figures table').nth(2).waitFor();
    const address = page.url();
    expect(address).toMatch(
      /#\/report\/(?=.*suspensions)(?=.*re-referrals)(?=.*emergency-attendances).*\/AREA\/all\/all$/,
    );
    const { name, text } = await download();
    expect(name).toBe('performance-report.csv');
    expect(text.match(/"Definition"/g)).toHaveLength(3);
    expect(await visit.violations()).toEqual([]);
    await picture('performance-report-desktop');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.figures-form').isVisible()).toBe(false);
    await visit.leave();

    visit = await Visit.open(browser, stack.url, undefined, address.slice(stack.url.length));
    await visit.enter('scrutiny', 'SCRUTINY');
    await visit.page.locator('.figures table').nth(2).waitFor();
    expect(await visit.page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual(
      expect.arrayContaining(['Suspensions from school', 'Re-referrals within 12 months']),
    );
  });

  test('on a phone nothing is wider than the screen', async () => {
    const { page } = await open(PHONE);
    await visit.enter('analyst', 'PERFORMANCE');
    await show('reach', 'AREA');
    expect(await visit.overflows()).toBe(false);
    await picture('figures-phone');
    await page.getByRole('link', { name: 'Performance report' }).click();
    await visit.onPage('Performance report');
    await page.getByLabel('Suspensions from school', { exact: true }).check();
    await page.getByRole('button', { name: 'Show' }).click();
    await page.locator('.figures table').waitFor();
    expect(await visit.overflows()).toBe(false);
    await picture('performance-report-phone');
  });

  test('by keyboard alone', async () => {
    const { page } = await open();
    await visit.enter('analyst', 'PERFORMANCE');
    await page.getByLabel('Measure', { exact: true }).waitFor();
    await visit.tabTo(/^Measure$/);
    await page.keyboard.type('Suspensions');
    await visit.tabTo(/^Show$/);
    await page.keyboard.press('Enter');
    await page.locator('.figures table').waitFor();
    await visit.tabTo(/^Save as CSV$/);
  });

  test('whoever is shared no figures is not offered them', async () => {
    const { page } = await open();
    await visit.enter('school-lead', 'EARLY_HELP');
    await page.getByRole('link', { name: 'Find a person' }).waitFor();
    expect(await page.getByRole('link', { name: 'Figures' }).count()).toBe(0);
  });
});
