import { faultsEveryWay } from './every-way';
import { type PortalStack, startPortalStack } from './portal-stack';
import { proposedVersion } from './proposal';
import { STREAMS } from './streams';
import { GRACE, inBrowser, launch, Visit } from './visit';

jest.setTimeout(180_000);

const PROOF = process.env.PROOF === '1';
const MOST_FAMILIES = 300;
/** A state of a page, and what leads there from the one before it. */
type State = readonly [state: string, lead: () => Promise<unknown>];

inBrowser('each page in each state, wide, at 400 %, without motion and in colours of the reader’s own', () => {
  let stack: PortalStack;
  let browser: Awaited<ReturnType<typeof launch>>;
  let visit: Visit;
  let release: () => void;

  beforeAll(async () => {
    [stack, browser] = await Promise.all([startPortalStack(MOST_FAMILIES), launch()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stack?.close();
  });

  const button = (name: string | RegExp) => visit.page.getByRole('button', { name, exact: true }).first();
  const press = (name: string | RegExp) => button(name).click();
  const link = (name: string) => visit.page.getByRole('link', { name, exact: true }).click();
  const tab = async (name: string): Promise<void> => {
    await visit.page.getByRole('tab', { name, exact: true }).click();
    await visit.page.getByRole('tab', { name, exact: true, selected: true }).waitFor();
  };
  const address = (page: string) => visit.goTo(page);
  const heading = (name: string | RegExp) => visit.onPage(name);
  const told = (text: string | RegExp) => visit.page.getByText(text).first().waitFor();
  const offered = (label: string) => visit.page.getByLabel(label, { exact: true }).waitFor();
  const figures = async (page: string): Promise<void> => {
    await address(page);
    await visit.page.locator('.figures table').first().waitFor();
    await visit.settled();
  };
  const family = async (): Promise<void> => {
    await press('Open the family');
    await heading(/family/);
  };
  /** Answers of the landlord wait from now on, until they are let go. */
  const hold = (): void => {
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    stack.housing.turn(async ({ text, status }, response) => {
      await held;
      response.writeHead(status, { 'content-type': 'application/graphql-response+json' }).end(text);
    }, '/graphql');
  };
  const letGo = async (): Promise<void> => {
    stack.housing.clear();
    release();
    await visit.settled();
  };
  const arrears = async () => {
    const housing = await visit.withheldAt('Housing');
    await housing.locator('.part--withheld .part--withheld', { hasText: 'Rent arrears' }).getByRole('button').click();
    await housing.locator('.why').waitFor();
  };

  const JOURNEYS: Readonly<Record<string, readonly State[]>> = {
    'whoever signs in': [
      ['signing in', () => heading(/^Who is asking/)],
      [
        'signing in without the case that the purpose needs',
        async () => {
          await visit.page.getByLabel('Ask as').selectOption('health-lead');
          await visit.page.locator('#purpose-SAFEGUARDING').check();
          await press('Continue');
          await visit.page.getByRole('alert').waitFor();
        },
      ],
      ['about Family View', () => visit.page.goto(`${stack.url}/about.html`)],
    ],
    'a head of centre who searches': [
      ['search', () => visit.enter('head-of-centre', 'EARLY_HELP', 'CC-7')],
      ['search without enough to go by', () => press('Find')],
      ['search: nobody', () => visit.find({ ...GRACE, given: 'Gracie', born: '3/4/2024', postcode: '' })],
      ['search: somebody possibly', () => visit.find({ ...GRACE, postcode: '' })],
      ['search: somebody for certain', () => visit.find(GRACE)],
      [
        'a family, still being asked',
        async () => {
          hold();
          await family();
          await visit.page.locator('.agency-part--childrens-centre', { hasText: 'holds records of' }).waitFor();
          // Until it stands still: everybody else has answered.
          await visit.page
            .locator('.skeleton')
            .filter({ hasNotText: /^Asking Housing…$/ })
            .first()
            .waitFor({ state: 'detached' });
        },
      ],
      ['a family', letGo],
      ['a family, all records open', () => press('Open all records')],
      ['a family, all that happened', () => press(/^Show all \d+ events/)],
      ['a family, one agency’s events alone', () => visit.page.locator('#timeline-health').uncheck()],
      ['a family, why a part is withheld', arrears],
      ['a family, printed', () => visit.page.emulateMedia({ media: 'print' })],
      [
        'search: somebody for certain, and an agency that did not answer',
        async () => {
          await visit.page.emulateMedia({ media: 'screen' });
          await stack.housing.stop();
          await link('Find a person');
          await visit.find(GRACE);
          await told(/did not answer the search/);
        },
      ],
      [
        'a family, and an agency that did not answer',
        async () => {
          await family();
          await visit.settled();
          await visit.openPart('housing');
          await told('could not be reached in time');
        },
      ],
      [
        'search: nobody, and an agency that did not answer',
        async () => {
          await link('Find a person');
          await visit.find({ ...GRACE, given: 'Gracie', born: '3/4/2024', postcode: '' });
          await told(/did not answer, and may know them/);
          await stack.housing.start();
        },
      ],
    ],
    'a head of centre with a caseload': [
      [
        'caseload, still being asked',
        async () => {
          await visit.enter('head-of-centre');
          hold();
          await link('Caseload');
          await visit.page.locator('.skeleton').first().waitFor();
        },
      ],
      ['caseload, the first page', () => letGo().then(() => told('20 people; there are more.'))],
      ['caseload, filtered', () => visit.page.getByLabel('Show', { exact: true }).selectOption('REVIEW')],
      [
        'caseload, the next page did not come',
        async () => {
          await visit.page.getByLabel('Show', { exact: true }).selectOption('');
          await stack.centre.stop();
          await press('Load the next 20');
          await told('the next page did not come');
        },
      ],
      [
        'caseload, to its end',
        async () => {
          await stack.centre.start();
          await press(/^Try again to load/);
          await told(/the whole list of Children’s centre/);
        },
      ],
      [
        'caseload, nobody of the kind',
        async () => {
          await visit.page.getByLabel('Show', { exact: true }).selectOption('ATTENDANCE');
          await told(/^None of 3\d people listed/);
        },
      ],
    ],
    'a health lead in an emergency': [
      [
        'a person alone or a family, and why',
        async () => {
          await visit.enter('health-lead', 'SAFEGUARDING', 'CASE-1');
          await visit.find(GRACE);
          await family();
          await visit.settled();
          const closed = await visit.withheldAt('Social care and early help');
          const plans = closed.locator('.part--withheld .part--withheld', { hasText: 'Plans and their reviews' });
          await plans.getByRole('button', { name: 'Why can’t I see this?' }).click();
          await plans.getByText('In an emergency you may open it').waitFor();
        },
      ],
      ['breaking the glass', () => press('Open emergency access').then(() => heading('Open emergency access'))],
      ['breaking the glass without a reason', () => press('Open emergency access')],
      [
        'under glass',
        async () => {
          await visit.page.getByLabel('A child is at risk of harm now').check();
          await visit.page.getByLabel('In your own words').fill('Seen with a burn; nobody answers at home.');
          await press('Open emergency access');
          await told('Emergency access is open for');
          await visit.settled();
          await press('Open all records');
        },
      ],
      ['the glass has closed', () => press('Close it now').then(() => visit.settled())],
    ],
    'information governance': [
      [
        'what is shared',
        () => visit.enter('ig-officer', 'SUBJECT_ACCESS').then(() => told(`${STREAMS} of ${STREAMS} streams`)),
      ],
      [
        'what is shared, searched',
        () =>
          visit.page
            .getByLabel('Stream, field or clause')
            .fill('arrears')
            .then(() => told(`1 of ${STREAMS} streams`)),
      ],
      ['what is shared, nothing of it', () => visit.page.getByLabel('Stream, field or clause').fill('no such thing')],
      [
        'what is shared, the text of a clause',
        async () => {
          await visit.page.getByLabel('Stream, field or clause').fill('housing:tenancy');
          await visit.page.locator('summary', { hasText: 'Lawful basis of each purpose' }).click();
          await visit.page
            .locator('summary', { hasText: /^Text of/ })
            .first()
            .click();
          await visit.page.locator('pre.clause').first().waitFor();
        },
      ],
      ['what is shared, printed', () => visit.page.emulateMedia({ media: 'print' })],
      [
        'the agreements',
        async () => {
          await visit.page.emulateMedia({ media: 'screen' });
          await tab('Agreements and reviews');
          await told('Nothing falls due within 60 days.');
        },
      ],
      ['the versions', () => tab('Versions').then(() => visit.settled())],
      [
        'a proposed version, begun from the one in use',
        async () => {
          await tab('A proposed change');
          await press('Start from the version in use');
          await visit.page.locator('.proposed__text[rows="24"]').waitFor();
        },
      ],
      ['a proposed version that says the same', () => press('Compare').then(() => told(/^It says the same/))],
      [
        'a proposed version and its changes by role',
        async () => {
          const { yaml } = proposedVersion();
          await visit.page.getByLabel('The proposed protocol').fill(yaml);
          await press('Compare');
          await visit.page.locator('.changes').first().waitFor();
        },
      ],
      [
        'what is shared, a version that cannot be read',
        async () => {
          await visit.page.getByLabel('The proposed protocol').fill('protocol: {}');
          await press('Compare');
          await visit.page.locator('.fault').waitFor();
        },
      ],
      ['reviews', () => link('Reviews').then(() => button(/^Open Emergency access/).waitFor())],
      ['a review', () => press(/^Open Emergency access/).then(() => told('Seen with a burn'))],
      [
        'a review without an outcome',
        async () => {
          await press('Record the decision');
          await visit.page.getByRole('alert').waitFor();
        },
      ],
      [
        'a review, decided',
        async () => {
          await visit.page.getByLabel(/^Escalated/).check();
          await visit.page.getByLabel('Why', { exact: true }).fill('Asked the team manager to look at this one.');
          await press('Record the decision');
          await button('Decide again').waitFor();
          await visit.settled();
        },
      ],
      ['a review, to be decided again', () => press('Decide again')],
      ['who looked', () => link('Who looked').then(() => heading('Who looked'))],
      [
        'who looked, nothing said',
        async () => {
          await press('Show who looked');
          await visit.page.getByRole('alert').waitFor();
        },
      ],
      ['who looked, a person', () => visit.page.getByLabel('Who looked at a person').check()],
      [
        'who looked at Grace',
        async () => {
          await visit.page.getByLabel('Given name').fill(GRACE.given);
          await visit.page.getByLabel('Family name').fill(GRACE.family);
          await visit.page.getByLabel('Date of birth').fill(GRACE.born);
          await visit.page.getByLabel('Postcode').fill(GRACE.postcode);
          await press('Show who looked');
          await told(/^\d+ entries/);
        },
      ],
      ['the report for the family', () => press('Write the report for the family').then(() => told(/^For you alone/))],
      [
        'the report, printed',
        async () => {
          await visit.page.emulateMedia({ media: 'print' });
        },
      ],
      [
        'stops',
        async () => {
          await visit.page.emulateMedia({ media: 'screen' });
          await link('Stop sharing');
          await told('Nothing is stopped.');
        },
      ],
      ['stopping a stream', () => visit.page.getByLabel(/^One kind of information/).check()],
      [
        'a stream, stopped',
        async () => {
          await visit.page.getByLabel('What is shared').fill('housing:alerts');
          await visit.page.getByLabel('Why, in your own words').fill('Wrong alerts in the export since Monday.');
          await press('Stop at once');
          await told('It is stopped.');
          await visit.settled();
        },
      ],
      [
        'a stop, to be lifted',
        async () => {
          await press(/^Lift this stop/);
          await visit.page.getByLabel('Why the stop is lifted').fill('The export was put right at noon today.');
          await press('Lift this stop');
          await told('The stop is lifted.');
          await told('Nothing is stopped.');
        },
      ],
      [
        'my own looks',
        async () => {
          await link('My own looks');
          await heading('My own looks');
          await visit.settled();
        },
      ],
    ],
    'an analyst and their figures': [
      ['figures, nothing chosen', () => visit.enter('analyst', 'PERFORMANCE').then(() => offered('Broken down by'))],
      ['figures by area', () => figures('figures/reach/AREA')],
      ['figures over time', () => figures('figures/emergency-attendances/QUARTER')],
      [
        'what changed',
        () =>
          address('changes')
            .then(() => press('Compare'))
            .then(() => told(/four quarters before it: of|^It could not be compared/)),
      ],
      ['a report, nothing chosen', () => address('report').then(() => offered('Suspensions from school'))],
      ['a report', () => figures('report/reach,suspensions/AREA')],
      ['a report, printed', () => visit.page.emulateMedia({ media: 'print' })],
    ],
    'whoever is stopped': [
      [
        'an analyst, who finds nobody',
        async () => {
          await visit.enter('analyst', 'PERFORMANCE');
          await address('find');
          await visit.page.getByLabel('NHS number').fill('999 790 2912');
          await press('Find');
          await visit.page.getByRole('alert').waitFor();
        },
      ],
      ['an analyst’s caseload', () => address('caseload').then(() => told('The list did not come.'))],
    ],
  };

  test.each(Object.entries(JOURNEYS))('%s: nothing is lost, hidden or wrong to axe', async (_who, states) => {
    visit = await Visit.open(browser, stack.url);
    const wrong: Record<string, readonly string[]> = {};
    for (const [at, [state, lead]] of states.entries()) {
      await lead();
      // In a proof axe looks at each state both ways, and else at one state wide and at the next at 400 %.
      const faults = await faultsEveryWay(visit, PROOF ? undefined : [at % 2 === 0 ? 'wide' : 'at 400 %']);
      if (faults.length > 0) wrong[state] = faults;
    }
    expect(wrong).toEqual({});
    expect(visit.faults).toEqual([]);
    await visit.leave();
  });

  test('in colours of the reader’s own: the picture, the page that is open and what is still asked are told apart', async () => {
    visit = await Visit.open(browser, stack.url);
    const { page } = visit;
    await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
    await visit.enter('head-of-centre');
    await visit.find(GRACE);
    hold();
    await family();
    expect(await page.evaluate(OF_SKELETONS)).toBe('1px solid');
    await letGo();
    expect(await page.evaluate(LEAST_CONTRAST)).toBeGreaterThan(4.5);
    await link('Caseload');
    await heading('Caseload');
    expect(await page.evaluate(UNDERLINED)).toEqual(['Caseload']);
    await visit.leave();
  });
});

const OF_SKELETONS =
  '(({ borderTopWidth, borderTopStyle }) => borderTopWidth + " " + borderTopStyle)(getComputedStyle(document.querySelector(".skeleton__line")))';

/** Of the windscreen: between its words and what they stand on, its needle and the ground. */
const LEAST_CONTRAST = `(() => {
  const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map((one) => one / 255)
    .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
    .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
  const between = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const contrasts = [...document.querySelectorAll('.windscreen__level')].map((level) => {
    const [word, ground] = ['text', 'path'].map((part) => getComputedStyle(level.querySelector(part)).fill);
    return between(word, ground);
  });
  const needle = between(
    getComputedStyle(document.querySelector('.windscreen__needle')).stroke,
    getComputedStyle(document.querySelector('.windscreen')).backgroundColor,
  );
  return Math.min(...contrasts, needle);
})()`;

/** The ways on that look open. */
const UNDERLINED = `[...document.querySelectorAll('.standing__pages a')]
  .filter((one) => getComputedStyle(one).borderBottomColor !== getComputedStyle(document.body).backgroundColor)
  .map((one) => one.textContent)`;
