import { createHash } from 'node:crypto';
import { type FieldNode, Kind, print, visit } from 'graphql';

/**
 * Response keys that the engine sees. A client's alias never reaches it: an alias that shadows a key field would be
 * read as the key. A canonical key starts with `_` and depends on nothing but the field, its arguments and what else must
 * keep it apart from its like: so the answer can be read back without a table.
 */
export type CanonicalKey = string;

export function canonicalKey(node: FieldNode, variableNames: VariableNames, apart: string): CanonicalKey {
  const given = (node.arguments ?? []).map((argument) => print(renameVariables(argument, variableNames))).sort();
  if (given.length === 0 && apart === '') return `_${node.name.value}`;
  const tail = createHash('sha256')
    .update(JSON.stringify([given, apart]))
    .digest('hex')
    .slice(0, 10);
  return `_${node.name.value}_${tail}`;
}

/** A client's variable names → ours, in the order they are met. */
export class VariableNames {
  private readonly names = new Map<string, string>();

  of(client: string): string {
    let name = this.names.get(client);
    if (name === undefined) {
      name = `v${this.names.size}`;
      this.names.set(client, name);
    }
    return name;
  }

  entries(): readonly (readonly [client: string, canonical: string])[] {
    return [...this.names];
  }
}

export function renameVariables<T extends Parameters<typeof visit>[0]>(node: T, names: VariableNames): T {
  return visit(node, {
    Variable: (variable) => ({ ...variable, name: { kind: Kind.NAME, value: names.of(variable.name.value) } }),
  }) as T;
}
