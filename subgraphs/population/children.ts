import type { Adults } from './carers';
import { schoolYearOf } from './dates';
import type { Draft } from './draft';
import type { School, Sex, TruePerson } from './model';
import { BOYS, GIRLS } from './names';
import type { Birth, Origin } from './origin';
import { personOf } from './person';
import { schoolIn } from './places';
import type { Chance } from './random';
import { SHARES } from './shares';

/** The children of a family, and the school of each that is at one. */
export function inventChildren(draft: Draft, origin: Origin, births: readonly Birth[], adults: Adults, chance: Chance) {
  const schools = new Map<string, School>();
  const taken = new Set<string>();
  const children = births.map((birth, place): TruePerson => {
    const common = {
      id: `child-${place + 1}`,
      kind: 'child' as const,
      familyName: adults.childrensFamilyName,
      mother: adults.mother.id,
      father: adults.father?.id,
      laChildId: origin.socialCare ? draft.newLaChildId() : undefined,
    };
    if (birth.unborn) {
      const unborn = { lifeState: 'UNBORN', givenName: '', sex: 'U' } as const;
      return personOf(origin, { ...common, ...unborn, expectedDateOfBirth: birth.date });
    }
    const sex: Sex = chance.happens(0.5) ? 'F' : 'M';
    const schooling = schoolingOf(draft, origin, birth, chance);
    const child = personOf(origin, {
      ...common,
      givenName: nameApart(sex, taken, chance),
      dateOfBirth: birth.date,
      sex,
      nhsNumber: draft.newNhsNumber(),
      supersededNhsNumber: chance.happens(SHARES.supersededNhsNumber) ? draft.newNhsNumber() : undefined,
      upn: schooling?.upn,
      formerUpn: schooling?.formerUpn,
      twinOf: birth.twin ? `${origin.familyId}-child-${place}` : undefined,
    });
    if (schooling) schools.set(child.id, schooling.school);
    return child;
  });
  return { children, schools };
}

/** Brothers and sisters do not share a given name. */
function nameApart(sex: Sex, taken: Set<string>, chance: Chance): string {
  for (;;) {
    const name = chance.pick(sex === 'F' ? GIRLS : BOYS);
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

function schoolingOf(draft: Draft, { area }: Origin, birth: Birth, chance: Chance) {
  const started = schoolYearOf(birth.date) + 5;
  const years = schoolYearOf(draft.today) - started;
  if (years < 0) return undefined;
  // The UPN is given by the first school and kept; a second one is replaced by the first when the papers arrive.
  const first = schoolIn(area, 'primary', chance.whole(0, 3));
  return {
    school: years < 7 ? first : schoolIn(area, 'secondary', 0),
    upn: draft.newUpn(first.laEstab, started),
    formerUpn: chance.happens(SHARES.formerUpn)
      ? draft.newUpn(schoolIn(area, 'primary', 3).laEstab, started)
      : undefined,
  };
}
