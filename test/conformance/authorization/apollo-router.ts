/** The filter cases of Apollo Router's authorization plugin (apollographql/router, April 2026), restated. */
import { firm, IN, marks, museum, papers, policies, RENAMED, scopes, things, ticket, union } from './graphs';
import type { RestatedCase } from './restated-case';

const SIGN_IN = { self: IN, change: IN, notes: IN, needed: IN, Reading: IN, Guest: IN };
const SCOPES = {
  ...{ self: scopes('profile'), change: scopes('change'), greet: scopes('greet'), Reading: scopes('gauge test') },
  ...{ Note: scopes('note'), Guest: scopes('guest'), name: scopes('guest-name') },
};
const POLICIES = {
  ...{ guest: policies('guest gauge', 'admin'), self: policies('profile'), change: policies('change') },
  ...{ greet: policies('greet'), Reading: policies('gauge'), Note: policies('note'), Guest: policies('guest') },
  name: policies('guest-name'),
};
const renamed = (rules: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(rules).map(([key, rule]) => [
      key,
      rule.replace('@authenticated', '@known').replace('@requiresScopes', '@needs').replace('@policy', '@agreed'),
    ]),
  );

const bySignIn = museum(SIGN_IN);
const byScopes = museum(SCOPES);
const byPolicies = museum(POLICIES);
const hall = { title: 'Hall' };

const HALL_AND_SELF = '{ hall { title } self { name } }';
const MINE = '{ hall { title } mine: self { name } }';
const HEAT = '{ hall { title heat } }';
const SIGNS = '{ hall { title signs { text by { name } } } }';
const NOTES = '{ hall { title ...N } } fragment N on Room { notes { text } }';
const BASIC = '{ hall { title heat } self { code name } }';
const THING = '{ hall { title } thing { code ... on Guest { again: code name } } }';
const THING_NAMED = '{ hall { title } thing { code ...G } } fragment G on Guest { again: code name }';

const noThing = {
  data: { hall, thing: null },
  refused: ['thing'],
  ours: { refused: ['thing.again', 'thing.code', 'thing.name'], why: 'the error is at the refused field' },
} as const;
/** The same six asked without any rights, of whichever directive. */
const withoutRights = (graph: RestatedCase['graph']): readonly RestatedCase[] => [
  { graph, holds: '', asks: HALL_AND_SELF, data: { hall, self: null }, refused: ['self'] },
  { graph, holds: '', asks: MINE, data: { hall, mine: null }, refused: ['mine'] },
  { graph, holds: '', asks: HEAT, data: { hall: { ...hall, heat: null } }, refused: ['hall.heat'] },
  { graph, holds: '', asks: NOTES, data: { hall: { ...hall, notes: null } }, refused: ['hall.notes'] },
  { graph, holds: '', asks: THING, ...noThing },
  { graph, holds: '', asks: THING_NAMED, ...noThing },
];
const noSigns = { data: { hall: { ...hall, signs: null } }, refused: ['hall.signs'] };

const ASK_CODE = '{ open things { code } }';
const ASK_BOTH = '{ open things { code label } }';
const CODE_BY_TYPE = '{ open things { ... on Vase { code } ... on Coin { code } } }';
const BOTH_BY_TYPE = '{ open things { ... on Vase { code label } ... on Coin { code label } } }';
const BY_MEMBER = '{ open finds { ... on Vase { code } ... on Coin { code } } }';
const V = { code: 'V1' };
const C = { code: 'C1' };
const labels = [
  { code: null, label: 'blue' },
  { code: null, label: 'gold' },
];
const OPEN = { open: 'open' };
const nothingOf = { data: { ...OPEN, things: null }, refused: ['things'] };
const noCodes = { data: { ...OPEN, things: labels }, refused: ['things.code'] };
const vaseAlone = { data: { ...OPEN, things: [V] }, why: 'each type by its own rule' } as const;
const vaseLeft = { data: { ...OPEN, things: [V] }, why: 'a closed object is left out' } as const;
const findLeft = { data: { ...OPEN, finds: [V] }, why: 'a closed object is left out' } as const;
const halfClosed = { data: { ...OPEN, things: [V, { code: null }] }, refused: ['things'] };
const findHalf = { data: { ...OPEN, finds: [V, { code: null }] }, refused: ['finds'] };

