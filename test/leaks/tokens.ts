import type { Random } from '../random';
import { type Guard, NEVER, type Share } from './oracle';

/** One protected value of one agency about somebody, and what must be granted for it to be seen. */
export interface Cell {
  readonly agency: string;
  /** `mia at health`, `places`: told in a failure, so that it can be understood. */
  readonly about: string;
  readonly coordinate: string;
  readonly guards: readonly Guard[];
  /** Those of the guards by whose transforms it is shown, where it is not shown whole. */
  readonly ruled: readonly Guard[];
  /** Whose it is: one person's, or all a family's. */
  readonly person?: string;
  readonly family?: string;
  /** Where it may also pass between agencies for joining. */
  readonly share?: Share;
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyz';
const TOKEN = /zq7[a-z0-9]{12}/gi;
const POSTCODE = /(?<![a-z0-9])q[a-z]\d\d ?\d[a-z]{2}(?![a-z0-9])/gi;
const DATE = /(?<!\d)1[2-8]\d\d-\d\d-\d\d/g;
const NUMBER = /(?<!\d)(?:7\d{8}|9\d{9})(?!\d)/g;
const ENCODED = /[A-Za-z0-9_+/=-]{16,}/g;

/** Makes values that occur nowhere else, and finds them again in any text. */
export class Tokens {
  private readonly cells = new Map<string, Cell[]>();
  /** Of those that differ in capitals alone, as they are written. */
  private readonly written = new Map<string, Cell[]>();

  constructor(private readonly random: Random) {}

  get size(): number {
    return this.cells.size;
  }

  text(cell: Cell): string {
    return this.keep(this.letters(), cell);
  }

  /** One name as each agency of a person writes it: the same but for one capital, by which it is told whose it is. */
  textLike(beginning: string, place: number, cell: Cell): string {
    const at = 3 + place;
    const value = `${beginning.slice(0, at)}${beginning.charAt(at).toUpperCase()}${beginning.slice(at + 1)}z`;
    this.written.set(value, [...(this.written.get(value) ?? []), cell]);
    return this.keep(value, cell);
  }

  beginning(): string {
    return `zq7${Array.from({ length: 11 }, () => this.random.pick([...LETTERS])).join('')}`;
  }

  /** A day in the years 1300 to 1899, at which nobody in the borough lived. */
  date(cell: Cell): string {
    return this.fresh(
      () => `${1300 + this.random.int(600)}-${two(1 + this.random.int(12))}-${two(1 + this.random.int(28))}`,
      cell,
    );
  }

  /** Long after today: of what has not ended. */
  later(cell: Cell): string {
    return this.fresh(
      () => `${3000 + this.random.int(6000)}-${two(1 + this.random.int(12))}-${two(1 + this.random.int(28))}`,
      cell,
    );
  }

  /** In an area that the Royal Mail never made. */
  postcode(cell: Cell): string {
    const letter = (): string => this.random.pick([...'ABDEFGHJLNPQRSTUWXYZ']);
    const figure = (): number => this.random.int(10);
    return this.fresh(() => `Q${letter()}${figure()}${figure()} ${figure()}${letter()}${letter()}`, cell);
  }

  instant(cell: Cell): string {
    return `${this.date(cell)}T06:07:08.000Z`;
  }

  int(cell: Cell): number {
    return Number(this.fresh(() => String(700_000_000 + this.random.int(100_000_000)), cell));
  }

  float(cell: Cell): number {
    return this.int(cell) + 0.5;
  }

  keep(value: string, cell: Cell): string {
    const name = value.toLowerCase();
    this.cells.set(name, [...(this.cells.get(name) ?? []), cell]);
    return value;
  }

  /** Coordinates with values that somebody might see, and that this asker may see of nobody. */
  coordinatesNeverShown(mayShow: (cell: Cell) => boolean): ReadonlySet<string> {
    const all = [...this.cells.values()].flat().filter(({ guards }) => !guards.includes(NEVER));
    const shown = new Set(all.filter(mayShow).map(({ coordinate }) => coordinate));
    return new Set(all.map(({ coordinate }) => coordinate).filter((coordinate) => !shown.has(coordinate)));
  }

  /** Every token in a text, also inside what is encoded in base64 or as a URL. */
  find(text: string): ReadonlyMap<string, readonly Cell[]> {
    const found = new Map<string, readonly Cell[]>();
    for (const read of [text, ...decodings(text)]) {
      for (const form of [TOKEN, DATE, NUMBER, POSTCODE]) {
        for (const [value] of read.matchAll(form)) {
          const written = this.written.get(value);
          const cells = written ?? this.cells.get(value.toLowerCase());
          if (cells) found.set(written ? value : value.toLowerCase(), cells);
        }
      }
    }
    return found;
  }

  private letters(): string {
    return `${this.beginning()}${this.random.pick([...LETTERS])}`;
  }

  private fresh(make: () => string, cell: Cell): string {
    let value = make();
    while (this.cells.has(value.toLowerCase())) value = make();
    return this.keep(value, cell);
  }
}

const two = (figure: number): string => String(figure).padStart(2, '0');

function decodings(text: string): readonly string[] {
  const plain = (text.match(ENCODED) ?? []).map((part) => Buffer.from(part, 'base64').toString('latin1'));
  return /%[0-9a-f]{2}/i.test(text) ? [...plain, withoutPercent(text)] : plain;
}

const withoutPercent = (text: string): string =>
  text.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
