import { immunisationsOf } from '../content/immunisations';
import type { Draft } from '../draft';
import { registrationIn } from '../holdings/health';
import type { SocialCareContent, Storyline, TruePerson } from '../model';
import { schoolIn } from '../places';
import { workerIn } from '../workers';
import { storyHome, Tale } from './tale';

/** VULNERABLE: twins, Jack and Jake. Name, birth, address and school all but alike; they must never be taken for one child. */
export function tellSutcliffe(draft: Draft): Storyline {
  const tale = new Tale(draft, {
    key: 'sutcliffe',
    name: 'The Sutcliffe twins',
    need: 'VULNERABLE',
    areaId: 'saltby',
    summary:
      'Twin boys, Jack and Jake, with one mother; early help open for behaviour at home. The landlord writes one of them Jak.',
  });
  const { area } = tale;
  const address = storyHome(20, '3 Harbour Row', 'Saltby', 'ZB3 2ZH');
  const school = schoolIn(area, 'primary', 1);
  const mother = tale.carer('mother', {
    givenName: 'Kerry',
    familyName: 'Sutcliffe',
    dateOfBirth: '1996-01-23',
    sex: 'F',
    address,
  });
  const boy = { familyName: 'Sutcliffe', dateOfBirth: '2021-02-19', sex: 'M' as const, address, mother: mother.id };
  const jack = tale.child('twin', { ...boy, givenName: 'Jack' }, { school, started: 2025, laChild: true });
  const jake = tale.child(
    'otherTwin',
    { ...boy, givenName: 'Jake', twinOf: jack.id },
    { school, started: 2025, laChild: true },
  );
  const twins: readonly TruePerson[] = [jack, jake];

  const inHealth = tale.inHealth(mother, registrationIn(2));
  const immunisations = immunisationsOf('2021-02-19', draft.today, () => ({ daysLate: 9 }));
  const healthTwins = twins.map((twin) =>
    tale.inHealth(twin, { ...registrationIn(2), immunisations }, { motherRef: inHealth }),
  );
  tale.family('health', [{ ref: inHealth, relationship: 'Mother', parentalResponsibility: true }], healthTwins);
  tale.involve('health', healthTwins, {
    service: 'School nursing',
    from: '2026-02-19',
    worker: workerIn('schoolNurse', area, 1),
  });

  const pupils = twins.map((twin, place) =>
    tale.inEducation(twin, {
      schoolUrn: school.urn,
      ncYearActual: '1',
      enrolStatus: 'C',
      entryDate: '2025-09-03',
      attendance: [
        { yearStart: 2026, possible: 72, authorised: 3, unauthorised: 2 + place },
        { yearStart: 2025, possible: 380, authorised: 18, unauthorised: 9 },
      ],
      senProvision: place === 0 ? 'N' : 'K',
      senTypes: place === 0 ? [] : ['SLCN'],
      fsmEligible: true,
      fsmFrom: '2025-09-03',
      pupilPremium: true,
    }),
  );
  tale.family(
    'education',
    [{ ref: tale.inEducation(mother), relationship: 'Mother', parentalResponsibility: true }],
    pupils,
  );
  tale.involve('education', pupils, {
    service: 'School',
    from: '2025-09-03',
    team: school.name,
    worker: school.safeguardingLead,
  });

  const worker = workerIn('earlyHelp', area, 1);
  const content: Partial<SocialCareContent> = {
    earlyHelp: {
      episodes: [{ start: '2026-05-11', reason: 'Behaviour at home', organisation: worker.organisation }],
      caf: [{ start: '2026-05-14', completed: '2026-06-12', author: worker }],
      tafMeetings: [
        {
          date: '2026-07-07',
          attendees: ['Early Help Practitioner', 'School'],
          actions: [
            { action: 'Morning routine chart', owner: 'Early Help Practitioner', dueDate: '2026-08-01', done: true },
          ],
        },
      ],
      steps: [
        {
          date: '2026-05-11',
          direction: 'UP',
          from: 'UNIVERSAL',
          to: 'VULNERABLE',
          reason: 'Early help agreed with the family',
        },
      ],
    },
  };
  const motherInCare = tale.inSocialCare(mother);
  const careTwins = twins.map((twin) => tale.inSocialCare(twin, content, { motherRef: motherInCare }));
  const group = tale.family(
    'socialCare',
    [{ ref: motherInCare, relationship: 'Mother', parentalResponsibility: true }],
    careTwins,
    '2026-05-11',
  );
  tale.need({
    group,
    needHistory: [
      { code: 'UNIVERSAL', from: '2021-02-19', until: '2026-05-11' },
      { code: 'VULNERABLE', from: '2026-05-11' },
    ],
    leadProfessional: worker,
  });
  tale.involve('socialCare', careTwins, {
    service: 'Early help',
    from: '2026-05-11',
    lastInteraction: '2026-10-13',
    worker,
  });

  const officer = workerIn('housingOfficer', area, 1);
  const tenancy = tale.tenancy({ address, start: '2020-10-05', housingOfficer: officer, weeksOfRentOwed: 2 });
  const tenant = tale.inHousing(mother, { group: tenancy, personTenureType: 'Tenant', isResponsible: true });
  tale.livesIn(tenancy, tenant, '2020-10-05');
  for (const twin of twins) {
    const slip = twin === jake ? { givenName: 'Jak' } : {};
    const ref = tale.inHousing(
      twin,
      { group: tenancy, personTenureType: 'HouseholdMember', isResponsible: false },
      slip,
    );
    tale.livesIn(tenancy, ref, '2021-02-19', 'Child', tenant);
  }
  tale.involve('housing', [tenant], { service: 'Tenancy', from: '2020-10-05', worker: officer });
  return tale.finish();
}
