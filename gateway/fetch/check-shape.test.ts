import { buildSchema, type DocumentNode, parse, visit } from 'graphql';
import { checkShape, selectionsOf } from './check-shape';

const schema = buildSchema('type Query { person: Person } type Person { name: String notes: String }');

test('what a step asks is read of that step alone, though its text shares parts with another', () => {
  const whole = parse('{ person { ...All } } fragment All on Person { name notes }', { noLocation: true });
  const cut: DocumentNode = visit(whole, { Field: ({ name }) => (name.value === 'notes' ? null : undefined) });
  const answered = (document: DocumentNode, told: string[] = []) => ({
    kept: checkShape(
      { schema, document, onMalformed: (key) => void told.push(key) },
      schema.getQueryType()!,
      selectionsOf(document),
      { person: { name: 'Ada Lee', notes: 'secret' } },
    ),
    told,
  });
  expect(selectionsOf(cut)).toBe(selectionsOf(whole));
  expect(answered(whole)).toEqual({ kept: { person: { name: 'Ada Lee', notes: 'secret' } }, told: [] });
  expect(answered(cut)).toEqual({ kept: { person: { name: 'Ada Lee' } }, told: [] });
});
