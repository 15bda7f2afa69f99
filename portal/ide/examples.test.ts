import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildASTSchema, Kind, parse, validate } from 'graphql';
import { EXAMPLES } from './examples';

const SUPERGRAPH = join(__dirname, '..', '..', 'schema', 'supergraph.graphql');
const composed = existsSync(SUPERGRAPH) ? test.each(EXAMPLES) : test.skip.each(EXAMPLES);

composed('"$title" asks only for what the composed schema has (skipped before it is generated)', ({ query }) => {
  const schema = buildASTSchema(parse(readFileSync(SUPERGRAPH, 'utf8')), { assumeValidSDL: true });
  expect(validate(schema, parse(query)).map(({ message }) => message)).toEqual([]);
});

test.each(EXAMPLES)('"$title" gives each variable that its query names', ({ query, variables = {} }) => {
  const operations = parse(query).definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  expect(operations).toHaveLength(1);
  expect(operations[0]?.variableDefinitions?.map(({ variable }) => variable.name.value)).toEqual(
    Object.keys(variables),
  );
});

test('no example writes a name or a date of birth into its query: those travel as variables', () => {
  for (const { query } of EXAMPLES) expect(query).not.toMatch(/Okafor|Grace|\d{4}-\d\d-\d\d|ZB\d/);
});

test('an example for a purpose that needs a case reference brings one', () => {
  for (const { purpose, caseReference } of EXAMPLES) {
    if (['SAFEGUARDING', 'TRIAGE'].includes(purpose)) expect(caseReference).toMatch(/^[\w/-]{3,64}$/);
  }
});
