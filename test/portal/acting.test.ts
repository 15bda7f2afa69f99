import type { Browser } from 'playwright-core';
import { type PortalStack, startPortalStack } from './portal-stack';
import { GRACE, inBrowser, launch, Visit } from './visit';

const PHONE = { width: 390, height: 800 };
const WHY = 'Two reviews were missed and the mother asks for help at home.';

inBrowser('what is done in the portal, in a real browser', () => {
  let stack: PortalStack;
  let browser: Browser;
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startPortalStack(), launch()]);
  }, 300_000);
  afterAll(async () => {
    await browser.close();
    await stack.close();
  });

  test('a health lead refers a child on a phone, early help access decides, and the health lead sees how it stands', async () => {
    const visit = await Visit.open(browser, stack.url, PHONE);
    const { page } = visit;
    await visit.enter('health-lead');
    await visit.find(GRACE);
    await visit.openFamily();
    await visit.settled();
    await page.getByRole('button', { name: 'Refer Grace Okafor' }).click();
    await visit.onPage(/Refer this person/);
    expect([await visit.overflows(), await visit.violations()]).toEqual([false, []]);

    // Nothing is chosen for anybody, and nothing goes without it.
    await page.getByRole('button', { name: 'Send the referral' }).click();
    expect(await page.getByRole('alert').textContent()).toBe('Choose a service');
    await page.getByLabel('Early help access').check();
    await page.getByLabel('Family in acute stress').check();
    await page.getByLabel('The family was not asked').check();
    await page.getByLabel('Yes: what is said of them, and to whom').check();
    await page.getByLabel('Why you refer them').fill(WHY);

    // What was written stays while somebody looks at the family again.
    await page.getByRole('link', { name: /Go back to the family/ }).click();
    await visit.onPage(/family/);
    await page.goBack();
    expect(await page.getByLabel('Why you refer them').inputValue()).toBe(WHY);

    await page.getByRole('button', { name: 'Send the referral' }).click();
    await page.getByText(/without their consent, say why/).waitFor();
    await page.getByLabel('The family agrees').check();
    await page.getByRole('button', { name: 'Send the referral' }).click();
    await visit.onPage(/Referral sent/);
    await page.getByText(/Social Care and Early Help has it\./).waitFor();
    await page.getByRole('link', { name: 'See how your referrals stand' }).click();
    await page.getByRole('button', { name: /Referred by me: Social care/ }).click();
    await page.getByText(/Early help access: New, sent/).waitFor();
    expect([await visit.overflows(), await visit.violations()]).toEqual([false, []]);

    const work = (): Promise<void> =>
      page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Referrals and decisions' }).click();
    await page.getByRole('button', { name: 'Change or sign out' }).click();
    await visit.enter('early-help-access', 'TRIAGE', 'EH-2026-0417');
    await work();
    await page.getByRole('button', { name: /Referrals to triage/ }).click();
    await page.getByText(WHY).waitFor();
    expect(await page.locator('.card').textContent()).toMatch(/Grace Okafor.*working with them: .*Health/);
    await page.getByRole('button', { name: 'Decide about Grace Okafor' }).click();
    await page.getByLabel('To the management team').check();
    await page.getByLabel('Why, in your own words').fill('Three partners know the family, and nobody leads.');
    expect([await visit.overflows(), await visit.violations()]).toEqual([false, []]);
    await page.getByRole('button', { name: 'Decide', exact: true }).click();
    await page.getByText(/^Nobody is waiting here, of those whom/).waitFor();

    await page.getByRole('button', { name: 'Change or sign out' }).click();
    await visit.enter('management-team');
    await work();
    await page.getByRole('button', { name: /To allocate/ }).click();
    await page.getByRole('button', { name: 'Allocate about Grace Okafor' }).click();
    await page.getByLabel('Lead professional').check();
    await page.getByLabel('Work id').fill('w-lead-professional');
    await page.getByLabel('Name', { exact: true }).fill('Marcus Bell');
    await page.getByLabel('The family chose them').check();
    await page.getByLabel('Amber').check();
    await page.getByRole('button', { name: 'Allocate', exact: true }).click();
    await page.getByText(/^Nobody is waiting here, of those whom/).waitFor();

    await page.getByRole('button', { name: 'Change or sign out' }).click();
    await visit.enter('health-lead');
    await work();
    await page.getByRole('button', { name: /Referred by me: Social care/ }).click();
    await page.getByText(/Early help access: Accepted.*Three partners know the family/).waitFor();
    expect(visit.faults).toEqual([]);
  });

  test('whoever may refer nobody is offered nothing of it', async () => {
    const visit = await Visit.open(browser, stack.url);
    await visit.enter('scrutiny', 'SCRUTINY');
    const pages = await visit.page.getByRole('navigation', { name: 'Pages' }).textContent();
    expect(pages).not.toContain('Referrals and decisions');
  });
});
