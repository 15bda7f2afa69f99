import { type PublishingStack, startPublishingStack, type Told } from './publishing-stack';

let stack: PublishingStack;
const table: { readonly what: string; readonly code: string; readonly message: string }[] = [];
beforeAll(async () => {
  stack = await startPublishingStack();
});
afterAll(async () => {
  if (process.env.PROOF === '1')
    console.log(table.map(({ what, code, message }, at) => `${at + 1}. ${what}\n   ${code}: ${message}`).join('\n'));
  await stack.close();
});

/** Housing's SDL with something put into HousingRecord, or after everything. */
const inRecord = (text: string): string =>
  stack.sdlOf('housing').replace('type HousingRecord {', `type HousingRecord {\n  ${text}`);
const after = (text: string): string => `${stack.sdlOf('housing')}\n${text}\n`;
const changed = (from: string | RegExp, to: string): string => {
  const sdl = stack.sdlOf('housing').replace(from, to);
  if (sdl === stack.sdlOf('housing')) throw new Error(`nothing to change at ${from}`);
  return sdl;
};
const ARREARS = '@policy(policies: [["housing:arrears"]])';
const imports = (more: string): string => changed('"@inaccessible"]', `"@inaccessible", ${more}]`);

/** What is published as housing; the code of one finding, where in the SDL it points, and what it says. */
type Refused = readonly [what: string, sdl: () => string, code: string, line: string | null, message: RegExp];
const BY_ITS_SDL: readonly Refused[] = [
  [
    'takes a field over by @override',
    () =>
      imports('"@override"').replace(
        'housing: HousingRecord',
        `housing: HousingRecord\n  health: String @override(from: "health") ${ARREARS}`,
      ),
    'OVERRIDE',
    'health: String',
    /Person\.health takes a field over from "health" by @override\. No agency takes another's field/,
  ],
  [
    "publishes another agency's field",
    () => changed('housing: HousingRecord', `housing: HousingRecord\n  education: String ${ARREARS}`),
    'FIELD_OF_ANOTHER',
    'education: String',
    /Person\.education belongs to education; housing may not publish it/,
  ],
  [
    'shadows a root field of the gateway',
    () => after(`type Query { person(id: ID!): String ${ARREARS} }`),
    'FIELD_OF_ANOTHER',
    'type Query',
    /Query\.person belongs to the gateway/,
  ],
  [
    'adds a root field that nobody agreed',
    () => after(`type Query { stock: Int ${ARREARS} }`),
    'FIELD_NOT_AGREED',
    'type Query',
    /Query\.stock is not among what housing may join to Query \(nothing yet\)/,
  ],
  [
    'adds a field to Person that nobody agreed',
    () => changed('housing: HousingRecord', `housing: HousingRecord\n  landlord: String ${ARREARS}`),
    'FIELD_NOT_AGREED',
    'landlord: String @policy',
    /Person\.landlord is not among what housing may join to Person \(Person\.housingRef, Person\.housing\)/,
  ],
  [
    'opens more of the requester, a type of the gateway',
    () => after('extend type Requester { landlord: String }'),
    'TYPE_OF_ANOTHER',
    'extend type Requester',
    /Requester is a type of the gateway/,
  ],
  [
    'adds to a shared type',
    () => after('extend type Practitioner { mobile: String }'),
    'TYPE_OF_ANOTHER',
    'extend type Practitioner',
    /Practitioner is one of the shared types/,
  ],
  [
    'disagrees with another agency on a type',
    () => after(`type Maternity ${ARREARS} { dueDate: Int }`),
    'TYPE_OF_ANOTHER',
    'type Maternity',
    /Maternity is a type of health\. Name yours after what it holds, as HousingMaternity/,
  ],
  [
    "has a key on the person's id",
    () => changed('@key(fields: "housingRef")', '@key(fields: "housingRef") @key(fields: "id")'),
    'KEY_NOT_OWN',
    'type Person',
    /Person has the key "id"; expected @key\(fields: "housingRef"\)/,
  ],
  [
    "has a key on another agency's pointer",
    () => changed('@key(fields: "housingRef")', '@key(fields: "housingRef") @key(fields: "healthRef")'),
    'KEY_NOT_OWN',
    'type Person',
    /Person has the key "healthRef"/,
  ],
  [
    "names another agency's pointer",
    () => changed('housing: HousingRecord', 'housing: HousingRecord\n  healthRef: ID'),
    'KEY_NOT_OWN',
    'healthRef: ID',
    /Person\.healthRef is not a pointer of housing's/,
  ],
  [
    'closes Person for everybody',
    () => changed('type Person @key', `type Person ${ARREARS} @key`),
    'POLICY_ON_SHARED',
    'type Person',
    /@policy on Person would close it for every agency/,
  ],
  [
    'closes a shared scalar for everybody',
    () => after(`extend scalar Date ${ARREARS}`),
    'POLICY_ON_SHARED',
    'extend scalar Date',
    /@policy on Date would close it for every agency/,
  ],
  [
    'has subscriptions',
    () => after(`type Subscription { rent: Int ${ARREARS} }`),
    'SUBSCRIPTION',
    'type Subscription',
    /Subscription is not served/,
  ],
  [
    'names another type as its root',
    () => after(`schema { query: Rents }\ntype Rents { all: Int ${ARREARS} }`),
    'ROOT_RENAMED',
    'schema { query',
    /names Rents as its query root/,
  ],
  [
    'returns people',
    () => inRecord(`coTenants: [Person!] ${ARREARS}`),
    'RETURNS_PEOPLE',
    'coTenants',
    /HousingRecord\.coTenants returns \[Person!\]\. People enter the graph through the gateway's linkage alone/,
  ],
  [
    'returns people by a union',
    () => after(`union Occupier = Person | TenancyNotice`),
    'RETURNS_PEOPLE',
    'union Occupier',
    /The union Occupier holds Person/,
  ],
  [
    'returns people by an interface',
    () => `${changed('type Person @key', 'type Person implements Named @key')}\ninterface Named { housingRef: ID }\n`,
    'RETURNS_PEOPLE',
    'type Person',
    /Person implements Named/,
  ],
  [
    'renames an import to hide a rule',
    () => changed('"@policy"', '{ name: "@policy", as: "@note" }').replaceAll('@policy(', '@note('),
    'RENAMED_IMPORT',
    '@link',
    /imports @policy as "@note"\. Import it under its own name/,
  ],
  [
    'renames the whole specification',
    () => changed('federation/v2.9",', 'federation/v2.9", as: "f",'),
    'RENAMED_IMPORT',
    '@link',
    /imports the specification as "f"/,
  ],
  [
    'defines a directive that looks like a rule',
    () =>
      changed(', "@policy"', '').replace(
        'type Person',
        'directive @policy(policies: [[String!]!]!) on FIELD_DEFINITION | OBJECT\ntype Person',
      ),
    'DIRECTIVE_DEFINED',
    'directive @policy',
    /defines a directive of its own, @policy/,
  ],
  [
    'hides a field by @inaccessible',
    () => inRecord(`balance: Int @inaccessible ${ARREARS}`),
    'INACCESSIBLE',
    'balance',
    /HousingRecord\.balance is @inaccessible\. Only the pointers of housing are/,
  ],
  [
    'tags a field',
    () => imports('"@tag"').replace('arrearsBand: String', 'arrearsBand: String @tag(name: "public")'),
    'UNSUPPORTED_DIRECTIVE',
    'arrearsBand',
    /uses @tag, which is not supported/,
  ],
  [
    'is @shareable where nothing is shared',
    () => changed('type HousingRecord {', 'type HousingRecord @shareable {'),
    'SHAREABLE',
    'type HousingRecord',
    /HousingRecord is @shareable\. Only the types of schema\/shared\.graphql are shared/,
  ],
  [
    'asks for an unsupported feature (@fromContext)',
    () =>
      imports('"@context", "@fromContext"').replace(
        'type HousingRecord {',
        `type HousingRecord @context(name: "record") {`,
      ),
    'UNSUPPORTED_DIRECTIVE',
    'type HousingRecord',
    /uses @context, which is not supported/,
  ],
  [
    'links a specification of its own',
    () => changed('extend schema', 'extend schema\n  @link(url: "https://example.org/own/v1.0")'),
    'UNSUPPORTED_LINK',
    'example.org',
    /https:\/\/example\.org\/own\/v1\.0 is not supported/,
  ],
  [
    'is of Federation 1, in which everything may be shared',
    () => stack.sdlOf('housing').replace(/extend schema\n(?: [^\n]*\n)+/, ''),
    'NO_FEDERATION_LINK',
    null,
    /links no Federation 2 specification/,
  ],
  [
    'has a field that no stream guards',
    () => inRecord('balance: Int'),
    'UNGUARDED_FIELD',
    'balance',
    /No stream covers HousingRecord\.balance/,
  ],
  [
    'misspells a stream',
    () => inRecord('balance: Int @policy(policies: [["housing:arears"]])'),
    'UNKNOWN_STREAM',
    'balance',
    /No protocol declares "housing:arears"; did you mean "housing:arrears"\?/,
  ],
  [
    "stands under another agency's stream",
    () => inRecord('balance: Int @policy(policies: [["health:visits"]])'),
    'STREAM_OF_ANOTHER',
    'balance',
    /"health:visits", which is not a stream of housing/,
  ],
  [
    'guards a field by nothing',
    () => inRecord('balance: Int @policy(policies: [])'),
    'POLICY_MALFORMED',
    'balance',
    /needs streams/,
  ],
  [
    'has a guarded field that cannot be null',
    () => inRecord(`balance: Int! ${ARREARS}`),
    'NOT_NULLABLE',
    'balance',
    /HousingRecord\.balance is Int!; expected Int/,
  ],
  [
    'carries a closed field away by @requires',
    () =>
      imports('"@external", "@requires"').replace(
        'housing: HousingRecord',
        `health: HealthRecord @external\n  housing: HousingRecord @requires(fields: "health { maternity { dueDate } }")`,
      ),
    'FLOW_NOT_AGREED',
    'housing: HousingRecord',
    /would tell housing what health holds at Maternity\.dueDate \(health:maternity\)\. No protocol has a flow of it from health to housing/,
  ],
  [
    'asks with arguments in @requires',
    () =>
      imports('"@external", "@requires"').replace(
        'alerts: [HousingAlert!]',
        'level(of: Int): Int @external\n  alerts: [HousingAlert!] @requires(fields: "level(of: 3)")',
      ),
    'REQUIRES_ARGUMENTS',
    'alerts: [HousingAlert!] @requires',
    /asks for level with arguments in @requires/,
  ],
  [
    'gives people away at the root',
    () => after(`type Query { arrears: [HousingRecord!] ${ARREARS} }`),
    'PEOPLE_AT_THE_ROOT',
    'type Query',
    /Query\.arrears leads to Query\.arrears, whose stream "housing:arrears" is about people/,
  ],
  [
    'does not compose',
    () => inRecord(`balance: Pounds ${ARREARS}`),
    'DOES_NOT_COMPOSE',
    'balance',
    /Unknown type "?Pounds/,
  ],
  [
    'has a default that holds itself',
    () => inRecord(`rent(of: Rent = {}): Int ${ARREARS}`).concat('\ninput Rent { of: Rent = {} }\n'),
    'DOES_NOT_COMPOSE',
    null,
    /leads back to itself without end/,
  ],
  [
    'links something that is no address',
    () => changed('extend schema', 'extend schema @link(url: 3)\nextend schema'),
    'UNSUPPORTED_LINK',
    '@link(url: 3)',
    /A @link has url that is not of the form expected/,
  ],
  [
    'imports what is no name',
    () => imports('null, 1'),
    'UNSUPPORTED_LINK',
    '@link',
    /A @link has import that is not of the form expected/,
  ],
  [
    'imports thousands of names',
    () => imports(Array.from({ length: 3_000 }, (_, at) => `"@x${at}"`).join()),
    'SDL_TOO_LARGE',
    'extend schema',
    /may have 100 items in one list of a directive/,
  ],
  [
    'has three thousand directives on a field',
    () => inRecord(`balance: Int ${`${ARREARS} `.repeat(3_000)}`),
    'SDL_TOO_LARGE',
    'balance',
    /may have 20 directives in one place/,
  ],
  [
    'says by null what guards a field',
    () => inRecord('balance: Int @policy(policies: null)'),
    'POLICY_MALFORMED',
    'balance',
    /needs streams/,
  ],
  [
    'says by an object what guards a root field',
    () => after('type Query { stock: Int @policy(policies: [[{ a: 1 }]]) }'),
    'POLICY_MALFORMED',
    'type Query',
    /needs streams/,
  ],
  [
    'is opened by more combinations of streams than anybody counts',
    () =>
      after(
        `interface Due { sum: Int }\n${Array.from({ length: 30 }, (_, at) => `type Due${at} implements Due { sum: Int @policy(policies: [["housing:arrears"], ["housing:notices"], ["housing:alerts"]]) }`).join('\n')}`,
      ),
    'SDL_TOO_LARGE',
    'interface Due',
    /opened by more than 1000 combinations of streams/,
  ],
  [
    'does not compose where something else is only worth a look',
    () => after(`interface constructor { a: Int ${ARREARS} }\ntype Built implements constructor { a: Int ${ARREARS} }`),
    'DOES_NOT_COMPOSE',
    'interface constructor',
    /@policy cannot be applied on interfaces/,
  ],
  ['is no SDL', () => after('type {'), 'SDL_UNREADABLE', 'type {', /This is not an SDL: Syntax Error: Expected Name/],
  [
    'is nested a hundred thousand deep',
    () => after(`type Deep { a: ${'['.repeat(100_000)}Int${']'.repeat(100_000)} }`),
    'SDL_TOO_LARGE',
    'type Deep',
    /may have 32 brackets in one another/,
  ],
  [
    'has ten thousand types',
    () => after(Array.from({ length: 10_000 }, (_, at) => `type T${at} { a: Int }`).join('\n')),
    'SDL_TOO_LARGE',
    null,
    /may have 500 types; this one has 100\d\d/,
  ],
];

