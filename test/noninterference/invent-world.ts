/** Some twenty people in six families, each known to some of five agencies under untidy details. */
import type { HeldGroup, HeldInvolvement, HeldPerson, Sex } from '@family-view/kit';
import { checkNhsNumber, checkUpn } from '@family-view/kit/identifiers';
import { AGENCIES, type AgencyName } from '@family-view/schema';
import type { Random } from '../random';
import type { AgencyHoldings, Holding, World } from './world';

export const AREAS = ['thornwick', 'millbrook'] as const;
const FAMILY_NAMES = ['Ashworth', 'Birchall', 'Cottam', 'Drummond', 'Entwistle', 'Fearnley'];
const GIVEN = {
  F: ['Amina', 'Beth', 'Chloe', 'Dina', 'Elsie', 'Farah', 'Gwen', 'Hana'],
  M: ['Adam', 'Ben', 'Callum', 'Dev', 'Ethan', 'Finn', 'Gabriel', 'Harun'],
} as const;
const WORKERS = [
  'w-head-of-centre',
  'w-family-support-lead',
  'w-health-lead',
  'w-lead-professional',
  'w-social-worker',
  'w-school-lead',
  'w-housing-officer',
  'w-early-help-access',
];

interface Truth {
  readonly name: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly sex: Sex;
  readonly lifeState: HeldPerson['lifeState'];
  readonly born: string;
  readonly nhsNumber: string;
  readonly upn: string;
  readonly laChildId: string;
  readonly postcode: string;
  readonly uprn: string;
  readonly mother: string | null;
  readonly area: string;
}

export function inventWorld(random: Random): World {
  const number = { next: random.int(9_000_000) };
  const families = FAMILY_NAMES.map((familyName, at) => inventFamily(random, familyName, at, number));
  return new Map(AGENCIES.map((agency) => [agency, holdAt(random, agency, families)]));
}

function inventFamily(random: Random, familyName: string, at: number, number: { next: number }): readonly Truth[] {
  const home = { postcode: `S6${at} ${1 + random.int(8)}AB`, uprn: String(10_000 + random.int(80_000)) };
  const area = AREAS[at % 2]!;
  const day = (from: number, years: number): string =>
    `${from + random.int(years)}-${two(1 + random.int(12))}-${two(1 + random.int(28))}`;
  const grow = (
    name: string,
    born: string,
    mother: string | null,
    lifeState: Truth['lifeState'] = 'BORN',
    sex: 'F' | 'M' = random.pick(['F', 'M']),
  ): Truth => {
    number.next += 1 + random.int(50);
    const { nhsNumber, upn } = identifiersOf(number.next);
    const laChildId = `LA${number.next}`;
    const givenName = random.pick(GIVEN[sex]);
    return {
      name: `${familyName} ${name}`,
      givenName,
      familyName,
      sex,
      lifeState,
      born,
      nhsNumber,
      upn,
      laChildId,
      ...home,
      mother,
      area,
    };
  };
  const mother = grow('mother', day(1985, 12), null, 'BORN', 'F');
  const first = grow('first child', day(2012, 10), mother.name);
  const twins = random.chance(0.5);
  const second = grow('second child', twins ? first.born : day(2016, 8), mother.name);
  const unborn = grow('unborn child', `2027-0${1 + random.int(6)}-${two(1 + random.int(28))}`, mother.name, 'UNBORN');
  return [
    mother,
    first,
    second,
    ...(at % 3 === 0 ? [unborn] : []),
    ...(at % 2 === 0 ? [grow('father', day(1980, 15), null, 'BORN', 'M')] : []),
  ];
}

function holdAt(random: Random, agency: AgencyName, families: readonly (readonly Truth[])[]): AgencyHoldings {
  const people = new Map<string, Holding>();
  const groups: HeldGroup[] = [];
  for (const family of families) {
    const here = family.filter(
      ({ lifeState }) => random.chance(0.7) && (lifeState === 'BORN' || agency !== 'education'),
    );
    const refs = new Map(here.map(({ name }) => [name, `${agency}-${digits(random, 10)}`]));
    for (const truth of here) people.set(refs.get(truth.name)!, hold(random, agency, truth, refs));
    if (here.length === 0) continue;
    groups.push(groupOf(random, 'FAMILY', here, refs));
    if (agency === 'housing') groups.push(groupOf(random, 'HOUSEHOLD', here, refs));
  }
  return { people, groups };
}

