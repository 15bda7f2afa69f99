import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isObjectType } from 'graphql';

/** One agency's part of the schema, as far as the requester may see it. */
export interface AgencyPart {
  readonly agency: string;
  readonly fields: readonly string[];
}

const OPENED_BY = /Opened by ([^.]*)/;
const STREAM = /\b([a-z][a-z-]*):[a-z-]+/g;

/**
 * Sorts the fields of a schema by the agency that opens them. The documentation of each says by which streams that is;
 * those that several agencies open belong to the single view.
 */
export function partsByAgency(schema: GraphQLSchema): readonly AgencyPart[] {
  const parts = new Map<string, string[]>();
  const objects = Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
  );
  for (const type of objects)
    for (const field of Object.values(type.getFields())) {
      const opened = OPENED_BY.exec(field.description ?? '')?.[1];
      if (opened === undefined) continue;
      const agencies = new Set([...opened.matchAll(STREAM)].map(([, agency]) => agency ?? ''));
      const agency = agencies.size === 1 ? ([...agencies][0] ?? '') : 'single view';
      parts.set(agency, [...(parts.get(agency) ?? []), `${type.name}.${field.name}: ${getNamedType(field.type).name}`]);
    }
  return [...parts].map(([agency, fields]) => ({ agency, fields: fields.sort() })).sort(bySize);
}

const bySize = (a: AgencyPart, b: AgencyPart): number => b.fields.length - a.fields.length;
