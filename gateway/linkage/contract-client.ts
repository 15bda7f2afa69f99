import { contractStream } from '@family-view/schema';
import DataLoader from 'dataloader';
import type { ZodType } from 'zod';
import type { OperationContext } from '../operation-context';
import type { Fact, FactKind } from '../policy/types';
import type { ContractRequest } from '../subgraph-client/fetch-contract';
import {
  type Candidate,
  confirmReply,
  factsReply,
  familyRefsReply,
  type HeldGroup,
  type HeldIdentity,
  identityReply,
  kinReply,
  markersReply,
  matchReply,
  membersReply,
  notifyReply,
  rosterReply,
} from './contract-replies';
import { fitSubject } from './fit-subject';
import { readPlainKin } from './read-kin';
import { asOfContract1, isEmptySubject, type Subject, sharedForLinkage } from './subject';

/** Asks one agency's contract; null where it did not answer, which `run.answers` then knows. */
export type FetchContract = (
  agency: string,
  question: ContractRequest,
  run: OperationContext,
) => Promise<Readonly<Record<string, unknown>> | null>;

const IDENTITY = {
  identity: 'lifeState givenName familyName formerNames dateOfBirth expectedDateOfBirth sex mother',
  address: 'postcode uprn',
  identifiers: 'nhsNumber nhsNumberVerified upn laChildId',
} as const;

/** Most subjects that an agency takes in one question (`schema/contract.graphql`). */
const MOST_SUBJECTS = 100;
type Matched = readonly Candidate[] | 'SILENT';
interface AskedOf {
  readonly subject: Subject;
  readonly record: string | null;
}

/** How an agency is told of something. */
export const NOTIFY = 'mutation ($event: NotifiedEvent!) { notify(event: $event) }';

/** What an agency is told of: references only. Instants are ISO 8601. */
export interface NotifiedEvent {
  readonly kind:
    | 'BREAK_GLASS'
    | 'RELATIONSHIP_CLAIMED'
    | 'OWN_FAMILY'
    | 'ALERT'
    | 'POSSIBLE_DUPLICATE'
    | 'RECORD_CONFLICT'
    | 'RECTIFICATION'
    | 'OBJECTION';
  readonly reference: string;
  readonly at: string;
  readonly until: string | null;
  readonly refs: readonly string[];
}

export interface HeldKin {
  readonly identity: HeldIdentity | null;
  readonly groups: readonly HeldGroup[];
}

const groupFields = (subject: string): string =>
  `ref kind members { ref relationship to from until parentalResponsibility ${subject} }`;

/** A group without the person it was asked for is somebody else's. */
const isGroupOf = ({ members }: HeldGroup, ref: string): boolean =>
  members.some((member) => member.ref === ref) &&
  members.every(({ ref: own, subject }) => subject === null || subject.ref === own);

/** The questions that linkage asks for joining, each once in an operation. Which fields each names follows the flows that its owner agreed. */
export class ContractClient {
  private open: readonly string[] | null = null;
  /** Asked once in an operation: by ref, at each agency. */
  private readonly kinKnown = new Map<string, Map<string, Promise<HeldKin | null>>>();
  /** What is asked of one agency at once goes in one question, and what was asked before is not asked again. */
  private readonly matching = new Map<string, DataLoader<AskedOf, Matched, string>>();

  constructor(
    private readonly agencies: readonly string[],
    private readonly askContract: FetchContract,
    private readonly run: OperationContext,
    /** Agencies that still answer an earlier contract. */
    private readonly earlier: ReadonlySet<string> = new Set(),
    /** Agencies whose contract cannot say what was noted of a record. */
    private readonly notNoting: ReadonlySet<string> = new Set(),
  ) {}

  /** Agencies whose existence is open to this requester: nobody else is asked whether they know anyone. */
  openAgencies(): readonly string[] {
    this.open ??= this.agencies.filter((agency) => this.grants(agency, 'existence'));
    return this.open;
  }

  /** Whether its certainty about another agency's record is its word that both are one person: from contract 2 on. */
  recognises(agency: string): boolean {
    return !this.earlier.has(agency);
  }

  /** Whether it can say what a person has asked about their record: from contract 3 on. */
  notes(agency: string): boolean {
    return !this.notNoting.has(agency);
  }

  grants(agency: string, stream: Parameters<typeof contractStream>[1]): boolean {
    return this.run.rights.decide(contractStream(agency, stream)).kind === 'granted';
  }

  /** Granted to be shown as it is, whoever it is about. */
  grantsWhole(agency: string, stream: Parameters<typeof contractStream>[1]): boolean {
    const decision = this.run.rights.decide(contractStream(agency, stream));
    return decision.kind === 'granted' && decision.transform === undefined;
  }

