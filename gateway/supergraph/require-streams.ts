import { FamilyViewError } from '../errors';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import { type FieldRequirement, uncoveredFields } from '../policy/decide/field-decisions';
import type { Stream } from '../policy/types';

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

/**
 * Between schema and protocol: every field has a stream, and every stream is declared. Throws where one has not. The
 * gateway's own fields are asked of every agency: one that shares nothing of a kind (counts, say) need not declare it.
 */
export function requireStreams(
  requirements: ReadonlyMap<string, FieldRequirement>,
  protocol: Pick<CompiledProtocol, 'stream'>,
): void {
  const uncovered = uncoveredFields(requirements);
  if (uncovered.length > 0) throw new UncoveredFields(uncovered);
  const isDeclared = (stream: Stream): boolean => protocol.stream(stream) !== undefined;
  const unknown = new Set<Stream>();
  for (const { alternatives, byLinkage } of requirements.values()) {
    const opens = byLinkage && alternatives.some((together) => together.every(isDeclared));
    if (!opens) for (const stream of alternatives.flat()) if (!isDeclared(stream)) unknown.add(stream);
  }
  if (unknown.size > 0) throw new UnknownStreams([...unknown]);
}
