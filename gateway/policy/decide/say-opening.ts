import type { Rights } from './compile-protocol';
import type { FieldDecision, FieldRequirement } from './field-decisions';

/**
 * Which stream and clause open a field to one set of rights, as its documentation tells it: `Opened by health:visits
 * (clause HEALTH-03).` Null where nothing about a person is behind it.
 */
export function sayOpening(
  requirement: FieldRequirement | undefined,
  decision: FieldDecision,
  rights: Rights,
): string | null {
  if (requirement?.kind !== 'guarded' || decision.kind === 'exempt' || decision.kind === 'withheld') return null;
  const streams = [...new Set(decision.streams)].filter((stream) => !stream.startsWith('gateway:'));
  if (streams.length === 0) return null;
  const named = streams.map((stream) => {
    const decided = rights.decide(stream);
    const opening = decided.kind === 'needs' ? (rights.ways(stream).opening[0]?.id ?? null) : decided.clause;
    return opening === null ? stream : `${stream} (clause ${opening})`;
  });
  if (decision.kind === 'conditional')
    return `Opened by ${named.join(', ')}, to some people’s records only: "explainAccess" tells the conditions.`;
  return `Opened by ${named.join(', ')}${decision.masked ? '; shown changed, not whole' : ''}.`;
}
