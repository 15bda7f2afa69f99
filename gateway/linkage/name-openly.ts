import type { OperationContext } from '../operation-context';
import { sensitiveRelationship, sensitiveService } from '../policy/read/equivalent-facts';
import type { OpenStreams, Stream } from '../policy/types';
import type { HeldInvolvement } from './contract-replies';
import type { FactsReader } from './facts-reader';
import type { PersonSlots } from './types';

/**
 * An involvement by its public name, where its own would tell what is closed: that the agency works with the person, whether
 * it still does, and its duty line. Its team, worker and dates tell the same fact.
 */
export function openlyNamed(
  agency: string,
  held: HeldInvolvement,
  { open, transforms }: OpenStreams,
  dutyLine: (agency: string) => string | null,
): HeldInvolvement {
  const { service, team, role, contact } = held;
  const sensitive = sensitiveService(agency, [service, team, role, contact?.role ?? null]);
  const isWhole = (stream: Stream): boolean => open.has(stream) && !transforms.has(stream);
  if (!sensitive || sensitive.streams.every(isWhole)) return held;
  return {
    ...held,
    service: sensitive.shownAs,
    team: null,
    role: null,
    from: null,
    to: null,
    lastInteraction: null,
    contact: contact && { name: null, role: null, phone: null, email: null, dutyLine: dutyLine(agency) },
  };
}

/** A word for what somebody is to somebody else, in public where its stream is closed for either of them. */
export async function relationshipFor(
  word: string | null,
  people: readonly PersonSlots[],
  { run, facts }: { readonly run: Pick<OperationContext, 'rights'>; readonly facts: Pick<FactsReader, 'known'> },
): Promise<string | null> {
  const sensitive = sensitiveRelationship(word);
  if (!sensitive) return word;
  const decision = run.rights.decide(sensitive.stream);
  if (decision.kind === 'granted' && !decision.transform) return word;
  if (decision.kind !== 'needs' || people.length === 0) return sensitive.shownAs;
  const known = await Promise.all(people.map((slots) => facts.known(slots)));
  const settled = known.map((one) => run.rights.settle(sensitive.stream, one));
  return settled.every((one) => one.kind === 'granted' && !one.transform) ? word : sensitive.shownAs;
}
