import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import { FamilyViewError } from '../errors';
import { HIDDEN_AGENCY, HIDDEN_ID, HIDDEN_TYPENAME } from '../hidden-keys';
import type { PersonSlots, Slot } from '../linkage/slots';
import type { Cut, OperationAnswers } from '../notices/answer-record';
import { isOwnSubgraph } from '../own-subgraphs';
import type { NarrowedOperation, Withheld } from '../plan/narrow';
import type { FieldDecision } from '../protocol/field-decisions';
import type { WithheldReason } from '../types';

/** The code that Apollo Router and Hive use for a refused field. */
export const REFUSED = 'UNAUTHORIZED_FIELD_OR_TYPE';

export interface JoinParts {
  readonly schema: GraphQLSchema;
  /** The client's own document: the answer has its shape and its aliases. */
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly narrowed: NarrowedOperation;
  readonly decide: (coordinate: string) => FieldDecision;
  readonly owners: ReadonlyMap<string, readonly string[]>;
  /** Coordinates that a field is made from: where one is missing, its agency was told of nobody. */
  readonly inputs?: ReadonlyMap<string, readonly string[]>;
  readonly answers: OperationAnswers;
  /** Slots of the people that were opened or found in this operation. */
  readonly slotsOf: (id: string) => PersonSlots | undefined;
  /** The protocol's sentence for a refusal. */
  readonly sentence: (stream: string | null, reason: WithheldReason) => string;
}

type Source = Readonly<Record<string, unknown>>;

/**
 * Shapes the engine's tree to the client's document: aliases, null propagation and paths by the GraphQL specification.
 *
 * A null is told for what it is: withheld, unavailable, our fault, or nothing held (which alone has no error).
 */
export async function joinAnswer(parts: JoinParts, tree: Source): Promise<ExecutionResult> {
  const result = await execute({
    schema: parts.schema,
    document: parts.document,
    operationName: parts.operationName,
    variableValues: { ...parts.variables },
    rootValue: tree,
    fieldResolver: resolveFrom(parts),
    typeResolver: (value: Source) => value[HIDDEN_TYPENAME] as string,
  });
  const errors = result.errors?.map(maskError);
  return { data: result.data, ...(errors ? { errors } : {}) };
}

function resolveFrom(parts: JoinParts): GraphQLFieldResolver<Source, unknown> {
  const { narrowed } = parts;
  const records = new RecordsBySource(parts);
  return (source, _args, _context, info) => {
    const coordinate = `${info.parentType.name}.${info.fieldName}`;
    const decision = parts.decide(coordinate);
    if (decision.kind === 'withheld') throw refusal(parts, [{ ...decision, coordinate }]);
    const emptied = narrowed.emptied.get(pathWithoutPositions(info.path));
    if (emptied) throw refusal(parts, emptied);

    const field = info.parentType.getFields()[info.fieldName]!;
    const key = narrowed.keyOf(info.fieldNodes[0]!, field, info.parentType);
    const value = source[key];
    const place = records.at(source, coordinate, info.parentType.name, key);
    if (place) {
      const cut = parts.answers.cutAt(place.agency, place.ref);
      if (cut?.coordinates.has(coordinate)) throw refusal(parts, refusedBy(cut, decision, coordinate));
      const mask = parts.answers.maskAt(place.agency, place.ref, place.path);
      if (mask?.mask === 'RECORDED') throw toldAsRecorded(mask.recorded);
      records.hand(value, place);
    }
    if (value !== null && value !== undefined)
      return coordinate === 'AgencyAnswer.status' ? statusNow(parts, source, value) : value;

    const own = parts.answers.ownFaultAt(key);
    if (own !== undefined) throw asFault(own);
    const owners = parts.owners.get(coordinate) ?? [];
    for (const owner of place?.alone ? [place.agency] : owners) {
      const fault = parts.answers.faultAt(owner, key, place?.agency === owner ? place.ref : undefined);
      if (fault === 'refused') throw refusedByAgency(owner);
      if (fault === 'malformed') throw malformed(owner);
      if (fault === 'failed') throw unavailable(owner);
    }
    if (isEntryOfAgency(info.parentType.name, parts.schema)) {
      const owner = owners.length === 1 ? owners[0]! : undefined;
      if (owner !== undefined && isMissing(parts, source, owner)) throw unavailable(owner);
      // What is made from another agency's record is not asked for where that did not come.
      if (owner === undefined || !isKnownToHoldNothing(parts, source, owner))
        for (const other of (parts.inputs?.get(coordinate) ?? []).flatMap((input) => parts.owners.get(input) ?? []))
          if (isMissing(parts, source, other)) throw unavailable(other);
    }
    return null;
  };
}

/** Whether an agency's part about somebody is not there although it may hold something. */
function isMissing(parts: JoinParts, source: Source, agency: string): boolean {
  if (isOwnSubgraph(agency)) return false;
  if (slotAt(parts, source, agency)?.state === 'unanswered') return true;
  return parts.answers.isInTrouble(agency) && !isKnownToHoldNothing(parts, source, agency);
}

function isKnownToHoldNothing(parts: JoinParts, source: Source, agency: string): boolean {
  const state = slotAt(parts, source, agency)?.state;
  return state === 'nothing' || state === 'notAsked';
}

function slotAt({ slotsOf }: JoinParts, source: Source, agency: string): Slot | undefined {
  const id = source[HIDDEN_ID];
  return typeof id === 'string' ? slotsOf(id)?.get(agency) : undefined;
}

