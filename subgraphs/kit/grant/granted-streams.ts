import type { GrantGroup, GrantStatement } from '@family-view/schema';

const NOTHING: ReadonlySet<string> = new Set();

/** The streams that one grant opens, by whom they are about. Built once per request, from a checked statement only. */
export interface GrantedStreams {
  forPerson(ref: string): ReadonlySet<string>;
  forFamily(ref: string): ReadonlySet<string>;
  /** Streams that need no person: matching, coverage, rosters, figures, places. */
  readonly general: ReadonlySet<string>;
}

/** Sorts the statement's groups by ref. */
export function readGrantedStreams(statement: GrantStatement): GrantedStreams {
  const people = byRef(statement.people);
  const families = byRef(statement.families);
  return {
    forPerson: (ref) => people.get(ref) ?? NOTHING,
    forFamily: (ref) => families.get(ref) ?? NOTHING,
    general: new Set(statement.streams),
  };
}

/** A request without a grant, which may only read the SDL. */
export const NOTHING_GRANTED: GrantedStreams = {
  forPerson: () => NOTHING,
  forFamily: () => NOTHING,
  general: NOTHING,
};

function byRef(groups: readonly GrantGroup[]): ReadonlyMap<string, ReadonlySet<string>> {
  const streams = new Map<string, Set<string>>();
  for (const group of groups) {
    for (const ref of group.refs) {
      const known = streams.get(ref) ?? new Set<string>();
      for (const stream of group.streams) known.add(stream);
      streams.set(ref, known);
    }
  }
  return streams;
}
