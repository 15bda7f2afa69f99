import { type Publisher, sdlOf } from '../registry/publishing-stack';
import type { Visit } from './visit';

const PHONE = { width: 390, height: 800 };

/** What information governance sees of what the agencies publish, in the stack and the browser of the portal's tests. */
export function testPublished(open: (viewport?: typeof PHONE) => Promise<Visit>, publisher: () => Publisher): void {
  test('information governance sees what an agency would open to whom before it is published, and afterwards what it did', async () => {
    const { stage, publish } = publisher();
    const sdl = sdlOf('housing').replace(
      'type HousingRecord {',
      'type HousingRecord {\n  balance: Int @policy(policies: [["housing:arrears"]])',
    );
    const visit = await open();
    const { page } = visit;
    await visit.enter('ig-officer', 'SUBJECT_ACCESS');
    await page.getByRole('tab', { name: 'Versions' }).click();
    const published = page.locator('section', { has: page.locator('#published') });
    await published.getByText('Version 1 is served').waitFor();
    expect(await published.textContent()).toMatch(/No agency tries a change.*Nothing has been published over it yet/);

    expect((await stage('housing', sdl)).body.outcome).toBe('STAGED');
    await page.reload();
    await visit.enter('ig-officer', 'SUBJECT_ACCESS');
    // The address has the tab: whoever comes back is where they were.
    const row = published.locator('tbody tr');
    await row.waitFor();
    expect(await row.textContent()).toMatch(/HousingRecord\.balance.*Rent arrears.*housing:arrears/i);
    expect(await row.textContent()).toContain('Housing Officer HOUSING-02');
    expect(await row.textContent()).not.toContain('Head of Centre');
    expect(await published.textContent()).toContain('Version 1 is served');
    expect(await visit.violations()).toEqual([]);

    await publish('housing', sdl);
    await visit.leave();
    const later = await open(PHONE);
    await later.enter('ig-officer', 'SUBJECT_ACCESS');
    const now = later.page.locator('section', { has: later.page.locator('#published') });
    await now.getByText(/Version 2 is served, since .*: published by Housing/).waitFor();
    await now.locator('tbody tr', { hasText: 'HousingRecord.balance' }).waitFor();
    expect(await now.textContent()).toContain('No agency tries a change');
    await later.page.getByRole('link', { name: 'Versions' }).click();
    expect(await later.focused()).toBe('What the agencies publish');
    await later.tabTo(/^Everything that changes/);
    await later.page.keyboard.press('Enter');
    await now.getByText(/Field "balance" was added/).waitFor();
    expect([await later.overflows(), await later.violations()]).toEqual([false, []]);
  });
}
