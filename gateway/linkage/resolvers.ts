import { type GraphQLResolveInfo, GraphQLScalarType, Kind, type SelectionNode } from 'graphql';
import { pageSize } from '../shared/page-size';
import { checkSearch } from './check-search';
import type { HeldIdentity } from './contract-replies';
import { explainLink } from './explain-link';
import { findForAccount } from './find-for-account';
import type { Found } from './find-person';
import { linkRoster } from './link-roster';
import type { Accounts, Figures, LinkageContext, Reviewing, StopAsked } from './linkage-context';
import type { Linker } from './linker';
import { breakGlass, claimRelationship, confirmMatch } from './mutations';
import { relationshipFor } from './name-openly';
import { noteRight, reportLink } from './noted-rights';
import { PartUnavailable } from './part-unavailable';
import type { AmongAgencies } from './single-view';
import { SLOT_STATUS } from './slots';
import type { Subject } from './subject';

interface ExplainArguments {
  readonly fields: readonly string[];
  readonly person?: string | null;
  readonly as?: string | null;
}

/** Of all agencies where it is null. */
interface OfAgencies {
  readonly agencies?: readonly string[] | null;
}

type Ref = { readonly id: string };
type Arguments<T> = (parent: never, args: T, context: LinkageContext, info: GraphQLResolveInfo) => unknown;

const PAGE = { most: 50 } as const;

