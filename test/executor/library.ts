import { buildSubgraphSchema } from '@apollo/subgraph';
import { composeSupergraph } from '@family-view/gateway/schema-registry/compose-supergraph';
import type { StepRequest } from '@family-view/gateway/subgraph-client/types';
import { execute, type GraphQLSchema, parse } from 'graphql';
import { AUTHORS, type Held, ITEMS, personAt, REVIEWS, TRUTH, within } from './holdings';

const link = (...names: readonly string[]): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${names.map((name) => `"@${name}"`).join(', ')}])`;

/** Four subgraphs with what makes plans hard: interfaces, unions, `@interfaceObject`, compound keys, needed fields, lists of lists. */
const SDL = {
  catalogue: `${link('key', 'shareable')}
    type Query {
      items(filter: ItemFilter): [Item]
      item(id: ID!): Item
      shelves: [[Item!]!]
      everything: [Found!]
      grid: [[Book]]
      nobody: Person
    }
    input ItemFilter { titled: Boolean, ids: [ID!] }
    enum Unit { CM INCH }
    interface Item @key(fields: "id") { id: ID!  title: String  weight: Int  dims: Dims }
    type Book implements Item @key(fields: "id") {
      id: ID!  title: String  weight: Int  dims: Dims  pages: Int!  author: Person  parts: [Part!]
    }
    type Film implements Item @key(fields: "id") {
      id: ID!  title: String  weight: Int  dims: Dims  minutes: Int!  director: Person  kind: String
    }
    union Found = Book | Film | Person
    type Part { name: String!  size(unit: Unit = CM): Float  parts: [Part] }
    type Dims @shareable { w: Int  h: Int }
    type Org @shareable { code: ID!  label: String }
    type Person @key(fields: "id") @key(fields: "org { code } badge") { id: ID!  org: Org!  badge: Int  nick: String @shareable }`,
  reviews: `${link('key', 'interfaceObject', 'provides', 'external', 'shareable')}
    type Query { reviews: [Review!]!  topItem: Item }
    type Item @interfaceObject @key(fields: "id") { id: ID!  reviews(first: Int = 2): [Review!]!  score: Float }
    type Review @key(fields: "id") { id: ID!  text: String  item: Item  by: Person @provides(fields: "nick") }
    type Person @key(fields: "id") { id: ID!  nick: String @external  reviews: [Review] }`,
  stock: `${link('key', 'requires', 'external', 'shareable')}
    type Book @key(fields: "id") {
      id: ID!  weight: Int @external  dims: Dims @external
      parcel: String @requires(fields: "weight dims { w h }")  copies: Int
    }
    type Film @key(fields: "id") {
      id: ID!  director: Person @external  shelf: String @requires(fields: "director { name }")
    }
    type Dims @shareable { w: Int @external  h: Int @external }
    type Person @key(fields: "id") { id: ID!  name: String! @external }`,
  people: `${link('key', 'shareable')}
    type Person @key(fields: "org { code } badge") {
      org: Org!  badge: Int  name: String!  boss: Person  team: [[Person!]]  contacts: [Contact!]
    }
    type Org @shareable { code: ID! }
    interface Contact { value: String! }
    type Phone implements Contact { value: String!  extension: Int }
    type Mail implements Contact { value: String!  verified: Boolean! }`,
} as const;
export type Subgraph = keyof typeof SDL;

export const SUPERGRAPH = composeSupergraph(Object.entries(SDL).map(([name, sdl]) => ({ name, sdl })));

type Reference = Held & { readonly badge?: number | null; readonly org?: { readonly code: string } };
const byId = (reference: Reference): Held | null =>
  [...ITEMS, ...AUTHORS, ...REVIEWS].find(({ id }) => id === reference.id) ?? null;
const truly = (type: string, ...fields: readonly string[]) =>
  Object.fromEntries(fields.map((field) => [field, TRUTH[type]![field]!]));
const typed = { __resolveType: ({ __typename }: Held) => __typename };

const resolvers: Readonly<Record<Subgraph, object>> = {
  catalogue: {
    Query: truly('Query', 'items', 'item', 'shelves', 'everything', 'grid', 'nobody'),
    Item: { ...typed, __resolveReference: byId },
    Found: typed,
    Book: { __resolveReference: byId, ...truly('Book', 'author') },
    Film: { __resolveReference: byId, ...truly('Film', 'director') },
    Part: truly('Part', 'size'),
    Person: { __resolveReference: (one: Reference) => (one.id === undefined ? personAt(one) : byId(one)) },
  },
  reviews: {
    Query: truly('Query', 'reviews', 'topItem'),
    Item: { __resolveReference: byId, ...truly('Book', 'reviews', 'score') },
    Review: { __resolveReference: byId, ...truly('Review', 'item', 'by') },
    Person: {
      __resolveReference: (one: Reference) => within('reviews', byId(one)),
      ...truly('Person', 'reviews'),
    },
  },
  stock: {
    Book: {
      __resolveReference: (told: Reference) => ({ ...told, copies: byId(told)?.copies }),
      // From what it was told, and nothing that it knows itself.
      parcel: ({ weight, dims }: Held) => `${weight} in ${JSON.stringify(dims && [dims.w, dims.h])}`,
    },
    Film: {
      __resolveReference: (told: Reference) => told,
      shelf: ({ director }: Held) => `under ${director ? director.name : 'nobody'}`,
    },
  },
  people: {
    Contact: typed,
    Person: { __resolveReference: personAt, ...truly('Person', 'boss', 'team') },
  },
};

const schemas = Object.fromEntries(
  (Object.keys(SDL) as Subgraph[]).map((name): [string, GraphQLSchema] => [
    name,
    buildSubgraphSchema([{ typeDefs: parse(SDL[name]), resolvers: resolvers[name] as never }]),
  ]),
);

export interface Asked {
  readonly subgraph: string;
  readonly request: StepRequest;
}

/** Answers a step as an agency would: over text and back, so that nothing of one answer is part of another. */
export async function askLibrary(subgraph: string, request: StepRequest, log: Asked[]) {
  const sent = JSON.parse(JSON.stringify(request)) as StepRequest;
  log.push({ subgraph, request: sent });
  const { data, errors } = await execute({
    schema: schemas[subgraph]!,
    document: parse(sent.query),
    variableValues: { ...sent.variables },
  });
  if (errors) throw errors[0];
  return { data: JSON.parse(JSON.stringify(data)) as Record<string, unknown> };
}
