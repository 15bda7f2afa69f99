import type { Entry, Purpose } from '../../identity/types';
import { GATEWAY, type ProtocolDocument } from '../read/protocol-document';
import type { Closures, Decision, KnownFacts, Stream, WithheldReason } from '../types';
import { includes, type Line } from './clause-lines';
import { isSettleable } from './field-decisions';
import { factsFor, settleConditions, type Turn } from './settle-conditions';

const GLASS = 'BREAK-GLASS';

/** One protocol, ready to be asked. */
export interface Agreement {
  readonly document: ProtocolDocument;
  readonly lines: ReadonlyMap<Stream, readonly Line[]>;
}

/**
 * What one stream is to one entry on one day, as far as it can be said without facts: `decision`; and, where facts are
 * needed, the lines that they settle, in the order in which they are checked (docs/protocol.md).
 */
export interface StreamJudgement {
  readonly decision: Decision;
  readonly denies: readonly Line[];
  readonly allows: readonly Line[];
  /** Under a break-glass session, what opens when nothing else does. */
  readonly glass: Line | null;
  /** The answer where no line allows. */
  readonly closed: Decision;
}

export const NOTHING_CLOSED: Closures = {
  signature: '',
  streams: new Set(),
  clauses: new Set(),
  agencies: new Set(),
};

/**
 * Checks one stream. Pure. What is stopped is told in the words of the protocol, as if it had no clause for it, or no
 * signature: nobody reads from an answer that somebody stopped it.
 */
export function judgeStream(
  stream: Stream,
  agreements: readonly Agreement[],
  entry: Entry,
  day: string,
  stops: Closures = NOTHING_CLOSED,
): StreamJudgement {
  const settled = (decision: Decision): StreamJudgement => ({
    decision,
    denies: [],
    allows: [],
    glass: null,
    closed: decision,
  });
  const withheld = (reason: WithheldReason, clause: string | null = null): Decision => ({
    kind: 'withheld',
    reason,
    stream,
    clause,
  });
  const open = agreements.filter(({ document }) => closedAsAWhole(document, day) === null);
  if (open.length === 0) return settled(withheld(whyNoneIsOpen(agreements, day)));
  const agency = stream.split(':')[0] ?? '';
  if (agency === GATEWAY) return settled(decideOwn(stream, open, entry) ?? withheld('ROLE_NOT_NAMED'));
  const signed = open.filter(({ document }) => isSigned(document, agency, day) && !stops.agencies.has(agency));
  if (signed.length === 0) return settled(withheld('PARTY_NOT_SIGNED'));

  if (stops.streams.has(stream)) return settled(withheld('NO_CLAUSE'));
  const inForce = signed.flatMap(({ lines }) => (lines.get(stream) ?? []).filter((line) => line.inForce(day, entry)));
  const named = inForce.filter((line) => line.recipient(entry));
  const applying = named.filter((line) => line.purpose(entry));
  const denies = applying.filter(({ effect }) => effect === 'DENY');
  const flatly = denies.find(isUnconditional);
  if (flatly) return settled(withheld('DENIED_BY_CLAUSE', flatly.id));

  const glass = stops.clauses.has(GLASS) ? null : glassOver(stream, signed, entry);
  const allowing = withoutStopped(applying, stops.clauses);
  const allows = inOrder(allowing.filter((line) => !line.countsOnly(entry.purpose)));
  const [first] = allows;
  const closed = withheld(
    allowing.length > 0
      ? 'AGGREGATE_ONLY'
      : whyNothingAllows(withoutStopped(named, stops.clauses), withoutStopped(inForce, stops.clauses)),
    first?.id ?? null,
  );
  if (!first && !glass) return settled(closed);
  const opening = first ?? glass!;
  if (denies.length === 0 && isUnconditional(opening)) return settled(grantedBy(opening));
  const lines = [...denies, ...allows, ...(glass ? [glass] : [])];
  const facts = [...new Set(lines.flatMap(({ conditions }) => Object.keys(conditions)))];
  return { decision: { kind: 'needs', facts, stream, clause: opening.id }, denies, allows, glass, closed };
}

