import type { GrantStatement } from '@family-view/schema';
import { type DocumentNode, type GraphQLSchema, isObjectType, Kind, OperationTypeNode } from 'graphql';
import type { OperationContext } from '../operation-context';
import { groupShownAlike } from '../policy/decide/group-by-visibility';
import type { OpenStreams } from '../policy/types';
import { FaultyNull } from '../shared/faulty-null';
import { masksWhole } from '../shared/masks';
import { nameOf } from '../shared/requester-name';
import { serializeRequest } from '../shared/serialize-request';
import type { AgencyClient, AgencyReply } from './agency-client';
import { checkShape, type Shown } from './check-shape';
import { checkEntities, type Entity, groupsOf, keyOf, type Representation } from './entity-keys';
import { placeErrors } from './place-errors';
import type { PreparedStep, Steps } from './prune-fetch';
import { bodyDigest, type GrantSigner } from './sign-grants';
import type { AgencyFault, SettledEntities, StepAnswer, StepRequest } from './types';

/** The parts that every question to one agency in one operation shares. */
interface Asking {
  readonly agency: string;
  readonly client: AgencyClient;
  readonly sign: GrantSigner;
  readonly run: OperationContext;
  readonly steps: Steps;
}

/**
 * Fields about places and services: nobody's record. Each part of the answer is checked against what was asked; trouble is
 * noted in `run.answers` and answered as faulty nulls, never thrown.
 */
export async function fetchPlaces(
  { agency, client, sign, run, steps: { schema } }: Asking,
  { query, document, asked }: PreparedStep,
  { variables }: StepRequest,
): Promise<StepAnswer> {
  if (run.answers.isDown(agency)) return { data: FaultyNull.failed(agency) };
  // Nobody's record: what opens people's has no place in this grant.
  const streams = run.streamsOf(agency).filter((stream) => run.isAboutPlaces(stream));
  run.answers.asked(agency, [], streams);
  const question = serializeRequest(query, variables);
  const statement = {
    ...statementOf(agency, run, bodyDigest(question)),
    people: [],
    families: [],
    streams,
  };
  const again = isQuery(document) ? { signAgain: () => sign(statement) } : {};
  const reply = await client.post(
    '/graphql',
    { question, grant: await sign(statement), requester: nameOf(run.entry.requester), ...again },
    run.deadline,
  );
  if (reply.kind === 'fault') {
    run.answers.trouble(agency, reply.fault);
    return { data: faultyBy(agency, reply.fault) };
  }
  takeErrors(agency, reply, run);
  const data = checkShape({ schema, document, agency }, schema.getQueryType()!, asked, reply.data);
  run.answers.answered(agency);
  return { data, isOwn: true };
}

/**
 * People and families: those whose records may show the same are asked for together, and each request names only what
 * all of its people may show. Each part of the answer is checked against what was asked; trouble is noted in `run.answers`
 * and answered as faulty nulls, never thrown.
 */
export async function fetchEntities(
  asking: Asking,
  prepared: PreparedStep,
  step: StepRequest,
  { distinct, positions, open: settled }: SettledEntities,
): Promise<StepAnswer> {
  const { agency, run, steps } = asking;
  const { schema } = steps;
  const entities: (Entity | FaultyNull | null)[] = distinct.map(() => null);
  await Promise.all(
    groupShownAlike(settled).map(async ({ name, settled: shared, at }) => {
      const whole = shared.open.size === run.streamsOf(agency).length && shared.transforms.size === 0;
      const { step: cut, leftOut } = whole
        ? { step: prepared, leftOut: null }
        : steps.cut(prepared, `${agency}|${run.rights.signature}|${run.narrowedHash}|${name}`, {
            isOpen: (coordinate) => run.isOpen(coordinate, shared.open),
            isToldAsRecorded: (coordinate) => run.transformsAt(coordinate, shared)?.some(masksWhole) === true,
          });
      if (leftOut)
        for (const one of at) run.answers.cut(agency, keyOf(agency, distinct[one]!)!, leftOut, settled[one]!.refused);
      // Of families something may be left to ask where of people nothing is, and the other way round.
      const about = cut ? at.filter((one) => isNamed(cut, schema, distinct[one]!)) : [];
      if (!cut || about.length === 0) return;
      const representations = about.map((one) => distinct[one]!);
      const given = { ...step.variables, representations };
      const answered = run.answers.isDown(agency)
        ? FaultyNull.failed(agency)
        : await askGroup(asking, cut, given, representations, shared);
      for (const [index, one] of about.entries())
        entities[one] = answered instanceof FaultyNull ? answered : answered[index]!;
    }),
  );
  const _entities = positions.map((at) => (at === null ? null : (entities[at] ?? null)));
  return { data: { _entities }, isOwn: true };
}

