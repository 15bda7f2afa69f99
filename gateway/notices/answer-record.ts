import type { Stream, WithheldReason } from '../policy/types';
import type { AgencyFault, AppliedMask, LeftOut } from '../subgraph-client/types';
import type { AgencyOutcome, AnswerRecord, Cut, MaskedField } from './types';

interface Outcome {
  answered: boolean;
  fault: AgencyFault | null;
  readonly refs: Set<string>;
  readonly streams: Set<Stream>;
  readonly existence: Set<string>;
  readonly possible: Set<string>;
}

/** Keeps, for one operation, what became of each agency that was asked. */
export class OperationAnswers implements AnswerRecord {
  private readonly outcomes = new Map<string, Outcome>();
  private readonly cuts = new Map<string, Cut>();
  private readonly masks = new Map<string, AppliedMask>();
  private ownFaults = 0;
  private refusalCode: string | null = null;

  asked(agency: string, refs: readonly string[], streams: readonly Stream[]): void {
    const outcome = this.of(agency);
    for (const ref of refs) outcome.refs.add(ref);
    for (const stream of streams) outcome.streams.add(stream);
  }

  answered(agency: string): void {
    this.of(agency).answered = true;
  }

  told(agency: string, ref: string, how: 'existence' | 'possible'): void {
    this.of(agency)[how].add(ref);
  }

  trouble(agency: string, fault: AgencyFault): void {
    const outcome = this.of(agency);
    if (!hasFault(outcome)) outcome.fault = fault;
  }

  cut(agency: string, ref: string, left: LeftOut, refused: ReadonlyMap<Stream, WithheldReason>): void {
    const key = `${agency}|${ref}`;
    const before = this.cuts.get(key);
    this.cuts.set(key, {
      closed: new Set([...(before?.closed ?? []), ...left.closed]),
      emptied: new Set([...(before?.emptied ?? []), ...left.emptied]),
      refused: new Map([...(before?.refused ?? []), ...refused]),
    });
  }

  masked(agency: string, ref: string, path: string, mask: AppliedMask): void {
    this.masks.set(`${agency}|${ref}|${path}`, mask);
  }

  /** How a value at this place in one record was changed. */
  maskAt(agency: string, ref: string, path: string): AppliedMask | undefined {
    return this.masks.get(`${agency}|${ref}|${path}`);
  }

  /** Every field that was shown changed to somebody in this operation, by whose it is, and how. */
  allMasks(): readonly MaskedField[] {
    const fields = [...this.masks].map(([key, { coordinate, mask }]) => ({
      agency: key.split('|')[0]!,
      coordinate,
      mask,
    }));
    return [...new Map(fields.map((one) => [JSON.stringify(one), one])).values()];
  }

  /** What was not asked of one record, by the agency's own ref, and why. */
  cutAt(agency: string, ref: string): Cut | undefined {
    return this.cuts.get(`${agency}|${ref}`);
  }

  /** Every stream that was closed for somebody in this operation. */
  allRefused(): ReadonlyMap<Stream, WithheldReason> {
    return new Map([...this.cuts.values()].flatMap(({ refused }) => [...refused]));
  }

  isInTrouble(agency: string): boolean {
    return hasFault(this.outcomes.get(agency));
  }

  isDown(agency: string): boolean {
    const outcome = this.outcomes.get(agency);
    return hasFault(outcome) && outcome?.fault !== 'ANSWERED_WITH_ERRORS';
  }

  /** Whether it matters for any field in whose record it stands, and where. */
  tellsOfRecords(): boolean {
    return this.cuts.size > 0 || this.masks.size > 0;
  }

  /** Something failed in the gateway's own subgraphs. */
  ownFault(): void {
    this.ownFaults += 1;
  }

  /** Linkage refused a part of it. The first is kept. */
  refused(code: string): void {
    this.refusalCode ??= code;
  }

  refusal(): string | null {
    return this.refusalCode;
  }

  hasOwnFaults(): boolean {
    return this.ownFaults > 0;
  }

  outcomesByAgency(): readonly AgencyOutcome[] {
    return [...this.outcomes]
      .map(([agency, outcome]) => ({ agency, ...outcome }))
      .sort((a, b) => (a.agency < b.agency ? -1 : 1));
  }

  private of(agency: string): Outcome {
    let outcome = this.outcomes.get(agency);
    outcome ??= {
      answered: false,
      fault: null,
      refs: new Set(),
      streams: new Set(),
      existence: new Set(),
      possible: new Set(),
    };
    this.outcomes.set(agency, outcome);
    return outcome;
  }
}

/**
 * What becomes of one step, kept back until it has ended: a part that leaves before is not recorded as having shown what the
 * step asks for.
 */
export class StepAnswers implements AnswerRecord {
  private readonly kept: (() => void)[] = [];

  constructor(private readonly answers: OperationAnswers) {}

  asked: AnswerRecord['asked'] = (...what) => this.kept.push(() => this.answers.asked(...what));
  masked: AnswerRecord['masked'] = (...what) => this.kept.push(() => this.answers.masked(...what));
  cut: AnswerRecord['cut'] = (...what) => this.kept.push(() => this.answers.cut(...what));
  told: AnswerRecord['told'] = (...what) => this.answers.told(...what);
  answered: AnswerRecord['answered'] = (agency) => this.answers.answered(agency);
  trouble: AnswerRecord['trouble'] = (...what) => this.answers.trouble(...what);
  isInTrouble: AnswerRecord['isInTrouble'] = (agency) => this.answers.isInTrouble(agency);
  isDown: AnswerRecord['isDown'] = (agency) => this.answers.isDown(agency);

  end(): void {
    for (const tell of this.kept.splice(0)) tell();
  }
}

/** A fault of the agency, and not of one of its answers alone. */
const hasFault = (outcome: Outcome | undefined): boolean =>
  outcome !== undefined && outcome.fault !== null && outcome.fault !== 'TOO_MANY_MEMBERS';
