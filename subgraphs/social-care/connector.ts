import {
  type Connector,
  type CountedAsk,
  type Coverage,
  type KeptAct,
  type MatchBlock,
  PartnerSystemFault,
  type RecordFactKind,
  type Requester,
  UnknownMeasure,
} from '@family-view/kit';
import { readAreaFinder } from '@family-view/kit/figures';
import { sql } from 'kysely';
import { z } from 'zod';
import { type Counting, countedPeople, countMeasure } from './case-management/count-measures';
import { readFacts } from './case-management/read-facts';
import { readFamilies } from './case-management/read-family';
import { readGroups, readMembers } from './case-management/read-groups';
import { readInvolvements } from './case-management/read-involvements';
import { findPeople, readDataQuality, readMarkedPeople, readPeople } from './case-management/read-people';
import * as records from './case-management/read-records';
import { readRoster } from './case-management/read-roster';
import type { CaseDatabase } from './database/open-database';
import type { TableName } from './database/tables';

export interface ConnectorSettings {
  /** The day that "current" is measured by, `YYYY-MM-DD`. */
  readonly today: () => string;
  /** The telephone number of the desk that covers for every worker. */
  readonly dutyLine: string | null;
  /** The tables that there are, where the database is the partner's own; all of them where it is left out. */
  readonly known?: ReadonlySet<TableName>;
}

/**
 * Reads the case-management database (tables of the standard safeguarding dataset), SQLite or PostgreSQL. Keeps nothing
 * between two calls: what a census import has just committed is there at the next question.
 */
export class SocialCareConnector implements Connector {
  constructor(
    private readonly database: CaseDatabase,
    private readonly settings: ConnectorSettings,
  ) {}

  readonly #areas = readAreaFinder();

  today = (): string => this.settings.today();

