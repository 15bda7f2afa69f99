import { portalDirectory } from '@family-view/portal';
import { builtPages } from '../../cli/built-pages';
import { type House, openHouse } from '../house';
import { Keys } from './keys';
import { inBrowser, launch, Visit } from './visit';

jest.setTimeout(120_000);

inBrowser('the IDE in a real browser, over the whole house', () => {
  let house: House;
  let browser: Awaited<ReturnType<typeof launch>>;
  let visit: Visit;

  beforeAll(async () => {
    const pages = await builtPages();
    expect(pages.directory).toBe(portalDirectory());
    [house, browser] = await Promise.all([openHouse({ families: 4, pages }), launch()]);
  }, 120_000);
  beforeEach(async () => {
    visit = await Visit.open(browser, house.url);
    await visit.page.goto(`${house.url}/ide`);
    await visit.page.locator('.graphiql-query-editor .view-lines').waitFor();
  });
  afterEach(async () => {
    expect(visit.faults).toEqual([]);
    await visit.leave();
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
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
    await list.waitFor();
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
    expect(await page.locator('.graphiql-doc-explorer').textContent()).not.toMatch(/findPeople|caseload/);
  });

  test('an example runs over the house as the person who would ask it', async () => {
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
    await keys.choose(/^Ask as/, 'Social worker');
    await keys.choose(/^Purpose/, 'EARLY');
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
    expect((await keys.here()).name).toBe('Open short keys dialog');
    await keys.round();
  });
});
