import { Writable } from 'node:stream';
import { loadProtocols } from '@family-view/gateway';
import { decideFields } from '@family-view/gateway/policy/decide/field-decisions';
import { readSupergraph } from '@family-view/gateway/schema-registry/read-supergraph';
import { openSchemaFolder } from '@family-view/gateway/schema-registry/schema-folder';
import { buildSchema, isObjectType, parse, validate, validateSchema } from 'graphql';
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
    const told = fieldsOf(own);
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
