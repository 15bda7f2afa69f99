import fc from 'fast-check';
import type { Agreement, BreakGlassLine, ClauseLine, ExceptionLine, Purpose } from './agreement';
import {
  days,
  MARKERS,
  NEED_LEVELS,
  ORGANISATION_TYPES,
  ORGANISATIONS,
  perhaps,
  RELATIONSHIPS,
  ROLES,
  some,
} from './random-words';

type Part = Partial<Pick<ClauseLine, 'subjects' | 'when' | 'conditions'>> & { readonly to?: ClauseLine['to'] };

const few = <Value>(of: readonly Value[]): fc.Arbitrary<Value[]> =>
  fc.subarray([...of], { minLength: 1, maxLength: Math.min(of.length, 3) });

/** The shortest first. */
const PERIODS: readonly string[] = ['P10D', 'P2W', 'P1M', 'P1Y'];

/** Every spelling of a condition, one at a time. */
const condition: fc.Arbitrary<Part> = fc.oneof(
  few(RELATIONSHIPS).map((relationships): Part => ({ to: { relationships } })),
  few(RELATIONSHIPS).map((relationship): Part => ({ conditions: { relationship } })),
  fc.constantFrom<Part>({ to: { area: 'OWN_REACH_AREA' } }, { conditions: { area: 'OWN_REACH_AREA' } }),
  fc.constantFrom(5, 18).map((ageUnderYears): Part => ({ subjects: { ageUnderYears } })),
  fc.constantFrom(5, 18).map((ageUnderYears): Part => ({ conditions: { ageUnderYears } })),
  fc.constantFrom(...PERIODS).map((sinceBirth): Part => ({ when: { sinceBirth } })),
  fc.constantFrom(...PERIODS).map((untilBirth): Part => ({ when: { untilBirth } })),
  fc.constantFrom(...NEED_LEVELS).map((needLevelAtLeast): Part => ({ conditions: { needLevelAtLeast } })),
  fc.constant<Part>({ conditions: { consent: 'GIVEN' } }),
  fc.constant<Part>({ conditions: { trainingInDate: true } }),
);

const conditions = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Part[]>([]) },
  { weight: 4, arbitrary: fc.array(condition, { minLength: 1, maxLength: 1 }) },
  { weight: 2, arbitrary: fc.array(condition, { minLength: 2, maxLength: 3 }) },
);

const named: fc.Arbitrary<ClauseLine['to']> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<ClauseLine['to']>({ roles: 'ANY' }) },
  { weight: 3, arbitrary: few(ROLES).map((roles) => ({ roles })) },
  { weight: 2, arbitrary: few(ORGANISATION_TYPES).map((organisationTypes) => ({ organisationTypes })) },
  { weight: 1, arbitrary: fc.constant<ClauseLine['to']>({}) },
  { weight: 2, arbitrary: few(ORGANISATIONS).map((organisations) => ({ organisations })) },
  {
    weight: 1,
    arbitrary: fc.record({ roles: few(ROLES), organisationTypes: few(ORGANISATION_TYPES) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ organisations: few(ORGANISATIONS), organisationTypes: few(ORGANISATION_TYPES) }),
  },
);

const when: fc.Arbitrary<NonNullable<ClauseLine['when']>> = fc.oneof(
  { weight: 7, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: days('2026-01-01').map((from) => ({ from })) },
  { weight: 1, arbitrary: days('2027-12-31').map((until) => ({ until })) },
  {
    weight: 1,
    arbitrary: fc
      .record({ from: days('2026-01-01'), until: days('2027-12-31') })
      .filter(({ from, until }) => from <= until),
  },
  { weight: 2, arbitrary: fc.constantFrom('ON_CASE', 'ON_DEMAND').map((trigger) => ({ trigger })) },
);

const transform: fc.Arbitrary<NonNullable<ClauseLine['transform']>> = fc.constantFrom<
  NonNullable<ClauseLine['transform']>
>(
  { dateOfBirth: 'YEAR_OF_BIRTH' },
  { dateOfBirth: 'YEAR_OF_BIRTH', others: 'SHOWN' },
  { postcode: 'OUTWARD_POSTCODE', others: 'SHOWN' },
  { dateOfBirth: 'YEAR_OF_BIRTH', postcode: 'OUTWARD_POSTCODE', others: 'RECORDED' },
  { others: 'RECORDED' },
);

/** Streams by which people are found and joined. They hold no field that could be shown changed. */
export const isForJoining = (stream: string): boolean => /^([a-z-]+:)?(existence|family|roster)$/.test(stream);

