import type { OperationContext } from '../operation-context';
import type { Fact, KnownFacts } from '../policy/types';
import type { ContractClient } from './contract-client';
import { type KnownPerson, learnKin } from './learn-kin';
import { isEmptySubject, type Subject } from './subject';
import { SaidAlike, Teller } from './tell-subjects';
import type { PersonSlots } from './types';

/** Of one question: an agency takes at most a hundred, each with its relatives. */
const MOST_AT_ONCE = 40;
const MOST_RELATIVES = 40;
/** Of one person, from all agencies together: of more, not all are looked at, and what a marker would close stays closed. */
const MOST_KIN = 1_000;

/**
 * Markers that agencies have put on people, on records that nobody is told of: a closed record is never matched, so each
 * agency is told who is meant, and whom they belong with, as far as flows allow, and says markers and nothing else. Each is
 * asked: one that holds somebody openly may hold them twice, and one whose existence is closed to the requester tells the
 * gateway alone, which only withholds by it.
 *
 * Not complete where an agency did not answer, or nobody may tell it who is meant: what it would have said is not known.
 */
export async function readMarkers(
  ask: ContractClient,
  agencies: readonly string[],
  people: readonly PersonSlots[],
  run: OperationContext,
): Promise<readonly KnownFacts[]> {
  const telling = agencies.filter((agency) => run.rights.flows(agency, 'facts', 'gateway'));
  const known = await learnKin(ask, people);
  const said = new SaidAlike();
  const told = await Promise.all(
    telling.map((agency) => {
      const teller = new Teller(agency, run.rights, said);
      const described = people.map((slots, at) =>
        slots.get(agency)?.state === 'unanswered' ? [] : describeTo(teller, known[at]!),
      );
      return askMarkers(ask, agency, described);
    }),
  );
  return people.map((_, at): KnownFacts => {
    const answers = told.map((markers) => markers[at] ?? null);
    const values = new Set(answers.flatMap((one) => one ?? []));
    return {
      facts: [...values].map((value): Fact => ({ kind: 'MARKER', value, from: null, until: null })),
      complete: known[at]!.complete && known[at]!.kin.length <= MOST_KIN && !answers.includes(null),
    };
  });
}

/**
 * A person as they may be told to an agency: by all that is known together, and as each agency has them that has another
 * name, birthday or address; once for each page of relatives, so that those whom one agency names crowd out nobody
 * else's. Its own words about them an agency is told again: it may hold them twice.
 */
function describeTo(teller: Teller, { learned, kin }: KnownPerson): readonly Subject[] {
  const each = learned.map((one) => teller.tell(one)).filter((version) => !isEmptySubject(version));
  if (each.length === 0) return [];
  const together: Subject = Object.assign({}, ...each.toReversed());
  const versions = each.filter((version) =>
    VARYING.some((field) => (version[field] ?? together[field]) !== together[field]),
  );
  const person = { ...together, ...(versions.length > 0 ? { versions } : {}) };
  const relatives = teller.relatives(kin.slice(0, MOST_KIN));
  return inPages(relatives, MOST_RELATIVES).map((page) => ({ ...person, relatives: page }));
}
const VARYING = ['givenName', 'familyName', 'dateOfBirth', 'postcode', 'uprn'] as const;

/** For each person their markers; null where the agency did not answer, or nothing may be told to it. */
async function askMarkers(
  ask: ContractClient,
  agency: string,
  asked: readonly (readonly Subject[])[],
): Promise<readonly (readonly string[] | null)[]> {
  const all = asked.flat();
  if (all.length === 0) return asked.map(() => null);
  const answered = await Promise.all(inPages(all, MOST_AT_ONCE).map((page) => ask.markers(agency, page)));
  if (answered.includes(null)) return asked.map(() => null);
  const markers = answered.flatMap((page) => page ?? []);
  let next = 0;
  return asked.map((subjects) => {
    const own = markers.slice(next, next + subjects.length);
    next += subjects.length;
    return subjects.length === 0 ? null : own.flat();
  });
}

/** At least one, even of nothing. */
const inPages = <T>(all: readonly T[], most: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.max(1, Math.ceil(all.length / most)) }, (_, page) =>
    all.slice(page * most, (page + 1) * most),
  );
