/** A question that one of the personas would really ask, ready to run. */
export interface Example {
  readonly title: string;
  readonly persona: string;
  readonly purpose: string;
  readonly caseReference?: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

// Grace Okafor, two years old, of the invented borough: all five agencies know her.
const grace = { givenName: 'Grace', familyName: 'Okafor', dateOfBirth: '2024-04-30', postcode: 'ZB2 4ZQ' };
const daniel = { givenName: 'Daniel', familyName: 'Okafor', dateOfBirth: '2017-03-22', postcode: 'ZB2 4ZQ' };

export const EXAMPLES: readonly Example[] = [
  {
    title: 'Which services are working with this child, and whom do I ring?',
    persona: 'head-of-centre',
    purpose: 'EARLY_HELP',
    variables: { by: grace },
    query: `# The single view. "answers" tells nothing held, withheld and unavailable apart.
query SingleView($by: PersonSearch!) {
  findPeople(by: $by) {
    certain {
      id
      displayName
      dateOfBirth
      involvements {
        agency
        service
        team
        status
        from
        lastInteraction
        contact { name role phone dutyLine }
      }
      answers { agency status asOf coverage }
    }
    possible { agency outcome comparedOn }
    answers { agency status }
  }
}
`,
  },
  {
    title: 'Has this family stopped coming to the centre, and was the two-year review missed?',
    persona: 'family-support-lead',
    purpose: 'EARLY_HELP',
    variables: { by: grace },
    query: `query CentreAndReviews($by: PersonSearch!) {
  findPeople(by: $by) {
    certain {
      displayName
      childrensCentre {
        registration { registeredDate consentToShare centre { name } }
        attendances { sessionDate activity attended ledByAgency }
        familySupportCase { openedDate reason worker { name role phone } }
      }
      health {
        registration { healthVisitingTeam healthVisitor { name phone } }
        mandatedContacts { kind dueDate date outcome }
      }
    }
  }
}
`,
  },
  {
    title: 'Who is in this family, and what does each agency say they are to one another?',
    persona: 'lead-professional',
    purpose: 'EARLY_HELP',
    variables: { by: grace },
    query: `query FamilyOf($by: PersonSearch!) {
  findPeople(by: $by) {
    certain {
      family {
        id
        needLevel { scheme code rank from }
        leadProfessional { name team phone }
        members {
          person { displayName dateOfBirth lifeState }
          relationships { agency relationship parentalResponsibility }
        }
      }
      earlyHelp {
        episodes { episodeStartDate episodeEndDate reason }
        tafMeetings { date attendees actions { action owner dueDate done } }
      }
    }
  }
}
`,
  },
  {
    title: 'How is this pupil doing, and is the home settled?',
    persona: 'school-lead',
    purpose: 'EARLY_HELP',
    variables: { by: daniel },
    query: `# A school lead sees that a child is housed, not the rent: the refused field is null, with an error that says why.
query PupilAndHome($by: PersonSearch!) {
  findPeople(by: $by) {
    certain {
      displayName
      education {
        setting { educationSettingName ncYearActual }
        attendance { academicYearStart attendancePercentage schoolsAverageAttendance }
        sen { senProvision senTypes }
      }
      housing {
        tenancy { landlord isActive }
        arrearsBand
      }
    }
  }
}
`,
  },
  {
    title: 'What is known before a strategy discussion?',
    persona: 'social-worker',
    purpose: 'SAFEGUARDING',
    caseReference: 'CASE-2026-0142',
    variables: { by: grace },
    query: `# SAFEGUARDING needs a case reference: it is in the bar above. The arrears are withheld even so.
query StrategyDiscussion($by: PersonSearch!) {
  findPeople(by: $by) {
    certain {
      displayName
      identities { agency givenName familyName dateOfBirth asOf dataQuality { field fault } }
      socialCare {
        status { childInNeed childProtectionPlan lookedAfter }
        plans { kind startDate endDate }
        keyWorker { name phone }
      }
      health {
        missedAppointments { date setting }
        emergencyAttendances { date reason }
      }
      housing { arrearsBand notices { type servedDate expiryDate } }
      answers { agency status asOf }
    }
  }
}
`,
  },
  {
    title: 'My reach area, its centres and the children on my caseload',
    persona: 'head-of-centre',
    purpose: 'EARLY_HELP',
    variables: { area: 'thornwick' },
    query: `query ReachArea($area: ID!) {
  me { name role organisation area purpose }
  centres { urn name status phone }
  reachArea(id: $area) { name postcodeSectors }
  caseload(area: $area, first: 10) {
    nodes { id displayName childrensCentre { registration { registeredDate consentToShare } } }
    pageInfo { hasNextPage endCursor }
    answers { agency status }
  }
}
`,
  },
  {
    title: 'Who is registered with a centre, by reach area?',
    persona: 'analyst',
    purpose: 'PERFORMANCE',
    variables: { measure: 'reach' },
    query: `# Counts from the agencies' own systems. Small numbers are kept back, and reason says so.
query Reach($measure: ID!) {
  measures(measure: $measure, by: [AREA]) {
    measure { title definition caveats }
    from
    to
    cells { labels value of rate reason ofReason }
    totals { labels value of rate reason ofReason }
    answers { agency part status }
    complete
    disclosure { explanation }
    budget { cost left }
  }
}
`,
  },
  {
    title: 'In which area did two-year reviews in time fall, and by more than chance?',
    persona: 'analyst',
    purpose: 'PERFORMANCE',
    variables: { measures: ['two-year-reviews-in-time'] },
    query: `# The last quarter against the four before it. changes: beyond chance. withinChance: compared, and no more than chance.
query ReviewsThatFell($measures: [ID!]) {
  emergingNeeds(measures: $measures) {
    quarterTitle
    changes { area { title } direction rate usualRate p }
    withinChance { area { title } direction rate usualRate p }
    notLookedAt { area { title } why }
    method
  }
}
`,
  },
  {
    title: 'How many families with a child under five owe rent, by band?',
    persona: 'analyst',
    purpose: 'PERFORMANCE',
    variables: { measure: 'rent-arrears' },
    query: `# Where value is null, reason says why: it is kept back, or nobody answered. disclosure tells the rule.
query RentOwed($measure: ID!) {
  measures(measure: $measure, by: [ARREARS]) {
    cells { labels value of rate reason ofReason }
    totals { labels value of rate reason ofReason }
    disclosure { explanation }
    answers { agency part means status }
    measure { title definition caveats }
    to
    budget { cost left }
  }
}
`,
  },
  {
    title: 'How many missed their two-year review, owe rent at home, and are at no centre?',
    persona: 'analyst',
    purpose: 'PERFORMANCE',
    variables: {
      where: [
        { measure: 'two-year-reviews-in-time', not: true },
        { measure: 'rent-arrears', values: [{ dimension: 'ARREARS', values: ['OVER_8_WEEKS'] }] },
        { measure: 'reach', not: true },
      ],
    },
    query: `# Three agencies at once. "not": of those that the measure is about, whoever it does not count. conditions: counted by whom.
query MissedReviews($where: [CohortCondition!]!) {
  cohort(where: $where) {
    count
    reason
    conditions { agencies means from to }
    answers { agency status }
    method
    budget { cost left }
  }
}
`,
  },
  {
    title: 'How many children in need are persistently absent?',
    persona: 'analyst',
    purpose: 'PERFORMANCE',
    variables: { where: [{ measure: 'children-in-need' }, { measure: 'persistent-absence' }] },
    query: `# Two agencies at once. No row and no name leaves either: the count alone is told.
query AbsentInNeed($where: [CohortCondition!]!) {
  cohort(where: $where) {
    count
    reason
    conditions { agencies means from to }
    answers { agency status }
    complete
    method
    budget { cost left }
  }
}
`,
  },
  {
    title: 'What changed beyond chance, and where?',
    persona: 'scrutiny',
    purpose: 'SCRUTINY',
    variables: { measures: ['emergency-attendances', 'referrals', 'suspensions'] },
    query: `query EmergingNeeds($measures: [ID!]) {
  emergingNeeds(measures: $measures) {
    quarterTitle
    changes { measure { title } area { title } value usual rate usualRate direction p }
    withinChance { measure { title } area { title } value usual rate usualRate direction p }
    notLookedAt { measure area { title } why }
    method
  }
  measureCatalogue { id title dimensions { id } }
}
`,
  },
];
