import { type DefinitionNode, Kind, type Location, parse } from 'graphql';
import { ACT_TYPES, WORKLIST } from './read-acts';

const NOT_COMPOSED: ReadonlySet<string> = new Set(['Mutation', ...Object.values(ACT_TYPES)]);

/**
 * An SDL without what linkage alone asks of an agency: acts and worklists take and return its own references, and stand in the
 * gateway's own schema in their place. Blanks are left where they stood, so that every line keeps its number.
 */
export function leaveOutActs(sdl: string): string {
  if (!/\b(Mutation|Act|ActSubject|Worklist|worklist)\b/.test(sdl)) return sdl;
  const blanks: Location[] = [];
  for (const definition of definitionsOf(sdl)) {
    if (!('name' in definition) || !definition.name || !definition.loc) continue;
    if (definition.kind !== Kind.DIRECTIVE_DEFINITION && NOT_COMPOSED.has(definition.name.value))
      blanks.push(definition.loc);
    else if (definition.name.value === 'Query') blanks.push(...worklistIn(definition));
  }
  // From the last on: what stands before keeps its place.
  return blanks
    .toSorted((one, other) => other.start - one.start)
    .reduce((text, { start, end }) => text.slice(0, start) + blank(text.slice(start, end)) + text.slice(end), sdl);
}

/** Of what cannot be read, whoever composes it tells better. */
function definitionsOf(sdl: string): readonly DefinitionNode[] {
  try {
    return parse(sdl).definitions;
  } catch {
    return [];
  }
}

function worklistIn(definition: DefinitionNode): readonly Location[] {
  const fields = 'fields' in definition ? (definition.fields ?? []) : [];
  const found = fields.filter(({ name }) => name.value === WORKLIST);
  if (found.length > 0 && found.length === fields.length) return definition.loc ? [definition.loc] : [];
  return found.flatMap(({ loc }) => (loc ? [loc] : []));
}

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');
