import type { GraphQLSchema } from 'graphql';
import type { Decision, Entry, FactKind, KnownFacts, Stream, WithheldReason } from '../types';
import type { CompiledProtocol, Rights } from './compile-protocol';
import { describeConditions, tellConditions } from './condition-words';
import type { FieldGround } from './field-decisions';
import type { Conditions } from './settle-conditions';
import { type Way, waysInto } from './ways-into';

/** Why one field is open or closed, to one role for one purpose, by one stream that guards it. */
export interface AccessExplanation {
  /** As it was asked: `HealthRecord.immunisations`. */
  readonly field: string;
  readonly purpose: string;
  readonly decision: 'GRANTED' | 'WITHHELD' | 'CONDITIONAL';
  readonly stream: string | null;
  readonly clause: string | null;
  readonly protocolVersion: string;
  readonly reason: string | null;
  readonly conditions: readonly string[] | null;
  readonly explanation: string;
  readonly ring: string | null;
}

/** What is explained from: a supergraph's grounds, a protocol, and the words for a refusal. */
export interface ExplainParts {
  readonly schema: GraphQLSchema;
  readonly grounds: ReadonlyMap<string, FieldGround>;
  readonly protocol: CompiledProtocol;
  readonly sentence: (
    stream: Stream | null,
    reason: WithheldReason,
    protocol: CompiledProtocol,
    entry: Entry,
  ) => string;
}

export interface AccessQuestion {
  readonly fields: readonly string[];
  readonly entry: Entry;
  /**
   * Tells of every stream. Otherwise a stream that is closed to this role for every purpose that it may state is told
   * like a field that does not exist.
   */
  readonly everything: boolean;
  readonly at: Date;
  /** Facts about one person and this requester: conditions are then settled. */
  readonly known?: KnownFacts | null;
}

interface Judged {
  readonly decision: AccessExplanation['decision'];
  readonly stream: Stream;
  readonly clause: string | null;
  readonly reason: WithheldReason | null;
  readonly conditions: readonly string[] | null;
}

/** Refusals that hang on who asks. The others are nobody's secret. */
const ABOUT_THE_ROLE: readonly (WithheldReason | null)[] = [
  'NO_CLAUSE',
  'ROLE_NOT_NAMED',
  'PURPOSE_NOT_NAMED',
  'DENIED_BY_CLAUSE',
];
const NO_STREAM = ':';

/** Explains each field, once for each stream (or set of streams) that could open it. Pure. */
export function explainAccess(parts: ExplainParts, question: AccessQuestion): readonly AccessExplanation[] {
  const known = new Map<string, readonly AccessExplanation[]>();
  for (const field of question.fields) if (!known.has(field)) known.set(field, explainField(parts, question, field));
  return question.fields.flatMap((field) => known.get(field) ?? []);
}

/** The facts that the conditions of these fields depend on. */
export function factsToExplain(parts: ExplainParts, { fields, entry }: AccessQuestion): readonly FactKind[] {
  const rights = parts.protocol.rights(entry);
  const streams = fields.flatMap((field) => {
    const into = waysInto(field, parts.schema, parts.grounds);
    return into.kind === 'guarded' ? into.ways.flatMap((way) => way.streams) : [];
  });
  return [...new Set(streams.flatMap(rights.factsFor))];
}

function explainField(parts: ExplainParts, question: AccessQuestion, field: string): readonly AccessExplanation[] {
  const { protocol } = parts;
  const { entry } = question;
  const common = { field, purpose: entry.purpose, protocolVersion: protocol.version };
  const into = waysInto(field, parts.schema, parts.grounds);
  if (into.kind === 'open') {
    const explanation = 'Open to everybody who may enter: it tells of nobody.';
    return [{ ...common, ...NOTHING, decision: 'GRANTED', explanation }];
  }
  const told = (into.kind === 'guarded' ? into.ways : [])
    .filter((way) => question.everything || isEverOpen(way, protocol, entry))
    .map((way) => judge(way, protocol, protocol.rights(entry), question));
  if (into.kind === 'unknown' && question.everything)
    return [{ ...common, ...NOTHING, decision: 'WITHHELD', explanation: 'No field of this name is published.' }];
  if (told.length === 0) return [{ ...common, ...NOTHING, decision: 'WITHHELD', ...closed(parts, entry) }];
  const shown = into.kind === 'guarded' && into.anyInside ? [mostOpen(told)] : told;
  return shown.map((judged) => ({
    ...common,
    ...judged,
    explanation: explain(parts, judged, entry, into.kind === 'guarded' && into.anyInside),
    ring: protocol.party(judged.stream.split(':')[0]!)?.duty ?? null,
  }));
}

const NOTHING = { stream: null, clause: null, reason: null, conditions: null, ring: null };

