import { GraphQLError, GraphQLScalarType, type ValueNode } from 'graphql';
import { checkIsoDate } from '../identifiers';

/** Dates that come in are checked to be real ones; those that go out were checked by the connector. */
export const contractScalars = {
  Date: scalar('Date', (value) => {
    const checked = typeof value === 'string' ? checkIsoDate(value) : undefined;
    if (!checked?.ok) throw new GraphQLError('expected a calendar date, YYYY-MM-DD');
    return checked.value;
  }),
  DateTime: scalar('DateTime', (value) => {
    const written = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(value);
    if (!written || Number.isNaN(Date.parse(value))) throw new GraphQLError('expected an instant with a time zone');
    return value;
  }),
};

function scalar(name: string, parseValue: (value: unknown) => unknown): GraphQLScalarType {
  const parseLiteral = (node: ValueNode): unknown => parseValue('value' in node ? node.value : null);
  return new GraphQLScalarType({ name, parseValue, parseLiteral });
}
