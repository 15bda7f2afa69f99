import * as fc from 'fast-check';
import {
  buildSchema,
  type DocumentNode,
  type ExecutionResult,
  execute,
  type FieldNode,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  type OperationDefinitionNode,
  parse,
  print,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields';
import { joinAnswer } from '../execution/join-answer';
import { byClock } from '../fixtures/by-clock';
import { placeOfNull } from '../fixtures/faults-in';
import { CLIENT, type InventedOperation, operations } from '../fixtures/operations';
import { coordinatesOf, inventValue, richSchema } from '../fixtures/rich-schema';
import { OperationAnswers } from '../notices/answer-record';
import type { FieldDecision } from '../policy/decide/field-decisions';
import { narrow, selectingVariables } from './narrow';

if (process.env.PROOF) jest.setTimeout(900_000);

type Decide = (coordinate: string) => FieldDecision;
const GRANTED: FieldDecision = { kind: 'granted', streams: ['north:all'] };
const deciding =
  (withheld: ReadonlySet<string>): Decide =>
  (coordinate) =>
    withheld.has(coordinate)
      ? { kind: 'withheld', stream: `north:${coordinate}`, reason: 'ROLE_NOT_NAMED', clause: null }
      : GRANTED;
const operationOf = (document: DocumentNode): OperationDefinitionNode =>
  document.definitions.find((one): one is OperationDefinitionNode => one.kind === 'OperationDefinition')!;

const narrowText = (text: string, withheld: readonly string[] = [], variables = {}, maxSelections = 2_000) => {
  const document = parse(text);
  return narrow({
    schema: richSchema,
    document,
    operation: operationOf(document),
    variables,
    decide: deciding(new Set(withheld)),
    maxSelections,
    argumentsAreOpen: true,
  });
};
const textOf = (narrowed: ReturnType<typeof narrowText>): string =>
  (narrowed.document ? print(narrowed.document) : '').replace(/\s+/g, ' ');

describe('what is left', () => {
  test('a withheld field is not named, and an object that it leaves empty is not asked for', () => {
    const narrowed = narrowText('{ person(id: "a") { name health { notes maternity { due } } } }', [
      'Maternity.due',
      'Health.notes',
    ]);
    expect(textOf(narrowed)).not.toMatch(/maternity|due|notes|health/);
    expect(textOf(narrowed)).toMatch(/_name_\w+: name/);
    expect([...narrowed.emptied.keys()]).toEqual([
      '/Query.person/Person.health/Health.maternity',
      '/Query.person/Person.health',
    ]);
    expect(narrowed.withheld.map(({ coordinate }) => coordinate)).toEqual(['Health.notes', 'Maternity.due']);
  });

  test('where nothing is left there is nothing to send', () => {
    const narrowed = narrowText('{ person { health { notes } } }', ['Health.notes']);
    expect(narrowed).toMatchObject({ document: null, variables: [] });
    expect([...narrowed.asked.keys()]).toEqual([]);
  });

  test('__typename beside withheld fields keeps nothing alive: that a record exists is information', () => {
    expect(narrowText('{ person { health { __typename notes } } }', ['Health.notes']).document).toBeNull();
    expect(textOf(narrowText('{ person { name health { __typename notes } } }', ['Health.notes']))).not.toContain(
      'health',
    );
  });

  test('a fragment on a type that is withheld goes, and what stands beside it stays, each type judged by its own rules', () => {
    const text =
      '{ node { name records { ... on Visit { worker { phone } } ... on Letter { worker { phone name } } } } }';
    const narrowed = narrowText(text, ['Visit.worker', 'Family.name']);
    expect(textOf(narrowed)).toMatch(/\.\.\. on Letter/);
    expect(textOf(narrowed)).not.toMatch(/\.\.\. on Visit/);
    expect(narrowed.withheld.map(({ coordinate }) => coordinate).sort()).toEqual(['Family.name', 'Visit.worker']);
  });

  test('an object that is emptied on one type of an interface is still asked for on another', () => {
    const text =
      '{ node { ... on Person { records { ... on Visit { count } } } ... on Family { records { ... on Home { rent } } } } }';
    const narrowed = narrowText(text, ['Visit.count']);
    expect([...narrowed.emptied.keys()]).toEqual(['/Query.node/Person.records']);
    expect(textOf(narrowed)).toContain('rent');
  });

  test('an object of which everything is skipped is still GraphQL', () => {
    const narrowed = narrowText('{ me { name @skip(if: true) } person { name } }');
    expect(validate(richSchema, narrowed.document!)).toEqual([]);
  });

  test('what the engine and the join need of a person is asked, whatever the client asks', () => {
    expect(textOf(narrowText('{ person { name } }'))).toContain('k_id: id');
  });
});

describe("the client's names", () => {
  test('no alias reaches the engine: one that pretends to be a key least of all', () => {
    const text = textOf(narrowText('{ secretAlias: person { id: name nhsNumber: name k_id: name } }'));
    expect(text).toMatch(/^\{ _person: person \{ k_id: id _name_\w+: name \} \}$/);
  });

  test('two aliases of one field are asked once, with what either selects', () => {
    const narrowed = narrowText(
      '{ a: person(id: "x") { name } b: person(id: "x") { health { notes } } c: person(id: "y") { name } }',
    );
    const fields = operationOf(narrowed.document!).selectionSet.selections as readonly FieldNode[];
    expect(fields).toHaveLength(2);
    expect(print(fields[0]!)).toMatch(/_name_\w+: name[\s\S]*_notes: notes/);
  });

  test('equal arguments in another order are one field; other arguments are another', () => {
    const key = (text: string): string =>
      (operationOf(narrowText(text).document!).selectionSet.selections[0] as FieldNode).alias!.value;
    expect(key('{ person(id: "x", area: "n") { name } }')).toBe(key('{ person(area: "n", id: "x") { name } }'));
    expect(key('{ person(id: "x") { name } }')).not.toBe(key('{ person(id: "y") { name } }'));
    expect(key('{ person(id: "x") { name } }')).not.toBe(key('{ person(area: "x") { name } }'));
  });

  test('variables are renamed, and those that only withheld or skipped fields used are gone', () => {
    const text =
      'query ($zzA: PersonID, $zzB: Int, $zzC: Boolean!, $zzD: Int = 7) { person(id: $zzA) { name records(first: $zzB) { ... on Visit { count } } family @skip(if: $zzC) { name } } people(first: $zzD) { name } }';
    const narrowed = narrowText(text, ['Visit.count'], { zzC: false });
    expect(narrowed.variables.map(([client]) => client)).toEqual(['zzA', 'zzD']);
    expect(textOf(narrowed)).not.toContain('zz');
    expect(textOf(narrowed)).toContain(': Int = 7');
  });

  test('the hash names the narrowed text: equal for equal texts, whatever they were called', () => {
    const one = narrowText('{ a: person(id: "x") { n: name } }');
    expect(narrowText('query Q { b: person(id: "x") { m: name } }').hash).toBe(one.hash);
    expect(narrowText('{ a: person(id: "x") { n: name health { notes } } }', ['Health.notes']).hash).toBe(one.hash);
    expect(narrowText('{ a: person(id: "x") { n: name health { notes } } }').hash).not.toBe(one.hash);
  });

  test('only variables that select are part of what an operation is remembered by', () => {
    const text =
      'query ($a: Boolean!, $b: PersonID, $c: Boolean!) { person(id: $b) { ...F name @skip(if: $a) } } fragment F on Person { family { name @include(if: $c) } }';
    expect(selectingVariables(parse(text))).toEqual(['a', 'c']);
  });
});

describe('limits', () => {
  test('selections are counted as they are written out, and one too many stops before anything is planned', () => {
    const text = '{ people { ...A ...A ...A } } fragment A on Person { ...B ...B ...B } fragment B on Person { name }';
    expect(() => narrowText(text, [], {}, 1 + 3 + 9 + 9)).not.toThrow();
    expect(() => narrowText(text, [], {}, 1 + 3 + 9 + 9 - 1)).toThrow(/more than 21 fields/);
  });

  test('doubled fragments stop at the limit, not when memory is full', () => {
    const levels = Array.from({ length: 30 }, (_, at) => `fragment F${at} on Person { ...F${at + 1} ...F${at + 1} }`);
    const began = performance.now();
    expect(() => narrowText(`{ people { ...F0 } } ${levels.join(' ')} fragment F30 on Person { name }`)).toThrow(
      /more than 2000 fields/,
    );
    const took = performance.now() - began;
    byClock(() => expect(took).toBeLessThan(2_000));
  });

  test('fragments in a circle end', () => {
    expect(
      textOf(
        narrowText(
          '{ people { ...A } } fragment A on Person { name ...B } fragment B on Person { family { name } ...A }',
        ),
      ),
    ).toContain('_family');
  });
});

describe('for any operation and any rights', () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const shutCoordinates = coordinatesOf().filter((one) => !one.endsWith('.id'));
  const withheld = fc.uniqueArray(fc.constantFrom(...shutCoordinates), { maxLength: 12 }).map((all) => new Set(all));
  // Invented once for all of these: inventing takes longer than judging.
  const cases = fc.sample(fc.tuple(operations(richSchema), withheld), {
    seed,
    numRuns: process.env.PROOF ? 10_000 : 400,
  });
  const judgeEach = async (
    judge: (operation: InventedOperation, shut: ReadonlySet<string>) => void | Promise<void>,
  ) => {
    for (const [operation, shut] of cases) {
      try {
        await judge(operation, shut);
      } catch (cause) {
        throw new Error(`seed ${seed}: ${operation.text} without ${[...shut]}: ${(cause as Error).message}`, { cause });
      }
    }
  };
  const narrowInvented = ({ document, variables }: InventedOperation, decide: Decide) =>
    narrow({
      schema: richSchema,
      document,
      operation: operationOf(document),
      variables,
      decide,
      maxSelections: 100_000,
      argumentsAreOpen: true,
    });

  test('no withheld coordinate, alias, variable, fragment or operation name of the client is in the narrowed text', () =>
    judgeEach((operation, shut) => {
      const { document } = narrowInvented(operation, deciding(shut));
      if (!document) return;
      for (const coordinate of coordinatesIn(document)) expect(shut).not.toContain(coordinate);
      expect(print(document)).not.toMatch(new RegExp(`\\b${CLIENT}(?!value)`));
    }));

  test('the narrowed text is valid, with no variable or fragment unused', () =>
    judgeEach((operation, shut) => {
      const { document } = narrowInvented(operation, deciding(shut));
      if (document) expect(validate(richSchema, document)).toEqual([]);
    }));

  test('a response key of ours is given to one field only, and a key that we add ourselves to none of the client', () =>
    judgeEach((operation, shut) => {
      const { document } = narrowInvented(operation, deciding(shut));
      if (!document) return;
      visit(document, {
        Field: ({ name, alias }) => {
          if (alias?.value === 'k_id') expect(name.value).toBe('id');
          else if (alias?.value === 'k_typename') expect(name.value).toBe('__typename');
          else expect(alias?.value).toMatch(new RegExp(`^_${name.value}(_[0-9a-f]{10})?$`));
        },
      });
    }));

  test("run and joined again, it gives what GraphQL gives for the client's own text, with a refusal at each withheld or emptied place", () =>
    judgeEach(async (operation, shut) => {
      const decide = deciding(shut);
      const narrowed = narrowInvented(operation, decide);
      const sent = Object.fromEntries(
        narrowed.variables.map(([client, canonical]) => [canonical, operation.variables[client]]),
      );
      const tree = narrowed.document
        ? await execute({
            schema: richSchema,
            document: narrowed.document,
            variableValues: sent,
            fieldResolver: inventValue,
          })
        : { data: {} };
      expect(tree.errors).toBeUndefined();
      const joined = await joinAnswer(
        {
          schema: richSchema,
          document: operation.document,
          operation: operationOf(operation.document),
          variables: operation.variables,
          narrowed,
          decide,
          owners: new Map(),
          answers: new OperationAnswers(),
          slotsOf: () => undefined,
          sentence: () => 'withheld',
        },
        tree.data ?? {},
      );
      const expected = await execute({
        schema: richSchema,
        document: operation.document,
        variableValues: operation.variables,
        fieldResolver: refusing(shut),
      });
      expect(JSON.parse(JSON.stringify(joined.data))).toEqual(JSON.parse(JSON.stringify(expected.data)));
      // Of what a null was emptied of, each field is told at its own place in it.
      const places = ({ data, errors = [] }: ExecutionResult) =>
        [...new Set(errors.map(({ path = [] }) => placeOfNull(data, path)))].sort();
      expect(places(joined)).toEqual(places(expected));
    }));
});

