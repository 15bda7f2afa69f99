import { type PortalStack, startPortalStack } from './portal-stack';
import { testProposal } from './proposal';
import { testPublished } from './published';
import { testSaying } from './saying';
import { STREAMS } from './streams';
import { GRACE, inBrowser, launch, Visit } from './visit';

jest.setTimeout(120_000);

type Browser = Awaited<ReturnType<typeof launch>>;

inBrowser('the portal in a real browser, over a stack that answers no operation but its own', () => {
  let stack: PortalStack;
  let browser: Browser;
  let visit: Visit;
  const others: PortalStack[] = [];
  /** In a stack of its own, where nobody has decided anything yet. */
  const openAnew = async (): Promise<Visit> => {
    const other = await startPortalStack();
    others.push(other);
    visit = await Visit.open(browser, other.url);
    return visit;
  };
  const open = async (viewport?: { readonly width: number; readonly height: number }): Promise<Visit> => {
    visit = await Visit.open(browser, stack.url, viewport);
    return visit;
  };

  beforeAll(async () => {
    [stack, browser] = await Promise.all([startPortalStack(), launch()]);
  }, 120_000);
  afterEach(async () => {
    expect(visit.faults).toEqual([]);
    await visit.leave();
  });
  afterAll(async () => {
    await browser?.close();
    for (const other of others) await other.close();
    await stack?.close();
  });

  test('a head of centre finds a child and sees first of all who is working with her, and whom to ring', async () => {
    const { page } = await open();
    const began = performance.now();
    await visit.enter('head-of-centre', 'EARLY_HELP', 'CC-7');
    expect(await page.getByLabel('As whom you ask').textContent()).toMatch(/Helen Marsden.*Early help.*CC-7/);
    await visit.find(GRACE);
    const opened = performance.now();
    await visit.openFamily();
    const grace = page.locator('article.person', { has: page.getByRole('heading', { name: 'Grace Okafor' }) });
    const team = visit.section('Who is working with them');
    await team.locator('tbody tr').first().waitFor();
    const shown = performance.now();
    await visit.settled();
    expect(await team.locator('tbody').textContent()).toMatch(/Ruth Adeleke.*01632 960114/);
    expect(await grace.textContent()).toContain('Child of Ngozi: so say Health');
    const bytes = visit.requests.reduce((sum, one) => sum + one.bytes, 0);
    const asked = visit.requests.filter(({ path }) => path === '/graphql').length;
    console.log(
      `First family page from a cold cache: ${bytes} bytes, ${visit.requests.length} requests (${asked} to /graphql), first involvement ${Math.round(shown - opened)} ms after asking, ${Math.round(shown - began)} ms after signing in.`,
    );
    await page.getByRole('button', { name: 'Open all records' }).click();
  });

  test('withheld, nothing held and shown stand apart, and the level of need, the timeline and the differences are there', async () => {
    const { page } = await open();
    await visit.enter('head-of-centre');
    await visit.find(GRACE);
    await visit.openFamily();
    await visit.settled();
    await page.getByRole('button', { name: 'Open all records' }).click();
    expect(await visit.section('Level of need').textContent()).toContain('Complex since 16 Feb 2026');
    expect(await page.getByRole('img', { name: /Continuum of need: Complex, level 3 of 4/ }).count()).toBe(1);
    const housing = page.locator('.agency-part--housing');
    expect(await housing.textContent()).toMatch(/Withheld \d parts: .*rent arrears.* ring Tenancy support desk/);
    expect(await housing.textContent()).toContain('Aldermere Homes');
    expect(await page.locator('.agency-part--education').textContent()).toMatch(/Samuel Okafor: holds nothing, as of/);
    expect(await visit.section('Who is in the family').textContent()).toContain('Darren Pickles');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.print-only').last().innerText()).toMatch(/Withheld from the role.*rent arrears/);
    expect(await page.locator('.standing').isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
    const timeline = visit.section('What happened');
    expect(await timeline.textContent()).toContain('Team Around the Family meeting; 2 actions still open');
    await timeline.getByLabel('Social care and early help').uncheck();
    expect(await timeline.locator('.timeline').textContent()).not.toContain('Team Around the Family meeting');
  });

  test('why withheld, break the glass, and it ends by itself', async () => {
    const { page } = await open();
    await visit.takeClock();
    await visit.enter('health-lead', 'SAFEGUARDING', 'CASE-1');
    await visit.find(GRACE);
    await visit.openFamily();
    await visit.settled();
    const closed = await visit.withheldAt('Social care and early help');
    const plans = closed.locator('.part--withheld .part--withheld', { hasText: 'Plans and their reviews' });
    await plans.getByRole('button', { name: 'Why can’t I see this?' }).click();
    await plans.getByText('In an emergency you may open it').waitFor();
    await plans.getByRole('button', { name: 'Open emergency access' }).click();
    await visit.onPage('Open emergency access');
    await page.getByRole('button', { name: 'Open emergency access' }).click();
    expect(await page.getByRole('alert').textContent()).toMatch(/Choose a reason.*at least 20 characters/);
    await page.getByLabel('A child is at risk of harm now').check();
    await page.getByLabel('In your own words').fill('Seen with a burn; nobody answers at home.');
    await page.getByRole('button', { name: 'Open emergency access' }).click();
    await page.getByText('Emergency access is open for').waitFor();
    await visit.settled();
    // The page opens at what it was opened for.
    await page.locator('.agency-part--social-care[open] summary:focus').waitFor();
    await page.getByRole('button', { name: 'Open all records' }).click();
    const social = page.locator('.agency-part--social-care');
    expect(await social.textContent()).toContain('Child in need plan');
    await page.clock.fastForward('01:01:00');
    // Nobody has used the page meanwhile: it is covered, and what was open is still there.
    await page.locator('#lock').waitFor();
    expect(await social.isVisible()).toBe(false);
    await page.getByRole('button', { name: /^Go on as Anita Desai/ }).click();
    await page.getByText('Emergency access has closed.').waitFor();
    await visit.settled();
    await page.locator('.agency-part--social-care', { hasText: 'plans and their reviews' }).waitFor();
    expect(await social.textContent()).not.toContain('Child in need plan');
  });

  test('a slow landlord holds nobody up; a landlord that is down is told as one, never as nothing, and asked again', async () => {
    const { page } = await open();
    await visit.enter('head-of-centre');
    await visit.find(GRACE);
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let slow = false;
    stack.housing.turn(async ({ text, status, path }, response) => {
      if (slow && path === '/graphql') await held;
      response.writeHead(status, { 'content-type': 'application/graphql-response+json' }).end(text);
    });
    slow = true;
    await visit.openFamily();
    const state = (agency: string, text: string) =>
      page.locator(`.agency-part--${agency} .agency-part__state`, { hasText: text }).waitFor();
    await state('childrens-centre', 'holds records of');
    await state('housing', 'being asked');
    expect(await visit.section('Summary').textContent()).toContain('Housing is still being asked');
    release();
    await state('housing', 'holds records of');

    await stack.housing.stop();
    await page.getByRole('link', { name: 'Find a person' }).click();
    await visit.find(GRACE);
    expect(await page.locator('.results').textContent()).toMatch(/Housing\s*did not answer: may hold something/);
    await visit.openFamily();
    await visit.settled();
    const housing = await visit.openPart('housing');
    expect(await housing.textContent()).toMatch(
      /could not be reached in time. This does not mean that nothing is held/,
    );
    expect(await visit.section('What happened').textContent()).toContain('Housing did not answer.');
    await stack.housing.start();
    stack.housing.clear();
    // Calls enough may have failed that the gateway spares housing for a while yet: whoever tries again is told so.
    const tryAgain = housing.getByRole('button', { name: /Try again/ });
    do {
      await tryAgain.click();
      await visit.settled();
    } while ((await tryAgain.count()) > 0);
    await state('housing', 'holds records of');
  });

  test('on a phone nothing is wider than the screen', async () => {
    const { page } = await open({ width: 390, height: 844 });
    expect(await visit.overflows()).toBe(false);
    await visit.enter('head-of-centre');
    await visit.find(GRACE);
    expect(await visit.overflows()).toBe(false);
    await visit.openFamily();
    await visit.settled();
    // And what matters first is there without a touch, on a phone and on a desk.
    const summaryEnds = () =>
      page.evaluate('scrollY + document.querySelector(".summary").getBoundingClientRect().bottom');
    expect(await summaryEnds()).toBeLessThanOrEqual(844);
    await page.setViewportSize({ width: 1280, height: 900 });
    expect(await summaryEnds()).toBeLessThanOrEqual(900);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: 'Open all records' }).click();
    expect(await visit.overflows()).toBe(false);
  });

  test('information governance sees the matrix, what a proposal changes, and reviews an emergency access', async () => {
    const { page } = await open();
    await visit.enter('ig-officer', 'SUBJECT_ACCESS');
    await page.getByRole('link', { name: 'Sharing agreements' }).click();
    await page.getByLabel('Stream, field or clause').fill('arrears');
    await page.getByText(`1 of ${STREAMS} streams`).waitFor();
    const matrix = page.getByRole('table', { name: 'Streams and who may have them' });
    expect(await matrix.textContent()).not.toContain('Head of Centre');
    await testProposal(page);
    await page.getByRole('link', { name: 'Reviews' }).click();
    await page
      .getByRole('button', { name: /^Open Emergency access/ })
      .first()
      .click();
    await page.getByText('Seen with a burn').waitFor();
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Record the decision' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('Choose what became of it');
    await page.getByLabel(/^Cleared/).check();
    await page.getByLabel('Why', { exact: true }).fill('Right to look: the child was seen at once.');
    await page.getByRole('button', { name: 'Record the decision' }).click();
    await page.getByRole('button', { name: 'Decide again' }).waitFor();
    // The tabs count what has just been decided.
    await page.getByRole('button', { name: /^Cleared \([1-9]/ }).waitFor();
    expect(await page.getByRole('navigation', { name: 'Pages' }).innerText()).not.toMatch(/Find a person|Caseload/);
  });

  test('an analyst finds nobody, and is told why', async () => {
    const { page } = await open();
    await visit.enter('analyst', 'PERFORMANCE');
    await visit.goTo('find');
    await page.getByLabel('NHS number').fill('999 790 2912');
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    expect(await page.getByRole('alert').textContent()).toMatch(/not shared|counts/);
    expect(await page.locator('main').textContent()).not.toContain('Okafor');
  });

  testSaying(open, openAnew);
  testPublished(open, () => stack.publisher);

  test('an id that has ended with its day is found again, and the token with it is renewed without a word', async () => {
    const { page } = await open();
    await visit.enter('head-of-centre');
    await visit.find(GRACE);
    await visit.openFamily();
    await visit.settled();
    await page.getByRole('link', { name: 'Caseload' }).click();
    await page.getByText(/the whole list of Children’s centre/).waitFor();
    stack.later(24 * 3_600_000);
    const before = visit.operations.length;
    await page.goBack();
    // One question meets the token that has ended, and a persona's is given anew: nobody is asked to sign in.
    await page.getByRole('heading', { level: 3, name: 'Grace Okafor' }).waitFor();
    await visit.settled();
    expect(await visit.section('Who is working with them').textContent()).toContain('Ruth Adeleke');
    expect(visit.operations.slice(before)).toEqual(expect.arrayContaining(['FindPeople', 'FamilyOf']));
  });

  test('an operation that is not the portal’s own is refused here', async () => {
    await open();
    const { body, status } = await stack.ask('head-of-centre', '{ me { id } }');
    expect([status, body.errors[0].extensions.code]).toEqual([400, 'OPERATION_NOT_LISTED']);
  });
});
