import type { OpenStreams } from './types';

/** Records that may be asked for together, because the same of each is open and shown alike. */
export interface ShownAlike {
  /** Equal for groups of which the same is open, in any operation. */
  readonly name: () => string;
  readonly settled: OpenStreams;
  /** Where they stand among those that were given. */
  readonly at: readonly number[];
}

export function groupShownAlike(all: readonly OpenStreams[]): readonly ShownAlike[] {
  const [first] = all;
  if (first && all.every((one) => one === first))
    return [{ name: () => nameOf(first), settled: first, at: [...all.keys()] }];
  const groups = new Map<string, ShownAlike & { readonly at: number[] }>();
  const names = new Map<OpenStreams, string>();
  for (const [at, settled] of all.entries()) {
    const name = names.get(settled) ?? nameOf(settled);
    names.set(settled, name);
    const group = groups.get(name) ?? { name: () => name, settled, at: [] };
    group.at.push(at);
    groups.set(name, group);
  }
  return [...groups.values()];
}

const nameOf = ({ open, transforms }: OpenStreams): string =>
  [...open]
    .sort()
    .map((stream) => stream + JSON.stringify(transforms.get(stream) ?? ''))
    .join(' ');