/** Settles a check result for the person whose facts these are. Never `needs`. */
export function settleStream(
  { decision, denies, allows, glass, closed }: StreamJudgement,
  stream: Stream,
  known: KnownFacts,
  entry: Entry,
  at: Date,
  areas: Turn['areas'] = null,
): Decision {
  if (decision.kind !== 'needs') return decision;
  const withheld = (reason: WithheldReason, clause: string | null): Decision => ({
    kind: 'withheld',
    reason,
    stream,
    clause,
  });
  const owner = stream.split(':')[0] ?? '';
  const settle = ({ conditions, effect }: Line) =>
    settleConditions(conditions, known, entry, at, { closing: effect === 'DENY', owner, areas });
  const denying = denies.map((line) => ({ line, settled: settle(line) }));
  const denied = denying.find(({ settled }) => settled === 'met');
  if (denied) return withheld('DENIED_BY_CLAUSE', denied.line.id);
  const doubted = denying.find(({ line, settled }) => settled === 'unknown' && !line.onlyWhereTold);
  if (doubted) return withheld('FACTS_UNKNOWN', doubted.line.id);

  let unknown = false;
  for (const line of allows) {
    const settled = settle(line);
    if (settled === 'met') return grantedBy(line);
    unknown ||= settled === 'unknown';
    // What it would hide, if it applied, a line behind it might show.
    if (settled === 'unknown' && line.transform) break;
  }
  if (glass && settle(glass) === 'met') return grantedBy(glass);
  const [first] = allows;
  return first ? withheld(unknown ? 'FACTS_UNKNOWN' : 'CONDITION_NOT_MET', first.id) : closed;
}

const grantedBy = ({ id, transform }: Line): Decision => ({
  kind: 'granted',
  clause: id,
  ...(transform ? { transform } : {}),
});

/** The kinds of fact that a check result depends on. */
export const factsOf = ({ denies, allows, glass }: StreamJudgement) =>
  [...denies, ...allows, ...(glass ? [glass] : [])].flatMap(({ conditions }) => factsFor(conditions));

/** Why a protocol as a whole shares nothing on a day; null where it counts. */
export function closedAsAWhole({ protocol }: ProtocolDocument, day: string): WithheldReason | null {
  if (protocol.status !== 'IN_FORCE' || day < protocol.validFrom || day > protocol.validUntil)
    return 'PROTOCOL_NOT_IN_FORCE';
  if (protocol.review.onOverdue === 'DENY' && day > protocol.review.next) return 'PROTOCOL_LAPSED';
  return null;
}

/** A party has signed, and has not withdrawn. */
export function isSigned({ parties }: ProtocolDocument, agency: string, day: string): boolean {
  const party = parties.find(({ id }) => id === agency);
  return party?.signed !== undefined && party.signed.on <= day && !(party.withdrew && party.withdrew.on <= day);
}

const whyNoneIsOpen = (agreements: readonly Agreement[], day: string): WithheldReason =>
  agreements.some(({ document }) => closedAsAWhole(document, day) === 'PROTOCOL_LAPSED')
    ? 'PROTOCOL_LAPSED'
    : 'PROTOCOL_NOT_IN_FORCE';

const isUnconditional = ({ conditions }: Line): boolean => Object.keys(conditions).length === 0;

/**
 * Lines that allow, without those of stopped clauses. What a stopped one would hide, a less specific one might show: those go
 * with it.
 */
function withoutStopped(lines: readonly Line[], stopped: Closures['clauses']): readonly Line[] {
  const allowing = lines.filter(({ effect }) => effect === 'ALLOW');
  const gone = allowing.filter(({ id }) => stopped.has(id));
  if (gone.length === 0) return allowing;
  const hiding = Math.max(-1, ...gone.flatMap((line) => (line.transform ? [line.specificity] : [])));
  return allowing.filter((line) => !gone.includes(line) && line.specificity > hiding);
}

