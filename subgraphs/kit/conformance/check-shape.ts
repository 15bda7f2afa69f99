/** Is a value of this type, all the way down? What `schema/contract.graphql` says, held against an answer. */
import { type GraphQLOutputType, isEnumType, isListType, isNonNullType, isObjectType } from 'graphql';
import { checkIsoDate } from '../identifiers';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

const SCALARS: Readonly<Record<string, (value: unknown) => boolean>> = {
  ID: (value) => typeof value === 'string' && value !== '',
  String: (value) => typeof value === 'string',
  Int: (value) => Number.isInteger(value),
  Float: (value) => typeof value === 'number',
  Boolean: (value) => typeof value === 'boolean',
  Date: (value) => typeof value === 'string' && checkIsoDate(value).ok,
  DateTime: (value) => typeof value === 'string' && INSTANT.test(value) && !Number.isNaN(Date.parse(value)),
};

/** What does not fit, by place; the value itself is never told. Empty where all of it fits. */
export function misfits(value: unknown, type: GraphQLOutputType, at: string): readonly string[] {
  if (isNonNullType(type))
    return value === null || value === undefined
      ? [`${at}: expected ${type}, came null`]
      : misfits(value, type.ofType, at);
  if (value === null) return [];
  if (value === undefined) return [`${at}: expected ${type}, came nothing`];
  if (isListType(type))
    return Array.isArray(value)
      ? value.flatMap((one) => misfits(one, type.ofType, `${at}[]`))
      : [`${at}: expected a list, came none`];
  if (isObjectType(type))
    return Object.values(type.getFields()).flatMap((field) => {
      const inside = (value as Record<string, unknown>)[field.name];
      // What was not selected did not come: a field that leads back to where it began.
      return inside === undefined && isObjectType(field.type) ? [] : misfits(inside, field.type, `${at}.${field.name}`);
    });
  if (isEnumType(type))
    return type.getValue(String(value)) ? [] : [`${at}: expected one of ${type.name}, came another word`];
  return (SCALARS[String(type)] ?? (() => true))(value) ? [] : [`${at}: expected ${type}, came another form`];
}
