import type { Agreement, ClauseLine } from './agreement';
import {
  asksConsent,
  type Known,
  type ToldFact,
  type Weighed,
  type Weight,
  weighConditions,
  weighMarkers,
  weighTogether,
} from './weigh-conditions';

/** One cell: who asks for what, when, about whom, for which stream. */
export interface Question {
  readonly agreements: readonly Agreement[];
  readonly asker: {
    readonly role: string;
    readonly organisation: string;
    readonly organisationType: string;
    readonly area: string | null;
    readonly trainingUntil?: string | null;
  };
  readonly purpose: string;
  readonly caseReference: string | null;
  readonly day: string;
  readonly stream: string;
  readonly told: readonly ToldFact[];
  readonly everybodyAnswered: boolean;
  /** Markers are asked for by who somebody is, of agencies that hold no open record of them too; true where left out. */
  readonly everybodyToldMarkers?: boolean;
  readonly glass: { readonly protocol: string; readonly told: ReadonlySet<string> } | null;
}

export interface Shown {
  readonly dateOfBirth?: string;
  readonly postcode?: string;
  readonly others: string;
}

export type Verdict =
  | { readonly granted: true; readonly by: 'clause'; readonly clause: string; readonly transform: Shown | null }
  | { readonly granted: true; readonly by: 'emergency access' }
  | { readonly granted: false; readonly reason: string };

/** One clause in its place, with how its conditions weigh. */
interface Line {
  readonly agreement: Agreement;
  readonly clause: ClauseLine;
  readonly conditions: readonly Weighed[];
}

/** Decides one cell by docs/protocol.md, step by step, from the documents as they stand. Shares nothing with the gateway. */
export function evaluate(question: Question): Verdict {
  const { agreements, day, stream } = question;

  // 1. In force
  const within = agreements.filter((agreement) => isWithinItsDays(agreement, day));
  const counting = within.filter((agreement) => !isOverdue(agreement, day));
  if (counting.length === 0) return withheld(within.length > 0 ? 'PROTOCOL_LAPSED' : 'PROTOCOL_NOT_IN_FORCE');

  // 2. Signed
  const signed = counting.filter((agreement) => hasSigned(agreement, agencyOf(stream), day));
  if (signed.length === 0) return withheld('PARTY_NOT_SIGNED');

  // 3. Clauses
  const lines = linesOf(signed, question);
  const denying = lines.filter(({ clause }) => clause.effect === 'DENY' && names(clause, question));
  const allowing = lines.filter(({ clause }) => clause.effect !== 'DENY');
  const glass = glassThatMayOpen(signed, question);

  // 4. Deny
  if (denying.some(({ conditions }) => conditions.length === 0)) return withheld('DENIED_BY_CLAUSE');
  const lookedAt = allowing.filter((line) => names(line.clause, question) && mayState(line.agreement, question));
  const couldGrant = lookedAt.some((line) => !isTooMuchForFigures(line, question));
  if (couldGrant || glass) {
    const weights = [
      ...denying.map((line) => weighTogether(line.conditions)),
      ...signed.flatMap((agreement) => weighExceptions(agreement, question)),
    ];
    if (weights.includes('met')) return withheld('DENIED_BY_CLAUSE');
    if (weights.includes('unknown')) return withheld(unknownReason(stream));
  }

  // 5. Allow, with 6. Consent already among the weights
  const verdict = allow(lookedAt, allowing, question);

  // 7. Break glass; 8. otherwise withheld
  // What stays closed for want of facts that cannot be had in time, stays closed under break-glass too.
  if (verdict.granted || !glass || verdict.reason === 'NEEDS_FACTS') return verdict;
  return weighGlass(glass, question) === 'not met' ? { granted: true, by: 'emergency access' } : verdict;
}

