import { checkIsoDate } from '@family-view/kit/identifiers';
import { londonDay } from '@family-view/kit/london-day';
import type { CensusElement } from './census-elements';
import { brief, type RecordFault } from './faults';

/** One value of the return, where it stood and as it came. */
export interface Leaf {
  readonly name: string;
  readonly element: string;
  readonly line: number;
  readonly text: string;
}
/** `day` is null where the text is not a day of the calendar. */
export interface Day extends Leaf {
  readonly day: string | null;
}
export interface Flag extends Leaf {
  readonly flag: boolean | null;
}
export interface Count extends Leaf {
  readonly count: number | null;
}

/**
 * Takes the values of one record out of its element, and lists what is wrong with them. Whatever nobody took at the end
 * is told as an unknown element, its text kept.
 */
export class ElementReader {
  readonly faults: RecordFault[] = [];
  readonly #taken = new Set<string>();

  constructor(
    readonly source: CensusElement,
    readonly path: string,
  ) {}

  get line(): number {
    return this.source.line;
  }

  /** A value, or undefined where the element is missing or empty. A second one of the same name is a fault, its text kept. */
  leaf(name: string): Leaf | undefined {
    this.#taken.add(name);
    const leaves = this.leaves(name);
    for (const another of leaves.slice(1)) this.tell(another, { expected: 'one value', keep: true });
    return leaves[0];
  }

  /** Every value of one name. */
  leaves(name: string): readonly Leaf[] {
    this.#taken.add(name);
    return this.source.parts
      .filter((part) => part.name === name && part.text.trim() !== '')
      .map((part) => ({ name, element: this.at(name), line: part.line, text: part.text.trim() }));
  }

  day(name: string): Day | undefined {
    const leaf = this.leaf(name);
    return leaf && this.#asDay(leaf);
  }

  /** Every date of one name. */
  days(name: string): readonly Day[] {
    return this.leaves(name).map((leaf) => this.#asDay(leaf));
  }

  #asDay(leaf: Leaf): Day {
    // Some systems write a date with a time of day behind it; the day is what the census asks for.
    const time = /T[\d:.]+(Z|[+-]\d\d:\d\d)?$/.exec(leaf.text);
    const instant = new Date(leaf.text);
    const known = time?.[1] !== undefined && !Number.isNaN(instant.getTime());
    const checked = checkIsoDate(known ? londonDay(instant) : leaf.text.slice(0, time?.index));
    if (checked.ok) return { ...leaf, day: checked.value };
    this.tell(leaf, { expected: 'a day of the calendar, YYYY-MM-DD', keep: true });
    return { ...leaf, day: null };
  }

  /** true or 1, false or 0. */
  flag(name: string, rule: string | null): Flag | undefined {
    const leaf = this.leaf(name);
    if (!leaf) return undefined;
    const flag = { true: true, '1': true, false: false, '0': false }[leaf.text.toLowerCase()] ?? null;
    if (flag === null) this.tell(leaf, { rule, expected: 'true, false, 1 or 0', keep: true });
    return { ...leaf, flag };
  }

  count(name: string): Count | undefined {
    const leaf = this.leaf(name);
    if (!leaf) return undefined;
    if (/^\d{1,6}$/.test(leaf.text)) return { ...leaf, count: Number(leaf.text) };
    this.tell(leaf, { expected: 'a whole number', keep: true });
    return { ...leaf, count: null };
  }

  /** A code of a published list. One that is not in it is a fault, and is stored as it came. */
  code(name: string, list: ReadonlySet<string>, rule: string | null): Leaf | undefined {
    const leaf = this.leaf(name);
    if (leaf && !list.has(leaf.text)) this.tell(leaf, { rule, expected: 'a code of the census' });
    return leaf;
  }

  /** The records inside this one, each with a reader and faults of its own. */
  sections(name: string): readonly ElementReader[] {
    this.#taken.add(name);
    return this.source.parts.filter((part) => part.name === name).map((part) => new ElementReader(part, this.at(name)));
  }

  tell(leaf: Leaf, fault: { readonly rule?: string | null; readonly expected: string; readonly keep?: boolean }): void {
    this.faults.push({
      rule: fault.rule ?? null,
      line: leaf.line,
      element: leaf.element,
      expected: fault.expected,
      came: brief(leaf.text),
      kept: fault.keep ? leaf.text : null,
    });
  }

  /** A value that should be there and is not. */
  tellMissing(name: string, expected: string, rule: string | null = null): void {
    this.faults.push({ rule, line: this.line, element: this.at(name), expected, came: 'nothing', kept: null });
  }

  /** Tells stray text and every element that was not taken. */
  finish(): readonly RecordFault[] {
    const { source } = this;
    if (source.parts.length > 0 && source.text.trim() !== '') {
      this.tell(
        { name: source.name, element: this.path || source.name, line: source.textLine, text: source.text.trim() },
        { expected: 'no text between elements', keep: true },
      );
    }
    for (const part of source.parts) {
      if (this.#taken.has(part.name)) continue;
      const leaf = {
        name: part.name,
        element: this.at(part.name),
        line: part.line,
        text: textWithin(part) || part.name,
      };
      this.tell(leaf, { expected: 'an element of the census', keep: true });
    }
    return this.faults;
  }

  at(name: string): string {
    return this.path === '' ? name : `${this.path}/${name}`;
  }
}

const textWithin = (element: CensusElement): string =>
  [element.text.trim(), ...element.parts.map((part) => `${part.name}: ${textWithin(part)}`)]
    .filter((text) => text !== '')
    .join('; ');
