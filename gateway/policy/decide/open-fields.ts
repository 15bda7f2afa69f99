import type { OpenStreams, Stream, Transform } from '../types';
import type { FieldRequirement } from './field-decisions';

/** A container whose type alone is asked for is open where something in it is. */
export function isOpenBy(
  requirement: FieldRequirement | undefined,
  asked: readonly Stream[],
  open: ReadonlySet<Stream>,
): boolean {
  if (!requirement) return false;
  if (requirement.kind === 'guarded')
    return requirement.alternatives.some((all) => all.every((stream) => open.has(stream)));
  return requirement.kind === 'exempt' || asked.length === 0 || asked.some((stream) => open.has(stream));
}

/** The transforms of the first way in that is open whole, or else of the first that is open at all. */
export function transformsOf(
  requirement: FieldRequirement | undefined,
  { open, transforms }: OpenStreams,
): readonly Transform[] | null {
  if (requirement?.kind !== 'guarded') return null;
  const ways = requirement.alternatives
    .filter((all) => all.every((stream) => open.has(stream)))
    .map((all) => all.flatMap((stream) => transforms.get(stream) ?? []));
  return ways.find((way) => way.length === 0) ?? ways[0] ?? [];
}