function allow(lookedAt: readonly Line[], allowing: readonly Line[], question: Question): Verdict {
  const toRequester = allowing.filter(({ clause }) => namesRequester(clause, question));
  if (lookedAt.length === 0) {
    if (toRequester.length > 0) return withheld('PURPOSE_NOT_NAMED');
    return withheld(allowing.length > 0 ? 'ROLE_NOT_NAMED' : 'NO_CLAUSE');
  }
  const usable = lookedAt.filter((line) => !isTooMuchForFigures(line, question));
  if (usable.length === 0) return withheld('AGGREGATE_ONLY');

  let anyUnknown = false;
  for (const { clause, conditions } of withoutNeedless(mostSpecificFirst(usable))) {
    const weight = weighTogether(conditions);
    if (weight === 'met') return { granted: true, by: 'clause', clause: clause.id, transform: shownBy(clause) };
    if (weight === 'unknown' && clause.transform) return withheld(unknownReason(question.stream));
    if (weight === 'unknown') anyUnknown = true;
  }
  return withheld(anyUnknown ? unknownReason(question.stream) : 'CONDITION_NOT_MET');
}

const withheld = (reason: string): Verdict => ({ granted: false, reason });
const agencyOf = (stream: string): string => stream.slice(0, stream.indexOf(':'));
const nameOf = (stream: string): string => stream.slice(stream.indexOf(':') + 1);

/** Streams by which people are found and joined: no fact is known yet when they are needed. */
const isForJoining = (stream: string): boolean => ['existence', 'family', 'roster'].includes(nameOf(stream));
const unknownReason = (stream: string): string => (isForJoining(stream) ? 'NEEDS_FACTS' : 'FACTS_UNKNOWN');

const isWithinItsDays = ({ protocol }: Agreement, day: string): boolean =>
  protocol.status === 'IN_FORCE' && protocol.validFrom <= day && day <= protocol.validUntil;

const isOverdue = ({ protocol }: Agreement, day: string): boolean =>
  protocol.review.onOverdue === 'DENY' && protocol.review.next < day;

function hasSigned(agreement: Agreement, agency: string, day: string): boolean {
  const party = agreement.parties.find(({ id }) => id === agency);
  if (!party?.signed || party.signed.on > day) return false;
  return !party.withdrew || party.withdrew.on > day;
}

/** The clauses on the stream that stand on the day, by protocol id and then as they are written. */
function linesOf(signed: readonly Agreement[], question: Question): readonly Line[] {
  const { stream, day, caseReference } = question;
  const [agency, name] = [agencyOf(stream), nameOf(stream)];
  return [...signed]
    .sort((one, other) => (one.protocol.id < other.protocol.id ? -1 : 1))
    .flatMap((agreement) =>
      agreement.clauses
        .filter(({ by, shares }) => by === agency && shares.includes(name))
        .map((clause) => ({ agreement, clause })),
    )
    .filter(({ clause: { when } }) => !when?.from || when.from <= day)
    .filter(({ clause: { when } }) => !when?.until || day <= when.until)
    .filter(({ clause: { when } }) => when?.trigger !== 'ON_CASE' || caseReference !== null)
    .map(({ agreement, clause }) => ({ agreement, clause, conditions: conditionsOf(agreement, clause, question) }));
}

function conditionsOf(agreement: Agreement, clause: ClauseLine, question: Question): readonly Weighed[] {
  const consent = clause.effect !== 'DENY' && asksConsent(agreement, question.purpose, question.stream);
  const weighed = weighConditions(clause, consent, knownTo(question));
  return isForJoining(question.stream) ? weighed.map((one) => ({ ...one, weight: 'unknown' })) : weighed;
}

const knownTo = ({ agreements, stream, day, asker, told, everybodyAnswered }: Question): Known => ({
  owner: agencyOf(stream),
  declaredAreas: agreements.flatMap(({ areas }) => areas ?? []),
  day,
  area: asker.area,
  trainingUntil: asker.trainingUntil ?? null,
  told,
  everybodyAnswered,
});

const knownOfMarkers = (question: Question): Known => ({
  ...knownTo(question),
  everybodyAnswered: question.everybodyAnswered && question.everybodyToldMarkers !== false,
});

const names = (clause: ClauseLine, question: Question): boolean =>
  namesRequester(clause, question) &&
  (clause.purposes === 'ANY' || clause.purposes.some((purpose) => purpose === question.purpose));

