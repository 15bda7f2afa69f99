import type { GraphQLSchema } from 'graphql';
import type { Entry } from '../../identity/types';
import { type Mask, maskOf, strictest } from '../../shared/masks';
import type { CompiledProtocol, Rights } from '../decide/compile-protocol';
import type { FieldRequirement } from '../decide/field-decisions';
import type { Decision, FactKind, KnownFacts, Stream, WithheldReason } from '../types';
import { describeConditions, tellConditions } from './condition-words';
import { distinct, purposeTitle, roleTitle } from './protocol-words';
import { publicClause, publicReason } from './public-reason';
import { type Way, waysInto } from './ways-into';

/** Why one field is open or closed, to one role for one purpose, by one stream that guards it. */
export interface AccessExplanation {
  /** As it was asked: `HealthRecord.immunisations`. */
  readonly field: string;
  readonly purpose: string;
  readonly decision: 'GRANTED' | 'MASKED' | 'CONDITIONAL' | 'WITHHELD';
  readonly stream: string | null;
  readonly clause: string | null;
  readonly protocolVersion: string;
  readonly reason: string | null;
  readonly conditions: readonly string[] | null;
  /** How it is shown, where it is not shown whole: YEAR_OF_BIRTH, OUTWARD_POSTCODE, RECORDED. */
  readonly shownAs: string | null;
  readonly explanation: string;
  /** Withheld, and the requester could open it, for one family, by breaking the glass. */
  readonly underBreakGlass: boolean;
  readonly ring: string | null;
}

/** What is explained from: a supergraph's grounds, a protocol, and the words for a refusal. */
export interface ExplainParts {
  readonly schema: GraphQLSchema;
  readonly requirements: ReadonlyMap<string, FieldRequirement>;
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
  readonly shownAs: Mask | null;
}

/** Refusals that hang on who asks. The others are nobody's secret. */
const ABOUT_THE_ROLE: readonly (WithheldReason | null)[] = [
  'NO_CLAUSE',
  'ROLE_NOT_NAMED',
  'PURPOSE_NOT_NAMED',
  'DENIED_BY_CLAUSE',
];
const NO_STREAM = ':';

/** Explains each field once, however often it is named, and once for each stream (or set of streams) that could open it. Pure. */
export function explainAccess(parts: ExplainParts, question: AccessQuestion): readonly AccessExplanation[] {
  return [...new Set(question.fields)].flatMap((field) => explainField(parts, question, field));
}

/** The facts that the conditions of these fields depend on. */
export function factsToExplain(parts: ExplainParts, { fields, entry }: AccessQuestion): readonly FactKind[] {
  const rights = parts.protocol.rights(entry);
  const streams = fields.flatMap((field) => {
    const into = waysInto(field, parts.schema, parts.requirements);
    return into.kind === 'guarded' ? into.ways.flatMap((way) => way.streams) : [];
  });
  return [...new Set(streams.flatMap(rights.factsFor))];
}

function explainField(parts: ExplainParts, question: AccessQuestion, field: string): readonly AccessExplanation[] {
  const { protocol } = parts;
  const { entry } = question;
  const common = { field, purpose: entry.purpose };
  const all = { ...common, protocolVersion: protocol.version };
  const into = waysInto(field, parts.schema, parts.requirements);
  if (into.kind === 'open') {
    const explanation = 'Open to everybody who may enter: it tells of nobody.';
    return [{ ...all, ...NOTHING, decision: 'GRANTED', explanation }];
  }
  const told = (into.kind === 'guarded' ? into.ways : [])
    .filter((way) => question.everything || isEverOpen(way, protocol, entry))
    .map((way) => judge(field, way, protocol.rights(entry), question));
  if (into.kind === 'unknown' && question.everything)
    return [{ ...all, ...NOTHING, decision: 'WITHHELD', explanation: 'No field of this name is published.' }];
  if (told.length === 0) return [{ ...all, ...NOTHING, decision: 'WITHHELD', ...closed(parts, entry) }];
  const shown = into.kind === 'guarded' && into.anyInside ? [mostOpen(told)] : told;
  return shown.map((judged) => ({
    ...common,
    ...judged,
    protocolVersion: protocol.versionOf(judged.clause),
    explanation: explain(parts, judged, entry, into.kind === 'guarded' && into.anyInside),
    underBreakGlass: judged.decision === 'WITHHELD' && opensUnderGlass(judged.stream, protocol, entry),
    ring: protocol.party(judged.stream.split(':')[0]!)?.duty ?? null,
  }));
}

const NOTHING = {
  stream: null,
  clause: null,
  reason: null,
  conditions: null,
  shownAs: null,
  underBreakGlass: false,
  ring: null,
};

/** What is told of a field that does not exist, and of one that this role is never shown: the same. */
function closed({ protocol, sentence }: ExplainParts, entry: Entry): { reason: WithheldReason; explanation: string } {
  const decision = protocol.rights(entry).decide(NO_STREAM);
  const whole = decision.kind === 'withheld' ? decision.reason : 'NO_CLAUSE';
  if (whole === 'PROTOCOL_LAPSED' || whole === 'PROTOCOL_NOT_IN_FORCE')
    return { reason: whole, explanation: sentence(null, whole, protocol, entry) };
  const explanation = `Nothing of this name is shared with the role ${titleOf(protocol, entry)} for any purpose. If the work needs it, ask the information-governance officer.`;
  return { reason: 'NO_CLAUSE', explanation };
}

function opensUnderGlass(stream: Stream, protocol: CompiledProtocol, entry: Entry): boolean {
  const terms = protocol.rights(entry).agreementFor('gateway:break-glass')?.breakGlass;
  return terms?.streams.includes(stream) === true;
}

