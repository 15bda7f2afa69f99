/**
 * Names in Cyrillic and Greek letters, as they are written in Latin ones, and Latin names with a letter of another script that
 * looks the same (Unicode UTS 39, confusables), as a keyboard left in another layout makes them.
 */

/** Latin letters that these look like. */
const LOOKS: Readonly<Record<string, string>> = {
  ...{ а: 'a', в: 'b', е: 'e', к: 'k', м: 'm', н: 'h', о: 'o', р: 'p', с: 'c', т: 't', у: 'y', х: 'x' },
  ...{ і: 'i', ї: 'i', ј: 'j', ѕ: 's', ԁ: 'd', һ: 'h', ԛ: 'q', ԝ: 'w', ё: 'e', ґ: 'r', г: 'r', и: 'u', п: 'n' },
  ...{ α: 'a', β: 'b', ε: 'e', ζ: 'z', η: 'h', ι: 'i', κ: 'k', μ: 'm', ν: 'v', ο: 'o', ρ: 'p', τ: 't', υ: 'u', χ: 'x' },
};
/** Of capitals the other way: Ν is N, Η is H, Υ is Y. */
const CAPITALS: Readonly<Record<string, string>> = { Ν: 'n', Υ: 'y' };

/** Ukrainian by decree 55 of 2010; Russian letters beside it as in passports (ICAO 9303). */
const CYRILLIC: Readonly<Record<string, string>> = {
  ...{ а: 'a', б: 'b', в: 'v', г: 'h', ґ: 'g', д: 'd', е: 'e', є: 'ie', ж: 'zh', з: 'z', и: 'y', і: 'i', ї: 'i' },
  ...{ й: 'i', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh' },
  ...{ ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ь: '', ю: 'iu', я: 'ia', ё: 'e', ъ: '', ы: 'y', э: 'e', ў: 'u', ј: 'j' },
};
/** At the beginning of a Ukrainian word. */
const FIRST: Readonly<Record<string, string>> = { є: 'ye', ї: 'yi', й: 'y', ю: 'yu', я: 'ya' };
/** ELOT 743 (ISO 843), without accents. */
const GREEK: Readonly<Record<string, string>> = {
  ...{ α: 'a', β: 'v', γ: 'g', δ: 'd', ε: 'e', ζ: 'z', η: 'i', θ: 'th', ι: 'i', κ: 'k', λ: 'l', μ: 'm', ν: 'n' },
  ...{ ξ: 'x', ο: 'o', π: 'p', ρ: 'r', σ: 's', ς: 's', τ: 't', υ: 'y', φ: 'f', χ: 'ch', ψ: 'ps', ω: 'o' },
};

const OTHER = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;
const LATIN = /\p{Script=Latin}/u;

/** The text in Latin letters, as far as it is in these scripts. Of capitals only those of other scripts are made small. */
export function writeInLatin(text: string): string {
  if (!OTHER.test(text)) return text;
  return text
    .normalize('NFC')
    .split(/(?<=[^\p{L}\p{M}])|(?=[^\p{L}\p{M}])/u)
    .map((word) => (OTHER.test(word) ? readWord(word) : word))
    .join('');
}

function readWord(word: string): string {
  const letters = [...word];
  // Of whichever script has more of its letters the word is; the others look like them.
  if (letters.filter((letter) => LATIN.test(letter)).length * 2 >= letters.length)
    return letters.map((letter) => CAPITALS[letter] ?? LOOKS[bare(letter)] ?? letter).join('');
  return letters
    .map((letter, at) => {
      const small = letter.toLowerCase();
      return (at === 0 ? FIRST[small] : undefined) ?? CYRILLIC[small] ?? GREEK[bare(letter)] ?? letter;
    })
    .join('')
    .replace(/oy/g, 'ou');
}

const bare = (letter: string): string => letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
