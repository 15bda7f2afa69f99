/**
 * The authorization cases of Hive Router (graphql-hive/router, August 2026), restated: its unit tests of what is left of an
 * operation, and its tests of whole answers.
 */
import * as graphs from './graphs';
import { papers, scopes, things, union } from './graphs';
import type { RestatedCase } from './restated-case';

const { blog, writes, returns, signedIn, shutRoots, mustHave, panel, shop } = graphs;
const posts = [{ title: 'Spring' }];
const POSTS_AND_SELF = '{ posts { title } self { nick } }';
const NODE = '{ posts { title } node(id: "1") { id ... on Member { uid: id nick } } }';
const NODE_NAMED = '{ posts { title } node(id: "1") { id ...M } } fragment M on Member { uid: id nick }';
const nodeCases = [NODE, NODE_NAMED].flatMap((asks): readonly RestatedCase[] => [
  { graph: blog, holds: '', asks, data: { posts, node: null }, refused: ['node'] },
  {
    graph: blog,
    holds: 'scope:read:member',
    asks,
    data: { posts, node: { id: 'm1', uid: 'm1', nick: null } },
    refused: ['node.nick'],
  },
  {
    graph: blog,
    holds: 'scope:read:member scope:read:nick',
    asks,
    data: { posts, node: { id: 'm1', uid: 'm1', nick: 'ann' } },
    refused: [],
  },
]);

const mustThings = things({ Vase: scopes('a', 'b'), Coin: scopes('c', 'd') }, '[Thing!]!');
const CODE = '{ things { code } }';
const CODE_BY_TYPE = '{ things { ... on Coin { code } ... on Vase { code } } }';
const V = { code: 'V1' };
const C = { code: 'C1' };
const gone = { data: null, refused: ['things'] };
const atCode = { refused: ['things.code'], why: 'the error is at the refused field' } as const;
const vaseOpen = { data: { things: [V] }, why: 'each type by its own rule' } as const;
const withFields = things({ vaseCode: scopes('a b'), coinCode: scopes('c d'), vaseLabel: scopes('title') });
const scores = [
  { code: null, score: 1 },
  { code: null, score: 2 },
];

const bothShut = union(scopes('a b'), scopes('c d'), '[Find!]!');
const MEMBERS = '{ finds { ... on Vase { code } ... on Coin { code } } }';
const APART = '{ finds { ... on Vase { depth } ... on Coin { worth } } }';
const diary = papers('', scopes('b'), scopes('c'));
const PAPER = '{ papers { ... on News { __typename title } } }';
const PAPER_TYPED = '{ papers { __typename ... on News { __typename title } } }';
const TITLE = '{ papers { title } }';
const news = { __typename: 'News', title: 'Fair' };
const newsOpen = { data: { papers: [news] }, refused: [], why: 'each type by its own rule' } as const;

const MAKE = 'mutation { make(title: "New") { id title } }';
const made = { id: 'n1', title: 'New' };
const product = (more: object) => [{ upc: '1', ...more }];
const INTERNAL = '{ products(first: 1) { upc internal } }';
const noInternal = { data: { products: product({ internal: null }) }, refused: ['products.internal'] };
const NOTES = '{ products(first: 1) { upc notes } }';
const SHOP = '{ products(first: 1) { upc name price notes } self { id name birthday } }';
const IF = (directive: string, field: string): string =>
  `query ($if: Boolean!) { self { id ${field} @${directive}(if: $if) } }`;
const both = 'scope:read:bird scope:read:hub';
const noSelf = (...refused: readonly string[]) => ({ data: { self: null }, refused });
const accounts = (...all: readonly object[]) => ({ data: { self: { accounts: all } }, refused: [] });
const HANDLE = '{ self { accounts { handle } } }';
const HUB = '{ self { accounts { ... on Hub { handle } } } }';
const BIRD = '{ self { accounts { ... on Bird { handle } } } }';
const EACH = '{ self { accounts { ... on Hub { handle } ... on Bird { handle } } } }';
const URL_HANDLE = '{ self { accounts { url handle } } }';
const TYPED = '{ self { accounts { __typename handle } } }';

