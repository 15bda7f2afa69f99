/** The addresses of one agency's instances, in one line of text. */
const BETWEEN = '|';

export const originsOf = (address: string): readonly string[] => address.split(BETWEEN);
export const addressOf = (origins: readonly string[]): string => origins.join(BETWEEN);
