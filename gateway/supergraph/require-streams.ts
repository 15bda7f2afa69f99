import { FamilyViewError } from '../errors';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import { type FieldRequirement, uncoveredFields } from '../policy/decide/field-decisions';

/** A field that no stream covers is not served by anybody's leave. */
export class UncoveredFields extends FamilyViewError {
  constructor(coordinates: readonly string[]) {
    super(`No stream covers ${coordinates.join(', ')}. Mark each with @policy in its agency's SDL.`, {
      code: 'UNCOVERED_FIELDS',
    });
  }
}

/** Streams that the SDL names and the protocol does not declare: nobody would ever see them, so somebody misspelt one. */
export class UnknownStreams extends FamilyViewError {
  constructor(streams: readonly string[]) {
    super(
      `The SDL names ${streams.join(', ')}, which no protocol declares. Correct the SDL, or add each under streams: with a clause that shares it.`,
      { code: 'UNKNOWN_STREAMS' },
    );
  }
}

/** Between schema and protocol: every field has a stream, and every stream is declared. Throws where one has not. */
export function requireStreams(
  requirements: ReadonlyMap<string, FieldRequirement>,
  protocol: Pick<CompiledProtocol, 'stream'>,
): void {
  const uncovered = uncoveredFields(requirements);
  if (uncovered.length > 0) throw new UncoveredFields(uncovered);
  const named = new Set([...requirements.values()].flatMap((requirement) => requirement.alternatives.flat()));
  const unknown = [...named].filter((stream) => !protocol.stream(stream));
  if (unknown.length > 0) throw new UnknownStreams(unknown);
}
