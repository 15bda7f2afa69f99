import type { Browser } from 'playwright-core';
import { faultsEveryWay } from './every-way';
import { type PortalStack, startPortalStack } from './portal-stack';
import { GRACE, inBrowser, launch, Visit } from './visit';

jest.setTimeout(300_000);

const ANNA = { given: 'Anna', family: 'Kowalska', born: '25/8/2001', postcode: 'ZB1 3ZJ' };
const PHONE = { width: 390, height: 800 };
const WEEKS = 3 * 7 * 86_400_000;
const { PICTURES } = process.env;

inBrowser('one story from the referral to the end, in a real browser', () => {
  let stack: PortalStack;
  let browser: Browser;
  let visit: Visit;
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startPortalStack(), launch()]);
    visit = await Visit.open(browser, stack.url);
  }, 300_000);
  afterAll(async () => {
    await browser.close();
    await stack.close();
  });

  let entered = false;
  const enter = async (persona: string, purpose = 'EARLY_HELP', caseReference = ''): Promise<void> => {
    if (entered) await visit.page.getByRole('button', { name: 'Change or sign out' }).click();
    entered = true;
    await visit.enter(persona, purpose, caseReference);
  };
  const press = (name: string | RegExp) => visit.page.getByRole('button', { name, exact: true }).first().click();
  const fill = (label: string, text: string) => visit.page.getByLabel(label, { exact: true }).fill(text);
  const check = (label: string) => visit.page.getByLabel(label, { exact: true }).check();
  const why = (text: string) => fill('Why, in your own words', text);
  const said = (text: string | RegExp) => visit.page.getByText(text).first().waitFor();
  const work = () =>
    visit.page
      .getByRole('navigation', { name: 'Pages' })
      .getByRole('link', { name: 'Referrals and decisions' })
      .click();
  const picture = async (name: string): Promise<void> => {
    if (PICTURES) await visit.page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
  };
  const family = async (who = ANNA): Promise<void> => {
    await visit.goTo('find');
    await visit.find(who);
    await visit.openFamily();
    await visit.settled();
  };
  const team = async (): Promise<void> => {
    await family();
    await press('Team around the family of Anna Kowalska');
    await visit.onPage('Team around the family');
    await visit.settled();
  };
  /** Sends the form that is open, and waits until the page says that it was done. */
  const send = async (button: string, title: string): Promise<void> => {
    await press(button);
    await visit.page
      .getByRole('status')
      .filter({ hasText: `${title}: ` })
      .waitFor();
    await visit.settled();
  };

  test('a midwife’s team refers the family of an unborn child; it is triaged, and given to Marcus Bell by the family’s choice', async () => {
    await enter('health-lead');
    await family();
    await press('Refer Anna Kowalska');
    await check('Early help access');
    await check('Family in acute stress');
    await check('The family agrees');
    await check('Yes: what is said of them, and to whom');
    await visit.page.getByLabel('Why you refer them').fill('The midwife asks for help before the birth.');
    await press('Send the referral');
    await visit.onPage(/Referral sent/);

    await enter('early-help-access', 'TRIAGE', 'EH-2026-0417');
    await work();
    await press(/Referrals to triage/);
    await said('The midwife asks for help before the birth.');
    await press('Decide about Anna Kowalska');
    await check('To the management team');
    await why('Three partners know them, and nobody leads.');
    await press('Decide');
    await said(/^Nobody is waiting here, of those whom/);

    await enter('management-team');
    await work();
    await press(/To allocate/);
    await press('Allocate about Anna Kowalska');
    await check('Lead professional');
    await fill('Work id', 'w-lead-professional');
    await fill('Name', 'Marcus Bell');
    await check('The family chose them');
    await check('Amber');
    await press('Allocate');
    await said(/^Nobody is waiting here, of those whom/);
  });

  test('the lead professional calls a meeting, agrees actions and scores, and raises what blocks the work', async () => {
    await enter('lead-professional');
    await team();
    await said(/Led by Marcus Bell since .*; the family chose them\. Rated amber\./);
    await said('No meeting has been called through here.');
    await press('Call a meeting');
    await press('Call the meeting');
    // Nothing goes without a date, and it is said which is missing.
    expect(await visit.page.getByRole('alert').textContent()).toBe('Date of the meeting: give a date');
    await fill('Date of the meeting', '10 November 2026');
    await fill('Who is invited', 'w-health-lead, w-lead-professional');
    await fill('Of the team until', '1 March 2027');
    await send('Call the meeting', 'Call a meeting');
    for (const [action, owner] of [
      ['Visit before the birth', 'w-health-lead'],
      ['Ask about the damp', 'w-lead-professional'],
    ] as const) {
      await press(/^Agree an action/);
      await fill('What is to be done', action);
      await fill('By whom', owner);
      await fill('By when', '12 November 2026');
      await send('Agree the action', 'Agree an action');
    }
    await press('Open an assessment');
    await send('Open the assessment', 'Open an assessment');
    for (const [scale, scores] of [
      ['Keeping your children safe (Family Star Plus)', ['3', '5', '7']],
      ['Your well-being (Family Star Plus)', ['4', '3', '6']],
    ] as const)
      for (const score of scores) {
        await press('Add a score');
        await check(scale);
        await check(score);
        await send('Add the score', 'Add a score');
      }
    // What is drawn stands in words beside it.
    const table = visit.page.getByRole('table', { name: /Scores, by scale/ });
    expect(await table.getByRole('row', { name: /Keeping your children safe/ }).textContent()).toMatch(
      /3 of 10.*5 of 10.*7 of 10.*up 4/,
    );
    expect(await visit.page.locator('.outcome circle').count()).toBe(6);
    await press('Write down what was said');
    await check('A parent or carer');
    await fill('In their own words', 'We would like somebody to come with us.');
    await send('Keep their words', 'Write down what was said');
    await press('Add to a programme');
    await check('Supporting Families');
    await check('Medium');
    await send('Add the family', 'Add to a programme');
    await press(/^Record an outcome/);
    await check('Secure housing');
    await check('It is sought');
    await send('Record the outcome', 'Record an outcome');
    await said(/Secure housing:/);
    await press('Say what blocks the work');
    await why('No place at the nursery until January.');
    await send('Tell the management team', 'Say what blocks the work');
    await said('Something blocks the work.');
    expect(await faultsEveryWay(visit)).toEqual([]);
    await picture('team-around-family-desktop');

    // Whoever is invited says that their own action is done, on a phone; and may lead nothing.
    await visit.page.setViewportSize(PHONE);
    await enter('health-lead');
    await team();
    expect(await visit.page.getByRole('button', { name: 'Call a meeting' }).count()).toBe(0);
    await visit.page.getByRole('heading', { level: 2, name: 'What is yours to do' }).waitFor();
    await press(/^It is done.*Visit before the birth$/);
    await send('Say that it is done', 'It is done');
    await said('1 of 2 actions done.');
    expect([await visit.overflows(), await visit.violations()]).toEqual([false, []]);
    await picture('team-around-family-phone');
    await visit.page.setViewportSize({ width: 1280, height: 800 });
  });

  test('a step up is refused by the management team, another approved, and an action is overdue three weeks later', async () => {
    const propose = async (direction: string, level: string): Promise<void> => {
      await enter('lead-professional');
      await team();
      await press('Propose a step');
      await check(direction);
      await check(level);
      await why('It is time for it, as the family says too.');
      await send('Propose the step', 'Propose a step');
      await said(new RegExp(`A step ${direction.toLowerCase()} to ${level} waits`));
    };
    const decide = async (answer: string): Promise<void> => {
      await enter('management-team');
      await work();
      await press(/Steps to decide/);
      await press('Decide about Anna Kowalska');
      await check(answer);
      await why('The team has looked at it together.');
      await press('Decide');
      await said(/^Nobody is waiting here, of those whom/);
    };
    await propose('Up', 'Complex');
    await decide('Refuse it');
    await propose('Up', 'Acute');
    await decide('Approve it');
    stack.later(WEEKS);
    await propose('Down', 'Vulnerable');
    await said('1 of 2 actions done, 1 overdue.');
    await said(/Level of need: Acute/);
    await decide('Approve it');
    await enter('lead-professional');
    await team();
    await said(/Level of need: Vulnerable/);
    const steps = visit.page.getByRole('table', { name: /Steps up and down/ });
    expect((await steps.locator('tbody tr').allTextContents()).map((row) => /Approved|Refused/.exec(row)?.[0])).toEqual(
      ['Approved', 'Approved', 'Refused'],
    );
    // On the family's own page the action is overdue too.
    await visit.page.getByRole('link', { name: 'Go back to the family' }).click();
    await visit.settled();
    await said('Ask about the damp');
  });

  test('it is closed, printed, and information governance reads who did what', async () => {
    await enter('lead-professional');
    await team();
    await press('Close the work');
    await check('The needs are met');
    await why('All that was agreed is done or handed on.');
    await send('Close the work with this family', 'Close the work');
    await said(/Closed .*: The needs are met\./);
    // Who led it leads it no more: nothing is offered.
    expect(await visit.page.getByRole('button', { name: 'Propose a step' }).count()).toBe(0);
    await visit.page.emulateMedia({ media: 'print' });
    expect(await visit.page.getByRole('link', { name: 'Go back to the family' }).isVisible()).toBe(false);
    expect(await visit.page.getByText('Scores').first().isVisible()).toBe(true);
    await picture('team-around-family-print');
    await visit.page.emulateMedia({ media: null });

    await enter('ig-officer', 'SUBJECT_ACCESS');
    await visit.page.getByRole('link', { name: 'Who looked' }).click();
    await check('Who looked at a person');
    const { given, family: surname, born, postcode } = ANNA;
    for (const [label, value] of [
      ['Given name', given],
      ['Family name', surname],
      ['Date of birth', born],
      ['Postcode', postcode],
    ] as const)
      await fill(label, value);
    await press('Show who looked');
    await said(/^\d+ entries/);
    for (const more = visit.page.getByRole('button', { name: 'Load earlier looks' }); await more.count(); ) {
      const before = await visit.page.locator('.look').count();
      await more.click();
      await visit.page.locator('.look').nth(before).waitFor();
    }
    await said('Asked for an act at Social care and early help: submit referral');
    const text = await visit.page.locator('main').textContent();
    for (const act of [
      'decide triage',
      'allocate worker',
      'call meeting',
      'score outcome',
      'decide step',
      'close early help',
    ])
      expect(text).toContain(`Asked for an act at Social care and early help: ${act}`);
    expect(text).toContain('What became of it at Social care and early help: done');
    expect(text).toContain('The midwife asks for help before the birth.');
    await picture('who-acted-desktop');
    expect(visit.faults).toEqual([]);
  });

  test('where the agency’s answer is lost it is told as not known, and asking again does nothing twice', async () => {
    await enter('lead-professional');
    await family(GRACE);
    await press('Team around the family of Grace Okafor');
    await press('Add a score');
    await check('Your well-being (Family Star Plus)');
    await check('4');
    stack.ways.get('social-care')!.turn((_, __, reset) => reset(), '/graphql');
    await press('Add the score');
    await visit.page
      .getByRole('alert')
      .filter({ hasText: 'it may have been done, and may not. Send it again as it is' })
      .waitFor();
    stack.ways.get('social-care')!.clear();
    await send('Add the score', 'Add a score');
    expect(await visit.page.locator('.outcome circle').count()).toBe(1);

    // Where it does not answer at all, no part says that there is nothing, and each can be asked for again.
    const care = stack.ways.get('social-care')!;
    care.turn((_, response) => void response.writeHead(503).end(), '/graphql');
    await visit.page.getByRole('link', { name: 'Go back to the family' }).click();
    await visit.settled();
    await press('Team around the family of Grace Okafor');
    await visit.settled();
    await said(/did not answer/i);
    const told = await visit.page.locator('main').textContent();
    expect(told).not.toMatch(/Nobody leads|Nothing recorded|No meeting has been called|No score/);
    care.clear();
  });
});
