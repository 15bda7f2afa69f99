import { findPerson } from '@family-view/gateway/linkage/find-person';
import type { Subject } from '@family-view/gateway/linkage/subject';
import type { HeldPerson } from '@family-view/kit';
import * as fc from 'fast-check';
import { type Holdings, openLinkage } from './agencies-in-memory';

const PROOF = process.env.PROOF === '1';
const RUNS = PROOF ? 20_000 : 400;
const SEED = Number(process.env.SEED ?? 20_261_128);
const AGENCIES = ['health', 'education', 'social-care', 'housing'];
/** Good check digits (NHS Data Dictionary) and letters (DfE UPN guide), of ranges kept for tests. */
const NHS = ['9990000018', '9990000026', '9990000034', '9990000042'];
const UPN = ['A823432012001', 'B823432012002', 'C823432012003', 'D823432012004'];

interface Truth {
  readonly person: number;
  readonly givenName: string;
  readonly familyName: string;
  readonly formerName: string;
  readonly dateOfBirth: string;
  readonly sex: 'M' | 'F';
  readonly postcode: string;
  readonly oldPostcode: string;
}

/** Few names, birthdays and homes: twins, namesakes, siblings and neighbours are the rule here. */
const truth = (person: number): fc.Arbitrary<Truth> =>
  fc.record({
    person: fc.constant(person),
    givenName: fc.constantFrom('Jack', 'Jake', 'William', 'Liam', 'Amelia', 'Amelia Rose', 'Kate'),
    familyName: fc.constantFrom('Taylor', 'Sutcliffe', 'Taylor-Shaw'),
    formerName: fc.constantFrom('Shaw', 'Taylor', 'Crabtree'),
    dateOfBirth: fc.constantFrom('2016-05-04', '2016-04-05', '2016-05-05', '2016-01-01', '2018-11-30'),
    sex: fc.constantFrom('M' as const, 'F' as const),
    postcode: fc.constantFrom('ZB1 1AA', 'ZB2 2BB'),
    oldPostcode: fc.constantFrom('ZB1 1AA', 'ZB2 2BB', 'ZB3 3CC'),
  });

/** What a desk left out, wrote otherwise, or did not hear of. */
const damage = fc.record({
  held: fc.boolean(),
  noForename: fc.constantFrom(false, false, false, true),
  formerSurname: fc.constantFrom(false, false, true),
  namesSwapped: fc.constantFrom(false, false, false, true),
  birthday: fc.constantFrom('true', 'true', 'true', 'swapped', 'default', 'missing'),
  moved: fc.boolean(),
  noSex: fc.boolean(),
  nhs: fc.constantFrom('verified', 'unverified', 'none'),
  upn: fc.boolean(),
});
type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

const swapped = (day: string): string => {
  const [year, month, date] = day.split('-');
  return Number(date) <= 12 ? `${year}-${date}-${month}` : day;
};

function hold(agency: string, one: Truth, how: Damage): HeldPerson {
  const [given, family] = how.namesSwapped ? [one.familyName, one.givenName] : [one.givenName, one.familyName];
  const born = {
    true: one.dateOfBirth,
    swapped: swapped(one.dateOfBirth),
    default: `${one.dateOfBirth.slice(0, 4)}-01-01`,
    missing: null,
  }[how.birthday as 'true'];
  return {
    ref: `${agency}-${one.person}`,
    lifeState: 'BORN',
    givenName: how.noForename ? 'Baby' : given,
    familyName: how.formerSurname ? one.formerName : family,
    formerNames: how.formerSurname ? [] : how.moved ? [one.formerName] : [],
    dateOfBirth: born,
    expectedDateOfBirth: null,
    sex: how.noSex ? 'U' : one.sex,
    nhsNumber: how.nhs === 'none' ? null : NHS[one.person]!,
    nhsNumberVerified: how.nhs === 'verified',
    supersededNhsNumbers: [],
    upn: how.upn ? UPN[one.person]! : null,
    formerUpn: null,
    laChildId: null,
    postcode: how.moved ? one.oldPostcode : one.postcode,
    uprn: null,
    mother: null,
    markers: [],
    asOf: '2026-11-01T06:00:00Z',
    dataQuality: [],
  };
}

