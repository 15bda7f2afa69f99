import {
  findBreakingChanges,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import type { FieldRequirement } from '../policy/decide/field-decisions';
import type { FieldUsage } from '../shared/field-usage';
import type { SchemaChange } from './schema-diff';

/** A change after which somebody who asks as before is refused. */
export interface BreakingChange {
  readonly message: string;
  /** `HousingRecord.arrearsBand`, `HousingRecord`, `Query.centres.area`; null where it is about none. */
  readonly coordinate: string | null;
  /** Fields, as the audit names them, by which an operation asks for what changes: by one of them at least. */
  readonly fields: readonly string[];
  /** Who asked for them of late; null where no audit is at hand, or it cannot be read. */
  readonly usage: FieldUsage | null;
}

type Requirements = ReadonlyMap<string, FieldRequirement>;
interface Compared {
  readonly schema: GraphQLSchema;
  readonly read: { readonly requirements: Requirements };
}

/** What breaks by GraphQL's own rules, and fields that lose a stream by which they could be had. */
export function breakingChanges(
  before: Compared,
  after: Compared,
  changes: readonly SchemaChange[],
): readonly BreakingChange[] {
  const told = changes.filter(({ criticality }) => criticality === 'BREAKING');
  // What describes changes and what judges them are two libraries: what one alone calls breaking is breaking.
  const judged = told.length > 0 ? told : findBreakingChanges(before.schema, after.schema).map(inItsWords);
  return [
    ...judged.map(({ message, coordinate }) => ({
      message,
      coordinate,
      fields: coordinate === null ? [] : fieldsThatAsk(before.schema, coordinate),
      usage: null,
    })),
    ...lostStreams(before.read.requirements, after.read.requirements),
  ];
}

const inItsWords = ({
  description,
}: {
  readonly description: string;
}): Pick<SchemaChange, 'message' | 'coordinate'> => ({
  message: description.replace(/\.$/, ''),
  coordinate: /\b[A-Z]\w*\.\w+/.exec(description)?.[0] ?? null,
});

/** Fields that stay, and that those who have all that opened them before may have no longer, whatever the protocols say. */
function lostStreams(before: Requirements, after: Requirements): readonly BreakingChange[] {
  return [...after.values()].flatMap(({ coordinate, alternatives, byLinkage }) => {
    const old = before.get(coordinate);
    if (!old || byLinkage || alternatives.length === 0) return [];
    const lost = old.alternatives.filter(
      (had) => !alternatives.some((all) => all.every((stream) => had.includes(stream))),
    );
    if (lost.length === 0 && old.alternatives.length > 0) return [];
    const from = lost.length > 0 ? lost.map((all) => all.join(' with ')).join(' or ') : 'what is under it';
    const to = alternatives.map((all) => all.join(' with ')).join(' or ');
    const message = `Field "${coordinate}" is no longer open by ${from} (it is by ${to})`;
    return [{ message, coordinate, fields: [coordinate], usage: null }];
  });
}

/**
 * Fields through which an operation meets what stands at a coordinate: the field of an argument, every field of a type, and of
 * an enum, a scalar or an input the fields that return it or take it.
 */
export function fieldsThatAsk(schema: GraphQLSchema, coordinate: string): readonly string[] {
  const [name = '', member] = coordinate.split('.');
  const type = schema.getType(name);
  if (isObjectType(type) || isInterfaceType(type))
    return member === undefined
      ? Object.keys(type.getFields()).map((field) => `${name}.${field}`)
      : [`${name}.${member}`];
  const meant = namesAround(schema, name);
  return Object.values(schema.getTypeMap()).flatMap((owner) => {
    if (owner.name.startsWith('__') || !(isObjectType(owner) || isInterfaceType(owner))) return [];
    return Object.values(owner.getFields())
      .filter((field) => [field, ...field.args].some((one) => meant.has(getNamedType(one.type).name)))
      .map((field) => `${owner.name}.${field.name}`);
  });
}

/** The type, and the inputs that hold it, however deep. */
function namesAround(schema: GraphQLSchema, name: string): ReadonlySet<string> {
  const names = new Set([name]);
  const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);
  for (let size = 0; size < names.size; ) {
    size = names.size;
    for (const input of inputs)
      if (Object.values(input.getFields()).some(({ type }) => names.has(getNamedType(type).name)))
        names.add(input.name);
  }
  return names;
}