/** Which agency's record something is part of, and where in it: canonical keys and places in lists. */
interface Place {
  readonly agency: string;
  readonly ref: string;
  readonly path: string;
  /** All that is in the record is this agency's. */
  readonly alone: boolean;
}

/** For each object of the tree, the record that it is part of. */
class RecordsBySource {
  private readonly places = new WeakMap<object, Place>();

  constructor(private readonly parts: JoinParts) {}

  /** Where a field of an object stands. */
  at(source: Source, coordinate: string, type: string, key: string): Place | undefined {
    const { owners, slotsOf, schema } = this.parts;
    const given = owners.get(coordinate) ?? [];
    const owner = given[0];
    const alone = given.length === 1;
    const id = source[HIDDEN_ID];
    if (owner === undefined || typeof id !== 'string' || !isEntryOfAgency(type, schema)) {
      const within = this.places.get(source);
      return within && { ...within, path: `${within.path}.${key}` };
    }
    const slot = slotsOf(id)?.get(owner);
    if (slot?.state === 'pointer') return { agency: owner, ref: slot.ref, path: key, alone };
    return isOwnSubgraph(owner) ? { agency: owner, ref: id, path: key, alone } : undefined;
  }

  hand(value: unknown, place: Place): void {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value))
      for (const [at, item] of value.entries()) this.hand(item, { ...place, path: `${place.path}.${at}` });
    else this.places.set(value, place);
  }
}

function refusedBy({ refused }: Cut, decision: FieldDecision, coordinate: string): readonly Withheld[] {
  const named = decision.kind === 'conditional' ? decision.streams.filter((stream) => refused.has(stream)) : [];
  const streams = named.length > 0 ? named : [...refused.keys()];
  return streams.map((stream) => ({
    kind: 'withheld',
    coordinate,
    stream,
    reason: refused.get(stream)!,
    clause: null,
  }));
}

/** Where an agency's part begins: a null there is the whole of what it would have said. */
function isEntryOfAgency(type: string, schema: GraphQLSchema): boolean {
  return type === 'Person' || type === 'Family' || type === schema.getQueryType()?.name;
}

/** An agency that failed later in the operation has not answered, whatever linkage saw of it. */
function statusNow({ answers }: JoinParts, source: Source, status: unknown): unknown {
  const agency = source[HIDDEN_AGENCY];
  return status !== 'WITHHELD' && typeof agency === 'string' && answers.isInTrouble(agency) ? 'UNAVAILABLE' : status;
}

function refusal({ sentence }: JoinParts, withheld: readonly Withheld[]): GraphQLError {
  const first = withheld[0]!;
  const extensions = { code: REFUSED, stream: first.stream, reason: first.reason };
  const others = withheld.slice(1).map(({ stream, reason }) => ({ stream, reason }));
  return new GraphQLError(sentence(first.stream, first.reason), {
    extensions: others.length > 0 ? { ...extensions, others } : extensions,
  });
}

/** Whether something is recorded is shared, and what is recorded is not. */
const toldAsRecorded = (recorded: boolean): GraphQLError =>
  new GraphQLError(`Only whether this is recorded is shared: it is ${recorded ? '' : 'not '}recorded.`, {
    extensions: { code: 'MASKED', transform: 'RECORDED', recorded },
  });

const refusedByAgency = (agency: string): GraphQLError =>
  new GraphQLError('The agency refused this itself.', {
    extensions: { code: REFUSED, agency, reason: 'REFUSED_BY_AGENCY' },
  });

const unavailable = (agency: string): GraphQLError =>
  new GraphQLError('The agency could not be reached in time. This does not mean that nothing is held there.', {
    extensions: { code: 'AGENCY_UNAVAILABLE', agency },
  });

const malformed = (agency: string): GraphQLError =>
  new GraphQLError(MALFORMED, { extensions: { code: 'ANSWER_MALFORMED', agency } });

const MALFORMED = 'This part of an answer was not of the form agreed.';

/** A fault met in the gateway's own subgraphs. GraphQL's own there is about a value that an agency gave. */
function asFault(fault: unknown): unknown {
  if (fault instanceof FamilyViewError || fault instanceof GraphQLError) return fault;
  return new FamilyViewError('Linkage failed.', { code: 'OUR_FAULT', cause: fault });
}

/**
 * Errors of our own making, which carry a code, pass. Any other says something of an agency's answer (GraphQL's own
 * message holds the value) or of our insides: a fixed sentence.
 */
function maskError(error: GraphQLError): GraphQLError {
  const { originalError, path, nodes } = error;
  if ((!originalError || originalError instanceof GraphQLError) && error.extensions.code !== undefined) return error;
  if (originalError instanceof FamilyViewError && originalError.httpStatus < 500)
    return new GraphQLError(originalError.message, { path, nodes, extensions: { code: originalError.code } });
  const message =
    originalError instanceof FamilyViewError
      ? 'The gateway could not do this. It is our fault, not a refusal.'
      : MALFORMED;
  return new GraphQLError(message, {
    path,
    nodes,
    extensions: { code: originalError instanceof FamilyViewError ? 'OUR_FAULT' : 'ANSWER_MALFORMED' },
  });
}

/** As `NarrowedOperation.emptied` is keyed. */
function pathWithoutPositions(path: GraphQLResolveInfo['path']): string {
  let text = '';
  for (let at: typeof path | undefined = path; at; at = at.prev)
    if (typeof at.key === 'string') text = `/${at.typename}.${at.key}${text}`;
  return text;
}
