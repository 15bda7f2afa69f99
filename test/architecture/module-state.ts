import { parseSync } from '@swc/core';

type Node = Readonly<Record<string, unknown>> & { readonly type: string };

/** Names declared at the top of a file under which something could be remembered for as long as the process runs. */
export function stateIn(text: string): readonly string[] {
  const { body } = parseSync(text, { syntax: 'typescript', tsx: false }) as unknown as {
    readonly body: readonly Node[];
  };
  return body.flatMap((statement) => {
    const node = statement.type === 'ExportDeclaration' ? (statement.declaration as Node) : statement;
    if (node.type === 'ClassDeclaration') return staticStateIn(node);
    if (node.type !== 'VariableDeclaration') return [];
    const declared = node.declarations as readonly { readonly id: Node; readonly init: Node | null }[];
    return declared
      .filter(({ id, init }) => node.kind !== 'const' || (init !== null && mayGrow(init) && !isReadonly(id)))
      .map(({ id }) => String(id.value));
  });
}

function staticStateIn({ identifier, body }: Node): readonly string[] {
  return (body as readonly Node[])
    .filter((member) => member.type === 'ClassProperty' && member.isStatic === true)
    .filter(({ value }) => value !== null && mayGrow(value as Node))
    .map(({ key }) => `${(identifier as Node).value}.${(key as Node).value}`);
}

/** Empty where it stands: what is in it comes later. A WeakMap dies with what it is about. */
function mayGrow(node: Node): boolean {
  switch (node.type) {
    case 'NewExpression': {
      const name = (node.callee as Node).value;
      return name === 'LRUCache' || ((name === 'Map' || name === 'Set') && isEmpty(node.arguments));
    }
    case 'ArrayExpression':
      return isEmpty(node.elements);
    case 'ObjectExpression': {
      const properties = node.properties as readonly Node[];
      return isEmpty(properties) || properties.some(({ value }) => isNode(value) && mayGrow(value));
    }
    case 'TsAsExpression':
    case 'TsSatisfiesExpression':
    case 'ParenthesisExpression':
      return mayGrow(node.expression as Node);
    default:
      return false;
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

const isEmpty = (list: unknown): boolean => !Array.isArray(list) || list.length === 0;

/** `ReadonlyMap`, `Readonly<…>`, `readonly T[]`, and types of our own, whose members are readonly. */
function isReadonly({ typeAnnotation }: Node): boolean {
  const type = (typeAnnotation as Node | null | undefined)?.typeAnnotation as Node | undefined;
  if (type?.type === 'TsTypeOperator') return type.op === 'readonly';
  if (type?.type !== 'TsTypeReference') return false;
  const name = String((type.typeName as Node).value);
  return !['Map', 'Set', 'LRUCache', 'Record', 'Array'].includes(name);
}
