const written = new WeakMap<object, string>();

/**
 * The canonical JSON (RFC 8785) of a tree of plain objects, lists, texts, numbers, booleans and null; what is undefined is
 * left out of objects. A frozen list of texts, and a frozen object of such and of leaves, which come again and again, are
 * written once.
 */
export function writeCanonical(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (!Object.isFrozen(value)) return writeTree(value);
  let text = written.get(value);
  if (text === undefined) {
    text = writeTree(value);
    if (Array.isArray(value) ? isOfTexts(value) : Object.values(value).every(staysAsItIs)) written.set(value, text);
  }
  return text;
}

const writeTree = (value: object): string =>
  Array.isArray(value) ? writeList(value) : writeObject(value as Readonly<Record<string, unknown>>);

function writeList(list: readonly unknown[]): string {
  let text = '';
  for (let at = 0; at < list.length; at++) text += at === 0 ? writeCanonical(list[at]) : `,${writeCanonical(list[at])}`;
  return `[${text}]`;
}

const isOfTexts = (list: readonly unknown[]): boolean => list.every((one) => typeof one === 'string');
const staysAsItIs = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || (Array.isArray(value) && Object.isFrozen(value) && isOfTexts(value));

function writeObject(object: Readonly<Record<string, unknown>>): string {
  let text = '';
  for (const key of inOrder(Object.keys(object))) {
    const value = object[key];
    if (value !== undefined) text += `${text === '' ? '{' : ','}${quote(key)}:${writeCanonical(value)}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

/** Fewer are put in order where they stand: to sort them takes a copy, and more time. */
const MANY = 20;
function inOrder(keys: string[]): readonly string[] {
  if (keys.length > MANY) return keys.sort();
  for (let at = 1; at < keys.length; at++) {
    const key = keys[at]!;
    let before = at - 1;
    for (; before >= 0 && keys[before]! > key; before--) keys[before + 1] = keys[before]!;
    keys[before + 1] = key;
  }
  return keys;
}

/** Printable ASCII that JSON leaves as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;
const quote = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));
