import { DEFAULT_LIMIT_TERMS } from '@family-view/gateway/limits/limit-terms';
import { createLocalLimitStore } from '@family-view/gateway/limits/local-limit-store';
import { type PortalStack, startPortalStack } from './portal-stack';
import { GRACE, inBrowser, launch, Visit } from './visit';

inBrowser('limits, in a real browser', () => {
  let stack: PortalStack;
  let browser: Awaited<ReturnType<typeof launch>>;
  beforeAll(async () => {
    const limitTerms = { ...DEFAULT_LIMIT_TERMS, searchesPerMinute: 5 };
    // Five searches are made in one minute, however long they take.
    const limits = createLocalLimitStore(() => 0);
    [stack, browser] = await Promise.all([startPortalStack(10, { limitTerms, stores: { limits } }), launch()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stack?.close();
  });

  test('a head of centre reads when few searches are left, and when she may search again once there are none', async () => {
    const visit = await Visit.open(browser, stack.url);
    const { page } = visit;
    await visit.enter('head-of-centre');
    const bar = page.getByLabel('Limits');
    for (let search = 1; search <= 3; search += 1) await visit.find(GRACE);
    expect(await bar.count()).toBe(0);

    await visit.find(GRACE);
    await bar.waitFor();
    expect(await bar.textContent()).toMatch(
      /^You have used 4 of the 5 searches that you may make in a minute\. You can make 1 more; the count starts again at \d\d:\d\d\.$/,
    );
    expect(await visit.violations()).toEqual([]);

    await visit.find(GRACE);
    await bar.getByText(/used 5 of the 5 .* You can go on at \d\d:\d\d\./).waitFor();
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    const refusal = /At most 5 searches are made for one person in a minute\. Come back in \d+ s\./;
    await page.getByText('Limit reached.').waitFor();
    expect(await bar.textContent()).toMatch(refusal);
    expect(await page.locator('.govuk-error-summary').textContent()).toMatch(refusal);

    // A list that is refused for it is not told as an agency that did not answer; and it stays told on another page.
    await page.getByRole('link', { name: 'Caseload' }).click();
    await page.locator('.govuk-inset-text').waitFor();
    expect(await page.locator('main').textContent()).toMatch(refusal);
    expect(await page.locator('main').textContent()).not.toMatch(/Did not answer/);
    expect(await bar.textContent()).toMatch(refusal);
    // Of lists she is offered her own: her caseload, and her own area.
    await page.locator('#area option', { hasText: 'Thornwick reach area' }).waitFor({ state: 'attached' });
    expect(await page.locator('#area option').allTextContents()).toEqual(['My own caseload', 'Thornwick reach area']);
    expect(await visit.violations()).toEqual([]);
    expect(visit.faults).toEqual([]);
    await visit.leave();
  });
});
