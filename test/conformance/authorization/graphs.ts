/** Invented subgraphs, each with the rules that the restated cases need and the objects that stand in it. */
export interface Graph {
  readonly sdl: string;
  /** What its root fields hold: values, or functions of their arguments. */
  readonly root: Readonly<Record<string, unknown>>;
}

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated", "@requiresScopes", "@policy", "@shareable"])';
export const RENAMED =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{ name: "@authenticated", as: "@known" }, { name: "@requiresScopes", as: "@needs" }, { name: "@policy", as: "@agreed" }])';

export const IN = '@authenticated';
export const scopes = (...any: readonly string[]): string => `@requiresScopes(scopes: ${alternatives(any)})`;
export const policies = (...any: readonly string[]): string => `@policy(policies: ${alternatives(any)})`;
/** 'a b' asks for both. */
const alternatives = (any: readonly string[]): string => JSON.stringify(any.map((all) => all.split(' ')));

const guest = { __typename: 'Guest', code: 'G1', name: 'Ann' };
const stage = {
  title: 'Hall',
  heat: 20,
  notes: [{ text: 'cold', by: guest }],
  signs: [{ text: 'out', by: guest }],
  needed: 'N1',
};

export interface MuseumRules {
  readonly self?: string;
  readonly guest?: string;
  readonly change?: string;
  readonly greet?: string;
  readonly notes?: string;
  readonly needed?: string;
  readonly Reading?: string;
  readonly Note?: string;
  readonly Guest?: string;
  readonly name?: string;
}

export const museum = (rule: MuseumRules, link = LINK): Graph => ({
  sdl: `${link}
    type Query { hall: Room  guest: Guest ${rule.guest ?? ''}  self: Guest ${rule.self ?? ''}  thing: Thing }
    type Mutation ${rule.change ?? ''} { greet: Guest ${rule.greet ?? ''}  tidy: String }
    interface Thing { code: ID }
    type Room { title: String  heat: Reading  notes: [Note] ${rule.notes ?? ''}  signs: [Note]  needed: ID! ${rule.needed ?? ''} }
    scalar Reading ${rule.Reading ?? ''}
    type Note ${rule.Note ?? ''} { text: String  by: Guest }
    type Guest implements Thing ${rule.Guest ?? ''} { code: ID  name: String ${rule.name ?? ''} }`,
  root: { hall: stage, guest, self: guest, thing: guest, greet: guest, tidy: 'tidied' },
});

const vase = { __typename: 'Vase', code: 'V1', label: 'blue', score: 1, depth: 9 };
const coin = { __typename: 'Coin', code: 'C1', label: 'gold', score: 2, worth: 5 };

/** One of each kind stands in the list. `code` and `label` have rules of their own, or the types have. */
export const things = (
  rule: { Vase?: string; Coin?: string; vaseCode?: string; coinCode?: string; vaseLabel?: string },
  list = '[Thing]',
): Graph => ({
  sdl: `${LINK}
    type Query { open: String  things: ${list} }
    interface Thing { code: ID  label: String  score: Int }
    type Vase implements Thing ${rule.Vase ?? ''} { code: ID ${rule.vaseCode ?? ''}  label: String ${rule.vaseLabel ?? ''}  score: Int  depth: Int }
    type Coin implements Thing ${rule.Coin ?? ''} { code: ID ${rule.coinCode ?? ''}  label: String  score: Int  worth: Int }`,
  root: { open: 'open', things: [vase, coin] },
});

export const union = (Vase: string, Coin: string, list = '[Find]'): Graph => ({
  sdl: `${LINK}
    type Query { open: String  finds: ${list} }
    union Find = Vase | Coin
    type Vase ${Vase} { code: ID  depth: Int }
    type Coin ${Coin} { code: ID  worth: Int }`,
  root: { open: 'open', finds: [vase, coin] },
});

/** Three kinds, of which the third is open. */
export const marks = (rule: { type?: string; field?: string }): Graph => ({
  sdl: `${LINK}
    type Query { open: String  marks: [Mark] }
    interface Mark { index: Int }
    type Left implements Mark ${rule.type ?? ''} { index: Int ${rule.field ?? ''} }
    type Right implements Mark ${rule.type ?? ''} { index: Int ${rule.field ?? ''} }
    type Plain implements Mark { index: Int }`,
  root: { open: 'open', marks: ['Left', 'Right', 'Plain'].map((__typename, index) => ({ __typename, index })) },
});

export const papers = (open: string, shut: string, title = ''): Graph => ({
  sdl: `${LINK}
    type Query { papers: [Paper] }
    interface Paper { id: ID!  title: String! }
    type Views { count: Int }
    type News implements Paper { id: ID!  title: String!  views: Views ${open} }
    type Diary implements Paper ${shut} { id: ID!  title: String! ${title}  day: String }`,
  root: {
    papers: [
      { __typename: 'News', id: '1', title: 'Fair', views: { count: 3 } },
      { __typename: 'Diary', id: '2', title: 'Mine', day: 'Monday' },
    ],
  },
});

export const ticket: Graph = {
  sdl: `${LINK}
    type Query { ticket: Ticket  seat(row: Int): String  gate(row: Int): Int }
    type Ticket ${IN} { price(id: String): String }`,
  root: { ticket: { price: 'free' }, seat: ({ row }: { row: number }) => `row ${row}`, gate: 4 },
};

