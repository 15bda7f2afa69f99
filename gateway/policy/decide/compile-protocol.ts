import { createHash } from 'node:crypto';
import type { Entry, Purpose } from '../../identity/types';
import {
  type Flow,
  type FlowShare,
  GATEWAY,
  type Party,
  type ProtocolDocument,
  type StreamTerms,
} from '../read/protocol-document';
import type { Closures, Conditions, Decision, Fact, FactKind, KnownFacts, Stream, Transform } from '../types';
import { type CaseReferenceForms, caseReferenceForms } from './case-references';
import { includes, linesByStream } from './clause-lines';
import {
  type Agreement,
  agreementFor,
  closedAsAWhole,
  factsOf,
  isSigned,
  judgeStream,
  NOTHING_CLOSED,
  type StreamJudgement,
  settleStream,
} from './decide-stream';
import { turnsOn } from './settle-conditions';

/** What one entry may have, stream by stream, under the protocols of one day. */
export interface Rights {
  /** Equal for entries that are decided alike, as far as that goes without facts: caches are keyed by it. */
  readonly signature: string;
  decide(stream: Stream): Decision;
  /**
   * May `from` pass `share` on to `to`, inside one request, so that records can be joined? With an act: may it be told to `to`
   * for that act, and kept there?
   */
  flows(from: string, share: FlowShare, to: string, act?: string): boolean;
  /** The facts that a stream depends on; none where it depends on none. */
  factsFor(stream: Stream): readonly FactKind[];
  /** Decides a stream that `needs` facts, for the person whose facts these are. */
  settle(stream: Stream, known: KnownFacts): Decision;
  /** Whether a clause would open this stream by a fact, if the word of whoever tells it counted. */
  turnsOn(stream: Stream, fact: Fact): boolean;
  /** The protocol that lets this entry do what the gateway does itself (`gateway:break-glass`). */
  agreementFor(right: string): ProtocolDocument | null;
  /** The ways in which a stream that `needs` facts is opened and closed, as they are checked. */
  ways(stream: Stream): StreamWays;
}

export interface StreamWays {
  readonly opening: readonly ClauseTerms[];
  readonly closing: readonly ClauseTerms[];
}

export interface ClauseTerms {
  readonly id: string;
  readonly conditions: Conditions;
  readonly transform: Transform | null;
}

/** All the protocols, ready to decide by. */
export interface CompiledProtocol {
  /** `best-start:2:` and twelve characters of the SHA-256 of its text's meaning; several are joined by `+`. */
  readonly version: string;
  readonly documents: readonly ProtocolDocument[];
  readonly roles: ReadonlyMap<string, readonly Purpose[]>;
  readonly caseReferences: CaseReferenceForms;
  party(agency: string): Party | undefined;
  stream(name: Stream): StreamTerms | undefined;
  /** Names of the protocol version that a clause stands in; of all, where it stands in none. */
  versionOf(clause: string | null): string;
  /** @param closed what is stopped at this moment; nothing where it is left out. */
  rights(entry: Entry, closed?: Closures): Rights;
}

interface Judgements {
  readonly signature: string;
  of(stream: Stream): StreamJudgement;
  /** What may be passed on, by what is asked: it turns on nothing that is not in the signature. */
  readonly flows: Map<string, boolean>;
}

const own = (label: string): StreamTerms => ({ detail: 'CONTENT', label, public: true });
const OWN_TERMS: Readonly<Record<string, StreamTerms>> = {
  'gateway:break-glass': own('breaking the glass'),
  'gateway:sharing': own('what the protocols share with every role'),
  'gateway:accounts': own('whose record it is that a person asks about'),
  'gateway:audit': own('who looked at whom'),
  'gateway:stops': own('stopping at once what is shared'),
  'gateway:reviews': own('the review of what was done'),
  'gateway:claims': own('claiming to work with a family'),
  'gateway:matches': own('deciding about a possible match'),
};
const MOST_SIGNATURES = 1_000;

/** `best-start:2:1f0c6b7a90de` */
export function versionName(document: ProtocolDocument): string {
  const hash = createHash('sha256').update(JSON.stringify(document)).digest('hex').slice(0, 12);
  return `${document.protocol.id}:${document.protocol.version}:${hash}`;
}

