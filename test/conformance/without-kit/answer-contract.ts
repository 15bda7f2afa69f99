/** The contract over the register: resolvers of `schema/contract.graphql`. */
import { GraphQLError } from 'graphql';
import type { Statement } from './check-grant';
import { countersigner } from './countersign';
import type { Defences } from './defences';
import { matchMembers, type Subject } from './match-members';
import { MEMBERS, type Member } from './records';
import { scalars } from './scalars';

export interface Context {
  readonly statement: Statement;
}
interface Claim {
  readonly requester: string;
  readonly ref: string;
  readonly until: string;
}

const AS_OF = '2026-11-01T06:00:00Z';
const TODAY = '2026-11-01';
const MOST_REFS = 1_000;
const own = (stream: string): string => `libraries:${stream}`;
const refused = (message: string, code: string): GraphQLError => new GraphQLError(message, { extensions: { code } });

export function contractResolvers(defences: Defences) {
  const { opens, opensGenerally, isClosed, arrange } = defences;
  const claims: Claim[] = [];
  const notes: NotifiedEvent[] = [];
  const countersign = countersigner('libraries', defences.isOnward);
  const openMembers = MEMBERS.filter((member) => !isClosed(member));
  const openMember = (ref: string): Member | undefined => openMembers.find((member) => member.ref === ref);
  const require = ({ statement }: Context, stream: string): void => {
    if (!opensGenerally(statement, own(stream))) throw refused('Not granted', 'NOT_GRANTED');
  };
  /** One answer for each ref, in their order; `nothing` where the stream is not granted, or nobody open is held. */
  const eachOf = <T>(
    refs: readonly string[],
    { statement }: Context,
    stream: string,
    nothing: T,
    read: (member: Member) => T,
  ) => {
    if (refs.length > MOST_REFS) throw refused('Too many refs', 'BAD_USER_INPUT');
    return arrange(
      refs.map((ref) => {
        const member = opens(statement, ref, own(stream)) ? openMember(ref) : undefined;
        return member ? read(member) : nothing;
      }),
    );
  };

  /** `of`: under whose streams it is told. */
  const identityOf = (member: Member, of: string, { statement }: Context) => ({
    ...member,
    lifeState: 'BORN',
    formerNames: [],
    postcode: opens(statement, of, own('address')) ? member.postcode : null,
    mother: member.mother && openMember(member.mother) ? member.mother : null,
    asOf: AS_OF,
    dataQuality: [],
  });
  const membersOf = (member: Member, context: Context) => {
    const children = openMembers.filter(({ mother }) => mother === (member.mother ?? member.ref));
    const mother = openMember(member.mother ?? member.ref);
    if (!mother || children.length === 0 || !opens(context.statement, member.ref, own('family'))) return [];
    const named = opens(context.statement, member.ref, own('identity'));
    const memberOf = (one: Member, relationship: string, to: string | null) => ({
      ref: one.ref,
      relationship,
      to,
      subject: named ? identityOf(one, member.ref, context) : null,
    });
    const [first] = children;
    return [
      {
        ref: `family-${mother.ref}`,
        kind: 'FAMILY',
        members: [
          memberOf(mother, 'Mother', first!.ref),
          ...children.map((child) => memberOf(child, 'Child', mother.ref)),
        ],
      },
    ];
  };
  const factsOf = (member: Member, kinds: readonly string[], { statement }: Context) =>
    [
      { kind: 'AGE', value: String(ageOf(member)) },
      { kind: 'DATE_OF_BIRTH', value: member.dateOfBirth },
      ...claims
        .filter(
          ({ ref, requester, until }) =>
            ref === member.ref &&
            until > new Date().toISOString() &&
            defences.isClaimant(requester, statement.requester.id),
        )
        .map(({ until }) => ({ kind: 'RELATIONSHIP', value: 'SELF_CLAIMED', until })),
    ].filter(({ kind }) => kinds.includes(kind));

  return {
    ...scalars,
    Query: {
      contract: () => 4,
      coverage: (_: unknown, __: unknown, context: Context) => {
        require(context, 'existence');
        return { currentAsOf: AS_OF, notCovered: ['people who borrow without a card'] };
      },
      match: (_: unknown, { subjects }: { subjects: readonly Subject[] }, context: Context) => {
        require(context, 'existence');
        return subjects.map((subject) => matchMembers(subject, openMembers));
      },
      markers: (_: unknown, { subjects }: { subjects: readonly Subject[] }, context: Context) => {
        require(context, 'facts');
        return subjects.map((subject) => [
          ...new Set(matchMembers(subject, MEMBERS).flatMap(({ member }) => member.markers)),
        ]);
      },
      identity: (_: unknown, { refs }: { refs: readonly string[] }, context: Context) =>
        eachOf(refs, context, 'identity', null, (member) => identityOf(member, member.ref, context)),
      involvements: (_: unknown, { refs }: { refs: readonly string[] }, context: Context) =>
        eachOf(refs, context, 'existence', [], (member) => [
          {
            ref: defences.involvementRef(member.ref),
            service: 'Library membership',
            team: member.branch,
            status: 'CURRENT',
            from: member.joinedDate,
            contact: opens(context.statement, member.ref, own('contact')) ? { dutyLine: '01632 960930' } : null,
            asOf: AS_OF,
          },
        ]),
      members: (_: unknown, { refs }: { refs: readonly string[] }, context: Context) =>
        eachOf(refs, context, 'family', [], (member) => membersOf(member, context)),
      facts: (_: unknown, { refs, kinds }: { refs: readonly string[]; kinds: readonly string[] }, context: Context) =>
        eachOf(refs, context, 'facts', [], (member) => factsOf(member, kinds, context)),
      noted: (_: unknown, { refs }: { refs: readonly string[] }, context: Context) =>
        eachOf(refs, context, 'existence', [], (member) => notes.filter((note) => note.refs.includes(member.ref))),
      roster: (_: unknown, { first, after }: { first: number; after?: string | null }, context: Context) => {
        require(context, 'roster');
        const rest = openMembers.map(({ ref }) => ref).filter((ref) => !after || ref > after);
        const refs = rest.slice(0, Math.min(Math.max(first, 1), 500));
        return { refs, next: rest.length > refs.length ? refs.at(-1) : null };
      },
      cohortKey: (_: unknown, _args: unknown, context: Context) => {
        require(context, 'figures');
        return null;
      },
      cohortShares: () => {
        throw refused('No part in cohorts', 'COHORT_REFUSED');
      },
      cohortTokens: () => {
        throw refused('No part in cohorts', 'COHORT_REFUSED');
      },
      aggregate: (_: unknown, { measure, by }: { measure: string; by: readonly string[] }, context: Context) => {
        require(context, 'figures');
        if (measure !== 'library-members' || by.some((one) => one !== 'branch'))
          throw refused('Not kept', 'UNKNOWN_MEASURE');
        if (by.length === 0) return [{ key: [], count: MEMBERS.length }];
        return defences.countAll([...new Set(MEMBERS.map(({ branch }) => branch))]).map((branch) => ({
          key: [branch ?? 'NOT_RECORDED'],
          count: MEMBERS.filter((member) => member.branch === branch).length,
        }));
      },
    },
    Mutation: {
      confirm: () => false,
      countersign: (_: unknown, { checkpoint }: { checkpoint: Parameters<typeof countersign>[0] }) =>
        countersign(checkpoint),
      notify: (_: unknown, { event }: { event: NotifiedEvent }, { statement }: Context) => {
        if (event.kind === 'RECTIFICATION' || event.kind === 'OBJECTION') notes.push(event);
        if (event.kind !== 'RELATIONSHIP_CLAIMED') return true;
        if (!event.until || event.until <= event.at) throw refused('A claim needs an end', 'BAD_USER_INPUT');
        for (const ref of event.refs)
          if (openMember(ref) && statement.people.some(({ refs }) => refs.includes(ref)))
            claims.push({ requester: statement.requester.id, ref, until: event.until });
        return true;
      },
    },
  };
}

interface NotifiedEvent {
  readonly kind: string;
  readonly reference: string;
  readonly at: string;
  readonly until?: string | null;
  readonly refs: readonly string[];
}

const ageOf = ({ dateOfBirth }: Member): number =>
  Number(TODAY.slice(0, 4)) - Number(dateOfBirth.slice(0, 4)) - (TODAY.slice(5) < dateOfBirth.slice(5) ? 1 : 0);
