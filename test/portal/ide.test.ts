import { readFileSync } from 'node:fs';
import { portalDirectory } from '@family-view/portal';
import { builtPages } from '../../cli/built-pages';
import { type RunningStack, startStack } from '../stack';
import { faultsEveryWay } from './every-way';
import { Keys } from './keys';
import { isNotOurs, NOT_OURS } from './not-ours';
import { inBrowser, launch, Visit } from './visit';

jest.setTimeout(120_000);

inBrowser('the IDE in a real browser, over the whole stack', () => {
  let stack: RunningStack;
  let browser: Awaited<ReturnType<typeof launch>>;
  let visit: Visit;

  beforeAll(async () => {
    const pages = await builtPages();
    expect(pages.directory).toBe(portalDirectory());
    [stack, browser] = await Promise.all([startStack({ families: 4, pages }), launch()]);
  }, 120_000);
  beforeEach(async () => {
    visit = await Visit.open(browser, stack.url, undefined, '/ide');
    await visit.page.locator('.graphiql-query-editor .view-lines').waitFor();
  });
  afterEach(async () => {
    expect(visit.faults).toEqual([]);
    await visit.leave();
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.close();
  });

  const askAs = async (persona: string): Promise<void> => {
    const told = visit.page.waitForResponse(
      (response) => response.url().endsWith('/graphql') && (response.request().postData() ?? '').includes('__schema'),
    );
    await visit.page.locator('select[name=persona]').selectOption(persona);
    await told;
  };
  const type = async (text: string): Promise<void> => {
    await visit.page.locator('.graphiql-query-editor .view-lines').click();
    await visit.page.keyboard.press('Control+A');
    await visit.page.keyboard.type(text, { delay: 15 });
  };
  const completions = async (): Promise<string> => {
    await visit.page.keyboard.press('Control+Space');
    const list = visit.page.locator('.suggest-widget.visible');
    // Until then it says that they are being loaded.
    await list.locator('.monaco-list-row').first().waitFor();
    return (await list.textContent()) ?? '';
  };

  test('the documentation of a field says which stream and clause open it, and another persona has another', async () => {
    const { page } = visit;
    await page.getByRole('button', { name: /Show Documentation Explorer/ }).click();
    await page.locator('.graphiql-doc-explorer').getByRole('link', { name: 'Query', exact: true }).click();
    await page.locator('.graphiql-doc-explorer').getByText('findPeople').first().waitFor();
    await page.getByRole('button', { name: 'Show Schema by agency' }).click();
    const agencies = page.locator('.agencies');
    await agencies.getByText(/^health \(\d+\)$/).click();
    expect(await agencies.textContent()).toContain('HealthRecord.mandatedContacts');
    expect(await agencies.textContent()).not.toContain('HealthRecord.maternity');
    await askAs('health-lead');
    await page.locator('.agencies', { hasText: 'HealthRecord.maternity' }).waitFor();
  });

  test('an analyst finds no personal field in the schema, the documentation or completion', async () => {
    const { page } = visit;
    await type('{ findP');
    expect(await completions()).toContain('findPeople');
    await askAs('analyst');
    await page.getByRole('button', { name: 'Show Schema by agency' }).click();
    await page.locator('.agencies', { hasNotText: 'HealthRecord' }).waitFor();
    expect(await page.locator('.agencies').textContent()).not.toMatch(/Person\.|Family\.|Record\./);
    await type('{ c');
    const offered = await completions();
    expect(offered).toContain('centres');
    expect(offered).not.toMatch(/caseload|findPeople|person|family/);
    await page.getByRole('button', { name: /Show Documentation Explorer/ }).click();
    await page.locator('.graphiql-doc-explorer').getByRole('link', { name: 'Query', exact: true }).click();
    await page.locator('.graphiql-doc-explorer').getByText('centres').first().waitFor();
    expect(await page.locator('.graphiql-doc-explorer').textContent()).not.toMatch(/findPeople|caseload/);
  });

  test('an example runs over the stack as the person who would ask it', async () => {
    const { page } = visit;
    await page.getByRole('button', { name: /whom do I ring/ }).click();
    await page.locator('.graphiql-query-editor').getByText('SingleView').waitFor();
    await page.getByRole('button', { name: /Execute query/ }).click();
    await page.locator('.graphiql-response').getByText('Anita Desai').first().waitFor();
  });

  test('by keyboard alone: as whom and for what, an example run, the documentation, and out of every editor', async () => {
    const { page } = visit;
    const keys = new Keys(page);
    const inEditor = (): Promise<boolean> =>
      page.evaluate('document.activeElement.matches(".graphiql-editor textarea")');
    await keys.to(/^Ask as/);
    await keys.press('ArrowDown');
    expect(await page.locator('select[name=persona]').inputValue()).not.toBe('head-of-centre');
    await keys.choose(/^Purpose/, 'E');
    expect(await page.locator('.keys').innerText()).toMatch(/Enter goes into an editor, Escape comes out/);
    await keys.to(/whom do I ring/);
    await keys.press('Enter');
    await page.locator('.graphiql-query-editor').getByText('SingleView').waitFor();
    expect(await page.locator('select[name=persona]').inputValue()).toBe('head-of-centre');
    await keys.to(/^Execute query/);
    await keys.press('Enter');
    await page.locator('.graphiql-response').getByText('Anita Desai').first().waitFor();
    await keys.here();

    // In at the frame of the editor, out again by Escape, and on.
    const editor = page.locator('.graphiql-query-editor .graphiql-editor');
    for (let one = 0; one < 10 && (await editor.and(page.locator(':focus')).count()) === 0; one++)
      await keys.to(/./, { back: true });
    await keys.press('Enter');
    expect(await inEditor()).toBe(true);
    await keys.press('Control+A', 'Delete');
    await keys.write('{ findP');
    await keys.press('Control+Space');
    await page.locator('.suggest-widget.visible').waitFor();
    // The first Escape is the editor's own: it puts away what is offered.
    await keys.press('Escape');
    await page.locator('.suggest-widget.visible').waitFor({ state: 'detached' });
    expect(await inEditor()).toBe(true);
    await keys.press('Escape');
    expect(await editor.and(page.locator(':focus')).count()).toBe(1);
    await keys.to(/^Execute query/, { within: 1 });
    await keys.round();

    await keys.to(/^Show Documentation Explorer/);
    await keys.press('Enter');
    await page.locator('.graphiql-doc-explorer').getByRole('link', { name: 'Query', exact: true }).waitFor();
    await keys.to(/^Query$/);
    await keys.press('Enter');
    await page.locator('.graphiql-doc-explorer').getByText('findPeople').first().waitFor();
    // The link that was followed is gone: the focus is on the way back.
    await keys.here();
    await keys.to(/^findPeople$/);
    await keys.press('Enter');
    await page.locator('.graphiql-doc-explorer').getByText('Opened by').first().waitFor();
    await keys.here();
    await keys.to(/^Open short keys dialog/);
    await keys.press('Enter');
    await page.getByRole('dialog').waitFor();
    await keys.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Open short keys dialog' }).and(page.locator(':focus')).waitFor();
    expect((await keys.here()).name).toBe('Open short keys dialog');
    await keys.round();
  });

  test('wide and at 400 % nothing is lost, and axe finds nothing but what is not ours', async () => {
    const { page } = visit;
    const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
    const docs = page.locator('.graphiql-doc-explorer');
    const follow = (name: string) => docs.getByRole('link', { name, exact: true }).first().click();
    const states: readonly (readonly [state: string, lead: () => Promise<unknown>])[] = [
      ['examples', () => page.locator('.examples').waitFor()],
      [
        'an example, answered',
        async () => {
          await press(/whom do I ring/);
          await page.locator('.graphiql-query-editor').getByText('SingleView').waitFor();
          await press(/Execute query/);
          await page.locator('.graphiql-response').getByText('Anita Desai').first().waitFor();
        },
      ],
      [
        'documentation',
        () => press('Show Documentation Explorer').then(() => docs.getByText('Query').first().waitFor()),
      ],
      ['documentation of a type', () => follow('Query').then(() => docs.getByText('findPeople').first().waitFor())],
      [
        'documentation of a field',
        () => follow('findPeople').then(() => docs.getByText('Opened by').first().waitFor()),
      ],
      ['explorer', () => press('Show GraphiQL Explorer').then(() => page.locator('.explorer').waitFor())],
      [
        'schema by agency',
        async () => {
          await press('Show Schema by agency');
          await page.getByText(/^health \(\d+\)$/).click();
        },
      ],
      ['history', () => press('Show History').then(() => page.locator('.graphiql-history').waitFor())],
      [
        'short keys',
        async () => {
          await press('Open short keys dialog');
          await page.getByRole('dialog').waitFor();
        },
      ],
      [
        'completion',
        async () => {
          await page.keyboard.press('Escape');
          await type('{ f');
          await completions();
        },
      ],
      [
        'in the dark',
        async () => {
          await page.emulateMedia({ colorScheme: 'dark' });
          await page.goto(`${stack.url}/ide`);
          await page.locator('.graphiql-query-editor .view-lines').waitFor();
          await press(/whom do I ring/);
          await press(/Execute query/);
          await page.locator('.graphiql-response').getByText('Anita Desai').first().waitFor();
        },
      ],
    ];
    const wrong: Record<string, readonly string[]> = {};
    const found: string[] = [];
    for (const [state, lead] of states) {
      await lead();
      const faults = await faultsEveryWay(visit);
      found.push(...faults);
      const ours = faults.filter((fault) => !NOT_OURS.some((one) => isNotOurs(fault, one)));
      if (ours.length > 0) wrong[state] = ours;
    }
    expect(wrong).toEqual({});
    // What has been fixed meanwhile goes from the list.
    expect(NOT_OURS.filter((one) => !found.some((fault) => isNotOurs(fault, one)))).toEqual([]);
  });

  const runExample = async (name: RegExp, told: string): Promise<void> => {
    const { page } = visit;
    await page.getByRole('button', { name }).click();
    await page.getByRole('button', { name: /Execute query/ }).click();
    await page.locator('.graphiql-response').getByText(told).first().waitFor();
  };
  const picture = (name: string): Promise<unknown> =>
    process.env.PICTURES === undefined
      ? Promise.resolve()
      : visit.page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
  const ours = async (): Promise<readonly string[]> =>
    (await visit.violations()).filter((fault) => !NOT_OURS.some((one) => isNotOurs(fault, one)));

  test('any list of an answer is a table, and a file', async () => {
    const { page } = visit;
    await runExample(/whom do I ring/, 'Anita Desai');
    await picture('ide-desktop');
    await page.getByRole('button', { name: 'Show the answer as a table' }).click();
    const dialog = page.getByRole('dialog', { name: 'The answer as a table' });
    await dialog.getByLabel('List').selectOption('findPeople.certain.involvements');
    expect(await dialog.getByRole('columnheader').allInnerTexts()).toEqual(
      expect.arrayContaining(['certain.displayName', 'agency', 'service', 'contact.name']),
    );
    expect(await dialog.locator('tbody tr').first().innerText()).toMatch(/^\S+\tGrace Okafor\t/);
    expect(await ours()).toEqual([]);
    await picture('ide-table-desktop');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Download CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('findPeople-certain-involvements.csv');
    const text = readFileSync(await file.path(), 'utf8');
    expect(text.split('\r\n')[0]).toMatch(/^\uFEFF?"certain\.id","certain\.displayName"/);
    expect(text.split('\r\n').length - 2).toBe(await dialog.locator('tbody tr').count());
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await page.setViewportSize({ width: 390, height: 800 });
    await page.getByRole('button', { name: 'Show the answer as a table' }).click();
    await dialog.waitFor();
    expect(await visit.overflows()).toBe(false);
    await picture('ide-table-phone');
  });

  test('the query has as much room as the answer, and more than a line of it needs', async () => {
    await runExample(/whom do I ring/, 'Anita Desai');
    const width = async (selector: string) => (await visit.page.locator(selector).boundingBox())!.width;
    const [query, response] = [await width('.graphiql-editors'), await width('.graphiql-response')];
    expect(query).toBeGreaterThan(480);
    expect(query).toBeGreaterThan(response);
  });

  test('queries without identifiers are in the history after a reload, and others are not', async () => {
    const { page } = visit;
    await runExample(/by reach area/, 'Under-fives registered');
    await runExample(/whom do I ring/, 'Anita Desai');
    await page.reload();
    await page.locator('.graphiql-query-editor .view-lines').waitFor();
    await page.getByRole('button', { name: 'Show History' }).click();
    const history = page.locator('.graphiql-history');
    await history.getByText('Reach').first().waitFor();
    expect(await history.innerText()).not.toContain('SingleView');
    expect(await page.evaluate('JSON.stringify({ ...localStorage })')).not.toMatch(/Grace|Okafor|2024-04-30|ZB2/);
    await history.getByText('Reach').first().click();
    await page.locator('.graphiql-query-editor').getByText('measures').first().waitFor();
    await page.locator('.graphiql-editor-tool').getByText('"reach"').first().waitFor();
  });

  test('a link shares a query as whom and for what it is asked, runs nothing, and holds nobody', async () => {
    const { page } = visit;
    await page.getByRole('button', { name: /whom do I ring/ }).click();
    const share = async (): Promise<string> => {
      await page.getByRole('button', { name: 'Share this query by a link' }).click();
      const dialog = page.getByRole('dialog', { name: 'A link to this query' });
      const link = await dialog.getByLabel('Link').inputValue();
      await dialog.getByRole('button', { name: 'Close' }).click();
      return link;
    };
    const aboutChild = await share();
    expect(aboutChild).toContain('SingleView');
    expect(aboutChild).not.toMatch(/Grace|Okafor|2024-04-30|ZB2/);
    await page.getByRole('button', { name: /by reach area/ }).click();
    const figures = await share();
    await page.getByRole('button', { name: 'Share this query by a link' }).click();
    await picture('ide-link-desktop');
    expect(await ours()).toEqual([]);
    await visit.leave();

    visit = await Visit.open(browser, stack.url, undefined, '/about.html');
    const asked: string[] = [];
    visit.page.on('request', (request) => asked.push(request.postData() ?? ''));
    await visit.page.goto(figures);
    await visit.page.locator('.graphiql-query-editor').getByText('measures').first().waitFor();
    expect(await visit.page.locator('select[name=persona]').inputValue()).toBe('analyst');
    expect(await visit.page.locator('select[name=purpose]').inputValue()).toBe('PERFORMANCE');
    expect(asked.filter((body) => body.includes('Reach('))).toEqual([]);
    await visit.page.getByRole('button', { name: /Execute query/ }).click();
    await visit.page.locator('.graphiql-response').getByText('Under-fives registered').first().waitFor();
  });

  test('a query that says who somebody is cannot be shared, and the page says what to do', async () => {
    const { page } = visit;
    await type('{ findPeople(by: { givenName: "Grace" }) { certain { id');
    await page.getByRole('button', { name: 'Share this query by a link' }).click();
    const dialog = page.getByRole('dialog', { name: 'A link to this query' });
    expect(await dialog.innerText()).toMatch(/could say who somebody is.*variables/s);
    expect(await dialog.getByLabel('Link').count()).toBe(0);
  });

  test('on a phone: one column, nothing sideways, from an example to its answer', async () => {
    const { page } = visit;
    await page.setViewportSize({ width: 390, height: 800 });
    const place = async (selector: string) => (await page.locator(selector).boundingBox())!;
    await page.getByRole('button', { name: /whom do I ring/ }).click();
    await page.locator('.graphiql-query-editor').getByText('SingleView').waitFor();
    await page.getByRole('button', { name: /Execute query/ }).click();
    await page.locator('.graphiql-response').getByText('certain').first().waitFor();
    const panes = [
      '.graphiql-sidebar',
      '.graphiql-plugin',
      '.graphiql-query-editor',
      '.graphiql-editor-tool',
      '.graphiql-response',
    ];
    let above = 0;
    for (const pane of panes) {
      const { x, y, width, height } = await place(pane);
      const top = y + ((await page.evaluate('scrollY')) as number);
      expect([pane, x >= 0, x + width <= 390, top >= above, height > 40]).toEqual([pane, true, true, true, true]);
      above = top;
    }
    expect((await place('.graphiql-query-editor')).width).toBeGreaterThan(330);
    expect((await place('.graphiql-response')).width).toBeGreaterThan(330);
    expect(await visit.overflows()).toBe(false);
    await type('{ f');
    await completions();
    expect(await visit.overflows()).toBe(false);
    await page.keyboard.press('Escape');
    // A pane put away gives its place to the others.
    await page.getByRole('button', { name: 'Hide Examples' }).click();
    await page.locator('.examples').waitFor({ state: 'detached' });
    expect((await place('.graphiql-query-editor')).width).toBeGreaterThan(330);
    expect(await visit.overflows()).toBe(false);
  });
});
