import { placeAt } from '@family-view/client';
import type { FamilyHousingQuery, WrittenDownFragment } from '../../operations/stored';
import { day, listed, word } from '../look/words';
import { identitiesOf } from './involved';
import type { Family, Member } from './use-family';

const COMPARED: readonly (readonly [
  what: string,
  of: (one: WrittenDownFragment) => string | null,
  show: (value: string) => string | null,
])[] = [
  ['Name', (one) => listed([one.givenName, one.familyName], ' '), (name) => name],
  ['Date of birth', (one) => one.dateOfBirth, day],
  ['Expected', (one) => one.expectedDateOfBirth, day],
  ['Sex', (one) => (one.sex === 'U' ? null : one.sex), word],
  ['Postcode', (one) => one.postcode, (postcode) => postcode],
  ['NHS number', (one) => one.nhsNumber, (number) => number],
  ['UPN', (one) => one.upn, (number) => number],
];

interface Conflict {
  readonly what: string;
  readonly said: readonly { readonly agency: string | null; readonly value: string | null }[];
}

/** Where agencies write different things of one person. Shown side by side; none is taken for the truth. */
export function conflictsOf(family: Family, member: Member): readonly Conflict[] {
  const identities = identitiesOf(family.parts, member.id);
  return COMPARED.flatMap(([what, of, show]) => {
    const said = identities.flatMap((one) => {
      const value = of(one);
      return value === null ? [] : [{ agency: one.agency, key: plain(value), value: show(value) }];
    });
    // A masked date is a year alone, and at odds with nothing of that year.
    const keys = new Set(said.map(({ key }) => key));
    const differing = [...keys].filter((key) => ![...keys].some((other) => other !== key && other.startsWith(key)));
    return differing.length > 1 ? [{ what, said }] : [];
  });
}

/** What is not of one person: names that stand twice, and who lives at the address and is in no family. */
export function FamilyHints({ family }: { readonly family: Family }) {
  const twice = namedTwice(family.members);
  const household = strangersInHousehold(family);
  return (
    <>
      {twice.map((name) => (
        <p className="part part--possible govuk-body-s" key={name}>
          <strong>{name}</strong> is listed more than once: agencies hold records that could not be joined for certain.
          They may be one person, and may not.
        </p>
      ))}
      {household.length === 0 ? null : (
        <p className="part part--possible govuk-body-s">
          By the tenancy <strong>{listed(household)}</strong> {household.length === 1 ? 'lives' : 'live'} at the same
          address; no agency that answered names them in this family. Living together is a hint, not a relationship.
        </p>
      )}
    </>
  );
}

const namedTwice = (members: readonly Member[]): readonly string[] => {
  const names = members.flatMap(({ displayName }) => displayName ?? []);
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
};

/** Who lives at the address by the tenancy, and is named by no agency in this family. */
export function strangersInHousehold({ parts, members }: Family): readonly string[] {
  const told = parts.find(({ agency }) => agency === 'housing')?.asked.told;
  if (!told) return [];
  const place = placeAt(told, ['family', 'household', 'members']);
  if (place.kind !== 'shown') return [];
  type Living = NonNullable<NonNullable<NonNullable<FamilyHousingQuery['family']>['household']>['members']>;
  const known = new Set(members.map(({ displayName }) => plain(displayName ?? '')));
  return (place.value as Living).flatMap(({ fullName }) =>
    fullName !== null && !known.has(plain(fullName)) ? [fullName] : [],
  );
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
