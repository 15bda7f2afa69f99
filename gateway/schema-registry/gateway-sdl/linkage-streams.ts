import { type ContractStream, contractStream } from '@family-view/schema';
import type { LinkageRequirements } from '../../policy/decide/field-decisions';
import { EQUIVALENT_FACTS, streamsBeside, streamsOfServices } from '../../policy/read/equivalent-facts';
import type { SupergraphRules } from '../../policy/read/read-rules';
import type { Stream } from '../../policy/types';
import { isOfActs } from '../acts/read-acts';

/**
 * Which contract stream opens each of linkage's own fields, at each agency by itself. `any` of the agencies opens the
 * field; then only those agencies are asked. `key`: ids, sealed. `open`: about the requester, not about people.
 */
const STREAMS: Readonly<Record<string, ContractStream | 'open' | 'key' | { readonly own: Stream }>> = {
  'Query.me': 'open',
  'Requester.*': 'open',
  'Query.partners': 'open',
  'Partner.*': 'open',
  'PartnerField.*': 'open',
  'PartnerWithheld.*': 'open',
  'Query.explainAccess': 'open',
  'AccessExplanation.*': 'open',
  'PageInfo.*': 'open',
  'Query.sharing': { own: 'gateway:sharing' },
  'Query.protocolChanges': { own: 'gateway:sharing' },
  'Query.published': { own: 'gateway:sharing' },
  'Query.publishedChanges': { own: 'gateway:sharing' },
  'Sharing.*': 'open',
  'Agreement.*': 'open',
  'Signatory.*': 'open',
  'EndingClause.*': 'open',
  'AgreedPurpose.*': 'open',
  'ClauseText.*': 'open',
  'ProtocolChanges.*': 'open',
  'ProtocolChange.*': 'open',
  'SharedStream.*': 'open',
  'SharedWith.*': 'open',
  'Published.*': 'open',
  'PublishedVersion.*': 'open',
  'PublishedChanges.*': 'open',
  'OpenedStream.*': 'open',
  'Query.looks': { own: 'gateway:audit' },
  'Query.findForAccount': { own: 'gateway:accounts' },
  'FoundForAccount.*': 'open',
  'AgencyOfAccount.*': 'open',
  'Query.subjectReport': { own: 'gateway:audit' },
  'LookPage.*': 'open',
  'Look.*': 'open',
  'LookAtAgency.*': 'open',
  'SubjectReport.*': 'open',
  'ReportLine.*': 'open',
  'ReportOmission.*': 'open',
  'Query.measureCatalogue': 'figures',
  'Query.areaVersions': 'figures',
  'Query.boundaryMismatches': 'figures',
  'AreaVersion.*': 'open',
  'AreaOfVersion.*': 'open',
  'BoundaryMismatch.*': 'open',
  'BoundaryPart.*': 'open',
  'Query.measures': 'figures',
  'Query.emergingNeeds': 'figures',
  'Query.cohort': 'figures',
  'CohortCount.*': 'open',
  'CohortPart.*': 'open',
  'CohortAnswer.*': 'open',
  'Measure.*': 'open',
  'MeasurePart.*': 'open',
  'MeasureDimension.*': 'open',
  'MeasureValue.*': 'open',
  'MeasureTable.*': 'open',
  'MeasureCell.*': 'open',
  'FigureAnswer.*': 'open',
  'FigureDisclosure.*': 'open',
  'FigureBudget.*': 'open',
  'FigureVersions.*': 'open',
  'EmergingNeeds.*': 'open',
  'EmergingChange.*': 'open',
  'NotLookedAt.*': 'open',
  'Query.stops': { own: 'gateway:stops' },
  'Mutation.stop': { own: 'gateway:stops' },
  'Mutation.liftStop': { own: 'gateway:stops' },
  'Stop.*': 'open',
  'Query.claimTerms': { own: 'gateway:claims' },
  'Query.reviews': { own: 'gateway:reviews' },
  'Query.review': { own: 'gateway:reviews' },
  'Query.myLooks': 'open',
  'Mutation.breakGlass': { own: 'gateway:break-glass' },
  'Mutation.claimRelationship': { own: 'gateway:claims' },
  'Mutation.confirmMatch': { own: 'gateway:matches' },
  'Mutation.assignReview': { own: 'gateway:reviews' },
  'Mutation.decideReview': { own: 'gateway:reviews' },
  'Mutation.reportLink': { own: 'gateway:matches' },
  'Mutation.noteRight': { own: 'gateway:audit' },
  'Act.*': 'open',
  'LinkReport.*': 'open',
  'NotedRight.*': 'open',
  'BreakGlass.*': 'open',
  'ReviewPage.*': 'open',
  'ReviewCounts.*': 'open',
  'Review.*': 'open',
  'ReviewAction.*': 'open',
  'ClaimedRelationship.*': 'open',
  'ClaimTerms.*': 'open',
  'Query.findPeople': 'existence',
  'Query.explainLink': 'existence',
  'LinkWord.*': 'existence',
  'Query.caseload': 'roster',
  'PersonConnection.pageInfo': 'roster',
  'PersonConnection.answers': 'existence',
  'PersonSearchResult.answers': 'existence',
  'SelectedRecord.*': 'existence',
  'PossibleMatch.*': 'existence',
  'AgencyAnswer.*': 'existence',
  'Person.id': 'key',
  'Family.id': 'key',
  'Person.lifeState': 'identity',
  'Person.displayName': 'identity',
  'Person.dateOfBirth': 'identity',
  'Person.expectedDateOfBirth': 'identity',
  'Identity.nhsNumber': 'identifiers',
  'Identity.nhsNumberVerified': 'identifiers',
  'Identity.upn': 'identifiers',
  'Identity.laChildId': 'identifiers',
  'Identity.postcode': 'address',
  'Identity.uprn': 'address',
  'Identity.*': 'identity',
  'RecordFault.*': 'identity',
  'Involvement.contact': 'contact',
  'Involvement.team': 'contact',
  'Involvement.role': 'contact',
  'Involvement.*': 'existence',
  'LeadContact.*': 'contact',
  'Person.answers': 'existence',
  'FamilyMember.relationships': 'family',
  'FamilyMember.mayBeSame': 'existence',
  'PossiblySame.*': 'existence',
  'Family.endedTies': 'family',
  'EndedTie.name': 'identity',
  'EndedTie.*': 'family',
  'AssertedRelationship.*': 'family',
};

