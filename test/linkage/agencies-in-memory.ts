/** Agencies that compare with the kit's own matcher, and the gateway's linkage over them: all in memory. */

import { nurse, TODAY } from '@family-view/gateway/fixtures/protocols';
import { openTo } from '@family-view/gateway/fixtures/scripted-agencies';
import { ContractClient } from '@family-view/gateway/linkage/contract-client';
import { OperationAnswers } from '@family-view/gateway/notices/answer-record';
import type { OperationContext } from '@family-view/gateway/operation-context';
import { compileProtocols } from '@family-view/gateway/policy/decide/compile-protocol';
import type { HeldPerson, MatchBlock } from '@family-view/kit';
import { NOTHING_DECIDED } from '@family-view/kit/match/decide-candidates';
import { matchSubjects } from '@family-view/kit/match/match-subjects';
import { readSubject } from '@family-view/kit/match/subject';

export type Holdings = ReadonlyMap<string, readonly HeldPerson[]>;

/** @param open which streams of an address or of numbers each agency opens to whoever asks. */
export function openLinkage(holdings: Holdings, open: Readonly<Record<string, readonly string[]>>) {
  const agencies = [...holdings.keys()];
  const protocol = openTo(agencies, {
    clauses: openTo(agencies).clauses.map((clause) => ({
      ...clause,
      shares: [...clause.shares, ...(open[clause.by] ?? [])],
    })),
  });
  const run = {
    entry: nurse,
    answers: new OperationAnswers(),
    rights: compileProtocols([protocol], TODAY).rights(nurse),
  } as unknown as OperationContext;
  const ask = new ContractClient(
    agencies,
    async (agency, { query, variables }) => {
      const people = holdings.get(agency)!;
      const of = (ref: string): HeldPerson | null => people.find((one) => one.ref === ref) ?? null;
      if (query.includes('identity('))
        return { identity: (variables.refs as readonly string[]).map(of).map((one) => one && { ...one }) };
      const match = await matchSubjects(
        {
          find: async (block: MatchBlock) => people.filter((one) => isFoundBy(one, block)),
          recall: async () => NOTHING_DECIDED,
          people: async (refs) => refs.map(of),
          takes: () => true,
        },
        (variables.subjects as readonly object[]).map((subject) => readSubject(subject)!),
      );
      return { match };
    },
    run,
  );
  return { ask, run };
}

function isFoundBy(held: HeldPerson, block: MatchBlock): boolean {
  if (block.by === 'name') return held.familyName === block.value && held.givenName === block.givenName;
  return held[block.by] === block.value;
}
