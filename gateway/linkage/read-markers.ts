import type { Rights } from '../protocol/compile-protocol';
import type { Fact, KnownFacts, OperationRun } from '../types';
import type { LinkageQuestions } from './ask-linkage';
import { type Kin, type KnownPerson, learnKin } from './learn-kin';
import type { PersonSlots } from './slots';
import { isEmptySubject, type Learned, type Subject, subjectFor, subjectOf } from './subject';

/** Of one question: an agency takes at most a hundred, each with its relatives. */
const MOST_AT_ONCE = 40;
const MOST_RELATIVES = 40;

/**
 * Markers that agencies have put on people, on records that nobody is told of: a closed record is never matched, so each
 * agency is told who is meant, and whom they belong with, as far as flows allow, and says markers and nothing else. Each is
 * asked: one that holds somebody openly may hold them twice, and one whose existence is closed to the requester tells the
 * gateway alone, which only withholds by it.
 *
 * Not complete where an agency did not answer, or nobody may tell it who is meant: what it would have said is not known.
 */
export async function readMarkers(
  ask: LinkageQuestions,
  agencies: readonly string[],
  people: readonly PersonSlots[],
  run: OperationRun,
): Promise<readonly KnownFacts[]> {
  const telling = agencies.filter((agency) => run.rights.flows(agency, 'facts', 'gateway'));
  const known = await learnKin(ask, people);
  const told = await Promise.all(
    telling.map((agency) =>
      askMarkers(
        ask,
        agency,
        people.map((slots, at) =>
          slots.get(agency)?.state === 'unanswered' ? null : describeTo(agency, known[at]!, run.rights),
        ),
      ),
    ),
  );
  return people.map((_, at): KnownFacts => {
    const answers = told.map((markers) => markers[at] ?? null);
    const values = new Set(answers.flatMap((one) => one ?? []));
    return {
      facts: [...values].map((value): Fact => ({ kind: 'MARKER', value, from: null, until: null })),
      complete: known[at]!.complete && !answers.includes(null),
    };
  });
}

/**
 * A person as they may be told to an agency: by all that is known together, and as each agency has them that has another
 * name, birthday or address. Its own words about them an agency is told again: it may hold them twice.
 */
function describeTo(to: string, { learned, kin }: KnownPerson, rights: Rights): Subject | null {
  const each = learned.map((one) => tell(to, one, rights)).filter((version) => !isEmptySubject(version));
  if (each.length === 0) return null;
  const together: Subject = Object.assign({}, ...each.toReversed());
  const relatives = kin.slice(0, MOST_RELATIVES).flatMap((one) => tellRelative(to, one, rights));
  const versions = each.filter((version) =>
    VARYING.some((field) => (version[field] ?? together[field]) !== together[field]),
  );
  return { ...together, ...(versions.length > 0 ? { versions } : {}), relatives };
}
const VARYING = ['givenName', 'familyName', 'dateOfBirth', 'postcode', 'uprn'] as const;

const tell = (to: string, one: Learned, rights: Rights): Subject =>
  one.from === to ? subjectOf(one) : subjectFor(to, {}, [one], rights);

function tellRelative(to: string, { from, identity, personIs, relativeIs, together }: Kin, rights: Rights) {
  const subject = tell(to, { from, identity }, rights);
  return isEmptySubject(subject)
    ? []
    : [{ subject, personIs: roleOf(personIs), relativeIs: roleOf(relativeIs), together }];
}

/** What somebody is to somebody else, without the words of the agency that says so: these go to no other agency. */
function roleOf(word: string | null): string | null {
  if (word === null) return null;
  if (/grand|aunt|uncle|cousin|former|ex-|friend|partner|step/i.test(word)) return 'Other';
  if (/mother|mum|mam/i.test(word)) return 'Mother';
  if (/father|dad/i.test(word)) return 'Father';
  if (/parent|carer|guardian/i.test(word)) return 'Parent';
  return /child|son\b|daughter|sibling|brother|sister|baby|pupil/i.test(word) ? 'Child' : 'Other';
}

/** For each person their markers; null where the agency did not answer, or nothing may be told to it. */
async function askMarkers(
  ask: LinkageQuestions,
  agency: string,
  asked: readonly (Subject | null)[],
): Promise<readonly (readonly string[] | null)[]> {
  const subjects = asked.filter((subject) => subject !== null);
  const pages = Array.from({ length: Math.ceil(subjects.length / MOST_AT_ONCE) }, (_, page) =>
    ask.markers(agency, subjects.slice(page * MOST_AT_ONCE, (page + 1) * MOST_AT_ONCE)),
  );
  const answered = await Promise.all(pages);
  if (answered.includes(null)) return asked.map(() => null);
  const markers = answered.flatMap((page) => page ?? []);
  return asked.map((subject) => (subject === null ? null : (markers[subjects.indexOf(subject)] ?? null)));
}
