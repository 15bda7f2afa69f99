import { readSubgraph } from '../read-subgraph';
import { checkNames } from './check-names';

const findings = (sdl: string) => {
  const read = readSubgraph('housing', sdl);
  return ('types' in read ? checkNames(read) : [read]).map(({ code, coordinate }) => [code, coordinate]);
};

test.each([
  ['type Repair { __proto__: String }', 'Repair.__proto__'],
  ['type __Repair { kind: String }', '__Repair'],
  ['enum Kind { __OPEN }', 'Kind.__OPEN'],
])('a name that begins with two underscores is GraphQL’s own (section 2.1.9): %s', (sdl, coordinate) => {
  expect(findings(sdl)).toContainEqual(['RESERVED_NAME', coordinate]);
});

test('a type that stands beside every answer is the gateway’s own', () => {
  expect(findings('type AnswerNotice { text: String }')).toEqual([['RESERVED_NAME', 'AnswerNotice']]);
});

test('another is refused for no name', () => {
  expect(findings('type Repair { kind: String }')).toEqual([]);
});
