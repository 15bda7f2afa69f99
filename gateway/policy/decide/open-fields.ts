import type { OpenStreams, Stream, Transform } from '../../operation-context';
import type { FieldGround } from './field-decisions';

/** A container whose type alone is asked for is open where something in it is. */
export function isOpenBy(
  ground: FieldGround | undefined,
  asked: readonly Stream[],
  open: ReadonlySet<Stream>,
): boolean {
  if (!ground) return false;
  if (ground.kind === 'guarded') return ground.alternatives.some((all) => all.every((stream) => open.has(stream)));
  return ground.kind === 'exempt' || asked.length === 0 || asked.some((stream) => open.has(stream));
}

/** The transforms of the first way in that is open whole, or else of the first that is open at all. */
export function transformsOf(
  ground: FieldGround | undefined,
  { open, transforms }: OpenStreams,
): readonly Transform[] | null {
  if (ground?.kind !== 'guarded') return null;
  const ways = ground.alternatives
    .filter((all) => all.every((stream) => open.has(stream)))
    .map((all) => all.flatMap((stream) => transforms.get(stream) ?? []));
  return ways.find((way) => way.length === 0) ?? ways[0] ?? [];
}
