import { narrow } from '@family-view/gateway/authorize/narrow';
import type { NarrowedOperation } from '@family-view/gateway/authorize/types';
import { BadVariables } from '@family-view/gateway/errors';
import type { Engine, FetchSubgraph } from '@family-view/gateway/execution/engine';
import { joinAnswer, REFUSED } from '@family-view/gateway/execution/join-answer';
import { OperationAnswers } from '@family-view/gateway/notices/answer-record';
import type { OperationRequest } from '@family-view/gateway/operation-context';
import { decideFields, type FieldRequirement, type Standing } from '@family-view/gateway/policy/decide/field-decisions';
import { AUTHENTICATED, policyRequirement, scopeRequirement } from '@family-view/gateway/policy/decide/rule-reading';
import type { SupergraphRules } from '@family-view/gateway/policy/read/read-rules';
import { type ExecutionResult, GraphQLError, getVariableValues, print } from 'graphql';
import type { Bearer } from './read-bearer';

/** Denied parts are left out of an answer, or the whole operation is refused. */
export type Mode = 'filter' | 'reject';

export interface OpenGraph {
  readonly engine: Engine;
  readonly ask: (answers: OperationAnswers) => FetchSubgraph;
  readonly requirements: ReadonlyMap<string, FieldRequirement>;
  readonly owners: SupergraphRules['owners'];
  readonly mode: Mode;
}

const NO_LEAVE = 'Unauthorized field or type';
const MAX_SELECTIONS = 20_000;

const standingOf = ({ authenticated, scopes, policies = new Set() }: Bearer): Standing => {
  const held = new Set([
    ...(authenticated ? [AUTHENTICATED] : []),
    ...[...scopes].map(scopeRequirement),
    ...[...policies].map(policyRequirement),
  ]);
  return {
    decide: (requirement) =>
      held.has(requirement)
        ? { kind: 'granted', clause: requirement }
        : { kind: 'withheld', reason: 'NO_CLAUSE', stream: null, clause: null },
  };
};

/** One operation through decide → narrow → plan → join, as the gateway's own. */
export async function answerOperation(
  { engine, ask, requirements, owners, mode }: OpenGraph,
  request: OperationRequest,
  bearer: Bearer,
): Promise<ExecutionResult> {
  const { schema } = engine;
  const { document, operation } = request;
  const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], request.variables);
  if (!coerced.coerced) throw new BadVariables(coerced.errors);
  const variables = coerced.coerced;
  const decide = decideFields(schema, requirements, standingOf(bearer));
  const narrowed = narrow({
    schema,
    document,
    operation,
    variables,
    decide,
    maxSelections: MAX_SELECTIONS,
    existenceIsOpen: true,
    argumentsAreOpen: true,
  });
  if (mode === 'reject' && narrowed.withheld.length > 0) {
    const coordinates = narrowed.withheld.map(({ coordinate }) => coordinate);
    return {
      errors: [
        new GraphQLError(`${NO_LEAVE}: ${coordinates.join(', ')}`, { extensions: { code: REFUSED, coordinates } }),
      ],
    };
  }
  const answers = new OperationAnswers();
  const sent = Object.fromEntries(
    narrowed.variables
      .filter(([client]) => client in variables)
      .map(([client, canonical]) => [canonical, variables[client]]),
  );
  const tree = narrowed.document
    ? await engine.run({ text: print(narrowed.document), hash: narrowed.hash, variables: sent }, ask(answers))
    : {};
  const joined = await joinAnswer(
    {
      document,
      operation,
      variables,
      schema,
      narrowed,
      decide,
      owners,
      answers,
      slotsOf: () => undefined,
      sentence: () => NO_LEAVE,
    },
    tree,
  );
  const errors = [...(joined.errors ?? []), ...leftOut(narrowed), ...untold(answers, joined)];
  return { data: joined.data, ...(errors.length > 0 ? { errors } : {}) };
}

/** What is asked of a type that is closed, by the place where it could stand: whether or not anything of it does. */
const leftOut = (narrowed: NarrowedOperation): readonly GraphQLError[] =>
  [...narrowed.leftOut.keys()].map(
    (place) =>
      new GraphQLError(NO_LEAVE, {
        path: place
          .slice(1)
          .split('/')
          .map((step) => step.slice(step.indexOf('.') + 1)),
        extensions: { code: REFUSED },
      }),
  );

/** A subgraph that failed where no null in the answer says so. */
function untold(answers: OperationAnswers, { errors = [] }: ExecutionResult): readonly GraphQLError[] {
  const told = new Set(errors.map(({ extensions }) => extensions.agency));
  return answers
    .outcomesByAgency()
    .filter(({ agency, fault }) => fault !== null && !told.has(agency))
    .map(
      ({ agency }) =>
        new GraphQLError('A subgraph could not be reached, or answered with errors.', {
          extensions: { code: 'SUBGRAPH_FAILED', agency },
        }),
    );
}
