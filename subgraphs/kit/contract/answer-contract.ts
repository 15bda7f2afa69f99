import { CONTRACT_VERSION, contractSdl, type GrantStatement } from '@family-view/schema';
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import type { Agency } from '../agency';
import type { Connector, HeldPerson, Marker } from '../connector';
import { readGrantedStreams } from '../grant/granted-streams';
import { PublicError } from '../http/mask-errors';
import { londonDay } from '../london-day';
import { type AskedOfMarkers, readMarkers } from '../markers/read-markers';
import { readRelatives, readVersions } from '../markers/relatives';
import type { MatchCandidate } from '../match/decide-candidates';
import { matchSubjects } from '../match/match-subjects';
import { type MatchSubject, readSubject } from '../match/subject';
import { NotGranted } from '../not-granted';
import type { ClaimedRelationship, NotifiedEvent, RecordStore } from '../store/agency-records';
import { isClosed, type Veto, vetoOver } from '../veto';
import type { ConfirmArguments, ContractArguments, MatchArguments } from './contract-arguments';
import { contractScalars } from './contract-scalars';
import { type ContractStreams, contractStreams } from './contract-streams';
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

/** What one contract request is answered from. */
export interface ContractContext {
  readonly statement: GrantStatement;
  readonly connector: Connector;
  readonly kept: RecordStore;
  readonly veto: Veto;
  readonly streams: ContractStreams;
  readonly people: PeopleSources;
  readonly now: () => Date;
  /** The ISO day on which something has ended. */
  readonly today: () => string;
}

/** What the contract's fields are answered from: made afresh for each request, after its grant was checked. */
export function openContractRequest(
  agency: Pick<Agency, 'name' | 'connector' | 'openConnector'>,
  statement: GrantStatement,
  kept: RecordStore,
  now: () => Date,
): ContractContext {
  const connector = agency.openConnector?.() ?? agency.connector;
  const veto = vetoOver(connector);
  const streams = contractStreams(agency.name, readGrantedStreams(statement));
  const { requester } = statement;
  const today = (): string => connector.today?.() ?? londonDay(now());
  const claimOf = (ref: string) => kept.claimOf(requester.id, ref);
  const people = openPeopleSources({ connector, requester, veto, streams, today, claimOf });
  return { statement, connector, kept, veto, streams, people, now, today };
}

/** The contract as an executable schema: an answer without its field, or a field with arguments without its answer, throws. */
export function buildContractSchema(): GraphQLSchema {
  const { confirm, notify, ...queries } = answerContract;
  return makeExecutableSchema({
    typeDefs: contractSdl(),
    resolvers: { ...contractScalars, Query: asResolvers(queries), Mutation: asResolvers({ confirm, notify }) },
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
  { connector, kept, veto }: ContractContext,
): Promise<readonly (readonly MatchCandidate[])[]> =>
  matchSubjects({ connector, recall: kept.recall, people: veto.openPeople, takes: isOpen }, subjects);

const isOpen = (person: HeldPerson): boolean => !isClosed(person);

/** Answers every field of the contract over the connector. */
const answerContract = {
  match: async ({ subjects }: MatchArguments, context: ContractContext) => {
    context.streams.require('existence');
    const asked = readSubjects(subjects);
    const { id } = context.statement.requester;
    const [found, said] = await Promise.all([
      matchOpen(asked, context),
      Promise.all(asked.map((subject) => context.kept.wordsOf(id, subject))),
    ]);
    return found.map((candidates, at) => candidates.map((one) => ({ ...one, said: said[at]!.get(one.ref) ?? null })));
  },

  markers: async ({ subjects }: MatchArguments, context: ContractContext): Promise<readonly (readonly Marker[])[]> => {
    context.streams.require('facts');
    const { connector, veto, kept, today } = context;
    return readMarkers({ connector, veto, recall: kept.recall, today }, readAskedOfMarkers(subjects));
  },

  identity: ({ refs }: ContractArguments<'identity'>, { people }: ContractContext) =>
    eachOf(refs, (ref) => readIdentity(people, ref)),

  involvements: ({ refs }: ContractArguments<'involvements'>, { people }: ContractContext) =>
    eachOf(refs, (ref) => readInvolvements(people, ref)),

  members: ({ refs }: ContractArguments<'members'>, { people }: ContractContext) =>
    eachOf(refs, (ref) => readGroups(people, ref)),

  facts: ({ refs, kinds }: ContractArguments<'facts'>, { people }: ContractContext) =>
    eachOf(refs, (ref) => readFacts(people, ref, kinds)),

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
};

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
