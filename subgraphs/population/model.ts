/**
 * The invented borough, as it really is (people, families, places) and as each agency holds it (holdings).
 *
 * Truth is for tests only: a stand-in may read `holdings` and the places, never `people` or `families`.
 * All dates are ISO `YYYY-MM-DD`; the borough's "today" is `Borough.today`, fixed by default so that runs repeat.
 */

export const AGENCIES = ['health', 'education', 'social-care', 'housing', 'childrens-centre'] as const;
export type AgencyName = (typeof AGENCIES)[number];
export type IsoDate = string;
export type Sex = 'M' | 'F' | 'U';
export type Marker = 'RESTRICTED' | 'SHIELDED' | 'ADOPTED' | 'DECEASED';
export type NeedCode = 'UNIVERSAL' | 'VULNERABLE' | 'COMPLEX' | 'ACUTE';

export interface Address {
  /** 1 to 12 digits, no leading zeros. */
  readonly uprn: string;
  readonly line1: string;
  readonly town: string;
  readonly postcode: string;
}

/** Truth about one person. `id` is the truth id, known to no agency. */
export interface TruePerson {
  readonly id: string;
  readonly familyId: string;
  readonly kind: 'child' | 'carer';
  readonly lifeState: 'UNBORN' | 'BORN' | 'DIED';
  readonly givenName: string;
  readonly familyName: string;
  readonly formerNames: readonly string[];
  readonly dateOfBirth?: IsoDate;
  readonly expectedDateOfBirth?: IsoDate;
  readonly sex: Sex;
  readonly nhsNumber?: string;
  /** The NHS number this one replaced. */
  readonly supersededNhsNumber?: string;
  readonly upn?: string;
  /** The UPN this one replaced. */
  readonly formerUpn?: string;
  readonly laChildId?: string;
  /** Ethnicity and language as the DfE codes them: WBRI, ENG. */
  readonly ethnicity?: string;
  readonly firstLanguage?: string;
  readonly address: Address;
  readonly previousAddress?: Address;
  /** Truth id of the mother, and of the father where there is one. */
  readonly mother?: string;
  readonly father?: string;
  readonly twinOf?: string;
  /** An adopted child's birth identity is a person of its own here: it must never join with this one. */
  readonly birthIdentity?: string;
}

export interface TrueFamily {
  readonly id: string;
  readonly members: readonly string[];
  readonly need: NeedCode;
  readonly storyline?: string;
  readonly areaId: string;
}

/** A family told by hand. `name` is what README and tests call it. */
export interface Storyline {
  readonly key: string;
  readonly name: string;
  readonly need: NeedCode;
  readonly familyId: string;
  readonly summary: string;
  /** Truth ids by the role they play in the story: `child`, `mother`, `twin` and so on. */
  readonly people: Readonly<Record<string, string>>;
}

/** What one agency holds to identify one person: already misspelt, swapped, moved or missing, as that agency would have it. */
export interface HeldIdentity {
  /** The agency's own reference: NHS-number-like id, pupil id, LAchildID, tenure person id, registration person ref. */
  readonly ref: string;
  /** Truth only: never written by a stand-in. */
  readonly truth: string;
  readonly lifeState: 'UNBORN' | 'BORN' | 'DIED';
  readonly givenName?: string;
  readonly familyName?: string;
  readonly formerNames: readonly string[];
  readonly dateOfBirth?: IsoDate;
  readonly expectedDateOfBirth?: IsoDate;
  readonly sex: Sex;
  readonly nhsNumber?: string;
  /** FHIR verification status 01 to 08; only 01 is verified. */
  readonly nhsNumberStatus?: string;
  /** Numbers this record had before. */
  readonly supersededNhsNumbers: readonly string[];
  readonly upn?: string;
  readonly formerUpn?: string;
  readonly laChildId?: string;
  readonly address?: Address;
  readonly markers: readonly Marker[];
  readonly ethnicity?: string;
  readonly firstLanguage?: string;
  readonly motherRef?: string;
}

/** A relationship this agency asserts, from `ref` to `to`, inside group `group`. */
export interface HeldMembership {
  readonly group: string;
  readonly kind: 'FAMILY' | 'HOUSEHOLD';
  readonly ref: string;
  /** What `ref` is to `to`: Mother, Father, Child, Sibling, Grandparent, Carer, Foster carer. */
  readonly relationship?: string;
  readonly to?: string;
  readonly from?: IsoDate;
  readonly until?: IsoDate;
  readonly parentalResponsibility?: boolean;
}

export interface Worker {
  /** Stable work id; a relationship fact compares it with the requester's id. */
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly team: string;
  readonly organisation: string;
  readonly phone: string;
  readonly email: string;
}

