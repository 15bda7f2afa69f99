import { Writable } from 'node:stream';
import type { Notice } from '@family-view/client';
import { loadProtocols } from '@family-view/gateway';
import { decideFields } from '@family-view/gateway/policy/decide/field-decisions';
import { ANSWER_TYPES } from '@family-view/gateway/schema-registry/gateway-sdl/answer-sdl';
import { readSupergraph } from '@family-view/gateway/schema-registry/read-supergraph';
import { openSchemaFolder } from '@family-view/gateway/schema-registry/schema-folder';
import { buildSchema, type GraphQLEnumType, graphqlSync, isObjectType, parse, validate, validateSchema } from 'graphql';
import { entryOf } from '../../cli/protocol/explain';
import { schemaCommand } from '../../cli/schema/schema';
import { NO_AGENCIES } from '../bad-input/no-agencies';
import { type RunningStack, startStack } from '../stack';

let stack: RunningStack;
let shut: RunningStack;
beforeAll(async () => {
  stack = await startStack({ agencies: NO_AGENCIES });
  shut = await startStack({ agencies: NO_AGENCIES, environment: { SCHEMA_DOWNLOAD: 'OFF' } });
});
afterAll(async () => {
  await stack.close();
  await shut.close();
});

class Kept extends Writable {
  text = '';
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
async function fromCommand(as: string, purpose: string) {
  const [stdout, stderr] = [new Kept(), new Kept()];
  const exit = await schemaCommand({ as, purpose }, { stdout, stderr });
  return { exit, sdl: stdout.text, err: stderr.text };
}
const download = (query: string, headers: Readonly<Record<string, string>> = {}, from = stack) =>
  fetch(`${from.url}/schema.graphql${query}`, { headers });
const bearer = async (persona: 'head-of-centre' | 'analyst' | 'housing-officer') => ({
  authorization: `Bearer ${await stack.token(persona)}`,
});

const protocol = loadProtocols(() => new Date());
const { schema, read } = readSupergraph(openSchemaFolder().supergraph()!);
const COLUMNS = [...protocol.roles].flatMap(([role, purposes]) => purposes.map((purpose) => [role, purpose] as const));

test.each(COLUMNS)(
  'the schema of %s for %s is a valid one, and has what that role may ask alone',
  async (role, purpose) => {
    const { exit, sdl } = await fromCommand(role, purpose);
    expect(exit).toBe(0);
    const own = buildSchema(sdl);
    expect(validateSchema(own)).toEqual([]);
    const decide = decideFields(schema, read.requirements, protocol.rights(entryOf(protocol, { as: role, purpose })));
    const fieldsOf = (of: typeof schema): readonly string[] =>
      Object.values(of.getTypeMap()).flatMap((type) =>
        isObjectType(type) && !type.name.startsWith('__')
          ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`)
          : [],
      );
    const told = fieldsOf(own).filter((coordinate) => !ANSWER_TYPES.includes(coordinate.split('.')[0]!));
    expect(told.filter((coordinate) => decide(coordinate).kind === 'withheld')).toEqual([]);
    expect(
      told.filter((coordinate) => /(Group)?Ref$/.test(coordinate) && /^(Person|Family)\./.test(coordinate)),
    ).toEqual([]);
    expect(told.length).toBeLessThan(fieldsOf(schema).length);
  },
);

test('a running gateway gives the same to whoever has the token of the role', async () => {
  const response = await download('?purpose=EARLY_HELP', await bearer('head-of-centre'));
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const sdl = await response.text();
  expect(sdl).toBe((await fromCommand('HEAD_OF_CENTRE', 'EARLY_HELP')).sdl);
  const asked = (query: string) => validate(buildSchema(sdl), parse(query)).map(({ message }) => message);
  const person = (selection: string): string => `query ($id: PersonID!) { person(id: $id) { ${selection} } }`;
  expect(asked(person('displayName housing { tenancy { landlord } }'))).toEqual([]);
  expect(asked(person('housing { arrearsBand }'))).toEqual([expect.stringContaining('arrearsBand')]);
});

/** Of the client's own types: the compiler holds them to be these and no others. */
const KINDS: Readonly<Record<Notice['kind'], true>> = {
  WITHHELD: true,
  MASKED: true,
  UNAVAILABLE: true,
  POSSIBLE_MATCH: true,
  NOT_UNDER_THE_GLASS: true,
  OUR_FAULT: true,
};

test('code generators learn what stands beside an answer: the client’s types, and what a gateway tells, are of that shape', async () => {
  const { sdl } = await fromCommand('HEAD_OF_CENTRE', 'EARLY_HELP');
  const kind = buildSchema(sdl).getType('AnswerNoticeKind') as GraphQLEnumType;
  expect(kind.getValues().map(({ name }) => name)).toEqual(Object.keys(KINDS));

  const { body } = await stack.ask(
    'head-of-centre',
    `{ findPeople(by: { familyName: "Okafor", dateOfBirth: "2024-04-30" }) {
      certain { displayName housing { arrearsBand } }
    } caseload { nodes { displayName } } }`,
  );
  const { extensions, errors } = body;
  expect(extensions.notices.map((one: Notice) => one.kind)).toEqual(
    expect.arrayContaining(['WITHHELD', 'UNAVAILABLE']),
  );
  const schema = buildSchema(`${sdl} extend type Query { told: AnswerExtensions! errors: [AnswerErrorExtensions!]! }`);
  const rootValue = { told: extensions, errors: errors.map((one: { extensions: object }) => one.extensions) };
  const read = graphqlSync({
    schema,
    rootValue,
    source: `{
      told {
        familyView { operation protocolVersion supergraphVersion }
        notices { kind agency stream reason fields message ring }
        limits { limit used of resetsInSeconds }
      }
      errors { code stream reason others { stream reason } agency transform recorded retryAfterSeconds }
    }`,
  });
  expect(read.errors).toBeUndefined();
  // Nothing more is told than the types say, and nothing of another kind.
  expect(withoutNulls(read.data)).toEqual(withoutNulls(rootValue));
});

const withoutNulls = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, one: unknown) => (one === null ? undefined : one)));

test('without a token, for a purpose of another role, or of nobody, there is none', async () => {
  expect((await download('?purpose=EARLY_HELP')).status).toBe(401);
  const refused = await download('?purpose=EARLY_HELP', await bearer('analyst'));
  expect([refused.status, await refused.json()]).toMatchObject([
    403,
    { errors: [{ extensions: { code: 'PURPOSE_NOT_ALLOWED' } }] },
  ]);
  expect((await fromCommand('ANALYST', 'EARLY_HELP')).exit).toBe(2);
  expect((await fromCommand('NOBODY', 'EARLY_HELP')).err).toContain('names no role "NOBODY"');
});

test('where it is switched off, there is none', async () => {
  const headers = { authorization: `Bearer ${await shut.token('head-of-centre')}` };
  expect((await download('?purpose=EARLY_HELP', headers, shut)).status).toBe(404);
});
