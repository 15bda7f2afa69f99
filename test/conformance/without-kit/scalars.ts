import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const scalarOf = (name: string, fits: (text: string) => boolean): GraphQLScalarType => {
  const read = (value: unknown): string => {
    if (typeof value !== 'string' || !fits(value)) throw new GraphQLError(`expected a ${name}`);
    return value;
  };
  return new GraphQLScalarType({
    name,
    serialize: read,
    parseValue: read,
    parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : undefined),
  });
};

const isDay = (text: string): boolean => {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
};

export const scalars = {
  Date: scalarOf('Date', isDay),
  DateTime: scalarOf('DateTime', (text) => /T.*(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text))),
};
