import type { ExecutionResult, FieldNode, GraphQLError } from 'graphql';
import { distinctWithheld } from '../authorize/distinct-withheld';
import type { PersonSlots } from '../linkage/types';
import type { OperationAnswers } from '../notices/answer-record';
import type { Cut } from '../notices/types';
import {
  type FieldShape,
  type ObjectShape,
  type ReadShape,
  type RefusedField,
  refusedBelow,
  shapesIn,
  type TypeShape,
} from '../planning/compile-shape';
import { FaultyNull, type Steps } from '../shared/faulty-null';
import { HIDDEN_AGENCY, HIDDEN_ID, HIDDEN_TYPENAME } from '../shared/hidden-keys';
import { isOwnSubgraph, type OwnSubgraph } from '../shared/own-subgraphs';
import {
  argumentFault,
  causeAt,
  errorAt,
  faultAt,
  isContainer,
  LEFT_OUT_OF,
  MALFORMED,
  type NullError,
  recordedError,
  refusal,
  refusedBy,
  type Sentence,
} from './null-errors';
import { stepsBelow } from './steps-below';
import { whyNull } from './why-null';

export interface Shaping {
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly answers: OperationAnswers;
  /** Slots of the people that were opened or found in this operation. */
  readonly slotsOf: (id: string) => PersonSlots | undefined;
  readonly sentence: Sentence;
}

export type Source = Readonly<Record<string, unknown>>;

/**
 * Shapes the engine's tree to the client's document: aliases, null propagation and paths by the GraphQL specification.
 *
 * A null is told for what it is: withheld, unavailable, our fault, or nothing held (which alone has no error).
 */
export function shapeAnswer(shape: ObjectShape, shaping: Shaping, tree: Source): ExecutionResult {
  const run = new ShapingRun(shaping);
  const data = run.object(shape, tree, null, undefined);
  if (data !== BROKEN) return run.errors.length > 0 ? { data, errors: run.errors } : { data };
  run.keepBroken();
  return { data: null, errors: run.errors };
}

/** A null stands where none may: it goes up to the nearest place that may hold one. The run knows its errors. */
export const BROKEN = Symbol('broken');
export type ListShape = Extract<TypeShape, { kind: 'list' }>;
/** An object of a closed type stands here: there is nothing of it in the answer, and no error either. */
export const LEFT_OUT = Symbol('left out');

export interface Path {
  readonly before: Path | null;
  readonly key: string | number;
}

/** Which agency's record something is part of, and where in it: canonical keys and places in lists. */
export interface Place {
  readonly agency: string;
  readonly ref: string;
  readonly path: string;
}

/** One shaping of one tree. */
export class ShapingRun {
  readonly errors: GraphQLError[] = [];
  protected broken: readonly GraphQLError[] = [];
  private readonly argumentFaults = new Map<ReadShape, unknown>();
  /** Nothing asks where a field stands in a record, where no record was cut, masked or at fault. */
  private readonly tracks: boolean;

  constructor(private readonly parts: Shaping) {
    this.tracks = parts.answers.tellsOfRecords();
  }

  object(
    shape: ObjectShape,
    source: Source,
    path: Path | null,
    within: Place | undefined,
  ): Record<string, unknown> | typeof BROKEN {
    const made = shape.make();
    for (const field of shape.fields) {
      if (field.kind === 'constant') made[field.key] = field.value;
      else {
        const value = this.field(field, source, path, within);
        if (value === BROKEN && !field.mayBeNull) return BROKEN;
        made[field.key] = value === BROKEN ? this.keepBroken() : value;
      }
    }
    return made;
  }

  /** The errors of what is broken are the answer's, and the place is null. */
  keepBroken(): null {
    this.errors.push(...this.broken);
    return null;
  }

  protected fail(...errors: readonly GraphQLError[]): typeof BROKEN {
    this.broken = errors;
    return BROKEN;
  }

  /** Each at its own place below the null. */
  private refuse(refused: readonly RefusedField[], before: Path | null, key: string): typeof BROKEN {
    const place = steps(before, key);
    return this.fail(
      ...refused.map(({ path, nodes, withheld }) =>
        errorAt(refusal(this.parts.sentence, withheld), nodes, [...place, ...path]),
      ),
    );
  }

  /** Each cause at the field that failed. */
  private failed(
    { causes }: FaultyNull,
    type: TypeShape,
    nodes: readonly FieldNode[],
    before: Path | null,
    key: string | number,
  ): typeof BROKEN {
    const place = steps(before, key);
    return this.fail(
      ...causes.map(({ path, why }) => {
        const below = stepsBelow(type, path, nodes);
        return causeAt(why, below.nodes, [...place, ...below.steps]);
      }),
    );
  }