/** Clauses of one agency on a few of its streams. The parts say one thing in one place only. */
function clause(id: string, lines: Agreement['streams'], stated: readonly Purpose[]): fc.Arbitrary<ClauseLine> {
  const streams = Object.keys(lines);
  const agencies = [...new Set(streams.map((stream) => stream.split(':')[0] ?? ''))];
  return fc
    .record({
      by: fc.constantFrom(...agencies),
      picks: fc.array(fc.nat(), { minLength: 1, maxLength: 5 }),
      denies: some(1, 16),
      saysAllow: some(1, 3),
      to: named,
      purposes: fc.oneof(fc.constant<'ANY'>('ANY'), few(stated), fc.constant<readonly Purpose[]>(stated)),
      parts: conditions,
      when,
      transform: perhaps(4, transform),
    })
    .map(({ by, picks, denies, saysAllow, to, purposes, parts, when: time, transform: changed }) => {
      const own = streams.filter((stream) => stream.startsWith(`${by}:`)).map((stream) => stream.slice(by.length + 1));
      const drawn = [...new Set(picks.map((pick) => own[pick % own.length] ?? ''))];
      const ofPeople = drawn.filter((name) => !isForJoining(name) && !lines[`${by}:${name}`]?.public);
      const changes = changed && !denies && ofPeople.length > 0;
      const shares = changes ? ofPeople : drawn;
      const effect = denies ? { effect: 'DENY' as const } : saysAllow ? { effect: 'ALLOW' as const } : {};
      const joined = join([{ to, when: time }, ...parts]);
      return { id, by, shares, ...effect, purposes, ...joined, ...(changes ? { transform: changed } : {}) };
    });
}

/** What is said already, in either spelling, is not said again. */
function join(parts: readonly Part[]): Part & { readonly to: ClauseLine['to'] } {
  let whole: Part & { readonly to: ClauseLine['to'] } = { to: {} };
  for (const part of parts) {
    if ((part.to?.relationships || part.conditions?.relationship) && saysRelationship(whole)) continue;
    if ((part.subjects ?? part.conditions)?.ageUnderYears && saysAge(whole)) continue;
    if ((part.to?.area || part.conditions?.area) && saysArea(whole)) continue;
    whole = {
      to: { ...whole.to, ...part.to },
      ...given('subjects', { ...whole.subjects, ...part.subjects }),
      ...given('when', { ...whole.when, ...part.when }),
      ...given('conditions', { ...whole.conditions, ...part.conditions }),
    };
  }
  const { sinceBirth, untilBirth, ...rest } = whole.when ?? {};
  // From a time on that is not before the time until which: that holds of nobody.
  if (sinceBirth && untilBirth && PERIODS.indexOf(sinceBirth) >= PERIODS.indexOf(untilBirth))
    whole = { ...whole, when: { ...rest, sinceBirth } };
  return Object.keys(whole.to).length > 0 ? whole : { ...whole, to: { roles: 'ANY' } };
}

const saysRelationship = ({ to, conditions: asked }: Part): boolean =>
  Boolean(to?.relationships ?? asked?.relationship);
const saysAge = ({ subjects, conditions: asked }: Part): boolean =>
  Boolean(subjects?.ageUnderYears ?? asked?.ageUnderYears);
const saysArea = ({ to, conditions: asked }: Part): boolean => Boolean(to?.area ?? asked?.area);
const given = <Name extends string, Value extends object>(
  name: Name,
  value: Value,
): { [K in Name]?: Value } | object => (Object.keys(value).length > 0 ? { [name]: value } : {});

/** People are found by some streams before their markers can be asked: no exception closes those. */
const exception = (id: string, streams: readonly string[]): fc.Arbitrary<ExceptionLine> =>
  fc
    .record({
      streams: few(streams.filter((stream) => !isForJoining(stream))),
      marker: few(MARKERS),
      whileUnknown: perhaps(5, fc.constantFrom<('OPEN' | 'CLOSED')[]>('OPEN', 'OPEN', 'CLOSED')),
    })
    .map(({ streams: closed, marker, whileUnknown }) => ({
      id,
      streams: closed,
      subjects: { marker },
      ...(whileUnknown ? { whileUnknown } : {}),
      reason: 'Their whereabouts',
    }));

const breakGlass = (streams: readonly string[], stated: readonly Purpose[]): fc.Arbitrary<BreakGlassLine> =>
  fc
    .record({
      roles: fc.subarray([...ROLES], { minLength: 2 }),
      purposes: fc.oneof(few(stated), fc.constant([...stated])),
      streams: fc.subarray([...streams], { minLength: 1 }),
      excludes: fc.subarray([...MARKERS]),
    })
    .map((terms) => ({
      ...terms,
      reasons: ['IMMEDIATE_HARM'],
      minutes: 60,
      reviewers: ['ANALYST'],
      reviewWithinDays: 2,
      alertAfter: { count: 3, hours: 24 },
    }));

/** What a protocol says of these streams. Clauses of several protocols bear the same ids. */
export function clauses(
  streamLines: Agreement['streams'],
  stated: readonly Purpose[],
): fc.Arbitrary<Pick<Agreement, 'clauses' | 'exceptions' | 'breakGlass'>> {
  const streams = Object.keys(streamLines);
  const lines = fc
    .integer({ min: 6, max: 22 })
    .chain((many) =>
      fc.tuple(...Array.from({ length: many }, (_, place) => clause(`LINE-${place + 1}`, streamLines, stated))),
    );
  return fc
    .record({
      clauses: lines,
      exceptions: perhaps(3, fc.tuple(exception('CLOSED-1', streams), exception('CLOSED-2', streams))),
      breakGlass: perhaps(6, breakGlass(streams, stated)),
    })
    .map(({ clauses: all, exceptions, breakGlass: glass }) => ({
      clauses: all,
      ...(exceptions ? { exceptions } : {}),
      ...(glass ? { breakGlass: glass } : {}),
    }));
}
