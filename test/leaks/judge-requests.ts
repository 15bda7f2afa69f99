/** Whether what an agency was asked is no more than this asker may be shown, and no more than was asked for. */

import { buildSubgraphSchema } from '@apollo/subgraph';
import { contractSdl, familyKey, personKey } from '@family-view/schema';
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
import { canarySdl } from './canary-sdl';
import { ANYBODY, CONTRACT_STREAM, hidesObjects, needs, type PersonRights, type Share, type Standing } from './oracle';
import { guardsAt, guardsOfAgencies } from './stated-guards';
import type { Tokens } from './tokens';

/** Who asked, and what they may have of whom. */
export interface Judging {
  readonly standing: Standing;
  /** Of the person, or the family group, that an agency knows by this ref; of nobody, where there is none. */
  rightsAt(agency: string, ref: string): PersonRights;
  readonly askedFor: ReadonlySet<string>;
  readonly tokens: Tokens;
  /** Tokens that the asker stated. */
  readonly stated: ReadonlySet<string>;
}

const contract = buildSchema(contractSdl());
const subgraphs = new Map<string, GraphQLSchema>();
const named = new Map<string, readonly Named[]>();

interface Named {
  readonly coordinate: string;
  readonly returns: string;
  readonly leaf: boolean;
  /** Fields on the way down to it, with what they return. */
  readonly under: readonly (readonly [coordinate: string, returns: string])[];
}

/** Every field that a document names, by coordinate, fragments included. */
export function fieldsNamed(schema: GraphQLSchema, document: DocumentNode): readonly Named[] {
  const found: Named[] = [];
  const types = new TypeInfo(schema);
  const under: (readonly [string, string])[] = [];
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        enter(node) {
          const field = types.getFieldDef();
          const parent = types.getParentType();
          const returned = field && getNamedType(field.type);
          const coordinate = `${parent?.name}.${field?.name}`;
          if (returned && !node.name.value.startsWith('__'))
            found.push({ coordinate, returns: returned.name, leaf: isLeafType(returned), under: [...under] });
          under.push([coordinate, returned?.name ?? '']);
        },
        leave: () => void under.pop(),
      },
    }),
  );
  return found;
}

function namedIn({ agency, endpoint, query }: Received): readonly Named[] {
  const key = `${endpoint === 'contract' ? '' : agency}|${query}`;
  let found = named.get(key);
  if (!found) {
    if (!subgraphs.has(agency)) subgraphs.set(agency, buildSubgraphSchema([{ typeDefs: parse(canarySdl(agency)) }]));
    found = fieldsNamed(endpoint === 'contract' ? contract : subgraphs.get(agency)!, parse(query));
    if (named.size > 20_000) named.clear();
    named.set(key, found);
  }
  return found;
}

export function judgeRequests(received: readonly Received[], judging: Judging): readonly string[] {
  return received.flatMap((one) => [
    ...(one.endpoint === 'contract' ? judgeContract(one, judging.standing) : judgeSubgraph(one, judging)),
    ...judgeGrant(one, judging),
    ...judgeBody(one, judging),
  ]);
}

/** Of each person asked about, nothing is named that is withheld of them, and nothing inside what is told as recorded. */
function judgeSubgraph(one: Received, { standing, rightsAt, askedFor }: Judging): readonly string[] {
  const { agency, statement } = one;
  const stated = guardsOfAgencies.get(agency)!;
  const faults: string[] = [];
  const refs = [...statement.people, ...statement.families].flatMap((group) => group.refs);
  const about = new Set(refs.map((ref) => rightsAt(agency, ref)));
  const own = (coordinate: string, returns: string) => [
    ...(stated.get(coordinate.split('.')[0]!) ?? []),
    ...guardsAt(stated, coordinate, returns),
  ];
  for (const { coordinate, returns, leaf, under } of namedIn(one)) {
    const [type = '', field = ''] = coordinate.split('.');
    if (coordinate === 'Query._entities' || field === personKey(agency) || field === familyKey(agency)) continue;
    const guards = [
      ...own(coordinate, returns),
      ...(type === 'Person' || type === 'Family' ? [needs(`${agency}:existence`)] : []),
    ];
    if (!standing.mayAllow(guards)) faults.push(`${agency} was asked for ${coordinate}, which is withheld`);
    else if ([...about].some((rights) => !rights.allows(guards)))
      faults.push(`${agency} was asked for ${coordinate} of somebody of whom it is withheld`);
    const hidden = under.find(([above, given]) => {
      const ruled = own(above, given);
      return ruled.length > 0 && [...about].some((rights) => hidesObjects(rights.transforms(ruled)));
    });
    if (hidden) faults.push(`${agency} was asked for ${coordinate}, of which only that it is recorded may be told`);
    if (leaf && !askedFor.has(coordinate)) faults.push(`${agency} was asked for ${coordinate}, which nobody asked for`);
  }
  return faults;
}

