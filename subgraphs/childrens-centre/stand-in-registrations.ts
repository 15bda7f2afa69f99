import type { CentreContent, HeldIdentity, HeldMembership } from '@family-view/population';
import { ageInYears } from './current';
import { type CsvTable, ukDate } from './stand-in-csv';
import type { CentreHoldings } from './stand-in-holdings';

type CsvRow = CsvTable[number];

/** One row a person and, for an adult of several children, one a child: the relationship is to that child. */
export function writeRegistrations({ today, childrensCentre }: CentreHoldings): CsvTable {
  const people = new Map(childrensCentre.people.map((person) => [person.ref, person]));
  const families = groupBy(childrensCentre.memberships, ({ group }) => group);
  const familiesOf = new Map<string, string[]>();
  for (const [family, memberships] of families) {
    for (const ref of new Set(memberships.map(({ ref }) => ref))) {
      familiesOf.set(ref, [...(familiesOf.get(ref) ?? []), family]);
    }
  }
  return childrensCentre.people.flatMap((person) => {
    const own = familiesOf.get(person.ref) ?? [''];
    return own.flatMap((family) => {
      const members = families.get(family) ?? [];
      const content = childrensCentre.content.get(person.ref) ?? contentOfFamily(members, childrensCentre.content);
      const base = { ...identityOf(person), ...formOf(content, person.ref), FamilyRef: family };
      if (isChild(person, members, today)) return [{ ...base, RelationshipToChild: 'Child' }];
      return relationshipsOf(person, members, people, today).map((stated): CsvRow => ({ ...base, ...stated }));
    });
  });
}

/** Somebody's mother is no child of the form, however young. */
function isChild(
  { ref, dateOfBirth, lifeState }: HeldIdentity,
  members: readonly HeldMembership[],
  today: string,
): boolean {
  if (lifeState === 'UNBORN') return true;
  if (dateOfBirth === undefined || ageInYears(dateOfBirth, today) >= 18) return false;
  return !members.some((member) => member.ref === ref && /mother|father|parent|carer/i.test(member.relationship ?? ''));
}

function relationshipsOf(
  adult: HeldIdentity,
  members: readonly HeldMembership[],
  people: ReadonlyMap<string, HeldIdentity>,
  today: string,
): readonly CsvRow[] {
  const child = (ref: string | undefined): boolean => {
    const person = ref === undefined ? undefined : people.get(ref);
    return person !== undefined && isChild(person, members, today);
  };
  const children = new Set(members.map(({ ref }) => ref).filter(child));
  const stated = members.filter(({ ref, to }) => ref === adult.ref && child(to));
  if (stated.length === 0) {
    const any = members.find(({ ref, relationship }) => ref === adult.ref && relationship !== undefined);
    return [{ RelationshipToChild: any?.relationship ?? '' }];
  }
  return stated.map(({ relationship, to }) => ({
    RelationshipToChild: relationship ?? '',
    ChildRef: children.size > 1 ? (to ?? '') : '',
  }));
}

/** An adult is on the form of the family's first registered child. */
const contentOfFamily = (
  members: readonly HeldMembership[],
  contents: ReadonlyMap<string, CentreContent>,
): CentreContent | undefined => members.flatMap(({ ref }) => contents.get(ref) ?? [])[0];

const identityOf = (person: HeldIdentity): CsvRow => ({
  PersonRef: person.ref,
  Forename: person.givenName ?? '',
  Surname: person.familyName ?? '',
  DOB: ukDate(person.dateOfBirth),
  ExpectedDOB: ukDate(person.expectedDateOfBirth),
  Sex: person.sex,
  Ethnicity: person.ethnicity ?? '',
  FirstLanguage: person.firstLanguage ?? '',
  Address: person.address === undefined ? '' : `${person.address.line1}\r\n${person.address.town}`,
  PostCode: person.address?.postcode ?? '',
  UPRN: person.address?.uprn.padStart(12, '0') ?? '',
  NHSNumber: person.nhsNumber ?? '',
  RecordMarker: person.markers.join(';'),
});

const formOf = (content: CentreContent | undefined, ref: string): CsvRow => ({
  RegistrationID: content?.registrationId ?? `REG-${ref}`,
  CentreURN: content?.centreUrn ?? '',
  RegisteredDate: ukDate(content?.registeredDate),
  LeftDate: ukDate(content?.leftDate),
  ConsentToShare: content?.consentToShare ?? '',
  ConsentDate: ukDate(content?.consentDate),
});

function groupBy<Value>(
  values: readonly Value[],
  key: (value: Value) => string,
): ReadonlyMap<string, readonly Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group) group.push(value);
    else groups.set(key(value), [value]);
  }
  return groups;
}
