import type { GrantGroup, GrantStatement } from '@family-view/schema';
import { familyKey, personKey } from '@family-view/schema';
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { keyOfNull } from '../key-of-null';
import type { AgencyFault, OperationRun } from '../types';
import type { AgencyClient, AgencyReply } from './agency-client';
import { checkShape, selectionsOf } from './check-shape';
import { bodyDigest, type GrantSigner } from './sign-grants';

type Representation = Readonly<Record<string, unknown>>;
type Entity = Readonly<Record<string, unknown>>;

/** A plan step's text as it goes out: with the keys asked for again, under aliases of ours. */
interface PreparedStep {
  readonly query: string;
  readonly document: DocumentNode;
  readonly onEntities: boolean;
}

const KEY_ALIAS = 'k_key';
const prepared = new Map<string, PreparedStep>();

/** Asks one agency for one plan step. Trouble is noted in `run.answers` and answered as null, never thrown. */
export async function askAgency(
  agency: string,
  client: AgencyClient,
  sign: GrantSigner,
  step: { readonly query: string; readonly variables: Readonly<Record<string, unknown>> },
  run: OperationRun,
  schema: GraphQLSchema,
): Promise<{ readonly data: Record<string, unknown> | null }> {
  const { query, document, onEntities } = prepareStep(agency, step.query);
  const asked = onEntities ? (step.variables.representations as readonly Representation[]) : [];
  const places = placeRepresentations(agency, asked);
  if (onEntities && places.distinct.length === 0) return { data: { _entities: asked.map(() => null) } };
  const nothing = { data: onEntities ? { _entities: asked.map(() => null) } : null };
  if (run.answers.isInTrouble(agency)) return nothing;

  const streams = run.streamsOf(agency);
  const refs = places.distinct.map((representation) => keyOf(agency, representation)!);
  run.answers.asked(agency, refs, streams);
  const variables = onEntities ? { ...step.variables, representations: places.distinct } : { ...step.variables };
  const grant = await sign({
    ...statementOf(agency, run, bodyDigest(query, variables)),
    ...groupsOf(agency, places.distinct, streams),
    streams: onEntities ? [] : streams,
  });
  const reply = await client.post('/graphql', { query, variables, grant }, run.deadline.forRound());
  if (reply.kind === 'fault') {
    run.answers.trouble(agency, reply.fault);
    return nothing;
  }
  const shape = { schema, document, onMalformed: (key: string) => run.answers.fieldFault(agency, key, 'malformed') };
  if (!onEntities) {
    const data = checkShape(shape, schema.getQueryType()!, selectionsOf(document), reply.data);
    noteErrors(agency, reply, run);
    run.answers.answered(agency);
    return { data };
  }
  const entities = checkEntities(agency, places.distinct, reply.data._entities);
  if (!Array.isArray(entities)) {
    run.answers.trouble(agency, entities as AgencyFault);
    return nothing;
  }
  const checked = entities.map((entity: Entity | null, at) => {
    const type = schema.getType(String(places.distinct[at]!.__typename));
    return entity && isObjectType(type) ? checkShape(shape, type, entitySelections(document), { ...entity }) : null;
  });
  noteErrors(agency, reply, run);
  run.answers.answered(agency);
  return { data: { _entities: places.positions.map((at) => (at === null ? null : (checked[at] ?? null))) } };
}

