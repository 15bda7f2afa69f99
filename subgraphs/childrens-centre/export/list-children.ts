import type { FamilySupportCase } from '../format/activity';
import type { RegisteredPerson } from './join-registrations';

type Refs = readonly string[];

/** Children by what a list of them may be asked by: each list in the order of their references. */
export interface ChildLists {
  readonly all: Refs;
  readonly inArea: (area: string) => Refs;
  /** Registered there, now or before. */
  readonly atCentre: (urn: string) => Refs;
  /** Supported by this worker, now or before. */
  readonly ofWorker: (workerId: string) => Refs;
}

export function listChildren(
  people: Iterable<RegisteredPerson>,
  areaOf: (postcode: string | null) => string | null,
  supportOf: (ref: string) => readonly FamilySupportCase[],
): ChildLists {
  const children = [...people].filter(({ isChild }) => isChild).sort((one, other) => (one.ref < other.ref ? -1 : 1));
  const listBy = (keysOf: (child: RegisteredPerson) => readonly (string | null)[]): ((key: string) => Refs) => {
    const lists = new Map<string | null, string[]>();
    for (const child of children) {
      for (const key of new Set(keysOf(child))) {
        const list = lists.get(key);
        if (list) list.push(child.ref);
        else lists.set(key, [child.ref]);
      }
    }
    return (key) => lists.get(key) ?? [];
  };
  return {
    all: children.map(({ ref }) => ref),
    inArea: listBy(({ postcode }) => [areaOf(postcode)]),
    atCentre: listBy(({ registrations }) => registrations.map(({ centreUrn }) => centreUrn)),
    ofWorker: listBy(({ ref }) => supportOf(ref).map(({ workerId }) => workerId)),
  };
}
