import { actsOf } from '../acts/read-acts';
import { readSubgraph } from '../read-subgraph';
import type { RuleContext } from '../rule-context';
import { checkActs } from './check-acts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@policy"])';
const around = (changed: Partial<RuleContext> = {}): RuleContext => ({
  agency: 'south',
  keys: { Person: 'southRef', Family: 'southGroupRef' },
  sharedTypes: new Set(['Act', 'ActSubject', 'Worklist', 'Level']),
  owners: new Map(),
  ownership: { agencies: new Map(), operators: [] },
  catalogue: null,
  streams: new Map([
    ['south:refer', { about: 'people', isAct: true }],
    ['south:rent', { about: 'people', isAct: false }],
  ]),
  acts: [],
  flows: () => false,
  field: () => null,
  ...changed,
});
function check(mutation: string, context = around(), more = ''): readonly string[] {
  const read = readSubgraph('south', `${LINK}\n${more}\ntype Mutation {\n  ${mutation}\n}`);
  if (!('types' in read)) throw new Error(read.message);
  return checkActs(read, context).map(({ code }) => code);
}
const POLICY = '@policy(policies: [["south:refer"]])';

test('an act takes its own reference and a key, stands under one act, and answers no person', () => {
  expect(check(`refer(ref: ID!, key: ID!, level: Level!, days: [Date!]): Act ${POLICY}`)).toEqual([]);
  expect(check(`refer(ref: ID, subject: ActSubject, key: ID!): Act ${POLICY}`)).toEqual([]);
});

test.each([
  ['no key', `refer(ref: ID!): Act ${POLICY}`, 'ACT_WITHOUT_KEY'],
  ['a key that may be left out', `refer(ref: ID!, key: ID): Act ${POLICY}`, 'ACT_WITHOUT_KEY'],
  ['no reference', `refer(key: ID!): Act ${POLICY}`, 'ACT_WITHOUT_PERSON'],
  [
    'a reference that may be left out, and nobody in its place',
    `refer(ref: ID, key: ID!): Act ${POLICY}`,
    'ACT_WITHOUT_PERSON',
  ],
  ['no policy', 'refer(ref: ID!, key: ID!): Act', 'ACT_UNGUARDED'],
  [
    'two ways in',
    'refer(ref: ID!, key: ID!): Act @policy(policies: [["south:refer"], ["south:rent"]])',
    'ACT_UNGUARDED',
  ],
  [
    'a stream by which something is shown',
    'refer(ref: ID!, key: ID!): Act @policy(policies: [["south:rent"]])',
    'ACT_UNGUARDED',
  ],
  ['another answer', `refer(ref: ID!, key: ID!): Level ${POLICY}`, 'ACT_ANSWER'],
  ['an object of its own to pass on', `refer(ref: ID!, key: ID!, form: Form!): Act ${POLICY}`, 'ACT_ARGUMENT'],
  ["an argument of the gateway's own name", `refer(ref: ID!, key: ID!, person: ID!): Act ${POLICY}`, 'ACT_ARGUMENT'],
])('an act with %s is refused', (_, mutation, code) => {
  expect(check(mutation)).toEqual([code]);
});

test('an act that another agency takes is taken by the same form', () => {
  const other = readSubgraph(
    'north',
    `${LINK}\ntype Mutation { refer(ref: ID!, key: ID!, why: String!): Act @policy(policies: [["north:refer"]]) }`,
  );
  if (!('types' in other)) throw new Error(other.message);

  const acts = actsOf({ name: 'north', sdl: other.document.loc!.source.body });
  expect(check(`refer(ref: ID!, key: ID!, why: String!): Act ${POLICY}`, around({ acts }))).toEqual([]);
  expect(check(`refer(ref: ID!, key: ID!, why: String): Act ${POLICY}`, around({ acts }))).toEqual(['ACT_DIFFERS']);
});

test('a worklist is of the form that linkage asks, beside an act', () => {
  const act = `refer(ref: ID!, key: ID!): Act ${POLICY}`;
  const list = (field: string): string => `type Query { ${field} ${POLICY} }`;
  expect(check(act, around(), list('worklist(act: ID!, first: Int!, after: String): Worklist'))).toEqual([]);
  expect(check(act, around(), list('worklist(act: ID!): Worklist'))).toEqual(['ACT_WORKLIST']);
});
