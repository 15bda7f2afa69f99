import type { Draft } from '../draft';
import { registrationIn } from '../holdings/health';
import type { Marker, Storyline } from '../model';
import { schoolIn } from '../places';
import { workerIn } from '../workers';
import { storyHome, Tale } from './tale';

const RESTRICTED = { markers: ['RESTRICTED'] as readonly Marker[] };

/** VULNERABLE: the mother works for the partnership, so health and social care keep the record to a few named staff. */
export function tellThackray(draft: Draft): Storyline {
  const tale = new Tale(draft, {
    key: 'thackray',
    name: 'The Thackray family',
    need: 'VULNERABLE',
    areaId: 'saltby',
    summary:
      "A member of the partnership's own staff and her son: restricted at health and social care, open at school.",
  });
  const address = storyHome(120, '40 Market Row', 'Saltby', 'ZB3 2ZN');
  const school = schoolIn(tale.area, 'secondary', 0);
  const mother = tale.carer('mother', {
    givenName: 'Denise',
    familyName: 'Thackray',
    dateOfBirth: '1986-05-09',
    sex: 'F',
    address,
  });
  const owen = tale.child(
    'child',
    { givenName: 'Owen', familyName: 'Thackray', dateOfBirth: '2012-10-30', sex: 'M', address, mother: mother.id },
    { school, started: 2017, laChild: true },
  );
  const motherInHealth = tale.inHealth(mother, registrationIn(2), RESTRICTED);
  tale.family(
    'health',
    [{ ref: motherInHealth, relationship: 'Mother', parentalResponsibility: true }],
    [tale.inHealth(owen, registrationIn(2), { ...RESTRICTED, motherRef: motherInHealth })],
  );
  const pupil = tale.inEducation(owen, {
    schoolUrn: school.urn,
    ncYearActual: '9',
    enrolStatus: 'C',
    entryDate: '2024-09-04',
    attendance: [{ yearStart: 2026, possible: 72, authorised: 3, unauthorised: 1 }],
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
    from: '2024-09-04',
    team: school.name,
    worker: school.safeguardingLead,
  });
  const worker = workerIn('earlyHelp', tale.area, 1);
  const motherInCare = tale.inSocialCare(mother, {}, RESTRICTED);
  const earlyHelp = {
    episodes: [{ start: '2026-03-16', reason: 'Parenting support', organisation: worker.organisation }],
    caf: [],
    tafMeetings: [],
    steps: [],
  };
  const inCare = tale.inSocialCare(owen, { earlyHelp }, { ...RESTRICTED, motherRef: motherInCare });
  const group = tale.family(
    'socialCare',
    [{ ref: motherInCare, relationship: 'Mother', parentalResponsibility: true }],
    [inCare],
    '2026-03-16',
  );
  tale.need({ group, needHistory: [{ code: 'VULNERABLE', from: '2026-03-16' }], leadProfessional: worker });
  tale.involve('socialCare', [inCare], {
    service: 'Early help',
    from: '2026-03-16',
    lastInteraction: '2026-10-09',
    worker,
  });
  return tale.finish();
}
