/** From when until when a claimed relationship stands; both are instants, as the gateway wrote them. */
export interface ClaimSpan {
  readonly from: string;
  readonly until: string;
}

/** Relationships that requesters claimed, as far as they have not lapsed. */
export interface Claims {
  /** One requester claims to stand by each of these people. Of two claims about one person the one that lapses last counts. */
  add(requester: string, refs: readonly string[], span: ClaimSpan, now: Date): void;
  /** What this requester claims of this person at that time; null where nothing is, or where it has lapsed. */
  of(requester: string, ref: string, now: Date): ClaimSpan | null;
  readonly size: number;
}

/** A few hundred bytes each: what a borough's workers claim in months is far fewer. */
const MOST_CLAIMS = 100_000;

/**
 * Remembers at most `most` claims. What has lapsed goes first, then what lapses soonest: its requester is then shown less
 * than was claimed, never more.
 */
export function rememberClaims(most = MOST_CLAIMS): Claims {
  const spans = new Map<string, ClaimSpan>();
  const keyOf = (requester: string, ref: string): string => JSON.stringify([requester, ref]);
  const endOf = ({ until }: ClaimSpan): number => Date.parse(until);

  function makeRoom(now: Date): void {
    for (const [key, span] of spans) if (endOf(span) <= now.getTime()) spans.delete(key);
    if (spans.size <= most) return;
    const soonestFirst = [...spans].sort(([, one], [, other]) => endOf(one) - endOf(other));
    // A tenth more than needed, so that the next claim does not sort them all again.
    for (const [key] of soonestFirst.slice(0, spans.size - Math.floor(most * 0.9))) spans.delete(key);
  }

  return {
    add(requester, refs, span, now) {
      if (endOf(span) <= now.getTime()) return;
      for (const ref of refs) {
        const key = keyOf(requester, ref);
        const before = spans.get(key);
        if (!before || endOf(before) < endOf(span)) spans.set(key, span);
      }
      if (spans.size > most) makeRoom(now);
    },
    of(requester, ref, now) {
      const key = keyOf(requester, ref);
      const span = spans.get(key);
      if (!span) return null;
      if (endOf(span) > now.getTime()) return span;
      spans.delete(key);
      return null;
    },
    get size() {
      return spans.size;
    },
  };
}
