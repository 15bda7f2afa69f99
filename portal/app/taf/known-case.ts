import { type Answered, type Place, placeAt } from '@family-view/client';
import type { TeamAroundFamilyQuery } from '../../operations/stored';

type Person = NonNullable<TeamAroundFamilyQuery['person']>;
export type EarlyHelp = NonNullable<Person['earlyHelp']>;
export type Told = Answered<TeamAroundFamilyQuery>;
type ListOf<Name extends keyof EarlyHelp> = NonNullable<EarlyHelp[Name]>;
export type Action = ListOf<'agreedActions'>[number];
export type Score = ListOf<'outcomeScores'>[number];

/** What became of one part of the record: shown, nothing, withheld or unavailable, which are four things. */
export const partOf = (told: Told, name: keyof EarlyHelp): Place => placeAt(told, ['person', 'earlyHelp', name]);

/** The rows of a part; none where it is not shown, which `partOf` tells. */
export function rowsOf<Name extends keyof EarlyHelp>(
  told: Told,
  name: Name,
): NonNullable<EarlyHelp[Name]> | readonly [] {
  const place = partOf(told, name);
  return place.kind === 'shown' ? (place.value as NonNullable<EarlyHelp[Name]>) : [];
}

/** Acts that are open to the requester for this family, with the agency that takes each. */
export function openActs({ data }: Told): ReadonlyMap<string, string> {
  return new Map(
    (data?.explainAccess ?? []).flatMap(({ field, decision, stream }) => {
      const agency = stream?.split(':')[0];
      return decision === 'GRANTED' && agency ? [[field.split('.')[1] ?? '', agency] as const] : [];
    }),
  );
}
