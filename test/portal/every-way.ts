import type { Visit } from './visit';

/** How a page is shown to axe. */
export type Way = 'wide' | 'at 400 %';

/** 1280 pixels at 400 %. */
const ZOOMED = { width: 320, height: 256 };

/**
 * What is wrong with a state of a page, wide and at 400 %: what axe finds; what is wider than the screen, cut off or lost at
 * 400 %; what moves without end though the reader wants nothing to. Empty where all is well. The page stays as it was.
 */
export async function faultsEveryWay(
  visit: Visit,
  toAxe: readonly Way[] = ['wide', 'at 400 %'],
): Promise<readonly string[]> {
  const { page } = visit;
  const faults: string[] = [];
  const axe = async (how: Way): Promise<void> => {
    if (!toAxe.includes(how)) return;
    faults.push(...(await visit.violations()).map((one) => `${how}: ${one}`));
  };
  const viewport = page.viewportSize() ?? ZOOMED;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await axe('wide');
  const words = (await page.evaluate(WORDS)) as readonly string[];
  faults.push(...((await page.evaluate(MOVING)) as readonly string[]).map((one) => `moves without end: ${one}`));

  await page.setViewportSize(ZOOMED);
  await axe('at 400 %');
  if (await visit.overflows()) faults.push('at 400 %: wider than the screen');
  const left = new Set((await page.evaluate(WORDS)) as readonly string[]);
  const lost = words.filter((word) => !left.has(word));
  if (lost.length > 0) faults.push(`at 400 %: lost ${lost.slice(0, 10).join(' ')}`);
  faults.push(...((await page.evaluate(CUT_OFF)) as readonly string[]).map((text) => `at 400 %: cut off ${text}`));
  await page.setViewportSize(viewport);
  return faults;
}

/** All that is there to be read, save in an editor, which draws only the lines that are in sight. */
const WORDS = `(() => {
  const words = new Set();
  const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const around = texts.currentNode.parentElement;
    if (around.closest('.monaco-editor') || !around.checkVisibility({ visibilityProperty: true })) continue;
    for (const word of texts.currentNode.data.split(/\\s+/)) words.add(word);
  }
  return [...words];
})()`;

const MOVING = `document.getAnimations()
  .filter(({ effect }) => effect?.getTiming().iterations === Infinity)
  .map(({ animationName, effect }) => animationName ?? effect.target.className)`;

/** Text that its box does not show, and to which nobody can scroll. What is for screen readers alone is meant so. */
const CUT_OFF = `[...document.querySelectorAll('main *')].filter((one) => {
  const { overflowX, visibility } = getComputedStyle(one);
  return one.clientWidth > 1 && visibility === 'visible' && /hidden|clip/.test(overflowX) &&
    one.scrollWidth > one.clientWidth + 1 && one.innerText?.trim() && !one.closest('.monaco-editor');
}).map((one) => one.className + ' ' + one.innerText.slice(0, 40))`;
