import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GrantStatement } from '@family-view/schema';
import { buildSchema } from 'graphql';
import { askAgency, type SettleStreams } from '../execution/ask-agency';
import { faultsIn, withNulls } from '../fixtures/faults-in';
import { type Listening, PLENTY_MS, type ReceivedBody, sendJson, startListening } from '../fixtures/listening';
import { nurse, protocolOf, TODAY } from '../fixtures/protocols';
import { OperationAnswers } from '../notices/answer-record';
import type { OperationContext } from '../operation-context';
import { compileProtocols } from '../policy/decide/compile-protocol';
import type { OpenStreams } from '../policy/types';
import { createCacheBudget } from '../shared/cache-budget';
import { serializeRequest } from '../shared/serialize-request';
import { type AgencyClient, createAgencyClient } from './agency-client';
import { openFileGrantKeyStore } from './file-grant-key-store';
import { openGrantKeys } from './grant-keys';
import { createSteps } from './prune-fetch';
import { bodyDigest, createGrantSigner, type GrantSigner } from './sign-grants';

const schema = buildSchema(`
  type Query { places: [Place!] }
  type Place { name: String }
  type Person { id: ID!  north: NorthRecord }
  type Family { id: ID!  plan: String }
  type NorthRecord { notes: String  visits: [Visit!]  level: Level  newest: Entry }
  type Visit { count: Int  worker: String }
  interface Entry { text: String  secret: String }
  type Letter implements Entry { text: String  secret: String }
  type Call implements Entry { text: String  secret: String }
  enum Level { LOW HIGH }
`);
const STREAMS = ['north:visits', 'north:notes'];
const STEP =
  'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Person { _north: north { _notes: notes _visits: visits { _count: count } _level: level } } ... on Family { _plan: plan } } }';

