/// <reference lib="dom" />

const PLACES = '[data-keeps-focus], h1, h2, h3, h4, a[href], button';

/**
 * What has the focus may go away: a part that is asked again, a glass that closes, a record that opened under it. Then the
 * focus goes on to the heading it stood under, so that nobody who works by keyboard is sent back to the top of the page.
 * Returns how to stop.
 */
export function keepFocus(root: HTMLElement): () => void {
  let path: readonly Element[] = [];
  const remember = ({ target }: FocusEvent): void => {
    path = target instanceof Element ? withAncestors(target, root) : [];
  };
  // Whoever points elsewhere has left of their own will.
  const forget = ({ target }: PointerEvent): void => {
    if (target instanceof Node && path[0]?.contains(target) === false) path = [];
  };
  const goOn = (): void => {
    const [had, ...around] = path;
    if (had === undefined || had.isConnected) return;
    path = [];
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    for (const one of around) {
      const place = one.isConnected ? one.querySelector<HTMLElement>(PLACES) : null;
      if (place === null) continue;
      if (place.matches('h1, h2, h3, h4')) place.tabIndex = -1;
      place.focus();
      return;
    }
  };
  const watching = new MutationObserver(goOn);
  watching.observe(root, { childList: true, subtree: true });
  root.addEventListener('focusin', remember);
  root.addEventListener('pointerdown', forget);
  return () => {
    watching.disconnect();
    root.removeEventListener('focusin', remember);
    root.removeEventListener('pointerdown', forget);
  };
}

function withAncestors(element: Element, root: Element): readonly Element[] {
  const path: Element[] = [];
  for (let one: Element | null = element; one !== null && root.contains(one); one = one.parentElement) path.push(one);
  return path;
}
