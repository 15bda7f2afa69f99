import type { ExecutionResult } from 'graphql';
import type { DisclosureRecord, IntentRecord } from '../audit/records';
import type { NarrowedOperation } from '../plan/narrow';
import type { OperationRun } from '../types';
import type { AgencyOutcome, OperationAnswers } from './answer-record';

/** What the audit is told of one operation: names of fields and pseudonyms of people, never a value. */
export function tellOf(
  run: OperationRun & { readonly answers: OperationAnswers },
  narrowed: NarrowedOperation,
  pseudonym: (agency: string, ref: string) => string,
) {
  const { requester, purpose, caseReference } = run.entry;
  return {
    intent: (operationHash: string, supergraphVersion: string): IntentRecord => ({
      operation: run.id,
      requester: { id: requester.id, role: requester.role, organisation: requester.organisation },
      purpose,
      caseReference,
      operationHash,
      supergraphVersion,
      protocolVersion: run.protocolVersion,
      ...(run.entry.breakGlass?.family ? { breakGlass: run.entry.breakGlass.family.reference } : {}),
      fields: [...narrowed.asked.keys()],
      withheld: narrowed.withheld.map(({ coordinate, stream, reason }) => ({ field: coordinate, stream, reason })),
    }),
    disclosure: ({ data }: ExecutionResult): DisclosureRecord => {
      const outcomes = run.answers.outcomesByAgency();
      return {
        operation: run.id,
        outcome: outcomeOf(data, narrowed, run.answers),
        agencies: outcomes.map((outcome) => ({
          agency: outcome.agency,
          answer: answerOf(outcome),
          fields: fieldsOf(outcome, narrowed),
          people: [...outcome.refs].map((ref) => pseudonym(outcome.agency, ref)),
        })),
      };
    },
  };
}

function outcomeOf(
  data: ExecutionResult['data'],
  narrowed: NarrowedOperation,
  answers: OperationAnswers,
): DisclosureRecord['outcome'] {
  if (narrowed.document === null) return 'refused';
  if (answers.hasOwnFaults()) return 'failed';
  return Object.values(data ?? {}).some((value) => value !== null) ? 'disclosed' : 'nothing';
}

function answerOf({ fault, answered, refs }: AgencyOutcome): DisclosureRecord['agencies'][number]['answer'] {
  if (fault !== null || !answered) return 'unavailable';
  return refs.size > 0 ? 'answered' : 'nothing held';
}

/** Streams that were open on the call, for linkage's own questions; the agency's own coordinates, for its records. */
function fieldsOf(outcome: AgencyOutcome, narrowed: NarrowedOperation): readonly string[] {
  const coordinates = [...narrowed.asked]
    .filter(([, streams]) => streams.some((stream) => outcome.streams.has(stream)))
    .map(([coordinate]) => coordinate);
  return [...new Set([...coordinates, ...outcome.streams])];
}
