import { type DefinitionNode, Kind, parse, print } from 'graphql';
import { namedType } from '../read-subgraph';
import { ACT_TYPES, type AgencyAct } from './read-acts';

/** What the gateway's own schema says of the agencies' acts: in place of what each of them publishes. */
export interface ActsSdl {
  /** Fields of Query and of Mutation, and the types that they name; empty where nobody publishes any. */
  readonly queries: string;
  readonly mutations: string;
  readonly types: string;
}

const NONE: ActsSdl = { queries: '', mutations: '', types: '' };

/**
 * One field for each act, whichever agencies take it: the requester names the agency and the person, and the gateway fills in
 * that agency's own reference. What may be done is guarded by the stream of each: any of them opens the field, and linkage
 * decides by that of the agency that is meant.
 *
 * @param shared `schema/shared.graphql`
 */
export function actsSdl(acts: readonly AgencyAct[], shared: string): ActsSdl {
  if (acts.length === 0) return NONE;
  const byName = new Map<string, AgencyAct[]>();
  for (const act of acts) byName.set(act.name, [...(byName.get(act.name) ?? []), act]);
  const streamsOf = (some: readonly AgencyAct[]): readonly string[] => [
    ...new Set(some.flatMap(({ stream }) => (stream === null ? [] : [stream]))),
  ];
  const mutations = [...byName].map(([name, same]) => {
    const [{ description, given }] = same as [AgencyAct];
    const takers = same.map(({ agency }) => agency).join(', ');
    const args = [
      `"One of ${takers}."\n    agency: ID!`,
      'person: PersonID!',
      '"Made by the requester, once for each act: 16 to 64 letters, figures, - or _. Asked again with it, nothing is done twice."\n    key: ID!',
      ...given.map((one) => `${one.description ? `${quoted(one.description)}\n    ` : ''}${one.name}: ${one.type}`),
    ];
    return `  ${quoted(description ?? `Done at ${takers}.`)}\n  ${name}(\n    ${args.join('\n    ')}\n  ): ${ACT_TYPES.answer} ${policy(streamsOf(same))}`;
  });
  return {
    queries: `  "On whom the requester may next do something at an agency: whose referral waits, whose step is proposed; of submitReferral, whom they have referred. Nobody's but what that agency has for them."
  worklist(agency: ID!, act: ID!, first: Int = 20, after: String): PersonConnection ${policy(streamsOf(acts))}`,
    mutations: mutations.join('\n'),
    types: typesNamed(acts, shared),
  };
}

const policy = (streams: readonly string[]): string =>
  `@policy(policies: [${streams.map((stream) => `["${stream}"]`).join(', ')}])`;

const quoted = (text: string): string => JSON.stringify(text.replace(/\s+/g, ' ').trim());

/** What an act answers, and the enums of the shared types that its arguments have. */
function typesNamed(acts: readonly AgencyAct[], shared: string): string {
  const named = new Set(
    acts.flatMap(({ field }) => (field.arguments ?? []).map(({ type }) => namedType(type).name.value)),
  );
  const answers = new Set<string>([ACT_TYPES.answer]);
  const definitions = parse(shared, { noLocation: true }).definitions;
  for (const one of definitions)
    if (one.kind === Kind.OBJECT_TYPE_DEFINITION && answers.has(one.name.value))
      for (const field of one.fields ?? []) named.add(namedType(field.type).name.value);
  const isMeant = (one: DefinitionNode): boolean =>
    (one.kind === Kind.ENUM_TYPE_DEFINITION && named.has(one.name.value)) ||
    (one.kind === Kind.OBJECT_TYPE_DEFINITION && answers.has(one.name.value));
  return definitions.filter(isMeant).map(print).join('\n\n');
}
