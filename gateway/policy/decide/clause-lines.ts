import type { Entry, Purpose } from '../../identity/types';
import { type Clause, type Exception, ORGANISATION_TYPES, type ProtocolDocument } from '../read/protocol-document';
import type { Conditions, Stream, Transform } from '../types';

/** One way in which a protocol opens a stream, or closes it, as it is checked. */
export interface Line {
  readonly id: string;
  readonly effect: 'ALLOW' | 'DENY';
  /** How narrowly it names whom and what it is for: docs/protocol.md, step 5. */
  readonly specificity: number;
  readonly conditions: Conditions;
  readonly transform: Transform | null;
  recipient(entry: Entry): boolean;
  purpose(entry: Entry): boolean;
  inForce(day: string, entry: Entry): boolean;
  /** Denies where its conditions are met, and not also where nobody knows whether they are. */
  readonly onlyWhereTold?: boolean;
  /** Nothing but counts may come of this purpose, and the stream holds more than counts. */
  countsOnly(purpose: Purpose): boolean;
}

/**
 * Every clause and exception of one protocol, by the streams that it names, in the order of the file. `roles`: those that
 * any protocol in force with it knows.
 */
export function linesByStream(
  document: ProtocolDocument,
  roles: ReadonlySet<string>,
): ReadonlyMap<Stream, readonly Line[]> {
  const byStream = new Map<Stream, Line[]>();
  const add = (stream: Stream, line: Line): void => {
    const lines = byStream.get(stream) ?? [];
    lines.push(line);
    byStream.set(stream, lines);
  };
  const terms = { ...termsOf(document), roles };
  for (const clause of document.clauses)
    for (const share of clause.shares) {
      const stream = `${clause.by}:${share}`;
      for (const line of linesOfClause(clause, stream, terms)) add(stream, line);
    }
  for (const exception of document.exceptions ?? [])
    for (const stream of exception.streams) add(stream, lineOfException(exception));
  return byStream;
}

/** All that a clause asks of facts, wherever in the clause it says so. */
export function conditionsOf({ conditions, to, subjects, when }: Clause): Conditions {
  return {
    ...conditions,
    ...(to.relationships ? { relationship: to.relationships } : {}),
    ...(to.area ? { area: to.area } : {}),
    ...subjects,
    ...(when?.sinceBirth ? { sinceBirth: when.sinceBirth } : {}),
    ...(when?.untilBirth ? { untilBirth: when.untilBirth } : {}),
  };
}

const transformOf = ({ transform }: Clause): Transform | null =>
  transform ? { ...transform, others: transform.others ?? 'RECORDED' } : null;

export const includes = <T>(list: 'ANY' | readonly T[] | undefined, one: T): boolean =>
  list === undefined || list === 'ANY' || list.includes(one);

/** What every clause of a protocol is read with. */
interface Terms {
  readonly streams: ProtocolDocument['streams'];
  /** Purposes that each role may state. */
  readonly stating: ReadonlyMap<string, readonly Purpose[]>;
  /** Roles that any protocol knows. */
  readonly roles: ReadonlySet<string>;
  readonly needingConsent: readonly Purpose[];
  readonly forCounts: readonly Purpose[];
}

const termsOf = ({ streams, roles, purposes }: ProtocolDocument): Omit<Terms, 'roles'> => ({
  streams,
  stating: new Map(roles.map(({ code, purposes: stated }) => [code, stated])),
  needingConsent: purposes.flatMap(({ code, consent }) => (consent?.required ? [code] : [])),
  forCounts: purposes.flatMap(({ code, output }) => (output === 'AGGREGATE_ONLY' ? [code] : [])),
});

/** One line; two where some of the purposes ask for consent and others do not. */
function linesOfClause(clause: Clause, stream: Stream, terms: Terms): readonly Line[] {
  const held = terms.streams[stream];
  const consentMatters = clause.effect !== 'DENY' && held?.detail !== 'EXISTENCE' && held?.public !== true;
  const asking = consentMatters ? terms.needingConsent : [];
  const conditions = conditionsOf(clause);
  const plain = lineOfClause(clause, stream, terms, conditions, (purpose) => !asking.includes(purpose));
  if (asking.length === 0) return [plain];
  const consenting = { ...conditions, consent: 'GIVEN' } as const;
  return [plain, lineOfClause(clause, stream, terms, consenting, (purpose) => asking.includes(purpose))];
}

function lineOfClause(
  clause: Clause,
  stream: Stream,
  { streams, stating, roles, forCounts }: Terms,
  conditions: Conditions,
  isFor: (purpose: Purpose) => boolean,
): Line {
  const { id, to, when, effect = 'ALLOW' } = clause;
  const isCount = stream.endsWith(':figures') || streams[stream]?.public === true;
  return {
    id,
    effect,
    conditions,
    transform: transformOf(clause),
    specificity:
      (to.organisations ? 8 : 0) +
      (to.organisationTypes ? 4 : 0) +
      (Array.isArray(to.roles) ? 2 : 0) +
      (Object.keys(conditions).length > 0 ? 1 : 0),
    recipient: effect === 'DENY' ? deniesTo(to, roles) : allowsTo(to),
    purpose: ({ requester, purpose }) =>
      isFor(purpose) &&
      includes(clause.purposes, purpose) &&
      (effect === 'DENY' || stating.get(requester.role)?.includes(purpose) === true),
    inForce: (day, { caseReference }) =>
      (when?.from ?? day) <= day &&
      day <= (when?.until ?? day) &&
      (when?.trigger !== 'ON_CASE' || caseReference !== null),
    countsOnly: (purpose) => !isCount && forCounts.includes(purpose),
  };
}

const allowsTo =
  (to: Clause['to']): Line['recipient'] =>
  ({ requester }) =>
    includes(to.roles, requester.role) &&
    includes(to.organisationTypes, requester.organisationType) &&
    includes(to.organisations, requester.organisation);

/** Whoever states a role, or a type of organisation, that nobody knows may be just whom the clause refuses. */
const deniesTo =
  (to: Clause['to'], roles: Terms['roles']): Line['recipient'] =>
  ({ requester: { role, organisationType, organisation } }) =>
    (includes(to.roles, role) || !roles.has(role)) &&
    (includes(to.organisationTypes, organisationType) || !isOrganisationType(organisationType)) &&
    (to.organisations === undefined || to.organisations.some((one) => folded(one) === folded(organisation)));

const isOrganisationType = (type: string): boolean => (ORGANISATION_TYPES as readonly string[]).includes(type);
/** An organisation is no other one for being written otherwise. */
const folded = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const lineOfException = ({ id, subjects, whileUnknown }: Exception): Line => ({
  id,
  onlyWhereTold: whileUnknown === 'OPEN',
  effect: 'DENY',
  conditions: { marked: subjects.marker },
  transform: null,
  specificity: 0,
  recipient: () => true,
  purpose: () => true,
  inForce: () => true,
  countsOnly: () => false,
});
