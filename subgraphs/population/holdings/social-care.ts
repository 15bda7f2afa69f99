import { addDays, addMonths, latest } from '../dates';
import { DIRT } from '../dirt';
import type { Draft } from '../draft';
import type { FamilyAtHome } from '../families';
import type { IsoDate, NeedCode, SocialCareContent, TruePerson, Worker } from '../model';
import { Chance } from '../random';
import { soil } from '../soil';
import { workerIn } from '../workers';
import { assertFamily } from './assert-family';
import { markersOf } from './hiding';
import { identityOf } from './identity';

/** Shares of what children's social care records about the families it knows. */
export const SOCIAL_CARE_SHARES = {
  father: 0.6,
  restricted: 0.02,
  closedReferral: 0.5,
  leadProfessional: 0.85,
  caf: 0.7,
  workerChanged: 0.3,
} as const;

/** Chances of its own, so that what was drawn before stays as it was. */
const EARLIER_WORKER = 7_001;

export const noSocialCareContent: SocialCareContent = {
  referrals: [],
  assessments: [],
  plans: [],
  earlyHelp: { episodes: [], caf: [], tafMeetings: [], steps: [] },
};

// CIN census: referral sources, primary need codes, assessment factors.
const SOURCES = ['1A', '2A', '2B', '3A', '3B', '3E', '4', '5D', '6', '8', '9'] as const;
const NEEDS = ['N1', 'N2', 'N3', 'N4', 'N5', 'N6'] as const;
const FACTORS = ['1B', '2B', '3B', '4B', '8B', '16A', '17A', '18B', '20'] as const;
const CATEGORIES = ['NEG', 'EMO', 'PHY', 'NEG'] as const;

export function writeSocialCare(draft: Draft, home: FamilyAtHome, chance: Chance): void {
  if (!home.socialCare) return;
  const { socialCare: ledger, today } = draft;
  const { need } = home.family;
  const restricted = chance.happens(SOCIAL_CARE_SHARES.restricted);
  const hold = (person: TruePerson, ref: string, motherRef?: string): string => {
    const identity = { ...identityOf(person, 'social-care', ref), motherRef };
    const markers = markersOf(person, home, restricted);
    return ledger.hold({ ...soil(identity, person, DIRT['social-care'], chance, today, home.mother), markers });
  };
  const mother = hold(home.mother, ledger.newRef('A'));
  ledger.content.set(mother, noSocialCareContent);
  const father =
    home.father && chance.happens(SOCIAL_CARE_SHARES.father) ? hold(home.father, ledger.newRef('A')) : undefined;
  if (father) ledger.content.set(father, noSocialCareContent);
  const caseload = Math.floor(home.index / 90) + 1;
  const worker = ledger.employ(workerIn(need === 'VULNERABLE' ? 'earlyHelp' : 'socialWorker', home.area, caseload));
  const earlyHelper = ledger.employ(workerIn('earlyHelp', home.area, caseload));
  const known = addDays(today, -chance.whole(60, 700));
  const shared = needContent(need, known, today, worker, earlyHelper, chance);
  const children: string[] = [];
  for (const child of home.children) {
    // The authority's own child id is the reference of a child here.
    const ref = hold(child, child.laChildId as string, mother);
    if (chance.happens(DIRT['social-care'].duplicate)) {
      const second = draft.newLaChildId();
      const again = { ...identityOf(child, 'social-care', second), laChildId: second };
      const markers = markersOf(child, home, restricted);
      ledger.hold({ ...soil(again, child, DIRT['social-care'], chance, today), markers });
      ledger.content.set(second, noSocialCareContent);
    }
    children.push(ref);
    // A child who came later is no part of what was written before.
    const from = child.dateOfBirth === undefined ? known : latest(known, child.dateOfBirth);
    ledger.content.set(ref, from === known ? shared : needContent(need, from, today, worker, earlyHelper, chance));
    const before = new Chance(draft.seed + EARLIER_WORKER, home.index);
    if (before.happens(SOCIAL_CARE_SHARES.workerChanged)) {
      const since = addDays(from, -before.whole(60, 240));
      const post = need === 'VULNERABLE' ? 'earlyHelp' : 'socialWorker';
      const other = ledger.employ(workerIn(post, home.area, caseload + 1));
      if (child.dateOfBirth !== undefined && since > child.dateOfBirth)
        ledger.involve({
          ref,
          service: need === 'VULNERABLE' ? 'Early help' : 'Social work',
          team: other.team,
          role: other.role,
          from: since,
          to: from,
          worker: other,
        });
    }
    ledger.involve({
      ref,
      service: need === 'VULNERABLE' ? 'Early help' : 'Social work',
      team: worker.team,
      role: worker.role,
      from,
      lastInteraction: addDays(today, -chance.whole(1, 50)),
      worker,
    });
  }
  const carers = [
    { ref: mother, relationship: 'Mother', parentalResponsibility: true },
    ...(father ? [{ ref: father, relationship: 'Father', parentalResponsibility: chance.happens(0.8) }] : []),
  ];
  const group = ledger.newRef('FAM');
  assertFamily(ledger, group, carers, children);
  draft.socialCareGroups.push({
    group,
    needHistory: needHistoryOf(need, known),
    ...(chance.happens(SOCIAL_CARE_SHARES.leadProfessional) && { leadProfessional: earlyHelper }),
  });
}

