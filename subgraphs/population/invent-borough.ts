import { Draft, type Ledger } from './draft';
import { inventFamily } from './families';
import { writeChildrensCentre } from './holdings/childrens-centre';
import { writeEducation } from './holdings/education';
import { writeHealth } from './holdings/health';
import { writeHousing } from './holdings/housing';
import { writeSocialCare } from './holdings/social-care';
import type { Borough, BoroughOptions, Holdings } from './model';
import { centres, reachAreas, schools, sessions } from './places';
import { Chance } from './random';
import { STORYLINES } from './storylines';

/** Each agency's books have a stream of chance of their own: what one desk does never changes what another did. */
const BOOKS = [writeHealth, writeEducation, writeSocialCare, writeHousing, writeChildrensCentre] as const;
const DEFAULTS = { families: 60, seed: 1, today: '2026-11-01' } as const;
const invented = new Map<string, Borough>();

/**
 * The invented borough: the same for the same options, and the same object. The storylines are always told; a larger
 * borough has all the families of a smaller one with the same seed, and more.
 */
export function inventBorough(options: BoroughOptions = {}): Borough {
  const { families = DEFAULTS.families, seed = DEFAULTS.seed, today = DEFAULTS.today } = options;
  const key = `${families} ${seed} ${today}`;
  const known = invented.get(key);
  if (known !== undefined) return known;
  const borough = writeBorough(families, seed, today);
  invented.set(key, borough);
  return borough;
}

/** The same, made anew. */
export function writeBorough(families: number, seed: number, today: string): Borough {
  const draft = new Draft(seed, today);
  const storylines = Object.values(STORYLINES).map((tell) => tell(draft));
  for (let index = 0; draft.families.length < families; index++) {
    const home = inventFamily(draft, index, new Chance(seed, index));
    for (const [place, write] of BOOKS.entries()) write(draft, home, new Chance(seed + 101 * (place + 1), index));
  }
  return {
    seed,
    today,
    people: draft.people,
    families: draft.families,
    storylines,
    reachAreas,
    centres,
    sessions,
    schools,
    health: booksOf(draft.health),
    education: booksOf(draft.education),
    socialCare: { ...booksOf(draft.socialCare), groups: draft.socialCareGroups },
    housing: { ...booksOf(draft.housing), tenures: draft.tenures },
    childrensCentre: booksOf(draft.childrensCentre),
  };
}

function booksOf<Content>({ people, memberships, involvements, content, workers }: Ledger<Content>): Holdings<Content> {
  return { people, memberships, involvements, content, workers };
}