  protected tell(told: NullError, { nodes }: ReadShape, before: Path | null, key: string | number): typeof BROKEN {
    return this.fail(errorAt(told, nodes, steps(before, key)));
  }

  /** What is about to be told of it turns on how an agency answers, whether or not it was asked here. */
  protected turnsOn(_agency: string): void {}

  protected field(field: ReadShape, source: Source, path: Path | null, within: Place | undefined): unknown {
    const { parts } = this;
    const tell = (told: NullError) => this.tell(told, field, path, field.key);
    if (field.checkArguments) {
      const fault = this.argumentsFault(field, field.checkArguments);
      if (fault !== null) return this.fail(argumentFault(fault, field.nodes, steps(path, field.key)));
    }
    if (field.refused) return this.refuse(field.refused(), path, field.key);

    const given = source[field.from];
    const faulty = given instanceof FaultyNull ? given : null;
    const value = faulty ? null : given;
    const place = this.tracks ? this.placeOf(field, source, within) : undefined;
    if (place) {
      const cut = parts.answers.cutAt(place.agency, place.ref);
      if (cut && wasLeftOut(field, given, place, cut)) return this.refuse(cutFrom(field, cut), path, field.key);
      const mask = parts.answers.maskAt(place.agency, place.ref, place.path);
      if (mask?.mask === 'RECORDED') return tell(recordedError(mask.recorded));
    }
    if (faulty) return this.failed(faulty, field.type, field.nodes, path, field.key);
    if (value !== null && value !== undefined) {
      const now = field.isStatus ? this.statusNow(source, value) : value;
      const shown = this.value(field.type, now, field, path, field.key, place);
      if (shown !== LEFT_OUT) return shown;
      return field.mayBeNull ? null : tell(LEFT_OUT_OF);
    }

    const told = whyNull(field, source, parts, (agency) => this.turnsOn(agency));
    if (told) return tell(told);
    return field.mayBeNull ? null : tell(MALFORMED);
  }

  private value(
    type: TypeShape,
    value: unknown,
    field: ReadShape,
    before: Path | null,
    key: string | number,
    place: Place | undefined,
  ): unknown {
    switch (type.kind) {
      case 'leaf':
        try {
          return type.type.serialize(value) ?? this.tell(MALFORMED, field, before, key);
        } catch (fault) {
          return this.fail(faultAt(fault, field.nodes, steps(before, key)));
        }
      case 'list':
        return Array.isArray(value)
          ? this.list(type, value, field, { before, key }, place)
          : this.tell(MALFORMED, field, before, key);
      default: {
        const source = value as Source;
        if (type.kind === 'abstract' && this.isClosed(type, source[HIDDEN_TYPENAME], place)) return LEFT_OUT;
        const shape = type.kind === 'object' ? type.shape() : type.shapeOf(source[HIDDEN_TYPENAME]);
        if (!shape) return this.tell(MALFORMED, field, before, key);
        const isRecord = typeof value === 'object' && !Array.isArray(value);
        return this.object(shape, source, { before, key }, isRecord ? place : undefined);
      }
    }
  }

  protected list(
    type: ListShape,
    values: readonly unknown[],
    field: ReadShape,
    path: Path,
    place: Place | undefined,
  ): unknown {
    const made: unknown[] = [];
    for (const [from, one] of values.entries()) {
      // Of what is left out the client knows nothing, nor of its place.
      const value = this.item(
        type,
        one,
        field,
        path,
        made.length,
        place && { ...place, path: `${place.path}.${from}` },
      );
      if (value === LEFT_OUT) continue;
      if (value === BROKEN && !type.itemMayBeNull) return BROKEN;
      made.push(value === BROKEN ? this.keepBroken() : value);
    }
    return made;
  }

  protected item(
    { item, itemMayBeNull }: ListShape,
    one: unknown,
    field: ReadShape,
    path: Path,
    at: number,
    place: Place | undefined,
  ): unknown {
    if (one instanceof FaultyNull) return this.failed(one, item, field.nodes, path, at);
    if (one !== null && one !== undefined) return this.value(item, one, field, path, at, place);
    return itemMayBeNull ? null : this.tell(MALFORMED, field, path, at);
  }

