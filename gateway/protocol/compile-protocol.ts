import { createHash } from 'node:crypto';
import type { Decision, Entry, FactKind, KnownFacts, Purpose, Stream, WithheldReason } from '../types';
import {
  type Clause,
  type Flow,
  type FlowShare,
  GATEWAY,
  type Party,
  type ProtocolDocument,
  type StreamTerms,
} from './protocol-document';
import { type Conditions, factsFor, settleConditions } from './settle-conditions';

/** What one entry may have, stream by stream, under one protocol version on one day. */
export interface Rights {
  /** Equal for entries that are decided alike: caches are keyed by it. */
  readonly signature: string;
  decide(stream: Stream): Decision;
  /** May `from` pass `share` on to `to`, inside one request, so that records can be joined? */
  flows(from: string, share: FlowShare, to: string): boolean;
  /** The facts that a stream depends on; none where it depends on none. */
  factsFor(stream: Stream): readonly FactKind[];
  /** Decides a stream that `needs` facts, for the person whose facts these are. */
  settle(stream: Stream, known: KnownFacts): Decision;
}

export interface CompiledProtocol {
  /** `best-start:1:` and twelve characters of the SHA-256 of its text's meaning. */
  readonly version: string;
  readonly document: ProtocolDocument;
  readonly roles: ReadonlyMap<string, readonly Purpose[]>;
  party(agency: string): Party | undefined;
  stream(name: Stream): StreamTerms | undefined;
  rights(entry: Entry): Rights;
}

interface CompiledClause {
  readonly id: string;
  readonly effect: 'ALLOW' | 'DENY';
  /** How many ways the recipient is named: an organisation before a type, a type before a role alone. */
  readonly specificity: number;
  readonly conditions: Conditions;
  recipient(entry: Entry): boolean;
  purpose(purpose: Purpose): boolean;
  inForce(day: string): boolean;
}

/** Compiles a protocol. Decisions are pure in (entry, day); `now` gives the day. */
export function compileProtocol(document: ProtocolDocument, now: () => Date): CompiledProtocol {
  const version = `${document.protocol.id}:${document.protocol.version}:${createHash('sha256').update(JSON.stringify(document)).digest('hex').slice(0, 12)}`;
  const parties = new Map(document.parties.map((party) => [party.id, party]));
  const clauses = clausesByStream(document.clauses);
  const memo = new Map<string, Rights>();
  let memoDay = '';

  const rights = (entry: Entry): Rights => {
    const day = now().toISOString().slice(0, 10);
    if (day !== memoDay) memo.clear();
    memoDay = day;
    const { role, organisation, organisationType } = entry.requester;
    const signature = JSON.stringify([version, day, entry.purpose, role, organisationType, organisation]);
    let found = memo.get(signature);
    if (!found) {
      if (memo.size >= 1000) memo.clear();
      found = makeRights(signature, entry, day);
      memo.set(signature, found);
    }
    return found;
  };

  const makeRights = (signature: string, entry: Entry, day: string): Rights => {
    const decided = new Map<Stream, Decision>();
    const closed = closedAsAWhole(document, day);
    const conditionsOf = (stream: Stream): { readonly id: string; readonly conditions: Conditions } | undefined => {
      const decision = decide(stream);
      return decision.kind === 'needs' ? clauses.get(stream)?.find(({ id }) => id === decision.clause) : undefined;
    };
    const decide = (stream: Stream): Decision => {
      let decision = decided.get(stream);
      if (!decision) {
        try {
          decision = decideStream(stream, clauses.get(stream) ?? [], entry, day, closed, parties);
        } catch {
          decision = { kind: 'withheld', reason: 'RULE_FAULT', stream, clause: null };
        }
        decided.set(stream, decision);
      }
      return decision;
    };
    return {
      signature,
      decide,
      factsFor: (stream) => factsFor(conditionsOf(stream)?.conditions ?? {}),
      settle(stream, known) {
        const clause = conditionsOf(stream);
        if (!clause) return decide(stream);
        const settled = settleConditions(clause.conditions, known, entry, now());
        if (settled === 'met') return { kind: 'granted', clause: clause.id };
        return {
          kind: 'withheld',
          stream,
          clause: clause.id,
          reason: settled === 'unknown' ? 'FACTS_UNKNOWN' : 'CONDITION_NOT_MET',
        };
      },
      flows: (from, share, to) =>
        closed === null &&
        isSigned(parties, from, day) &&
        (to === GATEWAY || isSigned(parties, to, day)) &&
        (document.flows ?? []).some((flow) => flowCovers(flow, from, share, to, entry.purpose)),
    };
  };

  return {
    version,
    document,
    roles: new Map(document.roles.map((role) => [role.code, role.purposes])),
    party: (agency) => parties.get(agency),
    stream: (name) => document.streams[name],
    rights,
  };
}

