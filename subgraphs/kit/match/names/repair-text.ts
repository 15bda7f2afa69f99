/**
 * Text that was spoilt between two systems, as it was before: HTML entities (`O&#39;Brien`), the escapes of JSON, of addresses
 * and of mail (`\\u0141`, `%C5%81`, `=C5=81`), UTF-8 read in an older code page (`JosÃ©`, whose bytes C3 A9 are é), and letters
 * in compatibility forms (full width, ligatures), which Unicode's NFKC folds (UAX 15). What does not look spoilt is left alone.
 */
export function repairText(text: string): string {
  return decodeMojibake(decodeBytes(decodeEntities(text))).normalize('NFKC');
}

/** RFC 8259 7; RFC 3986 2.1 and RFC 2045 6.7, whose bytes are UTF-8 or no escape. */
const decodeBytes = (text: string): string =>
  text
    .replace(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/(?:[%=][\da-f]{2})+/gi, (run) => readUtf8(Buffer.from(run.replace(/[%=]/g, ''), 'hex')) ?? run);

const STRICT = new TextDecoder('utf-8', { fatal: true });
function readUtf8(bytes: Uint8Array): string | null {
  try {
    return STRICT.decode(bytes);
  } catch {
    return null;
  }
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
/** Browsers take a number without its semicolon, too (WHATWG HTML, 13.2.5.80). */
const ENTITY = /&(?:#(\d{1,7});?|#x([\da-f]{1,6});?|([a-z]{2,8});)/gi;

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

/**
 * Code pages in which the bytes of UTF-8 are read (WHATWG Encoding; Windows-1252 and Latin-1 first, which are far commoner).
 * Each of them is tried backwards: what then reads as UTF-8, strictly, was UTF-8; no name is that by chance.
 */
const CODE_PAGES: readonly ReadonlyMap<string, number>[] = [
  'windows-1252',
  'windows-1250',
  'iso-8859-2',
  'windows-1254',
  'windows-1251',
  'macintosh',
  'ibm866',
].map(bytesIn);

/** By each letter its byte. In every page a control character of Latin-1 is the byte that it is. */
function bytesIn(codePage: string): ReadonlyMap<string, number> {
  const high = Array.from({ length: 128 }, (_, at) => at + 128);
  const letters = [...new TextDecoder(codePage).decode(Uint8Array.from(high))];
  const controls = high.slice(0, 32).map((byte) => [String.fromCharCode(byte), byte] as const);
  return new Map([...controls, ...letters.map((letter, at) => [letter, high[at]!] as const)]);
}

function decodeMojibake(text: string, again = 4): string {
  if (again === 0 || !BEYOND_ASCII.test(text)) return text;
  for (const codePage of CODE_PAGES) {
    const bytes = encode(text, codePage);
    const decoded = bytes && readUtf8(bytes);
    // Of the rarer pages only what becomes Latin: by them a few true names would read as something, too.
    if (decoded !== null && (codePage === CODE_PAGES[0] || !OTHER_SCRIPT.test(decoded)))
      return decodeMojibake(decoded, again - 1);
  }
  return text;
}

const BEYOND_ASCII = /[\u0080-\u{10ffff}]/u;
const OTHER_SCRIPT = /(?!\p{Script=Latin})\p{L}/u;

function encode(text: string, page: ReadonlyMap<string, number>): Uint8Array | null {
  const bytes: number[] = [];
  for (const letter of text) {
    const code = letter.codePointAt(0)!;
    const byte = code < 128 ? code : page.get(letter);
    if (byte === undefined) return null;
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
