import { type Answered, placeAt } from '@family-view/client';
import { FamilyOf, FindPeople } from '../../operations/stored';
import type { Asker } from '../asking/ask';
import { agencyName, joined } from '../look/words';
import type { FoundPerson, Opened } from './opened';

/** Why a family is not opened, in the gateway's words: it may be the requester's own. */
export interface Stopped {
  readonly stopped: string;
}

export async function openFamily(
  asker: Asker,
  person: FoundPerson,
  foundBy: Opened['foundBy'],
): Promise<Opened | Stopped> {
  const told = await asker.ask(FamilyOf, { person: person.id });
  const found = told.data?.person;
  const family = placeAt(told, ['person', 'family']);
  if (!found || family.kind === 'unavailable') {
    const own = told.errors.find(({ extensions }) => extensions?.code === 'OWN_FAMILY');
    return { stopped: (own ?? told.errors[0])?.message ?? 'Nobody can be shown under this id. Search again.' };
  }
  return {
    person: { ...found, displayName: found.displayName ?? person.displayName },
    family: found.family?.id ?? null,
    otherFamilies: (found.families ?? []).flatMap(({ id }) => (id === found.family?.id ? [] : [id])),
    familyWithheld: family.kind === 'withheld' ? family.message : sayUnheard(told),
    foundBy,
  };
}

/** That nobody asserts a family is said of those who answered: null where all have. */
function sayUnheard({ notices }: Answered<unknown>): string | null {
  const silent = joined(notices.flatMap(({ kind, agency }) => (kind === 'UNAVAILABLE' ? [agencyName(agency)] : [])));
  return silent === null ? null : `No agency that answered asserts a family; ${silent} did not answer, and may.`;
}

/** Somebody whose id has ended, by what they were found by. The one certain match, or nobody. */
export async function findAgain(asker: Asker, { foundBy }: Opened): Promise<Opened | Stopped> {
  const told = await asker.ask(FindPeople, { by: foundBy });
  const [person] = told.data?.findPeople?.certain ?? [];
  if (!person) return { stopped: 'The person could not be found again. Search for them anew.' };
  return openFamily(asker, person, foundBy);
}
