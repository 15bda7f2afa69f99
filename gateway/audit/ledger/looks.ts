import type { FoundRecord } from '../index/audit-query';
import { type KeptRecord, peopleIn } from '../kept-record';

/** One time that somebody was told of a person, or asked to be: as an officer reads it. */
export interface Look {
  readonly sequence: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly operation: string;
  readonly requester: string | null;
  readonly role: string | null;
  readonly organisation: string | null;
  readonly purpose: string | null;
  readonly caseReference: string | null;
  /** The reference of the glass that was broken. */
  readonly breakGlass: string | null;
  /** RECORD: fields of theirs. EXISTENCE: that they are known somewhere. POSSIBLE: that a search may mean them. NAMED: in an event. */
  readonly told: 'RECORD' | 'EXISTENCE' | 'POSSIBLE' | 'NAMED' | 'NOTHING';
  readonly outcome: string;
  /** Of a refusal, or the kind of an event. */
  readonly code: string | null;
  /** Of an event, as a code: of an act that was sent, which it is; of its answer, what became of it. */
  readonly reason: string | null;
  /** Of an act, the stream under which it may be done. */
  readonly target: string | null;
  /** Agencies whose part names the person: what was asked of each, by field and stream. */
  readonly agencies: readonly {
    readonly agency: string;
    readonly answer: string;
    readonly fields: readonly string[];
  }[];
  readonly clauses: readonly string[];
  readonly withheld: readonly string[];
  readonly masked: readonly string[];
  /** The requester's own words. */
  readonly statement: string | null;
  readonly protocolVersion: string | null;
}

/** @param people pseudonyms of whoever is asked about; empty: whoever it is about. */
export function lookOf({ sequence, record, intent }: FoundRecord, people: ReadonlySet<string>): Look {
  const { payload } = record;
  const why = intent?.payload ?? payload;
  const actor = record.actor ?? intent?.actor ?? null;
  const isOf = (list: readonly string[]): boolean => people.size === 0 || list.some((one) => people.has(one));
  const parts = payload.agencies.filter((part) => isOf([...part.people, ...part.existence, ...part.possible]));
  return {
    sequence,
    at: record.timestamp,
    operation: record.correlationId,
    requester: actor?.actorId ?? null,
    role: actor?.actorRole ?? null,
    organisation: actor?.organisation ?? null,
    purpose: payload.purpose ?? why.purpose,
    caseReference: payload.caseReference ?? why.caseReference,
    breakGlass: why.breakGlass ?? (payload.kind === 'BREAK_GLASS' ? payload.reference : null),
    told: toldBy(record, parts, people),
    outcome: record.outcome,
    code: payload.code ?? payload.kind,
    reason: payload.reason,
    target: payload.target,
    agencies: parts.map(({ agency, answer, fields, people: named }) => ({
      agency,
      answer,
      fields: people.size === 0 || named.some((one) => people.has(one)) ? fields : [],
    })),
    clauses: why.clauses,
    withheld: why.withheld.map(({ field }) => field),
    masked: [...payload.masked, ...parts.flatMap((part) => part.masked)].map(({ field }) => field),
    statement: payload.statement,
    protocolVersion: payload.protocolVersion ?? why.protocolVersion,
  };
}

function toldBy(
  record: KeptRecord,
  parts: KeptRecord['payload']['agencies'],
  people: ReadonlySet<string>,
): Look['told'] {
  const holds = (list: readonly string[]): boolean =>
    people.size === 0 ? list.length > 0 : list.some((one) => people.has(one));
  if (parts.some((part) => holds(part.people))) return 'RECORD';
  if (parts.some((part) => holds(part.existence))) return 'EXISTENCE';
  if (parts.some((part) => holds(part.possible))) return 'POSSIBLE';
  return holds(peopleIn(record)) ? 'NAMED' : 'NOTHING';
}