export interface HeldInvolvement {
  readonly ref: string;
  readonly service: string;
  readonly team?: string;
  readonly role?: string;
  readonly from: IsoDate;
  readonly to?: IsoDate;
  readonly lastInteraction?: IsoDate;
  readonly worker?: Worker;
}

export interface HealthContent {
  readonly gpName?: string;
  readonly gpSurgery?: string;
  readonly gpOds?: string;
  readonly gpTelephone?: string;
  readonly healthVisitingTeam?: string;
  readonly healthVisitor?: Worker;
  readonly mandatedContacts: readonly {
    readonly kind: 'ANTENATAL' | 'NEW_BIRTH' | 'SIX_TO_EIGHT_WEEKS' | 'ONE_YEAR' | 'TWO_TO_TWO_AND_A_HALF_YEARS';
    readonly dueDate: IsoDate;
    readonly date?: IsoDate;
    readonly outcome: 'Completed' | 'Declined' | 'Not at home' | 'Missed' | 'Offered';
    readonly setting?: string;
    readonly practitioner?: Worker;
  }[];
  readonly developmentReviews: readonly {
    readonly date: IsoDate;
    readonly ageInMonths: number;
    readonly scores: Readonly<
      Partial<Record<'communication' | 'grossMotor' | 'fineMotor' | 'problemSolving' | 'personalSocial', number>>
    >;
    readonly outcome: string;
  }[];
  readonly immunisations: readonly {
    readonly code: string;
    readonly vaccine: string;
    readonly date: IsoDate;
    readonly status: 'completed' | 'not-done';
    readonly statusReason?: string;
  }[];
  readonly missedAppointments: readonly {
    readonly date: IsoDate;
    readonly setting: string;
    readonly reason?: string;
  }[];
  readonly emergencyAttendances: readonly { readonly date: IsoDate; readonly reason?: string }[];
  readonly breastfeedingStatus?: 'TOTALLY' | 'PARTIALLY' | 'NOT_AT_ALL' | 'NOT_ASKED' | 'REFUSED';
  readonly maternity?: {
    readonly bookingDate: IsoDate;
    readonly dueDate: IsoDate;
    readonly gestationAtBookingWeeks: number;
    readonly team: string;
    readonly midwife?: Worker;
  };
}

export interface EducationContent {
  readonly schoolUrn?: string;
  readonly ncYearActual?: string;
  readonly enrolStatus?: 'C' | 'M' | 'S' | 'G';
  readonly entryDate?: IsoDate;
  readonly leavingDate?: IsoDate;
  readonly attendance: readonly {
    readonly yearStart: number;
    readonly possible: number;
    readonly authorised: number;
    readonly unauthorised: number;
  }[];
  readonly exclusions: readonly {
    readonly category: 'SUSP' | 'PERM';
    readonly reason: string;
    readonly startDate: IsoDate;
    readonly sessions: number;
  }[];
  readonly senProvision?: 'N' | 'K' | 'E';
  readonly senTypes: readonly string[];
  readonly ehcPlanIssued?: IsoDate;
  /** Undefined: never asked. */
  readonly fsmEligible?: boolean;
  readonly fsmFrom?: IsoDate;
  readonly pupilPremium?: boolean;
  readonly earlyYears?: {
    readonly fundedHours: number;
    readonly extendedHours: number;
    readonly fundingBasis?: string;
    readonly settingName: string;
  };
}

export interface SocialCareContent {
  readonly referrals: readonly {
    readonly date: IsoDate;
    readonly source: string;
    readonly primaryNeed: string;
    readonly nfa: boolean;
    readonly closureDate?: IsoDate;
    readonly reasonForClosure?: string;
  }[];
  readonly assessments: readonly {
    readonly start: IsoDate;
    readonly authorised?: IsoDate;
    readonly factors: readonly string[];
  }[];
  readonly plans: readonly {
    readonly kind: 'CIN_PLAN' | 'CP_PLAN' | 'CARE_PLAN';
    readonly start: IsoDate;
    readonly end?: IsoDate;
    readonly initialCategory?: string;
    readonly latestCategory?: string;
    readonly previousCpp?: number;
    readonly reviews: readonly IsoDate[];
  }[];
  readonly keyWorker?: Worker;
  readonly earlyHelp: {
    readonly episodes: readonly {
      readonly start: IsoDate;
      readonly end?: IsoDate;
      readonly reason: string;
      readonly endReason?: string;
      readonly organisation: string;
    }[];
    readonly caf: readonly { readonly start: IsoDate; readonly completed?: IsoDate; readonly author?: Worker }[];
    readonly tafMeetings: readonly {
      readonly date: IsoDate;
      readonly attendees: readonly string[];
      readonly actions: readonly {
        readonly action: string;
        readonly owner: string;
        readonly dueDate?: IsoDate;
        readonly done: boolean;
      }[];
    }[];
    readonly steps: readonly {
      readonly date: IsoDate;
      readonly direction: 'UP' | 'DOWN';
      readonly from: NeedCode;
      readonly to: NeedCode;
      readonly reason: string;
    }[];
  };
}

