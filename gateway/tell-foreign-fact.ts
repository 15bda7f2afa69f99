import type { Linker } from './linkage/linker';
import type { PersonSlots } from './linkage/slots';
import { tellAgencies } from './linkage/tell-agencies';
import type { EventParts } from './record-events';
import type { Fact } from './types';

export const FOREIGN_FACT = 'fact-without-authority';

/**
 * An agency told something by which a clause would have opened, and which is not that agency's to tell: it opened nothing.
 * The log says who told what, and the agency reads an alert about its own people beside its own records.
 */
export async function tellForeignFact(
  { log, now }: Pick<EventParts, 'log' | 'now'>,
  linker: Linker,
  people: readonly PersonSlots[],
  { by, kind, value }: Fact,
): Promise<void> {
  const { id } = linker.run;
  // An age or a level of need is of somebody's life: only what names a relationship is told with its value.
  log(FOREIGN_FACT, { operation: id, agency: by, fact: kind === 'RELATIONSHIP' ? `${kind} ${value}` : kind });
  if (by === undefined || !linker.ask.openAgencies().includes(by)) return;
  await tellAgencies(linker, [by], people, { kind: 'ALERT', reference: id, at: now().toISOString(), until: null });
}
