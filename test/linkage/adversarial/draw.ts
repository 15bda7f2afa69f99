import { nhsNumberAt, temporaryUpnFor, upnFor } from '@family-view/population';
import type { Random } from '../../random';
import type { NameGroup } from './name-groups';

/** Somebody as a form has them. */
export interface Child {
  readonly givenName: string;
  readonly familyName: string;
  readonly dateOfBirth: string;
  readonly sex: 'M' | 'F';
  readonly postcode: string;
  readonly uprn: string;
}

/** What one case is made of: names of one group, and numbers and homes that no other case has. */
export interface Draw {
  readonly names: NameGroup;
  readonly random: Random;
  child(changed?: Partial<Child>): Child;
  /** `name` is a girl's or a boy's as the pair is: told by the group's lists where it is there, else a boy. */
  named(givenName: string): Child;
  home(): Pick<Child, 'postcode' | 'uprn'>;
  /** Next door: one postcode, another UPRN. */
  nextDoor(child: Child): Pick<Child, 'postcode' | 'uprn'>;
  nhsNumber(): string;
  upn(): string;
  temporaryUpn(): string;
  otherFamily(child: Child): string;
}

const INWARD = 'ABDEFGHJLNPQRSTUWXYZ';

/** Counts homes and numbers over all cases, so that two cases never share one by accident. */
export function openDraws(random: Random): (names: NameGroup) => Draw {
  const count = { home: 0, number: 0, upn: 0 };
  const nhsNumber = (): string => nhsNumberAt(200_000 + count.number++) ?? nhsNumber();
  const home = (): Pick<Child, 'postcode' | 'uprn'> => {
    const at = count.home++;
    const letter = (place: number): string => INWARD[Math.floor(at / INWARD.length ** place) % INWARD.length]!;
    return {
      postcode: `ZD${1 + Math.floor(at / 4_000)} ${at % 10}${letter(0)}${letter(1)}`,
      uprn: String(99_000_000 + at * 10),
    };
  };
  const day = (): string => String(2 + random.int(26)).padStart(2, '0');
  const month = (): string => String(2 + random.int(10)).padStart(2, '0');
  return (names) => {
    const child = (changed: Partial<Child> = {}): Child => {
      const sex = changed.sex ?? (random.chance(0.5) ? 'M' : 'F');
      return {
        givenName: random.pick(sex === 'M' ? names.boys : names.girls),
        familyName: random.pick(names.families),
        dateOfBirth: `${2008 + random.int(16)}-${month()}-${day()}`,
        sex,
        ...home(),
        ...changed,
      };
    };
    return {
      names,
      random,
      child,
      named: (givenName) => child({ givenName, sex: names.girls.includes(givenName) ? 'F' : 'M' }),
      home,
      nextDoor: ({ postcode, uprn }) => ({ postcode, uprn: String(Number(uprn) + 1) }),
      nhsNumber,
      upn: () => upnFor('4001', 18, 5_000 + count.upn++),
      temporaryUpn: () => temporaryUpnFor('4001', 18, 5_000 + count.upn++),
      otherFamily: ({ familyName }) => random.pick(names.families.filter((one) => one !== familyName)),
    };
  };
}