/** The most specific first, up to the first that asks for no fact; those before it that show the same are left out. */
function inOrder(allows: readonly Line[]): readonly Line[] {
  const sorted = [...allows].sort(
    (a, b) => b.specificity - a.specificity || Number(b.transform !== null) - Number(a.transform !== null),
  );
  const last = sorted.findIndex(isUnconditional);
  if (last < 0) return sorted;
  const shown = (line: Line): string => JSON.stringify(sortedTransform(line));
  return sorted.slice(0, last + 1).filter((line, at) => at === last || shown(line) !== shown(sorted[last]!));
}

const sortedTransform = ({ transform }: Line) =>
  transform && [transform.dateOfBirth ?? null, transform.postcode ?? null, transform.others];

/** What the gateway itself does for some roles: each is a section of a protocol that names them. */
const OWN_RIGHTS: Readonly<Record<string, (document: ProtocolDocument) => RoleTerms | undefined>> = {
  'gateway:break-glass': ({ breakGlass }) => breakGlass,
  // Whoever the protocol trusts with what was done under it.
  'gateway:sharing': ({ breakGlass }) => breakGlass && { roles: breakGlass.reviewers, purposes: 'ANY' },
  'gateway:reviews': ({ breakGlass }) => breakGlass && { roles: breakGlass.reviewers, purposes: 'ANY' },
  'gateway:stops': ({ breakGlass }) => breakGlass && { roles: breakGlass.reviewers, purposes: 'ANY' },
  'gateway:audit': ({ breakGlass }) => breakGlass && { roles: breakGlass.reviewers, purposes: ['SUBJECT_ACCESS'] },
  'gateway:accounts': ({ accounts }) => accounts,
  'gateway:claims': ({ claims }) => claims,
  'gateway:matches': ({ matches }) => matches,
};
interface RoleTerms {
  readonly roles: readonly string[];
  readonly purposes: 'ANY' | readonly Purpose[];
}

function decideOwn(stream: Stream, open: readonly Agreement[], entry: Entry): Decision | null {
  const terms = agreementFor(stream, open, entry);
  return terms && { kind: 'granted', clause: stream };
}

/** The first protocol of those that lets this entry do what the gateway does itself. */
export function agreementFor(
  right: string,
  open: readonly Agreement[],
  { requester, purpose }: Entry,
): ProtocolDocument | null {
  const found = open.find(({ document }) => {
    const terms = OWN_RIGHTS[right]?.(document);
    return terms?.roles.includes(requester.role) && includes(terms.purposes, purpose);
  });
  return found?.document ?? null;
}

function whyNothingAllows(named: readonly Line[], inForce: readonly Line[]): WithheldReason {
  const allows = (lines: readonly Line[]): boolean => lines.some(({ effect }) => effect === 'ALLOW');
  if (allows(named)) return 'PURPOSE_NOT_NAMED';
  return allows(inForce) ? 'ROLE_NOT_NAMED' : 'NO_CLAUSE';
}

function glassOver(stream: Stream, signed: readonly Agreement[], entry: Entry): Line | null {
  const { breakGlass, purpose, requester } = entry;
  if (!breakGlass?.told.has(stream.split(':')[0] ?? '')) return null;
  const terms = signed.find(({ document }) => document.protocol.id === breakGlass.protocol)?.document.breakGlass;
  if (!terms?.streams.includes(stream) || !terms.roles.includes(requester.role) || !terms.purposes.includes(purpose))
    return null;
  return {
    id: GLASS,
    effect: 'ALLOW',
    specificity: 0,
    // People are found by these before they can be asked about: whoever is so marked is left out when the glass is broken.
    conditions: terms.excludes.length > 0 && isSettleable(stream) ? { notMarked: terms.excludes } : {},
    transform: null,
    recipient: () => true,
    purpose: () => true,
    inForce: () => true,
    countsOnly: () => false,
  };
}
