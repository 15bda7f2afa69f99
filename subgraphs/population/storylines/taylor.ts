import type { Draft } from '../draft';
import { registrationIn } from '../holdings/health';
import type { Storyline } from '../model';
import { areaById, schoolIn } from '../places';
import { workerIn } from '../workers';
import { storyHome, Tale } from './tale';

const GIRL = { givenName: 'Amelia', familyName: 'Taylor', dateOfBirth: '2020-05-04', sex: 'F' as const };

/** UNIVERSAL and COMPLEX: two girls of one name, born on one day, who have nothing to do with each other. */
export function tellTaylor(draft: Draft): Storyline {
  const tale = new Tale(draft, {
    key: 'taylor',
    name: 'The two Amelia Taylors',
    need: 'UNIVERSAL',
    areaId: 'hollinfold',
    summary:
      'Two unrelated girls with the same name and date of birth. One is at school and known to nobody else; the other is a child in need in a council house.',
  });
  const other = new Tale(draft, {
    key: 'taylor-other',
    name: 'The other Amelia Taylor',
    need: 'COMPLEX',
    areaId: 'saltby',
    summary: '',
  });
  const theirHome = storyHome(91, '12 Mill Court', 'Saltby', 'ZB3 3ZN');
  const theirMother = other.carer('mother', {
    givenName: 'Gemma',
    familyName: 'Taylor',
    dateOfBirth: '1997-11-15',
    sex: 'F',
    address: theirHome,
  });
  const theirs = other.child(
    'child',
    { ...GIRL, address: theirHome, mother: theirMother.id },
    { laChild: true, school: schoolIn(areaById('saltby'), 'primary', 3), started: 2024 },
  );
  const motherInHealth = other.inHealth(theirMother, registrationIn(2));
  other.family(
    'health',
    [{ ref: motherInHealth, relationship: 'Mother', parentalResponsibility: true }],
    [other.inHealth(theirs, registrationIn(2), { motherRef: motherInHealth })],
  );
  const worker = workerIn('socialWorker', areaById('saltby'), 1);
  const motherInCare = other.inSocialCare(theirMother);
  const inCare = other.inSocialCare(
    theirs,
    {
      referrals: [{ date: '2026-04-20', source: '3A', primaryNeed: 'N3', nfa: false }],
      assessments: [{ start: '2026-04-22', authorised: '2026-06-01', factors: ['4B'] }],
      plans: [{ kind: 'CIN_PLAN', start: '2026-06-08', reviews: ['2026-09-07'] }],
      keyWorker: worker,
    },
    { motherRef: motherInCare, nhsNumber: undefined, nhsNumberStatus: undefined, upn: undefined },
  );
  const group = other.family(
    'socialCare',
    [{ ref: motherInCare, relationship: 'Mother', parentalResponsibility: true }],
    [inCare],
  );
  other.need({ group, needHistory: [{ code: 'COMPLEX', from: '2026-06-08' }] });
  other.involve('socialCare', [inCare], {
    service: 'Social work',
    from: '2026-04-22',
    lastInteraction: '2026-10-16',
    worker,
  });
  const tenancy = other.tenancy({
    address: theirHome,
    start: '2019-05-13',
    housingOfficer: workerIn('housingOfficer', areaById('saltby'), 1),
  });
  const tenant = other.inHousing(theirMother, { group: tenancy, personTenureType: 'Tenant', isResponsible: true });
  other.livesIn(tenancy, tenant, '2019-05-13');
  other.livesIn(
    tenancy,
    other.inHousing(theirs, { group: tenancy, personTenureType: 'HouseholdMember', isResponsible: false }),
    '2020-05-04',
    'Child',
    tenant,
  );
  other.finishWithin('taylor');

  const home = storyHome(90, '6 Lark Way', 'Hollinfold', 'ZB4 2ZL');
  const school = schoolIn(tale.area, 'primary', 0);
  const mother = tale.carer('mother', {
    givenName: 'Louise',
    familyName: 'Taylor',
    dateOfBirth: '1989-08-01',
    sex: 'F',
    address: home,
  });
  const amelia = tale.child('child', { ...GIRL, address: home, mother: mother.id }, { school, started: 2024 });
  const inHealth = tale.inHealth(mother, registrationIn(3));
  tale.family(
    'health',
    [{ ref: inHealth, relationship: 'Mother', parentalResponsibility: true }],
    [tale.inHealth(amelia, registrationIn(3), { motherRef: inHealth })],
  );
  const pupil = tale.inEducation(amelia, {
    schoolUrn: school.urn,
    ncYearActual: '2',
    enrolStatus: 'C',
    entryDate: '2024-09-03',
    attendance: [{ yearStart: 2026, possible: 72, authorised: 2, unauthorised: 0 }],
    senProvision: 'N',
  });
  tale.family(
    'education',
    [
      {
        ref: tale.inEducation(mother, {}, { dateOfBirth: undefined }),
        relationship: 'Mother',
        parentalResponsibility: true,
      },
    ],
    [pupil],
  );
  tale.involve('education', [pupil], {
    service: 'School',
    from: '2024-09-03',
    team: school.name,
    worker: school.safeguardingLead,
  });
  return tale.finish({ other: theirs.id, otherMother: theirMother.id });
}
