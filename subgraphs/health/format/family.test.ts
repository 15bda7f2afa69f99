import { groupFamilies, motherOf, type Relation, readRelation } from './family';
import { KINDS } from './fhir';
import { readLeniently } from './read-leniently';
import { readResource } from './read-resource';

const told = (
  ref: string | null,
  kind: Relation['kind'],
  to: string,
  relationship: string | null = kind,
): Relation => ({
  id: `${ref} ${to}`,
  ref,
  to,
  kind,
  relationship,
  from: null,
  until: null,
  current: true,
  parentalResponsibility: null,
  faults: [],
});
const everybody = (relations: readonly Relation[]) =>
  groupFamilies(relations).map(({ members }) => [...new Set(members.map(({ ref }) => ref))].sort());

test('a father with children by two mothers is in two families, and neither mother is in the other', () => {
  const relations = [
    told('anna', 'mother', 'ben'),
    told('dad', 'parent', 'ben'),
    told('zoe', 'mother', 'cat'),
    told('dad', 'parent', 'cat'),
  ];
  expect(everybody(relations)).toEqual([
    ['anna', 'ben', 'dad'],
    ['cat', 'dad', 'zoe'],
  ]);
});

test('a young mother is a child in one family and the mother of another', () => {
  expect(everybody([told('gran', 'mother', 'mum'), told('mum', 'mother', 'baby')])).toEqual([
    ['gran', 'mum'],
    ['baby', 'mum'],
  ]);
});

test('a relative with no record here is no member', () => {
  expect(everybody([told('mum', 'mother', 'child'), told(null, 'parent', 'child')])).toEqual([['child', 'mum']]);
});

test('a child is told as the child of the mother even where only her side is written down', () => {
  const [family] = groupFamilies([told('mum', 'mother', 'child', 'Mother')]);
  expect(family?.members).toContainEqual(expect.objectContaining({ ref: 'child', relationship: 'Child', to: 'mum' }));
});

test('siblings with no parent on record are one family', () => {
  expect(everybody([told('two', 'other', 'one'), told('three', 'other', 'one')])).toEqual([['one', 'three', 'two']]);
});

test('a mother whose relation has ended is not told as the mother', () => {
  const relation = readRelation(
    readLeniently(
      KINDS.RelatedPerson.schema,
      { id: 'r', relationship: [{ text: 'Mother' }], period: { end: '2023-06-01' } },
      'RelatedPerson',
    )!,
    'mum',
    'child',
    '2026-11-01',
  );
  expect(relation).toMatchObject({ kind: 'mother', until: '2023-06-01' });
  expect(motherOf([relation!])).toBeNull();
});

test('a relation kept as not in use says nothing', () => {
  expect(readResource(KINDS.RelatedPerson, { id: 'r', active: false })).toBeNull();
});
