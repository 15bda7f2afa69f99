import type { GRACE, Visit } from './visit';

const DANIEL: typeof GRACE = { given: 'Daniel', family: 'Okafor', born: '22/3/2017', postcode: 'ZB2 4ZQ' };
/** Evicted in August: social care and the landlord know where she is, the others hold her old home. */
const STACEY: typeof GRACE = { given: 'Stacey', family: 'Naylor', born: '8/7/1993', postcode: 'ZB1 1ZT' };
const KIAN: typeof GRACE = { ...STACEY, given: 'Kian', born: '5/1/2018' };
/** The landlord is certain of somebody whom health and social care contradict. */
const CATHERINE: typeof GRACE = { given: 'Catherine', family: "O'Connor", born: '5/9/2018', postcode: 'ZB2 4ZH' };
const WHY = 'Covering for the worker until Friday, by agreement.';
const PHONE = { width: 390, height: 800 };

const decide = async ({ page }: Visit, verdict: string): Promise<void> => {
  await page.getByLabel(verdict).check();
  await page.getByLabel('How you know').fill('Spoke to her, and saw her letters and her passport.');
  await page.getByRole('button', { name: 'Have it kept' }).click();
};

/** Another person, of another organisation, at the same screen: what was shown to the first goes with them. */
const another = async (visit: Visit, persona: string): Promise<void> => {
  await visit.page.getByRole('button', { name: 'Change or sign out' }).click();
  await visit.enter(persona, 'SAFEGUARDING', 'CASE-1');
  await visit.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Find a person' }).click();
};

