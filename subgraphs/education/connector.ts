/** The one file that knows the school MIS: its paths, its paging, and what its records mean to the other agencies. */
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
import { type Enrolment, factsOf, involvementsOf } from './enrolment';
import {
  type AttendanceRow,
  type EarlyYearsRow,
  type ExclusionRow,
  type HeldInMis,
  type PupilRecord,
  readAttendance,
  readContact,
  readEarlyYears,
  readExclusion,
  readPupil,
  readSchool,
  readSupport,
  type SchoolRecord,
} from './format';
import { groupsOf } from './pupil-families';

/** The kit's connector, and what the resolvers read besides. */
export interface EducationConnector extends Connector {
  /** For one request: what it counts is read once. */
  forRequest(): EducationConnector;
  pupils(refs: readonly string[]): Promise<readonly (PupilRecord | null)[]>;
  attendance(refs: readonly string[]): Promise<readonly (readonly AttendanceRow[])[]>;
  exclusions(refs: readonly string[]): Promise<readonly (readonly ExclusionRow[])[]>;
  earlyYears(refs: readonly string[]): Promise<readonly (EarlyYearsRow | null)[]>;
  /** Pupils, so many at most, as the listing has them. */
  firstPeople(most: number): Promise<readonly HeldPerson[]>;
  schools(urns: readonly string[]): Promise<readonly (SchoolRecord | null)[]>;
}

