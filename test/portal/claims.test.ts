import { type PortalStack, startPortalStack } from './portal-stack';
import { GRACE, inBrowser, launch, Visit } from './visit';

jest.setTimeout(240_000);

/** Says of all, or of none. */
const CLAIM = /\b(nobody|no one|none|nothing|no agency|no record|everybody|all \d+|whole list|no change)\b/i;
/** Says in the same breath of whom it is said, or who is missing from it. */
const HEDGES =
  /did not answer|did not come|who looked|that answered|may tell you|may not tell|not told|not known|does not mean|Asking|being asked/i;
/** Of the page, the law or a rule, and not of anybody's records. */
const OF_THE_PAGE: readonly RegExp[] = [
  /^It goes to the one service that you choose, and nowhere else/,
  /^A family that the service does not know is told to it by your own organisation: who they are, and no record/,
  /^No record is opened/,
  /so that nobody can be told by a number/,
  /^Nobody reviews what they did themselves/,
  /^Small numbers are kept back/,
  /nobody is told that there is a stop/,
  /and nothing else\. That you asked is on record/,
  /Where nobody is named|nothing of few|nothing below \d+ is told/,
  /^Name nobody: the record has the reference/,
  // Of one agency that has answered, in its own part of the page.
  /looked, and (holds nothing|found nobody by these details)|\(nothing held\)/,
  /; the whole list of [A-Z]/,
  /^No agency has looked\.?$/,
  /^Numbers are rounded to the nearest \d+, and none below \d+ is told/,
  /^Nothing recorded\.$|^None$/,
  /holds nothing(, as of| on them)|withheld nothing of what this page asks/,
  /^No record of theirs is shown through a tie that has ended/,
  /Told nothing of anybody/,
  /nobody leaves an agency|no row and no name leaves/i,
];
/** Each sentence that stands on the page by itself. */
const SENTENCES = `[...document.querySelectorAll('main :is(p, li, dd, td, h1, h2, h3, h4, caption, summary, [role=status])')]
  .filter((one) => one.checkVisibility() && !one.querySelector('p, li, dd, td'))
  .flatMap((one) => one.textContent.trim().split(/(?<=[.])\\s+(?=[A-Z])/))`;
const PAGES: Readonly<Record<string, readonly string[]>> = {
  'head-of-centre': ['find', 'caseload', 'work', 'mine'],
  'health-lead': ['find', 'work'],
  analyst: ['figures/reach/AREA', 'changes/emergency-attendances', 'report/reach,suspensions/AREA'],
  'ig-officer': ['looks', 'reviews', 'stops', 'protocol', 'protocol/versions', 'mine'],
};