const lineOf = (sdl: string, part: string): number => sdl.slice(0, sdl.indexOf(part)).split('\n').length;

async function staysAsItWas(publishing: () => Promise<{ readonly status: number; readonly body: Told }>) {
  const before = (await stack.ask('status')).body;
  const answer = await publishing();
  expect((await stack.ask('status')).body).toEqual(before);
  return answer;
}

test.each(BY_ITS_SDL)('an SDL that %s is refused', async (what, sdl, code, at, message) => {
  const text = sdl();
  const { status, body } = await staysAsItWas(() => stack.publish('housing', text));
  expect([status, body.outcome]).toEqual([422, 'REFUSED']);
  const found = body.findings.filter((one: Told) => one.severity === 'REFUSED' && one.code === code);
  expect(found.map((one: Told) => one.message).join('\n')).toMatch(message);
  if (at !== null) expect(found.map((one: Told) => one.line)).toContain(lineOf(text, at));
  table.push({
    what: `An SDL that ${what}`,
    code,
    message: found.find((one: Told) => message.test(one.message)).message,
  });
});

const sameAgain = (): string => inRecord(`balance: Int ${ARREARS}`);
type RefusedRequest = readonly [
  what: string,
  publishing: () => Promise<{ readonly status: number; readonly body: Told }>,
  status: number,
  code: string,
  message: RegExp,
];
const BY_ITS_REQUEST: readonly RefusedRequest[] = [
  [
    'as another agency',
    () => stack.publish('housing', sameAgain(), { key: 'health' }),
    403,
    'KEY_OF_ANOTHER',
    /The key "health-test" is of health: it may not publish housing/,
  ],
  [
    'with a key that nobody registered',
    () => stack.publish('housing', sameAgain(), { key: 'stranger' }),
    403,
    'KEY_UNKNOWN',
    /has no key "stranger-1"/,
  ],
  [
    "with another key under the agency's name for it",
    () => stack.publish('housing', sameAgain(), { key: 'forger' }),
    403,
    'SIGNATURE_WRONG',
    /The signature is not of the key "housing-test"/,
  ],
  [
    'of another SDL than was signed',
    () => stack.publish('housing', sameAgain(), { sends: inRecord(`secret: Int ${ARREARS}`) }),
    400,
    'BAD_REGISTRY_REQUEST',
    /not the one that was signed/,
  ],
  [
    'signed for another registry',
    () => stack.publish('housing', sameAgain(), { registry: 'staging' }),
    403,
    'STATEMENT_OF_ANOTHER_REGISTRY',
    /signed for another registry/,
  ],
  [
    'signed an hour ago',
    () => stack.publish('housing', sameAgain(), { at: new Date(Date.now() - 3_600_000).toISOString() }),
    403,
    'STATEMENT_OLD',
    /more than 5 minutes from the registry's clock/,
  ],
  [
    "at a cloud's metadata address",
    () => stack.publish('housing', sameAgain(), { url: 'http://169.254.169.254' }),
    422,
    'ROUTING_URL',
    /leads to this machine, to its neighbours or to a cloud's own addresses/,
  ],
  [
    'at a metadata address in other figures',
    () => stack.publish('housing', sameAgain(), { url: 'https://[::ffff:a9fe:a9fe]/' }),
    422,
    'ROUTING_URL',
    /leads to this machine/,
  ],
  [
    'at a host that nobody agreed',
    () => stack.publish('housing', sameAgain(), { url: 'https://evil.example' }),
    422,
    'ROUTING_URL',
    /is not among the hosts of housing in schema\/ownership\.yaml \(records\.example\)/,
  ],
  [
    'at an address with a password in it',
    () => stack.publish('housing', sameAgain(), { url: 'https://a:b@records.example' }),
    422,
    'ROUTING_URL',
    /holds a name or password/,
  ],
  [
    'under a name of the gateway',
    () => stack.publish('linkage', sameAgain(), { key: 'housing' }),
    403,
    'KEY_OF_ANOTHER',
    /may not publish linkage/,
  ],
  [
    'of ten megabytes',
    () => stack.publish('housing', after(`# ${'x'.repeat(10_000_000)}`)),
    413,
    'BODY_TOO_LARGE',
    /larger than the gateway takes/,
  ],
  [
    'of six hundred kilobytes',
    () => stack.publish('housing', after(`# ${'x'.repeat(600_000)}`)),
    422,
    'SDL_TOO_LARGE',
    /may have 524288 bytes; this one has 60\d{4}/,
  ],
];

test.each(BY_ITS_REQUEST)('a publish %s is refused', async (what, publishing, expected, code, message) => {
  const keys = stack.keys as Map<string, { id: string; publicKey: string; privateKey: string }>;
  keys.set('stranger', { ...keys.get('health')!, id: 'stranger-1' });
  keys.set('forger', { ...keys.get('health')!, id: 'housing-test' });
  const { status, body } = await staysAsItWas(publishing);
  expect(status).toBe(expected);
  const told = body.findings ?? body.errors.map((one: Told) => ({ code: one.extensions.code, message: one.message }));
  const found = told.find((one: Told) => one.code === code);
  expect(found?.message).toMatch(message);
  table.push({ what: `A publish ${what}`, code, message: found.message });
});