function namesRequester({ to, effect }: ClauseLine, { agreements, asker }: Question): boolean {
  // What nobody knows falls under every DENY that asks for it.
  const refuses = effect === 'DENY';
  const isRole = agreements.some(({ roles }) => roles.some(({ code }) => code === asker.role));
  if (to.roles && to.roles !== 'ANY' && !to.roles.includes(asker.role) && !(refuses && !isRole)) return false;
  const isType = TYPES.has(asker.organisationType);
  const types = to.organisationTypes;
  if (types && !types.some((type) => type === asker.organisationType) && !(refuses && !isType)) return false;
  return !to.organisations || to.organisations.includes(asker.organisation);
}

/** As protocol.schema.json has them. */
const TYPES = new Set(['HEALTH', 'EDUCATION', 'LOCAL_AUTHORITY', 'HOUSING', 'CHILDRENS_CENTRE']);

const mayState = (agreement: Agreement, { asker, purpose }: Question): boolean =>
  agreement.roles.some(({ code, purposes }) => code === asker.role && purposes.some((one) => one === purpose));

function isTooMuchForFigures({ agreement }: Line, { stream, purpose }: Question): boolean {
  const figuresOnly = agreement.purposes.some(({ code, output }) => code === purpose && output === 'AGGREGATE_ONLY');
  return figuresOnly && nameOf(stream) !== 'figures' && agreement.streams[stream]?.public !== true;
}

function mostSpecificFirst(lines: readonly Line[]): readonly Line[] {
  const points = ({ clause: { to }, conditions }: Line): number =>
    (to.organisations ? 8 : 0) +
    (to.organisationTypes ? 4 : 0) +
    (to.roles && to.roles !== 'ANY' ? 2 : 0) +
    (conditions.length > 0 ? 1 : 0);
  const changed = ({ clause }: Line): number => (clause.transform ? 1 : 0);
  return lines
    .map((line, place) => ({ line, place }))
    .sort(
      (one, other) =>
        points(other.line) - points(one.line) || changed(other.line) - changed(one.line) || one.place - other.place,
    )
    .map(({ line }) => line);
}

/** A conditional clause that shows what the first unconditional one behind it shows anyway is left out. */
function withoutNeedless(lines: readonly Line[]): readonly Line[] {
  return lines.filter(({ clause, conditions }, place) => {
    const sure = lines.slice(place).find((line) => line.conditions.length === 0);
    return conditions.length === 0 || !sure || !isSame(shownBy(clause), shownBy(sure.clause));
  });
}

const shownBy = ({ transform }: ClauseLine): Shown | null =>
  transform ? { ...transform, others: transform.others ?? 'RECORDED' } : null;

const isSame = (one: Shown | null, other: Shown | null): boolean =>
  one?.dateOfBirth === other?.dateOfBirth && one?.postcode === other?.postcode && one?.others === other?.others;

function weighExceptions(agreement: Agreement, question: Question): readonly Weight[] {
  return (agreement.exceptions ?? [])
    .filter(({ streams }) => streams.includes(question.stream))
    .map(({ subjects, whileUnknown }): Weight => {
      if (isForJoining(question.stream)) return 'unknown';
      const weight = weighMarkers(subjects.marker, knownOfMarkers(question));
      return weight === 'unknown' && whileUnknown === 'OPEN' ? 'not met' : weight;
    });
}

/** The protocol under which the glass was broken, if it may open this stream to this requester. */
function glassThatMayOpen(signed: readonly Agreement[], { glass, stream, asker, purpose }: Question): Agreement | null {
  if (!glass?.told.has(agencyOf(stream))) return null;
  const under = signed.find(({ protocol }) => protocol.id === glass.protocol);
  if (!under?.breakGlass) return null;
  const { roles, purposes, streams } = under.breakGlass;
  const named = roles.includes(asker.role) && purposes.some((one) => one === purpose) && streams.includes(stream);
  return named ? under : null;
}

/** Whether an excluded marker is on the person. Whoever bears one was not found when the glass was broken. */
function weighGlass({ breakGlass }: Agreement, question: Question): Weight {
  const excludes = breakGlass?.excludes ?? [];
  if (excludes.length === 0 || isForJoining(question.stream)) return 'not met';
  return weighMarkers(excludes, knownOfMarkers(question));
}
