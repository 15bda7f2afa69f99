/// <reference lib="dom" />

/** What somebody does who moves on by themselves. */
const OWN = ['keydown', 'pointerdown', 'wheel', 'touchstart'] as const;
const PLACES = ['[data-keeps-focus], h1, h2, h3, h4', 'a[href], button'] as const;

/**
 * What has the focus may go away: a part that is asked again, a glass that closes, a record that opened under it. Then the
 * focus goes on to the heading it stood under, so that nobody who works by keyboard is sent back to the top of the page.
 * Returns how to stop.
 */
export function keepFocus(root: HTMLElement): () => void {
  let path: readonly Element[] = [];
  let goneTo: HTMLElement | null = null;
  const remember = ({ target }: FocusEvent): void => {
    path = target instanceof Element ? withAncestors(target, root) : [];
  };
  // Whoever points elsewhere has left of their own will.
  const forget = ({ target }: PointerEvent): void => {
    if (target instanceof Node && path[0]?.contains(target) === false) path = [];
  };
  const stay = (): void => {
    goneTo = null;
  };
  const goOn = (): void => {
    // What comes back above would push it out of sight.
    if (goneTo !== null && document.activeElement === goneTo) goneTo.scrollIntoView({ block: 'nearest' });
    const [had, ...around] = path;
    if (had === undefined || had.isConnected) return;
    path = [];
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    for (const one of around) {
      const place = one.isConnected ? placeIn(one) : null;
      if (place === null) continue;
      if (place.matches('h1, h2, h3, h4')) place.tabIndex = -1;
      place.focus();
      goneTo = place;
      return;
    }
  };
  const watching = new MutationObserver(goOn);
  watching.observe(root, { childList: true, subtree: true });
  root.addEventListener('focusin', remember);
  root.addEventListener('pointerdown', forget);
  for (const own of OWN) root.addEventListener(own, stay, { passive: true });
  return () => {
    watching.disconnect();
    root.removeEventListener('focusin', remember);
    root.removeEventListener('pointerdown', forget);
    for (const own of OWN) root.removeEventListener(own, stay);
  };
}

const placeIn = (around: Element): HTMLElement | null =>
  around.querySelector<HTMLElement>(PLACES[0]) ?? around.querySelector<HTMLElement>(PLACES[1]);

function withAncestors(element: Element, root: Element): readonly Element[] {
  const path: Element[] = [];
  for (let one: Element | null = element; one !== null && root.contains(one); one = one.parentElement) path.push(one);
  return path;
}
