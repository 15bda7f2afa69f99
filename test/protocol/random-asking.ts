import fc from 'fast-check';
import type { Agreement, ClauseLine, Purpose } from './agreement';
import type { Question } from './evaluate';
import {
  AROUND,
  MARKERS,
  mostly,
  NEED_LEVELS,
  ORGANISATION_TYPES,
  ORGANISATIONS,
  perhaps,
  RELATIONSHIPS,
  ROLES,
  some,
} from './random-words';
import type { ToldFact } from './weigh-conditions';

export type Asking = Omit<Question, 'agreements' | 'purpose'> & {
  readonly purpose: Purpose;
  readonly instant: Date;
};

const value = (kind: string, ...values: readonly string[]): fc.Arbitrary<{ kind: string; value: string }> =>
  fc.constantFrom(...values).map((told) => ({ kind, value: told }));

/** Births whose tenth, fourteenth day, month or year is on, before or after the days that are asked about. */
const BIRTHS = ['2026-06-05', '2026-06-04', '2026-06-06', '2026-06-01', '2026-05-15', '2026-05-16', '2025-06-15'];
const ODD_BIRTHS = ['2025-06-14', '2025-06-16', '2026-12-01', '2010-01-01', '2024-02-29', '2026-01-31', '2026-01-29'];

const what = fc.oneof(
  { weight: 3, arbitrary: value('RELATIONSHIP', ...RELATIONSHIPS, 'NEIGHBOUR') },
  { weight: 2, arbitrary: value('AREA', 'north', 'south') },
  { weight: 2, arbitrary: value('AGE', '0', '4', '5', '17', '18', '40', 'old') },
  { weight: 3, arbitrary: value('DATE_OF_BIRTH', ...BIRTHS, ...ODD_BIRTHS) },
  { weight: 2, arbitrary: value('NEED_LEVEL', ...NEED_LEVELS, 'SEVERE') },
  { weight: 2, arbitrary: value('CONSENT', 'GIVEN', 'GIVEN', 'GIVEN', 'REFUSED', 'NOT_ASKED') },
  { weight: 1, arbitrary: value('MARKER', ...MARKERS, 'DECEASED', 'SHIELDED?') },
  { weight: 1, arbitrary: value('SHOE_SIZE', 'GIVEN', 'north') },
);

const inDate = fc.record({
  from: mostly<string | null>(null, 4, '2020-01-01', ...AROUND),
  until: mostly<string | null>(null, 4, '2020-01-01', ...AROUND),
});
/** Mostly whoever tells it may open all that hangs on it. */
const opens = mostly<'ANY' | readonly string[]>('ANY', 6, [], ['health'], ['housing', 'childrens-centre']);
const fact: fc.Arbitrary<ToldFact> = fc
  .tuple(what, inDate, opens)
  .map(([told, dates, whose]) => ({ ...told, ...dates, opens: whose }));

/** What the agencies told of one person, from nothing to a good deal that contradicts itself. */
export const knowledge: fc.Arbitrary<Knowledge> = fc.record({
  told: fc.oneof(fc.array(fact, { maxLength: 4 }), fc.array(fact, { minLength: 5, maxLength: 12 })),
  everybodyAnswered: some(7),
  everybodyToldMarkers: some(7),
});

interface Knowledge {
  readonly told: readonly ToldFact[];
  readonly everybodyAnswered: boolean;
  readonly everybodyToldMarkers: boolean;
}

/** Nobody told anything, after all or only some answered. */
export const NOTHING_TOLD: readonly Knowledge[] = [
  { told: [], everybodyAnswered: true, everybodyToldMarkers: true },
  { told: [], everybodyAnswered: true, everybodyToldMarkers: false },
  { told: [], everybodyAnswered: false, everybodyToldMarkers: false },
];

/** Every marker that closes, where nothing else is told. */
export const EVERY_MARKER: Knowledge = {
  ...NOTHING_TOLD[0]!,
  told: MARKERS.map((value) => ({ kind: 'MARKER', value, from: null, until: null })),
};

/** Whatever a clause asks is met on the day, if not by one of these then by another. */
export const everythingThatFits = (day: string, areas = ['north', 'south']): readonly Knowledge[] =>
  [3, 12, 20, 100, 4000].map((daysOld) => ({
    told: [
      ...RELATIONSHIPS.map((value) => ({ kind: 'RELATIONSHIP', value })),
      ...areas.map((value) => ({ kind: 'AREA', value })),
      { kind: 'NEED_LEVEL', value: 'ACUTE' },
      { kind: 'CONSENT', value: 'GIVEN' },
      { kind: 'AGE', value: '3' },
      { kind: 'DATE_OF_BIRTH', value: new Date(Date.parse(day) - daysOld * 86_400_000).toISOString().slice(0, 10) },
    ].map((fact) => ({ ...fact, from: null, until: null })),
    everybodyAnswered: true,
    everybodyToldMarkers: true,
  }));

