/** RelatedPerson to the families this agency asserts. */
import type { DataQuality, HeldGroup } from '@family-view/kit';
import { EXTENSIONS, SYSTEMS } from './codes';
import { byPerson, dayOf, type Faults, inForce, wordsOf } from './elements';
import type { RelatedPerson } from './fhir';
import type { Read } from './read-leniently';

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
  /** Faults in the assertion itself, told with the person whose record it is on. */
  readonly faults: readonly DataQuality[];
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

const NAMED_ONLY = {
  ref: null,
  relationship: null,
  kind: 'other',
  from: null,
  until: null,
  current: false,
  parentalResponsibility: null,
} as const;

/** `ref` is the relative's own record, already found. Null where it is of the patient's own self. */
export function readRelation(
  { value: person, faults: found, closed }: Read<RelatedPerson>,
  ref: string | null,
  to: string,
  today: string,
): Relation | null {
  // PDS lists the patient's own contact details as a RelatedPerson that is the patient.
  if (ref === to) return null;
  // Labelled as not to be shown: that somebody is named may be told, and neither who nor what they are.
  if (closed) return { ...NAMED_ONLY, id: person.id, to, faults: found };
  const coded = person.relationship
    ?.flatMap(({ coding }) => coding ?? [])
    .find(({ system }) => system === SYSTEMS.roleCode);
  const relationship =
    person.relationship?.map(wordsOf).find((words) => words !== null) ?? WORDS[coded?.code ?? ''] ?? null;
  const faults: Faults = [...found];
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
    faults,
  };
}

/** The mother on record, of one child's relations: where she has a record here and the relation has not ended. */
export const motherOf = (relations: readonly Relation[]): string | null =>
  relations.find((one) => one.kind === 'mother' && one.current && one.ref !== null)?.ref ?? null;

interface Parentage {
  readonly child: string;
  readonly parent: string | null;
  readonly mother: boolean;
}

/** Each parent-and-child pair asserted, whichever of the two records says so; other relatives make a child of no parent. */
const parentages = (relations: readonly Relation[]): readonly Parentage[] =>
  relations.flatMap(({ ref, to, kind }) => {
    if (ref === null) return [];
    if (kind === 'child') return [{ child: ref, parent: to, mother: false }];
    return [{ child: to, parent: kind === 'other' ? null : ref, mother: kind === 'mother' }];
  });

export const childrenAmong = (relations: readonly Relation[]): readonly string[] => [
  ...new Set(parentages(relations).map(({ child }) => child)),
];

/** Whom each child's family is gathered round: the mother, else the first parent on record, else the child. */
export function anchorsAmong(relations: readonly Relation[]): ReadonlyMap<string, string> {
  const pairs = parentages(relations);
  const pairsOf = byPerson(pairs, ({ child }) => child);
  const anchorOf = (child: string): string => {
    const parents = pairsOf(child).filter(({ parent }) => parent !== null);
    return (parents.find(({ mother }) => mother) ?? parents[0])?.parent ?? child;
  };
  return new Map(pairs.map(({ child }) => [child, anchorOf(child)]));
}

/**
 * Families as a child health record knows them: a mother, her children, and whoever is on those children's records. A
 * father with children by two mothers is in two families, which are not merged: one mother must not be shown to the other.
 */
export function groupFamilies(relations: readonly Relation[]): readonly HeldGroup[] {
  const anchors = anchorsAmong(relations);
  const held = relations.filter(({ ref }) => ref !== null);
  const childrenOf = byPerson(anchors.keys(), (child) => anchors.get(child) ?? null);
  const toldOf = byPerson(held, ({ to }) => to);
  const toldBy = byPerson(held, ({ ref }) => ref);
  return [...new Set(anchors.values())].sort().flatMap((anchor): HeldGroup[] => {
    const children = childrenOf(anchor);
    const asserted = new Set([
      ...children.flatMap(toldOf),
      ...children.flatMap((child) => toldBy(child).filter(({ to }) => to === anchor)),
    ]);
    const members = [...asserted].map(membership);
    const speaking = new Set(members.map(({ ref }) => ref));
    const silent = [...new Set([...children, anchor])].filter((ref) => !speaking.has(ref));
    const all = [...members, ...silent.map((ref) => silentMember(ref, ref !== anchor ? anchor : null))];
    return new Set(all.map(({ ref }) => ref)).size < 2
      ? []
      : [{ ref: `family-${anchor}`, kind: 'FAMILY', members: all }];
  });
}

type Member = HeldGroup['members'][number];

const membership = ({ ref, relationship, to, from, until, parentalResponsibility }: Relation): Member => ({
  ref: ref ?? '',
  relationship,
  to,
  from,
  until,
  parentalResponsibility,
});

/** Somebody in the family of whom nothing is asserted: a child is the other end of "mother of". */
const silentMember = (ref: string, anchor: string | null): Member => ({
  ref,
  relationship: anchor === null ? null : 'Child',
  to: anchor,
  from: null,
  until: null,
  parentalResponsibility: null,
});
