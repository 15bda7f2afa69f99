/**
 * What the kit asks of an agency's connector: the one file that knows the partner system.
 *
 * The kit owns grants, the veto, matching, batching, masking and the contract's wire form; a connector only finds and
 * reads. Lists answer in the order of what was asked, one entry for each. A connector throws `PartnerSystemFault` when
 * the partner system cannot be read; it never turns that into "nothing".
 */
import type { KeptAct } from './acts/act-store';

/** M male, F female, U not recorded, not known or unborn. */
export type Sex = 'M' | 'F' | 'U';
/** RESTRICTED, SHIELDED and ADOPTED close a record (the veto); DECEASED says that the person died, and closes nothing. */
export type Marker = 'RESTRICTED' | 'SHIELDED' | 'ADOPTED' | 'DECEASED';
/** An unborn child has `expectedDateOfBirth` and `mother` in place of a date of birth. */
export type LifeState = 'UNBORN' | 'BORN' | 'DIED';

/** A fault in a record, told beside it. `field` is the name in the partner's own format (`UPN`, `PersonBirthDate`). */
export interface DataQuality {
  readonly field: string;
  readonly fault: string;
}

/** One home. `postcode`: upper case, one space before the inward code. */
export interface HeldAddress {
  readonly postcode: string | null;
  readonly uprn: string | null;
}

/** One person as this agency holds them, before any rule is applied. Dates are ISO `YYYY-MM-DD`, checked to be real. */
export interface HeldPerson {
  readonly ref: string;
  readonly lifeState: LifeState;
  readonly givenName: string | null;
  /** Second given names, and what somebody is called: a child known by one of them may be this one. Told to nobody. */
  readonly otherGivenNames?: readonly string[];
  readonly familyName: string | null;
  readonly formerNames: readonly string[];
  readonly dateOfBirth: string | null;
  readonly expectedDateOfBirth: string | null;
  readonly sex: Sex;
  /** Ten digits with a good check digit, else null with a `dataQuality` line. */
  readonly nhsNumber: string | null;
  readonly nhsNumberVerified: boolean;
  readonly supersededNhsNumbers: readonly string[];
  /** Thirteen characters with a good check letter (a temporary one ends in a letter), else null with a `dataQuality` line. */
  readonly upn: string | null;
  readonly formerUpn: string | null;
  readonly laChildId: string | null;
  /** Upper case, one space before the inward code. */
  readonly postcode: string | null;
  readonly uprn: string | null;
  /** Homes before this one; for finding who moved, and told to nobody. */
  readonly formerAddresses?: readonly HeldAddress[];
  /** Of the children of one birth, 1 for the first; twins are told apart by it. */
  readonly birthOrder?: number | null;
  /** The mother's ref at this agency. */
  readonly mother: string | null;
  readonly markers: readonly Marker[];
  /** ISO instant: how current this record is. */
  readonly asOf: string;
  readonly dataQuality: readonly DataQuality[];
}

/** How the kit looks for candidates; each is one search of the partner system. A search that the system cannot do answers []. */
export type MatchBlock =
  | { readonly by: 'nhsNumber'; readonly value: string }
  | { readonly by: 'upn'; readonly value: string }
  | { readonly by: 'laChildId'; readonly value: string }
  | { readonly by: 'dateOfBirth'; readonly value: string }
  | { readonly by: 'expectedDateOfBirth'; readonly value: string }
  | { readonly by: 'postcode'; readonly value: string }
  | { readonly by: 'uprn'; readonly value: string }
  /** Family and given name, as somebody wrote them: who is found moved, under a wrong birthday. */
  | { readonly by: 'name'; readonly value: string; readonly givenName: string }
  | { readonly by: 'mother'; readonly value: string };

/** Whom to ring: a worker, and the line of the desk that covers for them. */
export interface HeldContact {
  readonly name: string | null;
  readonly role: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly dutyLine: string | null;
}

/**
 * A worker, as `Practitioner` of `schema/shared.graphql` has them. `id` is the one that a requester's token carries, so
 * that the two can be found to be one; it is never published.
 */
export interface HeldWorker {
  readonly id: string | null;
  readonly name: string | null;
  readonly role: string | null;
  readonly team: string | null;
  readonly organisation: string | null;
  readonly phone: string | null;
  readonly email: string | null;
}

/** A service of this agency that works, or worked, with a person. Days are ISO `YYYY-MM-DD`, `asOf` an instant. */
export interface HeldInvolvement {
  readonly ref: string;
  readonly service: string;
  readonly team: string | null;
  readonly role: string | null;
  readonly status: 'CURRENT' | 'HISTORIC';
  readonly from: string | null;
  readonly to: string | null;
  readonly lastInteraction: string | null;
  readonly contact: HeldContact | null;
  readonly asOf: string;
}

/**
 * People whom this agency takes to belong together: a FAMILY by what it asserts of their relationships, a HOUSEHOLD by
 * one address. `relationship` is what the member is to `to` (a ref), as the agency writes it.
 */
export interface HeldGroup {
  readonly ref: string;
  readonly kind: 'FAMILY' | 'HOUSEHOLD';
  readonly members: readonly {
    readonly ref: string;
    readonly relationship: string | null;
    readonly to: string | null;
    readonly from: string | null;
    readonly until: string | null;
    readonly parentalResponsibility: boolean | null;
  }[];
}

