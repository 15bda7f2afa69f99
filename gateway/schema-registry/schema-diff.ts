import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { type DocumentNode, type GraphQLSchema, parse, validate } from 'graphql';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import type { FieldRequirement } from '../policy/decide/field-decisions';
import { distinct, listed } from '../policy/explain/protocol-words';
import { columnsOf, type SharedWith, whoMay } from '../policy/explain/who-may';
import type { Stream } from '../policy/types';
import { operationIn } from '../shared/graphql-ast';
import { refused, type SchemaFinding } from './findings';

/** One change for those who ask. `RULE`: the field stays and stands under other streams. */
export interface SchemaChange {
  readonly criticality: 'BREAKING' | 'DANGEROUS' | 'NON_BREAKING' | 'RULE';
  readonly message: string;
  readonly coordinate: string | null;
}

type Requirements = ReadonlyMap<string, FieldRequirement>;

export async function diffSchemas(before: GraphQLSchema, after: GraphQLSchema): Promise<readonly SchemaChange[]> {
  const criticalities = {
    [CriticalityLevel.Breaking]: 'BREAKING',
    [CriticalityLevel.Dangerous]: 'DANGEROUS',
    [CriticalityLevel.NonBreaking]: 'NON_BREAKING',
  } as const;
  return (await diff(before, after)).map(({ criticality, message, path }) => ({
    criticality: criticalities[criticality.level],
    message: inDoubleQuotes(message).replace(/\.$/, ''),
    coordinate: path ?? null,
  }));
}

/** Its own quotes are single, and it escapes those in a text that it quotes. */
const inDoubleQuotes = (message: string): string =>
  message.replaceAll(/\\'|'/g, (quote) => (quote === "'" ? '"' : "'"));

/** Fields that stay and stand under other streams than before: no schema tells of it. */
export function describeMoves(before: Requirements, after: Requirements): readonly SchemaChange[] {
  const streams = (requirement: FieldRequirement): string =>
    requirement.alternatives.map((all) => all.join(' and ')).join(', or ');
  return [...after.values()].flatMap((requirement) => {
    const old = before.get(requirement.coordinate);
    if (!old || requirement.byLinkage || streams(old) === streams(requirement)) return [];
    const { coordinate } = requirement;
    const message = `${coordinate} moves from ${streams(old) || 'no stream'} to ${streams(requirement) || 'no stream'}`;
    return [{ criticality: 'RULE' as const, message, coordinate }];
  });
}

/** Stored operations that can be answered now and could not be afterwards. */
export function checkOperations(
  before: GraphQLSchema,
  after: GraphQLSchema,
  operations: readonly (readonly [name: string, text: string])[],
): readonly SchemaFinding[] {
  return operations.flatMap(([name, text]) => {
    let document: DocumentNode;
    try {
      document = parse(text, { noLocation: true });
    } catch {
      return [];
    }
    const [fault] = validate(after, document);
    if (!fault || validate(before, document).length > 0) return [];
    return [
      refused(
        'BREAKS_OPERATION',
        `The stored operation ${operationName(document) ?? name} could no longer be answered: ${fault.message} Have it changed in its portal, or keep what it asks for (mark it @deprecated).`,
      ),
    ];
  });
}

const operationName = (document: DocumentNode): string | undefined => operationIn(document)?.name?.value;

/** Fields that are open under a stream under which they were not: those that came, and those that moved. */
export function fieldsByStream(before: Requirements, after: Requirements): ReadonlyMap<Stream, readonly string[]> {
  const byStream = new Map<Stream, string[]>();
  for (const { coordinate, alternatives, byLinkage } of after.values()) {
    if (byLinkage) continue;
    const known = new Set(before.get(coordinate)?.alternatives.flat() ?? []);
    for (const stream of distinct(alternatives.flat()))
      if (!known.has(stream)) byStream.set(stream, [...(byStream.get(stream) ?? []), coordinate]);
  }
  return byStream;
}

/** In plain English: which fields would be open, by stream, and to whom. */
export function describeOpenings(
  before: Requirements,
  after: Requirements,
  protocol: CompiledProtocol,
): readonly string[] {
  const columns = columnsOf(protocol);
  return [...fieldsByStream(before, after)].map(([stream, coordinates]) => {
    const label = protocol.stream(stream)?.label ?? 'a stream that no protocol declares';
    return `${listed(coordinates)}: under ${stream} (${label}). ${inWords(whoMay(stream, columns), protocol)}`;
  });
}

function inWords(shared: readonly SharedWith[], protocol: CompiledProtocol): string {
  const titles = new Map(protocol.documents.flatMap((one) => one.roles.map(({ code, title }) => [code, title])));
  const told = (conditional: boolean): readonly string[] =>
    [...protocol.roles.keys()].flatMap((role) => {
      const may = shared.filter((one) => one.role === role && (one.decision === 'CONDITIONAL') === conditional);
      return may.length > 0 ? [`${titles.get(role) ?? role} (${may.map(({ purpose }) => purpose).join(', ')})`] : [];
    });
  const [open, conditional] = [told(false), told(true)];
  const sentences = [
    ...(open.length > 0 ? [`Open to ${listed(open)}.`] : []),
    ...(conditional.length > 0 ? [`Under a condition, to ${listed(conditional)}.`] : []),
  ];
  return sentences.join(' ') || 'Open to nobody.';
}
