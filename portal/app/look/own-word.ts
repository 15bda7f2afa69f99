/** What stands in a table under a code that came from elsewhere; a code that every object has by birth stands in none. */
export const ownWord = <T>(table: Readonly<Record<string, T>>, code: string | null | undefined): T | undefined =>
  code !== null && code !== undefined && Object.hasOwn(table, code) ? table[code] : undefined;
