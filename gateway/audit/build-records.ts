import type { ExecutionResult } from 'graphql';
import type { NarrowedOperation } from '../authorize/types';
import type { OperationAnswers } from '../notices/answer-record';
import type { AgencyOutcome, MaskedField } from '../notices/types';
import type { OperationContext } from '../operation-context';
import type { Decision, Stream } from '../policy/types';
import type { DisclosureRecord, IntentRecord } from './records';

/** What it is told of an operation that was narrowed. `text`: null where nothing was left to ask. */
type ToldNarrowing = Pick<NarrowedOperation, 'asked' | 'withheld'> & { readonly text: string | null };

/** What the audit is told of one operation: names of fields and pseudonyms of people, never a value. */
export function buildRecords(
  run: OperationContext & { readonly answers: OperationAnswers },
  narrowed: ToldNarrowing,
  asked: Pick<BuiltOnce, 'withheld' | 'clauses'>,
  pseudonym: (agency: string, ref: string) => string,
) {
  const { requester, purpose, caseReference } = run.entry;
  return {
    intent: (
      operationHash: string,
      supergraphVersion: string,
      searches: NonNullable<IntentRecord['searches']>,
    ): IntentRecord => ({
      operation: run.id,
      requester: { id: requester.id, role: requester.role, organisation: requester.organisation },
      purpose,
      caseReference,
      operationHash,
      supergraphVersion,
      protocolVersion: run.protocolVersion,
      ...(run.entry.breakGlass?.family ? { breakGlass: run.entry.breakGlass.family.reference } : {}),
      fields: toldOf(narrowed).fields,
      withheld: asked.withheld,
      clauses: asked.clauses,
      ...(searches.length > 0 ? { searches } : {}),
    }),
    disclosure: ({ data }: ExecutionResult): DisclosureRecord => ({
      ...parts(),
      outcome: outcomeOf(data, narrowed, run.answers),
      ...(run.answers.refusal() === null ? {} : { code: run.answers.refusal()! }),
    }),
    /** Of an answer that leaves in parts: what each adds to those before it. To be called once for each, in their order. */
    inParts: () => {
      const before = new Map<string, AgencyPart>();
      const told = new Set<string>();
      return (outcome: DisclosureRecord['outcome'], code: string | null, isLast: boolean): DisclosureRecord => {
        const silent = new Set(
          run.answers
            .outcomesByAgency()
            .filter(({ answered, fault }) => !answered && fault === null)
            .map(({ agency }) => agency),
        );
        const whole = parts();
        const masked = (whole.masked ?? []).filter((one) => !told.has(JSON.stringify(one)));
        for (const one of masked) told.add(JSON.stringify(one));
        const agencies = whole.agencies.flatMap((one) => {
          // It has yet to answer: of it no more is told than that it knows somebody.
          const now = !isLast && silent.has(one.agency) ? existenceAlone(one) : one;
          const added = addedTo(before.get(one.agency), now);
          if (added) before.set(one.agency, now);
          return added ?? [];
        });
        return { operation: run.id, masked, agencies, outcome, ...(code === null ? {} : { code }) };
      };
    },
    /** In place of an answer: what was learned of whom by being refused. */
    refusal: (code: string, outcome: 'refused' | 'failed'): DisclosureRecord => ({ ...parts(), outcome, code }),
  };

  function parts(): Omit<DisclosureRecord, 'outcome'> {
    const outcomes = run.answers.outcomesByAgency();
    const masks = run.answers.allMasks();
    const closed = [...run.answers.allRefused()].map(([stream, reason]) => ({ stream, reason }));
    const isAgencys = new Set(outcomes.map(({ agency }) => agency));
    return {
      operation: run.id,
      masked: masks.filter(({ agency }) => !isAgencys.has(agency)).map(maskOf),
      agencies: outcomes.map((outcome) => ({
        ...partOf(outcome),
        masked: masks.filter(({ agency }) => agency === outcome.agency).map(maskOf),
        closed: closed.filter(({ stream }) => stream.startsWith(`${outcome.agency}:`)),
      })),
    };
  }

  function partOf(outcome: AgencyOutcome): DisclosureRecord['agencies'][number] {
    const { agency, refs } = outcome;
    const named = (others: ReadonlySet<string>): readonly string[] =>
      [...others].filter((ref) => !refs.has(ref)).map((ref) => pseudonym(agency, ref));
    return {
      agency,
      answer: answerOf(outcome),
      fields: fieldsOf(outcome, narrowed),
      people: [...refs].map((ref) => pseudonym(agency, ref)),
      existence: named(outcome.existence),
      possible: named(outcome.possible),
    };
  }
}

type AgencyPart = DisclosureRecord['agencies'][number];

const existenceAlone = ({ agency, people, existence = [], possible }: AgencyPart): AgencyPart => ({
  agency,
  answer: 'not asked',
  fields: [],
  people: [],
  existence: [...existence, ...people],
  possible,
});

