import { attendanceIn, ncYearOf } from '../content/attendance';
import { addDays, addMonths, monthsBetween, schoolYearOf } from '../dates';
import { DIRT } from '../dirt';
import type { Draft } from '../draft';
import type { FamilyAtHome } from '../families';
import type { EducationContent, HeldIdentity, IsoDate, NeedCode, School, TruePerson } from '../model';
import { schoolIn } from '../places';
import type { Chance } from '../random';
import { soil } from '../soil';
import { type AssertedCarer, assertFamily } from './assert-family';
import { addressBeforeHiding } from './hiding';
import { identityOf } from './identity';

/** Shares of what schools and the early-years team record. */
export const EDUCATION_SHARES = {
  pupil: 0.97,
  fundedThreeYearOld: 0.9,
  motherIsContact: 0.95,
  fatherIsContact: 0.75,
  formerUpnKept: 0.8,
  temporaryUpn: 0.015,
  fsmAsked: 0.85,
  senSupport: 0.14,
  ehcPlan: 0.045,
  fsm: { UNIVERSAL: 0.15, VULNERABLE: 0.5, COMPLEX: 0.65, ACUTE: 0.7 },
  fundedTwoYearOld: { UNIVERSAL: 0.1, VULNERABLE: 0.6, COMPLEX: 0.7, ACUTE: 0.7 },
  attended: { UNIVERSAL: 0.955, VULNERABLE: 0.92, COMPLEX: 0.87, ACUTE: 0.84 },
  suspended: { UNIVERSAL: 0.01, VULNERABLE: 0.05, COMPLEX: 0.1, ACUTE: 0.15 },
} as const;

export const noEducationContent: EducationContent = { attendance: [], exclusions: [], senTypes: [] };

export function writeEducation(draft: Draft, home: FamilyAtHome, chance: Chance): void {
  if (home.onlyKnownTo !== undefined) return;
  const { education: ledger, today } = draft;
  const pupils: string[] = [];
  let fsmAsked = false;
  for (const child of home.children) {
    if (child.dateOfBirth === undefined) continue;
    const school = home.schools.get(child.id);
    const content = school
      ? chance.happens(EDUCATION_SHARES.pupil) && pupilContent(child, school, home.family.need, chance, today)
      : earlyYearsContent(child, home, chance, today);
    if (!content) continue;
    fsmAsked ||= content.fsmEligible !== undefined;
    const identity = { ...pupilIdentity(draft, child, school, chance), address: addressBeforeHiding(child, home) };
    const ref = ledger.hold(soil(identity, child, DIRT.education, chance, today));
    pupils.push(ref);
    ledger.content.set(ref, content);
    if (chance.happens(DIRT.education.duplicate)) {
      const second = ledger.newRef('P');
      ledger.hold(soil({ ...identity, ref: second }, child, DIRT.education, chance, today));
      ledger.content.set(second, { ...noEducationContent, schoolUrn: content.schoolUrn, enrolStatus: 'G' });
    }
    const lead = school?.safeguardingLead;
    ledger.involve({
      ref,
      service: school ? 'School' : 'Early years entitlement',
      team: school?.name ?? content.earlyYears?.settingName,
      role: lead?.role,
      from: content.entryDate ?? addMonths(child.dateOfBirth, 24),
      worker: lead,
    });
  }
  if (pupils.length === 0) return;
  const contact = (person: TruePerson, relationship: string): AssertedCarer => {
    // Schools ask a parent's date of birth for one thing only: to check free school meals.
    const clean = {
      ...identityOf(person, 'education', ledger.newRef('C')),
      address: addressBeforeHiding(person, home),
    };
    const held = soil(clean, person, DIRT.education, chance, today);
    const ref = ledger.hold(fsmAsked && relationship === 'Mother' ? held : { ...held, dateOfBirth: undefined });
    ledger.content.set(ref, noEducationContent);
    return { ref, relationship, parentalResponsibility: true };
  };
  const carers = [
    ...(chance.happens(EDUCATION_SHARES.motherIsContact) ? [contact(home.mother, 'Mother')] : []),
    ...(home.father && chance.happens(EDUCATION_SHARES.fatherIsContact) ? [contact(home.father, 'Father')] : []),
  ];
  if (carers.length + pupils.length > 1) assertFamily(ledger, ledger.newRef('F'), carers, pupils);
}

