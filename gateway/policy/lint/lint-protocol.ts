import type { Purpose } from '../../identity/types';
import type { Finding } from '../../shared/finding';
import type { LineOf } from '../../shared/line-of';
import { conditionsOf } from '../decide/clause-lines';
import { type FieldRequirement, isSettleable } from '../decide/field-decisions';
import { findUnequalPairs, unknownFields } from '../decide/find-equivalents';
import type { EquivalentFacts } from '../read/equivalent-facts';
import type { Clause, ProtocolDocument } from '../read/protocol-document';
import type { Stream } from '../types';
import { isContractStream } from './contract-names';
import { findContradictions } from './find-contradictions';

export interface LintFinding extends Finding {
  readonly rule: LintRule;
}

export type LintRule =
  | 'STREAM_NOT_DECLARED'
  | 'STREAM_NOT_IN_USE'
  | 'STREAM_NOT_SHARED'
  | 'PARTY_NOT_SIGNED'
  | 'NO_ARTICLE_9_BASIS'
  | 'CONTRADICTION'
  | 'NEVER_FIRES'
  | 'EQUIVALENT_FACTS'
  | 'AREAS_NOT_DECLARED'
  | 'REVIEW_DUE';

/** Where an agency's SDL names a stream. */
export interface NamedAt {
  readonly file: string;
  readonly line: number;
}

export interface LintedProtocol {
  readonly document: ProtocolDocument;
  /** The other protocols that are in force with it. */
  readonly beside: readonly ProtocolDocument[];
  readonly file: string;
  readonly lineOf: LineOf;
  /** Streams that the agencies' SDL names. */
  readonly named: ReadonlyMap<Stream, NamedAt>;
  /** ISO day. */
  readonly today: string;
  /** Facts that stand under several streams, and what opens each field of the published supergraph. */
  readonly equivalent?: {
    readonly list: EquivalentFacts;
    readonly requirements: ReadonlyMap<string, FieldRequirement>;
  };
}

const REVIEW_NOTICE_DAYS = 60;
const DAY_MS = 86_400_000;

type Found = Omit<LintFinding, 'file' | 'line'> & {
  readonly at?: readonly (string | number)[];
  readonly in?: NamedAt;
};

