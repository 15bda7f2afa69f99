import type { Stream, Transform } from '../types';
import type { Rights } from './compile-protocol';

/** What is open of streams whoever it is about, and the streams of which that depends on facts. */
export function openToAll(streams: readonly Stream[], rights: Pick<Rights, 'decide'>) {
  const open = new Set<Stream>();
  const transforms = new Map<Stream, Transform>();
  const needing: Stream[] = [];
  for (const stream of streams) {
    const decision = rights.decide(stream);
    if (decision.kind === 'needs') needing.push(stream);
    if (decision.kind !== 'granted') continue;
    open.add(stream);
    if (decision.transform) transforms.set(stream, decision.transform);
  }
  return { open, transforms, needing };
}
