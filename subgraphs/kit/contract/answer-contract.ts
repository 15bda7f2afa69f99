import { CONTRACT_VERSION, contractSdl, type GrantStatement } from '@family-view/schema';
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import type { Agency } from '../agency';
import type { Cohorts } from '../cohort/answer-cohort';
import type { Connector, HeldPerson, Marker } from '../connector';
import type { CheckpointStore } from '../countersign/checkpoint-store';
import { readGrantedStreams } from '../grant/granted-streams';
import { PublicError } from '../http/mask-errors';
import { londonDay } from '../london-day';
import { type AskedOfMarkers, readMarkers } from '../markers/read-markers';
import { readRelatives, readVersions } from '../markers/relatives';
import type { MatchCandidate } from '../match/decide-candidates';
import { type FindBlock, findBlocks } from '../match/find-blocks';
import { matchSubjects } from '../match/match-subjects';
import { type MatchSubject, readSubject } from '../match/subject';
import { NotGranted } from '../not-granted';
import type { AgencyRecords } from '../store/agency-records';
import type { ClaimedRelationship, NotifiedEvent } from '../store/notification-store';
import { isClosed, type Veto, vetoOver } from '../veto';
import type { ConfirmArguments, ContractArguments, MatchArguments } from './contract-arguments';
import { contractScalars } from './contract-scalars';
import { type ContractStreams, contractStreams } from './contract-streams';
import type { Matched, MatchPace } from './match-pace';
import {
  openPeopleSources,
  type PeopleSources,
  readFacts,
  readGroups,
  readIdentity,
  readInvolvements,
} from './read-people';
import { readRoster } from './read-roster';

/** Most refs, or subjects, of one question. */
const MOST_REFS = 1_000;
const MOST_SUBJECTS = 100;
const MOST_ROSTER = 500;
/** Characters of a checkpoint, and hashes of a proof: of a tree of 2^32 records it has fewer. */
const MOST_NOTE = 4_096;
const MOST_PROOF = 64;

/** What one contract request is answered from. */
export interface ContractContext {
  readonly statement: GrantStatement;
  readonly connector: Connector;
  readonly find: FindBlock;
  readonly kept: AgencyRecords;
  readonly checkpoints: CheckpointStore;
  readonly cohorts: Cohorts;
  readonly veto: Veto;
  readonly streams: ContractStreams;
  readonly people: PeopleSources;
  readonly now: () => Date;
  readonly pace: MatchPace;
  /** The ISO day on which something has ended. */
  readonly today: () => string;
}

/** What the contract's fields are answered from: made afresh for each request, after its grant was checked. */
export function openContractRequest(
  agency: Pick<Agency, 'name' | 'connector' | 'openConnector'>,
  statement: GrantStatement,
  { kept, checkpoints, cohorts, pace }: Pick<ContractContext, 'kept' | 'checkpoints' | 'cohorts' | 'pace'>,
  now: () => Date,
): ContractContext {
  const connector = agency.openConnector?.() ?? agency.connector;
  const veto = vetoOver(connector);
  const streams = contractStreams(agency.name, readGrantedStreams(statement));
  const { requester } = statement;
  const today = (): string => connector.today?.() ?? londonDay(now());
  const claimOf = (ref: string) => kept.claimOf(requester.id, ref);
  const people = openPeopleSources({ connector, requester, veto, streams, today, claimOf });
  const find = findBlocks(connector);
  return { statement, connector, find, kept, checkpoints, cohorts, veto, streams, people, now, pace, today };
}

/** The contract as an executable schema: an answer without its field, or a field with arguments without its answer, throws. */
export function buildContractSchema(): GraphQLSchema {
  const { confirm, notify, countersign, ...queries } = answerContract;
  return makeExecutableSchema({
    typeDefs: contractSdl(),
    resolvers: {
      ...contractScalars,
      Query: asResolvers(queries),
      Mutation: asResolvers({ confirm, notify, countersign }),
    },
    resolverValidationOptions: { requireResolversToMatchSchema: 'error', requireResolversForArgs: 'error' },
  });
}

type Answering = (given: never, context: ContractContext) => unknown;

const asResolvers = (answers: Readonly<Record<string, Answering>>) =>
  Object.fromEntries(
    Object.entries(answers).map(([field, answer]) => [
      field,
      (_root: unknown, given: never, context: ContractContext) => answer(given, context),
    ]),
  );

