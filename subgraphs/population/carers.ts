import { addDays, addMonths } from './dates';
import type { Draft } from './draft';
import type { IsoDate, Sex, TruePerson } from './model';
import { BOYS, FAMILY_NAMES, GIRLS } from './names';
import type { Birth, Origin } from './origin';
import { personOf } from './person';
import type { Chance } from './random';
import { SHARES } from './shares';

export interface Adults {
  readonly mother: TruePerson;
  readonly father?: TruePerson;
  /** Lives in the household; only the landlord knows. */
  readonly stepFather?: TruePerson;
  /** Minds the small ones; only the centre knows. */
  readonly grandparent?: TruePerson;
  readonly childrensFamilyName: string;
}

export function inventAdults(draft: Draft, origin: Origin, births: readonly Birth[], chance: Chance): Adults {
  const first = births[0]?.date ?? draft.today;
  const last = births.at(-1)?.date ?? draft.today;
  const hisName = chance.pick(FAMILY_NAMES);
  const herName = chance.pick(FAMILY_NAMES);
  const tookHis = chance.happens(SHARES.motherTookHisName) && herName !== hisName;
  const lifeState = (): 'BORN' | 'DIED' => (chance.happens(SHARES.died) ? 'DIED' : 'BORN');
  const mother = personOf(origin, {
    id: 'mother',
    kind: 'carer',
    givenName: chance.pick(GIRLS),
    familyName: tookHis ? hisName : herName,
    formerNames: tookHis ? [herName] : undefined,
    dateOfBirth: adultBorn(first, last, chance),
    sex: 'F',
    nhsNumber: draft.newNhsNumber(),
    lifeState: last > draft.today ? 'BORN' : lifeState(),
  });
  const father =
    !origin.shielded && chance.happens(SHARES.twoCarers)
      ? personOf(origin, {
          id: 'father',
          kind: 'carer',
          givenName: chance.pick(BOYS),
          familyName: hisName,
          dateOfBirth: adultBorn(first, last, chance),
          sex: 'M',
          nhsNumber: draft.newNhsNumber(),
          lifeState: lifeState(),
        })
      : undefined;
  const another = (id: string, sex: Sex, yearsOlder: number): TruePerson =>
    personOf(origin, {
      id,
      kind: 'carer',
      givenName: chance.pick(sex === 'M' ? BOYS : GIRLS),
      familyName: chance.pick(FAMILY_NAMES),
      dateOfBirth: addDays(addMonths(mother.dateOfBirth as IsoDate, -12 * yearsOlder), -chance.whole(0, 1500)),
      sex,
    });
  return {
    mother,
    father,
    stepFather:
      !father && !origin.shielded && chance.happens(SHARES.stepFatherInTheHouse)
        ? another('step-father', 'M', 0)
        : undefined,
    grandparent: chance.happens(SHARES.grandparentCares) ? another('grandmother', 'F', 24) : undefined,
    childrensFamilyName: !tookHis && chance.happens(SHARES.childHasMothersName) ? herName : hisName,
  };
}

/** 18 or more when the first child came, 40 or so at most when the last did. */
const adultBorn = (firstBirth: IsoDate, lastBirth: IsoDate, chance: Chance): IsoDate => {
  const years = Number(lastBirth.slice(0, 4)) - Number(firstBirth.slice(0, 4));
  return addDays(addMonths(firstBirth, -12 * chance.whole(18, Math.max(20, 40 - years))), -chance.whole(0, 364));
};
