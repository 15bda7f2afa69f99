import {
  type DocumentNode,
  type FieldNode,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  parseType,
  print,
  TypeInfo,
  type ValueNode,
  type VariableDefinitionNode,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** An operation whose texts and numbers stand in variables, wherever they stood in its text. */
export interface LiftedOperation {
  /** The operation and the fragments: what else stood in the document has no part in it. */
  readonly document: DocumentNode;
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Takes texts and numbers out of an operation's arguments and into variables of its own, so that two texts that differ in
 * those alone are one operation to everything that is remembered. What an argument names (the fields of its input objects,
 * its enum values) stays where it stands: rights depend on it. Only for an operation that has been found valid.
 */
export function liftLiterals(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): LiftedOperation {
  const lifting = new Lifting(operation);
  const types = new TypeInfo(schema);
  const definitions = document.definitions.filter(
    (definition) => definition === operation || definition.kind === Kind.FRAGMENT_DEFINITION,
  );
  const lifted = visit(
    { kind: Kind.DOCUMENT, definitions } satisfies DocumentNode,
    visitWithTypeInfo(types, {
      // Whether a thing is asked for at all must be known before it is.
      Directive: () => false,
      VariableDefinition: () => false,
      Field(node): FieldNode | undefined {
        const declared = types.getFieldDef()?.args;
        if (!declared || !node.arguments?.length) return undefined;
        const given = node.arguments.map((argument) => {
          const type = declared.find(({ name }) => name === argument.name.value)?.type;
          const value = type ? lifting.lift(argument.value, type) : argument.value;
          return value === argument.value ? argument : { ...argument, value };
        });
        return given.every((one, at) => one === node.arguments![at]) ? undefined : { ...node, arguments: given };
      },
    }),
  );
  return { document: lifting.declareIn(lifted, operation), values: lifting.values };
}

class Lifting {
  readonly values: Record<string, unknown> = Object.create(null);
  private readonly names = new Map<string, string>();
  private readonly definitions: VariableDefinitionNode[] = [];
  private readonly taken: ReadonlySet<string>;

  constructor(operation: OperationDefinitionNode) {
    this.taken = new Set(operation.variableDefinitions?.map(({ variable }) => variable.name.value));
  }

  lift(value: ValueNode, type: GraphQLInputType): ValueNode {
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      if (value.kind !== Kind.LIST) return value;
      if (isTextOrNumber(getNamedType(type)) && value.values.every(isLiteral)) return this.variable(value, type);
      const items = value.values.map((item) => this.lift(item, nullable.ofType));
      return items.every((item, at) => item === value.values[at]) ? value : { ...value, values: items };
    }
    if (isInputObjectType(nullable)) {
      if (value.kind !== Kind.OBJECT) return value;
      const declared = nullable.getFields();
      const fields = value.fields.map((field) => {
        const below = Object.hasOwn(declared, field.name.value) ? declared[field.name.value] : undefined;
        const lifted = below ? this.lift(field.value, below.type) : field.value;
        return lifted === field.value ? field : { ...field, value: lifted };
      });
      return fields.every((field, at) => field === value.fields[at]) ? value : { ...value, fields };
    }
    return isTextOrNumber(nullable) && isLiteral(value) ? this.variable(value, type) : value;
  }

  /** Equal literals of one type are one variable: fields that could be one stay one. */
  private variable(value: ValueNode, type: GraphQLInputType): ValueNode {
    const key = `${type} ${print(value)}`;
    let name = this.names.get(key);
    if (name === undefined) {
      name = this.freeName();
      this.names.set(key, name);
      this.values[name] = raw(value, type);
      this.definitions.push({
        kind: Kind.VARIABLE_DEFINITION,
        variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } },
        type: parseType(String(type), { noLocation: true }),
      });
    }
    return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } };
  }

  private freeName(): string {
    for (let number = this.names.size; ; number++) {
      const name = `l${number}`;
      if (!this.taken.has(name) && !(name in this.values)) return name;
    }
  }

  declareIn(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
    const definitions = document.definitions.map((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION
        ? { ...definition, variableDefinitions: [...(operation.variableDefinitions ?? []), ...this.definitions] }
        : definition,
    );
    return { ...document, definitions };
  }
}

const isTextOrNumber = (type: unknown): boolean => isLeafType(type) && !isEnumType(type);

const isLiteral = ({ kind }: ValueNode): boolean => kind === Kind.STRING || kind === Kind.INT || kind === Kind.FLOAT;

/** As a client would have sent it. A number that is an ID is text, and may have more figures than a number can. */
function raw(value: ValueNode, type: GraphQLInputType): unknown {
  if (value.kind === Kind.LIST) return value.values.map((item) => raw(item, getNamedType(type)));
  return value.kind === Kind.INT && getNamedType(type).name === 'ID' ? value.value : valueFromASTUntyped(value);
}
