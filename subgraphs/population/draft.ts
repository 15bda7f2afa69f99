import { nhsNumberAt, temporaryUpnFor, upnFor } from './identifiers';
import type {
  Address,
  CentreContent,
  EducationContent,
  HealthContent,
  HeldIdentity,
  HeldInvolvement,
  HeldMembership,
  Holdings,
  HousingContent,
  IsoDate,
  NeedCode,
  SocialCareContent,
  SocialCareGroupContent,
  TenureContent,
  TrueFamily,
  TruePerson,
  Worker,
} from './model';
import { type Area, homeAt } from './places';

/** One agency's books, while the borough is being written. References are the agency's own and follow its own count. */
export class Ledger<Content> implements Holdings<Content> {
  readonly people: HeldIdentity[] = [];
  readonly memberships: HeldMembership[] = [];
  readonly involvements: HeldInvolvement[] = [];
  readonly content = new Map<string, Content>();
  private readonly staff = new Map<string, Worker>();
  private count: number;

  constructor(first: number) {
    this.count = first;
  }

  get workers(): readonly Worker[] {
    return [...this.staff.values()];
  }

  newRef(prefix: string): string {
    return `${prefix}${this.count++}`;
  }

  hold(identity: HeldIdentity): string {
    this.people.push(identity);
    return identity.ref;
  }

  involve(involvement: HeldInvolvement): void {
    if (involvement.worker) this.employ(involvement.worker);
    this.involvements.push(involvement);
  }

  employ(worker: Worker): Worker {
    this.staff.set(worker.id, worker);
    return worker;
  }
}

/** The whole borough while it is being written: truth on one side, five agencies' books on the other. */
export class Draft {
  readonly people = new Map<string, TruePerson>();
  readonly families: TrueFamily[] = [];
  readonly health = new Ledger<HealthContent>(300_417);
  readonly education = new Ledger<EducationContent>(51_204);
  readonly socialCare = new Ledger<SocialCareContent>(7_118);
  readonly socialCareGroups: SocialCareGroupContent[] = [];
  readonly housing = new Ledger<HousingContent>(88_032);
  readonly tenures: TenureContent[] = [];
  readonly childrensCentre = new Ledger<CentreContent>(4_509);
  private numbers = 0;
  private laChildren = 0;
  private readonly homes = new Map<string, number>();
  private readonly intakes = new Map<string, number>();

  constructor(
    readonly seed: number,
    readonly today: IsoDate,
  ) {}

  newNhsNumber(): string {
    for (;;) {
      const number = nhsNumberAt(this.numbers++);
      if (number !== undefined) return number;
    }
  }

  newLaChildId(): string {
    return `AL${String(100_000 + this.laChildren++ * 7)}`;
  }

  newUpn(laEstab: string, year: number): string {
    return upnFor(laEstab.slice(3), year, this.nextOf(this.intakes, `${laEstab} ${year}`));
  }

  newTemporaryUpn(laEstab: string, year: number): string {
    return temporaryUpnFor(laEstab.slice(3), year, this.nextOf(this.intakes, `${laEstab} ${year} temporary`));
  }

  newHome(area: Area): Address {
    return homeAt(area, this.nextOf(this.homes, area.id));
  }

  /** A family and the people in it. Members come with everything but their family's id. */
  addFamily(id: string, need: NeedCode, area: Area, members: readonly TruePerson[], storyline?: string): TrueFamily {
    for (const member of members) this.people.set(member.id, member);
    const family = {
      id,
      members: members.map((member) => member.id),
      need,
      areaId: area.id,
      ...(storyline && { storyline }),
    };
    this.families.push(family);
    return family;
  }

  private nextOf(counts: Map<string, number>, key: string): number {
    const next = counts.get(key) ?? 0;
    counts.set(key, next + 1);
    return next;
  }
}
