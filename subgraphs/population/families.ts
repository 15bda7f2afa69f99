import { addDays, addMonths, schoolYearOf, yearsBetween } from './dates';
import type { Draft } from './draft';
import type { Address, AgencyName, IsoDate, NeedCode, School, Sex, TrueFamily, TruePerson } from './model';
import { BOYS, FAMILY_NAMES, GIRLS } from './names';
import { AREAS, type Area, schoolIn } from './places';
import type { Chance } from './random';

/** How the generated families of the borough are made up. */
export const SHARES = {
  need: [
    ['UNIVERSAL', 0.75],
    ['VULNERABLE', 0.16],
    ['COMPLEX', 0.065],
    ['ACUTE', 0.025],
  ],
  children: [
    [1, 0.42],
    [2, 0.37],
    [3, 0.14],
    [4, 0.05],
    [5, 0.02],
  ],
  twins: 0.016,
  expecting: 0.03,
  twoCarers: 0.68,
  motherTookHisName: 0.45,
  childHasMothersName: 0.35,
  moved: 0.14,
  supersededNhsNumber: 0.02,
  formerUpn: 0.05,
  stepFatherInTheHouse: 0.1,
  grandparentCares: 0.04,
  onlyOneAgency: 0.03,
  /** Of the families at each level of need: known to social care or early help; renting from the council. */
  socialCare: { UNIVERSAL: 0, VULNERABLE: 0.4, COMPLEX: 0.95, ACUTE: 1 },
  socialTenant: { UNIVERSAL: 0.13, VULNERABLE: 0.36, COMPLEX: 0.5, ACUTE: 0.55 },
  centreOfUnderFives: 0.6,
} as const satisfies Record<string, unknown>;

/** A generated family, with what the agencies' books need to know and truth alone does not say. */
export interface FamilyAtHome {
  readonly family: TrueFamily;
  readonly index: number;
  readonly area: Area;
  readonly home: Address;
  readonly mother: TruePerson;
  readonly father?: TruePerson;
  /** Lives in the household; only the landlord knows. */
  readonly stepFather?: TruePerson;
  /** Minds the small ones; only the centre knows. */
  readonly grandparent?: TruePerson;
  readonly children: readonly TruePerson[];
  readonly schools: ReadonlyMap<string, School>;
  readonly onlyKnownTo?: AgencyName;
  readonly socialTenant: boolean;
  readonly socialCare: boolean;
  readonly centre: boolean;
}

const LANGUAGES = [
  ['ENG', 0.84],
  ['URD', 0.05],
  ['POL', 0.04],
  ['PAN', 0.03],
  ['RUM', 0.02],
  ['ARA', 0.02],
] as const;
const ETHNICITIES = [
  ['WBRI', 0.7],
  ['WOTH', 0.07],
  ['APKN', 0.08],
  ['AIND', 0.03],
  ['BAFR', 0.04],
  ['BCRB', 0.02],
  ['MWBC', 0.03],
  ['MWAS', 0.02],
  ['OOTH', 0.01],
] as const;

export function inventFamily(draft: Draft, index: number, chance: Chance): FamilyAtHome {
  const id = `true-family-${index}`;
  const area = chance.pick(AREAS);
  const need: NeedCode = chance.weighted(SHARES.need);
  const home = draft.newHome(area);
  const previousAddress = chance.happens(SHARES.moved) ? draft.newHome(chance.pick(AREAS)) : undefined;
  const common = {
    familyId: id,
    lifeState: 'BORN' as const,
    address: home,
    ...(previousAddress && { previousAddress }),
    ethnicity: chance.weighted(ETHNICITIES),
    firstLanguage: chance.weighted(LANGUAGES),
  };
  const births = birthsOf(draft.today, chance);
  const youngest = births.at(-1)?.date ?? draft.today;
  const hisName = chance.pick(FAMILY_NAMES);
  const herName = chance.pick(FAMILY_NAMES);
  const tookHis = chance.happens(SHARES.motherTookHisName) && herName !== hisName;
  const mother: TruePerson = {
    ...common,
    id: `${id}-mother`,
    kind: 'carer',
    givenName: chance.pick(GIRLS),
    familyName: tookHis ? hisName : herName,
    formerNames: tookHis ? [herName] : [],
    dateOfBirth: adultBorn(births[0]?.date ?? youngest, youngest, chance),
    sex: 'F',
    nhsNumber: draft.newNhsNumber(),
  };
  const father: TruePerson | undefined = chance.happens(SHARES.twoCarers)
    ? {
        ...common,
        id: `${id}-father`,
        kind: 'carer',
        givenName: chance.pick(BOYS),
        familyName: hisName,
        formerNames: [],
        dateOfBirth: adultBorn(births[0]?.date ?? youngest, youngest, chance),
        sex: 'M',
        nhsNumber: draft.newNhsNumber(),
      }
    : undefined;
  const familyName = !tookHis && chance.happens(SHARES.childHasMothersName) ? herName : hisName;
  const socialCare = chance.happens(SHARES.socialCare[need]);
  const schools = new Map<string, School>();
  const children = births.map((birth, place): TruePerson => {
    const child = inventChild(draft, chance, birth, place, {
      ...common,
      familyName,
      mother: mother.id,
      ...(father && { father: father.id }),
      socialCare,
      area,
    });
    if (child.school) schools.set(child.person.id, child.school);
    return child.person;
  });
  nameApart(children, chance);
  const under = children.some(
    (child) => child.dateOfBirth === undefined || yearsBetween(child.dateOfBirth, draft.today) < 5,
  );
  const stepFather =
    !father && chance.happens(SHARES.stepFatherInTheHouse) ? extraCarer('step-father', 'M', 0) : undefined;
  const grandparent = under && chance.happens(SHARES.grandparentCares) ? extraCarer('grandmother', 'F', 24) : undefined;

  function extraCarer(role: string, sex: Sex, older: number): TruePerson {
    const born = addDays(addMonths(mother.dateOfBirth as IsoDate, -12 * older), -chance.whole(0, 1500));
    return {
      ...common,
      id: `${id}-${role}`,
      kind: 'carer',
      givenName: chance.pick(sex === 'M' ? BOYS : GIRLS),
      familyName: chance.pick(FAMILY_NAMES),
      formerNames: [],
      dateOfBirth: born,
      sex,
    };
  }

  const onlyKnownTo =
    chance.happens(SHARES.onlyOneAgency) && !socialCare
      ? chance.pick(['health', 'housing', 'childrens-centre'] as const)
      : undefined;
  const members = [mother, father, stepFather, grandparent, ...children].filter((person) => person !== undefined);
  return {
    family: draft.addFamily(id, need, area, members),
    index,
    area,
    home,
    mother,
    father,
    stepFather,
    grandparent,
    children,
    schools,
    onlyKnownTo,
    socialTenant: onlyKnownTo === 'housing' || chance.happens(SHARES.socialTenant[need]),
    socialCare,
    centre: onlyKnownTo === 'childrens-centre' || (under && chance.happens(SHARES.centreOfUnderFives)),
  };
}

