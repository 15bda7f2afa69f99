import { parse } from 'graphql';
import { EngineFault } from './engine-fault';
import { mergeAnswer, readAskedShape, type Tree } from './merge-entities';
import type { Rewrite } from './query-plan';

const concrete = new Set(['Book', 'Film']);
function merge(into: Tree, query: string, answered: Tree, rewrites: readonly Rewrite[] = []): Tree {
  mergeAnswer(into, answered, readAskedShape(parse(query), rewrites), concrete);
  return into;
}

test('what was asked is written, and what an answer holds beside it is not', () => {
  const answered = JSON.parse('{"a":1,"b":{"c":2,"ref":"N-9"},"ref":"N-9","__proto__":{"x":1}}') as Tree;
  expect(merge({}, '{a b{c}}', answered)).toEqual({ a: 1, b: { c: 2 } });
  expect(({} as Tree).x).toBeUndefined();
});

test('a key that is not in an answer stays unknown, and a null is a null', () => {
  expect(Object.keys(merge({}, '{a b}', { a: null }))).toEqual(['a']);
});

test('fields that every object of JavaScript has are no answer', () => {
  expect(merge({}, '{constructor toString a}', { a: 1 })).toEqual({ a: 1 });
});

test('objects and lists of one place are merged, whoever answers first', () => {
  const first = { list: [{ a: 1 }, null, { a: 3 }], one: { a: 1 } };
  const second = { list: [{ b: 1 }, { b: 2 }, null], one: { b: 2 } };
  const both = { list: [{ a: 1, b: 1 }, { b: 2 }, { a: 3 }], one: { a: 1, b: 2 } };
  expect(merge(merge({}, '{list{a}one{a}}', first), '{list{b}one{b}}', second)).toEqual(both);
  expect(merge(merge({}, '{list{b}one{b}}', second), '{list{a}one{a}}', first)).toEqual(both);
});

test('a null beside an object takes nothing away', () => {
  expect(merge({ one: { a: 1 } }, '{one{b}}', { one: null })).toEqual({ one: { a: 1 } });
});

test('what is put in the tree is no part of the answer', () => {
  const answered = { list: [[{ a: 1 }]], one: { a: 1 } };
  const tree = merge({}, '{list{a}one{a}}', answered);
  merge(tree, '{list{b}one{b}}', { list: [[{ b: 2 }]], one: { b: 2 } });
  expect(answered).toEqual({ list: [[{ a: 1 }]], one: { a: 1 } });
});

describe('types', () => {
  test('a concrete type is not replaced by the name of an interface', () => {
    expect(merge({ __typename: 'Book' }, '{__typename}', { __typename: 'Item' })).toEqual({ __typename: 'Book' });
  });
  test('the name of an interface is replaced by a concrete type, under whatever key it was asked', () => {
    expect(
      merge({ __typename: 'Item', k: 'Item' }, '{__typename k:__typename}', { __typename: 'Film', k: 'Film' }),
    ).toEqual({ __typename: 'Film', k: 'Film' });
  });
});

test('keys that a plan renamed stand where they belong, under types and lists too', () => {
  const query =
    'query($representations:[_Any!]!){_entities(representations:$representations){...on Book{parts{size}}...on Film{parts__alias_0:scenes{...on Scene{size__alias_0:length}}}}}';
  const rewrites: readonly Rewrite[] = [
    { kind: 'KeyRenamer', path: ['... on Film', 'parts__alias_0'], renameKeyTo: 'parts' },
    {
      kind: 'KeyRenamer',
      path: ['... on Film', 'parts__alias_0', '... on Scene', 'size__alias_0'],
      renameKeyTo: 'size',
    },
  ];
  expect(merge({}, query, { parts__alias_0: [{ size__alias_0: 3 }] }, rewrites)).toEqual({ parts: [{ size: 3 }] });
  expect(merge({}, query, { parts: [{ size: 4 }] }, rewrites)).toEqual({ parts: [{ size: 4 }] });
});

test('named fragments are read like any other selection', () => {
  expect(merge({}, '{...F} fragment F on Query{a b{c}}', { a: 1, b: { c: 2, d: 3 } })).toEqual({ a: 1, b: { c: 2 } });
});

test('a plan that sets values in an answer is not one that we know', () => {
  const rewrites: readonly Rewrite[] = [{ kind: 'ValueSetter', path: ['a'], setValueTo: 1 }];
  expect(() => readAskedShape(parse('{a}'), rewrites)).toThrow(EngineFault);
});

describe("an answer that is the tree's own", () => {
  const shape = readAskedShape(parse('{a list{b}one{c}}'));
  const answered = () => ({ a: 1, ref: 'N-9', list: [{ b: 1 }], one: { c: 1 } });

  test('stands there as it came, without what was not asked', () => {
    const given = answered();
    const tree: Tree = {};
    mergeAnswer(tree, given, shape, concrete, true);
    expect(tree).toEqual({ a: 1, list: [{ b: 1 }], one: { c: 1 } });
    expect(tree.list).toBe(given.list);
  });
  test('is merged with what stands there already', () => {
    const tree: Tree = { one: { x: 1 }, list: [{ y: 1 }] };
    mergeAnswer(tree, answered(), shape, concrete, true);
    expect(tree).toEqual({ a: 1, list: [{ b: 1, y: 1 }], one: { c: 1, x: 1 } });
  });
  test('is copied where a key below has another name in the tree', () => {
    const rewrites: readonly Rewrite[] = [{ kind: 'KeyRenamer', path: ['one', 'c'], renameKeyTo: 'd' }];
    const tree: Tree = {};
    mergeAnswer(tree, answered(), readAskedShape(parse('{one{c}}'), rewrites), concrete, true);
    expect(tree).toEqual({ one: { d: 1 } });
  });
});
