/** RelatedPerson to the families this agency asserts. */
import type { HeldGroup } from '@family-view/kit';
import { EXTENSIONS, SYSTEMS } from './codes';
import { dayOf, type Faults, inForce, wordsOf } from './elements';
import type { RelatedPerson } from './fhir';

/** One assertion: `ref` is `relationship` to `to`. `ref` is null where the relative has no record here. */
export interface Relation {
  readonly id: string;
  readonly ref: string | null;
  readonly to: string;
  readonly relationship: string | null;
  readonly kind: 'mother' | 'parent' | 'child' | 'other';
  readonly from: string | null;
  readonly until: string | null;
  readonly current: boolean;
  readonly parentalResponsibility: boolean | null;
}

/** HL7 v3 RoleCode, which UK Core's person relationship types are drawn from. */
const WORDS: Readonly<Record<string, string>> = {
  MTH: 'Mother',
  NMTH: 'Mother',
  GESTM: 'Mother',
  ADOPTM: 'Adoptive mother',
  STPMTH: 'Stepmother',
  MTHFOST: 'Foster mother',
  FTH: 'Father',
  NFTH: 'Father',
  ADOPTF: 'Adoptive father',
  STPFTH: 'Stepfather',
  FTHFOST: 'Foster father',
  PRN: 'Parent',
  NPRN: 'Parent',
  ADOPTP: 'Adoptive parent',
  STPPRN: 'Step-parent',
  PRNFOST: 'Foster carer',
  GUARD: 'Guardian',
  CHILD: 'Child',
  NCHILD: 'Child',
  SON: 'Child',
  DAU: 'Child',
  SONC: 'Child',
  DAUC: 'Child',
  CHLDADOPT: 'Adopted child',
  SIB: 'Sibling',
  BRO: 'Sibling',
  SIS: 'Sibling',
  HSIB: 'Half-sibling',
  TWIN: 'Sibling',
  GRPRN: 'Grandparent',
  GRMTH: 'Grandparent',
  GRFTH: 'Grandparent',
  AUNT: 'Aunt',
  UNCLE: 'Uncle',
  CAREGIVER: 'Carer',
};

const KINDS: readonly (readonly [Relation['kind'], RegExp])[] = [
  ['mother', /^((birth|natural|adoptive) )?mother$/i],
  ['parent', /^((birth|natural|adoptive) )?(father|parent)$/i],
  ['child', /^((birth|natural|adopted) )?(child|son|daughter)$/i],
];

/** `ref` is the relative's own record, already found. Null where the record is not in use, or names nobody. */
export function readRelation(
  person: RelatedPerson,
  ref: string | null,
  to: string,
  today: string,
  faults: Faults,
): Relation | null {
  // PDS lists the patient's own contact details as a RelatedPerson that is the patient.
  if (person.active === false || ref === to) return null;
  const coded = person.relationship
    ?.flatMap(({ coding }) => coding ?? [])
    .find(({ system }) => system === SYSTEMS.roleCode);
  const relationship =
    person.relationship?.map(wordsOf).find((words) => words !== null) ?? WORDS[coded?.code ?? ''] ?? null;
  const responsibility = person.extension?.find(({ url }) => url === EXTENSIONS.parentalResponsibility);
  const asCoded = WORDS[coded?.code ?? ''] ?? relationship ?? '';
  return {
    id: person.id,
    ref,
    to,
    relationship,
    kind: KINDS.find(([, words]) => words.test(asCoded))?.[0] ?? 'other',
    from: dayOf(person.period?.start, 'RelatedPerson.period.start', faults),
    until: dayOf(person.period?.end, 'RelatedPerson.period.end', faults),
    current: inForce(person.period, today),
    parentalResponsibility: responsibility?.valueBoolean ?? null,
  };
}

/** The mother on record, where she has a record here and the relation has not ended. */
export const motherOf = (child: string, relations: readonly Relation[]): string | null =>
  relations.find((one) => one.to === child && one.kind === 'mother' && one.current && one.ref !== null)?.ref ?? null;

/** Each parent-and-child pair asserted, whichever of the two records says so. */
function parentages(relations: readonly Relation[]) {
  return relations.flatMap(({ ref, to, kind }) => {
    if (ref === null) return [];
    if (kind === 'mother' || kind === 'parent') return [{ child: to, parent: ref, mother: kind === 'mother' }];
    return kind === 'child' ? [{ child: ref, parent: to, mother: false }] : [];
  });
}

/** The person a child's family is gathered round: the mother, else the first parent on record, else the child. */
export function anchorOf(person: string, relations: readonly Relation[]): string {
  const parents = parentages(relations).filter(({ child }) => child === person);
  return (parents.find(({ mother }) => mother) ?? parents[0])?.parent ?? person;
}

export const childrenAmong = (relations: readonly Relation[]): readonly string[] => [
  ...new Set([
    ...parentages(relations).map(({ child }) => child),
    ...relations.filter(({ kind }) => kind === 'other').map(({ to }) => to),
  ]),
];

/**
 * Families as a child health record knows them: a mother, her children, and whoever is on those children's records. A
 * father with children by two mothers is in two families, which are not merged: one mother must not be shown to the other.
 */
export function groupFamilies(ref: string, relations: readonly Relation[]): readonly HeldGroup[] {
  const anchors = new Map(childrenAmong(relations).map((child) => [child, anchorOf(child, relations)]));
  return [...new Set(anchors.values())]
    .sort()
    .map((anchor): HeldGroup => {
      const children = new Set([...anchors].filter(([, family]) => family === anchor).map(([child]) => child));
      const asserted = relations.filter(
        (one) => one.ref !== null && (children.has(one.to) || (children.has(one.ref) && one.to === anchor)),
      );
      const members = asserted.map(({ ref: member, relationship, to, from, until, parentalResponsibility }) => ({
        ref: member ?? '',
        relationship,
        to,
        from,
        until,
        parentalResponsibility,
      }));
      const speaking = new Set(members.map((member) => member.ref));
      const silent = [...new Set([...children, anchor])].filter((member) => !speaking.has(member));
      return {
        ref: `family-${anchor}`,
        kind: 'FAMILY',
        members: [
          ...members,
          ...silent.map((member) => ({
            ref: member,
            relationship: children.has(member) && member !== anchor ? 'Child' : null,
            to: children.has(member) && member !== anchor ? anchor : null,
            from: null,
            until: null,
            parentalResponsibility: null,
          })),
        ],
      };
    })
    .filter(({ members }) => members.length > 1 && members.some((member) => member.ref === ref));
}
