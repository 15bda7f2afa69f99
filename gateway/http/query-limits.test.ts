import { byClock } from '../fixtures/by-clock';
import { createQueryLimits, OperationOverLimit } from './query-limits';

const limits = {
  tokens: 4_000,
  depth: 5,
  selections: 30,
  aliases: 4,
  rootFields: 3,
  valueDepth: 2,
  directives: 3,
  variables: 2,
  definitions: 4,
  comparisons: 500,
};
const codeOf = (text: string, by: Partial<typeof limits> = {}): string => {
  try {
    createQueryLimits({ ...limits, ...by })(text);
    return 'passed';
  } catch (fault) {
    return (
      (fault as { code: string }).code +
      (fault instanceof OperationOverLimit ? `: ${/\d+ (.*);/.exec(fault.message)?.[1] ?? fault.message}` : '')
    );
  }
};
const nested = (levels: number): string => `${'{ a '.repeat(levels)}${'}'.repeat(levels)}`;

describe('an operation at the limit passes, and one beyond it does not', () => {
  test.each([
    ['levels', nested(5), nested(6), 'levels'],
    [
      'levels in fragments',
      `{ ...F } fragment F on T ${nested(5)}`,
      `{ a { ...F } } fragment F on T ${nested(5)}`,
      'levels',
    ],
    ['aliases', '{ a { x: b y: b z: b w: b } }', '{ a { x: b y: b z: b w: b v: b } }', 'aliases'],
    [
      'aliases in a fragment spread twice',
      '{ a { ...F } b { ...F } } fragment F on T { x: c y: c }',
      '{ a { ...F } b { ...F } c { ...F } } fragment F on T { x: c y: c }',
      'aliases',
    ],
    ['root fields', '{ a b c }', '{ a b c d }', 'root fields'],
    [
      'root fields behind a fragment',
      '{ a ... { b ...F } } fragment F on Query { c }',
      '{ a ... { b ...F } } fragment F on Query { c d }',
      'root fields',
    ],
    [
      'fields',
      `{ a { ${'b '.repeat(29)} } }`,
      `{ a { ${'b '.repeat(30)} } }`,
      'fields once its fragments are expanded',
    ],
    [
      'fields in fragments of fragments',
      '{ a { ...F ...F } } fragment F on T { b { ...G ...G } } fragment G on T { c c c c c c }',
      '{ a { ...F ...F } } fragment F on T { b { ...G ...G } } fragment G on T { c c c c c c c c }',
      'fields once its fragments are expanded',
    ],
    ['directives', '{ a @x @x b @x }', '{ a @x @x b @x @x }', 'directives'],
    ['variables', 'query ($a: A, $b: B) { a }', 'query ($a: A, $b: B, $c: C) { a }', 'variables'],
    [
      'operations and fragments',
      `${'query { a } '.repeat(3)} fragment F on T { a }`,
      `${'query { a } '.repeat(4)} fragment F on T { a }`,
      'operations and fragments',
    ],
  ])('%s', (_what, within, beyond, told) => {
    expect(codeOf(within)).toBe('passed');
    expect(codeOf(beyond)).toBe(`OPERATION_OVER_LIMIT: ${told}`);
  });

  test.each([
    ['beside one another', 10, 11, (count: number) => `{ a { ${'b '.repeat(count)} } }`],
    ['under parents of one name', 7, 8, (count: number) => `{ a { ${'b { c } '.repeat(count)} } }`],
    ['in fragments', 10, 11, (count: number) => `{ a { ${'...F '.repeat(count)} } } fragment F on T { b }`],
    ['in a fragment that nobody spreads', 10, 11, (count: number) => `{ a } fragment F on T { ${'b '.repeat(count)} }`],
    [
      'with arguments, which count by their length',
      4,
      5,
      (count: number) => `{ a { ${'b(c: { d: 1 }) '.repeat(count)} } }`,
    ],
  ])('fields to compare %s', (_where, within, beyond, write) => {
    expect(codeOf(write(within), { comparisons: 50 })).toBe('passed');
    expect(codeOf(write(beyond), { comparisons: 50 })).toMatch(/fields under one name to compare/);
  });

  test('fragments that double and come to no field are not counted to their end', () => {
    const doubled = `{ ...F0 } ${Array.from({ length: 30 }, (_, at) => `fragment F${at} on T { ...F${at + 1} ...F${at + 1} }`).join(' ')}`;
    expect(codeOf(doubled, { definitions: 100 })).toMatch(/far too many fields under one name|fields under one name/);
  });

  test('each operation of a document is measured', () => {
    expect(codeOf(`query A { a } query B ${nested(6)}`)).toMatch(/levels/);
  });

  test('a fragment that nobody spreads costs nothing, and one that is not there is for validation to tell', () => {
    expect(codeOf(`{ a ...Gone } fragment F on T ${nested(9)}`)).toBe('passed');
  });
});

