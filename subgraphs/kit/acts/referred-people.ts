import { createHash } from 'node:crypto';
import type { HeldGroup, HeldPerson, LifeState, MatchBlock } from '../connector';
import { holdPerson } from '../hold-person';
import { type MatchSubject, readSubject } from '../match/subject';
import type { ActRegister } from './act-register';
import type { KeptAct } from './act-store';

/** Begins the reference of somebody whom the agency knows by an act alone. */
const REFERRED = 'ref-';
export const isReferred = (ref: string): boolean => ref.startsWith(REFERRED);
/** At most 36 bytes, as every reference (`REFERENCE_BYTES`): of one act, always the same. */
export const referredRef = (operation: string, key: string): string =>
  REFERRED + createHash('sha256').update(`${operation}|${key}`).digest('base64url').slice(0, 22);
const motherRef = (ref: string): string => `${ref}-m`;

/** People whom an agency holds because an act told it of them, as its connector would tell them. */
export interface ReferredPeople {
  people(refs: readonly string[]): readonly (HeldPerson | null)[];
  find(block: MatchBlock): readonly HeldPerson[];
  /** What the agency was told of somebody by whom they were referred; null of whoever was not. */
  subjectOf(ref: string): MatchSubject | null;
  /** With the mother they came through, whether she was held before or not. */
  groups(ref: string): readonly HeldGroup[];
}

export function referredPeople(register: Pick<ActRegister, 'all'>): ReferredPeople {
  const read = new Map<KeptAct, readonly HeldPerson[]>();
  /** Acts are only ever added to. */
  let seen = 0;
  const everybody = (): readonly HeldPerson[] => {
    const all = register.all();
    for (; seen < all.length; seen += 1) {
      const act = all[seen]!;
      if (act.subject) read.set(act, heldBy(act));
    }
    return [...read.values()].flat();
  };
  return {
    people(refs) {
      const known = new Map(everybody().map((person) => [person.ref, person]));
      return refs.map((ref) => known.get(ref) ?? null);
    },
    find: (block) => everybody().filter((person) => isBroughtUp(person, block)),
    subjectOf(ref) {
      const act = [...read.keys()].find((one) => one.ref === ref);
      return act ? (readSubject(act.subject) ?? null) : null;
    },
    groups: (ref) =>
      everybody()
        .filter((child) => child.mother !== null && [child.ref, child.mother].includes(ref))
        .map((child): HeldGroup => {
          const tie = { from: null, until: null, parentalResponsibility: null };
          return {
            ref: `${child.ref}-f`,
            kind: 'FAMILY',
            members: [
              { ref: child.ref, relationship: 'Child', to: child.mother, ...tie },
              { ref: child.mother!, relationship: 'Mother', to: child.ref, ...tie },
            ],
          };
        }),
  };
}

function heldBy({ ref, subject, at }: KeptAct): readonly HeldPerson[] {
  if (!subject) return [];
  // Whom the agency held before, as it held her.
  if (typeof subject.motherRef === 'string') return [heldFrom(subject, ref, at, subject.motherRef)];
  const mother = subject.mother as Readonly<Record<string, unknown>> | null | undefined;
  const child = heldFrom(subject, ref, at, mother ? motherRef(ref) : null);
  return mother ? [child, heldFrom(mother, motherRef(ref), at, null)] : [child];
}

/** What passes no check is left out, as in a search; names stand as they were told. */
function heldFrom(
  told: Readonly<Record<string, unknown>>,
  ref: string,
  asOf: string,
  mother: string | null,
): HeldPerson {
  const read = readSubject(told);
  const text = (name: string): string | null => (typeof told[name] === 'string' ? (told[name] as string) : null);
  const born = read?.dateOfBirth ?? null;
  const lifeState: LifeState = born === null && read?.expectedDateOfBirth ? 'UNBORN' : 'BORN';
  return holdPerson({
    ref,
    asOf,
    lifeState,
    givenName: text('givenName'),
    familyName: text('familyName'),
    formerNames: Array.isArray(told.formerNames) ? told.formerNames.map(String) : [],
    dateOfBirth: born,
    expectedDateOfBirth: read?.expectedDateOfBirth ?? null,
    sex: read?.sex ?? 'U',
    nhsNumber: read?.nhsNumber ?? null,
    // The gateway passes on verified numbers alone.
    nhsNumberVerified: Boolean(read?.nhsNumber),
    upn: read?.upn ?? null,
    laChildId: read?.laChildId ?? null,
    postcode: read?.postcode ?? null,
    uprn: read?.uprn ?? null,
    birthOrder: read?.birthOrder ?? null,
    mother,
  });
}

function isBroughtUp(person: HeldPerson, block: MatchBlock): boolean {
  if (block.by !== 'name') return person[block.by] === block.value;
  const same = (one: string | null, other: string): boolean => one?.toLowerCase() === other.toLowerCase();
  return same(person.familyName, block.value) && same(person.givenName, block.givenName);
}
