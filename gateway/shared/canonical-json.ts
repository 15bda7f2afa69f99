const written = new WeakMap<object, string>();

/**
 * The canonical JSON (RFC 8785) of a tree of plain objects, lists, texts, numbers, booleans and null; what is undefined is
 * left out of objects. A frozen list of texts, which comes again with every request for the same, is written once.
 */
export function writeCanonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (!Array.isArray(value)) return writeObject(value as Readonly<Record<string, unknown>>);
  let text = written.get(value);
  if (text === undefined) {
    text = `[${value.map(writeCanonical).join(',')}]`;
    if (Object.isFrozen(value) && value.every((one) => typeof one === 'string')) written.set(value, text);
  }
  return text;
}

function writeObject(object: Readonly<Record<string, unknown>>): string {
  let text = '';
  for (const key of Object.keys(object).sort()) {
    const value = object[key];
    if (value !== undefined) text += `${text === '' ? '{' : ','}${JSON.stringify(key)}:${writeCanonical(value)}`;
  }
  return text === '' ? '{}' : `${text}}`;
}