const matchOpen = (
  subjects: readonly MatchSubject[],
  { find, kept, veto }: ContractContext,
  takes = isOpen,
): Promise<readonly (readonly MatchCandidate[])[]> =>
  matchSubjects({ find, recall: kept.recall, people: veto.openPeople, takes }, subjects);

/** Whether any record was read, too, and whether somebody is told of for each. */
async function matchNoting(
  subjects: readonly MatchSubject[],
  context: ContractContext,
): Promise<Matched<readonly (readonly MatchCandidate[])[]>> {
  let closed = 0;
  const answer = await matchOpen(subjects, context, (person) => {
    if (!isOpen(person)) closed += 1;
    return isOpen(person);
  });
  const unfound = answer.filter((candidates) => candidates.length === 0).length;
  return { answer, everybodyRead: closed >= unfound, everybodyTold: unfound === 0 };
}

/** Matches that are looked for alike: about as many, by the same kinds of detail. */
function kindOf(subjects: readonly MatchSubject[]): string {
  const has = (...names: readonly (keyof MatchSubject)[]): string =>
    subjects.some((subject) => names.some((name) => subject[name] !== null)) ? 'y' : 'n';
  const many = Math.ceil(Math.log2(Math.max(1, subjects.length)) / 2);
  return `${many}${has('nhsNumber', 'upn', 'laChildId')}${has('postcode', 'uprn')}${has('familyName')}${has('mother')}`;
}

const isOpen = (person: HeldPerson): boolean => !isClosed(person);

/** Answers every field of the contract over the connector. */
const answerContract = {
  match: async ({ subjects }: MatchArguments, context: ContractContext) => {
    context.streams.require('existence');
    const asked = readSubjects(subjects);
    const { id } = context.statement.requester;
    const [found, said] = await Promise.all([
      context.pace.keep(kindOf(asked), () => matchNoting(asked, context)),
      Promise.all(asked.map((subject) => context.kept.wordsOf(id, subject))),
    ]);
    return found.map((candidates, at) => candidates.map((one) => ({ ...one, said: said[at]!.get(one.ref) ?? null })));
  },

  markers: async ({ subjects }: MatchArguments, context: ContractContext): Promise<readonly (readonly Marker[])[]> => {
    context.streams.require('facts');
    const { connector, find, veto, kept, today } = context;
    return readMarkers({ connector, find, veto, recall: kept.recall, today }, readAskedOfMarkers(subjects));
  },

  identity: ({ refs }: ContractArguments<'identity'>, { people }: ContractContext) =>
    eachOf(refs, (ref) => readIdentity(people, ref)),

  involvements: ({ refs }: ContractArguments<'involvements'>, { people }: ContractContext) =>
    eachOf(refs, (ref) => readInvolvements(people, ref)),

  members: ({ refs }: ContractArguments<'members'>, { people }: ContractContext) =>
    eachOf(refs, (ref) => readGroups(people, ref)),

  facts: ({ refs, kinds }: ContractArguments<'facts'>, { people }: ContractContext) =>
    eachOf(refs, (ref) => readFacts(people, ref, kinds)),

  noted: ({ refs }: ContractArguments<'noted'>, { streams, veto, kept }: ContractContext) =>
    eachOf(refs, async (ref) =>
      streams.for(ref, 'existence') && (await veto.openPerson(ref)) ? kept.notedOf(ref) : [],
    ),

  roster: async ({ area, mine, first, after }: ContractArguments<'roster'>, context: ContractContext) => {
    context.streams.require('roster');
    const { requester } = context.statement;
    // The gateway asks for nobody's but the requester's own; here it is checked again.
    if (area && requester.area !== null && area !== requester.area) throw new NotGranted();
    const ask = {
      area: area ?? null,
      mine,
      first: Math.min(Math.max(first, 1), MOST_ROSTER),
      after: after ?? null,
    };
    return readRoster(context, ask, requester);
  },

  aggregate: ({ measure, by, area, from, to }: ContractArguments<'aggregate'>, context: ContractContext) => {
    context.streams.require('figures');
    return context.connector.count({ measure, by, area: area ?? null, from: from ?? null, to: to ?? null });
  },

  cohortKey: (_: unknown, { streams, cohorts, connector }: ContractContext) => {
    streams.require('figures');
    return cohorts.key(connector);
  },

  cohortShares: ({ cohort }: ContractArguments<'cohortShares'>, context: ContractContext) => {
    context.streams.require('figures');
    return context.cohorts.shares(cohort, askedOf(context));
  },

  cohortTokens: ({ cohort, shares }: ContractArguments<'cohortTokens'>, context: ContractContext) => {
    context.streams.require('figures');
    return context.cohorts.tokens(cohort, shares, askedOf(context));
  },

  contract: () => CONTRACT_VERSION,

  coverage: (_: unknown, context: ContractContext) => {
    context.streams.require('existence');
    return context.connector.coverage();
  },

  confirm: async ({ subject, ref, same, statement }: ConfirmArguments, context: ContractContext) => {
    const about = readSubjectOrSay(subject);
    const [open, [candidates = []]] = await Promise.all([context.veto.openPerson(ref), matchOpen([about], context)]);
    const granted = context.streams.for(ref, 'existence') || context.streams.generally('existence');
    // Of two who are equally sure to be the person, to say of one that they are is no decision about the other.
    if (!open || !granted || candidates.some(({ outcome }) => outcome === 'MANY')) return false;
    const { requester, operation } = context.statement;
    return context.kept.confirm(about, {
      ref,
      same,
      statement: statement.slice(0, 2_000),
      requester: requester.id,
      organisation: requester.organisation,
      operation,
      at: context.now(),
    });
  },

  notify: async ({ event }: ContractArguments<'notify'>, context: ContractContext) => {
    const tooLarge = event.kind.length > 64 || event.reference.length > 256 || event.refs.length > MOST_REFS;
    if (tooLarge) throw new PublicError('The event is larger than an event is', 'BAD_USER_INPUT');
    const claimed = event.kind === 'RELATIONSHIP_CLAIMED' ? await readClaim(event, context) : undefined;
    return context.kept.notify(event, context.statement.operation, claimed);
  },

  countersign: ({ checkpoint }: ContractArguments<'countersign'>, { checkpoints }: ContractContext) => {
    if (checkpoint.note.length > MOST_NOTE || checkpoint.proof.length > MOST_PROOF)
      throw new PublicError('The checkpoint is larger than one is', 'BAD_USER_INPUT');
    return checkpoints.countersign(checkpoint);
  },
};