const asker = fc.record({
  role: mostly<string>('SOCIAL_WORKER', 2, ...ROLES, ...ROLES, 'VISITOR'),
  organisation: mostly<string>('aldermere-trust', 1, ...ORGANISATIONS, 'elsewhere'),
  organisationType: mostly<string>('HEALTH', 1, ...ORGANISATION_TYPES, 'EDUCATION', 'FAMILY_HUB'),
  area: fc.constantFrom('north', 'south', 'beyond', null),
  trainingUntil: fc.constantFrom<(string | null | undefined)[]>(...AROUND, '2030-01-01', '2020-01-01', null, undefined),
});

const DAYS = fc.oneof(
  { weight: 12, arbitrary: fc.constant('2026-06-15') },
  { weight: 4, arbitrary: fc.constantFrom(...AROUND) },
  { weight: 1, arbitrary: fc.constantFrom('2026-02-28', '2026-03-01', '2026-03-03', '2024-12-31', '2031-01-01') },
);
const CLOCKS = ['00:00:00.000', '09:30:00.000', '12:00:00.000', '22:59:59.999'];

/** Who asks, when, for what; the stream and the glass are picked once the protocols are there. */
const drawn = fc.record({
  asker,
  purpose: mostly<Purpose>('SAFEGUARDING', 2, 'EARLY_HELP', 'TRIAGE', 'PERFORMANCE', 'PERFORMANCE', 'SUBJECT_ACCESS'),
  caseReference: fc.constantFrom('CASE-1', null),
  day: DAYS,
  clock: fc.constantFrom(...CLOCKS),
  known: knowledge,
  pick: fc.nat({ max: 9999 }),
  aims: some(6),
  fits: some(4),
  glass: perhaps(3, fc.record({ pick: fc.nat(), told: fc.subarray(['health', 'housing', 'childrens-centre']) })),
});

export const askings = (many: number): fc.Arbitrary<readonly Drawn[]> =>
  fc.array(drawn, { minLength: many, maxLength: many });
export type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never;

/** One asking of these protocols; at random, or aimed at one of their clauses. */
export function askOf(
  agreements: readonly Agreement[],
  { known, pick, aims, fits, glass, clock, ...rest }: Drawn,
): Asking {
  const protocol = glass && agreements[glass.pick % agreements.length]?.protocol.id;
  const streams = [...new Set(agreements.flatMap((one) => Object.keys(one.streams))), 'police:records'];
  const asking = {
    ...rest,
    ...known,
    instant: new Date(`${rest.day}T${clock}Z`),
    stream: streams[pick % streams.length] ?? '',
    glass: glass && protocol ? { protocol, told: new Set(glass.told) } : null,
  };
  const lines = agreements.flatMap(({ clauses }) => clauses);
  const line = lines[pick % lines.length];
  return aims && line ? aimAt(line, asking, fits, pick) : asking;
}

function aimAt(
  { by, shares, to, purposes, conditions }: ClauseLine,
  asking: Asking,
  fits: boolean,
  pick: number,
): Asking {
  const relationship = (to.relationships ?? conditions?.relationship)?.[0];
  const fitting = [
    ...(relationship ? [{ kind: 'RELATIONSHIP', value: relationship }] : []),
    ...(asking.asker.area ? [{ kind: 'AREA', value: asking.asker.area }] : []),
    { kind: 'NEED_LEVEL', value: 'ACUTE' },
    { kind: 'CONSENT', value: 'GIVEN' },
    { kind: 'AGE', value: '3' },
  ].map((told) => ({ ...told, from: null, until: null }));
  return {
    ...asking,
    stream: `${by}:${shares[pick % shares.length]}`,
    purpose: purposes === 'ANY' ? asking.purpose : (purposes[0] ?? asking.purpose),
    told: fits ? [...fitting, ...asking.told.slice(0, 2)] : asking.told,
    asker: {
      ...asking.asker,
      role: (to.roles !== 'ANY' && to.roles?.[0]) || asking.asker.role,
      organisation: to.organisations?.[0] ?? asking.asker.organisation,
      organisationType: to.organisationTypes?.[0] ?? asking.asker.organisationType,
    },
  };
}
