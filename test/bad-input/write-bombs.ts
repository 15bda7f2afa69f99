import { getIntrospectionQuery } from 'graphql';

/** A hostile request, and how it is to end: a code, or `harmless` where it is valid and small after all. */
export interface Bomb {
  readonly query: string;
  readonly variables?: object;
  /** In place of a body of these two. */
  readonly body?: string;
  readonly ends: string;
}

const LIMIT = 'OPERATION_OVER_LIMIT';
const INVALID = 'GRAPHQL_VALIDATION_FAILED';
const FIND = 'query ($who: PersonSearch!) { findPeople(by: $who) { certain { id } } }';

const times = (count: number, write: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => write(at)).join(' ');
const nested = (levels: number, open: string, inside: string, close = '}'): string =>
  `${open.repeat(levels)}${inside}${close.repeat(levels)}`;
const doubled = (levels: number, leaf: string): string =>
  `{ me { ...F0 } } ${times(levels, (at) => `fragment F${at} on Requester { ...F${at + 1} ...F${at + 1} }`)} ${leaf}`;

export const BOMBS: Readonly<Record<string, Bomb>> = {
  'fragments doubled 30 times': { query: doubled(30, 'fragment F30 on Requester { id }'), ends: LIMIT },
  'fragments doubled 12 times': { query: doubled(12, 'fragment F12 on Requester { id }'), ends: LIMIT },
  'fragments doubled 30 times that come to no field': { query: doubled(30, ''), ends: LIMIT },
  'fragments that each spread all that follow': {
    query: `{ me { ...F0 } } ${times(60, (at) => `fragment F${at} on Requester { id ${times(59 - at, (more) => `...F${at + 1 + more}`)} }`)}`,
    ends: LIMIT,
  },
  'fragments doubled under conditions': {
    query: `query ($a: Boolean = true) { me { ...F0 } } ${times(8, (at) => `fragment F${at} on Requester { ...F${at + 1} @include(if: $a) ...F${at + 1} @skip(if: $a) }`)} fragment F8 on Requester { id }`,
    ends: LIMIT,
  },
  '10,000 aliases': { query: `{ ${times(10_000, (at) => `a${at}: me { id }`)} }`, ends: LIMIT },
  '1,200 aliases of one field': { query: `{ me { ${times(1_200, (at) => `a${at}: id`)} } }`, ends: LIMIT },
  '200 aliases of one field': { query: `{ me { ${times(200, (at) => `a${at}: id`)} } }`, ends: 'harmless' },
  '600 levels': {
    query: `{ person(id: "p") ${nested(200, '{ family { members { person ', '{ id }', '} } }')} }`,
    ends: LIMIT,
  },
  '100,000 levels': { query: nested(60_000, '{a', ''), ends: LIMIT },
  '1,900 lists in one another': { query: `{ person(id: ${nested(1_900, '[', '', ']')}) { id } }`, ends: LIMIT },
  '1,900 lists beside one another': { query: `{ person(id: [${'[] '.repeat(1_900)}]) { id } }`, ends: 'harmless' },
  '5,000 brackets that do not close': {
    query: `{ findPeople(by: ${'['.repeat(5_000)} }`,
    ends: LIMIT,
  },
  'objects in one another in an argument': {
    query: `{ findPeople(by: ${nested(900, '{ a: ', '1')}) { certain { id } } }`,
    ends: LIMIT,
  },
  'lists in one another in a default': {
    query: `query ($a: [Int] = ${nested(900, '[', '', ']')}) { me { id } }`,
    ends: LIMIT,
  },
  'lists in one another in variables': {
    query: FIND,
    body: `{"query":${JSON.stringify(FIND)},"variables":{"who":{"givenName":${nested(50_000, '[', '', ']')}}}}`,
    ends: LIMIT,
  },
  'objects in one another in variables': {
    query: FIND,
    body: `{"query":${JSON.stringify(FIND)},"variables":{"who":${nested(30_000, '{"a":', '1')}}}`,
    ends: LIMIT,
  },
  '100,000 numbers in variables': {
    query: FIND,
    variables: { who: Array.from({ length: 100_000 }, () => 1) },
    ends: LIMIT,
  },
  'a text of 200,000 characters in variables': {
    query: FIND,
    variables: { who: { givenName: 'x'.repeat(200_000) } },
    ends: LIMIT,
  },
  '900 variables that nobody uses': {
    query: `query (${times(900, (at) => `$a${at}: Int`)}) { me { id } }`,
    ends: LIMIT,
  },
  'two fragments in a circle': {
    query: '{ me { ...A } } fragment A on Requester { ...B } fragment B on Requester { ...A }',
    ends: INVALID,
  },
  'a hundred fragments in a circle': {
    query: `{ me { ...F0 } } ${times(100, (at) => `fragment F${at} on Requester { id ...F${(at + 1) % 100} }`)}`,
    ends: LIMIT,
  },
  '1,900 directives on one field': { query: `{ me { id ${'@a '.repeat(1_900)} } }`, ends: LIMIT },
  '600 times @skip and @include': {
    query: `query ($a: Boolean!) { me { ${times(300, () => 'id @skip(if: $a) @include(if: $a)')} } }`,
    ends: LIMIT,
  },
  '200 times @include': { query: `{ me { ${times(200, () => 'id @include(if: true)')} } }`, ends: 'harmless' },
  '700 operations': { query: times(700, (at) => `query A${at} { me { id } }`).slice(0), ends: LIMIT },
  '140 operations, none of them named': {
    query: times(140, (at) => `query A${at} { me { id } }`),
    ends: 'OPERATION_RESOLUTION_FAILURE',
  },
  'one field 1,900 times': { query: `{ me { ${'id '.repeat(1_900)} } }`, ends: LIMIT },
  'one field 270 times': { query: `{ me { ${'id '.repeat(270)} } }`, ends: 'harmless' },
  'fields of one name with arguments that are long and differ': {
    query: `{ explainAccess(fields: ["a"]) { ${times(100, (at) => `field(a: [${'1 '.repeat(25)} ${at}])`)} } }`,
    ends: LIMIT,
  },
  'fields of one name in one another': { query: `{ me { ${nested(10, 'a { b } a { ', 'c')} } }`, ends: INVALID },
  '40 times 40 fields under one name': {
    query: `{ ${times(18, () => `me { ${'id role '.repeat(45)} }`)} }`,
    ends: LIMIT,
  },
  '600 fragments on one type': { query: `{ me { ${'... on Requester { id } '.repeat(600)} } }`, ends: LIMIT },
  '140 fragments spread in one place': {
    query: `{ me { ${times(140, (at) => `...F${at}`)} } } ${times(140, (at) => `fragment F${at} on Requester { id role }`)}`,
    ends: 'harmless',
  },
  '1,900 fields that are not there': { query: `{ me { ${times(1_900, (at) => `nobody${at}`)} } }`, ends: INVALID },
  '1,200 arguments that are not there': { query: `{ me(${times(1_200, (at) => `a${at}: 1`)}) { id } }`, ends: INVALID },
  'introspection 180 times over': {
    query: `{ __schema { ${times(180, (at) => `a${at}: types { name fields { name } }`)} } }`,
    ends: LIMIT,
  },
  'introspection in a circle': {
    query: `{ __schema { types { ${nested(8, 'fields { type { ', 'name', '} }')} } } }`,
    ends: INVALID,
  },
  'a page of a million': { query: '{ caseload(first: 1000000) { nodes { id } } }', ends: LIMIT },
  'families of families of a page': {
    query: `{ caseload(first: 100) { nodes { ${nested(3, 'family { members { person { ', 'displayName', '} } }')} } } }`,
    ends: LIMIT,
  },
  'a text of 240,000 characters': {
    query: `{ person(id: "${'x'.repeat(240_000)}") { displayName } }`,
    ends: 'harmless',
  },
  '50,000 faces': { query: `{ person(id: "${'👪'.repeat(50_000)}") { displayName } }`, ends: 'harmless' },
  'a block text of 60,000 lines': {
    query: `{ person(id: """${'\n  x'.repeat(50_000)}""") { displayName } }`,
    ends: 'harmless',
  },
  'a comment of 240,000 characters': { query: `{ me { id } } #${'x'.repeat(240_000)}`, ends: 'harmless' },
  'a name of 240,000 letters': { query: `{ ${'x'.repeat(240_000)} }`, ends: INVALID },
  'a number without end': { query: '{ person(id: 1e999) { displayName } }', ends: 'GRAPHQL_PARSE_FAILED' },
  'a number without end in variables': {
    query: FIND,
    body: `{"query":${JSON.stringify(FIND)},"variables":{"who":{"givenName":1e999}}}`,
    ends: 'BAD_USER_INPUT',
  },
  'the whole schema, once': { query: getIntrospectionQuery(), ends: 'harmless' },
  'the whole schema, three times': {
    query: `{ ${times(3, (at) => `a${at}: ${/__schema .*(?=}\s+fragment FullType)/s.exec(getIntrospectionQuery())![0]}`)} } ${/fragment FullType.*/s.exec(getIntrospectionQuery())![0]}`,
    ends: LIMIT,
  },
  'a number of 200,000 figures': {
    query: `{ person(id: ${'1'.repeat(200_000)}) { displayName } }`,
    ends: 'GRAPHQL_PARSE_FAILED',
  },
  '1,000 fields to explain': {
    query: `{ explainAccess(fields: [${'"Person.displayName" '.repeat(1_000)}]) { field } }`,
    ends: 'harmless',
  },
  '200 names of the language’s own': {
    query: `{ me { ${times(200, (at) => (at % 2 ? '__proto__: id' : 'constructor: id'))} } }`,
    ends: 'harmless',
  },
};
