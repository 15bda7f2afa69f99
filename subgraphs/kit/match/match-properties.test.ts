import fc from 'fast-check';
import type { HeldPerson } from '../connector';
import { person } from '../fixtures/clinic';
import { compare } from './compare';
import { decideCandidates } from './decide-candidates';
import { judge } from './judge';
import { measureSimilarity } from './names/jaro-winkler';
import { readSubject } from './subject';
import { weigh } from './weigh';

const runs = { numRuns: process.env.PROOF ? 10_000 : 200 };

const NHS = ['9449303223', '9000000009', '5900016374', '9691292211'] as const;
const UPN = ['H801200001001', 'A243731687508'] as const;
const maybe = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: null });

/** Few values, so that fields often agree by chance: that is where a wrong match would come from. */
const description = fc.record({
  givenName: maybe(fc.constantFrom('Jack', 'Jake', 'Jacob', 'Baby', 'Mohammed', 'Muhammad', 'Lily Mae', 'Lily')),
  familyName: maybe(fc.constantFrom('Smith', 'Smith-Jones', 'Jones', 'Khan')),
  dateOfBirth: maybe(fc.constantFrom('2019-03-04', '2019-04-03', '2019-03-05', '1990-01-01')),
  sex: fc.constantFrom('M', 'F', 'U') as fc.Arbitrary<'M' | 'F' | 'U'>,
  postcode: maybe(fc.constantFrom('S60 1AB', 'S60 2AB', 'LS1 1AA')),
  uprn: maybe(fc.constantFrom('1', '2')),
  formerNames: fc.constantFrom<readonly string[]>([], ['Jones']),
});
const numbers = fc.record({ nhsNumber: maybe(fc.constantFrom(...NHS)), upn: maybe(fc.constantFrom(...UPN)) });
const subjects = fc.tuple(description, numbers).map(([who, has]) => ({ ...who, ...has }));
const records: fc.Arbitrary<HeldPerson> = fc
  .tuple(description, numbers, fc.boolean(), fc.subarray([...NHS]))
  .map(([who, has, nhsNumberVerified, supersededNhsNumbers]) =>
    person('r', { ...who, ...has, nhsNumberVerified, supersededNhsNumbers }),
  );

const outcomes = (subject: object, held: readonly HeldPerson[]) => decideCandidates(readSubject(subject)!, held);

test('however many records are alike, at most one matches', () => {
  fc.assert(
    fc.property(subjects, fc.array(records, { maxLength: 6 }), (subject, held) => {
      const told = outcomes(
        subject,
        held.map((one, place) => ({ ...one, ref: `r${place}` })),
      );
      const matches = told.filter(({ outcome }) => outcome === 'MATCH').length;
      expect(matches).toBeLessThanOrEqual(1);
      if (told.some(({ outcome }) => outcome === 'MANY')) expect(matches).toBe(0);
    }),
    runs,
  );
});

test('a contradicting number never turns anything into a match', () => {
  fc.assert(
    fc.property(subjects, records, (subject, held) => {
      const against = person('r', { ...held, nhsNumber: NHS[0], nhsNumberVerified: true, supersededNhsNumbers: [] });
      const told = outcomes({ ...subject, nhsNumber: NHS[1] }, [against]);
      expect(told.map(({ outcome }) => outcome)).not.toContain('MATCH');
    }),
    runs,
  );
});

test('plainly different given names or birthdays are never a match, whatever numbers agree', () => {
  fc.assert(
    fc.property(subjects, records, (subject, held) => {
      const twin = { ...subject, givenName: 'Jack' };
      expect(outcomes(twin, [{ ...held, givenName: 'Jake' }]).map(({ outcome }) => outcome)).not.toContain('MATCH');
      const mother = { ...subject, dateOfBirth: '1990-01-01' };
      const child = { ...held, dateOfBirth: '2019-03-04' };
      expect(outcomes(mother, [child]).map(({ outcome }) => outcome)).not.toContain('MATCH');
    }),
    runs,
  );
});

test('without a number nothing short of name, birthday and address matches', () => {
  fc.assert(
    fc.property(description, description, (asked, kept) => {
      const [told] = outcomes(asked, [person('r', kept)]);
      if (told?.outcome !== 'MATCH') return;
      expect(asked.dateOfBirth).toBe(kept.dateOfBirth);
      expect([asked.givenName, kept.givenName]).not.toContain('Baby');
      expect(asked.uprn === kept.uprn || asked.postcode === kept.postcode).toBe(true);
    }),
    runs,
  );
});

test('who asks and who holds does not change the score', () => {
  fc.assert(
    fc.property(description, description, (one, other) => {
      const score = (asked: typeof one, kept: typeof one) =>
        judge(compare(readSubject(asked)!, person('r', kept))).score;
      expect(score(one, other)).toBeCloseTo(score(other, one), 12);
    }),
    runs,
  );
});

test('leaving a contradicting field out never lowers the weight', () => {
  fc.assert(
    fc.property(subjects, records, (subject, held) => {
      const whole = compare(readSubject(subject)!, held);
      for (const field of ['givenName', 'familyName', 'dateOfBirth', 'sex', 'address'] as const) {
        if (whole[field] !== 'DIFFERENT') continue;
        expect(weigh({ ...whole, [field]: 'MISSING' })).toBeGreaterThanOrEqual(weigh(whole));
      }
    }),
    runs,
  );
});

test('a score is a probability', () => {
  fc.assert(
    fc.property(subjects, records, (subject, held) => {
      const { score } = judge(compare(readSubject(subject)!, held));
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
    }),
    runs,
  );
});

test('similarity of words is symmetric, one for equal words, and never above one', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (one, other) => {
      const similarity = measureSimilarity(one, other);
      expect(similarity).toBeCloseTo(measureSimilarity(other, one), 10);
      expect(similarity).toBeLessThanOrEqual(1);
      expect(measureSimilarity(one, one)).toBe(1);
    }),
    runs,
  );
  expect(measureSimilarity('martha', 'marhta')).toBeCloseTo(0.961, 3);
  expect(measureSimilarity('dixon', 'dicksonx')).toBeCloseTo(0.813, 3);
  expect(measureSimilarity('jack', 'jake')).toBeCloseTo(0.867, 3);
});
