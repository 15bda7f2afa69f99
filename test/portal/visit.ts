import { readFileSync } from 'node:fs';
import { type Browser, type ConsoleMessage, chromium, type Page, type Request } from 'playwright-core';
import { findChromium } from '../../portal/fixtures/chromium';

/** As `describe`, where there is a browser. Asked of each suite: this file is loaded once for all of a worker. */
export const inBrowser = (title: string, tests: () => void): void =>
  (findChromium() ? describe : describe.skip)(title, tests);
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const RUN_AXE = `axe.run({ resultTypes: ['violations'], preload: false }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ target, html }) => id + ': ' + target.join(' ') + ' ' + html.slice(0, 160))))`;
/** A busy machine is not a fault. */
const PATIENCE = 45_000;

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(), headless: true, args: FLAGS });

/** Grace Okafor of the invented borough: all five agencies know her. */
export const GRACE = { given: 'Grace', family: 'Okafor', born: '30/4/2024', postcode: 'ZB2 4ZQ' };

/** One visit: a page, and everything it did that it should not have. */
export class Visit {
  readonly faults: string[] = [];
  readonly requests: { readonly path: string; readonly bytes: number }[] = [];
  /** Names of the operations that were sent, in their order. */
  readonly operations: string[] = [];
  private left = false;
  private isAlone = false;

  private constructor(
    readonly page: Page,
    private readonly origin: string,
    private readonly leaveFor: () => Promise<void>,
  ) {
    page.setDefaultTimeout(PATIENCE);
    page.context().on('request', this.onRequest).on('requestfinished', this.onFinished);
    page.on('pageerror', this.onError).on('console', this.onConsole);
  }