const BELOW: Readonly<Record<NeedCode, NeedCode>> = {
  UNIVERSAL: 'UNIVERSAL',
  VULNERABLE: 'UNIVERSAL',
  COMPLEX: 'VULNERABLE',
  ACUTE: 'COMPLEX',
};

const needHistoryOf = (need: NeedCode, known: IsoDate) => [
  { code: BELOW[need], from: addMonths(known, -8), until: known },
  { code: need, from: known },
];

function needContent(
  need: NeedCode,
  known: IsoDate,
  today: IsoDate,
  worker: Worker,
  earlyHelper: Worker,
  chance: Chance,
): SocialCareContent {
  const earlyHelp = earlyHelpOf(need, known, today, earlyHelper, chance);
  const source = chance.pick(SOURCES);
  const primaryNeed = chance.pick(NEEDS);
  if (need === 'VULNERABLE') {
    // Not a child in need: a contact that went to early help.
    const referrals = chance.happens(SOCIAL_CARE_SHARES.closedReferral)
      ? [{ date: addDays(known, -20), source, primaryNeed, nfa: false, closureDate: known, reasonForClosure: 'RC9' }]
      : [];
    return { ...noSocialCareContent, referrals, earlyHelp };
  }
  const start = addDays(known, 3);
  const authorised = addDays(start, chance.whole(15, 45));
  const factors = [...new Set([chance.pick(FACTORS), chance.pick(FACTORS), chance.pick(FACTORS)])].sort();
  const planStart = addDays(known, 40);
  const category = chance.pick(CATEGORIES);
  const planned = planStart <= today;
  const cinPlan = {
    kind: 'CIN_PLAN' as const,
    start: planStart,
    reviews: [],
    ...(need === 'ACUTE' && { end: addDays(planStart, 30) }),
  };
  const cpPlan = {
    kind: 'CP_PLAN' as const,
    start: addDays(planStart, 30),
    initialCategory: category,
    latestCategory: category,
    previousCpp: 0,
    reviews: [addDays(planStart, 120)].filter((date) => date <= today),
  };
  return {
    referrals: [{ date: known, source, primaryNeed, nfa: false }],
    assessments: [{ start, ...(authorised <= today && { authorised }), factors }],
    plans: [...(planned ? [cinPlan] : []), ...(need === 'ACUTE' && addDays(planStart, 30) <= today ? [cpPlan] : [])],
    keyWorker: worker,
    earlyHelp,
  };
}

function earlyHelpOf(
  need: NeedCode,
  known: IsoDate,
  today: IsoDate,
  author: Worker,
  chance: Chance,
): SocialCareContent['earlyHelp'] {
  const open = need === 'VULNERABLE';
  const start = open ? known : addMonths(known, -8);
  const meetings = [addDays(start, 45), addDays(start, 90), addDays(start, 135)].filter((date) => date <= today);
  return {
    episodes: [
      {
        start,
        ...(open ? {} : { end: known, endReason: 'Stepped up to social care' }),
        reason: chance.pick(['Parenting support', 'Debt and housing', 'Behaviour at home', 'Parental mental health']),
        organisation: author.organisation,
      },
    ],
    caf: chance.happens(SOCIAL_CARE_SHARES.caf)
      ? [{ start: addDays(start, 5), ...(addDays(start, 40) <= today && { completed: addDays(start, 40) }), author }]
      : [],
    tafMeetings: meetings.map((date) => ({
      date,
      attendees: ['Early Help Practitioner', 'Health Visitor', 'School'],
      actions: [
        {
          action: 'Parent to attend Family Links group',
          owner: 'Early Help Practitioner',
          dueDate: addDays(date, 30),
          done: addDays(date, 30) <= today,
        },
      ],
    })),
    steps: [
      {
        date: start,
        direction: 'UP',
        from: 'UNIVERSAL',
        to: 'VULNERABLE',
        reason: 'Early help agreed with the family',
      },
      ...(open
        ? []
        : [
            {
              date: known,
              direction: 'UP' as const,
              from: BELOW[need],
              to: need,
              reason: 'Threshold for social care met',
            },
          ]),
    ],
  };
}