/** What a clause with conditions may depend on. */
export type FactKind = PersonFactKind | RecordFactKind;
/** What the kit itself reads off a `HeldPerson`, for every agency. */
export type PersonFactKind = 'AGE' | 'DATE_OF_BIRTH' | 'MARKER';
/** What only the agency's own records tell. */
export type RecordFactKind = 'RELATIONSHIP' | 'NEED_LEVEL' | 'CONSENT' | 'AREA';
/**
 * RELATIONSHIP: LEAD_PROFESSIONAL, ALLOCATED_WORKER, TAF_MEMBER, REFERRER, TRIAGE_ASSIGNED, REGISTERED_CENTRE, ON_ROLL;
 * SELF_CLAIMED is the kit's to tell. NEED_LEVEL: UNIVERSAL to ACUTE. CONSENT: GIVEN, REFUSED, NOT_ASKED. AREA: a reach area
 * id. AGE: whole years. DATE_OF_BIRTH: ISO day. MARKER: a `Marker`.
 */
export interface HeldFact {
  readonly kind: FactKind;
  readonly value: string;
  readonly from: string | null;
  readonly until: string | null;
}

/** Who asks, as the gateway signed it. */
export interface Requester {
  readonly id: string;
  readonly organisation: string;
  readonly role: string;
  readonly area: string | null;
}

/**
 * Where, when and for whom a "nothing held" of this agency may be believed. `from`, `to`: days, null where open. `area`:
 * null for the whole borough. `currentAsOf`: instant. `notCovered`: in words that can stand after "not".
 */
export interface Coverage {
  readonly from: string | null;
  readonly to: string | null;
  readonly area: string | null;
  readonly currentAsOf: string;
  readonly notCovered: readonly string[];
}

/** Counts asked for, by dimensions, over this agency's records; `from` and `to` are ISO days. */
export interface MeasureAsk {
  readonly measure: string;
  readonly by: readonly string[];
  /** A reach area id; null for the whole borough. */
  readonly area: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** Whom a count is of: rows with one of the values in each dimension named. `from` and `to` are ISO days. */
export interface CountedAsk {
  readonly measure: string;
  readonly where: Readonly<Record<string, readonly string[]>>;
  readonly from: string | null;
  readonly to: string | null;
}

/** One count for each combination of values that occurs; `key` has a value for each of `by`, in its order. */
export type MeasureCells = readonly { readonly key: readonly string[]; readonly count: number }[];

/**
 * What an agency answers from its partner system. Lists stand in the order of `refs`, one entry for each: null or [] for
 * a ref that is not held. Every function throws `PartnerSystemFault` where the system cannot be read.
 *
 * @example
 * ```ts
 * const connector: Connector = {
 *   people: async (refs) => (await system.learners(refs)).map((row) => row && holdPerson({ ref: row.id, asOf: row.updated })),
 *   involvements: async (refs) => refs.map(() => []),
 *   // and the others: `subgraphs/sample-agency/connector.ts` has them all
 * };
 * ```
 */
export interface Connector {
  /** The ISO day that ages are reckoned on, where it is not the kit's own: a stand-in stands still in time. */
  today?(): string;
  coverage(): Promise<Coverage>;
  /** Everybody who may be meant; the kit compares them and checks. */
  find(block: MatchBlock): Promise<readonly HeldPerson[]>;
  /**
   * As `find`, for several blocks at once, a list for each in their order: for a system in which a search tells references,
   * and people are read by them. One that gains nothing by it leaves it out, and `find` is called for each.
   */
  findEach?(blocks: readonly MatchBlock[]): Promise<readonly (readonly HeldPerson[])[]>;
  people(refs: readonly string[]): Promise<readonly (HeldPerson | null)[]>;
  /**
   * Everybody marked RESTRICTED, SHIELDED or ADOPTED, where the system can list them: whoever is asked about is held beside
   * each of them. Of a system that cannot, they are found by the searches of `find` and the groups of whom these bring up.
   */
  marked?(): Promise<readonly HeldPerson[]>;
  involvements(refs: readonly string[]): Promise<readonly (readonly HeldInvolvement[])[]>;
  groups(refs: readonly string[]): Promise<readonly (readonly HeldGroup[])[]>;
  /** Facts of these kinds alone. */
  facts(
    refs: readonly string[],
    kinds: readonly RecordFactKind[],
    requester: Requester,
  ): Promise<readonly (readonly HeldFact[])[]>;
  /**
   * Refs in an area or, with `mine`, on the requester's own caseload: `first` of them, after the cursor `after`. `acts`, here
   * and below: everything that was done through the gateway at an agency that takes acts, the oldest first.
   */
  roster(
    ask: {
      readonly area: string | null;
      readonly mine: boolean;
      readonly first: number;
      readonly after: string | null;
    },
    requester: Requester,
    acts?: readonly KeptAct[],
  ): Promise<{ readonly refs: readonly string[]; readonly next: string | null }>;
  /** Counts by the named dimensions. Throws `UnknownMeasure` for a measure or dimension it does not keep. */
  count(ask: MeasureAsk, acts?: readonly KeptAct[]): Promise<MeasureCells>;
  /**
   * Refs of the people whom a count is of, for counting together with other agencies: none of them leaves the agency. Throws
   * `UnknownMeasure`. An agency without it takes part in no cohort.
   */
  counted?(ask: CountedAsk, acts?: readonly KeptAct[]): Promise<readonly string[]>;
  /** Lets go of the partner system. The kit calls it when the agency closes. */
  close(): Promise<void>;
}