const isQuery = ({ definitions }: DocumentNode): boolean =>
  definitions.every((one) => one.kind !== Kind.OPERATION_DEFINITION || one.operation === OperationTypeNode.QUERY);

/** Whether a step asks anything of entities of this type. */
function isNamed({ asked }: PreparedStep, schema: GraphQLSchema, { __typename }: Representation): boolean {
  return asked.selections.some((selection) => {
    const condition = selection.kind === Kind.INLINE_FRAGMENT ? selection.typeCondition?.name.value : undefined;
    return condition === undefined || condition === __typename || !isObjectType(schema.getType(condition));
  });
}

async function askGroup(
  { agency, client, sign, run, steps: { schema } }: Asking,
  { query, document, variables: names, asked }: PreparedStep,
  given: Readonly<Record<string, unknown>>,
  representations: readonly Representation[],
  settled: OpenStreams,
): Promise<readonly (Entity | FaultyNull | null)[] | FaultyNull> {
  const streams = [...settled.open];
  const variables: Record<string, unknown> = {};
  for (const name of names) if (name in given) variables[name] = given[name];
  run.answers.asked(
    agency,
    representations.map((one) => keyOf(agency, one)!),
    streams,
  );
  const question = serializeRequest(query, variables);
  const statement = {
    ...statementOf(agency, run, bodyDigest(question)),
    ...groupsOf(agency, representations, streams),
    streams: [],
  };
  const reply = await client.post(
    '/graphql',
    {
      question,
      grant: await sign(statement),
      requester: nameOf(run.entry.requester),
      signAgain: () => sign(statement),
    },
    run.deadline,
  );
  const entities = reply.kind === 'fault' ? reply.fault : checkEntities(agency, representations, reply.data._entities);
  if (reply.kind === 'fault' || !Array.isArray(entities)) {
    run.answers.trouble(agency, entities as AgencyFault);
    return faultyBy(agency, entities as AgencyFault);
  }
  takeErrors(agency, reply, run);
  const checked = entities.map((entity: Entity | FaultyNull | null, at) => {
    const representation = representations[at]!;
    const type = schema.getType(String(representation.__typename));
    if (entity === null || entity instanceof FaultyNull || !isObjectType(type)) return entity;
    const shown =
      settled.transforms.size > 0 ? shownOf(agency, keyOf(agency, representation)!, run, settled) : undefined;
    return checkShape({ schema, document, agency, shown }, type, asked, entity);
  });
  run.answers.answered(agency);
  return checked;
}

const shownOf = (agency: string, ref: string, run: OperationContext, settled: OpenStreams): Shown => ({
  transformsAt: (coordinate) => run.transformsAt(coordinate, settled),
  onMask: (path, coordinate, mask, recorded) => run.answers.masked(agency, ref, path, { coordinate, mask, recorded }),
});

/** Who, for what, under which version: the same in every statement of one operation. */
export function statementOf(
  agency: string,
  run: OperationContext,
  body: string,
): Omit<GrantStatement, 'v' | 'salt' | 'people' | 'families' | 'streams'> {
  const { requester, purpose, caseReference } = run.entry;
  const { id, organisation, role, area } = requester;
  return {
    agency,
    requester: { id, organisation, role, area },
    purpose,
    caseReference,
    protocolVersion: run.protocolVersion,
    operation: run.id,
    body,
  };
}

/** For a whole answer that is of no use. */
const faultyBy = (agency: string, fault: AgencyFault): FaultyNull =>
  FaultyNull.for({ kind: 'agency', agency, fault: fault === 'MALFORMED' ? 'malformed' : 'failed' });

/** Puts the agency's errors where they belong in its answer; one that says of no null that it is faulty is trouble. */
function takeErrors(
  agency: string,
  { data, errors }: Extract<AgencyReply, { kind: 'answered' }>,
  run: OperationContext,
): void {
  const placed = placeErrors(
    data,
    errors.map(({ path, code }) => ({
      path,
      why: { kind: 'agency', agency, fault: code === 'NOT_GRANTED' ? 'refused' : 'failed' },
    })),
  );
  if (!placed) run.answers.trouble(agency, 'ANSWERED_WITH_ERRORS');
}