export interface EducationSystem {
  /** Where the MIS answers: `https://mis.example/api`. */
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

const AGENCY = 'education';
/** References in one call: a hundred of them keep the URL under 8 kB. */
const CHUNK = 100;
const PAGE_SIZE = 500;
/** Of `RecordMarkers`, those that close a record. */
const CLOSING_WORDS: readonly string[] = ['RESTRICTED', 'SHIELDED', 'ADOPTED'];
const pageShape = z.looseObject({ value: z.array(z.unknown()), nextPage: z.int().nullish() });

export function connectEducation(system: EducationSystem): EducationConnector {
  const partner = connectToPartner({ agency: AGENCY, ...system });
  const asOf = (): string => new Date().toISOString();
  const areas = system.areas ?? readAreaFinder();
  const today = system.today ?? (() => londonDay(new Date()));

  async function list<Row>(
    path: string,
    query: PartnerQuery,
    read: (value: unknown) => Row | null,
  ): Promise<readonly Row[]> {
    return readEveryPage(AGENCY, `reading ${path}`, async (page) => {
      const answer = pageShape.safeParse(await partner.get(path, { ...query, page, pageSize: PAGE_SIZE }));
      if (!answer.success) throw new PartnerSystemFault(AGENCY, `reading ${path}`, { cause: answer.error });
      return {
        rows: answer.data.value.map((value) => readRow(AGENCY, path, value, read)),
        more: answer.data.nextPage != null,
      };
    });
  }

  const listPupils = (query: PartnerQuery) => list('/pupils', query, (value) => readPupil(value, asOf()));
  const listContacts = (query: PartnerQuery) => list('/contacts', query, (value) => readContact(value, asOf()));
  async function held(refs: readonly string[]): Promise<readonly (HeldInMis | null)[]> {
    const [pupils, contacts] = await Promise.all([
      connector.pupils(refs),
      readInChunks(refs, CHUNK, (ids) => listContacts({ ids })),
    ]);
    const carers = new Map(contacts.map((contact) => [contact.person.ref, contact]));
    return refs.map((ref, at) => pupils[at] ?? carers.get(ref) ?? null);
  }
  const byPupil = async <Row extends { readonly pupilRef: string }>(
    path: string,
    refs: readonly string[],
    read: (value: unknown) => Row | null,
  ): Promise<readonly (readonly Row[])[]> => {
    const rows = await readInChunks(refs, CHUNK, (pupilIds) => list(path, { pupilIds }, read));
    const grouped = new Map<string, Row[]>(refs.map((ref) => [ref, []]));
    for (const row of rows) grouped.get(row.pupilRef)?.push(row);
    return refs.map((ref) => grouped.get(ref) ?? []);
  };

  const countedRows = {
    pupils: () => listPupils({}),
    attendance: (academicYearStart: number) => list('/attendance', { academicYearStart }, readAttendance),
    exclusions: () => list('/exclusions', {}, readExclusion),
    earlyYears: () => list('/early-years', {}, readEarlyYears),
  };

  const connector: EducationConnector = {
    today,

    async coverage() {
      return {
        from: null,
        to: null,
        area: null,
        currentAsOf: asOf(),
        notCovered: ['children educated at home', 'independent schools', 'pupils of schools outside the borough'],
      };
    },

    async find(block) {
      const query = searchFor(block);
      if (query === null) return [];
      const [pupils, contacts] = await Promise.all([listPupils(query), block.by === 'upn' ? [] : listContacts(query)]);
      return [...pupils, ...contacts].map((found) => found.person);
    },

    async people(refs) {
      return (await held(refs)).map((found) => found?.person ?? null);
    },

    async marked() {
      const query = { recordMarkers: CLOSING_WORDS };
      const [pupils, contacts] = await Promise.all([listPupils(query), listContacts(query)]);
      return [...pupils, ...contacts].map((found) => found.person);
    },

    async pupils(refs) {
      const pupils = await readInChunks(refs, CHUNK, (ids) => listPupils({ ids }));
      const byRef = new Map(pupils.map((pupil) => [pupil.person.ref, pupil]));
      return refs.map((ref) => byRef.get(ref) ?? null);
    },

    async firstPeople(most) {
      const answer = pageShape.safeParse(
        await partner.get('/pupils', { page: 1, pageSize: Math.min(most, PAGE_SIZE) }),
      );
      if (!answer.success) throw new PartnerSystemFault(AGENCY, 'reading a sample', { cause: answer.error });
      return answer.data.value.map(
        (value) => readRow(AGENCY, '/pupils', value, (pupil) => readPupil(pupil, asOf())).person,
      );
    },

    attendance: (refs) => byPupil('/attendance', refs, readAttendance),
    exclusions: (refs) => byPupil('/exclusions', refs, readExclusion),
    async earlyYears(refs) {
      return (await byPupil('/early-years', refs, readEarlyYears)).map((rows) => rows[0] ?? null);
    },

    async schools(urns) {
      const schools = await readInChunks(urns, CHUNK, (chunk) => list('/schools', { urns: chunk }, readSchool));
      const byUrn = new Map(schools.map((school) => [school.urn, school]));
      return urns.map((urn) => byUrn.get(urn) ?? null);
    },

    async involvements(refs) {
      const enrolled = await enrolments(refs);
      return enrolled.map((enrolment) => involvementsOf(enrolment, today(), asOf()));
    },

    async groups(refs) {
      const [asPupils, asContacts] = await Promise.all([
        connector.pupils(refs),
        readInChunks(refs, CHUNK, (contactIds) => listPupils({ contactIds })),
      ]);
      const own = [...asPupils.filter((pupil) => pupil !== null), ...asContacts];
      const families = own.map((pupil) => pupil.familyId).filter((id) => id !== null);
      const siblings = await readInChunks(families, CHUNK, (familyIds) => listPupils({ familyIds }));
      return groupsOf(refs, [...own, ...siblings]);
    },

    async facts(refs, kinds, requester) {
      const [found, enrolled] = await Promise.all([held(refs), enrolments(refs)]);
      return enrolled.map((enrolment, at) => factsOf(found[at] ?? null, enrolment, kinds, requester, today()));
    },

    async roster(ask, requester) {
      if (ask.area === null && !ask.mine) return { refs: [], next: null };
      const query = {
        areaId: ask.area ?? undefined,
        safeguardingLeadId: ask.mine ? requester.id : undefined,
        onRoll: true,
        afterId: ask.after ?? undefined,
        pageSize: ask.first,
      };
      const answer = pageShape.safeParse(await partner.get('/pupils', query));
      if (!answer.success) throw new PartnerSystemFault(AGENCY, 'reading a roster', { cause: answer.error });
      const refs = answer.data.value.map(
        (value) => readRow(AGENCY, '/pupils', value, (pupil) => readPupil(pupil, asOf())).person.ref,
      );
      return { refs, next: answer.data.nextPage == null ? null : (refs.at(-1) ?? null) };
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

  async function enrolments(refs: readonly string[]): Promise<readonly Enrolment[]> {
    const [pupils, support] = await Promise.all([connector.pupils(refs), byPupil('/support', refs, readSupport)]);
    const urns = pupils.map((pupil) => pupil?.schoolUrn ?? null).filter((urn) => urn !== null);
    const schools = new Map((await connector.schools(urns)).map((school) => [school?.urn, school]));
    return refs.map((_, at) => {
      const pupil = pupils[at] ?? null;
      return { pupil, school: (pupil?.schoolUrn && schools.get(pupil.schoolUrn)) || null, support: support[at] ?? [] };
    });
  }

  return connector;
}

/** A comma would part two values. */
const oneValue = (name: string): string => name.replaceAll(',', ' ');

function searchFor(block: MatchBlock): PartnerQuery | null {
  switch (block.by) {
    case 'upn':
      return { upn: block.value };
    case 'dateOfBirth':
      return { dob: block.value };
    case 'postcode':
      return { postcode: block.value };
    case 'uprn':
      return { uprn: block.value };
    case 'name':
      return { surname: oneValue(block.value), forename: oneValue(block.givenName) };
    // A school holds no NHS number and no unborn child; the MIS does not search by the council's own numbers.
    case 'nhsNumber':
    case 'laChildId':
    case 'expectedDateOfBirth':
    case 'mother':
      return null;
  }
}