function isEverOpen(way: Way, protocol: CompiledProtocol, entry: Entry): boolean {
  if (way.streams.every((stream) => opensUnderGlass(stream, protocol, entry))) return true;
  return (protocol.roles.get(entry.requester.role) ?? []).some((purpose) => {
    const { decide } = protocol.rights({ ...entry, purpose });
    return way.streams.every((stream) => {
      const decision = decide(stream);
      return decision.kind !== 'withheld' || !ABOUT_THE_ROLE.includes(decision.reason);
    });
  });
}

function judge(field: string, way: Way, rights: Rights, question: AccessQuestion): Judged {
  const decisions = way.streams.map((stream) => [stream, rights.decide(stream)] as const);
  const refused = decisions.find(([, { kind }]) => kind === 'withheld');
  if (refused) return withheldBy(...refused);
  const needing = decisions.flatMap(([stream, { kind }]) => (kind === 'needs' ? [stream] : []));
  if (needing.length > 0 && !way.settles) return withheldBy(...decisions.find(([, { kind }]) => kind === 'needs')!);
  if (needing.length > 0 && !question.known) return conditional(field, needing, rights);
  const known = question.known ?? { facts: [], complete: false };
  const settled = way.streams.map((stream) => [stream, rights.settle(stream, known)] as const);
  const words = needing.flatMap((stream) => conditionsTold(stream, rights, known, question));
  const closed = settled.find(([, { kind }]) => kind === 'withheld');
  const conditions = needing.length > 0 ? distinct(words) : null;
  if (closed)
    return { ...withheldBy(...told(closed, rights)), conditions: needing.includes(closed[0]) ? conditions : null };
  const granted = settled.flatMap(([, decision]) => (decision.kind === 'granted' ? [decision] : []));
  const name = field.split('.')[1] ?? '';
  const shownAs = strictest(granted.map(({ transform }) => (transform ? maskOf(name, transform) : null)));
  const clause = distinct(granted.map((one) => one.clause)).join(' and ');
  return {
    decision: shownAs ? 'MASKED' : 'GRANTED',
    stream: way.streams.join(' and '),
    clause,
    reason: null,
    conditions,
    shownAs,
  };
}

/** As it may be told of one person: never that they are marked. */
function told([stream, decision]: readonly [Stream, Decision], rights: Rights): readonly [Stream, Decision] {
  if (decision.kind !== 'withheld') return [stream, decision];
  return [stream, { ...decision, reason: publicReason(decision, rights), clause: publicClause(decision, rights) }];
}

function withheldBy(stream: Stream, decision: Decision): Judged {
  const reason = decision.kind === 'withheld' ? decision.reason : 'NEEDS_FACTS';
  return { decision: 'WITHHELD', stream, clause: decision.clause, reason, conditions: null, shownAs: null };
}

/** Of nobody in particular: the conditions of the first way in, and what would close it. */
function conditional(field: string, needing: readonly Stream[], rights: Rights): Judged {
  const stream = needing[0]!;
  const each = needing.map((one) => rights.ways(one));
  const conditions = each.flatMap(({ opening, closing }) => [
    ...describeConditions(opening[0]?.conditions ?? {}),
    ...closing.map((line) => `it is not so that ${describeConditions(line.conditions).join(' and ')}`),
  ]);
  const first = each[0]!.opening[0]!;
  return {
    decision: 'CONDITIONAL',
    stream,
    clause: first.id,
    reason: 'NEEDS_FACTS',
    conditions: distinct(conditions),
    shownAs: first.transform && maskOf(field.split('.')[1] ?? '', first.transform),
  };
}

/** Of the clause that opened it, or of the first that might have. What closes it about the person is not told. */
function conditionsTold(
  stream: Stream,
  rights: Rights,
  known: KnownFacts,
  { entry, at }: AccessQuestion,
): readonly string[] {
  const settled = rights.settle(stream, known);
  const { opening } = rights.ways(stream);
  const line = opening.find(({ id }) => settled.kind === 'granted' && id === settled.clause) ?? opening[0];
  return line ? tellConditions(line.conditions, known, entry, at, stream.split(':')[0]).words : [];
}

const OPENNESS = ['GRANTED', 'MASKED', 'CONDITIONAL', 'WITHHELD'];
const mostOpen = (all: readonly Judged[]): Judged =>
  all.reduce((best, one) => (OPENNESS.indexOf(one.decision) < OPENNESS.indexOf(best.decision) ? one : best));

function explain(parts: ExplainParts, judged: Judged, entry: Entry, anyInside: boolean): string {
  const { protocol, sentence } = parts;
  const { decision, stream, reason, conditions, shownAs } = judged;
  if (decision === 'WITHHELD') return sentence(stream, reason ?? 'NO_CLAUSE', protocol, entry);
  const labels = stream.split(' and ').map((name) => protocol.stream(name)?.label ?? name);
  const what = `${anyInside ? 'Open with something in it: ' : ''}${labels.join(', with ')}`;
  const whom = `shared with the role ${titleOf(protocol, entry)} for ${purposeTitle(protocol.documents, entry.purpose)}`;
  const shared = `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${whom}${shownAs ? SHOWN_AS[shownAs] : ''}`;
  if (decision !== 'CONDITIONAL') return conditions ? `${shared}; its conditions are met.` : `${shared}.`;
  return `${shared}, only where ${(conditions ?? []).join(', and ')}.`;
}

const SHOWN_AS: Readonly<Record<Mask, string>> = {
  YEAR_OF_BIRTH: ', the year alone',
  OUTWARD_POSTCODE: ', the first half of the postcode alone',
  RECORDED: ', as recorded or not recorded alone',
};

const titleOf = ({ documents }: CompiledProtocol, { requester }: Entry): string => roleTitle(documents, requester.role);
