/** The one file that knows the landlord's system: its paths, its paging, and what its records mean to the others. */
import { type Connector, type HeldPerson, type MatchBlock, PartnerSystemFault } from '@family-view/kit';
import { type AreaFinder, readAreaFinder, readOnce } from '@family-view/kit/figures';
import { londonDay } from '@family-view/kit/london-day';
import {
  connectToPartner,
  type PartnerQuery,
  readEveryPage,
  readInChunks,
  readRow,
} from '@family-view/kit/partner-json';
import { z } from 'zod';
import { countedPeople, countMeasure } from './count-measure';
import {
  type AccountRow,
  type AlertRow,
  type CaseRow,
  type HomelessnessRecord,
  type NoticeRow,
  personOfMember,
  readAccount,
  readAlert,
  readCase,
  readHomelessness,
  readNotice,
  readPerson,
  readTenure,
  type TenureRecord,
} from './format';
import { shieldHouseholds } from './shielding';
import { factsOf, type Housed, householdOf, involvementsOf, isMember, tenureOf } from './tenancy';

/** The kit's connector, and what the resolvers read besides. */
export interface HousingConnector extends Connector {
  /** For one request: what it counts is read once. */
  forRequest(): HousingConnector;
  findEach: NonNullable<Connector['findEach']>;
  housed(refs: readonly string[]): Promise<readonly (Housed | null)[]>;
  /** People, so many at most, as the listing has them. */
  firstPeople(most: number): Promise<readonly HeldPerson[]>;
  tenures(refs: readonly string[]): Promise<readonly (TenureRecord | null)[]>;
  accounts(tenureRefs: readonly string[]): Promise<readonly (AccountRow | null)[]>;
  notices(tenureRefs: readonly string[]): Promise<readonly (readonly NoticeRow[])[]>;
  alerts(refs: readonly string[]): Promise<readonly (readonly AlertRow[])[]>;
  homelessness(refs: readonly string[]): Promise<readonly (readonly HomelessnessRecord[])[]>;
}

export interface HousingSystem {
  /** Where the landlord's API answers: `https://housing.example/api/v1`. */
  readonly baseUrl: string;
  /** The whole `authorization` header; asked for with each call where it is a function. */
  readonly authorization?: string | (() => Promise<string>);
  /** Sent with each call. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For one call, in milliseconds. */
  readonly timeLimit?: number;
  /** The day that "now" means when a record is judged to be running or ended. Default: the real one. */
  readonly today?: () => string;
  /** The areas that figures are counted by. Default: those of `schema/areas.yaml`. */
  readonly areas?: AreaFinder;
}

const AGENCY = 'housing';
/** References in one call: a hundred of them keep the URL under 8 kB. */
const CHUNK = 100;
const PAGE_SIZE = 500;
/** Of `markers`, those that close a record. */
const CLOSING_WORDS: readonly string[] = ['RESTRICTED', 'SHIELDED', 'ADOPTED'];
/** A call is made even when there is nobody to ask about: how long a search takes must not tell whether it found anyone. */
const NOBODY: readonly string[] = ['-'];
const pageShape = z.looseObject({ results: z.record(z.string(), z.array(z.unknown())), total: z.int().nonnegative() });

