import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { goodNhsNumber, goodUpn, isText } from './check-digits.fixture';
import { inventBorough, PERSONAS } from './index';
import { writeBorough } from './invent-borough';
import type { Borough, HeldIdentity } from './model';

const AGENCIES = ['health', 'education', 'socialCare', 'housing', 'childrensCentre'] as const;
const FAMILIES = process.env.PROOF === '1' ? 20_000 : 2_000;

/** The whole borough as text, maps and all. */
const told = (borough: Borough): string =>
  JSON.stringify(borough, (_, value: unknown) => (value instanceof Map ? [...value.entries()] : value));

describe('the same borough every time', () => {
  test('one set of options gives one borough, to the letter, and the same object', () => {
    const options = [80, 7, '2026-11-01'] as const;
    expect(told(writeBorough(...options))).toBe(told(writeBorough(...options)));
    expect(inventBorough()).toBe(inventBorough({ families: 60, seed: 1, today: '2026-11-01' }));
  });

  test('another seed gives other families, and the same storylines', () => {
    const one = inventBorough();
    const other = inventBorough({ seed: 2 });
    expect(other.storylines).toEqual(one.storylines);
    for (const { people } of one.storylines) {
      for (const id of Object.values(people)) expect(other.people.get(id)).toEqual(one.people.get(id));
    }
    expect([...other.people.values()].slice(-20)).not.toEqual([...one.people.values()].slice(-20));
  });

  test('a larger borough has all the people of a smaller one', () => {
    const larger = inventBorough({ families: 120 });
    for (const [id, person] of inventBorough().people) expect(larger.people.get(id)).toEqual(person);
    expect(inventBorough().families).toHaveLength(60);
  });
});

describe('what is true', () => {
  const borough = inventBorough({ families: 400 });
  const people = [...borough.people.values()];

  test('every NHS number and UPN has a good check digit and belongs to one person', () => {
    expect(goodNhsNumber('9990000018') || goodNhsNumber('9990000026')).toBe(true);
    expect(goodUpn('H801200001001')).toBe(true);
    const numbers = people.flatMap((person) => [person.nhsNumber, person.supersededNhsNumber].filter(isText));
    expect(numbers.filter((number) => !goodNhsNumber(number))).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
    const upns = people.flatMap((person) => [person.upn, person.formerUpn].filter(isText));
    expect(upns.filter((upn) => !goodUpn(upn))).toEqual([]);
    expect(new Set(upns).size).toBe(upns.length);
  });

  test('every address has a UPRN of its own home and a postcode of an area that does not exist', () => {
    for (const { address } of people) {
      expect(address.uprn).toMatch(/^[1-9]\d{0,11}$/);
      expect(address.postcode).toMatch(/^ZB[1-4] \d[ABD-HJLNP-UW-Z]{2}$/);
    }
  });

  test('children are born after their mothers, twins on one day, and an unborn child has no name or number', () => {
    for (const child of people.filter(({ kind }) => kind === 'child')) {
      const mother = borough.people.get(child.mother ?? '');
      const born = child.dateOfBirth ?? child.expectedDateOfBirth ?? '';
      if (mother?.dateOfBirth)
        expect(Number(born.slice(0, 4)) - Number(mother.dateOfBirth.slice(0, 4))).toBeGreaterThan(15);
      if (child.twinOf) expect(borough.people.get(child.twinOf)?.dateOfBirth).toBe(child.dateOfBirth);
      if (child.lifeState === 'UNBORN') {
        expect(child).toMatchObject({ givenName: '', sex: 'U' });
        expect(child.nhsNumber ?? child.upn ?? child.dateOfBirth).toBeUndefined();
        expect(child.expectedDateOfBirth?.localeCompare(borough.today)).toBe(1);
      } else expect(born.localeCompare(borough.today)).toBeLessThanOrEqual(0);
    }
  });
});

