import fc from 'fast-check';
import {
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { narrow } from '../authorize/narrow';
import { FamilyViewError } from '../errors';
import { placeOfNull } from '../fixtures/faults-in';
import { joinByExecute } from '../fixtures/join-by-execute';
import { drawFrom, type InventedOperation, operations } from '../fixtures/operations';
import { type Draw, randomSchema } from '../fixtures/random-schema';
import { AGENCIES, PEOPLE, randomTree } from '../fixtures/random-tree';
import { coordinatesOf, richSchema } from '../fixtures/rich-schema';
import type { PersonSlots, Slot } from '../linkage/types';
import { OperationAnswers } from '../notices/answer-record';
import type { FieldDecision } from '../policy/decide/field-decisions';
import { FaultyNull } from '../shared/faulty-null';
import type { AppliedMask } from '../subgraph-client/types';
import { type JoinParts, joinAnswer } from './join-answer';

const ANSWERS = process.env.PROOF ? 20_000 : 400;
/** Answers to each operation: of other trees, to others. */
const TURNS = 4;
jest.setTimeout(process.env.PROOF ? 1_800_000 : 180_000);

interface Invented {
  readonly schema: GraphQLSchema;
  readonly asked: InventedOperation;
  readonly seed: number;
}
const schemas = [richSchema, ...Array.from({ length: ANSWERS / 40 }, (_, at) => randomSchema(drawFrom(at + 1)))];
const invented: fc.Arbitrary<Invented> = fc
  .tuple(fc.constantFrom(...schemas), fc.integer({ min: 1 }))
  .chain(([schema, seed]) => operations(schema, 1).map((asked) => ({ schema, asked, seed })));

const SLOTS: readonly Slot[] = [
  { state: 'pointer', ref: 'R-1' },
  { state: 'pointer', ref: 'R-2' },
  { state: 'nothing' },
  { state: 'possible' },
  { state: 'unanswered' },
  { state: 'notAsked' },
];
const FAULTS: readonly unknown[] = [
  new FamilyViewError('Find the person again.', { code: 'ID_EXPIRED', httpStatus: 400 }),
  new FamilyViewError('N-1 is too long', { code: 'POINTER_TOO_LONG' }),
  new TypeError('cannot read 14 Elm Road'),
  new GraphQLError('Enum cannot represent value: "14 Elm Road"'),
  new GraphQLError('Said with a code.', { extensions: { code: 'SAID' } }),
  new GraphQLError('Said of a place of its own.', { path: ['elsewhere', 3], extensions: { code: 'SAID' } }),
];

/** Knows which places in which records were looked at, so that some can be masked. */
class WatchedAnswers extends OperationAnswers {
  readonly looked: (readonly [agency: string, ref: string, path: string])[] = [];
  override maskAt(agency: string, ref: string, path: string): AppliedMask | undefined {
    this.looked.push([agency, ref, path]);
    return super.maskAt(agency, ref, path);
  }
}

function inventScene({ schema, asked, seed }: Invented, turn: number) {
  const draw: Draw = drawFrom(seed + turn);
  const one = <T>(of: readonly T[]): T => of[draw(of.length - 1)]!;
  const chance = (outOf: number): boolean => draw(outOf - 1) === 0;
  const { document } = asked;
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  )!;
  const given = { ...asked.variables, ...(chance(4) ? { zzFirst: null } : {}) };
  const variables = getVariableValues(schema, operation.variableDefinitions ?? [], given).coerced!;

  const decisions = new Map<string, FieldDecision>();
  const owners = new Map<string, readonly string[]>();
  const inputs = new Map<string, readonly string[]>();
  const shut = one([4, 15, 1_000]);
  for (const coordinate of coordinatesOf(schema)) {
    const stream = `north:${coordinate}`;
    if (chance(shut)) decisions.set(coordinate, { kind: 'withheld', stream, reason: 'ROLE_NOT_NAMED', clause: null });
    else if (chance(6))
      decisions.set(coordinate, { kind: 'conditional', streams: [stream, 'north:a'], alternatives: [[stream]] });
    owners.set(coordinate, one([[], ['north'], ['north'], ['south'], ['north', 'south'], ['single-view']]));
    if (chance(4)) inputs.set(coordinate, [one(coordinatesOf(schema)), one(coordinatesOf(schema))]);
  }
  const decide = (coordinate: string): FieldDecision =>
    decisions.get(coordinate) ?? { kind: 'granted', streams: ['north:all'] };
  const narrowed = narrow({ schema, document, operation, variables, decide, maxSelections: 20_000 });
  const kept = narrowed.document?.definitions[0] as OperationDefinitionNode | undefined;
  const faulty = (): FaultyNull =>
    FaultyNull.for(
      chance(3)
        ? { kind: 'own', fault: one(FAULTS) }
        : { kind: 'agency', agency: one(AGENCIES), fault: one(['refused', 'failed', 'malformed']) },
    );
  const tree = kept ? randomTree(schema, kept.selectionSet, schema.getQueryType()!, draw, faulty) : {};

  const answers = new WatchedAnswers();
  const slots = new Map<string, PersonSlots>(
    PEOPLE.slice(0, 3).map((id) => [id, new Map(AGENCIES.map((agency) => [agency, one(SLOTS)]))]),
  );
  const parts: JoinParts = {
    schema,
    document,
    operation,
    variables,
    narrowed,
    decide,
    owners,
    inputs,
    answers,
    slotsOf: (id) => slots.get(id),
    sentence: (stream, reason) => `${stream} ${reason}`,
  };
  for (const agency of AGENCIES) if (chance(4)) answers.trouble(agency, 'TIMED_OUT');
  if (chance(2)) {
    joinByExecute(parts, tree);
    for (const [agency, ref, path] of answers.looked) {
      if (chance(8))
        answers.masked(agency, ref, path, {
          coordinate: 'Alpha.name',
          mask: one(['RECORDED', 'RECORDED', 'YEAR_OF_BIRTH']),
          recorded: chance(2),
        });
      if (chance(30)) {
        const cut = coordinatesOf(schema).filter(() => chance(8));
        const emptied = coordinatesOf(schema).filter(() => chance(8));
        answers.cut(
          agency,
          ref,
          { closed: cut, emptied },
          new Map(cut.map((at) => [`north:${at}`, 'CONDITION_NOT_MET'])),
        );
        answers.cut(agency, ref, { closed: [], emptied: [] }, new Map([['north:b', 'FACTS_UNKNOWN']]));
      }
    }
  }
  return { parts, tree };
}

