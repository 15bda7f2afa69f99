/** Questions by every kind of identifier, over every type that can be asked of a person. */
import type { HeldPerson } from '@family-view/kit';
import {
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isObjectType,
  isScalarType,
} from 'graphql';
import type { Random } from '../random';
import { AREAS } from './invent-world';

export type Variables = Readonly<Record<string, unknown>>;

/** One root field as text, with the variables it declares. */
export interface Root {
  readonly text: string;
  readonly declares: string;
  readonly variables: Variables;
}

export interface Selecting {
  readonly schema: GraphQLSchema;
  readonly random: Random;
}

/** Some of what a type has; a person's family once, and its members' own families not. */
export function select({ schema, random }: Selecting, typeName: string, families = 1): string {
  const type = schema.getType(typeName) as GraphQLObjectType;
  const share = random.pick([0.4, 0.7, 1]);
  const chosen = Object.values(type.getFields()).flatMap((field): readonly string[] => {
    const named = getNamedType(field.type);
    const isNested = isObjectType(named);
    if (field.args.length > 0 || !random.chance(isNested ? Math.min(share, 0.75) : share)) return [];
    if (!isNested) return isScalarType(named) || isEnumType(named) ? [field.name] : [];
    if (named.name === 'Family' && families === 0) return [];
    const below = select({ schema, random }, named.name, named.name === 'Family' ? families - 1 : families);
    return [`${field.name} ${below}`];
  });
  return `{ ${chosen.length === 0 ? '__typename' : chosen.join(' ')} }`;
}

/** What a requester might know of somebody, as one agency's record has it: not always as it was written there. */
export function drawSearch(random: Random, held: HeldPerson): Variables | null {
  const { givenName, familyName, dateOfBirth, postcode, uprn, nhsNumber, upn, laChildId } = held;
  const born = dateOfBirth && random.chance(0.15) ? swapped(dateOfBirth) : dateOfBirth;
  const given = givenName && random.chance(0.15) ? `${givenName}a` : givenName;
  const name = { familyName, dateOfBirth: born };
  const ways: readonly Record<string, string | null>[] = [
    { nhsNumber },
    { nhsNumber, givenName: given, ...name },
    { upn },
    { upn, ...name },
    { laChildId, dateOfBirth: born },
    name,
    { givenName: given, ...name },
    { givenName: given, ...name, postcode },
    { givenName: given, ...name, postcode },
    { givenName: given, ...name, uprn },
  ];
  const possible = ways.filter((way) => Object.values(way).every((value) => value !== null));
  return possible.length > 0 ? random.pick(possible) : null;
}

function swapped(date: string): string {
  const [year, month, day] = date.split('-');
  return Number(day) <= 12 ? `${year}-${day}-${month}` : date;
}

export const findRoot = (selecting: Selecting, by: Variables): Root => ({
  text: `findPeople(by: $by) ${select(selecting, 'PersonSearchResult').replace(/^\{ /, '{ certain { id } ')}`,
  declares: '$by: PersonSearch!',
  variables: { by },
});

export const personRoot = (selecting: Selecting, id: string): Root => ({
  text: `person(id: $person) ${select(selecting, 'Person')}`,
  declares: '$person: PersonID!',
  variables: { person: id },
});

export const familyRoot = (selecting: Selecting, id: string): Root => ({
  text: `family(id: $family) ${select(selecting, 'Family', 0)}`,
  declares: '$family: FamilyID!',
  variables: { family: id },
});

export const caseloadRoot = (selecting: Selecting, area: string | null): Root => ({
  text: `caseload(area: $area, first: $first, after: $after) ${select(selecting, 'PersonConnection').replace(/^\{ /, '{ pageInfo { hasNextPage endCursor } nodes { id } ')}`,
  declares: '$area: ID, $first: Int, $after: String',
  variables: {
    area: area ?? (selecting.random.chance(0.7) ? selecting.random.pick(AREAS) : null),
    first: 1 + selecting.random.int(6),
    after: null,
  },
});

export function explainRoot({ schema, random }: Selecting, id: string): Root {
  const coordinates = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && /Record$|^Identity$|^Person$|^Involvement$/.test(type.name))
    .flatMap((type) => Object.keys((type as GraphQLObjectType).getFields()).map((field) => `${type.name}.${field}`));
  return {
    text: 'explainAccess(fields: $fields, person: $explained) { field decision stream clause reason conditions shownAs explanation ring }',
    declares: '$fields: [String!]!, $explained: PersonID',
    variables: { fields: random.shuffle(coordinates).slice(0, 8), explained: id },
  };
}

export const questionOf = ({ text, declares, variables }: Root, explain: boolean) => ({
  query: `query (${declares}) { ${text} }`,
  variables,
  explain,
});