describe('bombs are refused in time that grows with their text', () => {
  const BOMBS: readonly (readonly [string, string])[] = [
    [
      'fragments that double eighteen times',
      `{ ...F0 } ${Array.from({ length: 18 }, (_, at) => `fragment F${at} on T { ...F${at + 1} ...F${at + 1} }`).join(' ')} fragment F18 on T { a }`,
    ],
    [
      'fragments that double two hundred times',
      `{ ...F0 } ${Array.from({ length: 200 }, (_, at) => `fragment F${at} on T { ...F${at + 1} ...F${at + 1} }`).join(' ')} fragment F200 on T { a }`,
    ],
    [
      'fields that double in one another',
      `{ a ${Array.from({ length: 40 }, (_, at) => `...F${at}`).join(' ')} } ${Array.from({ length: 40 }, (_, at) => `fragment F${at} on T { x { ${Array.from({ length: 8 }, () => `...F${Math.min(at + 1, 39)}`).join(' ')} y } }`).join(' ')}`,
    ],
    ['ten thousand aliases', `{ ${Array.from({ length: 10_000 }, (_, at) => `a${at}: b`).join(' ')} }`],
    ['six hundred levels', nested(600)],
    ['a hundred thousand levels', nested(100_000)],
    ['a megabyte of one field', `{ ${'a '.repeat(500_000)} }`],
  ];
  test.each(BOMBS)('%s', (_what, text) => {
    const measure = createQueryLimits();
    const began = performance.now();
    let fault: unknown;
    try {
      measure(text);
    } catch (caught) {
      fault = caught;
    }
    const took = performance.now() - began;
    byClock(() => expect(took).toBeLessThan(150));
    expect(fault).toMatchObject({ code: 'OPERATION_OVER_LIMIT', httpStatus: 400 });
  });

  test('a bomb is refused again when it comes again: only what passed is remembered', () => {
    const measure = createQueryLimits(limits);
    for (let time = 0; time < 3; time++) expect(() => measure(nested(6))).toThrow(OperationOverLimit);
    for (let time = 0; time < 3; time++) measure(nested(5));
  });

  test('fragments in a circle end', () => {
    expect(codeOf('{ ...A } fragment A on T { a ...B } fragment B on T { b ...A }')).toBe('passed');
  });
});

test('a number beyond all numbers is not taken for one', () => {
  for (const number of ['1e999', '-1e999', '1'.repeat(400)])
    expect(codeOf(`{ a(b: [{ c: ${number} }]) }`)).toBe('GRAPHQL_PARSE_FAILED');
  expect(codeOf('{ a(b: [{ c: 1e300 }]) }')).toBe('passed');
});

test('what is not GraphQL is told as that', () => {
  for (const text of ['', '{', 'hello there', '{ a(', '{ a } }']) expect(codeOf(text)).toBe('GRAPHQL_PARSE_FAILED');
});
