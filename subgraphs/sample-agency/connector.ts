/** The one file that knows the partner system: its paths, its paging, and what its records mean to the others. */
import {
  type Connector,
  type HeldFact,
  type HeldInvolvement,
  type HeldPerson,
  type MatchBlock,
  PartnerSystemFault,
  UnknownMeasure,
} from '@family-view/kit';
import { londonDay } from '@family-view/kit/london-day';
import {
  connectToPartner,
  type PartnerQuery,
  readEveryPage,
  readInChunks,
  readRow,
} from '@family-view/kit/partner-json';
import { z } from 'zod';
import { type Episode, isRunning, readEpisode, readPerson } from './format';

/** The kit's connector, and what the resolvers read besides. */
export interface SampleAgencyConnector extends Connector {
  /** The latest first. */
  episodes(refs: readonly string[]): Promise<readonly (readonly Episode[])[]>;
  /** People, so many at most, as the listing has them. */
  firstPeople(most: number): Promise<readonly HeldPerson[]>;
}

export interface SampleAgencySystem {
  /** Where the system answers: `https://records.example/api`. */
  readonly baseUrl: string;
  /** The whole `authorization` header; asked for with each call where it is a function. */
  readonly authorization?: string | (() => Promise<string>);
  /** Sent with each call. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For one call, in milliseconds. */
  readonly timeLimit?: number;
  /** The day that "now" means when an episode is judged to be running. Default: the real one. */
  readonly today?: () => string;
}

const AGENCY = 'sample-agency';
/** References in one call: a hundred of them keep the URL under 8 kB. */
const CHUNK = 100;
const PAGE_SIZE = 500;
/** Of `markers`, those that close a record. */
const CLOSING_WORDS: readonly string[] = ['RESTRICTED', 'SHIELDED', 'ADOPTED'];
const pageShape = z.looseObject({ rows: z.array(z.unknown()), total: z.int().nonnegative() });

export function connectSampleAgency(system: SampleAgencySystem): SampleAgencyConnector {
  const partner = connectToPartner({ agency: AGENCY, ...system });
  const asOf = (): string => new Date().toISOString();
  const today = system.today ?? (() => londonDay(new Date()));

  async function readPage<Row>(path: string, query: PartnerQuery, read: (value: unknown) => Row | null) {
    const page = pageShape.safeParse(await partner.get(path, query));
    if (!page.success) throw new PartnerSystemFault(AGENCY, `reading ${path}`, { cause: page.error });
    return { rows: page.data.rows.map((value) => readRow(AGENCY, path, value, read)), total: page.data.total };
  }
  const list = <Row>(path: string, query: PartnerQuery, read: (value: unknown) => Row | null) =>
    readEveryPage(AGENCY, `reading ${path}`, async (page, soFar) => {
      const { rows, total } = await readPage(path, { ...query, page, pageSize: PAGE_SIZE }, read);
      return { rows, more: soFar + rows.length < total };
    });
  const listPeople = (query: PartnerQuery) => list('/people', query, (value) => readPerson(value, asOf()));

  const connector: SampleAgencyConnector = {
    today,

    async coverage() {
      return { from: null, to: null, area: null, currentAsOf: asOf(), notCovered: ['people of other boroughs'] };
    },

    async find(block) {
      const query = searchFor(block);
      return query === null ? [] : listPeople(query);
    },

    async firstPeople(most) {
      const query = { page: 1, pageSize: Math.min(most, PAGE_SIZE) };
      return (await readPage('/people', query, (value) => readPerson(value, asOf()))).rows;
    },

    async people(refs) {
      const people = await readInChunks(refs, CHUNK, (ids) => listPeople({ ids }));
      const byRef = new Map(people.map((person) => [person.ref, person]));
      return refs.map((ref) => byRef.get(ref) ?? null);
    },

    marked: () => listPeople({ markers: CLOSING_WORDS }),

    async episodes(refs) {
      const episodes = await readInChunks(refs, CHUNK, (personIds) => list('/episodes', { personIds }, readEpisode));
      const latestFirst = [...episodes].sort((a, b) => (b.startDate ?? '').localeCompare(a.startDate ?? ''));
      return refs.map((ref) => latestFirst.filter(({ personRef }) => personRef === ref));
    },

    async involvements(refs) {
      const episodes = await connector.episodes(refs);
      return episodes.map((own) => own.map((episode) => involvementOf(episode, today(), asOf())));
    },

    // This agency asserts no relationships, and knows of no households.
    groups: async (refs) => refs.map(() => []),

    async facts(refs, kinds, requester) {
      if (!kinds.includes('RELATIONSHIP')) return refs.map(() => []);
      const episodes = await connector.episodes(refs);
      return episodes.map((own) =>
        own
          .filter((episode) => episode.worker?.id === requester.id && isRunning(episode, today()))
          .map(
            (episode): HeldFact => ({
              kind: 'RELATIONSHIP',
              value: 'ALLOCATED_WORKER',
              from: episode.startDate,
              until: episode.endDate,
            }),
          ),
      );
    },

    async roster(ask, requester) {
      // The system keeps no areas: of one, nobody can be listed.
      if (ask.area !== null) return { refs: [], next: null };
      const query = {
        workerId: ask.mine ? requester.id : undefined,
        afterId: ask.after ?? undefined,
        pageSize: ask.first,
      };
      const { rows, total } = await readPage('/people', query, (value) => readPerson(value, asOf()));
      const refs = rows.map(({ ref }) => ref);
      return { refs, next: total > refs.length ? (refs.at(-1) ?? null) : null };
    },

    count: async ({ measure }) => {
      throw new UnknownMeasure(measure, []);
    },

    close: () => partner.close(),
  };
  return connector;
}

function involvementOf(episode: Episode, today: string, asOf: string): HeldInvolvement {
  const { worker } = episode;
  return {
    ref: episode.personRef,
    service: episode.activity ?? 'Sample agency',
    team: worker?.team ?? null,
    role: worker?.role ?? null,
    status: isRunning(episode, today) ? 'CURRENT' : 'HISTORIC',
    from: episode.startDate,
    to: episode.endDate,
    lastInteraction: null,
    contact: worker && {
      name: worker.name,
      role: worker.role,
      phone: worker.phone,
      email: worker.email,
      dutyLine: null,
    },
    asOf,
  };
}

/** What the system can be searched by; null where it cannot. */
function searchFor(block: MatchBlock): PartnerQuery | null {
  switch (block.by) {
    case 'dateOfBirth':
      return { dateOfBirth: block.value };
    case 'postcode':
      return { postcode: block.value };
    case 'uprn':
      return { uprn: block.value };
    case 'nhsNumber':
    case 'upn':
    case 'laChildId':
    case 'expectedDateOfBirth':
    case 'name':
    case 'mother':
      return null;
  }
}
