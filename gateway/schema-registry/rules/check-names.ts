import { refused, type SchemaFinding, warned } from '../findings';
import { ANSWER_TYPES } from '../gateway-sdl/answer-sdl';
import type { ReadSubgraph } from '../read-subgraph';

/** Names that stand for something else in a stack. */
const TAKEN: ReadonlySet<string> = new Set(['linkage', 'single-view', 'gateway', 'agency', 'shared', 'registry']);

export function checkAgencyName(name: string): readonly SchemaFinding[] {
  if (/^[a-z]+(-[a-z]+)*$/.test(name) && name.length <= 40 && !TAKEN.has(name)) return [];
  const why = TAKEN.has(name)
    ? 'it is a name of the gateway itself'
    : 'expected small letters with hyphens, as adult-learning';
  return [refused('AGENCY_NAME', `"${name}" cannot be an agency's name: ${why}.`)];
}

/** Names that begin so are GraphQL's own (section 2.1.9), and `__proto__` is no name of a property. */
function reservedNames({ types }: ReadSubgraph): readonly SchemaFinding[] {
  return types.flatMap((type) =>
    [
      { name: type.name, coordinate: type.name, line: type.line },
      ...type.fields,
      ...type.values.map((value) => ({ name: value, coordinate: `${type.name}.${value}`, line: type.line })),
    ]
      .filter(({ name }) => name.startsWith('__'))
      .map(({ coordinate, line }) =>
        refused('RESERVED_NAME', `${coordinate} begins with two underscores: such names are GraphQL's own.`, {
          line,
          coordinate,
        }),
      ),
  );
}

/** In the schema that is downloaded these are the gateway's own. */
const answerTypes = ({ types }: ReadSubgraph): readonly SchemaFinding[] =>
  types
    .filter(({ name }) => ANSWER_TYPES.includes(name))
    .map(({ name, line }) =>
      refused('RESERVED_NAME', `${name} is how the gateway tells what stands beside an answer: choose another name.`, {
        line,
        coordinate: name,
      }),
    );

/** How names are written here: warnings, since nothing breaks by them; and names that are none of an agency's. */
export function checkNames(subgraph: ReadSubgraph): readonly SchemaFinding[] {
  const written = subgraph.types.flatMap((type) => [
    ...(/^[A-Z][A-Za-z0-9]*$/.test(type.name)
      ? []
      : [
          warned('NAMING', `The type ${type.name} should be in capitals and small letters: HealthRecord.`, {
            line: type.line,
            coordinate: type.name,
          }),
        ]),
    ...type.fields
      .filter(({ name }) => !/^[a-z][A-Za-z0-9]*$/.test(name))
      .map(({ coordinate, line }) =>
        warned('NAMING', `${coordinate} should begin small: dateOfBirth.`, { line, coordinate }),
      ),
    ...type.values
      .filter((value) => !/^[A-Z][A-Z0-9_]*$/.test(value))
      .map((value) =>
        warned('NAMING', `${type.name}.${value} should be in capitals: NOT_KNOWN.`, {
          line: type.line,
          coordinate: type.name,
        }),
      ),
  ]);
  return [...reservedNames(subgraph), ...answerTypes(subgraph), ...written];
}
