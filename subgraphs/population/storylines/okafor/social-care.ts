import type { SocialCareContent } from '../../model';
import { PERSONAS } from '../../workers';
import type { Tale } from '../tale';
import type { Cast } from './cast';

const { leadProfessional, socialWorker, schoolLead, familySupportLead } = PERSONAS;

const EARLY_HELP: SocialCareContent['earlyHelp'] = {
  episodes: [
    {
      start: '2025-03-10',
      end: '2026-02-16',
      reason: 'Parenting support',
      endReason: 'Stepped up to social care',
      organisation: leadProfessional.organisation,
    },
  ],
  caf: [{ start: '2025-03-14', completed: '2025-04-11', author: leadProfessional }],
  tafMeetings: [
    {
      date: '2026-09-22',
      attendees: ['Lead Professional', 'Social Worker', 'Designated Safeguarding Lead', 'Family Support Worker'],
      actions: [
        {
          action: 'Offer the two-year review again, at home',
          owner: 'Health Visiting Team Lead',
          dueDate: '2026-10-16',
          done: false,
        },
        {
          action: 'Breakfast club place for the oldest child',
          owner: 'Designated Safeguarding Lead',
          dueDate: '2026-10-02',
          done: true,
        },
        { action: 'Agree a rent repayment plan', owner: 'Housing Officer', dueDate: '2026-10-30', done: false },
      ],
    },
    {
      date: '2025-11-11',
      attendees: ['Lead Professional', 'Designated Safeguarding Lead', 'Health Visitor'],
      actions: [
        { action: 'Weekly attendance call', owner: 'Designated Safeguarding Lead', dueDate: '2025-12-19', done: true },
      ],
    },
    {
      date: '2025-05-06',
      attendees: ['Lead Professional', 'Family Support Worker'],
      actions: [
        { action: 'Family Links parenting group', owner: 'Family Support Worker', dueDate: '2025-07-18', done: true },
      ],
    },
  ],
  steps: [
    {
      date: '2026-02-16',
      direction: 'UP',
      from: 'VULNERABLE',
      to: 'COMPLEX',
      reason: 'Attendance, a scald at home and mounting debt',
    },
    {
      date: '2025-03-10',
      direction: 'UP',
      from: 'UNIVERSAL',
      to: 'VULNERABLE',
      reason: 'Early help agreed with the family',
    },
  ],
};

const OLDER_CHILDREN: SocialCareContent = {
  referrals: [
    { date: '2026-02-10', source: '2A', primaryNeed: 'N4', nfa: false },
    {
      date: '2025-02-24',
      source: '3B',
      primaryNeed: 'N5',
      nfa: false,
      closureDate: '2025-03-10',
      reasonForClosure: 'RC9',
    },
  ],
  assessments: [{ start: '2026-02-12', authorised: '2026-03-20', factors: ['3B', '4B', '16A'] }],
  plans: [{ kind: 'CIN_PLAN', start: '2026-04-01', reviews: ['2026-06-30', '2026-09-29'] }],
  keyWorker: socialWorker,
  earlyHelp: EARLY_HELP,
};

/** Born into it: only what was written since. */
const BABY: SocialCareContent = {
  ...OLDER_CHILDREN,
  earlyHelp: { ...EARLY_HELP, episodes: [], caf: [], steps: [], tafMeetings: EARLY_HELP.tafMeetings.slice(0, 1) },
  referrals: [{ date: '2026-07-13', source: '3D', primaryNeed: 'N4', nfa: false }],
  assessments: [{ start: '2026-07-15', authorised: '2026-08-21', factors: ['3B', '4B'] }],
  plans: [{ kind: 'CIN_PLAN', start: '2026-08-25', reviews: ['2026-09-29'] }],
};

export function tellSocialCare(tale: Tale, cast: Cast): void {
  const mother = tale.inSocialCare(cast.mother);
  const father = tale.inSocialCare(cast.father);
  const oldest = tale.inSocialCare(cast.oldest, OLDER_CHILDREN, { motherRef: mother });
  const toddler = tale.inSocialCare(cast.toddler, OLDER_CHILDREN, { motherRef: mother });
  const baby = tale.inSocialCare(cast.baby, BABY, { motherRef: mother });
  const children = [oldest, toddler, baby];
  const group = tale.family(
    'socialCare',
    [
      { ref: mother, relationship: 'Mother', parentalResponsibility: true },
      { ref: father, relationship: 'Father', parentalResponsibility: true },
    ],
    children,
    '2025-03-10',
  );
  tale.need({
    group,
    needHistory: [
      { code: 'UNIVERSAL', from: '2017-03-22', until: '2025-03-10' },
      { code: 'VULNERABLE', from: '2025-03-10', until: '2026-02-16' },
      { code: 'COMPLEX', from: '2026-02-16' },
    ],
    leadProfessional,
  });
  tale.involve('socialCare', [mother, oldest, toddler], {
    service: 'Early help',
    from: '2025-03-10',
    lastInteraction: '2026-10-22',
    worker: leadProfessional,
  });
  tale.involve('socialCare', [baby], {
    service: 'Early help',
    from: '2026-07-13',
    lastInteraction: '2026-10-22',
    worker: leadProfessional,
  });
  tale.involve('socialCare', [oldest, toddler], {
    service: 'Social work',
    from: '2026-02-16',
    lastInteraction: '2026-10-27',
    worker: socialWorker,
  });
  tale.involve('socialCare', [baby], {
    service: 'Social work',
    from: '2026-07-15',
    lastInteraction: '2026-10-27',
    worker: socialWorker,
  });
  // Who sits in the team is social care's own record, whoever employs them.
  for (const worker of [schoolLead, familySupportLead]) {
    const member = { service: 'Team Around the Family', role: 'TAF member', lastInteraction: '2026-09-22', worker };
    tale.involve('socialCare', [oldest, toddler], {
      ...member,
      from: worker === schoolLead ? '2025-11-11' : '2025-05-06',
    });
    tale.involve('socialCare', [baby], { ...member, from: '2026-09-22' });
  }
}
