import type { Page } from 'playwright-core';

/** Where the focus is, as somebody sees and hears it. */
export interface Focus {
  /** Its label, or what stands in it. */
  readonly name: string;
  readonly tag: string;
  readonly id: string;
  /** What is wrong with it: empty where all is well. */
  readonly faults: readonly string[];
}

/** More than any page has places to stop at. */
const MOST_STOPS = 250;

/** Until what has the focus stands still: where it was for five frames, with as much still being asked. */
const AT_REST = `new Promise((rest) => {
  let [before, frames] = ['', 0];
  const look = () => {
    const { x, y, width, height } = document.activeElement.getBoundingClientRect();
    const now = [x, y, width, height, document.querySelectorAll('.skeleton').length].join();
    frames = now === before ? frames + 1 : 0;
    before = now;
    if (frames < 5) requestAnimationFrame(look);
    else rest();
  };
  look();
})`;

/**
 * A keyboard and nothing else. After each key the focus must be somewhere, be seen to be there, and not lie under something
 * that stays in its place.
 */
export class Keys {
  constructor(private readonly page: Page) {}

  /** The focus as it is; throws where it is lost, unseen or hidden. */
  async here(): Promise<Focus> {
    const focus = (await this.page.evaluate(FOCUS)) as Focus;
    if (focus.faults.length > 0) throw new Error(`${focus.tag} "${focus.name}": ${focus.faults.join(', ')}`);
    return focus;
  }

  /** One stop on. What a part that arrives just then has pushed out of sight is come to once more. */
  private async step(back: boolean): Promise<Focus> {
    const press = (backwards: boolean) => this.page.keyboard.press(backwards ? 'Shift+Tab' : 'Tab');
    const look = async () => (await this.page.evaluate(FOCUS)) as Focus;
    await press(back);
    const focus = await look();
    if (focus.faults.length === 0 || focus.tag === 'BODY') return focus;
    await this.page.evaluate(AT_REST);
    await press(!back);
    await press(back);
    return look();
  }

  /** Onwards (or back) to what has this name; `within` how many stops it must be. */
  async to(name: RegExp, { back = false, within = MOST_STOPS } = {}): Promise<Focus> {
    const passed: string[] = [];
    for (let stop = 0; stop < within; stop++) {
      const focus = await this.step(back);
      // Past the last place the browser's own bar has its turn.
      if (focus.tag === 'BODY') continue;
      if (focus.faults.length > 0) throw new Error(`${focus.tag} "${focus.name}": ${focus.faults.join(', ')}`);
      if (name.test(focus.name)) return focus;
      passed.push(focus.name.slice(0, 30));
    }
    throw new Error(`no way by keyboard to ${name}; passed: ${passed.join(' | ')}`);
  }

  /** Each place of the page from here to its end, in order; throws where one of them holds the focus fast. */
  async round({ back = false } = {}): Promise<readonly string[]> {
    const passed: string[] = [];
    for (let stop = 0; stop < MOST_STOPS; stop++) {
      const focus = await this.step(back);
      if (focus.tag === 'BODY') return passed;
      if (focus.faults.length > 0) throw new Error(`${focus.tag} "${focus.name}": ${focus.faults.join(', ')}`);
      passed.push(focus.name);
    }
    throw new Error(`no way out: ${passed.slice(-5).join(' | ')}`);
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async write(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** In a list of choices: the one that begins with this letter. One alone: two that come slowly are two choices. */
  async choose(name: RegExp, letter: string): Promise<void> {
    await this.to(name);
    await this.write(letter);
  }
}

// Read in the page. A radio or checkbox shows its focus on its label, an editor on the frame around it.
const FOCUS = `(() => {
  const at = document.activeElement ?? document.body;
  const shown = (element, part) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, backgroundColor } = getComputedStyle(element, part);
    const unseen = /^(transparent|rgba\\(.*, 0(\\.[01]\\d*)?\\))$/;
    const outlined = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0 && !unseen.test(outlineColor);
    return outlined || boxShadow !== 'none' || backgroundColor === 'rgb(255, 221, 0)';
  };
  const label = at.labels?.[0];
  const frame = at.closest('.graphiql-editor, .result-window');
  const parts = [at, frame].filter(Boolean);
  const name = (at.getAttribute('aria-label') ?? label?.textContent ?? at.textContent ?? '').trim().slice(0, 80);
  const faults = [];
  if (at !== document.body) {
    const choice = at.matches('input[type=radio], input[type=checkbox]') && label;
    if (at.id !== 'main' && !parts.some((one) => shown(one)) && !(choice && shown(label, '::before'))) faults.push('has the focus and does not show it');
    const box = (choice ? label : frame ?? at).getBoundingClientRect();
    const left = Math.max(0, box.left), right = Math.min(innerWidth, box.right);
    const top = Math.max(0, box.top), bottom = Math.min(innerHeight, box.bottom);
    if (left >= right || top >= bottom) faults.push('is out of sight');
    else {
      // A line that wraps has no middle of its own: any of its boxes will do.
      const boxes = [box, ...(choice ? label : at).getClientRects()];
      const over = boxes.map((one) => document.elementFromPoint(
        (Math.max(0, one.left) + Math.min(innerWidth, one.right)) / 2, (Math.max(0, one.top) + Math.min(innerHeight, one.bottom)) / 2));
      const own = (one) => one && (at.contains(one) || one.contains(at) || label?.contains(one) || frame?.contains(one));
      if (!over.some(own)) faults.push('lies under ' + (over[0]?.className || over[0]?.tagName));
    }
  }
  return { name, tag: at.tagName, id: at.id, faults };
})()`;