function pupilIdentity(draft: Draft, child: TruePerson, school: School | undefined, chance: Chance): HeldIdentity {
  const identity = identityOf(child, 'education', draft.education.newRef('P'));
  if (school && chance.happens(EDUCATION_SHARES.temporaryUpn)) {
    // Came without papers: a temporary UPN until the last school answers.
    return { ...identity, upn: draft.newTemporaryUpn(school.laEstab, schoolYearOf(draft.today)), formerUpn: undefined };
  }
  return chance.happens(EDUCATION_SHARES.formerUpnKept) ? identity : { ...identity, formerUpn: undefined };
}

function pupilContent(
  child: TruePerson,
  school: School,
  need: NeedCode,
  chance: Chance,
  today: IsoDate,
): EducationContent {
  const born = child.dateOfBirth as IsoDate;
  const thisYear = schoolYearOf(today);
  const started = schoolYearOf(born) + 5;
  const entryYear = thisYear - started >= 7 ? started + 7 : started;
  const entryDate = chance.happens(0.1)
    ? `${thisYear - chance.whole(0, thisYear - entryYear)}-11-04`
    : `${entryYear}-09-02`;
  const entry = entryDate > today ? `${entryYear}-09-02` : entryDate;
  const usual = EDUCATION_SHARES.attended[need];
  const attended = (): number => Math.min(1, Math.max(0.3, usual + (chance.next() - 0.55) * 0.16));
  const years = entry < `${thisYear}-09-01` ? [thisYear, thisYear - 1] : [thisYear];
  const fsm = chance.happens(EDUCATION_SHARES.fsm[need]);
  const asked = fsm || chance.happens(EDUCATION_SHARES.fsmAsked);
  const sen = chance.weighted([
    ['N', 1 - EDUCATION_SHARES.senSupport - EDUCATION_SHARES.ehcPlan],
    ['K', EDUCATION_SHARES.senSupport],
    ['E', EDUCATION_SHARES.ehcPlan],
  ] as const);
  return {
    schoolUrn: school.urn,
    ncYearActual: ncYearOf(born, today),
    enrolStatus: chance.weighted([
      ['C', 0.97],
      ['M', 0.015],
      ['S', 0.015],
    ]),
    entryDate: entry,
    attendance: years.map((year) => attendanceIn(year, entry, today, attended(), 0.6)),
    exclusions: chance.happens(EDUCATION_SHARES.suspended[need])
      ? [
          {
            category: 'SUSP' as const,
            reason: chance.pick([
              'Persistent disruptive behaviour',
              'Physical assault against a pupil',
              'Verbal abuse against an adult',
            ]),
            startDate: addDays(today, -chance.whole(20, 300)),
            sessions: 2 * chance.whole(1, 5),
          },
        ].filter(({ startDate }) => startDate >= entry)
      : [],
    senProvision: sen,
    senTypes: sen === 'N' ? [] : [chance.pick(['SPLD', 'MLD', 'SEMH', 'SLCN', 'ASD', 'HI', 'VI', 'PD'])],
    ehcPlanIssued: sen === 'E' ? addDays(today, -chance.whole(60, 1200)) : undefined,
    fsmEligible: asked ? fsm : undefined,
    pupilPremium: asked ? fsm : undefined,
    fsmFrom: fsm ? entry : undefined,
  };
}

function earlyYearsContent(
  child: TruePerson,
  home: FamilyAtHome,
  chance: Chance,
  today: IsoDate,
): EducationContent | undefined {
  const age = monthsBetween(child.dateOfBirth as IsoDate, today);
  const settingName = `${schoolIn(home.area, 'primary', home.index).name} Nursery`;
  if (age >= 36 && chance.happens(EDUCATION_SHARES.fundedThreeYearOld)) {
    const extendedHours = chance.happens(0.55) ? 15 : 0;
    return {
      ...noEducationContent,
      ncYearActual: ncYearOf(child.dateOfBirth as IsoDate, today),
      earlyYears: { fundedHours: 15, extendedHours, settingName },
    };
  }
  if (age >= 24 && age < 36 && chance.happens(EDUCATION_SHARES.fundedTwoYearOld[home.family.need])) {
    const fundingBasis = chance.weighted([
      ['ECO', 0.85],
      ['HSD', 0.1],
      ['LAA', 0.05],
    ]);
    return { ...noEducationContent, earlyYears: { fundedHours: 15, extendedHours: 0, fundingBasis, settingName } };
  }
  return undefined;
}
