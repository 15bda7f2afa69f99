import type { OpenStreams } from '../types';

/** Records that may be asked for together, because the same of each is open and shown alike. */
export interface ShownAlike {
  /** Equal for groups of which the same is open, in any operation. */
  readonly name: string;
  readonly settled: OpenStreams;
  /** Where they stand among those that were given. */
  readonly at: readonly number[];
}

export function groupShownAlike(all: readonly OpenStreams[]): readonly ShownAlike[] {
  const groups = new Map<string, ShownAlike & { readonly at: number[] }>();
  for (const [at, settled] of all.entries()) {
    const name = nameOf(settled);
    const group = groups.get(name) ?? { name, settled, at: [] };
    group.at.push(at);
    groups.set(name, group);
  }
  return [...groups.values()];
}

/** Kept as long as what it names, which is the same for whoever asks where no fact decides. */
function nameOf(settled: OpenStreams): string {
  const { open, transforms } = settled;
  const name =
    names.get(settled) ??
    [...open]
      .sort()
      .map((stream) => stream + JSON.stringify(transforms.get(stream) ?? ''))
      .join(' ');
  names.set(settled, name);
  return name;
}
const names = new WeakMap<OpenStreams, string>();
