import { TooManyAgencyCalls } from '../limits/errors';
import type { AgencyClient } from './agency-client';

/** At one agency: it is matched, and matched again; what it holds is passed on; and the requester is compared with the family. */
const CALLS_OF_A_SEARCH = 5;

/** The calls of one operation, by agency. Nothing of it outlives it. */
export class AgencyCalls {
  private readonly made = new Map<string, number>();
  private isOver = false;

  constructor(private readonly most: number) {}

  /** Before any agency is asked. @throws {TooManyAgencyCalls} where so many searches would ask too often. */
  expect(searches: number): void {
    const possible = Math.max(1, Math.floor(this.most / CALLS_OF_A_SEARCH));
    if (searches > possible)
      throw new TooManyAgencyCalls(
        `One request makes at most ${possible} searches, and this one has ${searches}. Search for fewer at a time.`,
      );
  }

  /** @throws {TooManyAgencyCalls} in place of the call. */
  spend(agency: string): void {
    const many = (this.made.get(agency) ?? 0) + 1;
    this.isOver ||= many > this.most;
    this.check();
    this.made.set(agency, many);
  }

  /** Whether all of it was asked: what is missing for want of a call is no answer. @throws {TooManyAgencyCalls} */
  check(): void {
    if (this.isOver)
      throw new TooManyAgencyCalls(
        `The request would ask one agency more than ${this.most} times. Ask about fewer people at a time.`,
      );
  }

  get total(): number {
    return [...this.made.values()].reduce((sum, many) => sum + many, 0);
  }
}

/** An agency's client as one operation has it: each call is counted before it is made. */
export class CountedClient implements AgencyClient {
  constructor(
    private readonly agency: string,
    private readonly client: AgencyClient,
    private readonly calls: AgencyCalls,
  ) {}

  post: AgencyClient['post'] = async (...asked) => {
    this.calls.spend(this.agency);
    return this.client.post(...asked);
  };
  isWell: AgencyClient['isWell'] = (milliseconds) => this.client.isWell(milliseconds);
  close: AgencyClient['close'] = () => this.client.close();
}
