import { randomUUID } from 'node:crypto';
import type { Narrowed } from '../authorize/authorized-operation-cache';
import type { Entry } from '../identity/types';
import { OperationAnswers } from '../notices/answer-record';
import type { OperationContext } from '../operation-context';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import { type FieldRequirement, isTypeName } from '../policy/decide/field-decisions';
import { isOpenBy, transformsOf } from '../policy/decide/open-fields';
import type { AgencyCalls } from '../subgraph-client/agency-calls';
import { startDeadline } from '../subgraph-client/deadline';

/** The context of one operation, with what the pipeline alone reads of it. */
export interface RunningOperation extends OperationContext {
  readonly answers: OperationAnswers;
  readonly calls: AgencyCalls;
  /** `begin`: agencies are about to be asked. `end`: none is asked any more. */
  readonly deadline: ReturnType<typeof startDeadline>;
}

/** What an operation is run under. */
export interface OperationTerms {
  readonly version: {
    readonly supergraph: string;
    readonly protocol: CompiledProtocol;
    readonly requirements: ReadonlyMap<string, FieldRequirement>;
  };
  /** Whether an agency's record of somebody is stopped; undefined where nobody's is. */
  readonly isStopped: OperationContext['isStopped'];
  /** Milliseconds that the operation may take, and one call to an agency. */
  readonly operationDeadline: number;
  readonly agencyTimeout: number;
}

/** Makes the context of one operation, whole, and frozen. */
export function openOperation(
  { version, isStopped, operationDeadline, agencyTimeout }: OperationTerms,
  entry: Entry,
  rights: OperationContext['rights'],
  { narrowed, asked, streamsOf, openToAll }: Narrowed,
  calls: AgencyCalls,
  // A wider look is of the same operation: agencies and the audit know it by one reference.
  { id, answers }: Pick<RunningOperation, 'id' | 'answers'> = { id: randomUUID(), answers: new OperationAnswers() },
): RunningOperation {
  const { protocol, requirements } = version;
  return Object.freeze({
    id,
    entry,
    rights,
    protocolVersion: protocol.version,
    supergraphVersion: version.supergraph,
    deadline: startDeadline(operationDeadline, agencyTimeout),
    answers,
    calls,
    asked,
    streamsOf,
    openToAll,
    isStopped,
    isAboutPlaces: (stream: string) => protocol.stream(stream)?.public === true,
    narrowedHash: narrowed.hash,
    isOpen: (coordinate: string, open: ReadonlySet<string>) =>
      // A type without a rule of its own is closed to nobody.
      (isTypeName(coordinate) && !requirements.has(coordinate)) ||
      isOpenBy(requirements.get(coordinate), narrowed.asked.get(coordinate) ?? [], open),
    transformsAt: (coordinate, settled) => transformsOf(requirements.get(coordinate), settled),
  } satisfies RunningOperation);
}