  /** To everybody, or by facts about whose record it is. */
  private isClosed(
    { closed }: Extract<TypeShape, { kind: 'abstract' }>,
    name: unknown,
    place: Place | undefined,
  ): boolean {
    if (closed.has(name)) return true;
    return place !== undefined && this.parts.answers.cutAt(place.agency, place.ref)?.closed.has(String(name)) === true;
  }

  /** The same wherever a field stands. */
  private argumentsFault(field: ReadShape, check: NonNullable<ReadShape['checkArguments']>): unknown {
    let fault = this.argumentFaults.get(field);
    if (fault === undefined) {
      fault = null;
      try {
        check(this.parts.variables);
      } catch (thrown) {
        fault = thrown;
      }
      this.argumentFaults.set(field, fault);
    }
    return fault;
  }

  private placeOf(field: ReadShape, source: Source, within: Place | undefined): Place | undefined {
    const owner = field.owners[0];
    const id = source[HIDDEN_ID];
    if (owner === undefined || typeof id !== 'string' || !field.isEntry)
      return within && { ...within, path: `${within.path}.${field.from}` };
    const slot = this.parts.slotsOf(id)?.get(owner);
    if (slot?.state === 'pointer') return { agency: owner, ref: slot.ref, path: field.from };
    return isOwnSubgraph(owner) ? { agency: owner, ref: id, path: field.from } : undefined;
  }

  /** An agency that failed later in the operation has not answered, whatever linkage saw of it. */
  private statusNow(source: Source, status: unknown): unknown {
    const agency = source[HIDDEN_AGENCY];
    if (typeof agency === 'string') this.turnsOn(agency);
    const isOut = status !== 'WITHHELD' && typeof agency === 'string' && this.parts.answers.isInTrouble(agency);
    return isOut ? 'UNAVAILABLE' : status;
  }
}

/**
 * What facts about somebody closed in a field of their record: the field, and where it was only emptied, each field in it,
 * with what is closed there to everybody.
 */
function cutFrom(field: ReadShape, cut: Cut): readonly RefusedField[] {
  const below = cutBelow(field, cut).filter(({ path }) => path.length > 0);
  // Of what else is closed in the record this place tells nothing.
  const withheld =
    below.length > 0
      ? distinctWithheld(below.flatMap((one) => one.withheld))
      : refusedBy(cut, field.decision, field.coordinate);
  return [{ path: [], nodes: field.nodes, withheld }, ...below];
}

function cutBelow(field: ReadShape, cut: Cut): readonly RefusedField[] {
  if (field.refused) return field.refused();
  if (!cut.closed.has(field.coordinate) && !cut.emptied.has(field.coordinate)) return [];
  // Open itself, it was emptied.
  const below = field.decision.kind === 'granted' ? refusedBelow(field.type, (one) => cutBelow(one, cut)) : [];
  if (below.length > 0) return below;
  return [{ path: [], nodes: field.nodes, withheld: refusedBy(cut, field.decision, field.coordinate) }];
}

/** Whether a field of one record was not asked here, since facts about whose it is closed it, or all that is asked in it. */
function wasLeftOut(field: ReadShape, given: unknown, { agency }: Place, cut: Cut): boolean {
  const { coordinate, decision } = field;
  if (cut.closed.has(coordinate)) {
    // Where one agency is closed and another is asked apart, what is there may be shown.
    if (given instanceof FaultyNull || given === null || given === undefined) return true;
    return !isContainer(decision) && !(agency === SINGLE_VIEW && isTold(given));
  }
  // Emptied where one part of the operation asks for it, it may have been asked more where another does.
  return cut.emptied.has(coordinate) && (given === undefined || (given instanceof FaultyNull && !asksOpen(field, cut)));
}

/** Whether a field that is open itself has anything open in this record of what is asked in it; what has no fields has. */
function asksOpen({ type }: ReadShape, cut: Cut): boolean {
  const shapes = shapesIn(type);
  const isOpen = (one: FieldShape): boolean =>
    one.kind === 'read' && !one.refused && !cut.closed.has(one.coordinate) && asksOpen(one, cut);
  return shapes.length === 0 || shapes.some(({ fields }) => fields.some(isOpen));
}

/** Asked of some agencies here and of others there: closed at these, it is empty, and only there. */
const SINGLE_VIEW: OwnSubgraph = 'single-view';
const isTold = (value: unknown): boolean => !(Array.isArray(value) && value.length === 0);

export function steps(before: Path | null, key: string | number): Steps {
  const keys = [key];
  for (let at = before; at; at = at.before) keys.push(at.key);
  return keys.reverse();
}