let directory: string;
let sign: GrantSigner;
let agency: Listening;
let client: AgencyClient;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'grants-'));
  sign = createGrantSigner(await openGrantKeys(openFileGrantKeyStore(directory), TODAY), TODAY);
  agency = await startListening();
  client = createAgencyClient(agency.origin, { maxBytes: 100_000 });
});
afterAll(async () => {
  await client.close();
  await agency.close();
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(() => {
  (agency.received as ReceivedBody[]).length = 0;
  agency.answer = ({ variables }, response) =>
    sendJson(response, { data: { _entities: representations(variables).map(recordOf) } });
});

type Representation = {
  readonly __typename: string;
  readonly northRef?: string | null;
  readonly northGroupRef?: string | null;
};
const representations = (variables: Readonly<Record<string, unknown>>) =>
  variables.representations as readonly Representation[];
const recordOf = ({ __typename, northRef, northGroupRef }: Representation) =>
  __typename === 'Person'
    ? {
        __typename,
        k_key: northRef,
        _north: { _notes: `notes of ${northRef}`, _visits: [{ _count: 1 }], _level: 'LOW' },
      }
    : { __typename, k_key: northGroupRef, _plan: `plan of ${northGroupRef}` };
const person = (northRef: string | null): Representation => ({ __typename: 'Person', northRef });

const steps = createSteps(schema, createCacheBudget().section());
interface Run extends OperationContext {
  readonly answers: OperationAnswers;
  readonly settle: SettleStreams;
}
function runWith(changed: Partial<Run> = {}): Run {
  const refused = new Map();
  return {
    id: 'o-1',
    entry: nurse,
    protocolVersion: 'p1',
    supergraphVersion: 's1',
    deadline: { remaining: () => PLENTY_MS, forRound: () => PLENTY_MS },
    rights: compileProtocols([protocolOf([])], TODAY).rights(nurse),
    asked: new Set(),
    isAboutPlaces: () => true,
    streamsOf: () => STREAMS,
    openToAll: () => null,
    calls: { spend: () => {}, ended: () => {} },
    settle: async () => ({ open: new Set(STREAMS), transforms: new Map(), refused }),
    transformsAt: () => null,
    isOpen: () => true,
    narrowedHash: `n-${Math.random()}`,
    ...changed,
    answers: new OperationAnswers(),
  };
}
async function ask(
  asked: readonly Representation[],
  run = runWith(),
  query = STEP,
  more: Readonly<Record<string, unknown>> = {},
) {
  const { data } = await askAgency(
    { agency: 'north', client, sign, run, steps },
    { query, variables: { representations: asked, ...more } },
    run.settle,
  );
  return {
    entities: (data as Record<string, unknown> | null)?._entities as
      | readonly (Readonly<Record<string, unknown>> | null)[]
      | undefined,
    data,
    run,
    fault: run.answers.outcomesByAgency()[0]?.fault ?? null,
  };
}
const notesIn = (entities: Awaited<ReturnType<typeof ask>>['entities']) =>
  entities?.map((one) => (one?._north as { _notes?: unknown } | undefined)?._notes ?? null);
const statementAt = (at: number): GrantStatement =>
  JSON.parse(agency.received[at]!.extensions.grant.statement) as GrantStatement;

describe('who is asked about', () => {
  test('each person is asked for once, and put where they were asked', async () => {
    const { entities } = await ask([person('N-1'), person('N-2'), person('N-1')]);
    expect(agency.received).toHaveLength(1);
    expect(representations(agency.received[0]!.variables)).toEqual([person('N-1'), person('N-2')]);
    expect(notesIn(entities)).toEqual(['notes of N-1', 'notes of N-2', 'notes of N-1']);
  });

  test('a null, an empty or a missing key is never sent, and its place is null', async () => {
    const { entities } = await ask([person(null), person('N-1'), person(''), { __typename: 'Person' }]);
    expect(agency.received[0]!.variables.representations).toEqual([person('N-1')]);
    expect(notesIn(entities)).toEqual([null, 'notes of N-1', null, null]);
  });

  test('with nobody left the agency is not called', async () => {
    const { entities, run } = await ask([person(null), person(null)]);
    expect(entities).toEqual([null, null]);
    expect(agency.received).toHaveLength(0);
    expect(run.answers.outcomesByAgency().filter(({ answered }) => answered)).toEqual([]);
  });

  test('people and families are asked for in one request, each by their own key', async () => {
    const { entities } = await ask([person('N-1'), { __typename: 'Family', northGroupRef: 'G-1' }]);
    expect(entities?.[1]).toEqual({ __typename: 'Family', _plan: 'plan of G-1', k_key: 'G-1' });
    expect(statementAt(0)).toMatchObject({
      people: [{ refs: ['N-1'], streams: STREAMS }],
      families: [{ refs: ['G-1'], streams: STREAMS }],
      streams: [],
    });
  });

  test('an agency in trouble is not called again in this operation', async () => {
    const run = runWith();
    run.answers.trouble('north', 'TIMED_OUT');
    expect(faultsIn((await ask([person('N-1')], run)).entities)).toEqual(['0 failed']);
    expect(agency.received).toHaveLength(0);
  });

  test('the grant is over exactly what was sent', async () => {
    await ask(
      [person('N-1')],
      runWith(),
      STEP.replace('($rep', '($v0: Int, $rep').replace('visits {', 'visits(first: $v0) {'),
      { v0: 3 },
    );
    const { query, variables } = agency.received[0]!;
    expect(variables).toEqual({ representations: [person('N-1')], v0: 3 });
    expect(statementAt(0)).toMatchObject({
      agency: 'north',
      body: bodyDigest(serializeRequest(query, variables)),
      operation: 'o-1',
      purpose: 'EARLY_HELP',
      requester: { id: 'w-1', role: 'NURSE' },
    });
  });
});

describe('every entity is checked against the key that was asked for', () => {
  const answers = (entities: (asked: readonly Representation[]) => unknown) => {
    agency.answer = ({ variables }, response) =>
      sendJson(response, { data: { _entities: entities(representations(variables)) } });
  };
  test.each<[string, (asked: readonly Representation[]) => unknown]>([
    ['two that are swapped', (asked) => asked.map(recordOf).reverse()],
    ["one child's record under both", (asked) => asked.map(() => recordOf(asked[0]!))],
    ['one too few', (asked) => asked.slice(1).map(recordOf)],
    ['one too many', (asked) => [...asked.map(recordOf), recordOf(asked[0]!)]],
    ['none at all', () => []],
    ['no list', () => null],
    ['a record without its key', (asked) => asked.map((one) => ({ ...recordOf(one), k_key: undefined }))],
    ['a record whose key is null', (asked) => asked.map((one) => ({ ...recordOf(one), k_key: null }))],
    [
      'a key in other letters',
      (asked) => asked.map((one) => ({ ...recordOf(one), k_key: one.northRef?.toLowerCase() })),
    ],
    ['a record of another type', (asked) => asked.map((one) => ({ ...recordOf(one), __typename: 'Family' }))],
    ['a record of no type', (asked) => asked.map((one) => ({ ...recordOf(one), __typename: undefined }))],
    ['text', (asked) => asked.map(() => 'N-1')],
    ['lists', (asked) => asked.map((one) => [recordOf(one)])],
  ])('%s: nothing of the answer is believed', async (_what, entities) => {
    answers(entities);
    const { entities: given, fault } = await ask([person('N-1'), person('N-2')]);
    expect(faultsIn(given)).toEqual(['0 failed', '1 failed']);
    expect(fault).toBe('ENTITY_MISMATCH');
  });

  test('a family in the place of a person who has the same key is refused', async () => {
    answers((asked) => asked.map(({ northRef }) => ({ __typename: 'Family', k_key: northRef, _plan: 'p' })));
    expect((await ask([person('N-1')])).fault).toBe('ENTITY_MISMATCH');
  });

  test('the key of another type is nobody’s: who has no other is not asked for, and stands in no grant', async () => {
    const { entities } = await ask([
      { __typename: 'Person', northGroupRef: 'G-9' },
      { __typename: 'Family', northRef: 'N-9' },
      { ...person('N-1'), northGroupRef: 'G-8' },
    ]);
    expect(notesIn(entities)).toEqual([null, null, 'notes of N-1']);
    expect(statementAt(0)).toMatchObject({ people: [{ refs: ['N-1'] }], families: [] });
  });

  test('a null is a person of whom nothing is held', async () => {
    answers((asked) => [null, recordOf(asked[1]!)]);
    const { entities, fault } = await ask([person('N-1'), person('N-2')]);
    expect(notesIn(entities)).toEqual([null, 'notes of N-2']);
    expect(fault).toBeNull();
  });

  test('the type and the key are asked for by us, the key under a name of ours, whatever else is asked', async () => {
    await ask([person('N-1')]);
    expect(agency.received[0]!.query.replace(/\s+/g, ' ')).toContain(
      '... on Person { __typename k_key: northRef _north: north',
    );
    expect(agency.received[0]!.query.replace(/\s+/g, ' ')).toContain(
      '... on Family { __typename k_key: northGroupRef _plan: plan',
    );
  });
});

describe('what is not of the form agreed', () => {
  const answering = (north: unknown, errors?: readonly unknown[]) => {
    agency.answer = (_body, response) =>
      sendJson(response, { data: { _entities: [{ __typename: 'Person', k_key: 'N-1', _north: north }] }, errors });
  };
  const whole = { _notes: 'n', _visits: [{ _count: 1 }], _level: 'LOW' };
  test.each<[string, unknown, string, unknown]>([
    ['a code of no list', { ...whole, _level: 'MEDIUM' }, '_north._level', { ...whole, _level: null }],
    ['text where a list should be', { ...whole, _visits: 'x' }, '_north._visits', { ...whole, _visits: null }],
    [
      'a null in a list that may hold none',
      { ...whole, _visits: [null] },
      '_north._visits/0',
      { ...whole, _visits: null },
    ],
    [
      'text where a number should be',
      { ...whole, _visits: [{ _count: 'one' }] },
      '_north._visits.0._count',
      { ...whole, _visits: [{ _count: null }] },
    ],
    [
      'a fraction where a whole number should be',
      { ...whole, _visits: [{ _count: 1.5 }] },
      '_north._visits.0._count',
      { ...whole, _visits: [{ _count: null }] },
    ],
    ['a number where text should be', { ...whole, _notes: 7 }, '_north._notes', { ...whole, _notes: null }],
    ['a tree where text should be', { ...whole, _notes: { a: 1 } }, '_north._notes', { ...whole, _notes: null }],
    ['a field left out', { _notes: 'n', _level: 'LOW' }, '_north._visits', { ...whole, _visits: null }],
    ['text where a record should be', 'x', '_north', null],
  ])('%s is told as malformed, and the rest is whole', async (_what, north, key, given) => {
    answering(north);
    const { entities, fault } = await ask([person('N-1')]);
    expect(withNulls(entities?.[0]?._north)).toEqual(given);
    expect(faultsIn(entities)).toEqual([`0.${key} malformed`]);
    expect(fault).toBeNull();
  });

  test('what was not asked for is dropped', async () => {
    answering({ ...whole, address: '1 Elm Road', _secret: 'x' });
    expect((await ask([person('N-1')])).entities?.[0]).toEqual({
      __typename: 'Person',
      k_key: 'N-1',
      _north: whole,
    });
  });

  test.each([
    ['a refusal', 'NOT_GRANTED', 'refused'],
    ['a failure', 'INTERNAL', 'failed'],
  ])("%s is told at the agency's field, and at no other", async (_what, code, kind) => {
    answering({ ...whole, _notes: null }, [{ path: ['_entities', 0, '_north', '_notes'], extensions: { code } }]);
    const { entities } = await ask([person('N-1')]);
    expect(faultsIn(entities)).toEqual([`0._north._notes ${kind}`]);
  });

  test('what one record lacks is not told of another', async () => {
    agency.answer = ({ variables }, response) => {
      const records = representations(variables).map(recordOf);
      sendJson(response, {
        data: {
          _entities: records.map((record, at) => ({
            ...record,
            _north: at === 0 ? { ...whole, _notes: null } : { ...whole, _notes: null, _level: 7 },
          })),
        },
        errors: [{ path: ['_entities', 0, '_north', '_notes'], extensions: { code: 'NOT_GRANTED' } }],
      });
    };
    const { entities } = await ask([person('N-1'), person('N-2')]);
    expect(faultsIn(entities)).toEqual(['0._north._notes refused', '1._north._level malformed']);
  });

  test('an error further in than its null stands at the null, and says where', async () => {
    answering({ ...whole, _visits: null }, [
      { path: ['_entities', 0, '_north', '_visits', 3, '_count'], extensions: { code: 'INTERNAL' } },
    ]);
    expect(faultsIn((await ask([person('N-1')])).entities)).toEqual(['0._north._visits/3._count failed']);
  });

  test('one failed entity is faulty, and the others are whole', async () => {
    agency.answer = ({ variables }, response) =>
      sendJson(response, {
        data: { _entities: representations(variables).map((one, at) => (at === 1 ? null : recordOf(one))) },
        errors: [{ path: ['_entities', 1], message: 'x' }],
      });
    const { entities, fault } = await ask(['N-1', 'N-2', 'N-3'].map(person));
    expect(faultsIn(entities)).toEqual(['1 failed']);
    expect(fault).toBeNull();
  });

  test.each<[string, unknown, string[]]>([
    ['without a path', undefined, ['0._north._notes failed', '1._north._notes failed']],
    ['about everybody', ['_entities'], ['0._north._notes failed', '1._north._notes failed']],
    ['about an item that is none', ['_entities', 0.5, '_north'], ['0._north._notes failed', '1._north._notes failed']],
    [
      'about somebody who was not asked for',
      ['_entities', 7, '_north'],
      ['0._north._notes failed', '1._north._notes failed'],
    ],
    ['about a record', ['_entities', 1], ['1._north._notes failed']],
    ['about what holds its field', ['_entities', 1, '_north'], ['1._north._notes failed']],
    ['about a field that was not asked for', ['_entities', 1, '_north', '_secret'], ['1._north._notes failed']],
    ['about a field that is there', ['_entities', 1, '_north', '_level'], ['1._north._notes failed']],
  ])('an error %s puts in doubt the nulls of what it names, and the agency', async (_what, path, doubted) => {
    agency.answer = ({ variables }, response) =>
      sendJson(response, {
        data: {
          _entities: representations(variables).map((one) => ({
            ...recordOf(one),
            _north: { ...whole, _notes: null },
          })),
        },
        errors: [{ path, message: 'x' }],
      });
    const { entities, fault } = await ask([person('N-1'), person('N-2')]);
    expect(faultsIn(entities)).toEqual(doubted);
    expect(fault).toBe('ANSWERED_WITH_ERRORS');
  });

  test('an error that leaves no null is trouble all the same', async () => {
    answering(whole, [{ message: 'x' }]);
    const { entities, fault } = await ask([person('N-1')]);
    expect(entities?.[0]?._north).toEqual(whole);
    expect(fault).toBe('ANSWERED_WITH_ERRORS');
  });
});

describe('people whose records may not show the same', () => {
  const open: Readonly<Record<string, readonly string[]>> = {
    'N-1': STREAMS,
    'N-2': ['north:visits'],
    'N-3': STREAMS,
    'N-4': [],
  };
  const isOpen = (coordinate: string, streams: ReadonlySet<string>): boolean =>
    /\.(notes|secret)$/.test(coordinate)
      ? streams.has('north:notes')
      : /^Person\./.test(coordinate)
        ? streams.size > 0
        : streams.has('north:visits');
  const settle = async (_agency: string, _type: string, ref: string): Promise<OpenStreams> => ({
    open: new Set(open[ref]),
    transforms: new Map(),
    refused: new Map(
      STREAMS.filter((stream) => !open[ref]!.includes(stream)).map((stream) => [stream, 'CONDITION_NOT_MET' as const]),
    ),
  });

  test('are asked for apart, and a closed field is not named for those to whom it is closed', async () => {
    const run = runWith({ isOpen, settle });
    const { entities } = await ask(['N-1', 'N-2', 'N-3', 'N-4'].map(person), run);
    const sent = agency.received.map(({ query, variables }, at) => ({
      refs: representations(variables).map(({ northRef }) => northRef),
      notes: query.includes('notes'),
      granted: statementAt(at).people,
    }));
    expect(sent.sort((a, b) => b.refs.length - a.refs.length)).toEqual([
      { refs: ['N-1', 'N-3'], notes: true, granted: [{ refs: ['N-1', 'N-3'], streams: STREAMS }] },
      { refs: ['N-2'], notes: false, granted: [{ refs: ['N-2'], streams: ['north:visits'] }] },
    ]);
    expect(notesIn(entities)).toEqual(['notes of N-1', null, 'notes of N-3', null]);
    expect(run.answers.cutAt('north', 'N-2')).toMatchObject({
      closed: new Set(['NorthRecord.notes']),
      emptied: new Set(),
    });
    expect(run.answers.cutAt('north', 'N-4')?.closed).toContain('Person.north');
    expect(run.answers.cutAt('north', 'N-1')).toBeUndefined();
  });

  test('of people of whom nothing is left to ask the agency is told nothing, whatever is asked of their family', async () => {
    const closed = runWith({
      isOpen: (coordinate) => coordinate.startsWith('Family.'),
      settle: async () => ({ open: new Set(['north:visits']), refused: new Map(), transforms: new Map() }),
    });
    const { entities, fault } = await ask([person('N-1'), { __typename: 'Family', northGroupRef: 'G-1' }], closed);
    expect(fault).toBeNull();
    expect(entities).toEqual([null, { __typename: 'Family', _plan: 'plan of G-1', k_key: 'G-1' }]);
    expect(representations(agency.received[0]!.variables)).toHaveLength(1);
    expect(statementAt(0).people).toEqual([]);
  });

  test('a closed field goes out of interfaces and their fragments too', async () => {
    const step =
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Person { _north: north { _newest: newest { __typename _text: text _secret: secret ... on Letter { _s1: secret } ... on Call { _t1: text } ... on Entry { _s2: secret } } } } } }';
    await ask([person('N-2')], runWith({ isOpen, settle }), step);
    expect(agency.received[0]!.query).not.toContain('secret');
    expect(agency.received[0]!.query).toContain('... on Call');
    expect(agency.received[0]!.query).not.toContain('... on Letter');
  });

  test('a field of an interface that is closed on one type is not asked of the others, and that is told of them', async () => {
    const run = runWith({ settle, isOpen: (coordinate) => coordinate !== 'Letter.text' });
    const step =
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Person { _north: north { _newest: newest { _text: text _secret: secret } } } } }';
    await ask([person('N-2')], run, step);
    expect(agency.received[0]!.query).not.toContain('text');
    expect(run.answers.cutAt('north', 'N-2')).toMatchObject({
      closed: new Set(['Letter.text']),
      emptied: new Set(['Call.text']),
    });
  });

  test('an object of which only closed fields are asked is told as emptied, not as closed: another step may ask it more', async () => {
    const run = runWith({ isOpen, settle });
    const step =
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Person { _north: north { _newest: newest { _secret: secret } } } } }';
    await ask([person('N-2')], run, step);
    expect(agency.received).toEqual([]);
    expect(run.answers.cutAt('north', 'N-2')).toMatchObject({
      closed: new Set(['Letter.secret', 'Call.secret']),
      emptied: new Set(['NorthRecord.newest', 'Person.north']),
    });
  });

  test('a variable that only closed fields used is not sent', async () => {
    const step = STEP.replace('($rep', '($v0: Int, $rep').replace('notes: notes', 'notes: notes(first: $v0)');
    await ask([person('N-2')], runWith({ isOpen, settle }), step, { v0: 3 });
    expect(agency.received[0]!.variables).toEqual({ representations: [person('N-2')] });
    expect(agency.received[0]!.query).not.toContain('v0');
  });
});

describe('places', () => {
  const step = '{ _places: places { _name: name } }';

  test('are asked for without anybody in the grant', async () => {
    agency.answer = (_body, response) => sendJson(response, { data: { _places: [{ _name: 'Elm Centre' }] } });
    const { data } = await ask([], runWith(), step);
    expect(data).toEqual({ _places: [{ _name: 'Elm Centre' }] });
    expect(statementAt(0)).toMatchObject({ people: [], families: [], streams: STREAMS });
  });

  test('of an agency that fails are no data and a fault', async () => {
    agency.answer = (_body, response) => sendJson(response, { data: null });
    const { data, fault } = await ask([], runWith(), step);
    expect(faultsIn(data)).toEqual([' failed']);
    expect(fault).toBe('NOTHING_BUT_NULL');
  });
});
