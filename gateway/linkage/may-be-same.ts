import type { OperationContext } from '../operation-context';
import type { MemberNode } from './cluster-members';
import type { ContractClient } from './contract-client';
import { matchRecords, type Outcomes, outcomeKey, readRecords } from './link-records';
import { pointersOf } from './slots';
import type { PersonSlots } from './types';

type RecordAt = Pick<MemberNode, 'agency' | 'ref'>;

/** Two people of a family who may be one: an agency, asked about a record of one, named the record of the other. */
export interface MayBeSame {
  /** A record of each. */
  readonly one: RecordAt;
  readonly other: RecordAt;
  /** The two records of each answer that says so. */
  readonly pairs: readonly (readonly [RecordAt, RecordAt])[];
  /** Agencies that say so of their own record. */
  readonly agencies: readonly string[];
  /** POTENTIAL: it is not certain. CONFLICT: it is, and the records are at odds. */
  readonly outcome: 'POTENTIAL' | 'CONFLICT';
}

type Pointers = ReadonlyMap<string, string>;

/** An agency that holds both holds two people. */
const areApart = (one: Pointers, other: Pointers): boolean => [...one.keys()].some((agency) => other.has(agency));

const recordsOf = (pointers: Pointers): readonly RecordAt[] => [...pointers].map(([agency, ref]) => ({ agency, ref }));

/** Of these people, who may be one, by what agencies answered about their records. */
export function findMayBeSame(people: readonly Pointers[], outcomes: Outcomes): readonly MayBeSame[] {
  return people.flatMap((one, at) =>
    people.slice(at + 1).flatMap((other): readonly MayBeSame[] => {
      if (areApart(one, other)) return [];
      const said = [...saidOf(one, other, outcomes), ...saidOf(other, one, outcomes)];
      if (said.length === 0) return [];
      return [
        {
          one: recordsOf(one)[0]!,
          other: recordsOf(other)[0]!,
          pairs: said.map(({ pair }) => pair),
          agencies: [...new Set(said.map(({ agency }) => agency))].sort(),
          outcome: said.some(({ isCertain }) => isCertain) ? 'CONFLICT' : 'POTENTIAL',
        },
      ];
    }),
  );
}

function saidOf(about: Pointers, own: Pointers, outcomes: Outcomes) {
  return recordsOf(about).flatMap((record) =>
    recordsOf(own).flatMap(({ agency, ref }) => {
      const named = (outcomes.get(outcomeKey(record, agency)) ?? []).find((candidate) => candidate.ref === ref);
      return named ? [{ agency, pair: [record, { agency, ref }] as const, isCertain: named.outcome === 'MATCH' }] : [];
    }),
  );
}

/** The same of a family whose id was opened: agencies are asked about whom they had told of as possible, and about nobody else. */
export async function askMayBeSame(
  ask: ContractClient,
  members: readonly PersonSlots[],
  run: OperationContext,
): Promise<readonly MayBeSame[]> {
  const people = members.map((slots) => ({ slots, pointers: pointersOf(slots) }));
  const unresolved = people.flatMap(({ slots, pointers }) =>
    [...slots].flatMap(([agency, { state }]) =>
      state === 'possible' && people.some((other) => other.pointers.has(agency) && !areApart(pointers, other.pointers))
        ? recordsOf(pointers).map((record) => ({ record, agency }))
        : [],
    ),
  );
  if (unresolved.length === 0) return [];
  const refs = new Map<string, Set<string>>();
  for (const { record } of unresolved) refs.set(record.agency, (refs.get(record.agency) ?? new Set()).add(record.ref));
  const asked = new Set(unresolved.map(({ record, agency }) => outcomeKey(record, agency)));
  const { outcomes } = await matchRecords(ask, await readRecords(ask, refs), run, (agency, node) =>
    asked.has(outcomeKey(node, agency)),
  );
  return findMayBeSame(
    people.map(({ pointers }) => pointers),
    outcomes,
  );
}
