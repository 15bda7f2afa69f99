import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Libsql from 'libsql';
import type { Browser } from 'playwright-core';
import { type PortalStack, startPortalStack } from './portal-stack';
import { GRACE, inBrowser, launch, Visit } from './visit';

/** Where pictures of what is tested go, for docs/portal; by default nowhere. */
const { PICTURES } = process.env;

inBrowser('who belongs with whom, in the portal', () => {
  let stack: PortalStack;
  let browser: Browser;
  let visit: Visit;

  beforeAll(async () => {
    [stack, browser] = await Promise.all([startPortalStack(), launch()]);
    writeTies(stack.records);
    visit = await Visit.open(browser, stack.url, { width: 1280, height: 900 });
    await visit.enter('social-worker', 'SAFEGUARDING', 'CASE-1');
    await visit.find(GRACE);
    await visit.openFamily();
    await visit.settled();
  });
  afterAll(async () => {
    await visit.leave();
    await browser.close();
    await stack.close();
  });

  const text = async (selector: string): Promise<string> =>
    (await visit.page.locator(selector).allInnerTexts()).join('\n').replace(/\s+/g, ' ');

  test('a tie that has ended is a line with a name and its end, and leads to nobody’s record', async () => {
    expect(await text('.ended-ties')).toMatch(
      /Ties that have ended .+: Former partner, ended 1 May 2023, no parental responsibility: so says social care/i,
    );
    expect(await visit.page.locator('.person').count()).toBeGreaterThan(3);
    await picture('ended-tie');
  });

  test('a child’s other family stands apart, with who asserts it', async () => {
    const other = await text('.other-family');
    expect(other).toMatch(/^Another family of Grace Okafor/);
    expect(other).toMatch(/Grandparent of Grace.*: so says social care/i);
    await picture('two-families');
  });

  test('two of the family who may be one person each have the other’s name', async () => {
    expect(await text('.may-be-same')).toMatch(/May be the same person as Chidi Okafor.*not for certain/);
    await picture('may-be-same');
  });

  test('all of it is on paper, nothing is wider than the screen, and axe finds nothing', async () => {
    await visit.page.emulateMedia({ media: 'print' });
    for (const part of ['.ended-ties', '.other-family', '.may-be-same'])
      expect(await visit.page.locator(part).first().isVisible()).toBe(true);
    await picture('family-print', true);
    await visit.page.emulateMedia({ media: 'screen' });
    expect(await visit.overflows()).toBe(false);
    expect(await visit.violations()).toEqual([]);
    expect(visit.faults).toEqual([]);
  });

  async function picture(name: string, whole = false): Promise<void> {
    if (!PICTURES) return;
    const path = join(PICTURES, `${name}-desktop.png`);
    const parts: Readonly<Record<string, string>> = {
      'ended-tie': '.ended-ties',
      'two-families': '.other-family',
      'may-be-same': '.person:has(.may-be-same)',
    };
    if (!whole) await visit.page.locator(parts[name]!).first().scrollIntoViewIfNeeded();
    await visit.page.screenshot({ path, fullPage: whole });
  }
});

/** In social care's own database: a former partner of the mother, and a second family of Grace's, with a grandmother. */
function writeTies(records: string): void {
  const file = readdirSync(records, { recursive: true, encoding: 'utf8' }).find((name) =>
    /social-care.*\.(sqlite|db)$/.test(name),
  );
  if (!file) throw new Error(`social care keeps no database in ${records}`);
  const database = new Libsql(join(records, file));
  const person = (given: string, family: string): string =>
    (
      database
        .prepare('select pers_person_id as ref from ssd_person where pers_forename = ? and pers_surname = ?')
        .get(given, family) as { readonly ref: string }
    ).ref;
  const grace = person('Grace', 'Okafor');
  const { family, mother } = database
    .prepare(
      "select fami_family_id as family, fami_person_id as mother from ssd_family where fami_relationship = 'Mother' and fami_family_id in (select fami_family_id from ssd_family where fami_person_id = ?)",
    )
    .get(grace) as { readonly family: string; readonly mother: string };
  const [former, grandmother] = database
    .prepare(
      "select distinct fami_person_id as ref from ssd_family where fami_relationship in ('Mother', 'Father') and fami_family_id <> ? order by fami_family_id desc limit 2",
    )
    .all(family)
    .map((row) => (row as { readonly ref: string }).ref);
  const tie = database.prepare(
    'insert into ssd_family (fami_table_id, fami_family_id, fami_person_id, fami_relationship, fami_related_person_id, fami_start_date, fami_end_date, fami_parental_responsibility) values (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  tie.run('test-1', family, former, 'Former partner', mother, '2020-02-01', '2023-05-01', 'N');
  tie.run('test-2', 'test-family', grandmother, 'Grandparent', grace, '2024-05-01', null, 'N');
  tie.run('test-3', 'test-family', grace, 'Child', grandmother, '2024-05-01', null, null);
  database.close();
}
