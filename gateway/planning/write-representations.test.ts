import { FaultyNull } from '../shared/faulty-null';
import type { Tree } from './merge-entities';
import type { NeededSelection, Rewrite } from './query-plan';
import { compileRepresentationWriter } from './write-representations';

const UNDER: Readonly<Record<string, readonly string[]>> = { Item: ['Item', 'Book', 'Film'] };
const namesUnder = (condition: string): ReadonlySet<string> => new Set(UNDER[condition] ?? [condition]);
const field = (name: string, ...selections: readonly NeededSelection[]): NeededSelection =>
  selections.length > 0 ? { kind: 'Field', name, selections } : { kind: 'Field', name };
const on = (typeCondition: string, ...selections: readonly NeededSelection[]): NeededSelection => ({
  kind: 'InlineFragment',
  typeCondition,
  selections,
});
const write = (
  entity: Tree,
  needed: readonly NeededSelection[],
  rewrites: readonly Rewrite[] = [],
): Tree | FaultyNull | null => compileRepresentationWriter(needed, rewrites, namesUnder)(entity);
const type = field('__typename');

test('an entity is named by what is needed of it, and by nothing else', () => {
  expect(write({ __typename: 'Book', id: 'b', rent: 3 }, [on('Book', type, field('id'))])).toEqual({
    __typename: 'Book',
    id: 'b',
  });
});

test('a key that is null is a null: whoever asks the agency drops it', () => {
  expect(write({ __typename: 'Book', id: null }, [on('Book', type, field('id'))])).toEqual({
    __typename: 'Book',
    id: null,
  });
});

test('compound keys, nested fields and lists of lists are copied', () => {
  const needed = [on('Book', type, field('org', field('code')), field('rows', field('a')), field('tags'))];
  const entity = {
    __typename: 'Book',
    org: { code: 1, label: 'x' },
    rows: [[{ a: 1, b: 2 }, null], null],
    tags: [['t']],
  };
  expect(write(entity, needed)).toEqual({
    __typename: 'Book',
    org: { code: 1 },
    rows: [[{ a: 1 }, null], null],
    tags: [['t']],
  });
});

test('two fragments of one entity write one object', () => {
  const needed = [
    on('Item', type, field('org', field('code')), field('rows', field('a'))),
    on('Book', field('org', field('label')), field('rows', field('b'))),
  ];
  const entity = { __typename: 'Book', org: { code: 1, label: 'x' }, rows: [{ a: 1, b: 2 }] };
  expect(write(entity, needed)).toEqual(entity);
});

test.each<[string, Tree]>([
  ['that is not of the type', { __typename: 'Person', id: 'p' }],
  ['whose type is not known', { id: 'b' }],
  ['of which a key was never answered', { __typename: 'Book' }],
])('an entity %s is not named at all', (_which, entity) => {
  expect(write(entity, [on('Book', type, field('id'))])).toBeNull();
});

test('an entity of which something deep down was never answered is not named with a null there', () => {
  const needed = [on('Book', type, field('rows', field('a')))];
  expect(write({ __typename: 'Book', rows: [{ a: 1 }, {}] }, needed)).toBeNull();
  expect(write({ __typename: 'Book' }, needed)).toBeNull();
  expect(write({ __typename: 'Book', rows: null }, needed)).toEqual({ __typename: 'Book', rows: null });
});

test('fields that every object of JavaScript has name nobody', () => {
  expect(write({ __typename: 'Book' }, [on('Book', type, field('constructor'))])).toBeNull();
});

describe('rewrites', () => {
  test('give an entity the type that an agency knows it by, where it is under the condition', () => {
    const rewrites: readonly Rewrite[] = [
      { kind: 'ValueSetter', path: ['... on Item', '__typename'], setValueTo: 'Item' },
    ];
    const needed = [on('Item', type, field('id'))];
    expect(write({ __typename: 'Film', id: 'f' }, needed, rewrites)).toEqual({ __typename: 'Item', id: 'f' });
    expect(
      write({ __typename: 'Film', id: 'f' }, needed, [{ ...rewrites[0]!, path: ['... on Book', '__typename'] }]),
    ).toEqual({ __typename: 'Film', id: 'f' });
  });

  test('rename keys, in lists too, and keep a null and a zero', () => {
    const rewrites: readonly Rewrite[] = [{ kind: 'KeyRenamer', path: ['rows', 'a'], renameKeyTo: 'b' }];
    const entity = { __typename: 'Book', rows: [{ a: 0 }, { a: null }] };
    expect(write(entity, [on('Book', type, field('rows', field('a')))], rewrites)).toEqual({
      __typename: 'Book',
      rows: [{ b: 0 }, { b: null }],
    });
    expect(entity.rows).toEqual([{ a: 0 }, { a: null }]);
  });
});

describe('what failed, and is needed', () => {
  const failed = FaultyNull.failed('north');
  test.each<[string, Tree, readonly NeededSelection[]]>([
    ['of the entity itself', { __typename: 'Book', id: failed }, [on('Book', type, field('id'))]],
    ['further in', { __typename: 'Book', org: { code: failed } }, [on('Book', type, field('org', field('code')))]],
    [
      'where more would be further in',
      { __typename: 'Book', org: failed },
      [on('Book', type, field('org', field('code')))],
    ],
    ['in a list', { __typename: 'Book', rows: [{ a: 1 }, failed] }, [on('Book', type, field('rows', field('a')))]],
  ])('%s, is never told to another agency as a null', (_where, entity, needed) => {
    expect(write(entity, needed)).toBe(failed);
  });
});