  coverage(): Promise<Coverage> {
    return this.#read('reading its coverage', async (database) => {
      // A "nothing held" may be believed only of a database that answers.
      await sql`select pers_person_id from ssd_person limit 1`.execute(database);
      return {
        from: null,
        to: null,
        area: null,
        currentAsOf: new Date().toISOString(),
        notCovered: ['Adult social care'],
      };
    });
  }

  find = async (block: MatchBlock) => (await this.findEach([block]))[0] ?? [];

  findEach = (blocks: readonly MatchBlock[]) =>
    this.#read('searching for people', (database) => findPeople(database, blocks, this.settings.today()));

  people = (refs: readonly string[]) =>
    this.#read('reading people', (database) => readPeople(database, refs, this.settings.today()));

  marked = () => this.#read('reading marked people', (database) => readMarkedPeople(database, this.settings.today()));

  involvements = (refs: readonly string[]) =>
    this.#read('reading involvements', (database) =>
      readInvolvements(database, refs, { today: this.settings.today(), dutyLine: this.settings.dutyLine }),
    );

  groups = (refs: readonly string[]) => this.#read('reading family groups', (database) => readGroups(database, refs));

  facts = (refs: readonly string[], kinds: readonly RecordFactKind[], requester: Requester) =>
    this.#read('reading facts', (database) => readFacts(database, refs, kinds, requester, this.settings.today()));

  roster = (ask: Parameters<Connector['roster']>[0], requester: Requester, acts: readonly KeptAct[] = []) =>
    this.#read('reading a roster', (database) => readRoster(database, ask, requester, this.settings.today(), acts));

  count = (ask: Parameters<Connector['count']>[0], acts: readonly KeptAct[] = []) =>
    this.#read('counting', (database) => countMeasure(this.#countingIn(database, acts), ask));

  counted = (ask: CountedAsk, acts: readonly KeptAct[] = []) =>
    this.#read('listing whom a count is of', (database) => countedPeople(this.#countingIn(database, acts), ask));

  #countingIn(database: CaseDatabase, acts: readonly KeptAct[]): Counting {
    const has = (table: TableName) => this.#has(table);
    return { database, areas: this.#areas, today: this.settings.today(), acts, has };
  }

  /** People, so many at most. */
  firstPeople = (most: number) =>
    this.#read('reading a sample', async (database) => {
      const answer = await sql<unknown>`select pers_person_id as ref from ssd_person limit ${most}`.execute(database);
      const refs = answer.rows.map((row) => z.object({ ref: z.string() }).parse(row).ref);
      const people = await readPeople(database, refs, this.settings.today());
      return people.filter((person) => person !== null);
    });

  /** For each ref: does this agency hold the person at all? */
  held = (refs: readonly string[]) => this.#read('reading people', (database) => records.readHeld(database, refs));
  dataQuality = (refs: readonly string[]) =>
    this.#read('reading data quality', (database) => readDataQuality(database, refs, this.settings.today()));
  statuses = (refs: readonly string[]) =>
    this.#read('reading statuses', async (database) => {
      const statuses = await records.readStatuses(database, refs, this.settings.today());
      // No rows of a table that is not there is no answer.
      return statuses.map(
        (status) =>
          status && {
            ...status,
            childInNeed: this.#has('ssd_cin_episodes') ? status.childInNeed : null,
            childProtectionPlan: this.#has('ssd_cp_plans') ? status.childProtectionPlan : null,
            lookedAfter: this.#has('ssd_cla_episodes') ? status.lookedAfter : null,
          },
      );
    });
  referrals = (refs: readonly string[]) =>
    this.#readFrom(['ssd_cin_episodes'], 'reading referrals', (database) => records.readReferrals(database, refs));
  assessments = (refs: readonly string[]) =>
    this.#readFrom(['ssd_cin_assessments'], 'reading assessments', (database) =>
      records.readAssessments(database, refs),
    );
  assessmentFactors = (assessmentIds: readonly string[]) =>
    this.#read('reading assessment factors', (database) => records.readAssessmentFactors(database, assessmentIds));
  plans = (refs: readonly string[]) =>
    this.#readFrom(['ssd_cp_plans', 'ssd_cin_plans', 'ssd_cla_care_plan'], 'reading plans', (database) =>
      records.readPlans(database, refs),
    );
  keyWorkers = (refs: readonly string[]) =>
    this.#read('reading key workers', (database) => records.readKeyWorkers(database, refs));
  earlyHelpEpisodes = (refs: readonly string[]) =>
    this.#read('reading early-help episodes', (database) => records.readEarlyHelpEpisodes(database, refs));
  commonAssessments = (refs: readonly string[]) =>
    this.#readKept('early_help_caf', refs, 'reading common assessments', (database) =>
      records.readCommonAssessments(database, refs),
    );
  tafMeetings = (refs: readonly string[]) =>
    this.#readKept('early_help_taf_meetings', refs, 'reading Team Around the Family meetings', (database) =>
      records.readTafMeetings(database, refs),
    );
  steps = (refs: readonly string[]) =>
    this.#readKept('early_help_steps', refs, 'reading steps', (database) => records.readSteps(database, refs));
  families = (groups: readonly string[]) =>
    this.#read('reading families', (database) => readFamilies(database, groups, this.settings.today()));

  membersOf = (group: string) => this.#read('reading a family', (database) => readMembers(database, group));
  worker = (id: string) => this.#read('reading a worker', (database) => records.readWorker(database, id));

  close(): Promise<void> {
    return this.database.destroy();
  }

  #has = (table: TableName): boolean => this.settings.known?.has(table) ?? true;

  /** What cannot be known without one of these tables is unavailable: it is never told as none. */
  #readFrom<T>(tables: readonly TableName[], doing: string, read: (database: CaseDatabase) => Promise<T>): Promise<T> {
    const absent = tables.filter((table) => !this.#has(table));
    if (absent.length === 0) return this.#read(doing, read);
    const cause = new Error(`the database has no ${absent.join(', ')}`);
    return Promise.reject(new PartnerSystemFault('social-care', doing, { cause }));
  }

  /** What the partner's dataset has no place for is kept of nobody. */
  #readKept<T>(
    table: TableName,
    refs: readonly string[],
    doing: string,
    read: (database: CaseDatabase) => Promise<readonly (T | null)[]>,
  ): Promise<readonly (T | null)[]> {
    return this.#has(table) ? this.#read(doing, read) : Promise.resolve(refs.map(() => null));
  }

  async #read<T>(doing: string, read: (database: CaseDatabase) => Promise<T>): Promise<T> {
    try {
      return await read(this.database);
    } catch (error) {
      if (error instanceof UnknownMeasure) throw error;
      throw new PartnerSystemFault('social-care', doing, { cause: nameOfFault(error) });
    }
  }
}

/** A database's own message may quote the values of a statement: only its name and code go further. */
function nameOfFault(error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code';
  return new Error(`${error instanceof Error ? error.name : 'fault'} (${code})`);
}
