import type { TypedDocumentNode } from '@apollo/client';
import { type DocumentNode, Kind, type OperationDefinitionNode, parse, type SelectionNode } from 'graphql';
import { FamilyContract, PersonContract } from '../../operations/stored';
import { derivedSection } from '../sections/derived-section';
import type { Section } from '../sections/section';
import type { Partner } from './partner';

type Leaf = Partner['record'][number];
type Tree = Map<string, Tree | null>;
type Operation = TypedDocumentNode<unknown, Record<string, unknown>>;

interface Derived {
  readonly ofFamily: Operation;
  readonly ofPerson: Operation;
  readonly sections: readonly Section[];
}

/**
 * The operations and sections of an agency that the portal was not written for: what every agency tells by the contract,
 * and all that this one adds to a person, as the gateway tells of it. Null where it adds nothing.
 */
export function derivePart({ id, record }: Pick<Partner, 'id' | 'record'>): Derived | null {
  if (record.length === 0) return null;
  const { selections } = (
    parse(`{ ${print(treeOf(record.map(({ path }) => path)))} }`, { noLocation: true })
      .definitions[0] as OperationDefinitionNode
  ).selectionSet;
  const suffix = id.replaceAll(/[^A-Za-z0-9]/g, '_');
  return {
    ofFamily: withRecord(FamilyContract, selections, suffix),
    ofPerson: withRecord(PersonContract, selections, suffix),
    sections: sectionsOf(record),
  };
}

/** The contract's operation under a name of its own, asking for this record, too. */
function withRecord(contract: DocumentNode, record: readonly SelectionNode[], suffix: string): Operation {
  const definitions = contract.definitions.map((one) => {
    if (one.kind === Kind.OPERATION_DEFINITION)
      return { ...one, name: { kind: Kind.NAME, value: `${one.name?.value}_${suffix}` } as const };
    if (one.kind !== Kind.FRAGMENT_DEFINITION || one.name.value !== 'ContractPart') return one;
    const selections = [...one.selectionSet.selections, ...record];
    return { ...one, selectionSet: { ...one.selectionSet, selections } };
  });
  return { ...contract, definitions } as Operation;
}

function treeOf(paths: readonly (readonly string[])[]): Tree {
  const tree: Tree = new Map();
  for (const path of paths) {
    let at = tree;
    for (const [depth, name] of path.entries()) {
      if (depth === path.length - 1) at.set(name, null);
      else {
        const next = at.get(name) ?? new Map();
        at.set(name, next);
        at = next;
      }
    }
  }
  return tree;
}

const print = (tree: Tree): string =>
  [...tree].map(([name, below]) => (below === null ? name : `${name} { ${print(below)} }`)).join(' ');

/** One for each field right under an agency's container, in the schema's order. */
function sectionsOf(record: readonly Leaf[]): readonly Section[] {
  const groups = new Map<string, Leaf[]>();
  for (const leaf of record) {
    const key = leaf.path.slice(0, 2).join('.');
    groups.set(key, [...(groups.get(key) ?? []), leaf]);
  }
  const labels = [...groups.values()].map(([first]) => first?.label ?? null);
  return [...groups.values()].map((leaves, at) =>
    derivedSection(leaves, labels.filter((one) => one === labels[at]).length === 1 ? (labels[at] ?? null) : null),
  );
}
