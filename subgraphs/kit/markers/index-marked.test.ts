import fc from 'fast-check';
import type { Marker } from '../connector';
import { person } from '../fixtures/clinic';
import { indexMarked } from './index-marked';
import { judgeMarked, type MarkedPerson, type Tie } from './judge-marked';
import type { Relative } from './relatives';
import { type Description, describe as describeHeld } from './separate-identities';

const or = <T>(...values: readonly T[]) => fc.constantFrom<T | null>(null, ...values);
/** People of few names, days, numbers and homes, so that many may be one. */
const described = fc
  .record({
    givenName: or('Leanne', 'Lea', 'Lee-Anne', 'Rose Leanne', 'Beth', 'Elizabeth', 'Tom', 'L', '?', 'Baby'),
    familyName: or('Ashdown', 'Ashdon', 'Yeadon', 'Ashdown-Yeadon', 'Bell'),
    formerNames: fc.subarray(['Yeadon', 'Bell']),
    dateOfBirth: or('1995-09-05', '1995-05-09', '1995-09-06', '1996-09-05', '1995-01-01', '1900-01-01', '2019-11-28'),
    sex: fc.constantFrom('M', 'F', 'U' as const),
    nhsNumber: or('9993500267', '9995022389'),
    nhsNumberVerified: fc.boolean(),
    upn: or('A123456789012', 'T123456789012'),
    postcode: or('ZB1 4ZR', 'ZB3 3ZW'),
    uprn: or('9990900050', '9990900051'),
  })
  .map((held) => ({ ...held, sex: held.sex as 'M' | 'F' | 'U' }));
const description = described.map((held): Description => describeHeld(person('-', held)));
const words = or('Mother', 'Father', 'Child', 'Sibling', 'Stepmother', 'Friend');
const tie = fc.record<Tie>({
  other: description,
  kind: fc.constantFrom('FAMILY', 'HOUSEHOLD'),
  markedIs: words,
  otherIs: words,
  ended: fc.boolean(),
});
const markedPerson = fc
  .record({
    held: described,
    markers: fc.subarray<Marker>(['SHIELDED', 'RESTRICTED', 'ADOPTED'], { minLength: 1 }),
    ties: fc.array(tie, { maxLength: 3 }),
  })
  .map(({ held, markers, ties }): MarkedPerson => {
    const one = person('m', { ...held, markers });
    return { person: one, as: describeHeld(one), ties };
  });
const relative = fc.record<Relative>({
  person: description,
  personIs: words,
  relativeIs: words,
  together: fc.boolean(),
});

test('nobody is left out whose markers could be a subject’s: it is judged as beside everybody who is marked', () => {
  let closed = 0;
  fc.assert(
    fc.property(
      description,
      fc.array(relative, { maxLength: 3 }),
      fc.array(markedPerson, { maxLength: 6 }),
      (subject, relatives, marked) => {
        const beside = judgeMarked(subject, relatives, marked);
        closed += beside.length > 0 ? 1 : 0;
        expect(judgeMarked(subject, relatives, indexMarked(marked).near(subject, relatives))).toEqual(beside);
      },
    ),
    { numRuns: 3_000, seed: 1 },
  );
  // Of either kind there are many.
  expect(closed).toBeGreaterThan(300);
});

test('in a borough of ten times as many marked people a subject is judged beside as many as before', () => {
  const day = (at: number): string =>
    new Date(Date.UTC(1960 + (at % 60), at % 12, 2 + (at % 27))).toISOString().slice(0, 10);
  const letters = 'bcdfghjklmnprstvwz';
  // Names that nobody would write for one another, as ten thousand people have.
  const name = (at: number): string =>
    [at, at * 7 + 3, at * 13 + 5, at * 5 + 1]
      .map((one) => `${letters[one % letters.length]}${'aeiou'[one % 5]}`)
      .join('');
  const hold = (many: number) => {
    let looks = 0;
    const marked = Array.from({ length: many }, (_, at): MarkedPerson => {
      const one = person(`m${at}`, {
        ...{ givenName: name(at), familyName: name(at + 9), dateOfBirth: day(at), sex: 'F', markers: ['SHIELDED'] },
        ...{ postcode: `ZB${at}`, uprn: `${at}` },
      });
      const as = describeHeld(one);
      const seen = {
        ...as,
        get familyName() {
          looks += 1;
          return as.familyName;
        },
      };
      return { person: one, as: seen, ties: [] };
    });
    const leanne = describeHeld(person('m', { givenName: 'Leanne', familyName: 'Ashdown', dateOfBirth: '1995-09-05' }));
    const own = { person: person('m', { markers: ['SHIELDED'] }), as: leanne, ties: [] };
    const index = indexMarked([...marked, own]);
    expect(judgeMarked(leanne, [], index.near(leanne, []))).toEqual(['SHIELDED']);
    return looks;
  };
  const [few, many] = [hold(200), hold(2_000)];
  expect(few).toBeLessThan(20);
  expect(many).toBeLessThanOrEqual(few + 20);
});
