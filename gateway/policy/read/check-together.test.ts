import { loadProtocols, publishedProtocols } from './load-protocols';

const NOW = () => new Date('2026-11-01T12:00:00Z');
const [bestStart, mash] = publishedProtocols();
const beside = (from: string, to: string) => {
  expect(mash!.text).toContain(from);
  return () => loadProtocols(NOW, [bestStart!, { ...mash!, text: mash!.text.replace(from, to) }]);
};

test('protocols that agree on what they both name can be in force at once', () => {
  expect(loadProtocols(NOW).documents.map(({ protocol }) => protocol.id)).toEqual(['best-start', 'mash']);
});

test.each([
  [
    'the id of another protocol',
    'id: mash',
    'id: best-start',
    'the protocol "best-start" stands in schema/protocol/best-start.yaml too',
  ],
  [
    'the id of another’s clause',
    'id: MASH-01',
    'id: HOUSING-05',
    'the clause "HOUSING-05" stands in schema/protocol/best-start.yaml too',
  ],
  [
    'a stream of another detail',
    'housing:alerts: { detail: CONTENT, label: alerts to staff who visit, special: true }',
    'housing:alerts: { detail: CONTACT, label: alerts, special: true }',
    'the stream "housing:alerts" is CONTACT, special here and CONTENT, special in schema/protocol/best-start.yaml',
  ],
  [
    'a stream that is special to one',
    'label: alerts to staff who visit, special: true }',
    'label: alerts to staff who visit }',
    'the stream "housing:alerts" is CONTENT here and CONTENT, special in',
  ],
  ['a party of another type', 'type: HOUSING', 'type: HEALTH', 'the party "housing" is HEALTH here and HOUSING in'],
])('%s is refused, by file and line', (_what, from, to, message) => {
  expect(beside(from, to)).toThrow(message);
  expect(beside(from, to)).toThrow(/schema\/protocol\/mash\.yaml:\d+: /);
});
