import { holdPerson } from '@family-view/kit/hold-person';
import { openInMemoryAgency } from '../in-memory-agency';
import { type Counts, openTally, outcomeOf } from '../tally';
import { readRows } from './fetch-febrl';
import { type FebrlPerson, mapRecord, personOf } from './map-record';

export interface FebrlSet {
  readonly name: string;
  /** The records that an agency holds: the originals. */
  readonly held: readonly FebrlPerson[];
  /** The records that are asked about: the duplicates, each with slips. */
  readonly asked: readonly FebrlPerson[];
}

export function readSets(folder: string): readonly FebrlSet[] {
  const isOriginal = ({ id }: FebrlPerson): boolean => id.endsWith('-org');
  return [1, 2, 3, 4].map((at) => {
    const files = at === 4 ? ['dataset4a.csv', 'dataset4b.csv'] : [`dataset${at}.csv`];
    const people = files.flatMap((file) => readRows(folder, file)).map(mapRecord);
    return { name: `FEBRL ${at}`, held: people.filter(isOriginal), asked: people.filter((one) => !isOriginal(one)) };
  });
}

/** What the matcher reaches on one set: by description alone, or with the number too, as a verified one. */
export async function measureFebrl({ held, asked }: FebrlSet, withNumber: boolean): Promise<Counts> {
  const agency = openInMemoryAgency(
    held.map(({ id, nhsNumber, ...person }) =>
      holdPerson({
        ref: id,
        asOf: '2026-03-01T09:00:00Z',
        ...person,
        nhsNumber: withNumber ? nhsNumber : null,
        nhsNumberVerified: withNumber && nhsNumber !== null,
      }),
    ),
  );
  const refs = new Map(held.map(({ id }) => [personOf(id), id]));
  const tally = openTally();
  for (const { id, nhsNumber, ...person } of asked) {
    const told = await agency.match(withNumber ? { ...person, nhsNumber } : person);
    tally.add('all', outcomeOf(refs.get(personOf(id)) ?? null, told));
  }
  return tally.rows()[0]![1];
}
