import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaDirectory } from '@family-view/schema';
import type { Page } from 'playwright-core';

const IN_USE = readFileSync(join(schemaDirectory, 'protocol/best-start.yaml'), 'utf8');

/** Another version of Best Start: it opens registrations to housing officers, and rings somebody else about a tenancy. */
export function proposedVersion(): { readonly yaml: string; readonly sentence: string } {
  const yaml = IN_USE.replace(/^( *version:) \d+$/m, '$1 99')
    .replace(
      'shares: [registration],\n      to: { roles: [SCHOOL_LEAD] }',
      'shares: [registration],\n      to: { roles: [SCHOOL_LEAD, HOUSING_OFFICER] }',
    )
    .replace('duty: "Tenancy support desk, 01632 960904"', 'duty: "Tenancy support desk, 01632 960914"');
  return { yaml, sentence: 'Housing Officer can now see registration and consent for early help to a family' };
}

/** From the version in use to what another would change, role by role; what was compared goes once the text is another. */
export async function testProposal(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'A proposed change' }).click();
  const text = page.getByLabel('The proposed protocol');
  const result = page.locator('#panel-change [aria-live]');
  await page.getByRole('button', { name: 'Start from the version in use' }).click();
  await page.locator('.proposed__text[rows="24"]').waitFor();
  expect(await text.inputValue()).toBe(IN_USE);
  expect(await result.innerText()).toBe('');
  // What is written is not written over.
  expect(await page.getByRole('button', { name: 'Start from the version in use' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Compare' }).click();
  await result.getByText('It says the same as the version in use, but for its number.').waitFor();

  const { yaml, sentence } = proposedVersion();
  await text.fill(yaml);
  expect(await result.innerText()).toBe('');
  await page.getByRole('button', { name: 'Compare' }).click();
  const housing = result.locator('.changes', { hasText: 'Housing Officer (1)' });
  await housing.waitFor();
  expect(await housing.textContent()).toContain(sentence);
  expect(await result.textContent()).toMatch(/^1 change\. The text differs in: parties, clauses\./);
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save what is proposed' }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe('best-start-proposed.yaml');
  expect(readFileSync((await saved.path())!, 'utf8')).toBe(yaml);

  await text.fill('protocol: {}');
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.locator('.fault').waitFor();
  expect(await result.textContent()).not.toContain('Nothing changes');
}
