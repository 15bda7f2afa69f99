import { contractStream } from '@family-view/schema';
import DataLoader from 'dataloader';
import type { ContractExchange } from './contract-exchange';
import { type Candidate, matchReply } from './contract-replies';
import { fitSubject } from './fit-subject';
import { readPlainMatch } from './read-match';
import { isEmptySubject, type Subject } from './subject';

/** Most subjects that an agency takes in one question (`schema/contract.graphql`). */
const MOST_SUBJECTS = 100;
type Matched = readonly Candidate[] | 'SILENT';
interface AskedOf {
  readonly subject: Subject;
  readonly record: string | null;
}

/** What is asked of one agency at once goes in one question, and what was asked before in the operation is not asked again. */
export class MatchesAsked {
  private readonly byAgency = new Map<string, DataLoader<AskedOf, Matched, string>>();

  constructor(private readonly exchange: ContractExchange) {}

  /**
   * Null for a subject of whom nothing may be told: nobody was compared, which is not "nothing held".
   * @param records by each subject, which record it is told from: of one record an agency is asked once in an operation.
   */
  async of(
    agency: string,
    subjects: readonly Subject[],
    records?: readonly string[],
  ): Promise<readonly (readonly Candidate[] | null)[] | null> {
    let matching = this.byAgency.get(agency);
    if (!matching) {
      matching = new DataLoader((told) => this.askAtOnce(agency, told), {
        cacheKeyFn: ({ record, subject }) => `${record} ${JSON.stringify(subject)}`,
        maxBatchSize: MOST_SUBJECTS,
        batchScheduleFn: (batch) => setImmediate(batch),
      });
      this.byAgency.set(agency, matching);
    }
    const load = (subject: Subject, at: number) => {
      const asked = { subject, record: records?.[at] ?? null };
      // Equal words are not of one record: what was typed may happen to be what a record holds.
      if (asked.record === null) matching.clear(asked);
      return matching.load(asked);
    };
    const matched = await Promise.all(
      subjects.map(fitSubject).map((subject, at) => (isEmptySubject(subject) ? null : load(subject, at))),
    );
    return matched.includes('SILENT') ? null : (matched as readonly (readonly Candidate[] | null)[]);
  }

  /** What an agency is certain of may be another from now on. */
  forget(agency: string): void {
    this.byAgency.delete(agency);
  }

  /** Of several who are asked about alike, one is sent. */
  private async askAtOnce(agency: string, asked: readonly AskedOf[]): Promise<readonly Matched[]> {
    const { exchange } = this;
    const names = asked.map(({ subject }) => JSON.stringify(subject));
    const places = new Map([...new Set(names)].map((name, at) => [name, at]));
    const told = [...places.keys()].map((name) => exchange.asTaken(agency, asked[names.indexOf(name)]!.subject));
    const said = exchange.recognises(agency) ? ' said' : '';
    const query = `query ($subjects: [Subject!]!) { match(subjects: $subjects) { ref outcome score comparedOn${said} } }`;
    const streams = [contractStream(agency, 'existence')];
    const question = { query, variables: { subjects: told }, people: [], streams };
    const reply = await exchange.ask(agency, matchReply, question, readPlainMatch);
    const inOrder = reply && (reply.match.length === told.length || exchange.refuse(agency));
    return names.map((name) =>
      inOrder ? reply.match[places.get(name)!]!.filter(({ ref }) => !exchange.isStopped(agency, ref)) : 'SILENT',
    );
  }
}