/** What a later record of the same operation has to tell of an agency; null where nothing is new. */
function addedTo(before: AgencyPart | undefined, now: AgencyPart): AgencyPart | null {
  if (!before) return now;
  const since = <T>(all: readonly T[] = [], known: readonly T[] = []): readonly T[] => {
    const names = new Set(known.map((one) => JSON.stringify(one)));
    return all.filter((one) => !names.has(JSON.stringify(one)));
  };
  const people = since(now.people, before.people);
  const fields = people.length > 0 ? now.fields : since(now.fields, before.fields);
  const existence = since(now.existence, [...(before.existence ?? []), ...before.people]);
  const possible = since(now.possible, before.possible);
  const masked = since(now.masked, before.masked);
  const closed = since(now.closed, before.closed);
  const isNew =
    now.answer !== before.answer || [people, fields, existence, possible, masked, closed].some((one) => one.length > 0);
  // Fields were shown of all of whom records were asked for.
  return isNew ? { ...now, fields, existence, possible, masked, closed } : null;
}

const maskOf = ({ coordinate, mask }: MaskedField) => ({ field: coordinate, mask });

/** What is the same for everybody who asks this and is decided alike: frozen, so that the audit writes it once. */
export interface BuiltOnce {
  readonly withheld: IntentRecord['withheld'];
  readonly clauses: readonly string[];
}

export const buildOnce = (
  withheld: NarrowedOperation['withheld'],
  streams: readonly Stream[],
  decide: (stream: Stream) => Decision,
): BuiltOnce => ({
  withheld: Object.freeze(
    withheld.map(({ coordinate, stream, reason }) => Object.freeze({ field: fieldAt(coordinate), stream, reason })),
  ),
  clauses: Object.freeze([
    ...new Set(
      streams
        .map(decide)
        .flatMap((decision) => (decision.kind === 'withheld' || !decision.clause ? [] : [decision.clause])),
    ),
  ]),
});

/** A type that is shown or closed by a rule of its own is told as what shows it: a word alone is no field in the audit. */
const fieldAt = (coordinate: string): string => (coordinate.includes('.') ? coordinate : `${coordinate}.__typename`);

function outcomeOf(
  data: ExecutionResult['data'],
  narrowed: ToldNarrowing,
  answers: OperationAnswers,
): DisclosureRecord['outcome'] {
  if (narrowed.text === null) return 'refused';
  if (answers.hasOwnFaults()) return 'failed';
  return Object.values(data ?? {}).some((value) => value !== null) ? 'disclosed' : 'nothing';
}

function answerOf({
  fault,
  answered,
  refs,
  streams,
  existence,
  possible,
}: AgencyOutcome): DisclosureRecord['agencies'][number]['answer'] {
  // That it knows somebody was told from their id, or typed.
  if (fault === null && refs.size === 0 && streams.size === 0) return 'not asked';
  if (fault !== null || !answered) return 'unavailable';
  // Counts are of nobody in particular.
  const counted = [...streams].some((stream) => stream.endsWith(':figures'));
  // Whoever is only said to be known there, or possible, is held there all the same.
  return refs.size + existence.size + possible.size > 0 || counted ? 'answered' : 'nothing held';
}

/** What is told of every run of one narrowed operation alike: frozen, so that the audit looks at it once. */
interface Told {
  readonly fields: readonly string[];
  /** By the streams that were open on an agency's calls. */
  readonly byStreams: Map<string, readonly string[]>;
}
const told = new WeakMap<ToldNarrowing, Told>();
const MOST_SETS_OF_STREAMS = 1_000;

function toldOf(narrowed: ToldNarrowing): Told {
  const known = told.get(narrowed) ?? {
    fields: Object.freeze([...narrowed.asked.keys()].map(fieldAt)),
    byStreams: new Map(),
  };
  told.set(narrowed, known);
  return known;
}

function fieldsOf(outcome: AgencyOutcome, narrowed: ToldNarrowing): readonly string[] {
  const { byStreams } = toldOf(narrowed);
  const name = [...outcome.streams].join(' ');
  let fields = byStreams.get(name);
  if (!fields) {
    if (byStreams.size >= MOST_SETS_OF_STREAMS) byStreams.clear();
    fields = Object.freeze(readFields(outcome, narrowed));
    byStreams.set(name, fields);
  }
  return fields;
}

/** Streams that were open on the call, for linkage's own questions; the agency's own coordinates, for its records. */
function readFields(outcome: AgencyOutcome, narrowed: ToldNarrowing): readonly string[] {
  const coordinates = [...narrowed.asked]
    .filter(([, streams]) => streams.some((stream) => outcome.streams.has(stream)))
    .map(([coordinate]) => fieldAt(coordinate));
  return [...new Set([...coordinates, ...outcome.streams])];
}
