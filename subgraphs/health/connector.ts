import type {
  Connector,
  CountedAsk,
  Coverage,
  HeldFact,
  HeldGroup,
  HeldInvolvement,
  HeldPerson,
  MatchBlock,
  MeasureAsk,
  RecordFactKind,
  Requester,
} from '@family-view/kit';
import { type AreaFinder, readAreaFinder } from '@family-view/kit/figures';
import {
  readCare,
  readDevelopment,
  readEmergencies,
  readFeeding,
  readMandated,
  readMissed,
  readPregnancies,
  readRegistrations,
  readVaccinations,
} from './care';
import { FhirClient, type FhirSystem } from './fhir-client';
import { FhirReading, type Pace } from './fhir-reading';
import { countCells, countedChildren } from './figures';
import { DUE_DATE, SYSTEMS, token } from './format/codes';
import { idIn, isFhirId } from './format/elements';
import { KINDS } from './format/fhir';
import { readAllocations, readInvolvements } from './format/involvements';
import { readPatientAlone } from './format/person';
import { openValues } from './format/read-leniently';
import { type Reading, readGroups, readPeople, readPeopleByRef, replacedBy } from './people';
import { type ReachAreaSectors, reachAreaOf } from './reach-areas';

/** Over everybody: a server may give less on a page. The gateway waits longer for a count than for a record. */
const COUNTING: Pace = { pageSize: 200, timeLimit: 25_000 };
const PROTECTION_CODES = ['RESTRICTED', 'SHIELDED', 'ADOPTED'];

export interface HealthSystem extends FhirSystem {
  /** Today's ISO date, as the agency's own clock has it. */
  readonly today: () => string;
  readonly reachAreas: readonly ReachAreaSectors[];
  /** The areas that figures are counted by. Default: those of `schema/areas.yaml`. */
  readonly areas?: AreaFinder;
  /** Default true: the server keeps unborn children's placeholders, with a due date that has them as its focus. */
  readonly holdsUnborn?: boolean;
  readonly coverage: Pick<Coverage, 'from' | 'to' | 'area' | 'notCovered'>;
}

/** Speaks to a FHIR R4 (UK Core) server. A ref is the server's own `Patient.id`, never the NHS number. */
export class HealthConnector implements Connector {
  readonly #client: FhirClient;
  readonly #system: HealthSystem;
  readonly #shared: FhirReading | undefined;
  readonly #areas: AreaFinder;
  readonly #sharedCounts: FhirReading | undefined;
  constructor(
    system: HealthSystem,
    request?: {
      readonly client: FhirClient;
      readonly fhir: FhirReading;
      readonly counts: FhirReading;
      readonly areas: AreaFinder;
    },
  ) {
    this.#system = system;
    this.#client = request?.client ?? new FhirClient(system);
    this.#shared = request?.fhir;
    this.#sharedCounts = request?.counts;
    this.#areas = request?.areas ?? system.areas ?? readAreaFinder();
  }

  /** For one request: what it reads is read once, and what is read at one time goes together. Closes nothing. */
  forRequest = (): HealthConnector =>
    new HealthConnector(this.#system, {
      client: this.#client,
      fhir: new FhirReading(this.#client),
      counts: new FhirReading(this.#client, COUNTING),
      areas: this.#areas,
    });

  get #fhir(): FhirReading {
    return this.#shared ?? new FhirReading(this.#client);
  }

  today = (): string => this.#system.today();

  close = (): Promise<void> => this.#client.close();

  get #reading(): Reading {
    return { fhir: this.#fhir, today: this.#system.today(), holdsUnborn: this.#system.holdsUnborn ?? true };
  }

