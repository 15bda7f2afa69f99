import type { BudgetTerms } from '../disclosure/overlap-budget';
import type { DisclosureTerms } from '../disclosure/types';
import type { ProtocolDocument } from '../policy/read/protocol-document';

export interface FigureTerms {
  readonly disclosure: DisclosureTerms;
  readonly budget: BudgetTerms;
  /** Roles that are told of their own area alone. */
  readonly ownArea: ReadonlySet<string>;
}

/** Where no protocol says it. OpenSAFELY's: counts of seven and fewer are redacted, the others rounded to five. */
const USUAL = { minCell: 6, roundTo: 5, windowDays: 30, requester: 40, organisation: 120 } as const;

/** The strictest that any protocol says. */
export function figureTerms(documents: readonly Pick<ProtocolDocument, 'aggregates'>[]): FigureTerms {
  const said = documents.flatMap(({ aggregates }) => aggregates ?? []);
  const pick = (
    read: (one: (typeof said)[number]) => number | undefined,
    usual: number,
    choose: typeof Math.max,
  ): number => {
    const numbers = said.map(read).filter((one) => one !== undefined);
    return numbers.length > 0 ? choose(...numbers) : usual;
  };
  return {
    disclosure: {
      minCell: pick(({ minCell }) => minCell, USUAL.minCell, Math.max),
      roundTo: pick(({ roundTo }) => roundTo, USUAL.roundTo, Math.max),
      complementary: said.length === 0 || said.some(({ complementary }) => complementary !== false),
    },
    budget: {
      windowDays: pick(({ differencingWindowDays }) => differencingWindowDays, USUAL.windowDays, Math.max),
      requester: pick(({ overlappingTables }) => overlappingTables?.requester, USUAL.requester, Math.min),
      organisation: pick(({ overlappingTables }) => overlappingTables?.organisation, USUAL.organisation, Math.min),
    },
    ownArea: new Set(said.flatMap(({ ownArea }) => ownArea ?? [])),
  };
}