function coordinatesIn(document: DocumentNode): ReadonlySet<string> {
  const found = new Set<string>();
  const types = new TypeInfo(richSchema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: ({ name }) => void (name.value.startsWith('__') || found.add(`${types.getParentType()}.${name.value}`)),
    }),
  );
  return found;
}

/** The oracle: GraphQL's own execution of the client's text, with a refusal where a field is withheld or has nothing left in it. */
function refusing(shut: ReadonlySet<string>): GraphQLFieldResolver<{ readonly at?: string } | undefined, unknown> {
  return (source, args, context, info) => {
    const type = getNamedType(info.returnType);
    if (shut.has(`${info.parentType.name}.${info.fieldName}`)) throw new GraphQLError('withheld');
    if (isCompositeType(type)) {
      const left = (isAbstractType(type) ? info.schema.getPossibleTypes(type) : [type])
        .filter(isObjectType)
        .map((one) => leftIn(one, info.fieldNodes, info, shut));
      if (left.some((one) => one === 'refused') && !left.includes('some')) throw new GraphQLError('emptied');
    }
    return inventValue(source, args, context, info);
  };
}

function leftIn(
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
  info: GraphQLResolveInfo,
  shut: ReadonlySet<string>,
): 'some' | 'refused' | 'nothing' {
  let refused = false;
  let some = false;
  for (const group of collectSubfields(info.schema, info.fragments, info.variableValues, type, nodes).values()) {
    const name = group[0]!.name.value;
    if (name === '__typename') continue;
    if (shut.has(`${type.name}.${name}`)) {
      refused = true;
      continue;
    }
    const returned = getNamedType(type.getFields()[name]!.type);
    if (!isCompositeType(returned)) some = true;
    else {
      const below = (isAbstractType(returned) ? info.schema.getPossibleTypes(returned) : [returned])
        .filter(isObjectType)
        .map((one) => leftIn(one, group, info, shut));
      if (below.includes('refused') && !below.includes('some')) refused = true;
      else some = true;
    }
  }
  return some ? 'some' : refused ? 'refused' : 'nothing';
}

