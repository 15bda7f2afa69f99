import type { Deadline } from './types';

/** A share of what is left for each round, so that one slow agency in the first leaves time for the rest. */
const SHARE_OF_REST = 0.5;

export function startDeadline(
  milliseconds: number,
  longestRound: number,
  now: () => number = () => performance.now(),
): Deadline & { begin(): void; end(): void } {
  let end = now() + milliseconds;
  const remaining = (): number => Math.max(0, end - now());
  return {
    remaining,
    forRound: () => Math.min(longestRound, remaining() * SHARE_OF_REST),
    begin() {
      end = now() + milliseconds;
    },
    end() {
      end = now();
    },
  };
}
