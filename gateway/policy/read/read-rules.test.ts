import { buildSchema } from 'graphql';
import { startEngine } from '../../execution/engine';
import { composePublished } from '../../schema-registry/compose-published';
import { composeSupergraph, DoesNotCompose } from '../../schema-registry/compose-supergraph';
import { requireFields, uncoveredFields } from '../decide/field-decisions';
import { readRules, UnreadableRules } from './read-rules';

const link = (...names: readonly string[]): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${names.join(', ')}])`;

const linkage = `${link('"@key"', '"@shareable"')}
  type Query { person: Person }
  type Person @key(fields: "id") { id: ID! northRef: ID @shareable southRef: ID @shareable }`;
const north = `${link('"@key"', '"@policy"')}
  type Person @key(fields: "northRef") { northRef: ID! visits: String @policy(policies: [["north:visits"]]) }`;
const compose = (...others: readonly string[]): string =>
  composeSupergraph([
    { name: 'linkage', sdl: linkage },
    { name: 'north', sdl: north },
    ...others.map((sdl, at) => ({ name: `south${at || ''}`, sdl })),
  ]);
const south = (imports: readonly string[], fields: string, more = ''): string =>
  `${link('"@key"', ...imports)} type Person @key(fields: "southRef") { southRef: ID! ${fields} } ${more}`;

const loads = async (sdl: string): Promise<readonly string[]> => {
  const engine = await startEngine(sdl);
  await engine.stop();
  return Object.keys(engine.schema.getQueryType()?.getFields() ?? {});
};

describe('rules', () => {
  test('each coordinate has the policies that its agency wrote on it', () => {
    const { rules } = readRules(
      compose(south(['"@policy"'], 'rent: Int @policy(policies: [["south:rent", "south:money"], ["south:all"]])')),
    );
    expect(rules.get('Person.visits')).toEqual({ policies: [['north:visits']], scopes: null, authenticated: false });
    expect(rules.get('Person.rent')?.policies).toEqual([['south:rent', 'south:money'], ['south:all']]);
    expect(rules.has('Person.id')).toBe(false);
  });

  test.each([
    ['a rename in the import', ['{ name: "@policy", as: "@p" }'], '@p(policies: [["south:rent"]])'],
    ['no import, the full name', [], '@federation__policy(policies: [["south:rent"]])'],
  ])('%s in one subgraph hides no rule of any', async (_how, imports, directive) => {
    const supergraph = composeSupergraph([
      { name: 'linkage', sdl: linkage },
      { name: 'south', sdl: south(imports, `rent: Int ${directive}`) },
    ]);
    const { rules, sdl } = readRules(supergraph);
    expect(rules.get('Person.rent')?.policies).toEqual([['south:rent']]);
    expect(await loads(sdl)).toEqual(['person']);
  });

  test('a rename that two subgraphs agree on is read throughout', async () => {
    const renamed = (name: string, field: string): string =>
      `${link('"@key"', '{ name: "@policy", as: "@guard" }')} type Person @key(fields: "${name}Ref") { ${name}Ref: ID! ${field}: Int @guard(policies: [["${name}:${field}"]]) }`;
    const supergraph = composeSupergraph([
      { name: 'linkage', sdl: linkage },
      { name: 'north', sdl: renamed('north', 'visits') },
      { name: 'south', sdl: renamed('south', 'rent') },
    ]);
    expect(supergraph).toContain('@guard(');
    const { rules, sdl } = readRules(supergraph);
    expect([...rules.keys()].sort()).toEqual(['Person.rent', 'Person.visits']);
    expect(sdl).not.toContain('guard');
    expect(await loads(sdl)).toEqual(['person']);
  });

  test('a name that a link gives by itself is the name that is read', () => {
    const { rules, sdl } = readRules(
      `schema @link(url: "https://specs.apollo.dev/policy/v0.1", as: "guard", for: SECURITY) { query: Query }
       directive @guard(policies: [[guard__Policy!]!]!) on FIELD_DEFINITION
       scalar guard__Policy
       type Query { rent: Int @guard(policies: [["south:rent"]]) }`,
    );
    expect(rules.get('Query.rent')?.policies).toEqual([['south:rent']]);
    expect(sdl).not.toMatch(/guard|SECURITY/);
  });

  test('scopes and sign-ins are read beside policies', async () => {
    const { rules, sdl } = readRules(
      compose(
        south(
          ['"@policy"', '"@requiresScopes"', '"@authenticated"'],
          'rent: Int @requiresScopes(scopes: [["read:rent"]]) @authenticated  notes: String @authenticated',
        ),
      ),
    );
    expect(rules.get('Person.rent')).toEqual({ policies: null, scopes: [['read:rent']], authenticated: true });
    expect(rules.get('Person.notes')).toEqual({ policies: null, scopes: null, authenticated: true });
    expect(sdl).not.toMatch(/requiresScopes|authenticated|policy/i);
    expect(await loads(sdl)).toEqual(['person']);
  });

  test('a rule on a type, on a scalar or on an enum is kept under its name', () => {
    const { rules } = readRules(
      compose(
        south(
          ['"@policy"'],
          'rent: Rent  band: Band  code: Code',
          `type Rent @policy(policies: [["south:rent"]]) { pounds: Int }
           enum Band @policy(policies: [["south:band"]]) { A B }
           scalar Code @policy(policies: [["south:code"]])`,
        ),
      ),
    );
    expect([...rules.keys()].sort()).toEqual(['Band', 'Code', 'Person.visits', 'Rent']);
  });

  test('a directive of the same spelling that is linked from nowhere is no rule', () => {
    const { rules } = readRules(
      `directive @policy(policies: [[String!]!]!) on FIELD_DEFINITION
       type Query { rent: Int @policy(policies: [["south:rent"]]) }`,
    );
    expect(rules.size).toBe(0);
  });

  test('a rule that is not a list of lists of names stops the start', () => {
    const supergraph = (policies: string): string =>
      `schema @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY) { query: Query }
       type Query { rent: Int @policy(policies: ${policies}) }`;
    expect(() => readRules(supergraph('"south:rent"'))).toThrow(UnreadableRules);
    expect(() => readRules(supergraph('["south:rent"]'))).toThrow(UnreadableRules);
    expect(() => readRules(supergraph('[[1]]'))).toThrow(
      /Query\.rent: @policy needs policies as a list of lists of names/,
    );
  });
});

describe('owners', () => {
  test('each field names the subgraphs that resolve it, and no other', () => {
    const { owners } = readRules(compose(south(['"@policy"'], 'rent: Int @policy(policies: [["south:rent"]])')));
    expect(owners.get('Person.visits')).toEqual(['north']);
    expect(owners.get('Person.rent')).toEqual(['south']);
    expect(owners.get('Query.person')).toEqual(['linkage']);
    expect(owners.get('Person.northRef')?.toSorted()).toEqual(['linkage', 'north']);
  });

  test('a field that is external in one subgraph is not owned by it', () => {
    const { owners } = readRules(
      `enum join__Graph { LINKAGE @join__graph(name: "linkage", url: "") SOUTH @join__graph(name: "south", url: "") }
       type Person @join__type(graph: LINKAGE) @join__type(graph: SOUTH) {
         northRef: ID @join__field(graph: LINKAGE) @join__field(graph: SOUTH, external: true)
         band: String @join__field(graph: SOUTH, requires: "northRef")
       }`,
    );
    expect(owners.get('Person.northRef')).toEqual(['linkage']);
    expect(owners.get('Person.band')).toEqual(['south']);
  });
});

describe('the published supergraph', () => {
  const supergraph = composePublished();
  const { rules, sdl } = readRules(supergraph);

  test('loads into the engine without its rules, and not with them', async () => {
    expect(await loads(sdl)).toContain('findPeople');
    await expect(startEngine(supergraph)).rejects.toThrow(/SECURITY/);
  });

  test('has a rule on every @policy that an agency wrote', () => {
    const uses = supergraph.match(/@policy\(policies: \[\["/g)?.length;
    const fields = [...rules.values()].filter(({ policies }) => policies !== null).length;
    expect(uses).toBeGreaterThan(50);
    expect(fields).toBe(uses);
  });

  test('without its rules is told from one that has them: its fields are uncovered', () => {
    const schema = buildSchema('type Query { rent: Int  home: Home } type Home { rooms: Int }');
    const bare = { rules: new Map(), owners: new Map(), sdl: '' };
    expect(uncoveredFields(requireFields(schema, bare, () => undefined))).toEqual(['Query.rent', 'Home.rooms']);
  });
});

test('SDL that does not compose is refused in words that name the subgraph', () => {
  expect(() => compose(south([], 'visits: Int'))).toThrow(DoesNotCompose);
  expect(() => compose(south([], 'visits: Int'))).toThrow(/south/);
});
