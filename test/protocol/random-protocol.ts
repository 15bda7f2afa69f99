import fc from 'fast-check';
import type { Agreement, AgreementParty, AgreementPurpose, OrganisationType, Purpose, StreamLine } from './agreement';
import { clauses } from './random-clause';
import { days, mostly, ROLES, some } from './random-words';

/** Few agencies and few streams, so that clauses of several protocols meet on one stream. */
const AGENCIES: Readonly<Record<string, { type: OrganisationType; own: readonly string[] }>> = {
  health: { type: 'HEALTH', own: ['visits', 'emergency'] },
  housing: { type: 'HOUSING', own: ['tenancy', 'arrears'] },
  'childrens-centre': { type: 'CHILDRENS_CENTRE', own: ['attendance', 'places'] },
};
const EVERYWHERE = {
  existence: 'EXISTENCE',
  contact: 'CONTACT',
  identity: 'CONTENT',
  family: 'CONTENT',
  roster: 'EXISTENCE',
  address: 'CONTENT',
  facts: 'CONTENT',
  figures: 'CONTENT',
} as const;

const PURPOSES: readonly Purpose[] = ['EARLY_HELP', 'SAFEGUARDING', 'TRIAGE', 'PERFORMANCE'];

/** Protocols need not agree on what a stream is: each goes by its own. */
type Kinds = Readonly<Record<string, { special: boolean; public: boolean }>>;
const kinds: fc.Arbitrary<Kinds> = fc.record(
  Object.fromEntries(
    Object.values(AGENCIES)
      .flatMap(({ own }) => own)
      .map((name) => [name, fc.record({ special: fc.boolean(), public: some(name === 'places' ? 9 : 1) })]),
  ),
);

function streamsOf(agency: string, kindOf: Kinds): readonly (readonly [string, StreamLine])[] {
  const everywhere = Object.entries(EVERYWHERE).map(
    ([name, detail]) => [`${agency}:${name}`, { detail, label: `the ${name} stream` }] as const,
  );
  const own = (AGENCIES[agency]?.own ?? []).map(
    (name) => [`${agency}:${name}`, { detail: 'CONTENT', label: name, ...kindOf[name] }] as const,
  );
  return [...everywhere, ...own];
}

const party = (id: string): fc.Arbitrary<AgreementParty> =>
  fc
    .record({ isSigned: some(19, 20), signedOn: days('2025-01-01'), withdraws: some(1, 20), on: days('2030-12-31') })
    .map(({ isSigned, signedOn, withdraws, on }) => ({
      id,
      name: `The ${id} partner`,
      type: AGENCIES[id]?.type ?? 'HEALTH',
      controller: 'SOLE',
      ...(isSigned ? { signed: { by: 'Their director', on: signedOn } } : {}),
      ...(withdraws ? { withdrew: { on } } : {}),
    }));

const purposeLine = (code: Purpose): fc.Arbitrary<AgreementPurpose> =>
  fc
    .record({
      consent: fc.option(fc.record({ required: some(1, 2), recorded: fc.boolean() }), { nil: undefined }),
      figuresOnly: code === 'PERFORMANCE' ? some(8) : some(1, 30),
    })
    .map(({ consent, figuresOnly }) => ({
      code,
      title: code,
      lawful: { art6: 'e', art9: 'g', sch1: [18] },
      ...(consent ? { consent } : {}),
      ...(figuresOnly ? { output: 'AGGREGATE_ONLY' } : {}),
    }));

const allOrSome = <Value>(of: readonly Value[], least: number): fc.Arbitrary<readonly Value[]> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant([...of]) },
    { weight: 1, arbitrary: fc.subarray([...of], { minLength: least }) },
  );

const head = (id: string): fc.Arbitrary<Agreement['protocol']> =>
  fc
    .record({
      status: mostly<Agreement['protocol']['status']>('IN_FORCE', 16, 'DRAFT', 'AGREED', 'SUSPENDED', 'WITHDRAWN'),
      validFrom: days('2025-01-01'),
      validUntil: days('2030-12-31'),
      next: fc.oneof({ weight: 2, arbitrary: days('2030-12-31') }, { weight: 1, arbitrary: days('2026-06-15') }),
      onOverdue: fc.constantFrom<'DENY' | 'WARN'>('DENY', 'WARN'),
    })
    .filter(({ validFrom, validUntil }) => validFrom <= validUntil)
    .map(({ status, validFrom, validUntil, next, onOverdue }) => ({
      id,
      version: 1,
      title: `The ${id} agreement`,
      status,
      agreedBy: { body: 'The partnership', on: '2024-12-01' },
      validFrom,
      validUntil,
      review: { next, onOverdue },
    }));

const agreement = (id: string): fc.Arbitrary<Agreement> =>
  fc.record({ agencies: allOrSome(Object.keys(AGENCIES), 1), stated: allOrSome(PURPOSES, 1), kinds }).chain((has) => {
    const streams = Object.fromEntries(has.agencies.flatMap((agency) => streamsOf(agency, has.kinds)));
    return fc
      .record({
        protocol: head(id),
        parties: fc.tuple(...has.agencies.map(party)),
        purposes: fc.tuple(...has.stated.map(purposeLine)),
        roles: fc.tuple(
          ...ROLES.map((code) =>
            allOrSome(has.stated, 1).map((purposes) => ({ code, title: code.toLowerCase(), purposes })),
          ),
        ),
        streams: fc.constant(streams),
        areas: fc.constantFrom(['north', 'south'], ['south'], undefined),
        further: clauses(streams, has.stated),
      })
      .map(({ further, areas, ...rest }) => ({ ...rest, ...(areas ? { areas } : {}), ...further }));
  });

/** By id they stand in another order than as they are written, and than a dictionary would have them. */
const IDS = ['north', 'b-two', 'b2', 'ba', 'a-z', 'a'];

/** One to three protocols that are read together. */
export const agreements: fc.Arbitrary<readonly Agreement[]> = fc
  .shuffledSubarray(IDS, { minLength: 1, maxLength: 3 })
  .chain((ids) => fc.tuple(...ids.map(agreement)));
