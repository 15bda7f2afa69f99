import { parse } from 'graphql';
import { leaveOutActs } from './leave-out-acts';

const SDL = `type Query {
  centres: [String]
  "Of people."
  worklist(act: ID!, first: Int!, after: String): Worklist
}
type Mutation { refer(ref: ID!, key: ID!): Act }
type Person { name: String }
`;

test('what linkage alone asks is left out, and every other line keeps its number', () => {
  const left = leaveOutActs(SDL);
  expect(left).not.toMatch(/worklist|Mutation|refer/);
  expect(left.split('\n').findIndex((line) => line.includes('type Person'))).toBe(6);
  expect(parse(left).definitions).toHaveLength(2);
});

test('a Query that has nothing else goes whole, and an SDL without acts stays as it is', () => {
  const only = 'type Query { worklist(act: ID!, first: Int!, after: String): Worklist }\ntype Person { name: String }';
  expect(parse(leaveOutActs(only)).definitions).toHaveLength(1);
  const without = 'type Query { centres: [String] }';
  expect(leaveOutActs(without)).toBe(without);
  expect(leaveOutActs('type Mutation {')).toBe('type Mutation {');
});
