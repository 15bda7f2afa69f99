import { GraphQLError, type GraphQLSchema, isScalarType } from 'graphql';
import { checkIsoDate } from '../identifiers';

/** Dates that come in are checked to be real ones; those that go out were checked by the connector. */
export function checkDatesIn(schema: GraphQLSchema): void {
  const date = schema.getType('Date');
  const instant = schema.getType('DateTime');
  if (isScalarType(date)) {
    date.parseValue = (value: unknown) => {
      const checked = typeof value === 'string' ? checkIsoDate(value) : undefined;
      if (!checked?.ok) throw new GraphQLError('expected a calendar date, YYYY-MM-DD');
      return checked.value;
    };
    date.parseLiteral = (node) => date.parseValue('value' in node ? node.value : null);
  }
  if (isScalarType(instant)) {
    instant.parseValue = (value: unknown) => {
      const written = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(value);
      if (!written || Number.isNaN(Date.parse(value))) throw new GraphQLError('expected an instant with a time zone');
      return value;
    };
    instant.parseLiteral = (node) => instant.parseValue('value' in node ? node.value : null);
  }
}