const coinShut = things({ Coin: IN });
const coinCodeShut = things({ coinCode: IN });
const scopedTypes = things({ Vase: scopes('a b'), Coin: scopes('c d') });
const scopedCodes = things({ vaseCode: scopes('a b'), coinCode: scopes('c d') });
const agreedTypes = things({ Vase: policies('a'), Coin: policies('b') });
const agreedCodes = things({ vaseCode: policies('a'), coinCode: policies('b') });
const oneScoped = things({ Vase: scopes('read') });
const oneCodeScoped = things({ vaseCode: scopes('read') });
const coinLeft = { data: { ...OPEN, things: [C] }, why: 'each type by its own rule' } as const;

const NEWS = '{ papers { ... on News { __typename title } } }';
const NEWS_TYPED = '{ papers { __typename ... on News { __typename title } } }';
const news = { __typename: 'News', title: 'Fair' };
const aboutTypes = (open: string, shut: string): readonly RestatedCase[] => {
  const graph = papers(open, shut);
  const ours = { data: { papers: [news] }, why: 'a closed object is left out' } as const;
  return [
    { graph, holds: '', asks: NEWS, data: { papers: [news, {}] }, refused: [], ours },
    { graph, holds: '', asks: NEWS_TYPED, data: { papers: [news, { __typename: 'Diary' }] }, refused: [], ours },
  ];
};

const INDEX = '{ open marks { index } }';
const fieldMarks = marks({ field: policies('read') });
const typeMarks = marks({ type: policies('read') });
const indexes = [{ index: 0 }, { index: 1 }, { index: 2 }];

const FIRM = '{ firm { id owner { id name phone } } }';
const owner = { id: 'o1', name: 'Ada', phone: '12' };
const noPhone = { ...owner, phone: null };
const signedFirm = firm({ id: IN, phone: IN });
const scopedFirm = firm({ Owner: scopes('user:read'), phone: scopes('pii') });
const firmOf = (of: unknown, id: unknown = 'f1') => ({ firm: { id, owner: of } });

const GUEST = '{ guest { code } }';
const guestCode = { guest: { code: 'G1' } };
const noGuest = { data: { guest: null }, refused: ['guest'] };