/** What is told of a field that does not exist, and of one that this role is never shown: the same. */
function closed({ protocol, sentence }: ExplainParts, entry: Entry): { reason: WithheldReason; explanation: string } {
  const decision = protocol.rights(entry).decide(NO_STREAM);
  const whole = decision.kind === 'withheld' ? decision.reason : 'NO_CLAUSE';
  if (whole === 'PROTOCOL_LAPSED' || whole === 'PROTOCOL_NOT_IN_FORCE')
    return { reason: whole, explanation: sentence(null, whole, protocol, entry) };
  const explanation = `Nothing of this name is shared with the role ${titleOf(protocol, entry)} for any purpose. If the work needs it, ask the information-governance officer.`;
  return { reason: 'NO_CLAUSE', explanation };
}

function isEverOpen(way: Way, protocol: CompiledProtocol, entry: Entry): boolean {
  return (protocol.roles.get(entry.requester.role) ?? []).some((purpose) => {
    const { decide } = protocol.rights({ ...entry, purpose });
    return way.streams.every((stream) => {
      const decision = decide(stream);
      return decision.kind !== 'withheld' || !ABOUT_THE_ROLE.includes(decision.reason);
    });
  });
}

function judge(way: Way, protocol: CompiledProtocol, rights: Rights, question: AccessQuestion): Judged {
  const decisions = way.streams.map((stream) => [stream, rights.decide(stream)] as const);
  const refused = decisions.find(([, { kind }]) => kind === 'withheld');
  if (refused) return withheldBy(...refused);
  const needing = decisions.filter(([, { kind }]) => kind === 'needs');
  if (needing.length === 0) {
    const clauses = new Set(decisions.map(([, { clause }]) => clause));
    const clause = [...clauses].join(' and ');
    return { decision: 'GRANTED', stream: way.streams.join(' and '), clause, reason: null, conditions: null };
  }
  if (way.byLinkage) return withheldBy(...needing[0]!);
  return settle(needing, protocol, question);
}

function withheldBy(stream: Stream, decision: Decision): Judged {
  const reason = decision.kind === 'withheld' ? decision.reason : 'NEEDS_FACTS';
  return { decision: 'WITHHELD', stream, clause: decision.clause, reason, conditions: null };
}

function settle(
  needing: readonly (readonly [Stream, Decision])[],
  protocol: CompiledProtocol,
  { known, entry, at }: AccessQuestion,
): Judged {
  const each = needing.map(([stream, { clause }]) => {
    const conditions = conditionsOf(protocol, clause);
    return { stream, clause, conditions, told: known ? tellConditions(conditions, known, entry, at) : null };
  });
  const closing = each.find(({ told }) => told !== null && told.settled !== 'met');
  const { stream, clause, told } = closing ?? each[0]!;
  const words = closing ? [closing] : each;
  const conditions = [...new Set(words.flatMap((one) => one.told?.words ?? describeConditions(one.conditions)))];
  if (!known) return { decision: 'CONDITIONAL', stream, clause, reason: 'NEEDS_FACTS', conditions };
  if (!closing) return { decision: 'GRANTED', stream, clause, reason: null, conditions };
  const reason = told?.settled === 'unknown' ? 'FACTS_UNKNOWN' : 'CONDITION_NOT_MET';
  return { decision: 'WITHHELD', stream, clause, reason, conditions };
}

const conditionsOf = ({ document }: CompiledProtocol, clause: string | null): Conditions =>
  document.clauses.find(({ id }) => id === clause)?.conditions ?? {};

const OPENNESS = ['GRANTED', 'CONDITIONAL', 'WITHHELD'];
const mostOpen = (all: readonly Judged[]): Judged =>
  all.reduce((best, one) => (OPENNESS.indexOf(one.decision) < OPENNESS.indexOf(best.decision) ? one : best));

function explain(parts: ExplainParts, judged: Judged, entry: Entry, anyInside: boolean): string {
  const { protocol, sentence } = parts;
  const { decision, stream, reason, conditions } = judged;
  if (decision === 'WITHHELD') return sentence(stream, reason ?? 'NO_CLAUSE', protocol, entry);
  const labels = stream.split(' and ').map((name) => protocol.stream(name)?.label ?? name);
  const what = `${anyInside ? 'Open with something in it: ' : ''}${labels.join(', with ')}`;
  const purpose = protocol.document.purposes.find(({ code }) => code === entry.purpose)?.title ?? entry.purpose;
  const whom = `shared with the role ${titleOf(protocol, entry)} for ${purpose.toLowerCase()}`;
  const shared = `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${whom}`;
  if (decision === 'GRANTED') return conditions ? `${shared}; its conditions are met.` : `${shared}.`;
  return `${shared}, only where ${(conditions ?? []).join(', and ')}.`;
}

const titleOf = ({ document }: CompiledProtocol, { requester }: Entry): string =>
  document.roles.find(({ code }) => code === requester.role)?.title ?? requester.role;
