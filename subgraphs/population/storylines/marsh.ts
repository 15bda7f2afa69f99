import type { Draft } from '../draft';
import { registrationIn } from '../holdings/health';
import type { HeldMembership, Storyline, TruePerson } from '../model';
import { schoolIn } from '../places';
import { workerIn } from '../workers';
import { storyHome, Tale } from './tale';

const ENDED = '2023-06-30';

/**
 * VULNERABLE: one child in two homes, and a tie that has ended. Isla lives with her mother, and every second week with her
 * father and his new partner, who is no relative of the mother's. Social care has a former partner of the mother's on
 * record, without parental responsibility, until 2023: what is known of him since is no part of this family.
 */
export function tellMarsh(draft: Draft): Storyline {
  const tale = new Tale(draft, {
    key: 'marsh',
    name: 'The Marsh family',
    need: 'VULNERABLE',
    areaId: 'hollinfold',
    summary:
      "A child who lives with her mother and with her father's new family; a former partner whose tie has ended.",
  });
  const home = storyHome(140, '5 Weir Street', 'Hollinfold', 'ZB4 2ZX');
  const fathers = storyHome(141, '31 Canal Row', 'Hollinfold', 'ZB4 2ZY');
  const elsewhere = storyHome(142, '2 Station Flats', 'Hollinfold', 'ZB4 2ZZ');
  const mother = tale.carer('mother', {
    ...{ familyName: 'Marsh', givenName: 'Gemma', dateOfBirth: '1991-08-02', sex: 'F', address: home },
  });
  const father = tale.carer('father', {
    ...{ familyName: 'Reid', givenName: 'Callum', dateOfBirth: '1989-12-19', sex: 'M', address: fathers },
  });
  const partner = tale.carer('partner', {
    ...{ familyName: 'Hart', givenName: 'Zoe', dateOfBirth: '1993-04-27', sex: 'F', address: fathers },
  });
  const former = tale.carer('former', {
    ...{ familyName: 'Cole', givenName: 'Darren', dateOfBirth: '1987-02-11', sex: 'M', address: elsewhere },
  });
  const school = schoolIn(tale.area, 'primary', 0);
  const isla = tale.child(
    'child',
    {
      ...{ familyName: 'Marsh', givenName: 'Isla', dateOfBirth: '2018-05-14', sex: 'F', address: home },
      mother: mother.id,
    },
    { school, started: 2022, laChild: true },
  );

  const motherRef = tale.inHealth(mother, registrationIn(3));
  const atHealth = tale.inHealth(isla, registrationIn(3), { motherRef });
  tale.family('health', [{ ref: motherRef, relationship: 'Mother', parentalResponsibility: true }], [atHealth]);

  const pupil = tale.inEducation(isla, {
    schoolUrn: school.urn,
    ncYearActual: '4',
    enrolStatus: 'C',
    entryDate: '2022-09-06',
    attendance: [{ yearStart: 2026, possible: 72, authorised: 2, unauthorised: 0 }],
  });
  tale.family(
    'education',
    [{ ref: tale.inEducation(mother), relationship: 'Mother', parentalResponsibility: true }],
    [pupil],
  );
  tale.involve('education', [pupil], {
    service: 'School',
    from: '2022-09-06',
    team: school.name,
    worker: school.safeguardingLead,
  });
  tellSocialCare(tale, { mother, father, partner, former, isla });
  return tale.finish();
}

type Cast = Readonly<Record<'mother' | 'father' | 'partner' | 'former' | 'isla', TruePerson>>;

function tellSocialCare(tale: Tale, { mother, father, partner, former, isla }: Cast): void {
  const from = '2026-05-11';
  const worker = workerIn('earlyHelp', tale.area, 0);
  const episodes = [{ start: from, reason: 'Two homes after a separation', organisation: worker.organisation }];
  const motherRef = tale.inSocialCare(mother);
  const child = tale.inSocialCare(
    isla,
    { earlyHelp: { episodes, caf: [{ start: '2026-05-14', author: worker }], tafMeetings: [], steps: [] } },
    { motherRef },
  );
  const group = tale.family(
    'socialCare',
    [{ ref: motherRef, relationship: 'Mother', parentalResponsibility: true }],
    [child],
    from,
  );
  const ended: Omit<HeldMembership, 'to'> = {
    group,
    kind: 'FAMILY',
    ref: tale.inSocialCare(former),
    relationship: "Mother's partner",
    from: '2021-03-01',
    until: ENDED,
    parentalResponsibility: false,
  };
  tale.draft.socialCare.memberships.push({ ...ended, to: child }, { ...ended, to: motherRef, relationship: 'Partner' });
  tale.family(
    'socialCare',
    [
      { ref: tale.inSocialCare(father), relationship: 'Father', parentalResponsibility: true },
      { ref: tale.inSocialCare(partner), relationship: 'Carer', parentalResponsibility: false },
    ],
    [child],
    from,
  );
  tale.need({
    group,
    needHistory: [
      { code: 'UNIVERSAL', from: '2018-05-14', until: from },
      { code: 'VULNERABLE', from },
    ],
    leadProfessional: worker,
  });
  tale.involve('socialCare', [child], { service: 'Early help', from, lastInteraction: '2026-10-15', worker });
}