const KNOWS: Readonly<Record<AgencyName, { nhs: number; upn: number; laChildId: number; address: number }>> = {
  health: { nhs: 1, upn: 0, laChildId: 0, address: 0.9 },
  education: { nhs: 0, upn: 1, laChildId: 0, address: 0.9 },
  'social-care': { nhs: 0.7, upn: 0.7, laChildId: 1, address: 0.8 },
  housing: { nhs: 0, upn: 0, laChildId: 0, address: 1 },
  'childrens-centre': { nhs: 0.4, upn: 0, laChildId: 0, address: 0.8 },
};

function hold(random: Random, agency: AgencyName, truth: Truth, refs: ReadonlyMap<string, string>): Holding {
  const ref = refs.get(truth.name)!;
  const knows = KNOWS[agency];
  const isBorn = truth.lifeState === 'BORN';
  const known = <T>(value: T, probability: number): T | null => (random.chance(probability) ? value : null);
  const asOf = `2026-11-${two(1 + random.int(20))}T09:00:00Z`;
  const held: HeldPerson = {
    ref,
    lifeState: truth.lifeState,
    givenName: isBorn ? (random.chance(0.1) ? `${truth.givenName}e` : truth.givenName) : null,
    familyName: truth.familyName,
    formerNames: random.chance(0.2) ? [`${truth.familyName}-Once`] : [],
    dateOfBirth: isBorn ? truth.born : null,
    expectedDateOfBirth: isBorn ? null : truth.born,
    sex: isBorn && random.chance(0.9) ? truth.sex : 'U',
    nhsNumber: isBorn ? known(truth.nhsNumber, knows.nhs) : null,
    nhsNumberVerified: isBorn && (agency === 'health' || random.chance(0.6)),
    supersededNhsNumbers: [],
    upn: isBorn ? known(truth.upn, knows.upn) : null,
    formerUpn: null,
    laChildId: known(truth.laChildId, knows.laChildId),
    ...(random.chance(knows.address) ? { postcode: truth.postcode, uprn: truth.uprn } : { postcode: null, uprn: null }),
    mother: (truth.mother && refs.get(truth.mother)) ?? null,
    markers: [],
    asOf,
    dataQuality: random.chance(0.2) ? [{ field: 'Postcode', fault: `as written by ${agency}` }] : [],
  };
  const involvement: HeldInvolvement = {
    ref,
    service: `${agency} service ${random.int(4)}`,
    team: `team ${random.int(9)}`,
    role: 'Worker',
    status: random.pick(['CURRENT', 'HISTORIC']),
    from: '2025-02-01',
    to: null,
    lastInteraction: `2026-10-${two(1 + random.int(28))}`,
    contact: { name: `Worker ${random.int(99)}`, role: 'Worker', phone: '01632 960999', email: null, dutyLine: null },
    asOf,
  };
  return {
    truth: truth.name,
    held,
    involvements: random.chance(0.9) ? [involvement] : [],
    area: truth.area,
    worker: random.chance(0.8) ? random.pick(WORKERS) : null,
  };
}

function groupOf(
  random: Random,
  kind: HeldGroup['kind'],
  here: readonly Truth[],
  refs: ReadonlyMap<string, string>,
): HeldGroup {
  return {
    ref: `g-${digits(random, 10)}`,
    kind,
    members: here.map(({ name, mother }) => {
      const to = refs.get(mother ?? '') ?? null;
      return {
        ref: refs.get(name)!,
        relationship: to ? 'Child' : mother ? null : 'Parent',
        to: to ?? (mother ? null : (refs.get(here.find((one) => one.mother === name)?.name ?? '') ?? null)),
        from: to ? '2020-01-01' : null,
        until: null,
        parentalResponsibility: to ? true : null,
      };
    }),
  };
}

const two = (value: number): string => String(value).padStart(2, '0');
const digits = (random: Random, length: number): string =>
  Array.from({ length }, () => String(random.int(10))).join('');

/** Of the ranges kept for tests, with check figures that fit. */
function identifiersOf(number: number): { readonly nhsNumber: string; readonly upn: string } {
  const body = `93${String(number % 10_000_000).padStart(7, '0')}`;
  const nhsNumber = [...'0123456789'].map((check) => body + check).find((text) => checkNhsNumber(text).ok);
  const upn = [...'ABCDEFGHJKLMNPQRTUVWXYZ'].map((letter) => `${letter}373${body}`).find((text) => checkUpn(text).ok);
  return nhsNumber === undefined || upn === undefined ? identifiersOf(number + 1) : { nhsNumber, upn };
}
