/** Keys of the stand-in's own rows begin so; a re-seeding clears these, and never what a census import brought. */
export const STAND_IN_KEY = 'cms:';

/** Gives the next key of a kind of row. */
export type Key = (kind: string) => string;

export function numberKeys(): Key {
  const counts = new Map<string, number>();
  return (kind) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return `${STAND_IN_KEY}${kind}:${count}`;
  };
}

export const yesOrNo = (value: boolean): string => (value ? 'Y' : 'N');
