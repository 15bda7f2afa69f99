import type { Draft } from '../draft';
import { registrationIn } from '../holdings/health';
import type { Storyline } from '../model';
import { storyHome, Tale } from './tale';

/** UNIVERSAL: a child who died. Health and social care know; the centre still writes to her. */
export function tellVarley(draft: Draft): Storyline {
  const tale = new Tale(draft, {
    key: 'varley',
    name: 'The Varley family',
    need: 'UNIVERSAL',
    areaId: 'hollinfold',
    summary:
      "A little girl who died in April 2026. Health and social care have closed her record; the children's centre has not been told.",
  });
  const address = storyHome(110, '15 Moor Terrace', 'Hollinfold', 'ZB4 4ZU');
  const mother = tale.carer('mother', {
    givenName: 'Hannah',
    familyName: 'Varley',
    dateOfBirth: '1990-02-28',
    sex: 'F',
    address,
  });
  const child = tale.child(
    'child',
    {
      givenName: 'Florence',
      familyName: 'Varley',
      dateOfBirth: '2024-12-02',
      sex: 'F',
      lifeState: 'DIED',
      address,
      mother: mother.id,
    },
    { laChild: true },
  );
  const motherInHealth = tale.inHealth(mother, registrationIn(3));
  const inHealth = tale.inHealth(child, registrationIn(3), { motherRef: motherInHealth });
  tale.family('health', [{ ref: motherInHealth, relationship: 'Mother', parentalResponsibility: true }], [inHealth]);
  tale.involve('health', [inHealth], {
    service: 'Health visiting',
    from: '2024-12-16',
    to: '2026-04-17',
    team: 'Hollinfold Health Visiting Team',
    role: 'Health Visitor',
  });
  const motherInCare = tale.inSocialCare(mother);
  tale.family(
    'socialCare',
    [{ ref: motherInCare, relationship: 'Mother', parentalResponsibility: true }],
    [tale.inSocialCare(child, {}, { motherRef: motherInCare })],
  );
  const registration = {
    registrationId: 'REG2502',
    centreUrn: '990104',
    registeredDate: '2025-02-05',
    attendances: [],
    referrals: [],
  };
  const inCentre = tale.inCentre(child, registration, { lifeState: 'BORN', markers: [] });
  tale.family('childrensCentre', [{ ref: tale.inCentre(mother, registration), relationship: 'Mother' }], [inCentre]);
  tale.involve('childrensCentre', [inCentre], {
    service: "Children's centre",
    from: '2025-02-05',
    team: "Hollinfold Children's Centre",
  });
  return tale.finish();
}
