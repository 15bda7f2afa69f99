/** Whom agencies count, for the oracle: said once more than in the agencies and the kit, from the population's own records. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AgencyName, Borough, HeldIdentity, Holdings, TruePerson } from '@family-view/population';
import { schemaDirectory } from '@family-view/schema';
import { parse } from 'yaml';
import { yearsBetween } from '../../../subgraphs/population/dates';
import { HOLDINGS } from '../../borough';
import type { Counted } from './definition';

/**
 * HELD: each record, as the agency holds it. CLEAN: each record, by what is true of whom it is of. TRUE: each person once. From
 * TRUE to CLEAN lies what is held twice, and from CLEAN to HELD what is written down otherwise.
 */
export type View = 'HELD' | 'CLEAN' | 'TRUE';

/** A record, or a person with all the records that one agency has of them. */
export interface Subject<Content> {
  readonly id: string;
  readonly isChild: boolean;
  readonly isLiving: boolean;
  readonly born: string | undefined;
  readonly sex: string;
  readonly ethnicGroup: string;
  readonly postcode: string | undefined;
  readonly contents: readonly Content[];
}

export const NOT_RECORDED = 'NOT_RECORDED';

/** Census 2021 groups, as DOMAIN.md section 3.1 sets the codes of DfE beside those of the NHS. */
function ethnicGroupOf(code: string | undefined): string {
  if (code === undefined || ['REFU', 'NOBT', 'Z', '99'].includes(code)) return NOT_RECORDED;
  if (['CHNE', 'R'].includes(code)) return 'ASIAN';
  if (['OOTH', 'S'].includes(code)) return 'OTHER';
  const group = { W: 'WHITE', M: 'MIXED', A: 'ASIAN', B: 'BLACK' }[code.length === 4 ? code[0]! : ''];
  if (group) return group;
  return code <= 'C' ? 'WHITE' : code <= 'G' ? 'MIXED' : code <= 'L' ? 'ASIAN' : 'BLACK';
}

function ageBandOf(born: string | undefined, day: string): string {
  if (born === undefined || born > day) return NOT_RECORDED;
  const years = yearsBetween(born, day);
  if (years === 0) return 'UNDER_1';
  if (years <= 4) return `AGE_${years}`;
  if (years <= 10) return 'AGE_5_TO_10';
  if (years <= 15) return 'AGE_11_TO_15';
  return years <= 19 ? 'AGE_16_TO_19' : NOT_RECORDED;
}

type PlaceFinder = (postcode: string | undefined) => { readonly area: string; readonly ward: string };

function readWards(): PlaceFinder {
  const { areas } = parse(readFileSync(join(schemaDirectory, 'areas.yaml'), 'utf8')) as {
    readonly areas: readonly {
      readonly id: string;
      readonly wards: readonly { readonly id: string; readonly sectors: readonly string[] }[];
    }[];
  };
  return (postcode = '') => {
    for (const area of areas)
      for (const ward of area.wards)
        if (ward.sectors.some((sector) => postcode.startsWith(sector) && postcode.length === sector.length + 2))
          return { area: area.id, ward: ward.id };
    return { area: NOT_RECORDED, ward: NOT_RECORDED };
  };
}

/** All that one agency counts: records as it holds them, or true people. */
export interface Subjects {
  readonly view: View;
  readonly placeOf: PlaceFinder;
  subjectsOf<Content>(agency: AgencyName): readonly Subject<Content>[];
  /** Something that happened to somebody on a day; it is counted by their age on that day. */
  event(subject: Subject<unknown>, day: string, more?: Readonly<Record<string, string>>): Counted;
  /** Somebody as they were on a day. */
  state(subject: Subject<unknown>, day: string, more?: Readonly<Record<string, string>>): Counted;
}

export function openSubjects(borough: Borough, view: View): Subjects {
  const placeOf = readWards();

  function subjectsOf<Content>(agency: AgencyName): readonly Subject<Content>[] {
    const { people, content } = borough[HOLDINGS[agency]] as unknown as Holdings<Content>;
    if (view === 'HELD') return people.map((held) => ofRecord(held, borough.people.get(held.truth)!, content));
    if (view === 'CLEAN')
      return people.map(({ ref, truth }) => ({ ...ofPerson(borough.people.get(truth)!, [ref], content), id: ref }));
    const records = new Map<string, string[]>();
    for (const { truth, ref } of people) records.set(truth, [...(records.get(truth) ?? []), ref]);
    return [...records].map(([truth, refs]) => ofPerson(borough.people.get(truth)!, refs, content));
  }
  const ofRecord = <Content>(held: HeldIdentity, person: TruePerson, content: ReadonlyMap<string, Content>) => ({
    id: held.ref,
    isChild: person.kind === 'child',
    isLiving: held.lifeState === 'BORN' && !held.markers.includes('DECEASED'),
    born: held.dateOfBirth,
    sex: held.sex === 'U' ? NOT_RECORDED : held.sex,
    ethnicGroup: ethnicGroupOf(held.ethnicity),
    postcode: held.address?.postcode,
    contents: [content.get(held.ref) ?? []].flat() as Content[],
  });
  const ofPerson = <Content>(
    person: TruePerson,
    refs: readonly string[],
    content: ReadonlyMap<string, Content>,
  ): Subject<Content> => ({
    id: person.id,
    isChild: person.kind === 'child',
    isLiving: person.lifeState === 'BORN',
    born: person.dateOfBirth,
    sex: person.sex === 'U' ? NOT_RECORDED : person.sex,
    ethnicGroup: ethnicGroupOf(person.ethnicity),
    postcode: person.address.postcode,
    contents: refs.flatMap((ref) => content.get(ref) ?? []),
  });
  const valuesOf = ({ postcode, sex, ethnicGroup, born }: Subject<unknown>, day: string) => ({
    ...placeOf(postcode),
    sex,
    ethnicGroup,
    ageBand: ageBandOf(born, day),
  });
  const event = (subject: Subject<unknown>, day: string, more: Readonly<Record<string, string>> = {}): Counted => ({
    day,
    values: { ...valuesOf(subject, day), ...more },
  });
  const state = (subject: Subject<unknown>, day: string, more: Readonly<Record<string, string>> = {}): Counted => ({
    day: null,
    values: { ...valuesOf(subject, day), ...more },
  });
  return { view, placeOf, subjectsOf, event, state };
}