describe('what the agencies hold', () => {
  const borough = inventBorough({ families: FAMILIES });

  test('nothing an agency holds carries a truth id, but for the one field that says so', () => {
    const small = inventBorough();
    for (const agency of AGENCIES) {
      const { people, memberships, involvements, content } = small[agency];
      for (const { truth, ...held } of people) {
        expect(small.people.has(truth)).toBe(true);
        expect(JSON.stringify(held)).not.toContain('true-');
      }
      expect(JSON.stringify([memberships, involvements, [...content.entries()]])).not.toContain('true-');
    }
    expect(JSON.stringify([small.socialCare.groups, small.housing.tenures])).not.toContain('true-');
  });

  test('a reference is one person at one agency, and every row is about a person held there', () => {
    for (const agency of AGENCIES) {
      const { people, memberships, involvements, content, workers } = borough[agency];
      const refs = new Set(people.map(({ ref }) => ref));
      expect(refs.size).toBe(people.length);
      const about = [
        ...memberships.map(({ ref }) => ref),
        ...memberships.map(({ to }) => to).filter(isText),
        ...involvements.map(({ ref }) => ref),
        ...content.keys(),
        ...people.map(({ motherRef }) => motherRef).filter(isText),
      ];
      expect(about.filter((ref) => !refs.has(ref))).toEqual([]);
      const staff = new Set(workers.map(({ id }) => id));
      expect(involvements.filter(({ worker }) => worker && !staff.has(worker.id))).toEqual([]);
    }
  });

  test('no agency knows every family, and no family but a lonely one is known to nobody', () => {
    const known = AGENCIES.map(
      (agency) => new Set(borough[agency].people.map(({ truth }) => borough.people.get(truth)?.familyId)),
    );
    for (const families of known) expect(families.size).toBeLessThan(borough.families.length);
    const counts = borough.families.map(({ id }) => known.filter((families) => families.has(id)).length);
    expect(counts.filter((count) => count === 1).length).toBeGreaterThan(borough.families.length * 0.02);
    expect(counts.filter((count) => count === 0).length).toBeLessThan(borough.families.length * 0.01);
    const [health, , socialCare, housing, centre] = known.map(({ size }) => size / borough.families.length);
    expect(health).toBeGreaterThan(0.9);
    expect(socialCare).toBeGreaterThan(0.11);
    expect(socialCare).toBeLessThan(0.2);
    expect(housing).toBeLessThan(0.3);
    expect(centre).toBeLessThan(0.4);
  });

  test('a landlord and a school never hold an NHS number', () => {
    for (const agency of ['housing', 'education'] as const)
      expect(borough[agency].people.filter(({ nhsNumber }) => nhsNumber)).toEqual([]);
  });

  test('a record of something in the future is a notice, an expected birth or a contact not yet made', () => {
    const late = (date: string | undefined) => date !== undefined && date > borough.today;
    for (const agency of AGENCIES)
      expect(
        borough[agency].involvements.filter(({ from, lastInteraction }) => late(from) || late(lastInteraction)),
      ).toEqual([]);
    const visits = [...borough.health.content.values()].flatMap(({ mandatedContacts, immunisations }) => [
      ...mandatedContacts,
      ...immunisations,
    ]);
    expect(visits.filter(({ date }) => late(date))).toEqual([]);
    const years = [...borough.education.content.values()].flatMap(({ attendance }) => attendance);
    expect(
      years.filter(
        ({ possible, authorised, unauthorised }) =>
          authorised < 0 || unauthorised < 0 || authorised + unauthorised > possible,
      ),
    ).toEqual([]);
  });

  test('a hidden address is held under a SHIELDED marker, or not at all', () => {
    const familyOf = ({ truth }: HeldIdentity) => borough.people.get(truth)?.familyId ?? '';
    const hides = ({ markers }: HeldIdentity) => markers.includes('SHIELDED');
    const hidden = new Set(borough.socialCare.people.filter(hides).map(familyOf));
    expect(hidden.size).toBeGreaterThan(1);
    for (const agency of AGENCIES) {
      const open = borough[agency].people.filter((held) => hidden.has(familyOf(held)) && !hides(held));
      const home = ({ truth }: HeldIdentity) => borough.people.get(truth)?.address;
      expect(open.filter((held) => held.address === home(held) && held.truth !== 'true-ashdown-father')).toEqual([]);
    }
  });

  test('the workers of the Okafor family carry the ids of the development personas', () => {
    const workers = new Set(AGENCIES.flatMap((agency) => borough[agency].workers.map(({ id }) => id)));
    for (const { id } of Object.values(PERSONAS)) expect(workers).toContain(id);
  });
});

(process.env.PROOF === '1' ? test : test.skip)(
  'twenty thousand families take less than half a gigabyte (PROOF=1)',
  () => {
    // What is no longer reached is no part of what a borough takes.
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    collect();
    const before = process.memoryUsage().heapUsed;
    const another = writeBorough(20_000, 3, '2026-11-01');
    collect();
    const taken = process.memoryUsage().heapUsed - before;
    expect(taken).toBeGreaterThan(50_000_000);
    expect(taken).toBeLessThan(500_000_000);
    expect(another.families).toHaveLength(20_000);
  },
);
