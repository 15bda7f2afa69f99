import type { Draft } from '../draft';
import type { Storyline } from '../model';
import { storyHome, Tale } from './tale';

/** UNIVERSAL: came to the borough this autumn and walked into the centre. No other agency has heard of them. */
export function tellSilva(draft: Draft): Storyline {
  const tale = new Tale(draft, {
    key: 'silva',
    name: 'The Silva family',
    need: 'UNIVERSAL',
    areaId: 'thornwick',
    summary: "A mother, a grandmother and a toddler new to the borough, known to the children's centre alone.",
  });
  const address = storyHome(80, '9 Fuller Gardens', 'Thornwick', 'ZB2 3ZS');
  const common = { familyName: 'Silva', address, ethnicity: 'WOTH', firstLanguage: 'POR' };
  const mother = tale.carer('mother', { ...common, givenName: 'Maria', dateOfBirth: '1998-03-11', sex: 'F' });
  const grandmother = tale.carer('grandmother', {
    ...common,
    givenName: 'Teresa',
    dateOfBirth: '1970-01-29',
    sex: 'F',
  });
  const tiago = tale.child('child', {
    ...common,
    givenName: 'Tiago',
    dateOfBirth: '2025-05-20',
    sex: 'M',
    mother: mother.id,
  });
  const registration = {
    registrationId: 'REG2640',
    centreUrn: '990102',
    registeredDate: '2026-09-30',
    attendances: [],
    referrals: [],
  };
  const nobodysNumber = { nhsNumber: undefined, nhsNumberStatus: undefined };
  const inCentre = tale.inCentre(
    tiago,
    {
      ...registration,
      attendances: [
        { sessionId: 'SES-990102-1', date: '2026-10-07', attended: true },
        { sessionId: 'SES-990102-1', date: '2026-10-21', attended: true },
      ],
    },
    nobodysNumber,
  );
  tale.family(
    'childrensCentre',
    [
      { ref: tale.inCentre(mother, registration, nobodysNumber), relationship: 'Mother' },
      { ref: tale.inCentre(grandmother, registration, nobodysNumber), relationship: 'Grandparent' },
    ],
    [inCentre],
  );
  tale.involve('childrensCentre', [inCentre], {
    service: "Children's centre",
    from: '2026-09-30',
    lastInteraction: '2026-10-21',
    team: "Thornwick Children's Centre",
  });
  return tale.finish();
}