/** Containers of linkage's: visible if any child is. */
const CONTAINERS = new Set([
  'Query.person',
  'Query.family',
  'PersonSearchResult.certain',
  'PersonSearchResult.possible',
  'PersonSearchResult.selected',
  'PersonConnection.nodes',
  'Person.identities',
  'Person.involvements',
  'Person.family',
  'Person.families',
  'Family.members',
  'FamilyMember.person',
]);

/** @param rules of the supergraph: what may be done at the agencies is in it by their own streams. */
export function linkageRequirements(
  agencies: readonly string[],
  rules: SupergraphRules['rules'] = new Map(),
): LinkageRequirements {
  return (coordinate) => {
    if (isOfActs(coordinate)) {
      const acts = rules.get(coordinate)?.policies;
      if (acts) return acts;
    }
    if (CONTAINERS.has(coordinate)) return undefined;
    const stream = STREAMS[coordinate] ?? STREAMS[`${coordinate.split('.')[0]}.*`];
    if (stream === undefined || stream === 'open' || stream === 'key') return stream;
    if (typeof stream === 'object') return [stream.own];
    const beside = streamsBeside(coordinate);
    return agencies.map((agency) => [contractStream(agency, stream), ...beside]);
  };
}

const DUE_DATE = ['Person.expectedDateOfBirth', 'Identity.expectedDateOfBirth'];
const RELATIONSHIPS = ['FamilyMember.relationships', 'Family.endedTies'];
const asksAny = (asked: ReadonlySet<string>, coordinates: readonly string[]): boolean =>
  coordinates.some((coordinate) => asked.has(coordinate));

/** Streams, of whatever agency, without which what one agency's contract says of somebody is not shown as it stands. */
export function streamsBesideContract(agency: string, asked: ReadonlySet<string>): readonly Stream[] {
  return [
    ...(asksAny(asked, DUE_DATE) ? streamsBeside(DUE_DATE[0]!) : []),
    ...(asked.has('Person.involvements') ? streamsOfServices(agency) : []),
  ];
}

/** The same of all agencies together, and of what they call relationships: what facts there are to be asked for. */
export const streamsBesideAll = (agencies: readonly string[], asked: ReadonlySet<string>): readonly Stream[] => [
  ...new Set([
    ...agencies.flatMap((agency) => streamsBesideContract(agency, asked)),
    ...(asksAny(asked, RELATIONSHIPS) ? EQUIVALENT_FACTS.relationships.map(({ stream }) => stream) : []),
  ]),
];

/** What stands in an answer of the contract only beside another part of it. */
const BESIDE: Readonly<Record<string, ContractStream>> = {
  contact: 'existence',
  address: 'identity',
  identifiers: 'identity',
};

/** These streams, each once, and those that they stand beside. */
export function withWhatTheyStandBeside(streams: readonly Stream[]): readonly Stream[] {
  return [
    ...new Set(
      streams.flatMap((stream) => {
        const [agency = '', name = ''] = stream.split(':');
        const beside = Object.hasOwn(BESIDE, name) ? BESIDE[name] : undefined;
        return beside ? [stream, contractStream(agency, beside)] : [stream];
      }),
    ),
  ];
}
