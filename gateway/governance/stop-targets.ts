import { pointersOf } from '../linkage/slots';
import type { PersonSlots } from '../linkage/types';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import type { StopKind } from '../stops/types';

/** Why a stop cannot be made as it was asked; null where it can. A stop that closes nothing would be believed in. */
export function targetFault(
  asked: {
    readonly kind: StopKind;
    readonly target: string | null;
    readonly people: number;
    readonly until: string | null;
  },
  protocol: CompiledProtocol,
  now: Date,
): string | null {
  const { kind, target, people, until } = asked;
  if (until !== null && !(Date.parse(until) > now.getTime()))
    return 'The end of a stop is a time to come, as 2026-12-01T12:00:00Z. Leave it out for a stop that is lifted by hand.';
  if (kind === 'CHILD')
    return people > 0
      ? null
      : 'Say whose records are to be closed: a person’s id, or references under which agencies hold them, as health:9990000018.';
  if (target === null) return 'Say what is to be stopped: the stream, the clause, the agency or the requester’s id.';
  if (kind === 'STREAM' && !protocol.stream(target))
    return 'No protocol has such a stream. A stream is written as health:visits.';
  if (kind === 'AGENCY' && !protocol.party(target)) return 'No protocol has such an agency.';
  return kind === 'CLAUSE' ? clauseFault(target, protocol) : null;
}

function clauseFault(target: string, protocol: CompiledProtocol): string | null {
  const { documents } = protocol;
  const clause = documents.flatMap((one) => one.clauses).find(({ id }) => id === target);
  const isException = documents.some((one) => one.exceptions?.some(({ id }) => id === target));
  if (isException || clause?.effect === 'DENY')
    return 'This clause closes: it cannot be stopped, since that would open something.';
  return clause ? null : 'No protocol has such a clause.';
}

/** Whose records a stop closes. */
export function agenciesOf(
  { kind, target }: { readonly kind: StopKind; readonly target: string | null },
  people: readonly PersonSlots[],
  protocol: CompiledProtocol,
): readonly string[] {
  if (kind === 'CHILD') return [...new Set(people.flatMap((slots) => [...pointersOf(slots).keys()]))];
  if (kind === 'REQUESTER' || target === null) return [];
  if (kind === 'AGENCY') return [target];
  if (kind === 'STREAM') return [target.split(':')[0]!];
  return protocol.documents
    .flatMap((one) => one.clauses.flatMap(({ id, by }) => (id === target ? [by] : [])))
    .slice(0, 1);
}
