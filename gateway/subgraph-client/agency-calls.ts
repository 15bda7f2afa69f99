import { AgenciesBusy, TooManyAgencyCalls } from '../limits/errors';
import type { LimitTerms } from '../limits/limit-terms';
import { NO_SPAN, type Span } from '../shared/span';
import type { AgencyClient } from './agency-client';
import { type AgencyLoad, type AgencyShare, beginAtAll, type OperationKind } from './agency-load';
import { faulty } from './read-reply';
import type { CallBudget } from './types';

/** At one agency: it is matched, and matched again; what it holds is passed on; and the requester is compared with the family. */
const CALLS_OF_A_SEARCH = 5;

/** The calls of one operation, by agency. Nothing of it outlives it. */
export class AgencyCalls implements CallBudget {
  private readonly made = new Map<string, number>();
  private isOver = false;
  private busyFor: number | null = null;
  private shares: ReadonlyMap<string, AgencyShare> = new Map();

  private readonly most: number;

  /** @param mayBeAskedAgain whether it is refused whole where an agency has no time for it; else that part is missing. */
  constructor(
    { agencyCallsPerRequest }: Pick<LimitTerms, 'agencyCallsPerRequest'>,
    private readonly mayBeAskedAgain = true,
    /** Of the operation. */
    readonly span: Span = NO_SPAN,
  ) {
    this.most = agencyCallsPerRequest;
  }

  /** Takes its place at the agencies that it will ask. @throws {AgenciesBusy} where it would not get all its answers. */
  begin(loads: ReadonlyMap<string, AgencyLoad>, who: string, kind: OperationKind): void {
    this.shares = beginAtAll(loads, who, kind);
  }

  end(): void {
    for (const share of this.shares.values()) share.end();
    this.shares = new Map();
  }

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

  /** @throws {AgenciesBusy} where the agency had no time for a call, and the whole may be asked again. */
  ended(agency: string, busyFor: number | null): void {
    this.shares.get(agency)?.called();
    if (busyFor === null || !this.mayBeAskedAgain) return;
    this.busyFor ??= busyFor;
    throw new AgenciesBusy(busyFor);
  }

  /** Whether all of it was asked: what is missing for want of a call is no answer. @throws {TooManyAgencyCalls | AgenciesBusy} */
  check(): void {
    if (this.busyFor !== null) throw new AgenciesBusy(this.busyFor);
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
    private readonly calls: CallBudget,
  ) {}

  async post(...[endpoint, request, time]: Parameters<AgencyClient['post']>): ReturnType<AgencyClient['post']> {
    this.calls.spend(this.agency);
    const span = (this.calls.span ?? NO_SPAN).child('agency call', { agency: this.agency, endpoint });
    const { traceparent } = span;
    const reply = await this.client.post(endpoint, traceparent ? { ...request, traceparent } : request, time);
    span.set({ outcome: reply.kind === 'fault' ? reply.fault : reply.kind });
    span.end(reply.kind === 'fault');
    const isBusy = reply.kind === 'fault' && reply.fault === 'BUSY';
    this.calls.ended(this.agency, isBusy ? this.load.wait : null);
    return isBusy ? faulty('BULKHEAD_FULL') : reply;
  }

  state(): ReturnType<AgencyClient['state']> {
    return this.client.state();
  }

  get load(): AgencyClient['load'] {
    return this.client.load;
  }

  isWell(milliseconds: number): Promise<boolean> {
    return this.client.isWell(milliseconds);
  }

  takesGrants(): boolean | null {
    return this.client.takesGrants();
  }

  close(): Promise<void> {
    return this.client.close();
  }
}
