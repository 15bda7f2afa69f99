import { immunisationsOf } from '../content/immunisations';
import { mandatedContactsOf } from '../content/mandated-contacts';
import type { Draft } from '../draft';
import { registrationIn } from '../holdings/health';
import type { CentreContent, SocialCareContent, Storyline, TruePerson } from '../model';
import { schoolIn } from '../places';
import { workerIn } from '../workers';
import { storyHome, Tale } from './tale';

const CENTRE = '990102';

/**
 * VULNERABLE: the mother is herself the centre's lead family support worker (`PERSONAS.familySupportLead`), whose post would
 * open her own children's records to her. No agency has marked them.
 */
export function tellPryce(draft: Draft): Storyline {
  const tale = new Tale(draft, {
    key: 'pryce',
    name: 'The Pryce family',
    need: 'VULNERABLE',
    areaId: 'thornwick',
    summary:
      "The children's centre's own lead family support worker and her two children, helped by her colleagues: marked nowhere.",
  });
  const address = storyHome(130, '22 Linden Close', 'Thornwick', 'ZB2 3ZR');
  const common = { familyName: 'Pryce', address };
  const mother = tale.carer('mother', { ...common, givenName: 'Joanne', dateOfBirth: '1986-03-14', sex: 'F' });
  const school = schoolIn(tale.area, 'primary', 1);
  const megan = tale.child(
    'child',
    { ...common, givenName: 'Megan', dateOfBirth: '2019-01-27', sex: 'F', mother: mother.id },
    { school, started: 2023, laChild: true },
  );
  const evan = tale.child(
    'younger',
    { ...common, givenName: 'Evan', dateOfBirth: '2023-06-11', sex: 'M', mother: mother.id },
    { laChild: true },
  );

  tellHealth(tale, mother, [megan, evan]);
  const pupil = tale.inEducation(megan, {
    schoolUrn: school.urn,
    ncYearActual: '3',
    enrolStatus: 'C',
    entryDate: '2023-09-05',
    attendance: [{ yearStart: 2026, possible: 72, authorised: 4, unauthorised: 2 }],
    senProvision: 'K',
    senTypes: ['SEMH'],
  });
  const nursery = tale.inEducation(evan, {
    entryDate: '2026-09-07',
    earlyYears: { fundedHours: 15, extendedHours: 15, settingName: `${school.name} Nursery` },
  });
  tale.family(
    'education',
    [{ ref: tale.inEducation(mother), relationship: 'Mother', parentalResponsibility: true }],
    [pupil, nursery],
  );
  tale.involve('education', [pupil], {
    service: 'School',
    from: '2023-09-05',
    team: school.name,
    worker: school.safeguardingLead,
  });
  tellSocialCare(tale, mother, [megan, evan]);
  tellCentre(tale, mother, [megan, evan]);
  return tale.finish();
}

function tellHealth(tale: Tale, mother: TruePerson, children: readonly TruePerson[]): void {
  const { today } = tale.draft;
  const visitor = workerIn('healthVisitor', tale.area, 2);
  const motherRef = tale.inHealth(mother, registrationIn(2));
  const refs = children.map((child) => {
    const born = child.dateOfBirth as string;
    return tale.inHealth(
      child,
      {
        ...registrationIn(2, visitor),
        mandatedContacts: mandatedContactsOf(born, today, visitor, () => ({ outcome: 'Completed', daysLate: 3 })),
        immunisations: immunisationsOf(born, today, () => ({ daysLate: 4 })),
      },
      { motherRef },
    );
  });
  tale.family('health', [{ ref: motherRef, relationship: 'Mother', parentalResponsibility: true }], refs);
  tale.involve('health', refs.slice(1), {
    service: 'Health visiting',
    from: '2023-06-25',
    lastInteraction: '2025-08-19',
    worker: visitor,
  });
}

function tellSocialCare(tale: Tale, mother: TruePerson, children: readonly TruePerson[]): void {
  const from = '2026-04-20';
  const worker = workerIn('earlyHelp', tale.area, 1);
  const content: Partial<SocialCareContent> = {
    earlyHelp: {
      episodes: [{ start: from, reason: 'Separation of the parents', organisation: worker.organisation }],
      caf: [{ start: '2026-04-23', completed: '2026-05-22', author: worker }],
      tafMeetings: [],
      steps: [
        {
          date: from,
          direction: 'UP',
          from: 'UNIVERSAL',
          to: 'VULNERABLE',
          reason: 'Early help agreed with the family',
        },
      ],
    },
  };
  const motherRef = tale.inSocialCare(mother);
  const refs = children.map((child) => tale.inSocialCare(child, content, { motherRef }));
  const group = tale.family(
    'socialCare',
    [{ ref: motherRef, relationship: 'Mother', parentalResponsibility: true }],
    refs,
    from,
  );
  tale.need({
    group,
    needHistory: [
      { code: 'UNIVERSAL', from: '2019-01-27', until: from },
      { code: 'VULNERABLE', from },
    ],
    leadProfessional: worker,
  });
  tale.involve('socialCare', refs, { service: 'Early help', from, lastInteraction: '2026-10-08', worker });
}

function tellCentre(tale: Tale, mother: TruePerson, children: readonly TruePerson[]): void {
  const worker = workerIn('familySupport', tale.area, 1);
  const registration: CentreContent = {
    registrationId: 'REG2318',
    centreUrn: CENTRE,
    registeredDate: '2023-09-13',
    consentToShare: 'Y',
    consentDate: '2026-04-22',
    attendances: [],
    familySupport: { opened: '2026-04-22', worker, reason: 'Separation' },
    referrals: [],
  };
  const motherRef = tale.inCentre(mother, registration);
  const refs = children.map((child) => tale.inCentre(child, registration));
  tale.family('childrensCentre', [{ ref: motherRef, relationship: 'Mother' }], refs, '2023-09-13');
  tale.involve('childrensCentre', [motherRef, ...refs], {
    service: 'Family support',
    from: '2026-04-22',
    lastInteraction: '2026-10-15',
    worker,
  });
}