export function connectHousing(system: HousingSystem): HousingConnector {
  const partner = connectToPartner({ agency: AGENCY, ...system });
  const asOf = (): string => new Date().toISOString();
  const areas = system.areas ?? readAreaFinder();
  const today = system.today ?? (() => londonDay(new Date()));

  async function readPage<Row>(path: string, query: PartnerQuery, read: (value: unknown) => Row | null) {
    const answer = pageShape.safeParse(await partner.get(path, query));
    const rows = answer.success ? Object.values(answer.data.results)[0] : undefined;
    if (!answer.success || rows === undefined) {
      throw new PartnerSystemFault(AGENCY, `reading ${path}`, {
        cause: answer.error ?? new Error('expected a list of results'),
      });
    }
    return { rows: rows.map((value) => readRow(AGENCY, path, value, read)), total: answer.data.total };
  }
  const list = <Row>(
    path: string,
    query: PartnerQuery,
    read: (value: unknown) => Row | null,
  ): Promise<readonly Row[]> =>
    readEveryPage(AGENCY, `reading ${path}`, async (page, soFar) => {
      const { rows, total } = await readPage(path, { ...query, page, pageSize: PAGE_SIZE }, read);
      return { rows, more: soFar + rows.length < total };
    });
  const listPersons = (query: PartnerQuery) => list('/persons', query, (value) => readPerson(value, asOf()));
  const listTenures = (query: PartnerQuery) => list('/tenures', query, (value) => readTenure(value, today()));

  async function listFor<Row>(
    path: string,
    parameter: string,
    refs: readonly string[],
    read: (value: unknown) => Row | null,
    ownersOf: (row: Row) => readonly string[],
  ): Promise<readonly (readonly Row[])[]> {
    const rows = await readInChunks(refs, CHUNK, (chunk) => list(path, { [parameter]: chunk }, read));
    const grouped = new Map<string, Set<Row>>(refs.map((ref) => [ref, new Set()]));
    for (const row of rows) for (const owner of ownersOf(row)) grouped.get(owner)?.add(row);
    return refs.map((ref) => [...(grouped.get(ref) ?? [])]);
  }

  /** Two rounds, whoever is found: the people with their tenures, then those they live with. */
  async function readHoused(refs: readonly string[]): Promise<readonly (Housed | null)[]> {
    const [persons, tenures] = await Promise.all([
      readInChunks(refs, CHUNK, (ids) => listPersons({ ids })),
      readInChunks(refs, CHUNK, (personIds) => listTenures({ personIds })),
    ]);
    const held = new Map<string, HeldPerson>(persons.map((person) => [person.ref, person]));
    const members = tenures.flatMap((tenure) => tenure.members.map((member) => member.ref));
    const others = members.filter((ref): ref is string => ref !== null && !held.has(ref));
    const coMembers = await readInChunks(others.length > 0 ? others : NOBODY, CHUNK, (ids) => listPersons({ ids }));
    for (const person of coMembers) held.set(person.ref, person);
    for (const tenure of tenures) {
      for (const member of tenure.members) {
        const person = held.has(member.ref ?? '') ? null : personOfMember(member, tenure, asOf());
        if (person !== null) held.set(person.ref, person);
      }
    }
    const shielded = shieldHouseholds(held, tenures);
    return refs.map((ref) => {
      const person = shielded.get(ref);
      return person ? { person, tenure: tenureOf(ref, tenures) } : null;
    });
  }

  async function findRefs(block: MatchBlock): Promise<readonly string[]> {
    const query = searchFor(block);
    if (query === null) return [];
    const [persons, tenures] = await Promise.all([listPersons(query), block.by === 'uprn' ? listTenures(query) : []]);
    const living = tenures
      .filter((tenure) => tenure.isActive)
      .flatMap((tenure) => tenure.members.map((member) => member.ref));
    return [...new Set([...persons.map((person) => person.ref), ...living.filter((ref) => ref !== null)])];
  }

  const casesOf = (refs: readonly string[]): Promise<readonly (readonly CaseRow[])[]> =>
    listFor('/cases', 'personIds', refs, readCase, (row) => [row.personRef]);

  const countedRows = {
    tenures: () => listTenures({}),
    accounts: () => list('/accounts', {}, readAccount),
    notices: () => list('/notices', {}, readNotice),
    homelessness: () => list('/homelessness', {}, readHomelessness),
  };

  const connector: HousingConnector = {
    today,

    async coverage() {
      return {
        from: null,
        to: null,
        area: null,
        currentAsOf: asOf(),
        notCovered: ['homes that are owned or privately rented', 'tenants of other landlords'],
      };
    },

    async find(block) {
      return (await connector.findEach([block]))[0] ?? [];
    },

    /** Whoever is brought up by any of the searches is read once, with whom they live. */
    async findEach(blocks) {
      const found = await Promise.all(blocks.map(findRefs));
      const refs = [...new Set(found.flat())];
      // Where the landlord has nothing to search by, nothing is read.
      if (blocks.every((block) => searchFor(block) === null)) return found.map(() => []);
      const housed = await readHoused(refs.length > 0 ? refs : NOBODY);
      const people = new Map(housed.map((one, at) => [refs[at], one?.person]));
      return found.map((each) => each.flatMap((ref) => people.get(ref) ?? []));
    },

    async people(refs) {
      return (await readHoused(refs)).map((housed) => housed?.person ?? null);
    },

    async marked() {
      const persons = await listPersons({ markers: CLOSING_WORDS });
      const housed = await readHoused(persons.length > 0 ? persons.map((person) => person.ref) : NOBODY);
      return housed.flatMap((found) => (found === null ? [] : [found.person]));
    },

    housed: readHoused,

    async firstPeople(most) {
      const query = { page: 1, pageSize: Math.min(most, PAGE_SIZE) };
      return (await readPage('/persons', query, (value) => readPerson(value, asOf()))).rows;
    },

    async tenures(refs) {
      const tenures = await readInChunks(refs, CHUNK, (ids) => listTenures({ ids }));
      const byRef = new Map(tenures.map((tenure) => [tenure.ref, tenure]));
      return refs.map((ref) => byRef.get(ref) ?? null);
    },

    async accounts(refs) {
      return (await listFor('/accounts', 'tenureIds', refs, readAccount, (row) => [row.tenureRef])).map(
        (rows) => rows[0] ?? null,
      );
    },
    notices: (refs) => listFor('/notices', 'tenureIds', refs, readNotice, (row) => [row.tenureRef]),
    alerts: (refs) => listFor('/person-alerts', 'personIds', refs, readAlert, (row) => row.personRefs),
    homelessness: (refs) => listFor('/homelessness', 'personIds', refs, readHomelessness, (row) => row.personRefs),

    async involvements(refs) {
      const [housed, cases] = await Promise.all([readHoused(refs), casesOf(refs)]);
      return housed.map((found, at) => (found === null ? [] : involvementsOf(found, cases[at] ?? [], today(), asOf())));
    },

    async groups(refs) {
      const tenures = await readInChunks(refs, CHUNK, (personIds) => listTenures({ personIds }));
      const running = [
        ...new Map(tenures.filter((tenure) => tenure.isActive).map((tenure) => [tenure.ref, tenure])).values(),
      ];
      return refs.map((ref) => running.filter((tenure) => isMember(tenure, ref)).map(householdOf));
    },

    async facts(refs, kinds, requester) {
      const [housed, cases] = await Promise.all([readHoused(refs), casesOf(refs)]);
      return housed.map((found, at) =>
        found === null ? [] : factsOf(found, cases[at] ?? [], kinds, requester, today()),
      );
    },

    async roster(ask, requester) {
      if (ask.area === null && !ask.mine) return { refs: [], next: null };
      const query = {
        areaId: ask.area ?? undefined,
        officerId: ask.mine ? requester.id : undefined,
        afterId: ask.after ?? undefined,
        pageSize: ask.first,
      };
      const { rows, total } = await readPage('/persons', query, (value) => readPerson(value, asOf()));
      const refs = rows.map((person) => person.ref);
      return { refs, next: total > refs.length ? (refs.at(-1) ?? null) : null };
    },

    count: (ask) => countMeasure(ask, today(), countedRows, areas),
    counted: (ask) => countedPeople(ask, today(), countedRows, areas),

    forRequest: () => {
      const rows = readOnce(countedRows);
      return {
        ...connector,
        count: (ask) => countMeasure(ask, today(), rows, areas),
        counted: (ask) => countedPeople(ask, today(), rows, areas),
      };
    },

    close: () => partner.close(),
  };
  return connector;
}

/** A comma would part two values. */
const oneValue = (name: string): string => name.replaceAll(',', ' ');

function searchFor(block: MatchBlock): PartnerQuery | null {
  switch (block.by) {
    case 'dateOfBirth':
      return { dateOfBirth: block.value };
    case 'postcode':
      return { postcode: block.value };
    case 'uprn':
      return { uprn: block.value };
    case 'name':
      return { surname: oneValue(block.value), firstName: oneValue(block.givenName) };
    // A landlord holds no number of the health service, the schools or the council, and no unborn child.
    case 'nhsNumber':
    case 'upn':
    case 'laChildId':
    case 'expectedDateOfBirth':
    case 'mother':
      return null;
  }
}
