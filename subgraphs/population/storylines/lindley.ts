import type { Draft } from '../draft';
import { registrationIn } from '../holdings/health';
import type { Marker, Storyline } from '../model';
import { schoolIn } from '../places';
import { workerIn } from '../workers';
import { storyHome, Tale } from './tale';

const ADOPTED = { markers: ['ADOPTED'] as readonly Marker[] };

/**
 * UNIVERSAL: an adopted boy. His date of birth and sex are all that his two identities share. The record from before is
 * closed and marked at social care and health; nothing may lead from one to the other.
 */
export function tellLindley(draft: Draft): Storyline {
  const tale = new Tale(draft, {
    key: 'lindley',
    name: 'The Lindley family',
    need: 'UNIVERSAL',
    areaId: 'thornwick',
    summary:
      'A boy adopted in 2023: a new name, a new NHS number, a new family. The birth identity stays at social care and health, marked ADOPTED.',
  });
  const before = new Tale(draft, {
    key: 'lindley-birth',
    name: 'The birth family',
    need: 'ACUTE',
    areaId: 'saltby',
    summary: '',
  });
  const birthHome = storyHome(60, '102 Quarry Road', 'Saltby', 'ZB3 1ZQ');
  const birthMother = before.carer('mother', {
    givenName: 'Shannon',
    familyName: 'Crabtree',
    dateOfBirth: '2000-12-12',
    sex: 'F',
    address: birthHome,
  });
  const tyler = before.child(
    'child',
    {
      givenName: 'Tyler',
      familyName: 'Crabtree',
      dateOfBirth: '2020-08-17',
      sex: 'M',
      address: birthHome,
      mother: birthMother.id,
    },
    { laChild: true },
  );
  const birthMotherInHealth = before.inHealth(birthMother, registrationIn(2));
  const tylerInHealth = before.inHealth(tyler, registrationIn(2), { ...ADOPTED, motherRef: birthMotherInHealth });
  before.family(
    'health',
    [{ ref: birthMotherInHealth, relationship: 'Mother', parentalResponsibility: false }],
    [tylerInHealth],
  );
  const birthMotherInCare = before.inSocialCare(birthMother);
  const tylerInCare = before.inSocialCare(
    tyler,
    {
      referrals: [
        {
          date: '2020-08-18',
          source: '3D',
          primaryNeed: 'N1',
          nfa: false,
          closureDate: '2023-05-04',
          reasonForClosure: 'RC1',
        },
      ],
      assessments: [{ start: '2020-08-19', authorised: '2020-09-25', factors: ['2B', '4B'] }],
      plans: [{ kind: 'CARE_PLAN', start: '2021-01-11', end: '2023-05-04', reviews: [] }],
    },
    { ...ADOPTED, motherRef: birthMotherInCare },
  );
  before.family(
    'socialCare',
    [{ ref: birthMotherInCare, relationship: 'Mother', parentalResponsibility: false }],
    [tylerInCare],
  );
  before.involve('socialCare', [tylerInCare], {
    service: 'Looked-after children',
    from: '2021-01-11',
    to: '2023-05-04',
    team: 'Permanence Team',
    role: 'Social Worker',
  });
  before.finishWithin('lindley');

  const address = storyHome(61, '48 Orchard Avenue', 'Thornwick', 'ZB2 2ZU');
  const school = schoolIn(tale.area, 'primary', 2);
  const mother = tale.carer('mother', {
    givenName: 'Claire',
    familyName: 'Lindley',
    dateOfBirth: '1983-06-21',
    sex: 'F',
    address,
  });
  const father = tale.carer('father', {
    givenName: 'Robert',
    familyName: 'Lindley',
    dateOfBirth: '1981-09-14',
    sex: 'M',
    address,
  });
  const thomas = tale.child(
    'child',
    {
      givenName: 'Thomas',
      familyName: 'Lindley',
      dateOfBirth: '2020-08-17',
      sex: 'M',
      address,
      mother: mother.id,
      father: father.id,
      birthIdentity: tyler.id,
    },
    { school, started: 2024 },
  );
  const parents = [mother, father].map((parent) => tale.inHealth(parent, registrationIn(1)));
  const inHealth = tale.inHealth(thomas, registrationIn(1));
  const asserted = (refs: readonly string[]) =>
    refs.map((ref, place) => ({ ref, relationship: place === 0 ? 'Mother' : 'Father', parentalResponsibility: true }));
  tale.family('health', asserted(parents), [inHealth]);
  tale.involve('health', [inHealth], {
    service: 'School nursing',
    from: '2025-08-17',
    worker: workerIn('schoolNurse', tale.area, 1),
  });
  const pupil = tale.inEducation(thomas, {
    schoolUrn: school.urn,
    ncYearActual: '2',
    enrolStatus: 'C',
    entryDate: '2024-09-03',
    attendance: [{ yearStart: 2026, possible: 72, authorised: 2, unauthorised: 0 }],
    senProvision: 'N',
    pupilPremium: true,
  });
  tale.family(
    'education',
    asserted([mother, father].map((parent) => tale.inEducation(parent, {}, { dateOfBirth: undefined }))),
    [pupil],
  );
  tale.involve('education', [pupil], {
    service: 'School',
    from: '2024-09-03',
    team: school.name,
    worker: school.safeguardingLead,
  });
  return tale.finish({ birthIdentity: tyler.id, birthMother: birthMother.id });
}
