/** A party's name for each organisation: letters and dashes alone, for a stream's name begins with it. */
export function partyNames(orgIds: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const orgId of orgIds) {
    const base = streamWord(orgId) || 'party';
    let name = base;
    for (let at = 1; taken.has(name); at++) name = `${base}-${lettersFor(at)}`;
    taken.add(name);
    names.set(orgId, name);
  }
  return names;
}

/** `childrens-services.details` is `childrens-services-details`. */
export const streamWord = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/^-+|-+$/g, '');

/** 1 is b, 25 is z, 26 is ba. */
function lettersFor(at: number): string {
  const letter = String.fromCharCode(97 + (at % 26));
  return at < 26 ? letter : `${lettersFor(Math.floor(at / 26))}${letter}`;
}
