import { type Browser, chromium, type Page } from 'playwright-core';
import { buildPortal } from './build';
import { portalDirectory } from './built';
import { findChromium } from './fixtures/chromium';
import { type ServedPortal, serveBuilt } from './serve-built';

const inBrowser = findChromium() ? describe : describe.skip;
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

// A browser on a busy machine.
jest.setTimeout(90_000);

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
}

inBrowser('in a real browser (skipped where there is no Chromium)', () => {
  let browser: Browser;
  let development: ServedPortal;
  let production: ServedPortal;

  beforeAll(async () => {
    await buildPortal();
    development = await serveBuilt(portalDirectory(), { inDevelopment: true });
    production = await serveBuilt(portalDirectory(), { inDevelopment: false });
    browser = await chromium.launch({ executablePath: findChromium(), headless: true, args: FLAGS });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await Promise.all([development?.close(), production?.close()]);
  });

  /** A page, and everything it did that it should not have. */
  async function open(path: string, at: ServedPortal, options: { readonly javaScriptEnabled?: boolean } = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const page = await context.newPage();
    // The page's clock goes on by itself, and can be put forward.
    await page.clock.install();
    const faults: string[] = [];
    const fetched: string[] = [];
    context.on('request', (request) => {
      const url = new URL(request.url());
      fetched.push(url.pathname);
      if (url.origin !== at.url && url.protocol !== 'blob:') faults.push(`left for ${request.url()}`);
    });
    page.on('pageerror', (error) => faults.push(`threw ${error.message}`));
    page.on('console', (message) => {
      // A gateway out of development has no personas: the browser notes that it was told so.
      if (message.type() === 'error' && !message.location().url.endsWith('/development/personas'))
        faults.push(message.text());
    });
    await page.goto(at.url + path);
    return { page, faults, fetched };
  }

  const showing = (page: Page): Promise<void> =>
    page.locator('.graphiql-query-editor .view-lines').waitFor({ timeout: 40_000 });
  const stored = (page: Page): Promise<string> =>
    page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])');

  test('the IDE starts with its three workers under its policy, and asks nothing of another host', async () => {
    const { page, faults, fetched } = await open('/ide', development);
    await showing(page);
    await page.getByRole('button', { name: /before a strategy discussion/ }).click();
    const workers = ['editor', 'json', 'graphql'].map((name) => `/ide/${name}.worker.js`);
    await until(() => workers.every((worker) => fetched.includes(worker)));
    expect(fetched.some((path) => path.endsWith('.woff2'))).toBe(true);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('an example opens as the person who would ask it, and runs with their token, purpose and case', async () => {
    const { page, faults } = await open('/ide', development);
    await showing(page);
    await page.getByRole('button', { name: /before a strategy discussion/ }).click();
    expect(await page.locator('select[name=persona]').inputValue()).toBe('social-worker');
    expect(await page.locator('select[name=purpose]').inputValue()).toBe('SAFEGUARDING');
    await page.locator('.graphiql-query-editor').getByText('StrategyDiscussion').waitFor();
    await page.getByRole('button', { name: /Execute query/ }).click();
    await page
      .locator('.graphiql-response')
      .getByText('Cannot query field')
      .or(page.locator('.graphiql-response').getByText('must not have a selection'))
      .first()
      .waitFor();
    expect(development.asked.at(-1)).toMatchObject({
      authorization: 'Bearer token-of-social-worker-for-SAFEGUARDING',
      'x-purpose': 'SAFEGUARDING',
      'x-case-reference': 'CASE-2026-0142',
    });
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('a query with a child\u2019s name and date of birth in it leaves nothing in the browser\u2019s storage', async () => {
    const { page } = await open('/ide', development);
    await showing(page);
    await page.getByRole('button', { name: /whom do I ring/ }).click();
    await page.getByRole('button', { name: /Execute query/ }).click();
    // GraphiQL writes its tabs and history half a second after the last change.
    await page.clock.runFor(1_500);
    expect(await stored(page)).toBe('[{},{},""]');
    await page.reload();
    await showing(page);
    expect(await page.locator('.graphiql-query-editor').textContent()).not.toContain('SingleView');
    await page.context().close();
  });

  test('out of development a token is pasted, sent, and kept nowhere', async () => {
    const { page, faults } = await open('/ide', production);
    await page.getByLabel('Token').fill('a.pasted.token');
    await showing(page);
    await until(() => production.asked.length > 0);
    await page.clock.runFor(1_000);
    expect(production.asked.at(-1)).toMatchObject({
      authorization: 'Bearer a.pasted.token',
      'x-purpose': 'EARLY_HELP',
    });
    expect(await stored(page)).toBe('[{},{},""]');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('without a token the IDE asks the gateway nothing', async () => {
    const before = production.asked.length;
    const { page } = await open('/ide', production);
    await showing(page);
    await page.clock.runFor(1_500);
    expect(production.asked).toHaveLength(before);
    await page.context().close();
  });

  test('the page about the stack is whole without JavaScript and leads to the portal and the IDE', async () => {
    const { page, faults } = await open('/about.html', production, { javaScriptEnabled: false });
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(
      await page
        .getByRole('link', { name: /GraphQL IDE/ })
        .first()
        .getAttribute('href'),
    ).toBe('/ide');
    expect(await page.getByRole('link', { name: 'Is it ready?' }).getAttribute('href')).toBe('/health/ready');
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