const askedOf = ({ connector, veto, statement }: ContractContext) => ({
  connector,
  veto,
  requester: statement.requester.id,
});

/** Of whom the grant names and this agency may tell: the answer is the same whether or not anybody is left. */
async function readClaim(
  { at, until, refs }: NotifiedEvent,
  { statement, veto }: ContractContext,
): Promise<ClaimedRelationship> {
  if (!until || Date.parse(until) <= Date.parse(at))
    throw new PublicError('A claimed relationship needs an `until`, later than its `at`', 'BAD_USER_INPUT');
  const named = new Set(statement.people.flatMap((group) => group.refs));
  const people = await veto.openPeople(refs);
  return {
    requester: statement.requester.id,
    refs: refs.filter((ref, place) => people[place] && named.has(ref)),
    until,
  };
}

function eachOf<Answer>(refs: readonly string[], read: (ref: string) => Promise<Answer>): Promise<readonly Answer[]> {
  if (refs.length > MOST_REFS) throw new PublicError('Too many refs in one question', 'BAD_USER_INPUT');
  return Promise.all(refs.map(read));
}

function readSubjects(given: readonly unknown[]): readonly MatchSubject[] {
  if (given.length > MOST_SUBJECTS) throw new PublicError('Too many subjects in one question', 'BAD_USER_INPUT');
  return given.map(readSubjectOrSay);
}

function readAskedOfMarkers(given: readonly unknown[]): readonly AskedOfMarkers[] {
  return readSubjects(given).map((subject, at) => {
    const versions = readVersions(given[at], subject);
    const relatives = readRelatives(given[at]);
    if (!versions || relatives === undefined)
      throw new PublicError('Versions or relatives are not in the shape of the contract', 'BAD_USER_INPUT');
    return { versions, relatives };
  });
}

function readSubjectOrSay(given: unknown): MatchSubject {
  const subject = readSubject(given);
  if (!subject) throw new PublicError('A subject is not in the shape of the contract', 'BAD_USER_INPUT');
  return subject;
}
