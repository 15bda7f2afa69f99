import { Keys } from './keys';
import { type PortalStack, startPortalStack } from './portal-stack';
import { STREAMS } from './streams';
import { GRACE, inBrowser, launch, Visit } from './visit';

jest.setTimeout(180_000);

const MOST_FAMILIES = 300;

/** Asked to print, it notes that it was. */
const PRINTED = `window.print = () => {
  document.documentElement.dataset.printed = '1';
}`;
/** What the page says of its own sheets of paper. */
const SHEETS = `document.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join(' ')`;

inBrowser('the portal by keyboard alone', () => {
  let stack: PortalStack;
  let browser: Awaited<ReturnType<typeof launch>>;
  let visit: Visit;
  let keys: Keys;

  beforeAll(async () => {
    [stack, browser] = await Promise.all([startPortalStack(MOST_FAMILIES), launch()]);
  }, 120_000);
  beforeEach(async () => {
    visit = await Visit.open(browser, stack.url);
    keys = new Keys(visit.page);
    await visit.page.getByRole('heading', { level: 1 }).waitFor();
  });
  afterEach(async () => {
    expect(visit.faults).toEqual([]);
    await visit.leave();
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.close();
  });

  const heading = async (name: RegExp): Promise<void> => {
    await visit.onPage(name);
    await visit.page.locator('h1:focus').waitFor();
    await keys.here();
  };
  const enter = async (who: string, arrows = 0, caseReference = ''): Promise<void> => {
    await keys.choose(/^Ask as/, who);
    await keys.to(/^Early help|^Subject access/);
    for (let one = 0; one < arrows; one++) await keys.press('ArrowDown');
    await keys.to(/^Case reference/);
    await keys.write(caseReference);
    await keys.press('Enter');
    await visit.page.getByText('Asking as').waitFor();
  };
  const find = async ({ given, family, born, postcode }: typeof GRACE): Promise<void> => {
    for (const [label, text] of [
      [/^Given name/, given],
      [/^Family name/, family],
      [/^Date of birth/, born],
      [/^Postcode/, postcode],
    ] as const) {
      await keys.to(label);
      await keys.write(text);
    }
    await keys.press('Enter');
    await visit.page.locator('#found').waitFor();
    await keys.here();
  };

  test('from the first page past the masthead, through search to the family, the reason, the glass and its end', async () => {
    const { page } = visit;
    await visit.takeClock();
    await keys.press('Tab');
    expect((await keys.here()).name).toBe('Skip to main content');
    await keys.press('Enter');
    expect((await keys.here()).id).toBe('main');
    expect((await keys.to(/./, { within: 1 })).name).toMatch(/^Ask as/);
    await keys.press('Shift+Tab', 'Shift+Tab');
    await enter('A', 1, 'CASE-1');
    await heading(/^Find a person/);
    expect(await page.getByLabel('As whom you ask').textContent()).toMatch(/Anita Desai.*Safeguarding.*CASE-1/);

    // What is missing is told, and is one key away.
    await keys.to(/^Find$/);
    await keys.press('Enter');
    expect((await keys.here()).name).toMatch(/^There is a problem/);
    await keys.to(/^Enter a family name/, { within: 1 });
    await keys.press('Enter');
    expect((await keys.here()).id).toBe('familyName');
    await keys.to(/^By a number|^NHS number/, { back: true });
    await keys.press('Shift+Tab');
    await find(GRACE);
    await keys.to(/^Open the family/);
    await keys.press('Enter');
    await heading(/family/);
    await visit.settled();

    await keys.to(/^Not shown/);
    await keys.press('Enter');
    await page.locator('#not-shown:focus').waitFor();
    const closed = page.locator('.not-shown', { has: page.getByRole('heading', { name: /^Social care/ }) });
    for (let one = 0; one < 20 && (await closed.locator('button:focus').count()) === 0; one++)
      await keys.to(/^Why can’t I see these/);
    await keys.press('Enter');
    const plans = closed.locator('.part--withheld .part--withheld', { hasText: 'Plans and their reviews' });
    for (let one = 0; one < 60 && (await plans.locator('button:focus').count()) === 0; one++)
      await keys.to(/^Why can’t I see this/);
    await keys.press('Enter');
    await plans.getByText('In an emergency you may open it').waitFor();
    expect((await keys.here()).name).toBe('Why can’t I see this?');
    // It closes again by the same key, and opens by the space bar.
    await keys.press('Enter');
    expect(await plans.getByText('In an emergency').count()).toBe(0);
    await keys.press('Space');
    await plans.getByText('In an emergency you may open it').waitFor();
    await keys.to(/^Open emergency access/, { within: 1 });
    await keys.press('Enter');
    await heading(/^Open emergency access/);

    await keys.to(/^Open emergency access/);
    await keys.press('Enter');
    expect((await keys.here()).name).toMatch(/^There is a problem/);
    await keys.to(/^Choose a reason/, { within: 1 });
    await keys.press('Enter');
    expect((await keys.here()).name).toBe('A child is at risk of harm now');
    await keys.press('Space');
    await keys.to(/^In your own words/);
    await keys.write('Seen with a burn; nobody answers at home.');
    await keys.to(/^Open emergency access/);
    await keys.press('Enter');
    await page.getByText('Emergency access is open for').waitFor();
    await visit.onPage(/family/);
    await visit.settled();
    await page.locator('.agency-part--social-care > summary:focus').waitFor();
    await keys.here();

    // Under the bar that stays, nothing that has the focus is hidden, onwards or back.
    const onwards = await keys.round();
    expect(onwards).toEqual(expect.arrayContaining(['GraphQL IDE']));
    const back = await keys.round({ back: true });
    expect(back).toEqual(expect.arrayContaining(['Close it now', 'Skip to main content', 'Open all records']));

    // It ends while one reads what it opened: the focus goes on to where that stood.
    await keys.to(/^Open all records/);
    await keys.press('Enter');
    expect((await keys.here()).name).toBe('Close all records');
    const opened = page.locator('.agency-part--social-care');
    for (let one = 0; one < 80 && (await opened.locator('summary:focus').count()) === 0; one++) await keys.to(/./);
    expect(await opened.textContent()).toContain('Child in need plan');
    await page.clock.fastForward('01:01:00');
    // Nobody has used the page meanwhile: it is covered, with the focus on why.
    await page.locator('#lock:focus').waitFor();
    await keys.to(/^Go on as/);
    await keys.press('Enter');
    await page.getByText('Emergency access has closed.').waitFor();
    await visit.settled();
    expect(await opened.textContent()).not.toContain('Child in need plan');
    await keys.to(/^Understood/);
    await keys.press('Enter');
    expect((await keys.here()).name).toMatch(/family$/);
  });

  test('the caseload: sorted, filtered, a page that fails and is asked again, loaded to its end, a family opened', async () => {
    const { page } = visit;
    await enter('H');
    await heading(/^Find a person/);
    await keys.to(/^Caseload/, { back: true });
    await page.evaluate(HEAR);
    await keys.press('Enter');
    await heading(/^Caseload/);
    await page.getByText('20 people; there are more.').waitFor();
    const rows = async () =>
      (await page.locator('.caseload-card').all()).map(async (card) => ({
        name: (await card.locator('.caseload-person button').first().innerText()).trim(),
        people: await card.locator('.caseload-person').count(),
        needs: await card.locator('.caseload-card__due li').allInnerTexts(),
        overdue: await card.locator('.caseload-card__due .flag--overdue').count(),
      }));
    const listed = async () => Promise.all(await rows());
    const names = async () => (await listed()).map(({ name }) => name);
    const byNeed = await listed();
    expect(byNeed.map(({ overdue }) => overdue)).toEqual(byNeed.map(({ overdue }) => overdue).sort((a, b) => b - a));

    await keys.choose(/^Sort by/, 'N');
    const everybody = await listed();
    expect(await names()).toEqual(alphabetical(await names()));
    await keys.to(/^Show/, { back: true });
    await keys.write('M');
    await page.getByText(/^\d+ of 20 people/).waitFor();
    const missed = everybody.filter(({ needs }) => needs.some((one) => /(missed|not done), due/.test(one)));
    expect(await listed()).toEqual(missed);

    // The agency whose roster it is goes away half way: what was loaded stays, and the same button asks again.
    await stack.centre.stop();
    await keys.to(/^Load the next 20/);
    await keys.press('Enter');
    await page.getByText(/of 20 people; the next page did not come/).waitFor();
    expect((await keys.here()).name).toBe('Try again to load the next 20');
    expect(await listed()).toEqual(missed);
    await stack.centre.start();
    await keys.press('Enter');
    await page.getByText(/of 3\d people; the whole list of Children’s centre/).waitFor();
    // The button has nothing left to do: the focus is on what was said instead.
    expect((await keys.here()).name).toMatch(/the whole list of/);
    const later = await listed();
    expect(later).toEqual(expect.arrayContaining(missed));
    expect(later.every(({ needs }) => needs.some((one) => /(missed|not done), due/.test(one)))).toBe(true);
    expect(await names()).toEqual(alphabetical(await names()));
    await keys.to(/^Show/, { back: true });
    await keys.write('E');
    await page.getByText(/^3\d people; the whole list of/).waitFor();
    const all = await listed();
    expect(all.find(({ name }) => name === 'Grace Okafor')?.needs).toContain(
      'Overdue 2 to 2½ year review missed, due 30 Jul 2026',
    );
    expect(all).toEqual(expect.arrayContaining(everybody));
    expect(all.reduce((sum, { people }) => sum + people, 0)).toBe(
      Number.parseInt((await page.locator('.progress').innerText()) ?? '', 10),
    );
    expect(await page.evaluate('heard')).toEqual([
      'Asking the agencies…',
      '20 people; there are more.',
      expect.stringMatching(/^\d+ of 20 people; there are more\.$/),
      expect.stringMatching(/^\d+ of 20 people; asking the agencies…$/),
      expect.stringMatching(/^\d+ of 20 people; the next page did not come\.$/),
      expect.stringMatching(/^\d+ of 20 people; asking the agencies…$/),
      expect.stringMatching(/^\d+ of 3\d people; the whole list of Children’s centre\.$/),
      expect.stringMatching(/^3\d people; the whole list of Children’s centre\.$/),
    ]);

    await keys.to(/^Sort by/);
    const { name } = await keys.to(/./, { within: 1 });
    await keys.press('Enter');
    await heading(/family/);
    expect(await page.locator('.govuk-caption-l').textContent()).toBe(name);
    await visit.settled();
    await keys.to(/^Caseload/, { back: true });
    await keys.press('Enter');
    await heading(/^Caseload/);
  });

  test('a page of the list that came while an agency was silent is asked again in its place', async () => {
    const { page } = visit;
    await enter('R');
    await heading(/^Find a person/);
    await stack.housing.stop();
    await keys.to(/^Caseload/, { back: true });
    await keys.press('Enter');
    await heading(/^Caseload/);
    const silent = page.locator('.part--unavailable');
    await silent.first().waitFor();
    const before = await page.locator('.caseload-person').count();
    expect(before).toBeGreaterThan(0);
    await stack.housing.start();
    await keys.to(/^Try again/);
    // Calls enough may have failed that the gateway spares housing for a while yet: whoever tries again is told so.
    do {
      await keys.press('Enter');
      await page.locator('.progress', { hasNotText: 'asking the agencies' }).waitFor();
    } while ((await silent.count()) > 0);
    expect(await page.locator('.caseload-person').count()).toBe(before);
    expect((await keys.here()).name).toMatch(/^\d+ people/);
  });

  // Where another agency comes back with it the ids are others, and the whole family is found again.
  test.each([
    ['alone', []],
    ['with another agency', ['social-care']],
  ])('a part that did not come is asked again %s, and the focus stays by it', async (_, others) => {
    const { page } = visit;
    const ways = ['housing', ...others].map((agency) => stack.ways.get(agency)!);
    await enter('H');
    await heading(/^Find a person/);
    await find(GRACE);
    await keys.to(/^Open the family/);
    for (const way of ways) await way.stop();
    await keys.press('Enter');
    await heading(/family/);
    await visit.settled();
    const housing = page.locator('.agency-part--housing');
    // From the summary's line about it one key leads to the part, open.
    await keys.to(/^Housing/);
    await keys.press('Enter');
    await housing.locator('summary:focus').waitFor();
    const toTryAgain = async (): Promise<void> => {
      for (let one = 0; one < 80 && (await housing.locator('button:focus').count()) === 0; one++) await keys.to(/./);
      expect((await keys.here()).name).toMatch(/^Try again/);
    };
    await toTryAgain();
    for (const way of ways) await way.start();
    await keys.press('Enter');
    await visit.settled();
    // As above: it may still be spared.
    while ((await housing.getByRole('button', { name: /^Try again/ }).count()) > 0) {
      await toTryAgain();
      await keys.press('Enter');
      await visit.settled();
    }
    await housing.locator('details summary').first().waitFor();
    expect((await keys.here()).name).toMatch(/^Housing/);
    // On to what has come, which opens and closes by the space bar.
    for (let one = 0; one < 3 && (await housing.locator('details summary:focus').count()) === 0; one++)
      await keys.to(/./, { within: 1 });
    await keys.press('Space');
    expect(await housing.locator('details[open]').count()).toBe(1);
    await keys.here();
    await keys.to(/^Show all \d+ events/, { back: true });
    await keys.press('Enter');
    expect(await keys.here()).toMatchObject({ tag: 'LI' });
  });

  test('printed for a meeting on two to four pages, with who printed it and why on each', async () => {
    const { page } = visit;
    await enter('H');
    await heading(/^Find a person/);
    await find(GRACE);
    await keys.to(/^Open the family/);
    await keys.press('Enter');
    await heading(/family/);
    await visit.settled();
    // The browser prints once, below: its own printing, begun here, would still be under way.
    await page.evaluate(PRINTED);
    await keys.to(/^Print for a meeting/);
    await keys.press('Enter');
    await page.locator('html[data-printed="1"]').waitFor();
    const pages = (await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type \/Page\b/g) ?? [];
    expect(pages.length).toBeGreaterThanOrEqual(2);
    expect(pages.length).toBeLessThanOrEqual(4);
    expect((await keys.here()).name).toBe('Print for a meeting');
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(SHEETS)).toMatch(
      /printed .* by Helen Marsden, Head of Centre, .*Purpose: Early help\. Case: none stated.*counter\(page\)/s,
    );
    expect(await page.getByRole('button', { name: /^Show all/ }).count()).toBe(0);
  });

  test('information governance searches the matrix, compares a version and reviews an emergency access', async () => {
    const { page } = visit;
    await enter('D');
    await heading(/^Sharing agreements/);
    await keys.to(/^Stream, field or clause/);
    await keys.write('arrears');
    await page.getByText(`1 of ${STREAMS} streams`).waitFor();
    await keys.here();
    await keys.to(/^Role/, { within: 1 });
    await keys.press('End');
    await page.getByText(new RegExp(`^[01] of ${STREAMS} streams`)).waitFor();
    await keys.press('Home');
    await page.getByText(`1 of ${STREAMS} streams`).waitFor();
    await keys.to(/^1 field|^\d+ fields/);
    await keys.press('Enter');
    expect(await page.locator('details[open]').textContent()).toContain('arrearsBand');
    // One stop for all tabs, and arrows from one to the next: each shows its part, and no further than the last.
    await keys.to(/^What is shared/, { back: true });
    await keys.press('ArrowRight', 'ArrowRight');
    expect((await keys.here()).name).toBe('Versions');
    await page.locator('#published').waitFor();
    expect(await page.locator('#matrix').isVisible()).toBe(false);
    await keys.press('ArrowRight', 'ArrowRight');
    expect((await keys.here()).name).toBe('A proposed change');
    await keys.to(/^The proposed protocol/);
    await keys.write('protocol: {}');
    await keys.to(/^Compare/);
    await keys.press('Enter');
    await page.locator('.fault').waitFor();
    await keys.here();
    await keys.round();
    await keys.to(/^Reviews/);
    await keys.press('Enter');
    await heading(/^Reviews/);
    // What has the focus while the list arrives is pushed down by it.
    await page
      .getByRole('button', { name: /^Open Emergency access/ })
      .first()
      .waitFor();
    await keys.to(/^Open Emergency access/);
    await keys.press('Enter');
    await page.getByText('What was seen').waitFor();
    await keys.to(/^Cleared: there was/);
    await keys.press('Space');
    await keys.to(/^Why/);
    await keys.write('Right to look: the child was seen at once.');
    await keys.to(/^Record the decision/);
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Decide again' }).waitFor();
    await keys.here();
  });
});

const alphabetical = (names: readonly string[]): readonly string[] => [...names].sort((a, b) => a.localeCompare(b));

/** Keeps what a screen reader is told of the list, each thing once as it changes. */
const HEAR = `(() => {
  window.heard = [];
  new MutationObserver(() => {
    const said = document.querySelector('.progress[role=status]')?.textContent;
    if (said && said !== heard.at(-1)) heard.push(said);
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
})()`;