/** Everything in a protocol that can be read and yet does not do what it seems to say. */
export function lintProtocol(linted: LintedProtocol): readonly LintFinding[] {
  const { document, beside, named, file, lineOf, today, equivalent } = linted;
  const found: readonly Found[] = [
    ...streams(document, beside, named),
    ...unsigned(document, today),
    ...withoutArticle9(document),
    ...contradictions(document, lineOf),
    ...neverFiring(document, today),
    ...neverSettled(document),
    ...neverUnderTheGlass(document),
    ...review(document, today),
    ...unknownAreas(document),
    ...(equivalent ? unequal([document, ...beside], equivalent, today) : []),
  ];
  return found
    .map(
      ({ at = [], in: elsewhere, ...finding }): LintFinding => ({ ...finding, file, line: lineOf(at), ...elsewhere }),
    )
    .sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

function streams(
  document: ProtocolDocument,
  beside: readonly ProtocolDocument[],
  named: ReadonlyMap<Stream, NamedAt>,
): readonly Found[] {
  const all = [document, ...beside];
  const declared = Object.keys(document.streams);
  const shared = new Set(
    all.flatMap(({ clauses, flows = [] }) =>
      [...clauses.filter(({ effect }) => effect !== 'DENY'), ...flows].flatMap((line) =>
        line.shares.map((share) => `${line.by}:${share}`),
      ),
    ),
  );
  const undeclared = [...named].filter(([stream]) => !all.some((one) => Object.hasOwn(one.streams, stream)));
  const unused = declared.filter((stream) => !named.has(stream) && !isContractStream(stream.split(':')[1] ?? ''));
  return [
    ...undeclared.map(([stream, at]): Found => {
      const message = `The SDL names the stream "${stream}", which the protocol does not declare: nobody will ever see it.`;
      return { severity: 'FAULT', rule: 'STREAM_NOT_DECLARED', message, in: at };
    }),
    ...unused.map((stream): Found => {
      const message = `The stream "${stream}" is declared, and neither an agency's SDL nor the contract has it: it holds nothing.`;
      return { severity: 'FAULT', rule: 'STREAM_NOT_IN_USE', message, at: ['streams', stream] };
    }),
    ...declared
      .filter((stream) => !shared.has(stream))
      .map((stream): Found => {
        const message = `No clause or flow shares the stream "${stream}": it is withheld from everybody.`;
        return { severity: 'REMARK', rule: 'STREAM_NOT_SHARED', message, at: ['streams', stream] };
      }),
  ];
}

function unsigned({ parties }: ProtocolDocument, today: string): readonly Found[] {
  return parties.flatMap(({ id, name, signed, withdrew }, at): readonly Found[] => {
    if (withdrew && withdrew.on <= today) {
      const message = `${name} ("${id}") withdrew on ${withdrew.on}: nothing of it is shared any more.`;
      return [{ severity: 'FAULT', rule: 'PARTY_NOT_SIGNED', message, at: ['parties', at] }];
    }
    if (signed && signed.on <= today) return [];
    const when = signed ? `signs only on ${signed.on}` : 'has not signed';
    const message = `${name} ("${id}") ${when}: nothing of it is shared until then.`;
    return [{ severity: 'FAULT', rule: 'PARTY_NOT_SIGNED', message, at: ['parties', at] }];
  });
}

/** UK GDPR Art. 9(1): special-category data need a basis of their own; DPA 2018 s.10 asks for a Schedule 1 condition with most. */
function withoutArticle9(document: ProtocolDocument): readonly Found[] {
  const needsSchedule1 = ['b', 'g', 'h', 'i', 'j'];
  return document.clauses.flatMap((clause, at) => {
    if (clause.effect === 'DENY') return [];
    const special = clause.shares.filter((share) => document.streams[`${clause.by}:${share}`]?.special);
    if (special.length === 0) return [];
    return firing(document, clause).flatMap((code): readonly Found[] => {
      const lawful = document.purposes.find((purpose) => purpose.code === code)?.lawful;
      const missing =
        lawful?.art9 === undefined
          ? 'no Art. 9 basis'
          : needsSchedule1.includes(lawful.art9) && !lawful.sch1?.length
            ? `no Schedule 1 condition for its Art. 9(2)(${lawful.art9})`
            : null;
      if (missing === null) return [];
      const message = `Clause ${clause.id} shares special-category data (${special.join(', ')}) for ${code}, which has ${missing}.`;
      return [{ severity: 'FAULT', rule: 'NO_ARTICLE_9_BASIS', message, at: ['clauses', at] }];
    });
  });
}

function contradictions(document: ProtocolDocument, lineOf: LineOf): readonly Found[] {
  return findContradictions(document).map(({ allow, deny, streams, roles, purposes }): Found => {
    const [allowing, denying] = [document.clauses[allow]!, document.clauses[deny]!];
    const message = `Clause ${allowing.id} allows ${streams.join(', ')} to ${roles.join(', ')} for ${purposes.join(', ')}, and clause ${denying.id} (line ${lineOf(['clauses', deny])}) refuses it: it can never open.`;
    return { severity: 'FAULT', rule: 'CONTRADICTION', message, at: ['clauses', allow] };
  });
}

/** Purposes of a clause that a role it names may state. */
function firing(document: ProtocolDocument, clause: Clause): readonly Purpose[] {
  const { roles } = clause.to;
  const named = document.roles.filter(({ code }) => roles === undefined || roles === 'ANY' || roles.includes(code));
  const stated = new Set(named.flatMap(({ purposes }) => purposes));
  return [...stated].filter((purpose) => clause.purposes === 'ANY' || clause.purposes.includes(purpose));
}

function neverFiring(document: ProtocolDocument, today: string): readonly Found[] {
  const signed = new Set(document.parties.filter((party) => party.signed).map(({ id }) => id));
  return document.clauses.flatMap((clause, at): readonly Found[] => {
    const never = (why: string): Found => {
      const message = `Clause ${clause.id} never fires: ${why}.`;
      return { severity: 'FAULT', rule: 'NEVER_FIRES', message, at: ['clauses', at] };
    };
    if (!signed.has(clause.by)) return [never(`"${clause.by}" has not signed`)];
    if (clause.when?.until !== undefined && clause.when.until < today)
      return [never(`it ended on ${clause.when.until}`)];
    if (firing(document, clause).length === 0) return [never('no role that it names may state any of its purposes')];
    const { roles } = clause.to;
    const idle = (Array.isArray(roles) ? roles : []).filter(
      (role: string) => firing(document, { ...clause, to: { roles: [role] } }).length === 0,
    );
    return idle.map((role: string): Found => {
      const message = `Clause ${clause.id} never fires for ${role}, which may state none of its purposes.`;
      return { severity: 'FAULT', rule: 'NEVER_FIRES', message, at: ['clauses', at, 'to', 'roles'] };
    });
  });
}

/** People are found by these streams before any fact about them can be asked. */
function neverSettled(document: ProtocolDocument): readonly Found[] {
  return document.clauses.flatMap((clause, at): readonly Found[] => {
    const closed = clause.shares.filter((share) => !isSettleable(`${clause.by}:${share}`));
    if (clause.effect === 'DENY' || closed.length === 0 || Object.keys(conditionsOf(clause)).length === 0) return [];
    const message = `Clause ${clause.id} shares ${closed.join(', ')} under a condition about the person, and a person is found by it before anything about them can be asked: that part never opens.`;
    return [{ severity: 'FAULT', rule: 'NEVER_FIRES', message, at: ['clauses', at] }];
  });
}

/** A stream that nobody may have stays closed under break-glass too. */
function neverUnderTheGlass({ breakGlass, clauses }: ProtocolDocument): readonly Found[] {
  return (breakGlass?.streams ?? []).flatMap((stream, at): readonly Found[] => {
    const always = clauses.find(
      (clause) =>
        clause.effect === 'DENY' &&
        clause.shares.some((share) => `${clause.by}:${share}` === stream) &&
        Object.keys(conditionsOf(clause)).length === 0 &&
        clause.purposes === 'ANY' &&
        (clause.to.roles === undefined || clause.to.roles === 'ANY') &&
        !clause.to.organisationTypes &&
        !clause.to.organisations,
    );
    if (!always) return [];
    const message = `breakGlass lists "${stream}", which clause ${always.id} refuses to everybody: a DENY holds under emergency access too.`;
    return [{ severity: 'FAULT', rule: 'CONTRADICTION', message, at: ['breakGlass', 'streams', at] }];
  });
}

/** Without the list, somebody who states an area that is none walks past the refusal. */
function unknownAreas({ clauses, areas = [] }: ProtocolDocument): readonly Found[] {
  if (areas.length > 0) return [];
  return clauses.flatMap((clause, at): readonly Found[] => {
    if (clause.effect !== 'DENY' || conditionsOf(clause).area === undefined) return [];
    const message = `Clause ${clause.id} refuses by area, and the protocol declares no areas: it is passed by whoever states one that there is not.`;
    return [{ severity: 'FAULT', rule: 'AREAS_NOT_DECLARED', message, at: ['clauses', at] }];
  });
}

/** One fact in two streams that somebody has not both of: a fault where nothing keeps it from them. */
function unequal(
  documents: readonly ProtocolDocument[],
  { list, requirements }: NonNullable<LintedProtocol['equivalent']>,
  today: string,
): readonly Found[] {
  const [{ streams }] = documents as readonly [ProtocolDocument];
  const pairs = findUnequalPairs(documents, list, requirements, today).filter(({ streams: told, guard }) =>
    [...told, guard].some((stream) => stream in streams && !documents.slice(1).some((one) => stream in one.streams)),
  );
  return [
    ...unknownFields(list, requirements).map((field): Found => {
      const message = `schema/equivalent-facts.yaml names the field ${field}, which nobody publishes.`;
      return { severity: 'FAULT', rule: 'EQUIVALENT_FACTS', message };
    }),
    ...pairs.map(({ told, what, streams: [first = '', ...more], guard, who, instead }): Found => {
      const roles = who.map(({ role, purposes }) => `${role} (${purposes.join(', ')})`).join(', ');
      const kept = instead === null ? 'and nothing keeps it from them' : `and they read ${instead}`;
      const message = `${told} (${[first, ...more].join(', ')}) tells ${what}, as ${guard} does. Not so the rights: ${roles} may read the first without the second, ${kept}.`;
      const severity = instead === null ? 'FAULT' : 'REMARK';
      return { severity, rule: 'EQUIVALENT_FACTS', message, at: ['streams', guard in streams ? guard : first] };
    }),
  ];
}

function review({ protocol: { review: due } }: ProtocolDocument, today: string): readonly Found[] {
  const days = Math.round((Date.parse(due.next) - Date.parse(today)) / DAY_MS);
  const at = ['protocol', 'review', 'next'];
  if (days > REVIEW_NOTICE_DAYS) return [];
  if (days >= 0) {
    const message = `The review is due on ${due.next}, in ${days} days${due.onOverdue === 'DENY' ? '; after that everything is withheld' : ''}.`;
    return [{ severity: 'REMARK', rule: 'REVIEW_DUE', message, at }];
  }
  const message = `The review was due on ${due.next}, ${-days} days ago${due.onOverdue === 'DENY' ? ': everything is withheld' : ''}.`;
  return [{ severity: 'FAULT', rule: 'REVIEW_DUE', message, at }];
}
