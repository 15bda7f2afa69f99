import type { HeldPerson } from '../connector';
import { daysBetween } from './compare/dates';
import type { MatchCandidate } from './decide-candidates';
import { birthOrderIn, readGivenName } from './names';
import type { MatchSubject } from './subject';

/** Two estimates of one due date; a scan moves it by a week or so, and another pregnancy is months away. */
const SAME_PREGNANCY_DAYS = 14;
/** From the due date to the birth: 37 weeks are term, earlier births reach further back. */
const BORN_OF_IT_DAYS = 98;

/** Asked about before birth: there is a due date, and no date of birth. */
export const isUnborn = (subject: MatchSubject): boolean =>
  subject.dateOfBirth === null && subject.expectedDateOfBirth !== null;

/**
 * An unborn child has nothing of its own to be known by: it is found among the children of its mother, once she is
 * certain. Two due at once are twins and told as MANY; another due date, one twin of two and a child born since are for a
 * person to confirm.
 */
export function decideUnborn(subject: MatchSubject, ofMother: readonly HeldPerson[]): readonly MatchCandidate[] {
  const due = subject.expectedDateOfBirth;
  if (due === null) return [];
  const tell = (person: HeldPerson, outcome: MatchCandidate['outcome'], score: number): MatchCandidate => ({
    ref: person.ref,
    outcome,
    score,
    comparedOn: ['expectedDateOfBirth', 'mother'],
    markers: person.markers,
  });
  const expected = ofMother.filter(
    ({ lifeState, expectedDateOfBirth }) =>
      lifeState === 'UNBORN' && expectedDateOfBirth && daysBetween(expectedDateOfBirth, due) <= SAME_PREGNANCY_DAYS,
  );
  const born = ofMother.filter(
    ({ lifeState, dateOfBirth }) =>
      lifeState !== 'UNBORN' && dateOfBirth && daysBetween(dateOfBirth, due) <= BORN_OF_IT_DAYS,
  );
  if (expected.length > 1) return expected.map((person) => tell(person, 'MANY', 0.9));
  // A pregnancy and a birth at once: the birth may be this pregnancy's, registered twice.
  const certain = born.length === 0 && expected.every((person) => isVeryChild(subject, person));
  return [
    ...expected.map((person) => tell(person, certain ? 'MATCH' : 'POTENTIAL', certain ? 0.99 : 0.9)),
    ...born.map((person) => tell(person, 'POTENTIAL', 0.9)),
  ];
}

/** The same due date, and of twins, and of sexes seen in a scan, both say the same or nothing. */
function isVeryChild(subject: MatchSubject, { expectedDateOfBirth, sex, birthOrder, givenName }: HeldPerson): boolean {
  const order = birthOrder ?? birthOrderIn(givenName);
  return (
    expectedDateOfBirth === subject.expectedDateOfBirth &&
    order === subject.birthOrder &&
    (sex === 'U' || subject.sex === null || sex === subject.sex)
  );
}

/** Asked about after birth, and not found: what the mother's record has of this birth, or of the pregnancy before it. */
export function findNewborn(subject: MatchSubject, ofMother: readonly HeldPerson[]): readonly MatchCandidate[] {
  const { dateOfBirth: birth } = subject;
  if (birth === null) return [];
  return ofMother
    .filter(({ lifeState, dateOfBirth, expectedDateOfBirth, givenName }) => {
      if (lifeState === 'UNBORN')
        return expectedDateOfBirth !== null && daysBetween(expectedDateOfBirth, birth) <= BORN_OF_IT_DAYS;
      return dateOfBirth === birth && (subject.givenName === null || readGivenName(givenName) === null);
    })
    .map(({ ref, markers }) => ({
      ref,
      outcome: 'POTENTIAL',
      score: 0.9,
      comparedOn: ['dateOfBirth', 'mother'],
      markers,
    }));
}
