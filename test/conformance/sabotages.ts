/** One defence taken away at a time from the libraries' agency, and the audits that must name it. */
import type { GraphQLSchema } from 'graphql';
import type { Defences } from './without-kit/defences';
import { allDefences } from './without-kit/defences';

export interface Sabotage {
  readonly what: string;
  /** Every audit that must fail, and no other. */
  readonly breaks: readonly string[];
  readonly without: () => Partial<Defences>;
}

const withoutRule = (code: string): Partial<Defences> => ({
  grantRules: allDefences().grantRules.filter((rule) => rule.code !== code),
});

/** Does something to what `_entities` answers. */
const meddle = (change: (entities: unknown[]) => unknown[]): Partial<Defences> => ({
  finish: (schema: GraphQLSchema) => {
    const field = schema.getQueryType()!.getFields()._entities!;
    const { resolve } = field;
    field.resolve = async (...given) => change(await Promise.all((await resolve!(...given)) as unknown[]));
    return schema;
  },
});

export const SABOTAGES: readonly Sabotage[] = [
  { what: 'answers under any key', breaks: ['G-04', 'G-05', 'G-06', 'G-07'], without: anyKey },
  { what: 'takes another issuer', breaks: ['G-08'], without: () => withoutRule('GRANT_ISSUER_UNKNOWN') },
  { what: 'takes an old grant', breaks: ['G-09', 'G-10'], without: () => withoutRule('GRANT_EXPIRED') },
  {
    what: 'believes the end that a grant states',
    breaks: ['G-10'],
    without: () => ({
      grantRules: allDefences().grantRules.map((rule) =>
        rule.code === 'GRANT_EXPIRED' ? { ...rule, isBroken: ({ seal, seconds }) => seconds > seal.exp } : rule,
      ),
    }),
  },
  { what: 'takes a grant of tomorrow', breaks: ['G-11'], without: () => withoutRule('GRANT_NOT_YET_VALID') },
  { what: 'takes an altered statement', breaks: ['G-12'], without: () => withoutRule('GRANT_STATEMENT_NOT_SEALED') },
  { what: "takes another agency's grant", breaks: ['G-13'], without: () => withoutRule('GRANT_FOR_ANOTHER_AGENCY') },
  {
    what: 'takes a grant over another request',
    breaks: ['G-14', 'G-15'],
    without: () => withoutRule('GRANT_FOR_ANOTHER_REQUEST'),
  },
  { what: 'takes a grant again', breaks: ['G-16', 'G-17'], without: () => withoutRule('GRANT_REPLAYED') },
  {
    what: 'lets who carries the grant choose the operation',
    breaks: ['G-18'],
    without: () => ({ oneOperationOnly: false }),
  },
  {
    what: 'answers whatever stands beside the SDL',
    breaks: ['S-07'],
    without: () => ({ isSdlAlone: (query) => query.includes('_service') }),
  },
  {
    what: 'opens every stream of a person whom the grant names',
    breaks: ['A-02', 'C-04', 'C-05', 'C-06', 'C-07', 'C-08', 'C-27', 'D-02', 'D-03', 'D-05', 'D-09'],
    without: () => ({
      opens: ({ people }, ref) => people.some(({ refs, streams }) => refs.includes(ref) && streams.length > 0),
    }),
  },
  {
    what: 'opens a stream for everybody, once for anybody',
    breaks: ['A-03', 'D-04', 'D-05', 'D-06'],
    without: () => ({ opens: ({ people }, _, stream) => people.some(({ streams }) => streams.includes(stream)) }),
  },
  {
    what: 'opens people by general streams',
    breaks: ['A-03', 'D-04', 'D-07'],
    without: () => ({
      opens: (statement, ref, stream) =>
        allDefences().opens(statement, ref, stream) || statement.streams.includes(stream),
    }),
  },
  {
    what: 'has no veto',
    breaks: ['A-04', 'V-01', 'V-02', 'V-03', 'V-04', 'V-05'],
    without: () => ({ isClosed: () => false }),
  },
  {
    what: 'answers a batch in another order',
    breaks: ['B-01', 'B-02', 'B-04', 'D-05'],
    without: () => meddle((entities) => [...entities].reverse()),
  },
  {
    what: 'leaves out whom it does not hold',
    breaks: ['B-01', 'B-02', 'B-03', 'B-06', 'D-08', 'V-01'],
    without: () => meddle((entities) => entities.filter((entity) => !isUnknown(entity))),
  },
  {
    what: 'answers a person asked for twice once',
    breaks: ['B-01', 'B-02', 'B-04', 'B-06'],
    without: () =>
      meddle((entities) => [...new Map(entities.map((entity) => [JSON.stringify(entity), entity])).values()]),
  },
  {
    what: 'answers the lists of the contract in another order',
    breaks: ['C-02', 'C-03', 'C-17', 'C-23', 'C-27'],
    without: () => ({ arrange: (answers) => [...answers].reverse() }),
  },
  { what: 'numbers its involvements', breaks: ['C-23'], without: () => ({ involvementRef: (ref) => `${ref}-1` }) },
  {
    what: 'leaves out a branch that it counts',
    breaks: ['C-28'],
    without: () => ({ countAll: (values) => values.slice(1) }),
  },
  { what: 'countersigns whatever log comes', breaks: ['C-22'], without: () => ({ isOnward: () => true }) },
  {
    what: 'masks no error',
    breaks: ['E-02'],
    without: () => ({ tellError: (formatted) => formatted }),
  },
  {
    what: 'tells where an error came from',
    breaks: ['E-02', 'E-05'],
    without: () => ({
      tellError: (formatted, error) => ({
        ...allDefences().tellError(formatted, error),
        extensions: { ...formatted.extensions, stacktrace: String((error as Error).stack).split('\n') },
      }),
    }),
  },
  { what: 'takes a body of any length', breaks: ['L-01'], without: () => ({ mostBytes: 50_000_000 }) },
  { what: "tells one requester's claim to another", breaks: ['C-17'], without: () => ({ isClaimant: () => true }) },
  {
    what: 'answers without the general stream',
    breaks: ['C-12', 'D-10'],
    without: () => ({ opensGenerally: () => true }),
  },
  {
    what: 'does again what is asked again',
    breaks: ['A-05', 'A-06'],
    without: () => ({ actKey: (requester, act) => JSON.stringify([requester, act, Math.random()]) }),
  },
  {
    what: 'takes a key for whatever comes with it',
    breaks: ['A-06'],
    without: () => ({ isSameAct: () => true }),
  },
  {
    what: "takes one requester's key for another's",
    breaks: ['A-07'],
    without: () => ({ actKey: (_, act, key) => JSON.stringify([act, key]) }),
  },
  {
    what: 'lists on whom somebody may act under any stream',
    breaks: ['A-08'],
    without: () => ({ listsUnder: () => true }),
  },
  {
    what: 'publishes an act without a key',
    breaks: ['A-01'],
    without: () => ({ sdl: (sdl) => sdl.replace('lendBox(ref: ID!, key: ID!,', 'lendBox(ref: ID!, key: ID,') }),
  },
  {
    what: 'publishes an act that answers something else',
    breaks: ['A-01'],
    without: () => ({
      sdl: (sdl) =>
        sdl
          .replace('books: Int!): Act @', 'books: Int!): ActAnswer @')
          .concat('\ntype ActAnswer { outcome: ActOutcome reason: String reference: ID }'),
    }),
  },
  {
    what: 'publishes a field that no stream covers',
    breaks: ['S-03'],
    without: () => ({ sdl: (sdl) => sdl.replace('type LibraryRecord {', 'type LibraryRecord {\n  note: String') }),
  },
  {
    what: 'publishes a field that may not be null',
    breaks: ['D-03', 'S-05'],
    without: () => ({ sdl: (sdl) => sdl.replace('rhymeTimes: [RhymeTime!] @', 'rhymeTimes: [RhymeTime!]! @') }),
  },
  {
    what: 'publishes its pointer to clients',
    breaks: ['S-02'],
    without: () => ({ sdl: (sdl) => sdl.replace('ID! @inaccessible', 'ID!') }),
  },
];

function anyKey(): Partial<Defences> {
  const known = ['GRANT_KEY_UNKNOWN', 'GRANT_SIGNATURE_INVALID'];
  return { grantRules: allDefences().grantRules.filter(({ code }) => !known.includes(code)) };
}

const isUnknown = (entity: unknown): boolean =>
  String((entity as { librariesRef?: string } | null)?.librariesRef ?? '').startsWith('no-such');