describe('behind an interface', () => {
  const asked = (text: string, decide: Decide): string => {
    const document = parse(text);
    const operation = operationOf(document);
    const narrowed = narrow({ schema: richSchema, document, operation, variables: {}, decide, maxSelections: 100 });
    return print(narrowed.document!)
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/_[0-9a-f]{10}/g, '');
  };
  const open: Decide = () => ({ kind: 'exempt' });

  test('what no rule is about in any of its types is asked of the interface itself', () => {
    expect(asked('{ node { name ... on Family { members { name } } } }', open)).toBe(
      '{ _node: node { k_typename: __typename _name: name ... on Person { k_id: id } ... on Family { _members: members { k_id: id _name: name } } } }',
    );
  });

  test.each<[string, FieldDecision]>([
    ['granted', GRANTED],
    ['conditional', { kind: 'conditional', streams: ['north:all'], alternatives: [['north:all']] }],
  ])('what is %s in one of its types is asked of each type by itself', (_kind, decision) => {
    const decide: Decide = (coordinate) => (coordinate === 'Family.name' ? decision : open(coordinate));
    expect(asked('{ node { name } }', decide)).toBe(
      '{ _node: node { k_typename: __typename ... on Person { k_id: id _name: name } ... on Family { _name: name } } }',
    );
  });

  test('what is withheld of one of its types is asked of the others alone', () => {
    const decide: Decide = (coordinate) =>
      coordinate === 'Family.name'
        ? { kind: 'withheld', stream: 'north:name', reason: 'ROLE_NOT_NAMED', clause: null }
        : open(coordinate);
    expect(asked('{ node { name } }', decide)).toBe(
      '{ _node: node { k_typename: __typename ... on Person { k_id: id _name: name } } }',
    );
  });

  test('what is below it is judged in each type by itself', () => {
    const decide: Decide = (coordinate) =>
      coordinate === 'Letter.count'
        ? { kind: 'withheld', stream: 'north:count', reason: 'ROLE_NOT_NAMED', clause: null }
        : open(coordinate);
    expect(asked('{ node { records { ... on Visit { count } ... on Letter { count } } } }', decide)).not.toMatch(
      /on Letter/,
    );
  });
});

test('of an interface nothing is asked that it does not promise, nor of a type that the client did not name', () => {
  const schema = buildSchema(`
    type Query { thing: Thing }
    interface Thing { like: Thing  size: Int }
    type Book implements Thing { like: Book  size(unit: String): Int  pages: Int }
  `);
  const asked = (text: string, of = schema): string => {
    const document = parse(text);
    const decide: Decide = () => ({ kind: 'exempt' });
    const operation = operationOf(document);
    const { document: left } = narrow({ schema: of, document, operation, variables: {}, decide, maxSelections: 100 });
    expect(validate(of, left!)).toEqual([]);
    return print(left!)
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/_[0-9a-f]{10}/g, '');
  };
  expect(asked('{ thing { like { ... on Book { pages } } } }')).toContain(
    '... on Book { _like: like { _pages: pages } }',
  );
  expect(asked('{ thing { ... on Book { size(unit: "cm") } } }')).toContain('... on Book { _size: size(unit: "cm") }');
  expect(asked('{ node { ... on Person { name } } }', richSchema)).toContain('... on Person { k_id: id _name: name }');
});
