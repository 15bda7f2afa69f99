import type { HeldPerson, MatchBlock } from '@family-view/kit';
import type { MatchCandidate } from '@family-view/kit/match/decide-candidates';
import { NOTHING_DECIDED } from '@family-view/kit/match/decide-candidates';
import { matchSubjects } from '@family-view/kit/match/match-subjects';
import { foldName } from '@family-view/kit/match/names';
import { readSubject } from '@family-view/kit/match/subject';

/** An agency that holds these people and is asked one subject at a time, as its `match` is: searches, compares, decides. */
export interface InMemoryAgency {
  match(subject: object): Promise<readonly MatchCandidate[]>;
}

export function openInMemoryAgency(held: readonly HeldPerson[]): InMemoryAgency {
  const index = new Map<string, HeldPerson[]>();
  for (const person of held) {
    for (const key of keysOf(person)) {
      const place = index.get(key);
      if (place) place.push(person);
      else index.set(key, [person]);
    }
  }
  const find = async (block: MatchBlock) => index.get(keyOf(block)) ?? [];
  const sources = { find, recall: async () => NOTHING_DECIDED, people: async () => [], takes: () => true };
  return {
    match: async (subject) => {
      const read = readSubject(subject);
      if (!read) throw new Error('expected a subject in the shape of the contract');
      return (await matchSubjects(sources, [read]))[0] ?? [];
    },
  };
}

const keyOf = (block: MatchBlock): string =>
  block.by === 'name' ? `name ${foldName(block.value)}, ${foldName(block.givenName)}` : `${block.by} ${block.value}`;

function keysOf(person: HeldPerson): readonly string[] {
  const single = (['upn', 'laChildId', 'dateOfBirth', 'expectedDateOfBirth', 'postcode', 'uprn', 'mother'] as const)
    .filter((by) => person[by])
    .map((by) => `${by} ${person[by]}`);
  return [
    ...single,
    ...[person.nhsNumber, ...person.supersededNhsNumbers].flatMap((number) => (number ? `nhsNumber ${number}` : [])),
    ...(person.formerUpn ? [`upn ${person.formerUpn}`] : []),
    ...(person.familyName && person.givenName
      ? [`name ${foldName(person.familyName)}, ${foldName(person.givenName)}`]
      : []),
  ];
}
