/**
 * How soon a person sees something, in a real browser: the first paint of the portal, and of a family's page, once opened,
 * its members, what the summary tells, the first agency's part and the last. Agencies answer 40 ms late, housing as the
 * table says; with parts and without. `npx tsx test/bench/first-paint.ts [--turns 5]`. Medians, in milliseconds from the click.
 */
import { AGENCIES } from '@family-view/schema';
import type { Page } from 'playwright-core';
import { late } from '../faults/kinds-of-fault';
import { median } from '../in-parts/family-page';
import { startPortalStack } from '../portal/portal-stack';
import { GRACE, launch, Visit } from '../portal/visit';

const turnsAt = process.argv.indexOf('--turns');
const TURNS = turnsAt < 0 ? 5 : Number(process.argv[turnsAt + 1]);
const USUAL_MS = 40;
const HOUSING_MS = [40, 1_500];
const SCREENS = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };

const MARKS = ['members', 'first part', 'summary whole', 'last part'] as const;
type Mark = (typeof MARKS)[number];

/** Looks once a frame, from the next click on, at what stands on the page. */
const WATCH = `(() => {
  const seen = (window.seen = {});
  const states = () => [...document.querySelectorAll('.agency-part__state')].map((one) => one.textContent);
  const tests = {
    'members': () => document.querySelector('article.person h3'),
    'first part': () => states().some((one) => one !== 'being asked'),
    'summary whole': () => states().length > 0 && !/Still asking|Asking which/.test(document.querySelector('.summary').textContent),
    'last part': () => states().length > 0 && states().every((one) => one !== 'being asked'),
  };
  addEventListener('click', () => {
    const began = performance.now();
    const look = () => {
      for (const [mark, test] of Object.entries(tests)) if (!(mark in seen) && test()) seen[mark] = performance.now() - began;
      if (Object.keys(seen).length < Object.keys(tests).length) requestAnimationFrame(look);
    };
    look();
  }, { once: true, capture: true });
})()`;
const PAINTED = `(() => {
  const [paint] = performance.getEntriesByName('first-contentful-paint');
  return paint ? paint.startTime : null;
})()`;

async function main(): Promise<void> {
  const [stack, browser] = await Promise.all([startPortalStack(), launch()]);

  /** The page asks for one answer, whole, in place of parts. */
  const askWhole = (page: Page): Promise<void> =>
    page.route('**/graphql', (route) =>
      route.continue({ headers: { ...route.request().headers(), accept: 'application/graphql-response+json' } }),
    );

  const once = async (screen: keyof typeof SCREENS, inParts: boolean) => {
    for (const way of stack.ways.values()) way.clear();
    const visit = await Visit.open(browser, stack.url, SCREENS[screen]);
    if (!inParts) await askWhole(visit.page);
    await visit.page.getByLabel('Ask as').waitFor();
    await visit.page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
    const painted = (await visit.page.evaluate(PAINTED)) as number;
    const toStart = visit.requests.reduce((sum, { bytes }) => sum + bytes, 0);
    await visit.enter('head-of-centre');
    await visit.find(GRACE);
    return {
      painted,
      toStart,
      async family(housing: number) {
        for (const agency of AGENCIES)
          stack.ways.get(agency)!.turn(late(agency === 'housing' ? housing : USUAL_MS), '/graphql');
        await visit.page.evaluate(WATCH);
        await visit.openFamily();
        await visit.page.waitForFunction(
          (all) => Object.keys((globalThis as unknown as { seen: object }).seen).length === all,
          MARKS.length,
        );
        await visit.settled();
        const seen = (await visit.page.evaluate('window.seen')) as Record<Mark, number>;
        await visit.leave();
        return { seen };
      },
    };
  };

  console.log(`| screen | housing late by | asked | first paint | bytes to it | ${MARKS.join(' | ')} |`);
  console.log(`|---|---:|---|---:|---:|${MARKS.map(() => '---:').join('|')}|`);
  for (const screen of ['desktop', 'phone'] as const)
    for (const housing of HOUSING_MS) {
      const ways = [true, false] as const;
      const runs = new Map(
        ways.map((way) => [
          way,
          [] as {
            painted: number;
            toStart: number;
            told: Awaited<ReturnType<Awaited<ReturnType<typeof once>>['family']>>;
          }[],
        ]),
      );
      for (let turn = -1; turn < TURNS; turn++)
        for (const way of ways) {
          const visit = await once(screen, way);
          const told = await visit.family(housing);
          if (turn >= 0) runs.get(way)!.push({ ...visit, told });
        }
      for (const [way, all] of runs) {
        const of = (read: (one: (typeof all)[number]) => number): string => median(all.map(read)).toFixed(0);
        const marks = MARKS.map((mark) => of(({ told }) => told.seen[mark]));
        console.log(
          `| ${screen} | ${housing} | ${way ? 'in parts' : 'whole'} | ${of((one) => one.painted)} | ${of((one) => one.toStart)} | ${marks.join(' | ')} |`,
        );
      }
    }
  await browser.close();
  await stack.close();
}

void main();