  /** Granted, or granted for some people: which, is settled by facts about each. */
  mayGrant(agency: string, stream: Parameters<typeof contractStream>[1]): boolean {
    return this.run.rights.decide(contractStream(agency, stream)).kind !== 'withheld';
  }

  /**
   * Null for a subject of whom nothing may be told: nobody was compared, which is not "nothing held".
   * @param records by each subject, which record it is told from: of one record an agency is asked once in an operation.
   */
  async match(
    agency: string,
    subjects: readonly Subject[],
    records?: readonly string[],
  ): Promise<readonly (readonly Candidate[] | null)[] | null> {
    let matching = this.matching.get(agency);
    if (!matching) {
      matching = new DataLoader((told) => this.matchAtOnce(agency, told), {
        cacheKeyFn: ({ record, subject }) => `${record} ${JSON.stringify(subject)}`,
        maxBatchSize: MOST_SUBJECTS,
        batchScheduleFn: (batch) => setImmediate(batch),
      });
      this.matching.set(agency, matching);
    }
    const load = (subject: Subject, at: number) => {
      const asked = { subject, record: records?.[at] ?? null };
      // Equal words are not of one record: what was typed may happen to be what a record holds.
      if (asked.record === null) matching.clear(asked);
      return matching.load(asked);
    };
    const matched = await Promise.all(
      subjects.map(fitSubject).map((subject, at) => (isEmptySubject(subject) ? null : load(subject, at))),
    );
    return matched.includes('SILENT') ? null : (matched as readonly (readonly Candidate[] | null)[]);
  }

  /** Of several who are asked about alike, one is sent. */
  private async matchAtOnce(agency: string, asked: readonly AskedOf[]): Promise<readonly Matched[]> {
    const names = asked.map(({ subject }) => JSON.stringify(subject));
    const places = new Map([...new Set(names)].map((name, at) => [name, at]));
    const told = [...places.keys()].map((name) => this.asTaken(agency, asked[names.indexOf(name)]!.subject));
    const said = this.recognises(agency) ? ' said' : '';
    const query = `query ($subjects: [Subject!]!) { match(subjects: $subjects) { ref outcome score comparedOn${said} } }`;
    const reply = await this.ask(agency, matchReply, {
      query,
      variables: { subjects: told },
      people: [],
      streams: [contractStream(agency, 'existence')],
    });
    const inOrder = reply && (reply.match.length === told.length || this.refuse(agency));
    return names.map((name) =>
      inOrder ? reply.match[places.get(name)!]!.filter(({ ref }) => !this.isStopped(agency, ref)) : 'SILENT',
    );
  }

  async identities(agency: string, refs: readonly string[]): Promise<readonly (HeldIdentity | null)[] | null> {
    const shares = sharedForLinkage(agency, this.agencies, this.run.rights);
    if (!shares.includes('identity')) return refs.map(() => null);
    const query = `query ($refs: [ID!]!) { identity(refs: $refs) { ref ${this.identityFields(agency, shares)} } }`;
    const people = [{ refs, streams: shares.map((share) => contractStream(agency, share)) }];
    const reply = await this.ask(agency, identityReply, { query, variables: { refs }, people, streams: [] });
    if (!reply) return null;
    const inOrder =
      reply.identity.length === refs.length &&
      reply.identity.every((identity, at) => identity === null || identity.ref === refs[at]);
    return inOrder
      ? reply.identity.map((identity, at) => (this.isStopped(agency, refs[at]!) ? null : identity))
      : this.refuse(agency);
  }

  /** Family groups and households of these people. Members' identities come as far as flows allow: for joining. */
  async members(agency: string, refs: readonly string[]): Promise<readonly (readonly HeldGroup[])[] | null> {
    if (this.sharesIdentity(agency)) return (await this.kin(agency, refs))?.map(({ groups }) => groups) ?? null;
    const open = (['family', 'household'] as const).filter((stream) => this.grants(agency, stream));
    const query = `query ($refs: [ID!]!) { members(refs: $refs) { ${groupFields('')} } }`;
    const people = [{ refs, streams: open.map((stream) => contractStream(agency, stream)) }];
    const reply = await this.ask(agency, membersReply, { query, variables: { refs }, people, streams: [] });
    if (!reply) return null;
    const inOrder =
      reply.members.length === refs.length &&
      reply.members.every((groups, at) => groups.every((group) => isGroupOf(group, refs[at]!)));
    return inOrder
      ? reply.members.map((groups, at) => this.openGroups(agency, refs[at]!, groups))
      : this.refuse(agency);
  }