/** What a requester may say of somebody, in the stack and the browser of the portal's tests. */
export function testSaying(open: (viewport?: typeof PHONE) => Promise<Visit>, openAnew: () => Promise<Visit>): void {
  test('a school’s lead says by keyboard, on a phone, that they work with a child, and sees what opens by it', async () => {
    const visit = await open(PHONE);
    const { page } = visit;
    await visit.enter('school-lead');
    await visit.find(DANIEL);
    await visit.openFamily();
    await visit.settled();
    expect(await visit.section('What is not shown to you').textContent()).toContain(
      'Team Around the Family meetings and actions',
    );

    await visit.tabTo(/^I work with Daniel Okafor/);
    await page.keyboard.press('Enter');
    await page.getByText('ends by itself after 72 hours').waitFor();
    expect([await visit.overflows(), await visit.violations()]).toEqual([false, []]);
    await visit.tabTo(/^I work with this person/);
    await page.keyboard.press('Enter');
    expect(await visit.focused()).toMatch(/There is a problem.*Choose how you work with them.*at least 20 characters/);
    expect(await visit.violations()).toEqual([]);
    await visit.tabTo(/^Choose how you work with them/);
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await page.getByLabel('I am in the Team Around the Family').isChecked()).toBe(true);
    await visit.tabTo(/^Why it is not on record yet/);
    await page.keyboard.type(WHY);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');

    await page.getByText(/Opened by it: Team Around the Family meetings and actions\./).waitFor();
    expect(await page.locator('.said-here').textContent()).toMatch(
      /You said that you work with Daniel Okafor\. It holds until .*Told: .*Social care and early help/,
    );
    await visit.settled();
    await page.getByRole('button', { name: 'Open all records' }).click();
    const daniel = page.locator('.agency-part--social-care details', { hasText: 'Daniel Okafor' });
    expect(await daniel.locator('.withheld').textContent()).not.toContain('Team Around the Family meetings');
    expect(await daniel.textContent()).toMatch(/Team Around the Family.*\d{4}/);
    expect([await visit.overflows(), await visit.violations()]).toEqual([false, []]);
  });

  test('who may not say so is not offered it', async () => {
    const visit = await open();
    // What one may say is an answer of its own.
    const told = visit.page.waitForResponse((response) => /"MayI"/.test(response.request().postData() ?? ''));
    await visit.enter('head-of-centre');
    await told;
    await visit.find(STACEY);
    await visit.openFamily();
    await visit.settled();
    expect(await visit.section('Who is in the family').textContent()).toContain('Possible match: contact the agency');
    expect(await visit.page.getByRole('button', { name: /I work with|Is this the same/ }).count()).toBe(0);
  });

  test('where agencies contradict each other there is nothing to decide here: whom to ask is told', async () => {
    const visit = await open();
    const { page } = visit;
    await visit.enter('social-worker', 'SAFEGUARDING', 'CASE-1');
    await visit.find(CATHERINE);
    expect(await page.getByRole('button', { name: /Is this the same person\? Health/ }).count()).toBe(0);
    await visit.openFamily();
    await page.getByRole('button', { name: "Is this the same person? Health and Catherine O'Connor" }).click();
    await page.getByText('at odds with another agency').waitFor();
    expect(await page.locator('main').textContent()).toMatch(/Ring Health.*01632.*This cannot be decided here/);
    expect(await page.getByRole('radio').count()).toBe(0);
    expect(await visit.violations()).toEqual([]);
  });

  test('a mother whom the agencies hold as two is one of the family, once two people of two organisations say that she is', async () => {
    const visit = await open();
    const { page } = visit;
    const names = () => page.locator('article.person h3').allTextContents();
    await visit.enter('social-worker', 'SAFEGUARDING', 'CASE-1');
    await visit.find(KIAN);
    await visit.openFamily();
    await visit.settled();
    expect(await names()).toEqual(['Kian Naylor', 'Ruby Naylor', 'Stacey Naylor', 'Stacey Naylor']);
    const before = visit.operations.length;
    await page.getByRole('button', { name: /same person\? Social care and early help and Stacey Naylor/ }).click();
    // What was compared in a search for her is of the other record.
    await page.getByText('Which details were compared is not told').waitFor();
    await decide(visit, 'the same person');
    await page
      .getByText(/Social care and early help keeps it\. Nothing is joined by it yet: it waits for Social care/)
      .waitFor();
    await visit.settled();
    expect(await names()).toEqual(['Kian Naylor', 'Ruby Naylor', 'Stacey Naylor', 'Stacey Naylor']);

    await another(visit, 'health-lead');
    await visit.find(KIAN);
    await visit.openFamily();
    await visit.settled();
    expect(await names()).toEqual(['Kian Naylor', 'Ruby Naylor', 'Stacey Naylor', 'Stacey Naylor']);
    await page.getByRole('button', { name: /same person\? Social care and early help and Stacey Naylor/ }).click();
    await decide(visit, 'the same person');
    await page.getByText(/Social care and early help keeps it\. Its record is joined/).waitFor();
    await visit.settled();
    expect(await names()).toEqual(['Kian Naylor', 'Ruby Naylor', 'Stacey Naylor']);
    expect(visit.operations.slice(before)).toEqual(expect.arrayContaining(['ConfirmMatch', 'FamilyOf']));
  });

  test('a social worker says that a possible record is the same person, and that another is not; neither is suggested, and each waits for a second person', async () => {
    // Whom two people join, they join for everybody: the mother above has no possible records any more.
    const visit = await openAnew();
    const { page } = visit;
    const naylor = page.locator('article.person', { has: page.getByRole('heading', { name: 'Stacey Naylor' }) });
    await visit.enter('social-worker', 'SAFEGUARDING', 'CASE-1');
    await visit.find(STACEY);
    await page.getByRole('button', { name: 'Is this the same person? Health and Stacey Naylor' }).click();
    await page.getByText(/Compared inside the agency: given name, family name, date of birth/).waitFor();
    expect(await page.locator('main').textContent()).toContain('Nothing of what they hold is shown to you');
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Have it kept' }).click();
    expect(await visit.focused()).toMatch(/Choose whether it is the same person/);
    expect(await visit.violations()).toEqual([]);
    await decide(visit, 'the same person');
    await page
      .getByText(
        /the same person as Stacey Naylor\. Health keeps it\. Nothing is joined by it yet: it waits for Health/,
      )
      .waitFor();
    await visit.settled();
    expect(await (await visit.openPart('health')).textContent()).toMatch(/Stacey Naylor: may hold a record/);
    expect(await page.locator('.agency-part--health summary').allTextContents()).not.toContain('Stacey Naylor');

    await naylor.getByRole('button', { name: 'Is this the same person? Education and Stacey Naylor' }).click();
    await decide(visit, 'somebody else');
    await page
      .getByText(
        /not the same person as Stacey Naylor\. Education keeps it\. Nothing is hidden by it yet: it waits for/,
      )
      .waitFor();
    await visit.settled();
    expect(await (await visit.openPart('education')).textContent()).toMatch(/Stacey Naylor: may hold a record/);
    expect(await visit.violations()).toEqual([]);

    // Whoever comes back to it reads what they said, and for whom it waits.
    await naylor.getByRole('button', { name: 'Is this the same person? Health and Stacey Naylor' }).click();
    await page.getByText(/You said that this is the same person; waiting for Health, which holds the record/).waitFor();
    expect(await visit.violations()).toEqual([]);

    // A second person, of another organisation than the first and than the agency that holds the record.
    await another(visit, 'health-lead');
    await visit.find(STACEY);
    expect(await page.locator('main').textContent()).not.toContain('You said');
    await page.getByRole('button', { name: 'Is this the same person? Education and Stacey Naylor' }).click();
    await decide(visit, 'somebody else');
    await page
      .getByText(/not the same person as Stacey Naylor\. Education keeps it\. It is told of as holding nothing/)
      .waitFor();
    await visit.settled();
    expect(await (await visit.openPart('education')).textContent()).toMatch(/Stacey Naylor: holds nothing/);
    expect(await naylor.getByRole('button', { name: /Is this the same person\? Education/ }).count()).toBe(0);
    expect(await visit.violations()).toEqual([]);

    // Another who had the form open all the while.
    await page.goBack();
    await decide(visit, 'the same person');
    await page.locator('.govuk-error-summary', { hasText: 'Nothing was kept' }).waitFor();

    await another(visit, 'school-lead');
    await visit.find(STACEY);
    expect(await page.locator('main').textContent()).not.toContain('You said');
    await page.getByRole('button', { name: 'Is this the same person? Health and Stacey Naylor' }).click();
    await decide(visit, 'the same person');
    await page.getByText(/the same person as Stacey Naylor\. Health keeps it\. Its record is joined/).waitFor();
    await visit.settled();
    expect(await (await visit.openPart('health')).textContent()).not.toMatch(/Stacey Naylor: may hold a record/);
    expect(await page.locator('.agency-part--health summary').allTextContents()).toContain('Stacey Naylor');
  });
}