inBrowser('no page claims more than was asked', () => {
  let stack: PortalStack;
  let browser: Awaited<ReturnType<typeof launch>>;
  let visit: Visit;
  let claims: string[];

  beforeAll(async () => {
    [stack, browser] = await Promise.all([startPortalStack(12), launch()]);
  }, 120_000);
  beforeEach(() => {
    claims = [];
  });
  afterEach(async () => {
    for (const way of stack.ways.values()) {
      way.clear();
      await way.start().catch(() => {});
    }
    await visit.leave();
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.close();
  });

  const enter = async (persona: string): Promise<void> => {
    visit = await Visit.open(browser, stack.url);
    const purpose = { analyst: 'PERFORMANCE', 'ig-officer': 'SUBJECT_ACCESS' }[persona] ?? 'EARLY_HELP';
    await visit.enter(persona, purpose);
    await visit.settled();
  };
  /** Keeps what the page claims, as it stands. */
  const read = async (where: string, hedged: RegExp = HEDGES): Promise<void> => {
    const sentences = (await visit.page.evaluate(SENTENCES)) as readonly string[];
    expect(sentences.length).toBeGreaterThan(0);
    for (const one of sentences)
      if (CLAIM.test(one) && !hedged.test(one) && !OF_THE_PAGE.some((known) => known.test(one)))
        claims.push(`${where}: ${one}`);
  };
  const walk = async (persona: string): Promise<void> => {
    for (const page of PAGES[persona]!) {
      await visit.goTo(page);
      await visit.page.locator('h1').first().waitFor();
      await visit.settled();
      await read(`${persona}, ${page}`);
      for (const tab of await visit.page.locator('main .tabs button').all()) {
        await tab.click();
        await visit.settled();
        await read(`${persona}, ${page}, ${(await tab.textContent())?.trim()}`);
      }
    }
  };
  const search = async (persona: string, whom: typeof GRACE): Promise<void> => {
    await visit.goTo('find');
    await visit.find(whom);
    await read(`${persona}, found ${whom.given}`);
  };
  const NOBODY: typeof GRACE = { ...GRACE, given: 'Gracie', born: '3/4/2024', postcode: '' };
  const opened = async (persona: string): Promise<void> => {
    await visit.find(GRACE);
    await visit.openFamily();
    await visit.settled();
    await visit.page.getByRole('button', { name: 'Open all records' }).click();
    await read(`${persona}, family`, new RegExp(`${HEDGES.source}|Housing`, 'i'));
    // What may be done is an answer of its own; the way to one's work comes with it.
    await visit.page.getByRole('link', { name: 'Referrals and decisions' }).waitFor();
    const refer = visit.page.getByRole('button', { name: 'Refer Grace Okafor' });
    if ((await refer.count()) === 0) return;
    await refer.click();
    await visit.onPage(/Refer this person/);
    await read(`${persona}, referral form`);
  };

  test('while the landlord is down: search, family, caseload, lists of work, figures and reports', async () => {
    await stack.housing.stop();
    for (const persona of ['head-of-centre', 'health-lead', 'analyst']) {
      await enter(persona);
      if (persona !== 'analyst') {
        await search(persona, NOBODY);
        await opened(persona);
      }
      await walk(persona);
      await visit.leave();
    }
    expect(claims).toEqual([]);
  });

  test('while the landlord is slow: what is still being asked is told as that', async () => {
    await enter('head-of-centre');
    await visit.find(GRACE);
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    stack.housing.turn(async ({ text, status }, response) => {
      await held;
      response.writeHead(status, { 'content-type': 'application/graphql-response+json' }).end(text);
    }, '/graphql');
    await visit.openFamily();
    await visit.page.locator('.agency-part--childrens-centre', { hasText: 'holds records of' }).waitFor();
    await read('family', new RegExp(`${HEDGES.source}|Housing`, 'i'));
    release();
    await visit.settled();
    expect(claims).toEqual([]);
  });

  test('where nobody answers: no page says that there is nobody or nothing', async () => {
    for (const way of stack.ways.values()) await way.stop();
    for (const persona of ['head-of-centre', 'health-lead', 'analyst']) {
      await enter(persona);
      if (persona !== 'analyst') await search(persona, GRACE);
      await walk(persona);
      await visit.leave();
    }
    await enter('ig-officer');
    const { page } = visit;
    await visit.goTo('looks');
    await page.getByLabel('Who looked at a person').check();
    await page.getByLabel('Family name').fill(GRACE.family);
    await page.getByLabel('Date of birth').fill(GRACE.born);
    await page.getByRole('button', { name: 'Show who looked' }).click();
    await page.getByRole('alert').waitFor();
    await read('ig-officer, looks, nobody answered');
    expect(claims).toEqual([]);
  });

  test('a list of one’s area is named as that, where the name of the area did not come', async () => {
    await stack.centre.stop();
    await enter('head-of-centre');
    await visit.page.getByRole('link', { name: 'Caseload', exact: true }).click();
    await visit.page.getByText('The list did not come.').waitFor();
    expect(await visit.page.locator('#area option:checked').textContent()).toBe('My reach area');
  });

  test('where the agencies are closed to the role: nobody is found by those who looked', async () => {
    await enter('housing-officer');
    await search('housing-officer', NOBODY);
    expect(claims).toEqual([]);
    expect(await visit.page.locator('#found').textContent()).toBe('Nobody found by those who looked');
  });

  test.each(Object.keys(PAGES))(
    'where the gateway itself does not answer, %s is told that, on every page',
    async (persona) => {
      await enter(persona);
      await visit.page.route('**/graphql', (route) => route.abort());
      await walk(persona);
      if (persona === 'head-of-centre') {
        const { page } = visit;
        await visit.goTo('find');
        await page.getByLabel('NHS number').fill('999 790 2912');
        await page.getByRole('button', { name: 'Find', exact: true }).click();
        await page.getByRole('alert').waitFor();
        await read('head-of-centre, search');
      }
      expect(claims).toEqual([]);
    },
  );
});