const owner = { id: 'o1', name: 'Ada', phone: '12' };
export const firm = (rule: { id?: string; Owner?: string; phone?: string; name?: string }): Graph => ({
  sdl: `${LINK}
    type Query { firm: Firm  owner: Owner }
    type Firm { id: ID ${rule.id ?? ''}  owner: Owner }
    type Owner ${rule.Owner ?? ''} { id: ID  name: String ${rule.name ?? ''}  phone: String ${rule.phone ?? ''} }`,
  root: { firm: { id: 'f1', owner }, owner },
});

const post = { __typename: 'Post', id: 'p1', title: 'Spring', content: 'long', notes: 'dull' };
const person = { __typename: 'Member', id: 'm1', nick: 'ann', mail: 'a@example.org' };
export const blog: Graph = {
  sdl: `${LINK}
    type Query { posts: [Post!]  self: Member ${scopes('profile')}  node(id: ID!): Node }
    interface Node { id: ID! }
    type Post implements Node { id: ID!  title: String  content: String  author: Member  comments(first: Int = 5): [Comment!]  notes: Secret }
    scalar Secret ${scopes('internal audit')}
    type Comment ${scopes('read:comment')} { id: ID!  content: String  author: Member }
    type Member implements Node ${scopes('read:member')} { id: ID!  nick: String ${scopes('read:nick')}  mail: String }`,
  root: {
    posts: [{ ...post, author: person, comments: [{ id: 'c1', content: 'well', author: person }] }],
    self: person,
    node: person,
  },
};

export const writes: Graph = {
  sdl: `${LINK}
    type Query { posts: [Post!] }
    type Mutation ${scopes('write')} {
      make(title: String!): Post ${scopes('post:write')}
      drop(id: ID!): Boolean
      remark(text: String!): Remark
      publish(id: ID!): Post ${scopes('post:publish')}
    }
    type Post { id: ID!  title: String }
    type Remark { id: ID!  text: String }`,
  root: {
    make: ({ title }: { title: string }) => ({ id: 'n1', title }),
    drop: true,
    remark: { id: 'r1' },
    publish: post,
  },
};

export const returns: Graph = {
  sdl: `${LINK}
    type Query { posts: [Post!] }
    type Mutation { make(title: String!): Post  enrol(nick: String!): Member }
    type Post { id: ID!  title: String }
    type Member ${scopes('read:member')} { id: ID!  nick: String }`,
  root: { make: post, enrol: person },
};

export const signedIn: Graph = {
  sdl: `${LINK}
    type Query { posts: [Post!]  self: Member ${IN}  profile: Profile ${IN} }
    type Post { id: ID!  title: String  author: Member }
    type Member ${IN} { id: ID!  nick: String }
    type Profile { id: ID!  name: String }`,
  root: { posts: [{ ...post, author: person }], self: person, profile: { id: 'f1', name: 'Ann' } },
};

export const shutRoots: Graph = {
  sdl: `${LINK}
    type Query ${IN} { posts: [Post!]  self: Member  must: Member!  all: [Post!]! }
    type Mutation ${IN} { make(title: String!): Post  enrol: Member!  drop: Boolean }
    type Post { id: ID!  title: String }
    type Member { id: ID!  nick: String }`,
  root: { posts: [post], self: person, must: person, all: [post], make: post, enrol: person, drop: true },
};

export const mustHave: Graph = {
  sdl: `${LINK}
    type Query { open: String  must: Member! ${IN}  may: Member ${IN}  self: Member }
    type Member { id: ID!  nick: String  posts: [Post!] }
    type Post { id: ID!  title: String! ${IN} }`,
  root: { open: 'open', must: person, may: person, self: { ...person, posts: [post] } },
};

export const panel: Graph = {
  sdl: `${LINK}
    type Query { posts: [Post!]  panel: Panel ${IN} ${scopes('admin')} }
    type Post { id: ID!  title: String  content: String ${scopes('read:content')} }
    type Panel ${IN} { members: [Member!] ${scopes('read:members')}  look: Look }
    type Member { id: ID!  nick: String }
    type Look { theme: String }`,
  root: { posts: [post], panel: { members: [person], look: { theme: 'dark' } } },
};

/** Kept apart by what may not be null: an account's link and handle, a product's price. */
export const shop: Graph = {
  sdl: `${LINK}
    type Query { self: User ${IN}  products(first: Int = 5): [Product] }
    type Product { upc: String!  name: String  price: Int! ${scopes('read:price')}  notes: String ${scopes('read:notes', 'admin')}  internal: String ${scopes('read:internal admin')}  reviews: [Review!] }
    type Review { id: ID!  body: String! ${IN} }
    interface Account { url: String!  handle: String! }
    type Bird implements Account { url: String! ${IN}  handle: String! ${scopes('read:bird')}  followers: Int! }
    type Hub implements Account { url: String! ${IN}  handle: String! ${scopes('read:hub')}  repos: Int! }
    type User { id: ID!  name: String  birthday: Int ${scopes('read:birthday')}  accounts: [Account!]! }`,
  root: {
    self: {
      ...{ id: '1', name: 'Uma', birthday: 9 },
      accounts: [
        { __typename: 'Bird', url: 'bird', handle: '@uma', followers: 10 },
        { __typename: 'Hub', url: 'hub', handle: 'uma', repos: 42 },
      ],
    },
    products: ({ first }: { first: number }) =>
      ['1', '2'].slice(0, first).map((upc) => ({
        upc,
        name: `n${upc}`,
        price: 8,
        notes: 'soft',
        internal: 'in',
        reviews: [{ id: 'r', body: 'b' }],
      })),
  },
};