  /** What an agency of an earlier contract does not know of is neither asked of it nor told to it. */
  private identityFields(agency: string, shares: readonly (keyof typeof IDENTITY)[]): string {
    const fields = shares.map((share) => IDENTITY[share]).join(' ');
    return this.recognises(agency) && shares.includes('identity') ? `${fields} birthOrder` : fields;
  }

  private asTaken(agency: string, subject: Subject): Subject {
    return this.recognises(agency) ? subject : asOfContract1(subject);
  }

  /** Whether names may be read of this agency, to join by. */
  sharesIdentity(agency: string): boolean {
    return sharedForLinkage(agency, this.agencies, this.run.rights).includes('identity');
  }

  /** Who each of these people is, and whom this agency takes to belong with them: also for the gateway alone, which withholds by it. */
  async kin(agency: string, refs: readonly string[]): Promise<readonly HeldKin[] | null> {
    const known = this.kinKnown.get(agency) ?? new Map<string, Promise<HeldKin | null>>();
    this.kinKnown.set(agency, known);
    const missing = refs.filter((ref) => !known.has(ref));
    if (missing.length > 0) {
      const asked = this.askKin(agency, missing);
      for (const [at, ref] of missing.entries())
        known.set(
          ref,
          asked.then((held) => held && held[at]!),
        );
    }
    const held = await Promise.all(refs.map((ref) => known.get(ref)!));
    return held.every((one) => one !== null) ? held : null;
  }

  private async askKin(agency: string, refs: readonly string[]): Promise<readonly HeldKin[] | null> {
    const shares = sharedForLinkage(agency, this.agencies, this.run.rights);
    if (!shares.includes('identity')) return refs.map(() => ({ identity: null, groups: [] }));
    const fields = `ref ${this.identityFields(agency, shares)}`;
    // What is granted of some people is not known yet of these: by such a grant nothing is asked here.
    const groups = (['family', 'household'] as const).filter(
      (stream) =>
        this.grants(agency, stream) || (stream === 'family' && this.run.rights.flows(agency, stream, 'gateway')),
    );
    const members = groups.length > 0 ? `members(refs: $refs) { ${groupFields(`subject { ${fields} }`)} }` : '';
    const query = `query ($refs: [ID!]!) { identity(refs: $refs) { ${fields} } ${members} }`;
    const people = [{ refs, streams: [...groups, ...shares].map((stream) => contractStream(agency, stream)) }];
    const reply = await this.ask(agency, kinReply, { query, variables: { refs }, people, streams: [] }, readPlainKin);
    if (!reply) return null;
    const inOrder =
      reply.identity.length === refs.length &&
      (reply.members ?? refs).length === refs.length &&
      refs.every((ref, at) => (reply.identity[at]?.ref ?? ref) === ref) &&
      (reply.members ?? []).every((held, at) => held.every((group) => isGroupOf(group, refs[at]!)));
    if (!inOrder) return this.refuse(agency);
    return refs.map((ref, at) => ({
      identity: this.isStopped(agency, ref) ? null : reply.identity[at]!,
      groups: this.openGroups(agency, ref, reply.members?.[at] ?? []),
    }));
  }

  /** Facts of these kinds about each of these people and this requester. */
  async facts(
    agency: string,
    refs: readonly string[],
    kinds: readonly FactKind[],
  ): Promise<readonly (readonly Fact[])[] | null> {
    const query =
      'query ($refs: [ID!]!, $kinds: [FactKind!]!) { facts(refs: $refs, kinds: $kinds) { kind value from until } }';
    const people = [{ refs, streams: [contractStream(agency, 'facts')] }];
    const reply = await this.ask(agency, factsReply, { query, variables: { refs, kinds }, people, streams: [] });
    if (reply && reply.facts.length !== refs.length) return this.refuse(agency);
    return reply
      ? reply.facts.map((told, at) =>
          this.isStopped(agency, refs[at]!) ? [] : told.filter(({ kind }) => kinds.includes(kind)),
        )
      : null;
  }

  /** The markers of each of these subjects, in their order. */
  async markers(agency: string, subjects: readonly Subject[]): Promise<readonly (readonly string[])[] | null> {
    const query = 'query ($subjects: [Subject!]!) { markers(subjects: $subjects) }';
    const streams = [contractStream(agency, 'facts')];
    const reply = await this.ask(agency, markersReply, {
      query,
      variables: { subjects: subjects.map((one) => this.asTaken(agency, one)) },
      people: [],
      streams,
    });
    if (reply && reply.markers.length !== subjects.length) return this.refuse(agency);
    return reply ? reply.markers : null;
  }

