import { type Adults, inventAdults } from './carers';
import { inventChildren } from './children';
import { addDays, yearsBetween } from './dates';
import type { Draft } from './draft';
import type { Address, AgencyName, IsoDate, NeedCode, School, TrueFamily, TruePerson } from './model';
import type { Birth, Origin } from './origin';
import { AREAS, type Area } from './places';
import type { Chance } from './random';
import { SHARES } from './shares';

/** A generated family, with what the agencies' books need to know and truth alone does not say. */
export interface FamilyAtHome extends Adults {
  readonly family: TrueFamily;
  readonly index: number;
  readonly area: Area;
  readonly home: Address;
  readonly children: readonly TruePerson[];
  readonly schools: ReadonlyMap<string, School>;
  readonly onlyKnownTo?: AgencyName;
  readonly shielded: boolean;
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
  const familyId = `true-family-${index}`;
  const area = chance.pick(AREAS);
  const need: NeedCode = chance.weighted(SHARES.need);
  const socialCare = chance.happens(SHARES.socialCare[need]);
  const shielded = need === 'ACUTE' && chance.happens(SHARES.shielded);
  const origin: Origin = {
    familyId,
    area,
    address: draft.newHome(area),
    previousAddress: shielded || chance.happens(SHARES.moved) ? draft.newHome(chance.pick(AREAS)) : undefined,
    ethnicity: chance.weighted(ETHNICITIES),
    firstLanguage: chance.weighted(LANGUAGES),
    socialCare,
    shielded,
  };
  const births = birthsIn(draft.today, chance);
  const adults = inventAdults(draft, origin, births, chance);
  const { children, schools } = inventChildren(draft, origin, births, adults, chance);
  const small = births.some(({ date }) => yearsBetween(date, draft.today) < 5);
  const onlyKnownTo =
    chance.happens(SHARES.onlyOneAgency) && !socialCare
      ? chance.pick(['health', 'housing', 'childrens-centre'] as const)
      : undefined;
  const { mother, father, stepFather, grandparent } = adults;
  const members = [mother, father, stepFather, grandparent, ...children].filter((person) => person !== undefined);
  return {
    ...adults,
    family: draft.addFamily(familyId, need, area, members),
    index,
    area,
    home: origin.address,
    children,
    schools,
    onlyKnownTo,
    shielded,
    socialTenant: onlyKnownTo === 'housing' || chance.happens(SHARES.socialTenant[need]),
    socialCare,
    centre: onlyKnownTo === 'childrens-centre' || (small && chance.happens(SHARES.centreOfUnderFives)),
  };
}

/** The oldest child first; two dates alike are twins; a date to come is an unborn child. */
function birthsIn(today: IsoDate, chance: Chance): readonly Birth[] {
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