export const APOLLO_ROUTER: Readonly<Record<string, readonly RestatedCase[]>> = {
  'a sign-in': [
    ...withoutRights(bySignIn),
    {
      graph: bySignIn,
      holds: '',
      asks: SIGNS,
      data: { hall: { ...hall, signs: [{ text: 'out', by: null }] } },
      refused: ['hall.signs.by'],
    },
    {
      graph: bySignIn,
      holds: '',
      asks: '{ hall { title notes { text } } guest { name } }',
      data: { hall: { ...hall, notes: null }, guest: null },
      refused: ['hall.notes', 'guest'],
    },
    {
      graph: bySignIn,
      holds: '',
      asks: 'mutation { tidy }',
      data: { tidy: null },
      refused: [''],
      ours: { refused: ['tidy'], why: 'the error is at the refused field' },
    },
    {
      graph: museum(renamed(SIGN_IN), RENAMED),
      holds: '',
      asks: HALL_AND_SELF,
      data: { hall, self: null },
      refused: ['self'],
    },
    { graph: coinShut, holds: '', asks: ASK_CODE, ...nothingOf, ours: vaseAlone },
    { graph: coinShut, holds: '', asks: CODE_BY_TYPE, ...halfClosed, ours: vaseLeft },
    {
      graph: coinCodeShut,
      holds: '',
      asks: ASK_BOTH,
      ...noCodes,
      ours: { data: { ...OPEN, things: [{ ...V, label: 'blue' }, labels[1]] }, why: 'each type by its own rule' },
    },
    {
      graph: coinCodeShut,
      holds: '',
      asks: BOTH_BY_TYPE,
      data: { ...OPEN, things: [{ ...V, label: 'blue' }, labels[1]] },
      refused: ['things.code'],
    },
    { graph: union('', IN), holds: '', asks: BY_MEMBER, ...findHalf, ours: findLeft },
    {
      graph: things({ Vase: IN, Coin: IN }),
      holds: '',
      asks: ASK_BOTH,
      ...nothingOf,
      ours: { refused: ['things.code', 'things.label'], why: 'the error is at the refused field' },
    },
    {
      graph: things({ Vase: IN }),
      holds: '',
      asks: ASK_BOTH,
      ...nothingOf,
      ours: { data: { ...OPEN, things: [{ ...C, label: 'gold' }] }, why: 'each type by its own rule' },
    },
    {
      graph: things({ vaseCode: IN }),
      holds: '',
      asks: ASK_BOTH,
      ...noCodes,
      ours: { data: { ...OPEN, things: [labels[0], { ...C, label: 'gold' }] }, why: 'each type by its own rule' },
    },
    ...aboutTypes(IN, IN),
    {
      graph: ticket,
      holds: '',
      asks: '{ ticket { ...P } } fragment P on Ticket { price }',
      data: { ticket: null },
      refused: [''],
      ours: { refused: ['ticket'], why: 'the error is at the refused field' },
    },
    {
      graph: ticket,
      holds: '',
      asks: 'query ($row: Int, $also: Boolean!, $price: String, $leave: Boolean!) { ...A seat(row: $row) @include(if: $also) } fragment A on Query { ...B } fragment B on Query { ticket { ...P @skip(if: $leave) } } fragment P on Ticket { price(id: $price) }',
      variables: { row: 2, also: true, leave: false },
      data: { ticket: null, seat: 'row 2' },
      refused: ['', 'ticket'],
      ours: { refused: ['ticket'], why: 'the error is at the refused field' },
    },
    { graph: signedFirm, holds: '', asks: FIRM, data: firmOf(noPhone, null), refused: ['firm.id', 'firm.owner.phone'] },
    { graph: signedFirm, holds: 'authenticated', asks: FIRM, data: firmOf(owner), refused: [] },
    { graph: firm({ phone: IN }), holds: '', asks: FIRM, data: firmOf(noPhone), refused: ['firm.owner.phone'] },
    { graph: firm({ phone: IN }), holds: 'authenticated', asks: FIRM, data: firmOf(owner), refused: [] },
    {
      graph: firm({ name: IN }),
      holds: '',
      asks: '{ owner { id name phone } }',
      data: { owner: { ...owner, name: null } },
      refused: ['owner.name'],
    },
  ],
  scopes: [
    ...withoutRights(byScopes),
    { graph: byScopes, holds: '', asks: SIGNS, ...noSigns },
    {
      graph: byScopes,
      holds: '',
      asks: BASIC,
      data: { hall: { ...hall, heat: null }, self: null },
      refused: ['hall.heat', 'self'],
    },
    {
      graph: byScopes,
      holds: 'scope:profile scope:gauge',
      asks: BASIC,
      data: { hall: { ...hall, heat: null }, self: null },
      refused: ['hall.heat', 'self'],
    },
    {
      graph: byScopes,
      holds: 'scope:profile scope:guest scope:gauge scope:test',
      asks: BASIC,
      data: { hall: { ...hall, heat: 20 }, self: { code: 'G1', name: null } },
      refused: ['self.name'],
    },
    {
      graph: byScopes,
      holds: 'scope:profile scope:guest scope:guest-name',
      asks: BASIC,
      data: { hall: { ...hall, heat: null }, self: { code: 'G1', name: 'Ann' } },
      refused: ['hall.heat'],
    },
    {
      graph: byScopes,
      holds: '',
      asks: 'mutation { greet { name } tidy }',
      data: { greet: null, tidy: null },
      refused: [''],
      ours: { refused: ['greet', 'tidy'], why: 'the error is at the refused field' },
    },
    ...[THING, THING_NAMED].flatMap((asks): readonly RestatedCase[] => [
      {
        graph: byScopes,
        holds: 'scope:guest',
        asks,
        data: { hall, thing: { code: 'G1', again: 'G1', name: null } },
        refused: ['thing.name'],
      },
      {
        graph: byScopes,
        holds: 'scope:guest scope:guest-name',
        asks,
        data: { hall, thing: { code: 'G1', again: 'G1', name: 'Ann' } },
        refused: [],
      },
    ]),
    {
      graph: museum(renamed(SCOPES), RENAMED),
      holds: '',
      asks: HALL_AND_SELF,
      data: { hall, self: null },
      refused: ['self'],
    },
    {
      graph: scopedTypes,
      holds: '',
      asks: ASK_CODE,
      ...nothingOf,
      ours: { refused: ['things.code'], why: 'the error is at the refused field' },
    },
    {
      graph: scopedTypes,
      holds: '',
      asks: CODE_BY_TYPE,
      ...nothingOf,
      ours: { refused: ['things.code'], why: 'the error is at the refused field' },
    },
    { graph: scopedTypes, holds: 'scope:a scope:b', asks: CODE_BY_TYPE, ...halfClosed, ours: vaseLeft },
    { graph: scopedCodes, holds: '', asks: ASK_BOTH, ...noCodes },
    { graph: scopedCodes, holds: '', asks: BOTH_BY_TYPE, ...noCodes },
    { graph: things({ vaseCode: scopes('a b'), coinCode: scopes('a b') }), holds: '', asks: ASK_BOTH, ...noCodes },
    {
      graph: union(scopes('a b'), scopes('c d')),
      holds: 'scope:a scope:b',
      asks: BY_MEMBER,
      ...findHalf,
      ours: findLeft,
    },
    {
      graph: oneCodeScoped,
      holds: '',
      asks: ASK_CODE,
      data: { ...OPEN, things: null },
      refused: ['things.code'],
      ours: { data: { ...OPEN, things: [{ code: null }, C] }, why: 'each type by its own rule' },
    },
    { graph: oneCodeScoped, holds: 'scope:read', asks: ASK_CODE, data: { ...OPEN, things: [V, C] }, refused: [] },
    { graph: oneScoped, holds: '', asks: ASK_CODE, ...nothingOf, ours: coinLeft },
    { graph: oneScoped, holds: 'scope:read', asks: ASK_CODE, data: { ...OPEN, things: [V, C] }, refused: [] },
    ...aboutTypes(scopes('a'), scopes('b')),
    { graph: scopedFirm, holds: '', asks: FIRM, data: firmOf(null), refused: ['firm.owner'] },
    { graph: scopedFirm, holds: 'scope:user:read', asks: FIRM, data: firmOf(noPhone), refused: ['firm.owner.phone'] },
    { graph: scopedFirm, holds: 'scope:user:read scope:pii', asks: FIRM, data: firmOf(owner), refused: [] },
    {
      graph: firm({ Owner: scopes('user:read'), phone: scopes('pii audit') }),
      holds: 'scope:user:read scope:pii',
      asks: FIRM,
      data: firmOf(noPhone),
      refused: ['firm.owner.phone'],
    },
  ],
  policies: [
    ...withoutRights(byPolicies),
    { graph: byPolicies, holds: '', asks: SIGNS, ...noSigns },
    {
      graph: byPolicies,
      holds: '',
      asks: BASIC,
      data: { hall: { ...hall, heat: null }, self: null },
      refused: ['hall.heat', 'self'],
    },
    {
      graph: byPolicies,
      holds: 'policy:profile policy:gauge',
      asks: BASIC,
      data: { hall: { ...hall, heat: 20 }, self: null },
      refused: ['self'],
    },
    {
      graph: byPolicies,
      holds: 'policy:profile policy:guest policy:gauge',
      asks: BASIC,
      data: { hall: { ...hall, heat: 20 }, self: { code: 'G1', name: null } },
      refused: ['self.name'],
    },
    {
      graph: byPolicies,
      holds: 'policy:profile policy:guest policy:guest-name',
      asks: BASIC,
      data: { hall: { ...hall, heat: null }, self: { code: 'G1', name: 'Ann' } },
      refused: ['hall.heat'],
    },
    {
      graph: byPolicies,
      holds: '',
      asks: 'mutation { greet { name } tidy }',
      data: { greet: null, tidy: null },
      refused: [''],
      ours: { refused: ['greet', 'tidy'], why: 'the error is at the refused field' },
    },
    {
      graph: byPolicies,
      holds: 'policy:guest policy:guest-name',
      asks: THING_NAMED,
      data: { hall, thing: { code: 'G1', again: 'G1', name: 'Ann' } },
      refused: [],
    },
    {
      graph: byPolicies,
      holds: 'policy:guest',
      asks: THING,
      data: { hall, thing: { code: 'G1', again: 'G1', name: null } },
      refused: ['thing.name'],
    },
    { graph: byPolicies, holds: '', asks: GUEST, ...noGuest },
    { graph: byPolicies, holds: 'policy:guest policy:gauge', asks: GUEST, data: guestCode, refused: [] },
    { graph: byPolicies, holds: 'policy:guest', asks: GUEST, ...noGuest },
    { graph: byPolicies, holds: 'policy:admin policy:guest', asks: GUEST, data: guestCode, refused: [] },
    {
      graph: museum(renamed(POLICIES), RENAMED),
      holds: '',
      asks: HALL_AND_SELF,
      data: { hall, self: null },
      refused: ['self'],
    },
    {
      graph: agreedTypes,
      holds: '',
      asks: ASK_CODE,
      ...nothingOf,
      ours: { refused: ['things.code'], why: 'the error is at the refused field' },
    },
    {
      graph: agreedTypes,
      holds: '',
      asks: CODE_BY_TYPE,
      ...nothingOf,
      ours: { refused: ['things.code'], why: 'the error is at the refused field' },
    },
    { graph: agreedTypes, holds: 'policy:a', asks: CODE_BY_TYPE, ...halfClosed, ours: vaseLeft },
    { graph: agreedCodes, holds: '', asks: ASK_BOTH, ...noCodes },
    { graph: agreedCodes, holds: '', asks: BOTH_BY_TYPE, ...noCodes },
    { graph: things({ vaseCode: policies('a'), coinCode: policies('a') }), holds: '', asks: ASK_BOTH, ...noCodes },
    { graph: union(policies('a'), policies('b')), holds: 'policy:a', asks: BY_MEMBER, ...findHalf, ours: findLeft },
    {
      graph: fieldMarks,
      holds: '',
      asks: INDEX,
      data: { ...OPEN, marks: null },
      refused: ['marks.index'],
      ours: {
        data: { ...OPEN, marks: [{ index: null }, { index: null }, { index: 2 }] },
        why: 'each type by its own rule',
      },
    },
    { graph: fieldMarks, holds: 'policy:read', asks: INDEX, data: { ...OPEN, marks: indexes }, refused: [] },
    {
      graph: typeMarks,
      holds: '',
      asks: INDEX,
      data: { ...OPEN, marks: null },
      refused: ['marks'],
      ours: { data: { ...OPEN, marks: [{ index: 2 }] }, why: 'each type by its own rule' },
    },
    { graph: typeMarks, holds: 'policy:read', asks: INDEX, data: { ...OPEN, marks: indexes }, refused: [] },
    ...aboutTypes(policies('a'), policies('b')),
  ],
};
