import { inventBorough, type StorylineKey } from '../index';
import type { HeldIdentity, TruePerson } from '../model';
import { PERSONAS } from '../workers';

const borough = inventBorough();
const AGENCIES = ['health', 'education', 'socialCare', 'housing', 'childrensCentre'] as const;
type Agency = (typeof AGENCIES)[number];

const story = (key: StorylineKey) => {
  const found = borough.storylines.find((each) => each.key === key);
  if (found === undefined) throw new Error(`No storyline ${key}`);
  return found;
};
const person = (key: StorylineKey, role: string): TruePerson => {
  const found = borough.people.get(story(key).people[role] ?? '');
  if (found === undefined) throw new Error(`Nobody is the ${role} of ${key}`);
  return found;
};
const held = (agency: Agency, { id }: TruePerson): readonly HeldIdentity[] =>
  borough[agency].people.filter(({ truth }) => truth === id);
const oneHeld = (agency: Agency, who: TruePerson): HeldIdentity => {
  const [record, ...others] = held(agency, who);
  if (record === undefined || others.length > 0)
    throw new Error(`${agency} holds ${who.id} ${others.length + (record ? 1 : 0)} times`);
  return record;
};
const agenciesOf = (who: TruePerson): readonly Agency[] => AGENCIES.filter((agency) => held(agency, who).length > 0);

describe('the Okafor family', () => {
  const oldest = person('okafor', 'oldest');
  const toddler = person('okafor', 'toddler');

  test('Daniel, Grace and their mother are held by all five agencies, spelled the same and born the same day', () => {
    for (const who of [oldest, toddler, person('okafor', 'mother')]) {
      expect(agenciesOf(who)).toEqual(AGENCIES);
      for (const agency of AGENCIES) {
        const { givenName, familyName, dateOfBirth, address } = who;
        expect(oneHeld(agency, who)).toMatchObject({ givenName, familyName, dateOfBirth, address });
      }
    }
    expect(oldest).toMatchObject({
      givenName: 'Daniel',
      familyName: 'Okafor',
      dateOfBirth: '2017-03-22',
      address: { postcode: 'ZB2 4ZQ' },
    });
  });

  test('every agency holds at least three of them, and only the landlord has heard of the partner', () => {
    for (const agency of AGENCIES) {
      const members = Object.values(story('okafor').people).filter((id) =>
        borough[agency].people.some(({ truth }) => truth === id),
      );
      expect(members.length).toBeGreaterThanOrEqual(3);
    }
    expect(agenciesOf(person('okafor', 'partner'))).toEqual(['housing']);
  });

  test('attendance falls year by year', () => {
    const rows = borough.education.content.get(oneHeld('education', oldest).ref)?.attendance ?? [];
    const rates = rows.map(
      ({ possible, authorised, unauthorised }) => (possible - authorised - unauthorised) / possible,
    );
    expect(rates).toEqual([...rates].sort());
    expect(rates[0]).toBeLessThan(0.75);
  });

  test('the two-year review was missed, the rent is nine weeks behind, the plan is a child-in-need plan', () => {
    const review = borough.health.content.get(oneHeld('health', toddler).ref)?.mandatedContacts.at(-1);
    expect(review).toEqual({ kind: 'TWO_TO_TWO_AND_A_HALF_YEARS', dueDate: '2026-07-30', outcome: 'Missed' });
    const group = borough.housing.content.get(oneHeld('housing', toddler).ref)?.group;
    expect(borough.housing.tenures.find((tenure) => tenure.group === group)).toMatchObject({
      weeksOfRentOwed: 9,
      notices: [{ served: '2026-10-05' }],
    });
    expect(borough.socialCare.content.get(oneHeld('socialCare', toddler).ref)?.plans).toMatchObject([
      { kind: 'CIN_PLAN', start: '2026-04-01' },
    ]);
  });

  test('the centre saw Grace less and less', () => {
    const attendances = borough.childrensCentre.content.get(oneHeld('childrensCentre', toddler).ref)?.attendances ?? [];
    const came = (from: string, until: string) =>
      attendances.filter(({ date, attended }) => attended && date >= from && date < until).length;
    expect([came('2026-05', '2026-07'), came('2026-07', '2026-09'), came('2026-09', '2026-11')]).toEqual([8, 6, 0]);
  });
});

