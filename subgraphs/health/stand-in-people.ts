/** The borough's people, as the child health system holds them, in FHIR. */
import type { HealthContent, HeldIdentity, HeldMembership, Holdings } from '@family-view/population';
import { EXTENSIONS, SYSTEMS } from './format/codes';
import { byPerson } from './format/elements';
import { dueDate, on, tokens } from './stand-in-resources';
import type { Stored } from './stand-in-server';

const CODES: Readonly<Record<string, string>> = {
  Mother: 'MTH',
  Father: 'FTH',
  Child: 'CHILD',
  Sibling: 'SIB',
  Grandparent: 'GRPRN',
  Carer: 'CAREGIVER',
  'Foster carer': 'PRNFOST',
};

export function writePeople(held: Holdings<HealthContent>): readonly Stored[] {
  const relations = relationsOf(held);
  const namedIn = byPerson(relations, ({ ref }) => ref);
  const people = new Map(held.people.map((person) => [person.ref, person]));
  return [
    ...held.people.map((person) => {
      const links = namedIn(person.ref).map(({ id }) => id);
      return patient(person, held.content.get(person.ref), links);
    }),
    ...held.people.flatMap(protectionFlags),
    ...relations.map((relation) => relatedPerson(relation, people.get(relation.ref))),
    ...held.people.flatMap(placeholderDueDate),
    ...practices(held.content),
  ];
}

type Relation = HeldMembership & { readonly id: string; readonly to: string };

/** Children of one group with no carer on record are at least each other's siblings. */
function relationsOf({ memberships, people }: Holdings<HealthContent>): readonly Relation[] {
  const eldest = new Map<string, string>();
  const asserted = memberships
    .filter(({ kind }) => kind === 'FAMILY')
    .flatMap((membership): HeldMembership[] => {
      if (membership.to !== undefined) return [membership];
      const first = eldest.get(membership.group);
      eldest.set(membership.group, first ?? membership.ref);
      return first === undefined || membership.relationship !== 'Child'
        ? []
        : [{ ...membership, relationship: 'Sibling', to: first }];
    });
  const toldOf = byPerson(asserted, ({ to }) => to ?? null);
  const mothers = people.flatMap((person): HeldMembership[] => {
    const known = toldOf(person.ref).some(({ relationship }) => relationship === 'Mother');
    if (person.motherRef === undefined || known) return [];
    return [{ group: '', kind: 'FAMILY', ref: person.motherRef, relationship: 'Mother', to: person.ref }];
  });
  return [...asserted, ...mothers].flatMap((one, place) =>
    one.to === undefined ? [] : [{ ...one, to: one.to, id: `rp-${place + 1}` }],
  );
}

const addressKey = (uprn: string) => ({
  url: EXTENSIONS.addressKey,
  extension: [
    { url: 'type', valueCoding: { system: SYSTEMS.addressKeyType, code: 'UPRN' } },
    { url: 'value', valueString: uprn },
  ],
});

/** As the UK Core profile writes the category that the system holds. */
function ethnicity(category: string | undefined): object {
  if (category === undefined) return {};
  const coding = [{ system: SYSTEMS.ethnicCategory, code: category }];
  return { extension: [{ url: EXTENSIONS.ethnicCategory, valueCodeableConcept: { coding } }] };
}

const GENDERS = { M: 'male', F: 'female', U: 'unknown' } as const;

