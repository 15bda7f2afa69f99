import type { Withheld } from './types';

/** Each stream once for each reason, whichever fields it closes. */
export const distinctWithheld = (withheld: readonly Withheld[]): readonly Withheld[] => [
  ...new Map(withheld.map((one) => [`${one.stream}|${one.reason}`, one])).values(),
];
