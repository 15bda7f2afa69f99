import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaDirectory } from '@family-view/schema';
import { checkSupergraph, outOfStep } from './generate';

const published = readFileSync(join(schemaDirectory, 'supergraph.graphql'), 'utf8');
const withField = (field: string): string => published.replace(/(type HousingRecord[^{]*\{)/, `$1\n  ${field}`);

test('the generated files follow from the schema and the protocol as they stand', async () => {
  expect(await outOfStep()).toEqual([]);
});

test('nothing is generated from a field without a stream, which is named', () => {
  expect(() => checkSupergraph(withField('balance: String @join__field(graph: HOUSING)'))).toThrow(
    "No stream covers HousingRecord.balance. Mark each with @policy in its agency's SDL.",
  );
});

test('nothing is generated from a stream that no protocol declares, which is named', () => {
  const misspelt = withField('balance: String @join__field(graph: HOUSING) @policy(policies: [["housing:arears"]])');
  expect(() => checkSupergraph(misspelt)).toThrow('The SDL names housing:arears, which no protocol declares.');
});

test('a pointer needs no stream, because no client can name it', () => {
  expect(() => checkSupergraph(published)).not.toThrow();
  expect(() => checkSupergraph(published.replace('healthRef: ID @inaccessible', 'healthRef: ID'))).toThrow(
    'No stream covers Person.healthRef.',
  );
});
