/** Something in every field that an agency publishes, told by whose it is. */
import { agencySdl } from '@family-view/schema';
import {
  buildASTSchema,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNullableType,
  isEnumType,
  isListType,
  isObjectType,
  parse,
} from 'graphql';

const schemas = new Map<string, GraphQLSchema>();

export function schemaOf(agency: string): GraphQLSchema {
  const options = { assumeValid: true, assumeValidSDL: true };
  const schema = schemas.get(agency) ?? buildASTSchema(parse(agencySdl(agency)), options);
  schemas.set(agency, schema);
  return schema;
}

/** Fields that an agency adds to a type, but for its key. */
export function fieldsAdded(agency: string, type: string, key: string): readonly string[] {
  const found = schemaOf(agency).getType(type);
  return isObjectType(found) ? Object.keys(found.getFields()).filter((field) => field !== key) : [];
}

export function growField(agency: string, type: string, field: string, whose: string): unknown {
  const found = schemaOf(agency).getType(type) as GraphQLObjectType;
  return growValue(found.getFields()[field]!.type, `${whose} ${field}`);
}

function growValue(type: GraphQLOutputType, path: string): unknown {
  const nullable = getNullableType(type);
  const figure = [...path].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 9_973, 7);
  if (isListType(nullable)) {
    return Array.from({ length: figure % 3 }, (_, at) => growValue(nullable.ofType, `${path} ${at}`));
  }
  if (isObjectType(nullable)) {
    const fields = Object.values(nullable.getFields());
    return Object.fromEntries(fields.map((field) => [field.name, growValue(field.type, `${path} ${field.name}`)]));
  }
  if (isEnumType(nullable)) return nullable.getValues()[figure % nullable.getValues().length]!.name;
  switch (String(nullable)) {
    case 'Boolean':
      return figure % 2 === 0;
    case 'Int':
    case 'Float':
      return figure;
    case 'Date':
      return `2026-0${1 + (figure % 9)}-1${figure % 10}`;
    case 'DateTime':
      return `2026-0${1 + (figure % 9)}-1${figure % 10}T08:00:00Z`;
    default:
      return path;
  }
}
