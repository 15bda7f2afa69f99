import type { OperationContext } from '../operation-context';
import type { Conditions, Fact, FactKind, Stream, Transform } from '../policy/types';

type Asking = { readonly rights: Pick<OperationContext['rights'], 'decide' | 'ways' | 'settle'> } & Pick<
  OperationContext,
  'entry'
>;

/**
 * Each way in which a stream could be shown to this requester of somebody, whoever it is; null for whole. Empty where it is
 * shown of nobody: a clause may be there, and the requester's training over, or another clause always go first.
 */
export function couldBeShown(stream: Stream, { rights, entry }: Asking): readonly (Transform | null)[] {
  const decision = rights.decide(stream);
  if (decision.kind === 'granted') return [decision.transform ?? null];
  if (decision.kind === 'withheld') return [];
  return rights
    .ways(stream)
    .opening.flatMap(({ conditions }) => whatFits(conditions, entry.requester.area))
    .map((facts) => rights.settle(stream, { facts, complete: true }))
    .flatMap((settled) => (settled.kind === 'granted' ? [settled.transform ?? null] : []));
}

/** What might be told of somebody who meets these conditions, and by no more than they ask. */
function whatFits(conditions: Conditions, area: string | null): readonly (readonly Fact[])[] {
  const { relationship, needLevelAtLeast, ageUnderYears, sinceBirth, untilBirth, consent } = conditions;
  const factsOf = (kind: FactKind, values: readonly string[]): readonly Fact[] =>
    values.map((value) => ({ kind, value, from: null, until: null }));
  const each = [
    relationship && factsOf('RELATIONSHIP', relationship),
    conditions.area && area !== null && factsOf('AREA', [area]),
    needLevelAtLeast && factsOf('NEED_LEVEL', [needLevelAtLeast]),
    ageUnderYears !== undefined && factsOf('AGE', [String(ageUnderYears - 1)]),
    (sinceBirth ?? untilBirth) && factsOf('DATE_OF_BIRTH', [sinceBirth, untilBirth].flatMap(birthsNear)),
    consent && factsOf('CONSENT', [consent]),
  ].filter((facts) => typeof facts === 'object');
  return each.reduce<readonly (readonly Fact[])[]>(
    (all, facts) => all.flatMap((before) => facts.map((fact) => [...before, fact])),
    [[]],
  );
}

/** Days a period ago, and some days to either side: months are of several lengths. */
function birthsNear(period: string | undefined): readonly string[] {
  const [, figures, unit] = /^P(\d{1,4})([DWMY])$/.exec(period ?? '') ?? [];
  if (unit === undefined) return [];
  return [-3, 0, 3].map((days) => {
    const born = new Date();
    const count = Number(figures);
    if (unit === 'M' || unit === 'Y') born.setUTCMonth(born.getUTCMonth() - count * (unit === 'Y' ? 12 : 1));
    else born.setUTCDate(born.getUTCDate() - count * (unit === 'W' ? 7 : 1));
    born.setUTCDate(born.getUTCDate() + days);
    return born.toISOString().slice(0, 10);
  });
}
