/** Whether what an agency was asked is no more than this asker may be shown, and no more than was asked for. */

import { buildSubgraphSchema } from '@apollo/subgraph';
import { agencySdl, contractSdl, familyKey, personKey } from '@family-view/schema';
import {
  buildSchema,
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Received } from './canary-agency';
import { CONTRACT_STREAM, guardsAt, guardsOfAgencies, needs, type Share, type Standing } from './oracle';
import type { Tokens } from './tokens';

const contract = buildSchema(contractSdl());
const subgraphs = new Map<string, GraphQLSchema>();
const named = new Map<string, readonly Named[]>();

interface Named {
  readonly coordinate: string;
  readonly returns: string;
  readonly leaf: boolean;
}

/** Every field that a document names, by coordinate, fragments included. */
export function fieldsNamed(schema: GraphQLSchema, document: DocumentNode): readonly Named[] {
  const found: Named[] = [];
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(node) {
        const field = types.getFieldDef();
        const parent = types.getParentType();
        if (!field || !parent || node.name.value.startsWith('__')) return;
        const returned = getNamedType(field.type);
        found.push({ coordinate: `${parent.name}.${field.name}`, returns: returned.name, leaf: isLeafType(returned) });
      },
    }),
  );
  return found;
}

function namedIn({ agency, door, query }: Received): readonly Named[] {
  const key = `${door === 'contract' ? '' : agency}|${query}`;
  let found = named.get(key);
  if (!found) {
    if (!subgraphs.has(agency)) subgraphs.set(agency, buildSubgraphSchema([{ typeDefs: parse(agencySdl(agency)) }]));
    found = fieldsNamed(door === 'contract' ? contract : subgraphs.get(agency)!, parse(query));
    if (named.size > 20_000) named.clear();
    named.set(key, found);
  }
  return found;
}

export function judgeRequests(
  received: readonly Received[],
  standing: Standing,
  askedFor: ReadonlySet<string>,
  tokens: Tokens,
  stated: ReadonlySet<string>,
): readonly string[] {
  return received.flatMap((one) => [
    ...(one.door === 'contract' ? judgeContract(one, standing) : judgeSubgraph(one, standing, askedFor)),
    ...judgeGrant(one, standing),
    ...judgeBody(one, standing, tokens, stated),
  ]);
}

function judgeSubgraph(one: Received, standing: Standing, askedFor: ReadonlySet<string>): readonly string[] {
  const { agency } = one;
  const stated = guardsOfAgencies.get(agency)!;
  const faults: string[] = [];
  for (const { coordinate, returns, leaf } of namedIn(one)) {
    const [type = '', field = ''] = coordinate.split('.');
    if (coordinate === 'Query._entities' || field === personKey(agency) || field === familyKey(agency)) continue;
    const guards = [
      ...(stated.get(type) ?? []),
      ...guardsAt(stated, coordinate, returns),
      ...(type === 'Person' || type === 'Family' ? [needs(`${agency}:existence`)] : []),
    ];
    if (!standing.allows(guards)) faults.push(`${agency} was asked for ${coordinate}, which is withheld`);
    if (leaf && !askedFor.has(coordinate)) faults.push(`${agency} was asked for ${coordinate}, which nobody asked for`);
  }
  return faults;
}

/** A field of the contract is named for the asker, or for joining where its owner has a flow. */
function judgeContract(one: Received, standing: Standing): readonly string[] {
  const { agency } = one;
  const yes = (stream: string): boolean => standing.says(`${agency}:${stream}`) === 'yes';
  const anybody = ['health', 'education', 'social-care', 'housing', 'childrens-centre'];
  const joins = (share: Share): boolean => anybody.some((to) => standing.flows(agency, share, to));
  const opens: Readonly<Record<string, (field: string) => boolean>> = {
    Query: (field) => {
      if (field === 'roster') return yes('roster') && yes('existence');
      if (field === 'members') return yes('existence') && (yes('family') || yes('household'));
      // Facts settle a clause with a condition; they are for the gateway alone.
      return field === 'facts' ? standing.dependsOnFacts : yes('existence');
    },
    Candidate: () => yes('existence'),
    RosterPage: () => yes('roster'),
    Coverage: () => yes('existence'),
    Fact: () => standing.dependsOnFacts,
    Group: () => yes('family') || yes('household'),
    GroupMember: (field) => yes('family') || yes('household') || (field === 'subject' && joins('identity')),
    Involvement: (field) => field === 'ref' || yes(CONTRACT_STREAM.Involvement(field)),
    Contact: () => yes('contact'),
    Identity: (field) =>
      field === 'ref' ||
      (field === 'dataQuality' || field === 'asOf'
        ? yes('identity')
        : yes(CONTRACT_STREAM.Identity(field)) || joins(CONTRACT_STREAM.Identity(field))),
    DataQuality: () => yes('identity'),
  };
  return namedIn(one).flatMap(({ coordinate }) => {
    const [type = '', field = ''] = coordinate.split('.');
    return opens[type]?.(field) ? [] : [`${agency} was asked for ${coordinate} of the contract, which is withheld`];
  });
}

/** No grant names a stream that this asker does not have and no flow lets out. */
function judgeGrant({ agency, statement }: Received, standing: Standing): readonly string[] {
  const streams = new Set([
    ...statement.streams,
    ...statement.people.flatMap((group) => group.streams),
    ...statement.families.flatMap((group) => group.streams),
  ]);
  const anybody = ['health', 'education', 'social-care', 'housing', 'childrens-centre'];
  return [...streams].flatMap((stream) => {
    const share = stream.split(':')[1] as Share;
    const passed = anybody.some((to) => standing.flows(agency, share, to));
    return stream.startsWith(`${agency}:`) &&
      (standing.says(stream) === 'yes' || passed || (stream === `${agency}:facts` && standing.dependsOnFacts))
      ? []
      : [`${agency} was granted ${stream}, which this asker does not have`];
  });
}

/** Nothing that one agency holds reaches another, but what its owner passes on for joining, and what the asker stated. */
function judgeBody(
  { agency, body }: Received,
  standing: Standing,
  tokens: Tokens,
  stated: ReadonlySet<string>,
): readonly string[] {
  return [...tokens.find(body)].flatMap(([token, cells]) => {
    const mayPass =
      stated.has(token) ||
      cells.some(
        (cell) =>
          cell.agency === agency || (cell.share !== undefined && standing.flows(cell.agency, cell.share, agency)),
      );
    return mayPass ? [] : [`${agency} was told ${cells[0]!.coordinate} of ${cells[0]!.about}, which has no flow to it`];
  });
}
