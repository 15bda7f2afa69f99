import type { Linker } from '../linkage/linker';
import type { MayBeSame } from '../linkage/may-be-same';
import { notifyAgencies } from '../linkage/notify-agencies';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import { type EventParts, recordEvents } from './record-events';

/** References of what agencies were told a short while ago. */
export interface ToldBefore {
  has(reference: string): boolean;
  set(reference: string, value: true): unknown;
  delete(reference: string): unknown;
}

/**
 * Tells the agencies of records that may be one person's, and are not joined, each by its own references and nothing else. The
 * reference is the same for all of them and each time: by it their staff speak of it to one another, and an agency keeps it
 * once. Told after the answer, whoever looked; what an agency does not take is told when somebody looks again.
 */
export async function tellDoubted(
  parts: EventParts,
  linker: Linker,
  protocol: CompiledProtocol,
  before: ToldBefore,
): Promise<void> {
  const unresolved = linker.doubted.flatMap(({ pairs, outcome }) => pairs.map((pair) => ({ pair, outcome })));
  for (const { pair, outcome } of unresolved) {
    const reference = referenceOf(pair, outcome, linker);
    if (before.has(reference)) continue;
    before.set(reference, true);
    const people = pair.map(({ agency, ref }) => new Map([[agency, { state: 'pointer' as const, ref }]]));
    const { told, notTold } = await notifyAgencies(linker, [...new Set(pair.map(({ agency }) => agency))], people, {
      kind: outcome === 'CONFLICT' ? 'RECORD_CONFLICT' : 'POSSIBLE_DUPLICATE',
      reference,
      at: parts.now().toISOString(),
      until: null,
    });
    if (notTold.length > 0) before.delete(reference);
    await recordEvents(parts, linker.run, protocol).record({
      kind: 'MATCH_DOUBTED',
      reference,
      reason: outcome,
      statement: null,
      until: null,
      protocol: null,
      people,
      told,
      notTold,
    });
  }
}

function referenceOf(pair: MayBeSame['pairs'][number], outcome: string, { parts }: Linker): string {
  const records = pair.map(({ agency, ref }) => JSON.stringify([agency, ref])).sort();
  return parts.idCipher.digestOf(['doubted', outcome, ...records]);
}