  async coverage(): Promise<Coverage> {
    // A search that finds nobody: a live system is as current as its last answer, and a dead one is not current.
    const { asOf } = await this.#client.search(KINDS.Patient, { _id: 'nobody' });
    return { ...this.#system.coverage, currentAsOf: asOf };
  }

  async people(refs: readonly string[]): Promise<readonly (HeldPerson | null)[]> {
    const people = new Map((await readPeopleByRef(this.#reading, refs)).map((person) => [person.ref, person]));
    return refs.map((ref) => people.get(ref) ?? null);
  }

  /** Everybody with a flag that protects their record. Labels alone (R, V) are found as the person is. */
  async marked(): Promise<readonly HeldPerson[]> {
    const code = PROTECTION_CODES.map((one) => token({ system: SYSTEMS.protection, code: one }));
    const { resources } = await this.#fhir.search(KINDS.Flag, { status: 'active', code });
    const refs = [...new Set(resources.flatMap(({ value }) => idIn(value.subject, 'Patient') ?? []))];
    const people = await this.people(refs);
    // A flag may have been left on a record that was merged into another since.
    const merged = refs.filter((_, place) => people[place] === null).map((ref) => `Patient/${ref}`);
    const successors = await this.#fhir.searchFor(KINDS.Patient, 'link', merged);
    const theirs = successors.resources.filter(({ value }) => replacedBy(value).some((ref) => refs.includes(ref)));
    return [...present(people), ...present(await this.people(theirs.map(({ value }) => value.id)))];
  }

  /** Whether there is a record of each: the least that must be read before a part of it is. */
  async holds(refs: readonly string[]): Promise<readonly boolean[]> {
    const { resources } = await this.#fhir.people(refs, this.#system.holdsUnborn ?? true);
    const held = new Set(resources.map(({ value }) => value.id));
    return refs.map((ref) => held.has(ref));
  }

  async find(block: MatchBlock): Promise<readonly HeldPerson[]> {
    switch (block.by) {
      case 'nhsNumber':
        return this.#findPatients({ identifier: spellingsOf(block.value) });
      case 'dateOfBirth':
        return this.#findPatients({ birthdate: `eq${block.value}` });
      case 'postcode':
        return this.#findPatients({ 'address-postalcode': block.value });
      case 'name':
        return this.#findPatients({ family: [block.value], given: [block.givenName] });
      case 'expectedDateOfBirth':
        return this.#findUnborn({ 'value-date': `eq${block.value}` });
      case 'mother':
        return this.#findChildrenOf(block.value);
      // Neither pupil numbers, nor the council's, nor addresses by UPRN can be searched for in FHIR.
      case 'upn':
      case 'laChildId':
      case 'uprn':
        return [];
    }
  }

  async #findPatients(
    parameters: Readonly<Record<string, string | readonly string[]>>,
  ): Promise<readonly HeldPerson[]> {
    const reading = this.#reading;
    const { resources, asOf } = await reading.fhir.findPeople(parameters);
    return readPeople(reading, resources, asOf);
  }

  async #findUnborn(parameters: Readonly<Record<string, string>>): Promise<readonly HeldPerson[]> {
    if (!this.#reading.holdsUnborn) return [];
    const { resources } = await this.#fhir.search(KINDS.Observation, { ...parameters, code: token(DUE_DATE) });
    const refs = openValues(resources)
      .flatMap(({ focus }) => focus ?? [])
      .flatMap((focus) => idIn(focus, 'Patient') ?? []);
    return present(await this.people([...new Set(refs)]));
  }

  async #findChildrenOf(mother: string): Promise<readonly HeldPerson[]> {
    if (!isFhirId(mother)) return [];
    const [families, unborn] = await Promise.all([this.groups([mother]), this.#findUnborn({ patient: mother })]);
    const members = (families[0] ?? []).flatMap((family) => family.members.map(({ ref }) => ref));
    const others = [...new Set(members)].filter((ref) => ref !== mother && !unborn.some((child) => child.ref === ref));
    return [...unborn, ...present(await this.people(others))].filter((child) => child.mother === mother);
  }

  /** People of the reach areas, so many at most: a server need not answer a search for everybody. */
  async firstPeople(most: number): Promise<readonly HeldPerson[]> {
    const sectors = this.#system.reachAreas.flatMap(({ postcodeSectors }) => postcodeSectors);
    if (sectors.length === 0) return [];
    const { resources, asOf } = await this.#fhir.search(KINDS.Patient, { 'address-postalcode': sectors }, { most });
    return resources.map((patient) => readPatientAlone(patient, asOf, this.#system.today()));
  }

  async involvements(refs: readonly string[]): Promise<readonly (readonly HeldInvolvement[])[]> {
    return (await this.services(refs)).map(({ value }) => value);
  }

  /** Involvements with the faults found in them: the contract has no place for these, the record has. */
  async services(refs: readonly string[]) {
    const care = await readCare(this.#fhir, refs);
    return care.map((sources) => {
      const faults = [...sources.faults];
      return { value: readInvolvements(sources, this.#system.today(), faults), faults };
    });
  }

  groups = (refs: readonly string[]): Promise<readonly (readonly HeldGroup[])[]> => readGroups(this.#reading, refs);

  async facts(
    refs: readonly string[],
    kinds: readonly RecordFactKind[],
    requester: Requester,
  ): Promise<readonly (readonly HeldFact[])[]> {
    const today = this.#system.today();
    const [care, people] = await Promise.all([
      kinds.includes('RELATIONSHIP') ? readCare(this.#fhir, refs) : [],
      kinds.includes('AREA') ? this.people(refs) : [],
    ]);
    return refs.map((_, place) => {
      const sources = care[place];
      const person = people[place] ?? null;
      const facts = [
        ...(sources ? readAllocations(sources, requester.id, today) : []),
        ...(person ? this.#areaOf(person) : []),
      ];
      return facts.filter((fact) => kinds.some((kind) => kind === fact.kind));
    });
  }

  #areaOf(person: HeldPerson): readonly HeldFact[] {
    const area = reachAreaOf(person.postcode, this.#system.reachAreas);
    return area === null ? [] : [{ kind: 'AREA', value: area, from: null, until: null }];
  }

  async roster(
    ask: {
      readonly area: string | null;
      readonly mine: boolean;
      readonly first: number;
      readonly after: string | null;
    },
    requester: Requester,
  ): Promise<{ readonly refs: readonly string[]; readonly next: string | null }> {
    const [inArea, mine] = await Promise.all([
      ask.area === null ? null : this.#refsInArea(ask.area),
      ask.mine ? this.#caseloadOf(requester) : null,
    ]);
    const refs = inArea === null ? (mine ?? []) : inArea.filter((ref) => mine === null || mine.includes(ref));
    const left = [...new Set(refs)].sort().filter((ref) => ask.after === null || ref > ask.after);
    const page = left.slice(0, ask.first);
    return { refs: page, next: left.length > page.length ? (page.at(-1) ?? null) : null };
  }

  async #refsInArea(area: string): Promise<readonly string[]> {
    const sectors = this.#system.reachAreas.find(({ id }) => id === area)?.postcodeSectors ?? [];
    if (sectors.length === 0) return [];
    const { resources, asOf } = await this.#fhir.search(KINDS.Patient, { 'address-postalcode': sectors });
    // Their addresses alone: who they are is read of those on the page.
    const people = resources.map((patient) => readPatientAlone(patient, asOf, this.#system.today()));
    return people
      .filter(({ postcode }) => reachAreaOf(postcode, this.#system.reachAreas) === area)
      .map(({ ref }) => ref);
  }

  async #caseloadOf(requester: Requester): Promise<readonly string[]> {
    const { resources } = await this.#fhir.search(KINDS.Practitioner, {
      identifier: token({ system: SYSTEMS.sdsUser, code: requester.id }),
    });
    const own = resources.filter(({ value }) =>
      value.identifier?.some((one) => one.system === SYSTEMS.sdsUser && one.value === requester.id),
    );
    const episodes = await this.#fhir.searchFor(
      KINDS.EpisodeOfCare,
      'care-manager',
      own.map(({ value }) => value.id),
      { status: 'active' },
    );
    return episodes.resources.flatMap(({ value }) => idIn(value.patient, 'Patient') ?? []);
  }

  count = (ask: MeasureAsk) => countCells(this.#counting(), ask);
  counted = (ask: CountedAsk) => countedChildren(this.#counting(), ask);

  #counting() {
    const fhir = this.#sharedCounts ?? new FhirReading(this.#client, COUNTING);
    return { fhir, today: this.#system.today(), areas: this.#areas };
  }

  // The parts of the record, each for many people at once, in the order asked for; each with the faults found in it.
  registrations = (refs: readonly string[]) => readRegistrations(this.#fhir, refs, this.#system.today());
  mandatedContacts = (refs: readonly string[]) => readMandated(this.#fhir, refs);
  developmentReviews = (refs: readonly string[]) => readDevelopment(this.#fhir, refs);
  immunisations = (refs: readonly string[]) => readVaccinations(this.#fhir, refs);
  missedAppointments = (refs: readonly string[]) => readMissed(this.#fhir, refs);
  emergencyAttendances = (refs: readonly string[]) => readEmergencies(this.#fhir, refs);
  breastfeeding = (refs: readonly string[]) => readFeeding(this.#fhir, refs);
  maternity = (refs: readonly string[]) => readPregnancies(this.#fhir, refs);
}

/** A server finds an NHS number only as it was written into it: without signs, or in threes with spaces or hyphens. */
const spellingsOf = (number: string): readonly string[] =>
  ['$1$2$3', '$1 $2 $3', '$1-$2-$3'].map((form) =>
    token({ system: SYSTEMS.nhsNumber, code: number.replace(/^(\d{3})(\d{3})(\d{4})$/, form) }),
  );

const present = (people: readonly (HeldPerson | null)[]): readonly HeldPerson[] =>
  people.flatMap((person) => person ?? []);
