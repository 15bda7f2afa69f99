import { type BenchPerson, FAMILY_NAME, POSTCODE } from './bench-family';

interface SubjectAsked {
  readonly nhsNumber?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly dateOfBirth?: string;
}

const AS_OF = '2026-06-15T00:00:00Z';

const PAGE = 20;

/** What one agency answers at `/contract` about the invented people: certain of everybody, and a relationship to tell. */
export function answerContract(agency: string, family: readonly BenchPerson[]) {
  const byRef = new Map(family.map((person) => [person.refAt(agency), person]));
  const byNumber = new Map(family.map((person) => [person.nhsNumber, person]));
  const byName = new Map(family.map((person) => [`${person.givenName}|${person.dateOfBirth}`, person]));
  const identityOf = (person: BenchPerson) => ({
    ref: person.refAt(agency),
    lifeState: 'BORN',
    givenName: person.givenName,
    familyName: FAMILY_NAME,
    dateOfBirth: person.dateOfBirth,
    nhsNumber: person.nhsNumber,
    nhsNumberVerified: true,
    postcode: POSTCODE,
    markers: [],
    asOf: AS_OF,
    dataQuality: [],
  });
  const groupOf = (ref: string) => {
    const members = family.filter((person) => person.groupAt(agency) === ref);
    return {
      ref,
      kind: agency === 'housing' ? 'HOUSEHOLD' : 'FAMILY',
      members: members.map((person) => ({
        ref: person.refAt(agency),
        relationship: 'Sibling',
        to: members[0]?.refAt(agency) ?? null,
        subject: identityOf(person),
      })),
    };
  };
  return {
    match: ({ subjects }: { readonly subjects: readonly SubjectAsked[] }) =>
      subjects.map((subject) => {
        const found =
          byNumber.get(subject.nhsNumber ?? '') ??
          (subject.familyName === FAMILY_NAME
            ? byName.get(`${subject.givenName ?? ''}|${subject.dateOfBirth ?? ''}`)
            : undefined);
        return found
          ? [{ ref: found.refAt(agency), outcome: 'MATCH', score: 0.99, comparedOn: Object.keys(subject) }]
          : [];
      }),
    identity: ({ refs }: { readonly refs: readonly string[] }) =>
      refs.map((ref) => (byRef.has(ref) ? identityOf(byRef.get(ref)!) : null)),
    involvements: ({ refs }: { readonly refs: readonly string[] }) =>
      refs.map((ref) => [
        {
          ref,
          service: `${agency} service`,
          status: 'CURRENT',
          contact: { name: 'Duty desk', phone: '01632 960900' },
          asOf: AS_OF,
        },
      ]),
    members: ({ refs }: { readonly refs: readonly string[] }) =>
      refs.map((ref) => (byRef.has(ref) ? [groupOf(byRef.get(ref)!.groupAt(agency))] : [])),
    markers: ({ subjects }: { readonly subjects: readonly SubjectAsked[] }) => subjects.map(() => []),
    // A cursor is the place of the next.
    roster: ({ first = PAGE, after }: { readonly first?: number; readonly after?: string | null }) => {
      const from = Number(after ?? 0);
      const refs = family.slice(from, from + first).map((person) => person.refAt(agency));
      return { refs, next: from + first < family.length ? String(from + first) : null };
    },
    facts: ({ refs, kinds }: { readonly refs: readonly string[]; readonly kinds: readonly string[] }) =>
      refs.map(() =>
        agency === 'social-care' && kinds.includes('RELATIONSHIP')
          ? [{ kind: 'RELATIONSHIP', value: 'LEAD_PROFESSIONAL' }]
          : [],
      ),
    noted: ({ refs }: { readonly refs: readonly string[] }) => refs.map(() => []),
    coverage: { currentAsOf: AS_OF, notCovered: [] },
  };
}
