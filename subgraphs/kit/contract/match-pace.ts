/**
 * When it is told that somebody was not found. To find a closed record takes the reading of it, and to find none does not: by
 * the time alone a requester would learn which it was. So what was quick because there was nobody to read waits as much
 * longer as reading somebody takes of late: the quickest as long as the quickest of those, the slowest as the slowest. Both
 * then take the same times. Whoever is found waits for nothing.
 */
export interface MatchPace {
  /** Does a match of that kind: those of one kind are asked for alike, and so take about as long. */
  keep<Answer>(kind: string, match: () => Promise<Matched<Answer>>): Promise<Answer>;
}

export interface Matched<Answer> {
  readonly answer: Answer;
  /** For each who was asked about a record was read, be it one that is not told of. */
  readonly everybodyRead: boolean;
  readonly everybodyTold: boolean;
}

export interface MatchPaceSettings {
  /** Milliseconds on any clock that only goes forward. */
  readonly now?: () => number;
  readonly wait?: (milliseconds: number) => Promise<void>;
  /**
   * Part of a millisecond that each waits more, drawn anew. A timer ends at whole ones: who waits for a whole number would
   * have it end on time, and who does not, half of one later.
   */
  readonly spread?: () => number;
}

/** Durations that are remembered, of a kind: no values, and of no one in particular. */
const REMEMBERED = 128;
/** Milliseconds: a machine that was busy a while ago says nothing of now. */
const OF_LATE = 60_000;
/** With fewer of those who were not read, nobody knows yet which is a quick one: each waits as long as the slowest takes. */
const ENOUGH = 8;
/** Milliseconds: a system that was slow for a while makes nobody wait for long. */
const LONGEST = 250;
const MOST_KINDS = 200;
/** Milliseconds, for who is not told of: a timer ends late by as much as one, and by that alone the two could be told apart. */
const LEAST = 2;

interface Taken {
  readonly at: number;
  readonly milliseconds: number;
}

export function createMatchPace({
  now = () => performance.now(),
  wait = later,
  spread = Math.random,
}: MatchPaceSettings = {}): MatchPace {
  const kinds = new Map<string, { readonly read: Taken[]; readonly unread: Taken[] }>();
  const ofKind = (kind: string) => {
    const known = kinds.get(kind) ?? { read: [], unread: [] };
    kinds.delete(kind);
    kinds.set(kind, known);
    if (kinds.size > MOST_KINDS) kinds.delete(kinds.keys().next().value!);
    return known;
  };
  const remember = (all: Taken[], milliseconds: number): void => {
    all.push({ at: now(), milliseconds });
    while (all.length > REMEMBERED || all[0]!.at < now() - OF_LATE) all.shift();
  };
  /** Of late, the quickest first. */
  const sorted = (all: readonly Taken[]): readonly number[] =>
    all
      .filter(({ at }) => at >= now() - OF_LATE)
      .map(({ milliseconds }) => milliseconds)
      .toSorted((a, b) => a - b);

  return {
    async keep(kind, match) {
      const began = now();
      const { answer, everybodyRead, everybodyTold } = await match();
      const took = now() - began;
      const { read, unread } = ofKind(kind);
      remember(everybodyRead ? read : unread, took);
      if (everybodyTold) return answer;
      const left = everybodyRead ? 0 : Math.min(LONGEST, asSlowAs(took, sorted(unread), sorted(read))) - took;
      await wait(LEAST + spread() + Math.max(0, left));
      return answer;
    },
  };
}

/** What stands among `others` where this one stands among its own; 0 where there are no others. */
function asSlowAs(one: number, own: readonly number[], others: readonly number[]): number {
  if (own.length < ENOUGH) return others.at(-1) ?? 0;
  const place = own.findLastIndex((each) => each <= one) / (own.length - 1);
  const at = Math.max(0, place) * (others.length - 1);
  const [below = 0, above = below] = [others[Math.floor(at)], others[Math.ceil(at)]];
  return below + (above - below) * (at % 1);
}

/**
 * A timer counts from when its loop last looked at the clock: after work it ends early by as much as the work took, and who
 * was read has worked more. So it is asked again until the time is there.
 */
async function later(milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  for (let left = milliseconds; left > 0; left = end - performance.now())
    await new Promise((resolve) => setTimeout(resolve, Math.floor(left)));
}