/** Who, for what, under which version: the same in every statement of one operation. */
export function statementOf(
  agency: string,
  run: OperationRun,
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

function groupsOf(
  agency: string,
  representations: readonly Representation[],
  streams: readonly string[],
): { people: readonly GrantGroup[]; families: readonly GrantGroup[] } {
  const group = (key: string): readonly GrantGroup[] => {
    const refs = representations.map((one) => one[key]).filter((ref): ref is string => typeof ref === 'string');
    return refs.length > 0 ? [{ refs, streams }] : [];
  };
  return { people: group(personKey(agency)), families: group(familyKey(agency)) };
}

/** Distinct representations with a key, and where each asked one stands among them (null: no key, so not asked). */
function placeRepresentations(
  agency: string,
  asked: readonly Representation[],
): { distinct: readonly Representation[]; positions: readonly (number | null)[] } {
  const distinct: Representation[] = [];
  const seen = new Map<string, number>();
  const positions = asked.map((representation) => {
    const key = keyOf(agency, representation);
    if (key === undefined) return null;
    const name = `${String(representation.__typename)}|${key}`;
    let at = seen.get(name);
    if (at === undefined) {
      at = distinct.push(representation) - 1;
      seen.set(name, at);
    }
    return at;
  });
  return { distinct, positions };
}

function keyOf(agency: string, representation: Representation): string | undefined {
  const key = representation[personKey(agency)] ?? representation[familyKey(agency)];
  return typeof key === 'string' && key !== '' ? key : undefined;
}

/** Every entity is checked against the key that was asked for: an answer in another order is another child's record. */
function checkEntities(
  agency: string,
  asked: readonly Representation[],
  answered: unknown,
): readonly (Entity | null)[] | AgencyFault {
  if (!Array.isArray(answered) || answered.length !== asked.length) return 'ENTITY_MISMATCH';
  for (const [at, entity] of answered.entries()) {
    if (entity === null) continue;
    if (typeof entity !== 'object' || Array.isArray(entity)) return 'ENTITY_MISMATCH';
    const { __typename, [KEY_ALIAS]: key } = entity as Entity;
    if (key !== keyOf(agency, asked[at]!)) return 'ENTITY_MISMATCH';
    if (__typename !== undefined && __typename !== asked[at]!.__typename) return 'ENTITY_MISMATCH';
  }
  return answered as (Entity | null)[];
}

function noteErrors(
  agency: string,
  { data, errors }: Extract<AgencyReply, { kind: 'answered' }>,
  run: OperationRun,
): void {
  for (const { path, code } of errors) {
    const field = path && keyOfNull(path, data);
    if (field) run.answers.fieldFault(agency, field, code === 'NOT_GRANTED' ? 'refused' : 'failed');
    else run.answers.trouble(agency, 'ANSWERED_WITH_ERRORS');
  }
}

const entitySelections = (document: DocumentNode): SelectionSetNode => {
  const entities = selectionsOf(document).selections.find(
    (selection): selection is FieldNode => selection.kind === Kind.FIELD && selection.name.value === '_entities',
  );
  return entities!.selectionSet!;
};

function prepareStep(agency: string, query: string): PreparedStep {
  const name = `${agency}|${query}`;
  let found = prepared.get(name);
  if (!found) {
    if (prepared.size >= 5_000) prepared.clear();
    found = withKeys(agency, query);
    prepared.set(name, found);
  }
  return found;
}

function withKeys(agency: string, query: string): PreparedStep {
  const document = parse(query);
  const operation = document.definitions[0] as OperationDefinitionNode;
  const onEntities = operation.selectionSet.selections.some(
    (selection) => selection.kind === Kind.FIELD && selection.name.value === '_entities',
  );
  if (!onEntities) return { query, document, onEntities };
  const key: Readonly<Record<string, string>> = { Person: personKey(agency), Family: familyKey(agency) };
  const asked = visit(document, {
    Field(node): FieldNode | undefined {
      if (node.name.value !== '_entities') return undefined;
      const selections = node.selectionSet!.selections.map((selection): SelectionNode => {
        const field =
          selection.kind === Kind.INLINE_FRAGMENT ? key[selection.typeCondition?.name.value ?? ''] : undefined;
        if (selection.kind !== Kind.INLINE_FRAGMENT || field === undefined) return selection;
        const again: FieldNode = {
          kind: Kind.FIELD,
          alias: { kind: Kind.NAME, value: KEY_ALIAS },
          name: { kind: Kind.NAME, value: field },
        };
        return {
          ...selection,
          selectionSet: { ...selection.selectionSet, selections: [again, ...selection.selectionSet.selections] },
        };
      });
      return { ...node, selectionSet: { ...node.selectionSet!, selections } };
    },
  });
  return { query: print(asked), document: asked, onEntities };
}