export const linkageResolvers = {
  PersonID: plainScalar('PersonID'),
  FamilyID: plainScalar('FamilyID'),
  Query: {
    me: (_parent: never, _args: unknown, { run: { entry } }: LinkageContext) => ({
      ...entry.requester,
      purpose: entry.purpose,
      caseReference: entry.caseReference,
    }),
    findPeople: (async (_parent, { by }, { linker }, { fieldNodes }) => {
      const found = await linker.find(checkSearch(by), asksForFamily(fieldNodes));
      const silent = [...found.answers].filter(([, { state }]) => state === 'unanswered').map(([agency]) => agency);
      return {
        certain: orUnavailable(found.person ? [found.person] : [], silent),
        selected: orUnavailable(found.selected, silent),
        possible: orUnavailable(found.possible, silent),
        answers: searchAnswers(found),
      };
    }) satisfies Arguments<{ by: Subject }>,
    person: ((_parent, { id }, { linker }) => linker.openPerson(id)) satisfies Arguments<Ref>,
    family: ((_parent, { id }, { linker }) => linker.families.open(id)) satisfies Arguments<Ref>,
    explainAccess: (async (_parent, { fields, person, as }, { linker, explain }) =>
      explain({
        fields,
        person: typeof person === 'string' ? await linker.slots(person) : null,
        as: as ?? null,
      })) satisfies Arguments<ExplainArguments>,
    partners: (_parent: never, _args: unknown, { governance }: LinkageContext) => governance.partners(),
    explainLink: withContext(explainLink),
    sharing: (_parent: never, _args: unknown, { governance }: LinkageContext) => governance.sharing(),
    protocolChanges: (_parent: never, { proposed }: { readonly proposed: string }, { governance }: LinkageContext) =>
      governance.protocolChanges(proposed),
    published: (_parent: never, _args: unknown, { governance }: LinkageContext) => governance.published(),
    publishedChanges: (
      _parent: never,
      { version }: { readonly version?: number | null },
      { governance }: LinkageContext,
    ) => governance.publishedChanges(version ?? null),
    looks: (_parent: never, asked: Parameters<Accounts['looks']>[0], context: LinkageContext) =>
      context.governance.looks(asked, context),
    findForAccount: (_parent: never, asked: { readonly by: Subject }, context: LinkageContext) =>
      findForAccount(asked, context),
    subjectReport: (_parent: never, asked: Parameters<Accounts['subjectReport']>[0], context: LinkageContext) =>
      context.governance.subjectReport(asked, context),
    stops: (_parent: never, { over }: { readonly over?: boolean | null }, { governance }: LinkageContext) =>
      governance.stops({ over: over === true }),
    measureCatalogue: (_parent: never, _args: unknown, { figures }: LinkageContext) => figures.measureCatalogue(),
    areaVersions: (_parent: never, _args: unknown, { figures }: LinkageContext) => figures.areaVersions(),
    boundaryMismatches: (_parent: never, _args: unknown, { figures }: LinkageContext) => figures.boundaryMismatches(),
    measures: (_parent: never, asked: Parameters<Figures['measures']>[0], { figures, run }: LinkageContext) =>
      figures.measures(asked, run),
    cohort: (_parent: never, asked: Parameters<Figures['cohort']>[0], { figures, run }: LinkageContext) =>
      figures.cohort(asked, run),
    emergingNeeds: (_parent: never, asked: Parameters<Figures['emergingNeeds']>[0], { figures, run }: LinkageContext) =>
      figures.emergingNeeds(asked, run),
    claimTerms: (_parent: never, _args: unknown, { run }: LinkageContext) =>
      run.rights.agreementFor('gateway:claims')?.claims ?? null,
    reviews: (_parent: never, asked: Parameters<Reviewing['reviews']>[0], { governance, run }: LinkageContext) =>
      governance.reviews(asked, run),
    review: (_parent: never, { reference }: { readonly reference: string }, { governance, run }: LinkageContext) =>
      governance.review(reference, run),
    myLooks: (_parent: never, asked: Parameters<Accounts['myLooks']>[0], { governance, run }: LinkageContext) =>
      governance.myLooks(asked, run),
    caseload: (async (_parent, { area, first, after }, { linker }) => {
      return readCaseload(linker, area ?? null, pageSize(first, PAGE), after ?? null);
    }) satisfies Arguments<{ area?: string | null; first?: number | null; after?: string | null }>,
  },
  Mutation: {
    breakGlass: withContext(breakGlass),
    claimRelationship: withContext(claimRelationship),
    confirmMatch: withContext(confirmMatch),
    assignReview: withContext((asked: Parameters<Reviewing['assignReview']>[0], context) =>
      context.governance.assignReview(asked, context),
    ),
    decideReview: withContext((asked: Parameters<Reviewing['decideReview']>[0], context) =>
      context.governance.decideReview(asked, context),
    ),
    stop: withContext((asked: StopAsked, context) => context.governance.stop(asked, context)),
    liftStop: withContext((asked: { readonly reference: string; readonly why: string }, context) =>
      context.governance.liftStop(asked, context),
    ),
    reportLink: withContext(reportLink),
    noteRight: withContext(noteRight),
  },
  Person: {
    __resolveReference: ({ id }: Ref, { linker }: LinkageContext) => linker.openPerson(id),
    family: (({ id }: Ref, _args: unknown, { linker }: LinkageContext) => linker.families.ofPerson(id)) as never,
    families: (({ id }: Ref, _args: unknown, { linker }: LinkageContext) => linker.families.allOf(id)) as never,
  },
  Family: {
    __resolveReference: ({ id }: Ref, { linker }: LinkageContext) => linker.families.open(id),
    endedTies: (async ({ id }: Ref, _args: unknown, { linker, run, facts }: LinkageContext) => {
      const ended = await linker.families.endedTies(id);
      const members = linker.families.membersOfKnown(id);
      return Promise.all(
        ended.map(async (tie) => ({
          ...tie,
          relationship: await relationshipFor(tie.relationship, members, { run, facts }),
        })),
      );
    }) as never,
    members: (async ({ id }: Ref, _args: unknown, { linker, run, facts }: LinkageContext) => {
      const members = await linker.families.membersOf(id, run.asked.has('FamilyMember.relationships'));
      const silent = linker.families.silentAt(id);
      const same = run.asked.has('FamilyMember.mayBeSame') ? await linker.families.mayBeSame(id) : null;
      return Promise.all(
        members.map(async ({ person, assertions }) => {
          const relationships = assertions.map(async ({ toId, ...assertion }) => {
            const both = [person.handle, toId].flatMap((name) =>
              name === null ? [] : (linker.knownSlots(name) ?? []),
            );
            return {
              ...assertion,
              relationship: await relationshipFor(assertion.relationship, both, { run, facts }),
              to: toId,
            };
          });
          return {
            person,
            mayBeSame: (same?.get(person) ?? []).flatMap(({ id, agencies, outcome }) =>
              agencies.map((agency) => ({ agency, person: id, outcome })),
            ),
            relationships: orUnavailable(await Promise.all(relationships), silent),
          };
        }),
      );
    }) as never,
  },
};

