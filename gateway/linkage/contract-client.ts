import { contractStream } from '@family-view/schema';
import type { Fact, FactKind } from '../policy/types';
import { type HeldKin, KinAsked } from './ask-kin';
import { MatchesAsked } from './ask-matches';
import { ContractExchange, groupFields, isGroupOf } from './contract-exchange';
import {
  type Candidate,
  confirmReply,
  factsReply,
  familyRefsReply,
  type HeldGroup,
  type HeldIdentity,
  identityReply,
  markersReply,
  membersReply,
  notifyReply,
  rosterReply,
} from './contract-replies';
import { fitSubject } from './fit-subject';
import { NOTIFY, type NotifiedEvent } from './notified-event';
import type { Subject } from './subject';

/** The questions that linkage asks for joining, each once in an operation. Which fields each names follows the flows that its owner agreed. */
export class ContractClient extends ContractExchange {
  private readonly kinAsked = new KinAsked(this);
  private readonly matches = new MatchesAsked(this);

  /** See `MatchesAsked`. */
  match(
    agency: string,
    subjects: readonly Subject[],
    records?: readonly string[],
  ): Promise<readonly (readonly Candidate[] | null)[] | null> {
    return this.matches.of(agency, subjects, records);
  }

  /** Who each of these people is, and whom this agency takes to belong with them: also for the gateway alone, which withholds by it. */
  kin(agency: string, refs: readonly string[]): Promise<readonly HeldKin[] | null> {
    return this.kinAsked.of(agency, refs);
  }

  async identities(agency: string, refs: readonly string[]): Promise<readonly (HeldIdentity | null)[] | null> {
    const shares = this.sharesOf(agency);
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
    const variables = { subjects: subjects.map((one) => this.asTaken(agency, one)) };
    const question = { query, variables, people: [], streams };
    const reply = await this.ask(agency, markersReply, question);
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
    this.matches.forget(agency);
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
}