export const HIVE_ROUTER: Readonly<Record<string, readonly RestatedCase[]>> = {
  'fields and types': [
    { graph: blog, holds: '', asks: POSTS_AND_SELF, data: { posts, self: null }, refused: ['self'] },
    {
      graph: blog,
      holds: '',
      asks: '{ posts { title } mine: self { nick } }',
      data: { posts, mine: null },
      refused: ['mine'],
    },
    {
      graph: blog,
      holds: '',
      asks: '{ posts { title notes } }',
      data: { posts: [{ title: 'Spring', notes: null }] },
      refused: ['posts.notes'],
    },
    {
      graph: blog,
      holds: '',
      asks: '{ posts { title comments { content author { nick } } } }',
      data: { posts: [{ title: 'Spring', comments: null }] },
      refused: ['posts.comments'],
    },
    {
      graph: blog,
      holds: '',
      asks: '{ posts { title ...P } } fragment P on Post { comments { content } }',
      data: { posts: [{ title: 'Spring', comments: null }] },
      refused: ['posts.comments'],
    },
    ...nodeCases,
  ],
  'interfaces and unions': [
    { graph: mustThings, holds: '', asks: CODE, ...gone, ours: atCode },
    { graph: mustThings, holds: 'scope:a', asks: CODE, ...gone, ours: vaseOpen },
    { graph: mustThings, holds: 'scope:a scope:c', asks: CODE, data: { things: [V, C] }, refused: [] },
    { graph: mustThings, holds: '', asks: '{ things { __typename } }', ...gone },
    { graph: mustThings, holds: '', asks: CODE_BY_TYPE, ...gone, ours: atCode },
    { graph: mustThings, holds: 'scope:a', asks: CODE_BY_TYPE, ...gone, ours: vaseOpen },
    { graph: mustThings, holds: 'scope:a scope:b', asks: CODE_BY_TYPE, ...gone, ours: vaseOpen },
    { graph: mustThings, holds: 'scope:a scope:c', asks: CODE_BY_TYPE, data: { things: [V, C] }, refused: [] },
    {
      graph: withFields,
      holds: '',
      asks: '{ things { code score } }',
      data: { things: scores },
      refused: ['things.code'],
    },
    {
      graph: withFields,
      holds: '',
      asks: '{ things { ... on Vase { code score } ... on Coin { code score } } }',
      data: { things: scores },
      refused: ['things.code'],
    },
    {
      graph: withFields,
      holds: '',
      asks: '{ things { code label } }',
      data: { things: null },
      refused: ['things.code', 'things.label'],
      ours: {
        data: {
          things: [
            { code: null, label: null },
            { code: null, label: 'gold' },
          ],
        },
        why: 'each type by its own rule',
      },
    },
    { graph: diary, holds: 'scope:profile', asks: PAPER, data: { papers: null }, refused: ['papers'], ours: newsOpen },
    { graph: diary, holds: '', asks: PAPER_TYPED, data: { papers: null }, refused: ['papers'], ours: newsOpen },
    {
      graph: diary,
      holds: '',
      asks: TITLE,
      data: { papers: null },
      refused: ['papers'],
      ours: { data: { papers: [{ title: 'Fair' }] }, why: 'each type by its own rule' },
    },
    {
      graph: diary,
      holds: 'scope:b',
      asks: TITLE,
      data: { papers: null },
      refused: ['papers.title'],
      ours: { data: { papers: [{ title: 'Fair' }, null] }, why: 'each type by its own rule' },
    },
    {
      graph: diary,
      holds: 'scope:b scope:c',
      asks: TITLE,
      data: { papers: [{ title: 'Fair' }, { title: 'Mine' }] },
      refused: [],
    },
    {
      graph: bothShut,
      holds: '',
      asks: '{ finds { __typename } }',
      data: { finds: [{ __typename: 'Vase' }, { __typename: 'Coin' }] },
      refused: [],
      ours: { data: null, refused: ['finds'], why: 'a closed object is left out' },
    },
    {
      graph: bothShut,
      holds: '',
      asks: MEMBERS,
      data: null,
      refused: ['finds'],
      ours: { refused: ['finds.code'], why: 'the error is at the refused field' },
    },
    {
      graph: bothShut,
      holds: 'scope:a scope:b',
      asks: MEMBERS,
      data: { finds: [V, {}] },
      refused: ['finds'],
      ours: { data: { finds: [V] }, why: 'a closed object is left out' },
    },
    {
      graph: bothShut,
      holds: 'scope:a scope:b',
      asks: APART,
      data: { finds: [{ depth: 9 }, {}] },
      refused: ['finds'],
      ours: { data: { finds: [{ depth: 9 }] }, why: 'a closed object is left out' },
    },
    {
      graph: bothShut,
      holds: 'scope:c scope:d',
      asks: APART,
      data: { finds: [{}, { worth: 5 }] },
      refused: ['finds'],
      ours: { data: { finds: [{ worth: 5 }] }, why: 'a closed object is left out' },
    },
    { graph: bothShut, holds: 'scope:a scope:b scope:c scope:d', asks: MEMBERS, data: { finds: [V, C] }, refused: [] },
    {
      graph: things({ Vase: scopes('a', 'b'), Coin: scopes('c', 'd') }),
      holds: '',
      asks: 'query ($may: Boolean!) { open things { code @include(if: $may) } }',
      variables: { may: true },
      data: { open: 'open', things: null },
      refused: ['things'],
      ours: atCode,
    },
  ],
  mutations: [
    { graph: writes, holds: '', asks: MAKE, data: { make: null }, refused: ['make'] },
    { graph: writes, holds: 'scope:write', asks: MAKE, data: { make: null }, refused: ['make'] },
    {
      graph: writes,
      holds: 'scope:write',
      asks: 'mutation { drop(id: "1") make(title: "New") { id } }',
      data: { drop: true, make: null },
      refused: ['make'],
    },
    {
      graph: writes,
      holds: 'scope:write',
      asks: 'mutation { make(title: "New") { id } publish(id: "1") { id } drop(id: "2") }',
      data: { make: null, publish: null, drop: true },
      refused: ['make', 'publish'],
    },
    { graph: writes, holds: 'scope:write scope:post:write', asks: MAKE, data: { make: made }, refused: [] },
    {
      graph: writes,
      holds: 'scope:write',
      asks: 'mutation { drop(id: "1") remark(text: "Well") { id } }',
      data: { drop: true, remark: { id: 'r1' } },
      refused: [],
    },
    {
      graph: writes,
      holds: 'scope:write scope:post:write scope:post:publish',
      asks: 'mutation { make(title: "New") { id } publish(id: "1") { id } }',
      data: { make: { id: 'n1' }, publish: { id: 'p1' } },
      refused: [],
    },
    {
      graph: writes,
      holds: 'scope:write scope:post:write',
      asks: 'mutation { make(title: "New") { id title } drop(id: "2") publish(id: "3") { id } }',
      data: { make: made, drop: true, publish: null },
      refused: ['publish'],
    },
    {
      graph: writes,
      holds: 'scope:write',
      asks: 'mutation ($title: String!, $id: ID!) { make(title: $title) { id } drop(id: $id) }',
      variables: { title: 'New', id: '1' },
      data: { make: null, drop: true },
      refused: ['make'],
    },
    {
      graph: writes,
      holds: 'scope:write scope:post:write',
      asks: 'mutation ($title: String!) { make(title: $title) { id title } }',
      variables: { title: 'New' },
      data: { make: made },
      refused: [],
    },
    {
      graph: returns,
      holds: '',
      asks: 'mutation { enrol(nick: "bo") { id nick } }',
      data: { enrol: null },
      refused: ['enrol'],
    },
    {
      graph: returns,
      holds: 'scope:read:member',
      asks: 'mutation { enrol(nick: "bo") { id nick } }',
      data: { enrol: { id: 'm1', nick: 'ann' } },
      refused: [],
    },
    {
      graph: returns,
      holds: '',
      asks: 'mutation { make(title: "New") { id title } enrol(nick: "bo") { id nick } }',
      data: { make: { id: 'p1', title: 'Spring' }, enrol: null },
      refused: ['enrol'],
    },
  ],
  'a sign-in': [
    {
      graph: signedIn,
      holds: '',
      asks: '{ posts { id title } self { id nick } }',
      data: { posts: [{ id: 'p1', title: 'Spring' }], self: null },
      refused: ['self'],
    },
    {
      graph: signedIn,
      holds: 'authenticated',
      asks: '{ posts { id } self { id nick } }',
      data: { posts: [{ id: 'p1' }], self: { id: 'm1', nick: 'ann' } },
      refused: [],
    },
    { graph: signedIn, holds: '', asks: '{ profile { id name } }', data: { profile: null }, refused: ['profile'] },
    {
      graph: signedIn,
      holds: '',
      asks: '{ posts { id title author { id nick } } }',
      data: { posts: [{ id: 'p1', title: 'Spring', author: null }] },
      refused: ['posts.author'],
    },
    {
      graph: signedIn,
      holds: 'authenticated',
      asks: '{ posts { id author { id nick } } }',
      data: { posts: [{ id: 'p1', author: { id: 'm1', nick: 'ann' } }] },
      refused: [],
    },
    {
      graph: shutRoots,
      holds: '',
      asks: 'mutation { make(title: "New") { id title } }',
      data: { make: null },
      refused: ['make'],
    },
    {
      graph: shutRoots,
      holds: 'authenticated',
      asks: 'mutation { make(title: "New") { id title } }',
      data: { make: { id: 'p1', title: 'Spring' } },
      refused: [],
    },
    {
      graph: shutRoots,
      holds: '',
      asks: 'mutation { make(title: "New") { id } drop }',
      data: { make: null, drop: null },
      refused: ['drop', 'make'],
    },
    { graph: shutRoots, holds: '', asks: '{ posts { id } }', data: { posts: null }, refused: ['posts'] },
    {
      graph: shutRoots,
      holds: 'authenticated',
      asks: '{ posts { id title } }',
      data: { posts: [{ id: 'p1', title: 'Spring' }] },
      refused: [],
    },
    {
      graph: shutRoots,
      holds: '',
      asks: '{ posts { id } self { id nick } }',
      data: { posts: null, self: null },
      refused: ['posts', 'self'],
    },
    { graph: shutRoots, holds: '', asks: '{ must { id } }', data: null, refused: ['must'] },
    { graph: shutRoots, holds: '', asks: 'mutation { enrol { id nick } }', data: null, refused: ['enrol'] },
    {
      graph: shutRoots,
      holds: '',
      asks: '{ must { id } self { id } all { id } posts { id } }',
      data: null,
      refused: ['all', 'must', 'posts', 'self'],
      ours: { refused: ['must'], why: 'the error is at what is refused whole' },
    },
    { graph: shutRoots, holds: 'authenticated', asks: '{ must { id } }', data: { must: { id: 'm1' } }, refused: [] },
    {
      graph: shutRoots,
      holds: '',
      asks: '{ must { id } posts { id } }',
      data: null,
      refused: ['must', 'posts'],
      ours: { refused: ['must'], why: 'the error is at what is refused whole' },
    },
    { graph: shutRoots, holds: '', asks: 'mutation { drop }', data: { drop: null }, refused: ['drop'] },
    {
      graph: mustHave,
      holds: '',
      asks: '{ open must { id nick } may { id } }',
      data: null,
      refused: ['may', 'must'],
      ours: { refused: ['must'], why: 'the error is at what is refused whole' },
    },
    {
      graph: mustHave,
      holds: '',
      asks: '{ self { id posts { id title } } open }',
      data: { self: { id: 'm1', posts: null }, open: 'open' },
      refused: ['self.posts.title'],
    },
    {
      graph: panel,
      holds: '',
      asks: '{ posts { id title } panel { look { theme } } }',
      data: { posts: [{ id: 'p1', title: 'Spring' }], panel: null },
      refused: ['panel'],
    },
    {
      graph: panel,
      holds: 'authenticated',
      asks: '{ posts { id } panel { look { theme } } }',
      data: { posts: [{ id: 'p1' }], panel: null },
      refused: ['panel'],
    },
    {
      graph: panel,
      holds: 'scope:admin',
      asks: '{ posts { id } panel { look { theme } } }',
      data: { posts: [{ id: 'p1' }], panel: { look: { theme: 'dark' } } },
      refused: [],
    },
    {
      graph: panel,
      holds: 'scope:admin',
      asks: '{ panel { members { id } look { theme } } }',
      data: { panel: { members: null, look: { theme: 'dark' } } },
      refused: ['panel.members'],
    },
    {
      graph: panel,
      holds: 'scope:admin scope:read:members',
      asks: '{ panel { members { id nick } look { theme } } }',
      data: { panel: { members: [{ id: 'm1', nick: 'ann' }], look: { theme: 'dark' } } },
      refused: [],
    },
  ],
  'whole answers': [
    {
      graph: shop,
      holds: '',
      asks: '{ self { id name } products(first: 1) { upc } }',
      data: { self: null, products: product({}) },
      refused: ['self'],
    },
    { graph: shop, holds: '', asks: '{ self { id } }', ...noSelf('self') },
    {
      graph: shop,
      holds: 'authenticated',
      asks: '{ self { id name } }',
      data: { self: { id: '1', name: 'Uma' } },
      refused: [],
    },
    {
      graph: shop,
      holds: 'scope:read:birthday',
      asks: '{ self { birthday } }',
      data: { self: { birthday: 9 } },
      refused: [],
    },
    { graph: shop, holds: 'authenticated', asks: '{ self { birthday } }', ...noSelf('self.birthday') },
    {
      graph: shop,
      holds: '',
      asks: SHOP,
      data: { products: null, self: null },
      refused: ['products.price', 'self'],
      ours: { data: { products: [null], self: null }, why: 'a null goes no further than it must' },
    },
    {
      graph: shop,
      holds: 'scope:read:price',
      asks: SHOP,
      data: {
        products: product({ name: 'n1', price: 8, notes: null }),
        self: { id: '1', name: 'Uma', birthday: null },
      },
      refused: ['products.notes', 'self.birthday'],
    },
    {
      graph: shop,
      holds: 'scope:read:price scope:read:notes scope:read:birthday',
      asks: SHOP,
      data: { products: product({ name: 'n1', price: 8, notes: 'soft' }), self: { id: '1', name: 'Uma', birthday: 9 } },
      refused: [],
    },
    { graph: shop, holds: 'scope:read:internal', asks: INTERNAL, ...noInternal },
    { graph: shop, holds: 'scope:admin', asks: INTERNAL, ...noInternal },
    {
      graph: shop,
      holds: 'scope:read:internal scope:admin',
      asks: INTERNAL,
      data: { products: product({ internal: 'in' }) },
      refused: [],
    },
    {
      graph: shop,
      holds: 'scope:read:notes',
      asks: NOTES,
      data: { products: product({ notes: 'soft' }) },
      refused: [],
    },
    { graph: shop, holds: 'scope:admin', asks: NOTES, data: { products: product({ notes: 'soft' }) }, refused: [] },
    {
      graph: shop,
      holds: 'authenticated',
      asks: NOTES,
      data: { products: product({ notes: null }) },
      refused: ['products.notes'],
    },
    {
      graph: shop,
      holds: 'authenticated',
      asks: IF('include', 'name'),
      variables: { if: true },
      data: { self: { id: '1', name: 'Uma' } },
      refused: [],
    },
    {
      graph: shop,
      holds: 'authenticated',
      asks: IF('include', 'name'),
      variables: { if: false },
      data: { self: { id: '1' } },
      refused: [],
    },
    {
      graph: shop,
      holds: 'authenticated',
      asks: IF('include', 'birthday'),
      variables: { if: false },
      data: { self: { id: '1' } },
      refused: [],
    },
    {
      graph: shop,
      holds: 'authenticated',
      asks: IF('include', 'birthday'),
      variables: { if: true },
      data: { self: { id: '1', birthday: null } },
      refused: ['self.birthday'],
    },
    {
      graph: shop,
      holds: 'authenticated',
      asks: IF('skip', 'name'),
      variables: { if: true },
      data: { self: { id: '1' } },
      refused: [],
    },
    {
      graph: shop,
      holds: 'authenticated',
      asks: IF('skip', 'name'),
      variables: { if: false },
      data: { self: { id: '1', name: 'Uma' } },
      refused: [],
    },
    {
      graph: shop,
      holds: '',
      asks: '{ products(first: 1) { reviews { body } } }',
      data: { products: null },
      refused: ['products.reviews.body'],
    },
    { graph: shop, holds: '', asks: '{ self { accounts { url } } }', ...noSelf('self') },
    {
      graph: shop,
      holds: 'authenticated',
      asks: '{ self { accounts { url } } }',
      ...accounts({ url: 'bird' }, { url: 'hub' }),
    },
    { graph: shop, holds: 'authenticated', asks: HANDLE, ...noSelf('self.accounts.handle') },
    { graph: shop, holds: 'scope:read:bird', asks: HANDLE, ...noSelf('self.accounts.handle') },
    { graph: shop, holds: both, asks: HANDLE, ...accounts({ handle: '@uma' }, { handle: 'uma' }) },
    { graph: shop, holds: '', asks: URL_HANDLE, ...noSelf('self') },
    { graph: shop, holds: 'authenticated', asks: URL_HANDLE, ...noSelf('self.accounts.handle') },
    {
      graph: shop,
      holds: both,
      asks: URL_HANDLE,
      ...accounts({ url: 'bird', handle: '@uma' }, { url: 'hub', handle: 'uma' }),
    },
    { graph: shop, holds: 'scope:read:hub', asks: HUB, ...accounts({}, { handle: 'uma' }) },
    { graph: shop, holds: 'authenticated', asks: HUB, ...noSelf('self.accounts.handle') },
    { graph: shop, holds: 'scope:read:bird', asks: BIRD, ...accounts({ handle: '@uma' }, {}) },
    { graph: shop, holds: 'authenticated', asks: BIRD, ...noSelf('self.accounts.handle') },
    { graph: shop, holds: 'scope:read:bird', asks: EACH, ...noSelf('self.accounts.handle') },
    { graph: shop, holds: 'scope:read:hub', asks: EACH, ...noSelf('self.accounts.handle') },
    { graph: shop, holds: both, asks: EACH, ...accounts({ handle: '@uma' }, { handle: 'uma' }) },
    {
      graph: shop,
      holds: 'scope:read:hub',
      asks: '{ self { accounts { ... on Hub { url handle } } } }',
      ...accounts({}, { url: 'hub', handle: 'uma' }),
    },
    {
      graph: shop,
      holds: 'authenticated',
      asks: '{ self { accounts { ... on Bird { followers } } } }',
      ...accounts({ followers: 10 }, {}),
    },
    {
      graph: shop,
      holds: 'authenticated',
      asks: '{ self { accounts { ... on Hub { url repos } ... on Bird { url followers } } } }',
      ...accounts({ url: 'bird', followers: 10 }, { url: 'hub', repos: 42 }),
    },
    { graph: shop, holds: 'authenticated', asks: TYPED, ...noSelf('self.accounts.handle') },
    {
      graph: shop,
      holds: both,
      asks: TYPED,
      ...accounts({ __typename: 'Bird', handle: '@uma' }, { __typename: 'Hub', handle: 'uma' }),
    },
  ],
};