function patient(person: HeldIdentity, content: HealthContent | undefined, links: readonly string[]): Stored {
  const { address, nhsNumber, supersededNhsNumbers } = person;
  const status = { system: SYSTEMS.nhsNumberStatus, code: person.nhsNumberStatus ?? '02' };
  const identifier = [
    ...(nhsNumber === undefined
      ? []
      : [
          {
            system: SYSTEMS.nhsNumber,
            value: nhsNumber,
            extension: [{ url: EXTENSIONS.nhsNumberStatus, valueCodeableConcept: { coding: [status] } }],
          },
        ]),
    ...supersededNhsNumbers.map((value) => ({ use: 'old', system: SYSTEMS.nhsNumber, value })),
  ];
  const given = person.givenName === undefined ? {} : { given: [person.givenName] };
  const died = person.lifeState === 'DIED' || person.markers.includes('DECEASED');
  return {
    resource: {
      resourceType: 'Patient',
      id: person.ref,
      meta: {
        security: [{ system: SYSTEMS.confidentiality, code: person.markers.includes('RESTRICTED') ? 'R' : 'U' }],
      },
      identifier,
      name: [
        { use: 'usual', ...(person.familyName === undefined ? {} : { family: person.familyName }), ...given },
        ...person.formerNames.map((family) => ({ use: 'old', family, ...given })),
      ],
      gender: GENDERS[person.sex],
      ...ethnicity(person.ethnicity),
      ...(person.dateOfBirth === undefined ? {} : { birthDate: person.dateOfBirth }),
      ...(died ? { deceasedBoolean: true } : {}),
      ...(address === undefined
        ? {}
        : {
            address: [
              {
                use: 'home',
                line: [address.line1, address.town],
                postalCode: address.postcode,
                extension: [addressKey(address.uprn)],
              },
            ],
          }),
      ...(content?.gpOds === undefined ? {} : { generalPractitioner: practiceReferences(content, content.gpOds) }),
      link: links.map((id) => ({ type: 'seealso', other: { reference: `RelatedPerson/${id}` } })),
    },
    found: {
      identifier: identifier.flatMap(({ value }) => tokens(SYSTEMS.nhsNumber, value)),
      family: [person.familyName, ...person.formerNames].flatMap((name) => name ?? []),
      given: person.givenName === undefined ? [] : [person.givenName],
      birthdate: person.dateOfBirth === undefined ? [] : [person.dateOfBirth],
      'address-postalcode': address === undefined ? [] : [address.postcode],
      gender: [GENDERS[person.sex]],
      link: links.flatMap((id) => on('RelatedPerson', id)),
    },
  };
}

const practiceReferences = (content: HealthContent, ods: string) => [
  { type: 'Organization', identifier: { system: SYSTEMS.ods, value: ods }, display: content.gpSurgery },
  ...(content.gpName === undefined ? [] : [{ type: 'Practitioner', display: content.gpName }]),
];

function practices(content: ReadonlyMap<string, HealthContent>): readonly Stored[] {
  const byCode = new Map(
    [...content.values()].flatMap((one) => (one.gpOds === undefined ? [] : [[one.gpOds, one] as const])),
  );
  return [...byCode].map(([ods, { gpSurgery, gpTelephone }]) => ({
    resource: {
      resourceType: 'Organization',
      id: ods,
      identifier: [{ system: SYSTEMS.ods, value: ods }],
      name: gpSurgery,
      telecom: gpTelephone === undefined ? [] : [{ system: 'phone', value: gpTelephone, use: 'work' }],
    },
    found: { identifier: tokens(SYSTEMS.ods, ods) },
  }));
}

/** FHIR has no label for these two, so the trust keeps them as flags. */
const protectionFlags = (person: HeldIdentity): readonly Stored[] =>
  person.markers
    .filter((marker) => marker === 'SHIELDED' || marker === 'ADOPTED')
    .map((marker) => ({
      resource: {
        resourceType: 'Flag',
        id: `${person.ref}-${marker.toLowerCase()}`,
        status: 'active',
        code: { coding: [{ system: SYSTEMS.protection, code: marker }] },
        subject: { reference: `Patient/${person.ref}` },
      },
      found: { patient: on('Patient', person.ref), status: ['active'], code: tokens(SYSTEMS.protection, marker) },
    }));

function relatedPerson(relation: Relation, relative: HeldIdentity | undefined): Stored {
  const { id, to, relationship = 'Relative' } = relation;
  const identifier =
    relative?.nhsNumber === undefined ? [] : [{ system: SYSTEMS.nhsNumber, value: relative.nhsNumber }];
  const { parentalResponsibility } = relation;
  return {
    resource: {
      resourceType: 'RelatedPerson',
      id,
      active: true,
      identifier,
      patient: { reference: `Patient/${to}` },
      relationship: [
        { coding: [{ system: SYSTEMS.roleCode, code: CODES[relationship] ?? 'FAMMEMB', display: relationship }] },
      ],
      period: { start: relation.from, end: relation.until },
      extension:
        parentalResponsibility === undefined
          ? []
          : [{ url: EXTENSIONS.parentalResponsibility, valueBoolean: parentalResponsibility }],
    },
    found: {
      identifier: identifier.flatMap(({ value }) => tokens(SYSTEMS.nhsNumber, value)),
      patient: on('Patient', to),
    },
  };
}

/** An unborn child is a placeholder Patient that a due date, on the mother's record, has as its focus. */
function placeholderDueDate(person: HeldIdentity): readonly Stored[] {
  if (person.lifeState !== 'UNBORN') return [];
  return [
    dueDate(
      `${person.ref}-edd`,
      person.motherRef ?? person.ref,
      person.expectedDateOfBirth,
      { focus: [{ reference: `Patient/${person.ref}` }] },
      on('Patient', person.ref),
    ),
  ];
}