/** What social care holds about a family group as a whole. */
export interface SocialCareGroupContent {
  readonly group: string;
  readonly needHistory: readonly { readonly code: NeedCode; readonly from: IsoDate; readonly until?: IsoDate }[];
  readonly leadProfessional?: Worker;
}

export interface HousingContent {
  /** The household group (tenure) this person belongs to. */
  readonly group: string;
  readonly personTenureType: 'Tenant' | 'Leaseholder' | 'Freeholder' | 'HouseholdMember' | 'Occupant';
  readonly isResponsible: boolean;
}

export interface TenureContent {
  readonly group: string;
  readonly landlord: string;
  readonly address: Address;
  readonly tenureTypeCode: string;
  readonly tenureTypeDescription: string;
  readonly start: IsoDate;
  readonly end?: IsoDate;
  readonly weeksOfRentOwed: number;
  readonly paymentReference: string;
  readonly housingOfficer?: Worker;
  readonly notices: readonly { readonly type: string; readonly served: IsoDate; readonly expiry?: IsoDate }[];
  readonly homelessness: readonly {
    readonly caseId: string;
    readonly assessmentDate: IsoDate;
    readonly priorityNeed: boolean;
    readonly status: string;
    readonly temporaryAccommodation?: string;
  }[];
  readonly temporaryAccommodation?: { readonly kind: string; readonly since: IsoDate };
  readonly alerts: readonly {
    readonly ref: string;
    readonly type: string;
    readonly description: string;
    readonly start: IsoDate;
    readonly end?: IsoDate;
  }[];
}

export interface CentreContent {
  readonly registrationId: string;
  readonly centreUrn: string;
  readonly registeredDate: IsoDate;
  readonly leftDate?: IsoDate;
  /** Undefined: not asked. */
  readonly consentToShare?: 'Y' | 'N';
  readonly consentDate?: IsoDate;
  readonly attendances: readonly { readonly sessionId: string; readonly date: IsoDate; readonly attended: boolean }[];
  readonly familySupport?: {
    readonly opened: IsoDate;
    readonly closed?: IsoDate;
    readonly worker: Worker;
    readonly reason: string;
    readonly outcome?: string;
  };
  readonly referrals: readonly {
    readonly date: IsoDate;
    readonly status: 'NEW' | 'OPENED' | 'ACCEPTED' | 'DECLINED';
    readonly fromAgency: string;
    readonly reason: string;
  }[];
}

/** Everything one agency holds. `content` is keyed by the agency's own person ref. */
export interface Holdings<Content> {
  readonly people: readonly HeldIdentity[];
  readonly memberships: readonly HeldMembership[];
  readonly involvements: readonly HeldInvolvement[];
  readonly content: ReadonlyMap<string, Content>;
  readonly workers: readonly Worker[];
}

export interface ReachArea {
  readonly id: string;
  readonly name: string;
  readonly postcodeSectors: readonly string[];
}
export interface Centre {
  readonly urn: string;
  readonly name: string;
  readonly status: 'DESIGNATED' | 'LINKED_SITE' | 'CLOSED';
  readonly phone: string;
  readonly reachAreaId: string;
}
export interface School {
  readonly urn: string;
  readonly laEstab: string;
  readonly name: string;
  readonly phone: string;
  readonly averageAttendance: number;
  readonly safeguardingLead: Worker;
}
export interface CentreSession {
  readonly id: string;
  readonly centreUrn: string;
  readonly activity: string;
  readonly ledByAgency: AgencyName;
  readonly tier: string;
}

export interface Borough {
  readonly seed: number;
  readonly today: IsoDate;
  readonly people: ReadonlyMap<string, TruePerson>;
  readonly families: readonly TrueFamily[];
  readonly storylines: readonly Storyline[];
  readonly reachAreas: readonly ReachArea[];
  readonly centres: readonly Centre[];
  readonly sessions: readonly CentreSession[];
  readonly schools: readonly School[];
  readonly health: Holdings<HealthContent>;
  readonly education: Holdings<EducationContent>;
  readonly socialCare: Holdings<SocialCareContent> & { readonly groups: readonly SocialCareGroupContent[] };
  readonly housing: Holdings<HousingContent> & { readonly tenures: readonly TenureContent[] };
  readonly childrensCentre: Holdings<CentreContent>;
}

export interface BoroughOptions {
  /** Families in all, storylines included. Default 60. */
  readonly families?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Default 2026-11-01. */
  readonly today?: IsoDate;
}
