import type { MatchCandidate } from '@family-view/kit/match/decide-candidates';

/** wrong: another's record was joined. kept: nobody is held, and nobody was joined. */
export type Outcome = 'joined' | 'offered' | 'missed' | 'wrong' | 'kept';

/** What an answer was worth, where `truth` is the ref of the right record or null. */
export function outcomeOf(truth: string | null, told: readonly MatchCandidate[]): Outcome {
  const match = told.find(({ outcome }) => outcome === 'MATCH');
  if (match) return match.ref === truth ? 'joined' : 'wrong';
  if (truth === null) return 'kept';
  return told.some(({ ref }) => ref === truth) ? 'offered' : 'missed';
}

export type Counts = Record<Outcome, number>;

/** Counts outcomes under names: kinds, or groups. */
export function openTally(): {
  add(name: string, outcome: Outcome): void;
  rows(): readonly (readonly [string, Counts])[];
} {
  const counts = new Map<string, Counts>();
  return {
    add: (name, outcome) => {
      const row = counts.get(name) ?? { joined: 0, offered: 0, missed: 0, wrong: 0, kept: 0 };
      row[outcome] += 1;
      counts.set(name, row);
    },
    rows: () => [...counts],
  };
}

/** Of those who are held: the share that was joined, and that was joined or offered. */
export function sharesOf({ joined, offered, missed, wrong }: Counts): {
  readonly joined: number;
  readonly reached: number;
} {
  const held = joined + offered + missed + wrong;
  return { joined: held === 0 ? 0 : joined / held, reached: held === 0 ? 0 : (joined + offered) / held };
}
