import { Kind, print, type TypeNode } from 'graphql';
import { refused, type SchemaFinding } from '../findings';
import { namedType, type ReadField, type ReadSubgraph, type ReadType } from '../read-subgraph';
import { PEOPLE, type RuleContext } from '../rule-context';

/** Roots, keys, people and nullability. */
export function checkShapes(subgraph: ReadSubgraph, around: RuleContext): readonly SchemaFinding[] {
  return [
    ...checkRoots(subgraph),
    ...checkKeys(subgraph, around),
    ...subgraph.types.flatMap((type) => checkPeople(type)),
    ...subgraph.types.flatMap((type) => checkNullable(type, around)),
  ];
}

function checkRoots({ document, types }: ReadSubgraph): readonly SchemaFinding[] {
  const renamed = document.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.operationTypes ?? []).map(({ operation, type, loc }) => ({
          operation,
          name: type.name.value,
          line: loc?.startToken.line ?? null,
        }))
      : [],
  );
  return [
    ...renamed.map(({ operation, name, line }) =>
      operation === 'subscription'
        ? refused('SUBSCRIPTION', `The schema has ${name} for subscriptions, which are not served. Remove it.`, {
            line,
          })
        : refused(
            'ROOT_RENAMED',
            `The schema names ${name} as its ${operation} root. Leave the schema definition out, and name the root ${operation === 'query' ? 'Query' : 'Mutation'}.`,
            { line },
          ),
    ),
    ...types
      .filter(({ name }) => name === 'Subscription')
      .map(({ line }) =>
        refused('SUBSCRIPTION', 'Subscription is not served. Remove it.', { line, coordinate: 'Subscription' }),
      ),
  ];
}

/** People are asked for under the agency's own pointer alone; what is no person must not be reached by a key at all. */
function checkKeys({ uses, types }: ReadSubgraph, { agency, keys }: RuleContext): readonly SchemaFinding[] {
  const wrong = uses
    .filter(({ means }) => means === 'key')
    .flatMap((use) => {
      const expected = Object.hasOwn(keys, use.coordinate) ? keys[use.coordinate as keyof typeof keys] : undefined;
      const fields = typeof use.arguments.fields === 'string' ? use.arguments.fields.trim() : '';
      if (expected !== undefined && fields === expected) return [];
      const should =
        expected === undefined ? 'only Person and Family are entities' : `expected @key(fields: "${expected}")`;
      return [
        refused(
          'KEY_NOT_OWN',
          `${use.coordinate} has the key "${fields}"; ${should}. ${agency} is asked under its own pointer and no other.`,
          { line: use.line, coordinate: use.coordinate },
        ),
      ];
    });
  const foreign = types
    .filter(({ name }) => PEOPLE.has(name))
    .flatMap(({ fields }) => fields)
    .filter(
      ({ name, coordinate }) =>
        /(^id$|Ref$)/.test(name) && coordinate !== `Person.${keys.Person}` && coordinate !== `Family.${keys.Family}`,
    )
    .map(({ coordinate, line }) =>
      refused(
        'KEY_NOT_OWN',
        `${coordinate} is not a pointer of ${agency}'s. Its own are Person.${keys.Person} and Family.${keys.Family}.`,
        { line, coordinate },
      ),
    );
  return [...wrong, ...foreign];
}

/** People enter the graph through linkage alone. */
function checkPeople(type: ReadType): readonly SchemaFinding[] {
  const told = (what: string, line: number, coordinate: string): SchemaFinding =>
    refused(
      'RETURNS_PEOPLE',
      `${what}. People enter the graph through the gateway's linkage alone: give values, as names or counts, in a type of your own.`,
      { line, coordinate },
    );
  return [
    ...type.fields
      .filter((field) => PEOPLE.has(namedType(field.type).name.value))
      .map((field) => told(`${field.coordinate} returns ${print(field.type)}`, field.line, field.coordinate)),
    ...type.members
      .filter(({ name }) => PEOPLE.has(name.value))
      .map(({ name }) => told(`The union ${type.name} holds ${name.value}`, type.line, type.name)),
    ...(PEOPLE.has(type.name) && type.interfaces.length > 0
      ? [
          told(
            `${type.name} implements ${type.interfaces.map(({ name }) => name.value).join(', ')}`,
            type.line,
            type.name,
          ),
        ]
      : []),
  ];
}

/** A withheld value is null: where it must not be, it would take everything around it away. */
function checkNullable(type: ReadType, { keys }: RuleContext): readonly SchemaFinding[] {
  if (type.kind !== 'object' && type.kind !== 'interface') return [];
  const own = [`Person.${keys.Person}`, `Family.${keys.Family}`];
  return type.fields
    .filter((field: ReadField) => isNonNull(field.type) && !own.includes(field.coordinate))
    .map((field) =>
      refused(
        'NOT_NULLABLE',
        `${field.coordinate} is ${print(field.type)}; expected ${print(field.type).replace(/!$/, '')}. A withheld field is null, and would take its whole ${type.name} with it.`,
        { line: field.line, coordinate: field.coordinate },
      ),
    );
}

const isNonNull = (type: TypeNode): boolean => type.kind === Kind.NON_NULL_TYPE;