interface Birth {
  readonly date: IsoDate;
  readonly unborn: boolean;
  readonly twin: boolean;
}

/** The oldest child first; two dates alike are twins; a date to come is an unborn child. */
function birthsOf(today: IsoDate, chance: Chance): readonly Birth[] {
  const wanted = chance.weighted(SHARES.children);
  const births: Birth[] = [];
  let date = addDays(today, -chance.whole(3, 18 * 365));
  while (births.length < wanted && date <= today) {
    births.push({ date, unborn: false, twin: false });
    if (births.length < wanted && chance.happens(SHARES.twins)) births.push({ date, unborn: false, twin: true });
    date = addDays(date, chance.whole(330, 1600));
  }
  const last = births.at(-1)?.date ?? today;
  if (chance.happens(SHARES.expecting) && last < addDays(today, -150)) {
    births.push({ date: addDays(today, chance.whole(7, 200)), unborn: true, twin: false });
  }
  return births;
}

const adultBorn = (firstBirth: IsoDate, lastBirth: IsoDate, chance: Chance): IsoDate => {
  const years = Number(lastBirth.slice(0, 4)) - Number(firstBirth.slice(0, 4));
  return addDays(addMonths(firstBirth, -12 * chance.whole(18, Math.max(20, 40 - years))), -chance.whole(0, 364));
};

interface Upbringing extends Omit<TruePerson, 'id' | 'kind' | 'givenName' | 'formerNames' | 'sex'> {
  readonly socialCare: boolean;
  readonly area: Area;
}

function inventChild(
  draft: Draft,
  chance: Chance,
  birth: Birth,
  place: number,
  { socialCare, area, ...common }: Upbringing,
): { readonly person: TruePerson; readonly school?: School } {
  const id = `${common.familyId}-child-${place + 1}`;
  if (birth.unborn) {
    return {
      person: {
        ...common,
        id,
        kind: 'child',
        lifeState: 'UNBORN',
        givenName: '',
        formerNames: [],
        expectedDateOfBirth: birth.date,
        sex: 'U',
        ...(socialCare && { laChildId: draft.newLaChildId() }),
      },
    };
  }
  const sex: Sex = chance.happens(0.5) ? 'F' : 'M';
  const startsSchool = schoolYearOf(birth.date) + 5;
  const atSchool = startsSchool <= schoolYearOf(draft.today);
  const phase = schoolYearOf(draft.today) - startsSchool >= 7 ? 'secondary' : 'primary';
  const first = schoolIn(area, 'primary', chance.whole(0, 3));
  const upn = atSchool ? draft.newUpn(first.laEstab, startsSchool) : undefined;
  const school = atSchool ? (phase === 'primary' ? first : schoolIn(area, 'secondary', 0)) : undefined;
  const person: TruePerson = {
    ...common,
    id,
    kind: 'child',
    givenName: chance.pick(sex === 'F' ? GIRLS : BOYS),
    formerNames: [],
    dateOfBirth: birth.date,
    sex,
    nhsNumber: draft.newNhsNumber(),
    ...(chance.happens(SHARES.supersededNhsNumber) && { supersededNhsNumber: draft.newNhsNumber() }),
    ...(upn && { upn }),
    ...(upn &&
      chance.happens(SHARES.formerUpn) && {
        formerUpn: draft.newUpn(schoolIn(area, 'primary', 3).laEstab, startsSchool),
      }),
    ...(socialCare && { laChildId: draft.newLaChildId() }),
    ...(birth.twin && { twinOf: `${common.familyId}-child-${place}` }),
  };
  return { person, school };
}

/** Brothers and sisters do not share a given name. */
function nameApart(children: TruePerson[], chance: Chance): void {
  const taken = new Set<string>();
  for (const [place, child] of children.entries()) {
    let name = child.givenName;
    while (name !== '' && taken.has(name)) name = chance.pick(child.sex === 'F' ? GIRLS : BOYS);
    taken.add(name);
    if (name !== child.givenName) children[place] = { ...child, givenName: name };
  }
}
