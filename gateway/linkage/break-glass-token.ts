import { z } from 'zod';
import { FamilyViewError } from '../errors';
import type { BreakGlassSession, Entry } from '../identity/types';
import type { IdCipher } from './id-cipher';
import { pointerAt } from './slots';
import type { PersonSlots } from './types';

/** A key of a break-glass session that opens nothing: over, another's, or for another purpose. */
export class BreakGlassEnded extends FamilyViewError {
  constructor(why: string) {
    super(`${why} Leave out the header x-break-glass, or break the glass again.`, {
      code: 'BREAK_GLASS_ENDED',
      httpStatus: 403,
    });
  }
}

/** Anybody but that family is asked for as on any other day. */
export class BreakGlassConfined extends FamilyViewError {
  constructor() {
    super(
      'The glass was broken for one family: with the header x-break-glass only that family, and the people in it, can be asked for. Leave the header out to ask for anybody else.',
      { code: 'BREAK_GLASS_CONFINED', httpStatus: 403 },
    );
  }
}

const terms = z.object({
  reference: z.string(),
  requester: z.string(),
  purpose: z.string(),
  protocol: z.string(),
  /** Milliseconds since 1970. */
  until: z.number(),
  told: z.array(z.string()),
  /** Digests of the pointers of everybody in the family. */
  pointers: z.array(z.string()),
});
export type BreakGlassTokenTerms = Readonly<z.infer<typeof terms>>;

/** The key is the whole of it: the gateway keeps no list of emergency accesses. */
export function sealBreakGlassToken(given: BreakGlassTokenTerms, idCipher: IdCipher, organisation: string): string {
  return idCipher.sealGlass(JSON.stringify(given), organisation);
}

/** @throws {BreakGlassEnded} where it is not this requester's, for this purpose, now. */
export function openBreakGlassToken(key: string, idCipher: IdCipher, entry: Entry, now: Date): BreakGlassSession {
  const { reference, requester, purpose, protocol, until, told, pointers } = read(key, idCipher, entry);
  if (requester !== entry.requester.id) throw new BreakGlassEnded('The glass was broken by somebody else.');
  if (purpose !== entry.purpose) throw new BreakGlassEnded('The glass was broken for another purpose.');
  if (now.getTime() >= until) throw new BreakGlassEnded('The time for which the glass was broken is over.');
  const known = new Set(pointers);
  return {
    protocol,
    told: new Set(told),
    family: { reference, isOf: (agency, ref) => known.has(idCipher.digestPointer(agency, ref)) },
  };
}

function read(key: string, idCipher: IdCipher, { requester }: Entry): BreakGlassTokenTerms {
  try {
    return terms.parse(JSON.parse(idCipher.openGlass(key, requester.organisation)));
  } catch {
    throw new BreakGlassEnded(
      'The header x-break-glass is not a key that the gateway gave to this organisation today.',
    );
  }
}

export const digestsOf = (people: readonly PersonSlots[], idCipher: IdCipher): readonly string[] => [
  ...new Set(
    people.flatMap((slots) =>
      [...slots.keys()].flatMap((agency) => {
        const ref = pointerAt(slots, agency);
        return ref === null ? [] : [idCipher.digestPointer(agency, ref)];
      }),
    ),
  ),
];

/** Whether somebody belongs to the family that the glass was broken for; everybody does where none was. */
export function isUnderBreakGlass({ breakGlass }: Entry, slots: PersonSlots): boolean {
  const family = breakGlass?.family;
  if (!family) return true;
  return [...slots].some(([agency, slot]) => slot.state === 'pointer' && family.isOf(agency, slot.ref));
}