test('every need level has a storyline, and every storyline says what it is about', () => {
  expect(new Set(borough.storylines.map(({ need }) => need)).size).toBe(4);
  for (const { summary, name } of borough.storylines)
    expect([summary.length > 40, name.length > 5]).toEqual([true, true]);
});

test('an unborn child has no number and is tied to the mother wherever she is held', () => {
  const unborn = person('kowalska', 'unborn');
  expect(agenciesOf(unborn)).toEqual(['health', 'socialCare']);
  for (const agency of ['health', 'socialCare'] as const) {
    const record = oneHeld(agency, unborn);
    expect(record).toMatchObject({
      lifeState: 'UNBORN',
      sex: 'U',
      expectedDateOfBirth: '2027-01-18',
      motherRef: oneHeld(agency, person('kowalska', 'mother')).ref,
    });
    expect([record.givenName, record.dateOfBirth, record.nhsNumber]).toEqual([undefined, undefined, undefined]);
  }
});

test('an adopted boy and his birth identity share a date of birth and a sex, and nothing else at all', () => {
  const now = person('lindley', 'child');
  const before = person('lindley', 'birthIdentity');
  expect(now.birthIdentity).toBe(before.id);
  const record = (who: TruePerson) => AGENCIES.flatMap((agency) => held(agency, who));
  const words = (who: TruePerson) =>
    new Set(
      record(who)
        .flatMap(
          ({ ref, givenName, familyName, nhsNumber, upn, laChildId, address, motherRef, supersededNhsNumbers }) => [
            ref,
            givenName,
            familyName,
            nhsNumber,
            upn,
            laChildId,
            address?.uprn,
            address?.postcode,
            motherRef,
            ...supersededNhsNumbers,
          ],
        )
        .filter((word) => word !== undefined),
    );
  expect([...words(now)].filter((word) => words(before).has(word))).toEqual([]);
  expect(record(before).map(({ markers }) => markers)).toEqual([['ADOPTED'], ['ADOPTED']]);
  expect(now.dateOfBirth).toBe(before.dateOfBirth);
  for (const agency of AGENCIES) {
    const groupsOf = (who: TruePerson) =>
      borough[agency].memberships
        .filter(({ ref }) => held(agency, who).some((each) => each.ref === ref))
        .map(({ group }) => group);
    expect(groupsOf(now).filter((group) => groupsOf(before).includes(group))).toEqual([]);
  }
});

test('the refuge is shielded where it is known, and the agencies that do not know hold only the old home', () => {
  for (const role of ['mother', 'child', 'younger']) {
    const who = person('ashdown', role);
    for (const agency of AGENCIES) {
      for (const record of held(agency, who)) {
        const hidden = record.markers.includes('SHIELDED');
        expect(record.address).toBe(hidden ? who.address : who.previousAddress);
        expect(hidden).toBe(agency === 'health' || agency === 'socialCare' || agency === 'housing');
      }
    }
  }
  expect(person('ashdown', 'father').address).toBe(person('ashdown', 'mother').previousAddress);
});

test('twins differ by one letter of one name and by their numbers', () => {
  const [jack, jake] = [person('sutcliffe', 'twin'), person('sutcliffe', 'otherTwin')];
  expect({ ...jake, id: 0, givenName: 0, nhsNumber: 0, upn: 0, laChildId: 0, twinOf: 0 }).toEqual({
    ...jack,
    id: 0,
    givenName: 0,
    nhsNumber: 0,
    upn: 0,
    laChildId: 0,
    twinOf: 0,
  });
  expect([jack.nhsNumber, jack.upn, jack.laChildId]).not.toEqual([jake.nhsNumber, jake.upn, jake.laChildId]);
});