  private readonly onRequest = (request: Request): void => {
    const url = new URL(request.url());
    if (url.pathname === '/graphql')
      this.operations.push((request.postDataJSON() as { readonly operationName: string }).operationName);
    if (url.origin !== this.origin && url.protocol !== 'blob:') this.faults.push(`left for ${request.url()}`);
  };
  private readonly onFinished = async (request: Request): Promise<void> => {
    // A visit may end before its last request is weighed: a pending part, cancelled by leaving.
    const sizes = await request.sizes().catch((error: Error) => {
      if (!this.left) this.faults.push(`could not weigh ${request.url()}: ${error.message}`);
    });
    if (sizes)
      this.requests.push({
        path: new URL(request.url()).pathname,
        bytes: sizes.responseBodySize + sizes.responseHeadersSize,
      });
  };
  private readonly onError = (error: Error): void => void this.faults.push(`threw ${error.message}`);
  private readonly onConsole = (message: ConsoleMessage): void => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) this.faults.push(message.text());
  };

  /**
   * In a window that an earlier visit has left, where there is one, with nothing in it of that visit: a window costs more
   * than the page in it.
   */
  static async open(browser: Browser, origin: string, viewport = DESK, path = '/'): Promise<Visit> {
    const free = windows.get(browser) ?? [];
    windows.set(browser, free);
    const page = free.pop() ?? (await newWindow(browser));
    await page.setViewportSize(viewport);
    const visit = new Visit(page, origin, async () => {
      await empty(page, origin);
      free.push(page);
    });
    await page.goto(`${origin}${path}`);
    return visit;
  }

  /** In a window of its own, which is closed after it. */
  static async openAlone(browser: Browser, origin: string): Promise<Visit> {
    const page = await newWindow(browser);
    const visit = new Visit(page, origin, () => page.context().close());
    await page.goto(`${origin}/`);
    return visit;
  }

  /** Its clock is the test's from now on, and stays so: nobody else has this window. */
  async takeClock(): Promise<void> {
    this.isAlone = true;
    await this.page.clock.install();
  }

  async enter(persona: string, purpose = 'EARLY_HELP', caseReference = ''): Promise<void> {
    const { page } = this;
    await page.getByLabel('Ask as').selectOption(persona);
    await page.locator(`#purpose-${purpose}`).check();
    await page.locator('#case').fill(caseReference);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('Asking as').waitFor();
  }

  async find({ given, family, born, postcode }: typeof GRACE): Promise<void> {
    const { page } = this;
    await page.getByLabel('Given name').fill(given);
    await page.getByLabel('Family name').fill(family);
    await page.getByLabel('Date of birth').fill(born);
    await page.getByLabel('Postcode').fill(postcode);
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    await page.locator('#found').waitFor();
  }

  async openFamily(): Promise<void> {
    await this.page.getByRole('button', { name: 'Open the family' }).click();
    await this.onPage(/family/);
  }

  /** By keyboard alone, to what is so named: a label, or its own text. */
  async tabTo(name: RegExp): Promise<void> {
    for (let step = 0; step < 120; step++) {
      await this.page.keyboard.press('Tab');
      if (name.test(await this.focused())) return;
    }
    throw new Error(`no way by keyboard to ${name}`);
  }

  /** The label, or the text, of what has the focus. */
  focused(): Promise<string> {
    return this.page.evaluate(
      '(document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent ?? "").trim()',
    );
  }

  /** To a page by its address, until it stands there: an address is read a moment after it has changed. */
  async goTo(page: string): Promise<void> {
    await this.page.evaluate(`new Promise((there) => {
      const before = location.hash;
      addEventListener('hashchange', () => setTimeout(there), { once: true });
      location.hash = '#/${page}';
      if (location.hash === before) there();
    })`);
  }

  /**
   * Until the page of this title stands there. The one before it stays for a moment after the click that leads on, and may
   * have a button of the same name.
   */
  async onPage(name: string | RegExp): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name }).waitFor();
  }

  /** Until nothing is still being asked. */
  async settled(): Promise<void> {
    await this.page.locator('.skeleton').first().waitFor({ state: 'detached' });
  }

  /** What axe finds wrong with the page as it is, by rule and element. */
  async violations(): Promise<readonly string[]> {
    // Until then there is nothing to look at but that it starts.
    await this.page.locator('.starting').waitFor({ state: 'detached' });
    // By the debugger's way in: the page's own policy lets nobody add a script.
    if (!(await this.page.evaluate('"axe" in window'))) await this.page.evaluate(AXE);
    return (await this.page.evaluate(RUN_AXE)) as readonly string[];
  }

  section(title: string) {
    return this.page.locator('section.family-section', {
      has: this.page.getByRole('heading', { level: 2, name: title }),
    });
  }

  /** What is withheld at an agency, one by one, from the page's last section. */
  async withheldAt(agency: string) {
    const there = this.page.locator('.not-shown', {
      has: this.page.getByRole('heading', { level: 3, name: agency, exact: true }),
    });
    await there.getByRole('button', { name: 'Why can’t I see these?' }).click();
    return there;
  }

  /** Opens an agency's part of the page. */
  async openPart(agency: string) {
    const part = this.page.locator(`.agency-part--${agency}`);
    if ((await part.getAttribute('open')) === null) await part.locator('summary').first().click();
    await part.locator(':scope > :nth-child(2)').waitFor();
    return part;
  }

  /** Whether something is wider than the screen. */
  overflows(): Promise<boolean> {
    return this.page.evaluate('document.documentElement.scrollWidth > window.innerWidth + 1');
  }

  async leave(): Promise<void> {
    if (this.left) return;
    this.left = true;
    const { page } = this;
    page.context().off('request', this.onRequest).off('requestfinished', this.onFinished);
    page.off('pageerror', this.onError).off('console', this.onConsole);
    await (this.isAlone ? page.context().close() : this.leaveFor());
  }
}

const DESK = { width: 1280, height: 800 };
/** Those that nobody visits, by their browser. */
const windows = new WeakMap<Browser, Page[]>();

async function newWindow(browser: Browser): Promise<Page> {
  // A page that moves while it waits is drawn anew sixty times a second, which costs more than all else that it does.
  const context = await browser.newContext({ viewport: DESK, locale: 'en-GB', reducedMotion: 'reduce' });
  return context.newPage();
}

/** Nothing that the page kept is left, and nothing of it runs on. */
async function empty(page: Page, origin: string): Promise<void> {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.evaluate('sessionStorage.clear()');
  await page.goto('about:blank');
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await session.detach();
  await page.emulateMedia({ media: null, colorScheme: 'light', forcedColors: 'none', reducedMotion: 'reduce' });
}
