import type { OperationContext } from '../operation-context';
import type { Fact } from '../policy/types';

export const FOREIGN_FACT = 'fact-without-authority';

/**
 * An agency told something by which a clause would have opened, and which is not that agency's to tell: it opened nothing,
 * and a person must look at why it was told.
 */
export function reportForeignFact(
  log: (event: string, about: Readonly<Record<string, unknown>>) => void,
  { id }: OperationContext,
  fact: Fact,
): void {
  const { by, kind, value } = fact;
  // A level of need or a consent is of somebody's life: only a relationship is told by its name.
  log(FOREIGN_FACT, {
    operation: id,
    agency: by,
    fact: kind === 'RELATIONSHIP' ? `${kind} ${value.slice(0, 40)}` : kind,
  });
}