const FIELDS = ['givenName', 'familyName', 'dateOfBirth', 'postcode', 'nhsNumber', 'upn'] as const;
const borough = fc.tuple(truth(0), truth(1), truth(2), truth(3)).chain((truths) =>
  fc.tuple(
    fc.constant(truths),
    fc.array(fc.array(damage, { minLength: 4, maxLength: 4 }), { minLength: 4, maxLength: 4 }),
    // Each detail is of one of two people, or left out.
    fc.array(fc.constantFrom(0, 0, 0, 0, 1, null), { minLength: FIELDS.length, maxLength: FIELDS.length }),
    fc.array(fc.subarray(['address', 'identifiers']), { minLength: 4, maxLength: 4 }),
  ),
);

/** One given name, and one family name or half of a double one; in either place. */
function namesAlike(one: HeldPerson, other: HeldPerson): boolean {
  const orders = ({ givenName, familyName }: HeldPerson) => [
    [givenName ?? '', familyName ?? ''] as const,
    [familyName ?? '', givenName ?? ''] as const,
  ];
  return orders(one).some(([given, family]) =>
    orders(other).some(
      ([otherGiven, otherFamily]) =>
        given === otherGiven && family.split('-').some((word) => otherFamily.split('-').includes(word)),
    ),
  );
}

/** Two records that say the same, but for a number that one of them does not have: nobody could tell them apart. */
const alike = (one: HeldPerson, other: HeldPerson): boolean =>
  (['dateOfBirth', 'postcode'] as const).every((field) => one[field] === other[field]) &&
  namesAlike(one, other) &&
  (one.sex === other.sex || one.sex === 'U' || other.sex === 'U') &&
  (['nhsNumber', 'upn'] as const).every(
    (field) => one[field] === null || other[field] === null || one[field] === other[field],
  );

test(
  `whoever asks, with whatever mixture of two people's details, nobody found has records of two (seed ${SEED})`,
  async () => {
    const count = { found: 0, joined: 0 };
    await fc.assert(
      fc.asyncProperty(borough, async ([truths, damages, mixture, shares]) => {
        const holdings: Holdings = new Map(
          AGENCIES.map((agency, at) => [
            agency,
            truths.flatMap((one, person) =>
              damages[at]![person]!.held ? [hold(agency, one, damages[at]![person]!)] : [],
            ),
          ]),
        );
        const typed = Object.fromEntries(
          FIELDS.flatMap((field, at) => {
            const person = mixture[at];
            if (person === null || person === undefined) return [];
            const one = truths[person]!;
            const own = { ...one, nhsNumber: NHS[person]!, upn: UPN[person]! };
            return [[field, own[field]]];
          }),
        ) as Subject;
        const { ask, run } = openLinkage(
          holdings,
          Object.fromEntries(AGENCIES.map((agency, at) => [agency, shares[at]!])),
        );
        const { slots } = await findPerson(ask, typed, run);
        const records = [...(slots ?? [])].flatMap(([agency, slot]) =>
          slot.state === 'pointer' ? holdings.get(agency)!.filter(({ ref }) => ref === slot.ref) : [],
        );
        if (records.length > 0) count.found += 1;
        if (records.length > 1) count.joined += 1;
        const people = new Set(records.map(({ ref }) => ref.split('-').at(-1)));
        const [first, ...rest] = records;
        if (people.size > 1 && !rest.every((one) => alike(first!, one)))
          throw new Error(`one person of ${[...people].length}: ${JSON.stringify({ typed, records })}`);
      }),
      { numRuns: RUNS, seed: SEED },
    );
    // It looked where somebody is found, and joined.
    expect(count.found).toBeGreaterThan(RUNS / 10);
    expect(count.joined).toBeGreaterThan(RUNS / 30);
    process.stdout.write(
      `  mixtures: ${RUNS} searches, ${count.found} found somebody, ${count.joined} joined, 0 of two people\n`,
    );
  },
  PROOF ? 3_600_000 : 120_000,
);