export const singleViewResolvers = {
  PersonID: plainScalar('PersonID'),
  Person: {
    __resolveReference: ({ id }: Ref) => ({ id }),
    lifeState: first('lifeState', ['lifeState'], (identity) => identity.lifeState),
    displayName: first(
      'displayName',
      ['givenName', 'familyName'],
      (identity) => [identity.givenName, identity.familyName].filter((name) => name !== null).join(' ') || null,
    ),
    dateOfBirth: first('dateOfBirth', ['dateOfBirth'], (identity) => identity.dateOfBirth),
    expectedDateOfBirth: first(
      'expectedDateOfBirth',
      ['expectedDateOfBirth'],
      (identity) => identity.expectedDateOfBirth,
    ),
    identities: async ({ id }: Ref, { agencies }: OfAgencies, { linker, reader }: LinkageContext) =>
      (await reader.identities(await linker.slots(id), id, among(agencies))).map(({ agency, held }) => ({
        agency,
        ...held,
      })),
    involvements: async ({ id }: Ref, { agencies }: OfAgencies, { linker, reader }: LinkageContext) =>
      (await reader.involvements(await linker.slots(id), among(agencies))).map(({ agency, held }) => ({
        agency,
        ...held,
      })),
    answers: async ({ id }: Ref, { agencies }: OfAgencies, { linker, reader }: LinkageContext) =>
      reader.answers(await linker.slots(id), among(agencies)),
  },
};

/** Nothing, where somebody who might know of something did not answer, is not known to be nothing. */
const orUnavailable = <T>(found: readonly T[], silent: readonly string[]): readonly T[] | PartUnavailable =>
  found.length === 0 && silent.length > 0 ? new PartUnavailable(silent) : found;

/** Whether a family stands anywhere below. What the planner writes has no named fragments. */
function asksForFamily(nodes: readonly SelectionNode[]): boolean {
  return nodes.some((node) => {
    if (node.kind === Kind.FIELD && (node.name.value === 'family' || node.name.value === 'families')) return true;
    return node.kind !== Kind.FRAGMENT_SPREAD && asksForFamily(node.selectionSet?.selections ?? []);
  });
}

/** Which agencies are asked: those named, or all. */
const among =
  (named: readonly string[] | null | undefined): AmongAgencies =>
  (agency) =>
    !named || named.includes(agency);

function withContext<A, R>(mutate: (asked: A, context: LinkageContext) => Promise<R>) {
  return (_parent: never, asked: A, context: LinkageContext): Promise<R> => mutate(asked, context);
}

/** The first agency, by standing, that says anything. */
function first(field: string, of: readonly string[], read: (identity: HeldIdentity) => string | null) {
  return async ({ id }: Ref, _args: unknown, { linker, reader, run }: LinkageContext): Promise<string | null> => {
    const identities = await reader.identities(await linker.slots(id), id);
    for (const { held } of identities) {
      const value = read(held);
      if (value !== null) return value;
    }
    // Recorded, and no more than that is shared: which is not that nobody has it.
    if (identities.some(({ held }) => of.some((part) => held.recorded?.includes(part))))
      for (const name of linker.namesOf(id))
        run.answers.masked('single-view', name, `_${field}`, {
          coordinate: `Person.${field}`,
          mask: 'RECORDED',
          recorded: true,
        });
    else await reader.refuseSilence(await linker.slots(id), 'identity');
    return null;
  };
}

const searchAnswers = ({ answers }: Found) =>
  [...answers].map(([agency, { state }]) => ({ agency, status: SLOT_STATUS[state], asOf: null, coverage: null }));

/** People on one agency's roster, each matched at the others: the first agency that grants its roster to this entry. */
async function readCaseload(linker: Linker, area: string | null, count: number, after: string | null) {
  const { ask, parts } = linker;
  const agency = parts.agencies.find((one) => ask.grants(one, 'roster') && ask.grants(one, 'existence'));
  const answer = (status: string) => [{ agency, status, asOf: null, coverage: null }];
  if (agency === undefined) return { nodes: [], pageInfo: { hasNextPage: false, endCursor: null }, answers: [] };
  const found = await linkRoster(linker, agency, area, count, after);
  if (!found) {
    const unavailable = new PartUnavailable([agency]);
    return { nodes: unavailable, pageInfo: unavailable, answers: answer('UNAVAILABLE') };
  }
  return {
    nodes: found.people,
    pageInfo: { hasNextPage: found.next !== null, endCursor: found.next },
    answers: answer('ANSWERED'),
  };
}

/** A sealed id is text to GraphQL; whether it can be opened is for the seal to say, in words of its own. */
function plainScalar(name: string): GraphQLScalarType {
  return new GraphQLScalarType({ name });
}
