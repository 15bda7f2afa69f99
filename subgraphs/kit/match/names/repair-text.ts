/**
 * Text that was spoilt between two systems, as it was before: HTML entities (`O&#39;Brien`), UTF-8 read as Windows-1252
 * (`JosÃ©`, whose bytes C3 A9 are é), and letters in compatibility forms (full width, ligatures), which Unicode's NFKC
 * folds (UAX 15). What does not look spoilt is left alone.
 */
export function repairText(text: string): string {
  return decodeMojibake(decodeEntities(text)).normalize('NFKC');
}

/** HTML's names of letters say letter and accent: `&eacute;`, `&Lstrok;` (WHATWG, Named character references). */
const ACCENTS: Readonly<Record<string, string>> = {
  acute: '\u0301',
  grave: '\u0300',
  circ: '\u0302',
  uml: '\u0308',
  tilde: '\u0303',
  cedil: '\u0327',
  ring: '\u030a',
  caron: '\u030c',
  ogon: '\u0328',
  dot: '\u0307',
  dblac: '\u030b',
  breve: '\u0306',
  macr: '\u0304',
};
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  quot: '"',
  nbsp: ' ',
  shy: '',
  lsquo: '‘',
  rsquo: '’',
  ndash: '-',
  mdash: '-',
  hyphen: '-',
  lstrok: 'ł',
  oslash: 'ø',
  dstrok: 'đ',
  szlig: 'ß',
  aelig: 'æ',
  oelig: 'œ',
  inodot: 'ı',
  eth: 'ð',
  thorn: 'þ',
};
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi;

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  const once = text.replace(ENTITY, (whole, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name !== undefined) return namedLetter(name) ?? whole;
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
  // Written twice over: `O&amp;#39;Brien`.
  return once !== text && once.includes('&') ? decodeEntities(once) : once;
}

/** A name may be called like what every object has by birth. */
const valueIn = (table: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

function namedLetter(name: string): string | undefined {
  const known = valueIn(NAMED, name.toLowerCase());
  if (known !== undefined) return known;
  const accent = valueIn(ACCENTS, name.slice(1).toLowerCase());
  return accent === undefined ? undefined : (name[0] ?? '') + accent;
}

/** Windows-1252 where it is not Latin-1: the characters of bytes 80 to 9F (WHATWG Encoding, index windows-1252). */
const HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const STRICT = new TextDecoder('utf-8', { fatal: true });

/** A lead byte of UTF-8 for two or three bytes, read as a letter, and a byte that can follow it. */
const SPOILT = /[\u00c2-\u00ef][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/;

function decodeMojibake(text: string): string {
  if (!SPOILT.test(text)) return text;
  const bytes: number[] = [];
  for (const letter of text) {
    const code = letter.charCodeAt(0);
    const high = HIGH.indexOf(letter);
    if (letter.length > 1 || (code > 0xff && high < 0)) return text;
    bytes.push(high < 0 ? code : 0x80 + high);
  }
  try {
    const decoded = STRICT.decode(new Uint8Array(bytes));
    return SPOILT.test(decoded) ? decodeMojibake(decoded) : decoded;
  } catch {
    return text;
  }
}
