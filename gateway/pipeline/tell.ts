import { FamilyViewError } from '../errors';
import { ClientGone } from '../execution/deliver-parts';
import type { RunningOperation } from '../execution/open-operation';
import { conditionalRefusals } from '../notices/conditional-refusals';
import { type Notice, sentence, writeNotices } from '../notices/write-notices';
import { explainAccess } from '../policy/explain/explain';
import { isOwnSubgraph } from '../shared/own-subgraphs';
import type { Begun } from './begin';
import type { GatewayParts, Stages } from './stages';

export function logTrouble(parts: GatewayParts, { id, answers }: RunningOperation): void {
  for (const { agency, fault } of answers.outcomesByAgency())
    if (fault) parts.log('agency-trouble', { operation: id, agency, fault });
}

/** From the decisions, not from the data. */
export function noticesOf({
  authorized: { withheld, narrowed },
  run: { entry, answers },
  context: { linker },
  protocol,
}: Begun): readonly Notice[] {
  return writeNotices(
    {
      withheld: [...withheld, ...conditionalRefusals(narrowed, answers.allRefused())],
      masked: answers.allMasks().filter(({ agency }) => !isOwnSubgraph(agency)),
      outcomes: answers.outcomesByAgency(),
      ...linker.unresolved(),
      leftOut: linker.families.leavesSomebodyOut,
    },
    protocol,
    entry,
  );
}

/** Of each coordinate that was asked for, what opened or closed it. */
export function accessOf(
  { parts, version }: Stages,
  {
    authorized: {
      narrowed: { asked, withheld },
    },
    entry,
    protocol,
  }: Begun,
): readonly object[] {
  const fields = [...new Set([...asked.keys(), ...withheld.map(({ coordinate }) => coordinate)])];
  const question = { fields, entry, everything: true, at: parts.now() };
  return explainAccess({ ...version, protocol, sentence }, question).map(
    ({ field, decision, stream, clause, reason, shownAs }) => ({ field, decision, stream, clause, reason, shownAs }),
  );
}

export const namesOf = ({ version }: Stages, { id, protocolVersion }: RunningOperation) => ({
  familyView: { operation: id, protocolVersion, supergraphVersion: version.supergraph },
});

/** Of the fields that were asked for: how many were granted, and how many withheld by reason. */
export function countDecisions({
  authorized: {
    narrowed: { asked, withheld },
  },
  run: { answers },
}: Begun): readonly [granted: number, withheld: ReadonlyMap<string, number>] {
  const reasons = new Map<string, number>();
  const note = (reason: string): unknown => reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  for (const { reason } of withheld) note(reason);
  for (const reason of answers.allRefused().values()) note(reason);
  return [asked.size, reasons];
}

/** What is recorded of a fault that ended an operation. */
export const refusalOf = (fault: unknown): readonly [code: string, outcome: 'refused' | 'failed'] => {
  if (fault instanceof ClientGone) return ['CLIENT_GONE', 'failed'];
  return fault instanceof FamilyViewError ? [fault.code, 'refused'] : ['OUR_FAULT', 'failed'];
};
