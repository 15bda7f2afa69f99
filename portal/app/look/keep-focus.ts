/// <reference lib="dom" />

/** What somebody does who moves on by themselves. */
const OWN = ['keydown', 'pointerdown', 'wheel', 'touchstart'] as const;
const PLACES = ['[data-keeps-focus], h1, h2, h3, h4', 'a[href], button'] as const;

/**
 * What has the focus may go away: a part that is asked again, a glass that closes, a record that opened under it. Then the
 * focus goes on to the heading it stood under, so that nobody who works by keyboard is sent back to the top of the page.
 * After a dialog beside `root` it goes back to where it was.
 */
export function keepFocus(root: HTMLElement): void {
  let last: Element | null = null;
  /** What had the focus last in `root`, and all that is around it. */
  let path: readonly Element[] = [];
  let goneTo: HTMLElement | null = null;
  const remember = ({ target }: FocusEvent): void => {
    last = target instanceof Element ? target : null;
    if (last !== null && root.contains(last)) path = withAncestors(last, root);
  };
  // Whoever points elsewhere has left of their own will.
  const forget = ({ target }: PointerEvent): void => {
    if (target instanceof Node && last?.contains(target) === false) last = null;
  };
  const stay = (): void => {
    goneTo = null;
  };
  const goOn = (): void => {
    // What comes back above would push it out of sight.
    if (goneTo !== null && document.activeElement === goneTo) goneTo.scrollIntoView({ block: 'nearest' });
    if (last === null || last.isConnected) return;
    last = null;
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    const place = placeOf(path);
    if (place?.matches('h1, h2, h3, h4')) place.tabIndex = -1;
    place?.focus();
    // What lies under the bar that stays is in sight for the browser, and for nobody else.
    place?.scrollIntoView({ block: 'nearest' });
    goneTo = place;
  };
  new MutationObserver(goOn).observe(document.body, {
    childList: true,
    subtree: true,
    // What opens or closes above moves it as well.
    attributeFilter: ['open', 'hidden'],
  });
  document.addEventListener('focusin', remember);
  document.addEventListener('pointerdown', forget);
  for (const own of OWN) document.addEventListener(own, stay, { passive: true });
}

/** Itself, where it is still there; or else a heading nearby, or a control. */
function placeOf([had, ...around]: readonly Element[]): HTMLElement | null {
  if (had instanceof HTMLElement && had.isConnected) return had;
  for (const one of around) {
    if (!one.isConnected) continue;
    for (const places of PLACES) {
      const place = one.querySelector<HTMLElement>(places);
      if (place !== null) return place;
    }
  }
  return null;
}

function withAncestors(element: Element, root: Element): readonly Element[] {
  const path: Element[] = [];
  for (let one: Element | null = element; one !== null && root.contains(one); one = one.parentElement) path.push(one);
  return path;
}
