import type { Draft, Ledger } from '../draft';
import { type AssertedCarer, assertFamily } from '../holdings/assert-family';
import { noEducationContent } from '../holdings/education';
import { noHealthContent } from '../holdings/health';
import { LANDLORD } from '../holdings/housing';
import { identityOf } from '../holdings/identity';
import { noSocialCareContent } from '../holdings/social-care';
import type {
  Address,
  AgencyName,
  CentreContent,
  EducationContent,
  HealthContent,
  HeldIdentity,
  HeldInvolvement,
  HousingContent,
  NeedCode,
  School,
  SocialCareContent,
  SocialCareGroupContent,
  Storyline,
  TenureContent,
  TruePerson,
  Worker,
} from '../model';
import { type Area, areaById } from '../places';

type Told = Pick<TruePerson, 'kind' | 'givenName' | 'familyName' | 'sex' | 'address'> & Partial<TruePerson>;
type Involved = Omit<HeldInvolvement, 'ref' | 'team' | 'role'> & Partial<Pick<HeldInvolvement, 'team' | 'role'>>;

/** A home of a storyline. Its postcode ends in `Z` and a letter, which no generated home has. */
export const storyHome = (number: number, line1: string, town: string, postcode: string): Address => ({
  uprn: `99909${String(number).padStart(5, '0')}`,
  line1,
  town,
  postcode,
});

/** A family told by hand: truth first, then what each agency wrote down, slips and all. */
export class Tale {
  readonly area: Area;
  private readonly people: TruePerson[] = [];
  private readonly roles: Record<string, string> = {};

  constructor(
    readonly draft: Draft,
    private readonly told: {
      readonly key: string;
      readonly name: string;
      readonly need: NeedCode;
      readonly areaId: string;
      readonly summary: string;
    },
  ) {
    this.area = areaById(told.areaId);
  }

  private get familyId(): string {
    return `true-family-${this.told.key}`;
  }

  /** A grown-up of the story, with an NHS number. */
  carer(role: string, told: Omit<Told, 'kind'>): TruePerson {
    return this.person(role, { nhsNumber: this.draft.newNhsNumber(), ...told, kind: 'carer' });
  }

  /** A child of the story, with an NHS number; with a UPN where they started school, an LAchildID where asked. */
  child(
    role: string,
    told: Omit<Told, 'kind'>,
    numbers: { readonly school?: School; readonly started?: number; readonly laChild?: boolean } = {},
  ): TruePerson {
    const { school, started, laChild } = numbers;
    return this.person(role, {
      nhsNumber: told.lifeState === 'UNBORN' ? undefined : this.draft.newNhsNumber(),
      upn: school && started ? this.draft.newUpn(school.laEstab, started) : undefined,
      laChildId: laChild ? this.draft.newLaChildId() : undefined,
      ...told,
      kind: 'child',
    });
  }

  /** Somebody in the story, as they really are. */
  person(role: string, told: Told): TruePerson {
    const person: TruePerson = {
      familyId: this.familyId,
      lifeState: 'BORN',
      formerNames: [],
      ethnicity: 'WBRI',
      firstLanguage: 'ENG',
      ...told,
      id: `true-${this.told.key}-${role}`,
    };
    this.people.push(person);
    this.roles[role] = person.id;
    return person;
  }

  inHealth(person: TruePerson, content: Partial<HealthContent> = {}, as: Partial<HeldIdentity> = {}): string {
    return this.hold(this.draft.health, 'health', 'H', person, { ...noHealthContent, ...content }, as);
  }

  inEducation(person: TruePerson, content: Partial<EducationContent> = {}, as: Partial<HeldIdentity> = {}): string {
    return this.hold(
      this.draft.education,
      'education',
      person.kind === 'child' ? 'P' : 'C',
      person,
      { ...noEducationContent, ...content },
      as,
    );
  }

  inSocialCare(person: TruePerson, content: Partial<SocialCareContent> = {}, as: Partial<HeldIdentity> = {}): string {
    return this.hold(
      this.draft.socialCare,
      'social-care',
      'A',
      person,
      { ...noSocialCareContent, ...content },
      { ...(person.laChildId && { ref: person.laChildId }), ...as },
    );
  }

  inHousing(person: TruePerson, content: HousingContent, as: Partial<HeldIdentity> = {}): string {
    return this.hold(this.draft.housing, 'housing', 'HP', person, content, as);
  }

  inCentre(person: TruePerson, content: CentreContent, as: Partial<HeldIdentity> = {}): string {
    return this.hold(this.draft.childrensCentre, 'childrens-centre', 'CC', person, content, as);
  }

  family(
    agency: 'health' | 'education' | 'socialCare' | 'childrensCentre',
    carers: readonly AssertedCarer[],
    children: readonly string[],
    from?: string,
  ): string {
    const ledger = this.draft[agency];
    const group = ledger.newRef({ health: 'RP', education: 'F', socialCare: 'FAM', childrensCentre: 'FR' }[agency]);
    assertFamily<unknown>(ledger as Ledger<unknown>, group, carers, children, from);
    return group;
  }

  need(content: SocialCareGroupContent): void {
    if (content.leadProfessional) this.draft.socialCare.employ(content.leadProfessional);
    this.draft.socialCareGroups.push(content);
  }

  /** A tenancy; answers its group, for the people who live by it. */
  tenancy(told: Partial<TenureContent> & Pick<TenureContent, 'address' | 'start' | 'housingOfficer'>): string {
    const { housing, tenures } = this.draft;
    const group = housing.newRef('TEN');
    if (told.housingOfficer) housing.employ(told.housingOfficer);
    tenures.push({
      group,
      landlord: LANDLORD,
      tenureTypeCode: 'SEC',
      tenureTypeDescription: 'Secure',
      weeksOfRentOwed: 0,
      paymentReference: housing.newRef('19'),
      notices: [],
      homelessness: [],
      alerts: [],
      ...told,
    });
    return group;
  }

  livesIn(group: string, ref: string, from: string, relationship?: string, to?: string): void {
    this.draft.housing.memberships.push({
      group,
      kind: 'HOUSEHOLD',
      ref,
      ...(relationship && to && { relationship, to }),
      from,
    });
  }

  involve(
    agency: 'health' | 'education' | 'socialCare' | 'housing' | 'childrensCentre',
    refs: readonly string[],
    involved: Involved & { readonly worker?: Worker },
  ): void {
    for (const ref of refs)
      this.draft[agency].involve({ team: involved.worker?.team, role: involved.worker?.role, ...involved, ref });
  }

  /** Closes the family. `others` are people of another family who belong to the same story. */
  finish(others: Readonly<Record<string, string>> = {}): Storyline {
    const { key, name, need, summary } = this.told;
    this.draft.addFamily(this.familyId, need, this.area, this.people, key);
    return { key, name, need, familyId: this.familyId, summary, people: { ...this.roles, ...others } };
  }

  /** Closes a second family of somebody else's story. */
  finishWithin(storyline: string): void {
    this.draft.addFamily(this.familyId, this.told.need, this.area, this.people, storyline);
  }

  private hold<Content>(
    ledger: Ledger<Content>,
    agency: AgencyName,
    prefix: string,
    person: TruePerson,
    content: Content,
    as: Partial<HeldIdentity>,
  ): string {
    const ref = ledger.hold({ ...identityOf(person, agency, as.ref ?? ledger.newRef(prefix)), ...as });
    ledger.content.set(ref, content);
    return ref;
  }
}
