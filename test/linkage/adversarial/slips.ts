import type { Random } from '../../random';

const LETTERS = 'abcdefghijklmnoprstuvwyz';

/** One slip of the hand: a letter changed, left out, put in or turned round with the next; never the first. */
export function slipIn(word: string, random: Random): string {
  const at = 1 + random.int(Math.max(1, word.length - 1));
  const letter = (): string => random.pick([...LETTERS].filter((one) => one !== word[at]));
  const slipped = [
    () => word.slice(0, at) + letter() + word.slice(at + 1),
    () => word.slice(0, at) + letter() + word.slice(at),
    () => (word.length > 2 ? word.slice(0, at) + word.slice(at + 1) : word + letter()),
    () =>
      at + 1 < word.length && word[at] !== word[at + 1]
        ? turn(word, at)
        : word.slice(0, at) + letter() + word.slice(at),
  ];
  return random.pick(slipped)();
}

const turn = (word: string, at: number): string => word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);

/** UTF-8 read as Latin-1, as it comes out of an export that was opened in the wrong program. */
export const readAsLatin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

export const asEntities = (text: string): string =>
  text.replace(/[^a-z ]/gi, (letter) => `&#${letter.codePointAt(0)};`);

export const inFullWidth = (text: string): string =>
  text.replace(/[!-~]/g, (letter) => String.fromCodePoint(letter.codePointAt(0)! + 0xfee0));
