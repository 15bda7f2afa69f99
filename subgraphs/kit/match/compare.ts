import type { HeldPerson } from '../connector';
import { compareAddresses } from './compare/addresses';
import { compareBirthOrders, compareBirths, isDefaultBirthday, readBirthday } from './compare/births';
import type { Comparison, SexLevel } from './compare/levels';
import { compareNames, type Names } from './compare/names';
import { compareLaChildIds, compareNhsNumbers, compareUpns } from './compare/numbers';
import { birthOrderIn, generationIn, readFamilyName, readGivenName } from './names';
import { marksIn } from './names/tone-marks';
import type { MatchSubject } from './subject';

export type { Comparison } from './compare/levels';

/** What of a record is read once and compared often. A connector that keeps its people keeps this with them. */
interface Read extends Names {
  readonly born: string | null;
  readonly birthOrder: number | null;
}
const READ = new WeakMap<HeldPerson, Read>();

function read(held: HeldPerson): Read {
  const known = READ.get(held);
  if (known) return known;
  const made: Read = {
    born: readBirthday(held.dateOfBirth),
    given: readGivenName(held.givenName),
    marks: marksIn(held.givenName),
    generation: generationIn(held.givenName, held.familyName),
    others: present((held.otherGivenNames ?? []).map(readGivenName)),
    now: readFamilyName(held.familyName),
    before: present(held.formerNames.map(readFamilyName)),
    birthOrder: held.birthOrder ?? birthOrderIn(held.givenName),
  };
  READ.set(held, made);
  return made;
}

const present = (names: readonly (string | null)[]): readonly string[] => names.filter((name) => name !== null);

/** Compares what is asked about with what is held, without weighing it. */
export function compare(subject: MatchSubject, held: HeldPerson): Comparison {
  const person = read(held);
  const { givenName: given, familyName: now, formerNames: before, marks, generation } = subject;
  const asked = { given, others: [], now, before, marks, generation };
  const levels = {
    ...compareNames(asked, person),
    dateOfBirth: compareBirths(subject.dateOfBirth, person.born),
    birthdayIsDefault: isDefaultBirthday(subject.dateOfBirth) || isDefaultBirthday(person.born),
    birthOrder: compareBirthOrders(subject.birthOrder, person.birthOrder),
    sex: compareSexes(subject.sex, held.sex),
    address: compareAddresses(subject, held),
    nhsNumber: compareNhsNumbers(subject.nhsNumber, held),
    upn: compareUpns(subject.upn, held),
    laChildId: compareLaChildIds(subject.laChildId, held.laChildId),
  };
  const comparedOn = (['nhsNumber', 'upn', 'laChildId', 'givenName', 'familyName', 'dateOfBirth', 'sex'] as const)
    .filter((field) => levels[field] !== 'MISSING')
    .map(String);
  if (subject.postcode && held.postcode) comparedOn.push('postcode');
  if (subject.uprn && held.uprn) comparedOn.push('uprn');
  return { ...levels, comparedOn };
}

function compareSexes(one: 'M' | 'F' | null, other: HeldPerson['sex']): SexLevel {
  if (one === null || other === 'U') return 'MISSING';
  return one === other ? 'EXACT' : 'DIFFERENT';
}