/** Compiles protocols that hold together. Decisions are pure in (entry, day); `now` gives the day. */
export function compileProtocols(all: readonly ProtocolDocument[], now: () => Date): CompiledProtocol {
  const documents = [...all].sort((a, b) => (a.protocol.id < b.protocol.id ? -1 : 1));
  const roles = rolesOf(documents);
  const known = new Set(roles.keys());
  const agreements = documents.map((document): Agreement => ({ document, lines: linesByStream(document, known) }));
  const version = documents.map(versionName).join('+');
  const declared = documents.flatMap((one) => one.areas ?? []);
  const areas = declared.length > 0 ? new Set(declared) : null;
  const parties = firstOf(documents.flatMap((one) => one.parties.map((party) => [party.id, party])));
  const streams = firstOf(documents.flatMap((one) => Object.entries(one.streams)));
  const versions = firstOf(
    documents.flatMap((one) => {
      const name = versionName(one);
      return [...one.clauses, ...(one.exceptions ?? [])].map(({ id }) => [id, name] as const);
    }),
  );
  const inForce = (day: string): readonly Agreement[] =>
    agreements.filter(({ document }) => closedAsAWhole(document, day) === null);
  const memo = new Map<string, Judgements>();
  let memoDay = '';

  /** Kept for everybody who is decided alike: nothing of one requester's own (area, training) is in it. */
  const judgementsFor = (entry: Entry, day: string, closed: Closures): Judgements => {
    if (day !== memoDay || memo.size >= MOST_SIGNATURES) memo.clear();
    memoDay = day;
    const signature = signatureOf(entry, version, day, closed);
    const found = memo.get(signature) ?? judgeEach(signature, agreements, entry, day, closed);
    memo.set(signature, found);
    return found;
  };

  return {
    version,
    documents,
    roles,
    caseReferences: caseReferenceForms(documents),
    party: (agency) => parties.get(agency),
    stream: (name) => streams.get(name) ?? (Object.hasOwn(OWN_TERMS, name) ? OWN_TERMS[name] : undefined),
    versionOf: (clause) => (clause === null ? undefined : versions.get(clause)) ?? version,
    rights(entry, closed = NOTHING_CLOSED) {
      const day = now().toISOString().slice(0, 10);
      const { signature, of, flows } = judgementsFor(entry, day, closed);
      const mayFlow = (from: string, share: FlowShare, to: string, act?: string): boolean =>
        inForce(day).some(
          ({ document }) =>
            isSigned(document, from, day) &&
            (to === GATEWAY || isSigned(document, to, day)) &&
            isFlowOpen(closed, from, share, to) &&
            (document.flows ?? []).some((flow) => flowCovers(flow, from, share, to, entry.purpose, act)),
        );
      return {
        signature,
        decide: (stream) => of(stream).decision,
        factsFor: (stream) => factsOf(of(stream)),
        settle: (stream, known) => settleStream(of(stream), stream, known, entry, now(), areas),
        ways: (stream) => {
          const { allows, denies, glass } = of(stream);
          return { opening: glass ? [...allows, glass] : allows, closing: denies };
        },
        turnsOn: (stream, fact) => of(stream).allows.some(({ conditions }) => turnsOn(conditions, fact, entry, now())),
        agreementFor: (right) => agreementFor(right, inForce(day), entry),
        flows(from, share, to, act) {
          const name = `${from}|${share}|${to}|${act ?? ''}`;
          const known = flows.get(name) ?? mayFlow(from, share, to, act);
          flows.set(name, known);
          return known;
        },
      };
    },
  };
}

/** Nothing goes to or from an agency that is stopped. That it was to tell facts stays so: it is silent, and silence closes. */
const isFlowOpen = ({ agencies }: Closures, from: string, share: FlowShare, to: string): boolean =>
  !agencies.has(to) && (!agencies.has(from) || (share === 'facts' && to === GATEWAY));

function signatureOf(
  { requester, purpose, caseReference, breakGlass }: Entry,
  version: string,
  day: string,
  closed: Closures,
): string {
  const { role, organisationType, organisation } = requester;
  const glass = breakGlass ? [breakGlass.protocol, ...[...breakGlass.told].sort()] : null;
  return JSON.stringify([
    version,
    day,
    purpose,
    role,
    organisationType,
    organisation,
    caseReference !== null,
    glass,
    closed.signature,
  ]);
}

function judgeEach(
  signature: string,
  agreements: readonly Agreement[],
  entry: Entry,
  day: string,
  closed: Closures,
): Judgements {
  const judged = new Map<Stream, StreamJudgement>();
  return {
    signature,
    flows: new Map(),
    of(stream) {
      let judgement = judged.get(stream);
      if (!judgement) {
        try {
          judgement = judgeStream(stream, agreements, entry, day, closed);
        } catch {
          const decision: Decision = { kind: 'withheld', reason: 'RULE_FAULT', stream, clause: null };
          judgement = { decision, denies: [], allows: [], glass: null, closed: decision };
        }
        judged.set(stream, judgement);
      }
      return judgement;
    },
  };
}

const firstOf = <T>(pairs: readonly (readonly [string, T])[]): ReadonlyMap<string, T> => new Map(pairs.toReversed());

/** Every role, with the purposes that any protocol lets it state. */
function rolesOf(documents: readonly ProtocolDocument[]): ReadonlyMap<string, readonly Purpose[]> {
  const roles = new Map<string, Set<Purpose>>();
  for (const { code, purposes } of documents.flatMap((one) => one.roles)) {
    const stated = roles.get(code) ?? new Set();
    for (const purpose of purposes) stated.add(purpose);
    roles.set(code, stated);
  }
  return new Map([...roles].map(([code, purposes]) => [code, [...purposes]]));
}

function flowCovers(flow: Flow, from: string, share: string, to: string, purpose: Purpose, act?: string): boolean {
  return (
    (act === undefined ? flow.acts === undefined : flow.acts?.includes(act) === true) &&
    flow.by === from &&
    flow.to.includes(to) &&
    (flow.shares as readonly string[]).includes(share) &&
    includes(flow.purposes, purpose)
  );
}
