import type { DataQuality, Marker, Sex } from '@family-view/kit';
import { isChildOfForm, isMother, type Registration } from '../format/registration';

/** Everything the forms say of one person, under the centre's own reference to them. */
export interface RegisteredPerson {
  readonly ref: string;
  /** One a form, the latest first. */
  readonly registrations: readonly Registration[];
  readonly familyRefs: readonly string[];
  readonly isChild: boolean;
  readonly forename: string | null;
  readonly surname: string | null;
  readonly dateOfBirth: string | null;
  readonly expectedDateOfBirth: string | null;
  readonly sex: Sex;
  readonly postcode: string | null;
  readonly uprn: string | null;
  readonly nhsNumber: string | null;
  /** The mother's reference here, where the forms leave one woman in no doubt. */
  readonly mother: string | null;
  readonly markers: readonly Marker[];
  /** What they are to which children. `child` is null where the form has several and does not say which. */
  readonly relationships: readonly {
    readonly familyRef: string;
    readonly relationship: string | null;
    readonly child: string | null;
  }[];
  readonly dataQuality: readonly DataQuality[];
}

export function joinRegistrations(rows: readonly Registration[]): ReadonlyMap<string, RegisteredPerson> {
  const byPerson = new Map<string, Registration[]>();
  const byFamily = new Map<string, Registration[]>();
  const put = (map: Map<string, Registration[]>, key: string, row: Registration): void => {
    const list = map.get(key);
    if (list) list.push(row);
    else map.set(key, [row]);
  };
  for (const row of rows) {
    put(byPerson, row.personRef, row);
    if (row.familyRef !== null) put(byFamily, row.familyRef, row);
  }
  const families = new Map([...byFamily].map(([ref, members]) => [ref, readFamily(members)]));
  return new Map([...byPerson].map(([ref, own]) => [ref, joinPerson(ref, own, families)]));
}

interface FormFamily {
  readonly children: readonly string[];
  /** Refs of those who are a mother, and of which child; null where the form does not say. */
  readonly mothers: readonly { readonly ref: string; readonly child: string | null }[];
}

const readFamily = (members: readonly Registration[]): FormFamily => {
  const children = [...new Set(members.filter(isChildOfForm).map(({ personRef }) => personRef))];
  return {
    children,
    mothers: members
      .filter(isMother)
      .map(({ personRef, childRef }) => ({ ref: personRef, child: childRef ?? onlyOne(children) })),
  };
};

function joinPerson(
  ref: string,
  own: readonly Registration[],
  families: ReadonlyMap<string, FormFamily>,
): RegisteredPerson {
  const rows = [...own].sort(latestFirst);
  const latest = rows[0]!;
  const faults: DataQuality[] = rows.flatMap(({ dataQuality }) => dataQuality);
  const known = <Field extends keyof Registration>(field: Field): Registration[Field] =>
    rows.find((row) => row[field] !== null)?.[field] ?? latest[field];
  // Two forms under one reference that name different people are not one person: what they disagree on joins nobody.
  const agreed = <Field extends 'dateOfBirth' | 'nhsNumber'>(field: Field, column: string): string | null => {
    const values = new Set(rows.flatMap((row) => row[field] ?? []));
    if (values.size > 1) faults.push({ field: column, fault: 'the registrations of this person disagree' });
    return onlyOne([...values]);
  };
  const familyRefs = [...new Set(rows.flatMap(({ familyRef }) => familyRef ?? []))];
  return {
    ref,
    registrations: rows.filter((row, place) => rows.findIndex(sameForm(row)) === place),
    familyRefs,
    isChild: rows.some(isChildOfForm),
    forename: known('forename'),
    surname: known('surname'),
    dateOfBirth: agreed('dateOfBirth', 'DOB'),
    // Once born, the date that was expected says nothing more.
    expectedDateOfBirth: known('dateOfBirth') === null ? known('expectedDateOfBirth') : null,
    sex: rows.find(({ sex }) => sex !== 'U')?.sex ?? 'U',
    postcode: known('postcode'),
    uprn: known('uprn'),
    nhsNumber: agreed('nhsNumber', 'NHSNumber'),
    mother: onlyOne([...new Set(familyRefs.flatMap((family) => motherOf(ref, families.get(family))))]),
    markers: [...new Set(rows.flatMap(({ markers }) => markers))],
    relationships: readRelationships(rows, families, faults),
    dataQuality: distinct(faults),
  };
}

const motherOf = (ref: string, family: FormFamily | undefined): readonly string[] =>
  (family?.mothers ?? []).filter(({ child }) => child === ref).map((mother) => mother.ref);

function readRelationships(
  rows: readonly Registration[],
  families: ReadonlyMap<string, FormFamily>,
  faults: DataQuality[],
): RegisteredPerson['relationships'] {
  const stated = rows.flatMap((row) => {
    if (row.familyRef === null) return [];
    if (isChildOfForm(row)) return [{ familyRef: row.familyRef, relationship: row.relationshipToChild, child: null }];
    const child = row.childRef ?? onlyOne(families.get(row.familyRef)?.children ?? []);
    if (child === null && row.relationshipToChild !== null) {
      faults.push({ field: 'ChildRef', fault: 'the form has several children and does not say which one is meant' });
    }
    return [{ familyRef: row.familyRef, relationship: row.relationshipToChild, child }];
  });
  return distinct(stated);
}

/** Open before left, then the later registration. */
const latestFirst = (a: Registration, b: Registration): number =>
  Number(a.leftDate !== null) - Number(b.leftDate !== null) ||
  (b.registeredDate ?? '').localeCompare(a.registeredDate ?? '');

const sameForm =
  (row: Registration) =>
  (other: Registration): boolean =>
    other.registrationId === row.registrationId && other.centreUrn === row.centreUrn;

const onlyOne = <Value>(values: readonly Value[]): Value | null => (values.length === 1 ? values[0]! : null);

const distinct = <Value>(values: readonly Value[]): readonly Value[] =>
  values.length < 2 ? values : [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
