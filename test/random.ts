/** Random choices that a seed repeats (mulberry32). */
export interface Random {
  /** 0 up to, not including, `below`. */
  int(below: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  some<T>(from: readonly T[], probability: number): readonly T[];
  shuffle<T>(all: readonly T[]): readonly T[];
}

export function startRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (below: number): number => Math.floor(next() * below);
  return {
    int,
    chance: (probability) => next() < probability,
    pick: (from) => {
      const picked = from[int(from.length)];
      if (picked === undefined) throw new RangeError('nothing to pick from');
      return picked;
    },
    some: (from, probability) => from.filter(() => next() < probability),
    shuffle: (all) =>
      all
        .map((one) => ({ one, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one),
  };
}
