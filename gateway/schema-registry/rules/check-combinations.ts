import { refused, type SchemaFinding } from '../findings';
import { SDL_LIMITS } from '../measure-sdl';
import type { ReadSubgraph } from '../read-subgraph';

/**
 * What opens a field of an interface is every combination of what opens it in its types (composition ANDs their rules): so
 * many are written into the supergraph, and looked at for each requester.
 */
export function checkCombinations({ types, uses }: ReadSubgraph): readonly SchemaFinding[] {
  const ways = new Map<string, number>();
  const findings: SchemaFinding[] = [];
  for (const { means, coordinate, line, arguments: given } of uses) {
    if (means !== 'policy' || !Array.isArray(given.policies)) continue;
    const different = new Set(given.policies.map((all) => JSON.stringify(all))).size;
    ways.set(coordinate, different);
    if (different > SDL_LIMITS.alternatives) findings.push(tooMany(coordinate, SDL_LIMITS.alternatives, line));
  }
  for (const { name, line, kind } of types) {
    if (kind !== 'interface') continue;
    let combinations = 1;
    for (const type of types.filter(({ interfaces }) => interfaces.some((one) => one.name.value === name))) {
      const fields = type.fields.map(({ coordinate }) => ways.get(coordinate) ?? 1);
      combinations *= (ways.get(type.name) ?? 1) * fields.reduce((most, one) => Math.max(most, one), 1);
    }
    if (combinations > SDL_LIMITS.combinations) findings.push(tooMany(name, SDL_LIMITS.combinations, line));
  }
  return findings;
}

const tooMany = (coordinate: string, limit: number, line: number): SchemaFinding =>
  refused(
    'SDL_TOO_LARGE',
    `${coordinate} is opened by more than ${limit} combinations of streams. Put fewer alternatives in @policy.`,
    { line, coordinate },
  );
