import { goodNhsNumber, goodUpn, isText } from './check-digits.fixture';
import { DIRT, inventBorough } from './index';
import type { HeldIdentity, TruePerson } from './model';

const FAMILIES = process.env.PROOF === '1' ? 20_000 : 2_000;

describe('how untidy the records are', () => {
  const borough = inventBorough({ families: FAMILIES });
  const swap = (date: string): string => `${date.slice(0, 4)}-${date.slice(8)}-${date.slice(5, 7)}`;
  const canSwap = ({ dateOfBirth }: TruePerson): boolean =>
    dateOfBirth !== undefined &&
    Number(dateOfBirth.slice(8)) <= 12 &&
    swap(dateOfBirth) !== dateOfBirth &&
    swap(dateOfBirth) <= borough.today;
  const dated = (person: TruePerson): boolean => person.dateOfBirth !== undefined;

  /** Of the records that could have the fault, which have it. Faults on top of faults blur each rate a little. */
  const faults: readonly {
    fault: keyof (typeof DIRT)['health'];
    can: (truth: TruePerson, held: HeldIdentity) => boolean;
    has: (truth: TruePerson, held: HeldIdentity) => boolean;
  }[] = [
    {
      fault: 'misspeltName',
      can: named,
      has: (truth, held) => (held.givenName !== truth.givenName) !== (held.familyName !== truth.familyName),
    },
    {
      fault: 'swappedNames',
      can: named,
      has: (truth, held) => held.givenName === truth.familyName && held.familyName === truth.givenName,
    },
    {
      fault: 'formerName',
      can: (truth) => truth.formerNames.length > 0,
      has: (truth, held) => held.familyName === truth.formerNames[0],
    },
    {
      fault: 'dayMonthSwap',
      can: (truth, held) => canSwap(truth) && held.dateOfBirth !== undefined,
      has: (truth, held) => held.dateOfBirth === swap(truth.dateOfBirth ?? ''),
    },
    {
      fault: 'dateOffByOne',
      can: (truth, held) => dated(truth) && held.dateOfBirth !== undefined,
      has: (truth, held) =>
        Math.abs(Date.parse(held.dateOfBirth ?? '') - Date.parse(truth.dateOfBirth ?? '')) === 86_400_000,
    },
    {
      fault: 'previousAddress',
      can: (truth, held) => truth.previousAddress !== undefined && held.address !== undefined,
      has: (truth, held) => held.address === truth.previousAddress,
    },
  ];
  function named(truth: TruePerson, held: HeldIdentity): boolean {
    return truth.givenName !== '' && held.givenName !== 'Baby' && held.familyName !== truth.formerNames[0];
  }

  const books = {
    health: borough.health,
    education: borough.education,
    'social-care': borough.socialCare,
    housing: borough.housing,
    'childrens-centre': borough.childrensCentre,
  };
  type Slip = (typeof faults)[number];
  const agencies = Object.keys(books) as (keyof typeof books)[];

  /** How many records of the generated families could have the slip, and how many have it. */
  function count(agency: keyof typeof books, { can, has }: Slip) {
    const could = books[agency].people
      .map((held) => ({ held, truth: borough.people.get(held.truth) as TruePerson }))
      .filter(({ held, truth }) => /^true-family-\d+$/.test(truth.familyId) && can(truth, held));
    return { could: could.length, did: could.filter(({ held, truth }) => has(truth, held)).length };
  }
  /** What four standard deviations of chance allow, and a tenth for slips that hide one another. */
  const allowed = (expected: number) => 4 * Math.sqrt(expected) + expected / 10;

  for (const slip of faults) {
    test(`${slip.fault} happens about as often as the constants say, at each agency and over all`, () => {
      let expectedOfAll = 0;
      let didOfAll = 0;
      for (const agency of agencies) {
        const { could, did } = count(agency, slip);
        const expected = could * DIRT[agency][slip.fault];
        const near = Math.abs(did - expected) <= allowed(expected);
        expect({ agency, expected, did, near }).toMatchObject({ near: true });
        expectedOfAll += expected;
        didOfAll += did;
      }
      // Enough of them for "none at all" to be no accident.
      expect(expectedOfAll).toBeGreaterThan(25);
      expect({
        expectedOfAll,
        didOfAll,
        near: Math.abs(didOfAll - expectedOfAll) <= allowed(expectedOfAll),
      }).toMatchObject({ near: true });
    });
  }

  test('NHS numbers at health are nearly all verified, and the few bad ones fail their check', () => {
    const numbers = borough.health.people.filter(({ nhsNumber }) => nhsNumber);
    expect(numbers.filter(({ nhsNumberStatus }) => nhsNumberStatus === '01').length / numbers.length).toBeGreaterThan(
      0.9,
    );
    const bad = numbers.filter(({ nhsNumber }) => !goodNhsNumber(nhsNumber ?? ''));
    expect(bad.length / numbers.length).toBeLessThan(0.006);
    expect(bad.every(({ nhsNumberStatus }) => nhsNumberStatus !== '01')).toBe(true);
  });

  test('schools hold bad, temporary and former UPNs, and most are good', () => {
    const upns = borough.education.people.map(({ upn }) => upn).filter(isText);
    const bad = upns.filter((upn) => !goodUpn(upn)).length / upns.length;
    const temporary = upns.filter((upn) => /[A-Z]$/.test(upn)).length / upns.length;
    expect(bad).toBeGreaterThan(0.003);
    expect(bad).toBeLessThan(0.02);
    expect(temporary).toBeGreaterThan(0.006);
    expect(temporary).toBeLessThan(0.025);
    expect(borough.education.people.some(({ formerUpn }) => formerUpn !== undefined)).toBe(true);
  });

  test('some new babies are still Baby at health, under the name of their mother', () => {
    const babies = borough.health.people.filter(({ givenName }) => givenName === 'Baby');
    expect(babies.length).toBeGreaterThan(1);
    for (const { truth, familyName } of babies) {
      const mother = borough.people.get(borough.people.get(truth)?.mother ?? '');
      expect([mother?.familyName, mother?.formerNames[0]]).toContain(familyName);
    }
  });
});
