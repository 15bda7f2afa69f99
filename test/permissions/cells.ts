/** An answer to "everything about this person", taken apart into cells: which field, of whose record, under which guards. */
import { AGENCIES } from '@family-view/schema';
import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isObjectType } from 'graphql';
import { agencySchema } from '../leaks/canary-record';
import { CONTRACT_STREAM, type Guard, NEVER, needs } from '../leaks/oracle';
import { guardsAt, guardsOfAgencies } from '../leaks/stated-guards';

export interface Cell {
  /** Response path, list positions included. */
  readonly path: string;
  readonly coordinate: string;
  /** Whose record; null where the word of any agency will do. */
  readonly agency: string | null;
  readonly guards: readonly Guard[];
  /** Those of them that say how it is shown, where it is not shown whole. */
  readonly ruled: readonly Guard[];
  readonly value: unknown;
}

export type Values = Readonly<Record<string, unknown>>;

/** The agency that publishes a field of Person, Family or Query; undefined for the gateway's own fields. */
function publisherOf(type: string, field: string): string | undefined {
  return AGENCIES.find((agency) => {
    const object = agencySchema(agency).getType(type);
    return isObjectType(object) && object.getFields()[field] !== undefined;
  });
}

/** No part of what anybody recorded of a person. */
const NEVER_CHANGED = new Set(['agency', 'asOf', 'dataQuality', 'field', 'fault', 'recorded']);

const anyAgency = (stream: string): Guard => AGENCIES.map((agency) => [`${agency}:${stream}`]);

/** Every leaf of a person in the answer, null or not. Only what stands in an object that was given is told. */
export function cellsOf(schema: GraphQLSchema, person: Values, path: string): readonly Cell[] {
  const type = schema.getType('Person');
  if (!isObjectType(type)) throw new TypeError('the schema has no Person');
  return readObject(type, person, path, null, [], []);
}

function readObject(
  type: GraphQLObjectType,
  values: Values,
  path: string,
  above: string | null,
  guards: readonly Guard[],
  ruledAbove: readonly Guard[],
): readonly Cell[] {
  const agency = typeof values.agency === 'string' ? values.agency : above;
  return Object.entries(values).flatMap(([name, value]): readonly Cell[] => {
    const field = type.getFields()[name];
    if (!field || name === 'id' || name === '__typename') return [];
    const coordinate = `${type.name}.${name}`;
    const returned = getNamedType(field.type);
    const entry = ['Person', 'Family'].includes(type.name);
    const owner = entry
      ? publisherOf(type.name, name)
      : agency !== null && guardsOfAgencies.get(agency)
        ? agency
        : undefined;
    const isRecord = entry ? owner !== undefined : path.includes('#');
    const own =
      isRecord && owner
        ? recordGuards(owner, type.name, coordinate, returned.name)
        : ownGuards(type.name, name, agency);
    const below = [...guards, ...own];
    const stated = isRecord && owner ? own.slice(1) : NEVER_CHANGED.has(name) ? [] : own.slice(-1);
    const ruled = stated.length > 0 ? stated : isRecord ? ruledAbove : [];
    const cell = { path: '', coordinate, agency: owner ?? agency, guards: below, ruled, value };
    // Marks that the way down has entered an agency's own record.
    const here = `${path}/${name}${entry && owner ? `#${owner}` : ''}`;
    if (!isObjectType(returned)) return [{ ...cell, path: here }];
    if (returned.name === 'Person') return [];
    const isGuarded = isRecord && own.length > 1;
    if (value === null && isGuarded) return [{ ...cell, path: here }];
    return inside(value).flatMap(([at, one]) =>
      readObject(returned, one, `${here}${at}`, owner ?? agency, below, ruled),
    );
  });
}

const inside = (value: unknown): readonly (readonly [string, Values])[] => {
  if (Array.isArray(value))
    return value.flatMap((one, at) => inside(one).map(([, inner]) => [`/${at}`, inner] as const));
  return typeof value === 'object' && value !== null ? [['', value as Values]] : [];
};

function recordGuards(agency: string, type: string, coordinate: string, returned: string): readonly Guard[] {
  const stated = guardsOfAgencies.get(agency)!;
  return [needs(`${agency}:existence`), ...(stated.get(type) ?? []), ...guardsAt(stated, coordinate, returned)];
}

/** What opens the gateway's own fields, written down from DESIGN.md section 5. */
function ownGuards(type: string, field: string, agency: string | null): readonly Guard[] {
  const at = (stream: string): readonly Guard[] =>
    agency === null ? [anyAgency(stream)] : [needs(`${agency}:existence`), needs(`${agency}:${stream}`)];
  switch (type) {
    case 'Person':
      // One fact under two streams: when a child is due is told by maternity's right (schema/equivalent-facts.yaml).
      if (field === 'expectedDateOfBirth') return [anyAgency('identity'), needs('health:maternity')];
      return ['lifeState', 'displayName', 'dateOfBirth'].includes(field) ? [anyAgency('identity')] : [];
    case 'Identity':
      return [
        ...at('identity'),
        ...at(CONTRACT_STREAM.Identity(field)),
        ...(field === 'expectedDateOfBirth' ? [needs('health:maternity')] : []),
      ];
    case 'RecordFault':
      return at('identity');
    case 'Involvement':
      return at(CONTRACT_STREAM.Involvement(field));
    case 'LeadContact':
      return at('contact');
    case 'AgencyAnswer':
      return ['agency', 'status'].includes(field) ? [anyAgency('existence')] : at('existence');
    case 'AssertedRelationship':
      return at('family');
    case 'EndedTie':
      return at(field === 'name' ? 'identity' : 'family');
    case 'PossiblySame':
      return at('existence');
    case 'Family':
    case 'FamilyMember':
      return [];
    default:
      return [NEVER];
  }
}