  /** Refs of everybody in the family groups of these people: for the gateway itself, which shows them to nobody. */
  async familyRefs(agency: string, refs: readonly string[]): Promise<readonly (readonly string[])[] | null> {
    const query = 'query ($refs: [ID!]!) { members(refs: $refs) { kind members { ref } } }';
    const people = [{ refs, streams: [contractStream(agency, 'family')] }];
    const reply = await this.ask(agency, familyRefsReply, { query, variables: { refs }, people, streams: [] });
    if (!reply) return null;
    if (reply.members.length !== refs.length) return this.refuse(agency);
    return reply.members.map((groups) =>
      groups.filter(({ kind }) => kind === 'FAMILY').flatMap(({ members }) => members.map(({ ref }) => ref)),
    );
  }

  /** Tells an agency of something about its own people, by reference. True once it has it. */
  async notify(agency: string, event: NotifiedEvent): Promise<boolean> {
    const people = event.refs.length > 0 ? [{ refs: event.refs, streams: [contractStream(agency, 'existence')] }] : [];
    const reply = await this.ask(agency, notifyReply, { query: NOTIFY, variables: { event }, people, streams: [] });
    return reply?.notify === true;
  }

  /** Has an agency keep that a record is, or is not, this person's. Null where it did not answer. */
  async confirm(
    agency: string,
    decided: { readonly subject: Subject; readonly ref: string; readonly same: boolean; readonly statement: string },
  ): Promise<boolean | null> {
    const query =
      'mutation ($subject: Subject!, $ref: ID!, $same: Boolean!, $statement: String!) { confirm(subject: $subject, ref: $ref, same: $same, statement: $statement) }';
    // What it is certain of may be another from now on.
    this.matching.delete(agency);
    const existence = contractStream(agency, 'existence');
    const people = [{ refs: [decided.ref], streams: [existence] }];
    const variables = { ...decided, subject: this.asTaken(agency, fitSubject(decided.subject)) };
    const reply = await this.ask(agency, confirmReply, { query, variables, people, streams: [existence] });
    return reply?.confirm ?? null;
  }

  async roster(
    agency: string,
    ask: {
      readonly area: string | null;
      readonly mine: boolean;
      readonly first: number;
      readonly after: string | null;
    },
  ): Promise<{ refs: readonly string[]; next: string | null } | null> {
    const query =
      'query ($area: ID, $mine: Boolean!, $first: Int!, $after: String) { roster(area: $area, mine: $mine, first: $first, after: $after) { refs next } }';
    const reply = await this.ask(agency, rosterReply, {
      query,
      variables: ask,
      people: [],
      streams: [contractStream(agency, 'roster')],
    });
    if (!reply) return null;
    return { ...reply.roster, refs: reply.roster.refs.filter((ref) => !this.isStopped(agency, ref)) };
  }

  /** Of a record that is stopped nothing is taken, as if the agency itself had closed it; but whom it marks closes all the same. */
  private isStopped(agency: string, ref: string): boolean {
    return this.run.isStopped?.(agency, ref) === true;
  }

  private openGroups(agency: string, ref: string, groups: readonly HeldGroup[]): readonly HeldGroup[] {
    if (!this.run.isStopped) return groups;
    if (this.isStopped(agency, ref)) return [];
    const isOpen = (one: string | null): boolean => one === null || !this.isStopped(agency, one);
    return groups.map((group) => ({
      ...group,
      members: group.members.filter((member) => isOpen(member.ref) && isOpen(member.to)),
    }));
  }

  /**
   * An answer that is not of the contract's form is no answer: nothing in it is believed.
   * @param readPlain reads what is plainly of the form as the form does; null where the form has to.
   */
  async ask<T>(
    agency: string,
    form: ZodType<T>,
    question: ContractRequest,
    readPlain: (data: unknown) => T | null = () => null,
  ): Promise<T | null> {
    const data = await this.askContract(agency, question, this.run);
    if (data === null) return null;
    const plain = readPlain(data);
    if (plain !== null) return plain;
    const read = form.safeParse(data);
    return read.success ? read.data : this.refuse(agency, 'MALFORMED');
  }

  /** Takes nothing of an answer, and notes why. */
  refuse(agency: string, fault: 'ENTITY_MISMATCH' | 'MALFORMED' | 'TOO_MANY_MEMBERS' = 'ENTITY_MISMATCH'): null {
    this.run.answers.trouble(agency, fault);
    return null;
  }
}