/** Protocol in force and signed → explicit deny → allow, most specific first → conditions → deny. */
function decideStream(
  stream: Stream,
  clauses: readonly CompiledClause[],
  entry: Entry,
  day: string,
  closed: WithheldReason | null,
  parties: ReadonlyMap<string, Party>,
): Decision {
  const withheld = (reason: WithheldReason, clause: string | null = null): Decision => ({
    kind: 'withheld',
    reason,
    stream,
    clause,
  });
  if (closed !== null) return withheld(closed);
  if (!isSigned(parties, stream.split(':')[0] ?? '', day)) return withheld('PARTY_NOT_SIGNED');
  const inForce = clauses.filter((clause) => clause.inForce(day));
  const named = inForce.filter((clause) => clause.recipient(entry));
  const applying = named.filter((clause) => clause.purpose(entry.purpose));
  const deny = applying.find((clause) => clause.effect === 'DENY');
  if (deny) return withheld('DENIED_BY_CLAUSE', deny.id);
  const allowing = applying.filter((clause) => clause.effect === 'ALLOW').sort(byPrecedence);
  const first = allowing[0];
  const asks = Object.keys(first?.conditions ?? {});
  if (first && asks.length === 0) return { kind: 'granted', clause: first.id };
  if (first) return { kind: 'needs', facts: asks, stream, clause: first.id };
  const allows = (some: readonly CompiledClause[]): boolean => some.some((clause) => clause.effect === 'ALLOW');
  if (allows(named)) return withheld('PURPOSE_NOT_NAMED');
  return withheld(allows(inForce) ? 'ROLE_NOT_NAMED' : 'NO_CLAUSE');
}

/** The most specific allow wins; of two alike, the one that asks for no fact. */
const byPrecedence = (a: CompiledClause, b: CompiledClause): number =>
  b.specificity - a.specificity || Object.keys(a.conditions).length - Object.keys(b.conditions).length;

function closedAsAWhole({ protocol }: ProtocolDocument, day: string): WithheldReason | null {
  if (protocol.status !== 'IN_FORCE' || day < protocol.validFrom || day > protocol.validUntil)
    return 'PROTOCOL_NOT_IN_FORCE';
  if (protocol.review.onOverdue === 'DENY' && day > protocol.review.next) return 'PROTOCOL_LAPSED';
  return null;
}

function isSigned(parties: ReadonlyMap<string, Party>, id: string, day: string): boolean {
  const signed = parties.get(id)?.signed;
  return signed !== undefined && signed.on <= day;
}

const includesPurpose = (purposes: 'ANY' | readonly Purpose[], purpose: Purpose): boolean =>
  purposes === 'ANY' || purposes.includes(purpose);

function flowCovers(flow: Flow, from: string, share: string, to: string, purpose: Purpose): boolean {
  return (
    flow.by === from &&
    flow.to.includes(to) &&
    (flow.shares as readonly string[]).includes(share) &&
    includesPurpose(flow.purposes, purpose)
  );
}

function clausesByStream(clauses: readonly Clause[]): ReadonlyMap<Stream, readonly CompiledClause[]> {
  const byStream = new Map<Stream, CompiledClause[]>();
  for (const clause of clauses) {
    const compiled = compileClause(clause);
    for (const share of clause.shares) {
      const stream = `${clause.by}:${share}`;
      const list = byStream.get(stream) ?? [];
      list.push(compiled);
      byStream.set(stream, list);
    }
  }
  return byStream;
}

function compileClause(clause: Clause): CompiledClause {
  const { roles, organisationTypes, organisations } = clause.to;
  return {
    id: clause.id,
    effect: clause.effect ?? 'ALLOW',
    specificity: (organisations ? 4 : 0) + (organisationTypes ? 2 : 0) + (Array.isArray(roles) ? 1 : 0),
    conditions: clause.conditions ?? {},
    recipient: ({ requester }) =>
      (roles === undefined || roles === 'ANY' || roles.includes(requester.role)) &&
      (organisationTypes === undefined || organisationTypes.includes(requester.organisationType)) &&
      (organisations === undefined || organisations.includes(requester.organisation)),
    purpose: (purpose) => includesPurpose(clause.purposes, purpose),
    inForce: (day) => (clause.when?.from ?? day) <= day && day <= (clause.when?.until ?? day),
  };
}