/**
 * Of what a null was emptied of, the join tells each field at its own place, and one resolver can tell it but once, at the
 * null: of those, the nulls are compared.
 */
const told = ({ data, errors = [] }: ExecutionResult) => ({
  data,
  errors: errors.filter(({ extensions }) => !('stream' in extensions)),
  refused: [
    ...new Set(
      errors.flatMap(({ extensions, path = [] }) => ('stream' in extensions ? [placeOfNull(data, path)] : [])),
    ),
  ],
});

test(`an answer is, byte for byte, what graphql-js makes of the same tree by the same rules (${ANSWERS} answers)`, () => {
  const met = new Set<string>();
  const count = (what: string): void => void met.add(what);
  fc.assert(
    fc.property(invented, (scene) => {
      for (let turn = 0; turn < TURNS; turn++) {
        const { parts, tree } = inventScene(scene, turn);
        const right = joinByExecute(parts, tree);
        expect(JSON.stringify(told(joinAnswer(parts, tree)))).toBe(JSON.stringify(told(right)));
        for (const { extensions } of right.errors ?? []) count(String(extensions.code));
        count(right.data === null ? 'no data' : right.errors ? 'some errors' : 'no errors');
      }
    }),
    { numRuns: ANSWERS / TURNS, endOnFailure: true },
  );
  // Of what can be told of a null, all was.
  for (const what of [
    'UNAUTHORIZED_FIELD_OR_TYPE',
    'AGENCY_UNAVAILABLE',
    'ANSWER_MALFORMED',
    'BAD_USER_INPUT',
    'MASKED',
    'OUR_FAULT',
    'ID_EXPIRED',
    'SAID',
    'no data',
    'some errors',
    'no errors',
  ])
    expect([...met]).toContain(what);
});
