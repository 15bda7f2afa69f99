import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import { uncoveredFields } from '../policy/decide/field-decisions';
import { refused, type SchemaFinding } from './findings';
import type { ProposedChange } from './proposed-change';
import { readSubgraph } from './read-subgraph';
import type { Guarded } from './read-supergraph';

/** Every field has a stream and every stream a protocol, in the supergraph as it would be served. */
export function checkCoverage(
  { read: { requirements } }: Guarded,
  { agencies, changed }: ProposedChange,
  protocol: CompiledProtocol,
  findings: readonly SchemaFinding[],
): readonly SchemaFinding[] {
  const lines = changed.map((name) => readSubgraph(name, agencies.find((one) => one.name === name)?.sdl ?? ''));
  const lineOf = (coordinate: string): number | null =>
    lines.map((read) => ('types' in read ? read.lineOf(coordinate) : null)).find((line) => line !== null) ?? null;
  const told = new Set(findings.filter(({ code }) => code === 'UNKNOWN_STREAM').map(({ coordinate }) => coordinate));
  const uncovered = uncoveredFields(requirements).map((coordinate) =>
    refused(
      'UNGUARDED_FIELD',
      `No stream covers ${coordinate}. Mark it, or its type, with @policy: what is not marked is shown to nobody.`,
      { line: lineOf(coordinate), coordinate },
    ),
  );
  const unknown = [...requirements.values()].flatMap(({ coordinate, alternatives, byLinkage }) => {
    const [type = ''] = coordinate.split('.');
    if (byLinkage || told.has(coordinate) || told.has(type)) return [];
    const missing = alternatives.flat().filter((stream) => !protocol.stream(stream));
    return missing.map((stream) =>
      refused('UNKNOWN_STREAM', `No protocol declares "${stream}", under which ${coordinate} stands.`, {
        line: lineOf(coordinate),
        coordinate,
      }),
    );
  });
  // Where the SDL itself names a stream that is not there, the fields below it would only repeat it.
  return told.size > 0 ? uncovered : [...uncovered, ...unknown];
}