test('the two Amelia Taylors are alike in name, birth and sex, and live apart', () => {
  const [one, other] = [person('taylor', 'child'), person('taylor', 'other')];
  const { givenName, familyName, dateOfBirth, sex } = one;
  expect(other).toMatchObject({ givenName, familyName, dateOfBirth, sex });
  expect(other.familyId).not.toBe(one.familyId);
  expect(other.address.postcode).not.toBe(one.address.postcode);
  expect(agenciesOf(one)).toEqual(['health', 'education']);
  expect(agenciesOf(other)).toEqual(['health', 'socialCare', 'housing']);
});

test('one family is known to the centre alone', () => {
  for (const id of Object.values(story('silva').people)) {
    expect(AGENCIES.filter((agency) => borough[agency].people.some(({ truth }) => truth === id))).toEqual([
      'childrensCentre',
    ]);
  }
});

test('a foster address is at health and school, and not at social care', () => {
  const child = person('dewhirst', 'child');
  expect(oneHeld('socialCare', child).address).toEqual(child.previousAddress);
  expect(oneHeld('health', child).address).toEqual(child.address);
  expect(borough.socialCare.memberships.filter(({ relationship }) => relationship === 'Foster carer')).toHaveLength(1);
});

test('only housing and early help know where the Naylors moved', () => {
  const child = person('naylor', 'younger');
  expect(AGENCIES.filter((agency) => held(agency, child).some(({ address }) => address === child.address))).toEqual([
    'socialCare',
    'housing',
  ]);
  expect(agenciesOf(child)).toEqual(['health', 'socialCare', 'housing', 'childrensCentre']);
});

test('a worker of the centre is a mother in it: four agencies hold her with her children, and marked nowhere', () => {
  const [mother, child, younger] = ['mother', 'child', 'younger'].map((role) => person('pryce', role)) as [
    TruePerson,
    TruePerson,
    TruePerson,
  ];
  const self = PERSONAS.familySupportLead;
  expect(`${mother.givenName} ${mother.familyName}`).toBe(self.name);
  for (const agency of ['health', 'education', 'socialCare', 'childrensCentre'] as const) {
    const records = [mother, child, younger].map((who) => oneHeld(agency, who));
    expect(records[0]).toMatchObject({ dateOfBirth: '1986-03-14', address: { postcode: 'ZB2 3ZR' } });
    expect(records.flatMap(({ markers }) => markers)).toEqual([]);
    const groupsOf = ({ ref }: HeldIdentity) =>
      new Set(borough[agency].memberships.filter((one) => one.ref === ref).map(({ group }) => group));
    expect(records.map((record) => [...groupsOf(record)])).toEqual(records.map(() => [...groupsOf(records[0]!)]));
    const refs = new Set(records.map(({ ref }) => ref));
    const workers = borough[agency].involvements.filter(({ ref }) => refs.has(ref)).map(({ worker }) => worker?.id);
    expect(workers).not.toContain(self.id);
    expect(workers.length).toBeGreaterThan(0);
  }
});

test('a child of two homes: social care asserts each, and the mother’s former partner until a day that is past', () => {
  const child = person('marsh', 'child');
  const tiesTo = (agency: (typeof AGENCIES)[number], role: string) => {
    const refs = held(agency, person('marsh', role)).map(({ ref }) => ref);
    const { ref: to } = oneHeld(agency, child);
    return borough[agency].memberships.filter((one) => one.to === to && refs.includes(one.ref));
  };
  for (const agency of ['health', 'education', 'socialCare'] as const) expect(tiesTo(agency, 'mother')).toHaveLength(1);
  expect(['father', 'partner'].flatMap((role) => tiesTo('socialCare', role)).map((one) => one.relationship)).toEqual([
    'Father',
    'Carer',
  ]);
  const homes = ['mother', 'father'].flatMap((role) => tiesTo('socialCare', role).map(({ group }) => group));
  expect(new Set(homes).size).toBe(2);
  expect(tiesTo('socialCare', 'former')).toMatchObject([{ until: '2023-06-30', parentalResponsibility: false }]);
});