/** A field of the contract is named for the asker, or for joining where its owner has a flow. */
function judgeContract(one: Received, standing: Standing): readonly string[] {
  const { agency } = one;
  const yes = (stream: string): boolean => standing.says(`${agency}:${stream}`) !== 'no';
  const joins = (share: Share): boolean => ANYBODY.some((to) => standing.flows(agency, share, to));
  // Facts settle a clause with a condition; they are for the gateway alone.
  const tellsFacts = standing.dependsOnFacts && standing.flows(agency, 'facts', 'gateway');
  // Whoever looks up their own family is stopped, and whoever belongs with somebody marked is closed with them: the gateway
  // alone reads who belongs to a family, and as what.
  const tellsFamily = standing.flows(agency, 'family', 'gateway');
  const opens: Readonly<Record<string, (field: string) => boolean>> = {
    Query: (field) => {
      if (field === 'roster') return yes('roster') && yes('existence');
      if (field === 'members') return yes('existence') && (yes('family') || yes('household') || tellsFamily);
      if (field === 'facts') return yes('existence') && tellsFacts;
      return field === 'markers' ? tellsFacts : yes('existence');
    },
    Candidate: () => yes('existence'),
    RosterPage: () => yes('roster'),
    Coverage: () => yes('existence'),
    Fact: () => tellsFacts,
    Group: () => yes('family') || yes('household') || tellsFamily,
    GroupMember: (field) =>
      yes('family') || yes('household') || tellsFamily || (field === 'subject' && joins('identity')),
    Involvement: (field) => field === 'ref' || yes(CONTRACT_STREAM.Involvement(field)),
    Contact: () => yes('contact'),
    Identity: (field) =>
      field === 'ref' ||
      (field === 'dataQuality' || field === 'asOf'
        ? yes('identity')
        : (yes(CONTRACT_STREAM.Identity(field)) &&
            (field !== 'expectedDateOfBirth' || standing.says('health:maternity') !== 'no')) ||
          joins(CONTRACT_STREAM.Identity(field))),
    DataQuality: () => yes('identity'),
    NotedRight: () => yes('existence'),
  };
  return namedIn(one).flatMap(({ coordinate }) => {
    const [type = '', field = ''] = coordinate.split('.');
    return opens[type]?.(field) ? [] : [`${agency} was asked for ${coordinate} of the contract, which is withheld`];
  });
}

/** No grant names a stream that this asker does not have, of somebody whom it is about, and that no flow lets out. */
function judgeGrant({ agency, statement }: Received, { standing, rightsAt }: Judging): readonly string[] {
  const tellsFacts = standing.dependsOnFacts && standing.flows(agency, 'facts', 'gateway');
  const passes = (stream: string): boolean => {
    const share = stream.split(':')[1] as Share;
    return (
      stream.startsWith(`${agency}:`) &&
      (ANYBODY.some((to) => standing.flows(agency, share, to)) ||
        (stream === `${agency}:facts` && tellsFacts) ||
        (stream === `${agency}:family` && standing.flows(agency, 'family', 'gateway')))
    );
  };
  const groups = [...statement.people, ...statement.families];
  return [
    ...statement.streams
      .filter((stream) => !stream.startsWith(`${agency}:`) || !(standing.says(stream) !== 'no' || passes(stream)))
      .map((stream) => `${agency} was granted ${stream}, which this asker does not have`),
    ...groups.flatMap(({ refs, streams }) =>
      streams
        .filter((stream) => !passes(stream) && refs.some((ref) => rightsAt(agency, ref).shows(stream) === null))
        .map((stream) => `${agency} was granted ${stream} of somebody of whom this asker does not have it`),
    ),
  ];
}

/** Nothing that one agency holds reaches another, but what its owner passes on for joining, and what the asker stated. */
function judgeBody({ agency, body }: Received, { standing, tokens, stated }: Judging): readonly string[] {
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
