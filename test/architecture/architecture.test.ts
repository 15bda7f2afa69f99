import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { type Import, importsOf, root, sourceFiles, workspaceOf, workspaces } from './imports';
import { LOOSE, mayImport, placeOf } from './layers';
import { stateIn } from './module-state';

/** Whoever joins is checked like the founding five. */
const AGENCIES = readdirSync(join(root, 'subgraphs'))
  .filter((name) => name !== 'kit' && name !== 'population')
  .map((name) => `subgraphs/${name}`);
const files = sourceFiles();
const imports = files.flatMap(importsOf);
const isTest = (file: string): boolean => /\.test\.tsx?$|(^|\/)fixtures\/|^test\//.test(file);
const told = (broken: readonly Import[]): readonly string[] => broken.map(({ from, to }) => `${from} imports ${to}`);

/** Which workspaces each may import, besides itself. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  schema: [],
  gateway: ['schema'],
  client: [],
  portal: ['client'],
  'subgraphs/kit': ['schema'],
  'subgraphs/population': [],
  ...Object.fromEntries(AGENCIES.map((agency) => [agency, ['schema', 'subgraphs/kit']])),
  cli: ['schema', 'gateway', 'portal', 'subgraphs/kit', ...AGENCIES],
};

test('there is code to judge', () => {
  expect(files.length).toBeGreaterThan(100);
  expect(imports.filter(({ ours }) => ours).length).toBeGreaterThan(300);
});

test('workspaces import one another only in the agreed direction', () => {
  const broken = imports.filter(({ from, to, ours }) => {
    const [here, there] = [workspaceOf(from), workspaceOf(to)];
    if (!ours || here === there || isTest(from)) return false;
    if (there === 'subgraphs/population') return !(AGENCIES.includes(here) && /\/stand-in[^/]*\.ts$/.test(from));
    return !(MAY[here] ?? []).includes(there);
  });
  expect(told(broken)).toEqual([]);
});

test("an agency's tests may read the borough, but never another agency or the gateway", () => {
  const broken = imports.filter(({ from, to, ours }) => {
    const [here, there] = [workspaceOf(from), workspaceOf(to)];
    return (
      ours &&
      AGENCIES.includes(here) &&
      here !== there &&
      !['schema', 'subgraphs/kit', 'subgraphs/population'].includes(there)
    );
  });
  expect(told(broken)).toEqual([]);
});

test('nothing imports the tests', () => {
  expect(
    told(imports.filter(({ from, to, ours }) => ours && workspaceOf(to) === 'test' && workspaceOf(from) !== 'test')),
  ).toEqual([]);
});

test('the gateway imports down its layers only, types included', () => {
  const isOfGateway = (path: string): boolean =>
    workspaceOf(path) === 'gateway' && !isTest(path) && !/until-killed/.test(path);
  const broken = imports.filter(
    ({ from, to, ours }) => ours && isOfGateway(from) && isOfGateway(to) && !mayImport(placeOf(from), placeOf(to)),
  );
  expect(told(broken)).toEqual([]);
});

test('what runs up the layers is seen, and so is what stands in none', () => {
  const may = (from: string, to: string): boolean =>
    mayImport(placeOf(`gateway/${from}.ts`), placeOf(`gateway/${to}.ts`));
  expect(may('pipeline', 'linkage/linker')).toBe(true);
  expect(may('linkage/linker', 'pipeline')).toBe(false);
  expect(may('subgraph-client/fetch-entities', 'execution/run-plan')).toBe(false);
  expect(may('audit/build-records', 'linkage/linker')).toBe(false);
  expect(may('new-folder/file', 'shared/masks')).toBe(false);
});

test('nothing but the entry, the pipeline, its context, settings and errors stands loose in the gateway', () => {
  const loose = files.filter((file) => /^gateway\/[^/]+$/.test(file) && !isTest(file)).map((file) => file.slice(8));
  expect(loose.toSorted()).toEqual(LOOSE);
});

test('only one file of the gateway names the planner, and none a stock gateway, which would run plans itself', () => {
  const code = sourceFiles(['*.ts', '*.tsx', '*.cjs'])
    .filter((file) => !isTest(file))
    .map((file) => [file, readFileSync(join(root, file), 'utf8')] as const);
  const naming = (packages: readonly string[]): readonly string[] =>
    code.filter(([, text]) => packages.some((name) => new RegExp(`['"]${name}['"/]`).test(text))).map(([file]) => file);
  expect(naming(['@apollo/query-planner', '@apollo/federation-internals'])).toEqual(['gateway/planning/planner.cjs']);
  expect(naming(['@apollo/gateway'])).toEqual([]);
});

/** Each belongs to nobody's request, version or protocol, and says why it may stand outside of all of them. */
const MODULE_STATE: Readonly<Record<string, string>> = {
  'gateway/subgraph-client/sign-grants.ts drawn': 'random bytes, each given out once',
  'subgraphs/kit/conformance/ask-contract.ts NO_POLICIES': 'empty, and nothing is put in it',
  'gateway/policy/read/load-protocols.ts readBefore':
    'at most twenty protocol texts, by the whole text: a function of its key alone',
};

test('nothing is remembered at the top of a file: what depends on a version or a protocol is remembered by that version', () => {
  const found = files
    .filter((file) => /^(gateway|subgraphs\/kit)\//.test(file) && !isTest(file))
    .flatMap((file) => stateIn(readFileSync(join(root, file), 'utf8')).map((name) => `${file} ${name}`));
  expect(found.filter((one) => !(one in MODULE_STATE))).toEqual([]);
  expect(Object.keys(MODULE_STATE).filter((one) => !found.includes(one))).toEqual([]);
});

test('what would be remembered at the top of a file is seen, however it is written', () => {
  expect(stateIn('const a = new Map<string, Map<string, number>>();')).toEqual(['a']);
  expect(stateIn('export const b: Map<string, number> =\n  new LRUCache({ max: 5 });')).toEqual(['b']);
  expect(stateIn('let c = 0;')).toEqual(['c']);
  expect(stateIn('const d: string[] = [];\nconst e: Record<string, string> = {};')).toEqual(['d', 'e']);
  expect(stateIn('const f = new Map() as Map<string, string>;\nconst g = { h: new Set<string>() };')).toEqual([
    'f',
    'g',
  ]);
  expect(stateIn('class K { static readonly known = new Map<string, string>(); }')).toEqual(['K.known']);
  // What is filled where it stands, and what dies with what it is about.
  expect(stateIn("const A = new Set(['x']);\nconst B = new WeakMap<object, string>();")).toEqual([]);
  expect(stateIn('const C: ReadonlySet<string> = new Set();\nfunction d() { const own = new Map(); }')).toEqual([]);
});

test('no files import one another in a circle, types included', () => {
  const next = new Map<string, string[]>();
  for (const { from, to, ours } of imports) if (ours) next.set(from, [...(next.get(from) ?? []), to]);
  expect(findCircle(next)).toBeNull();
});

test('every package that is imported is declared by the workspace that imports it', () => {
  const declared = new Map<string, ReadonlySet<string>>();
  const declaredBy = (workspace: string): ReadonlySet<string> => {
    let names = declared.get(workspace);
    if (!names) {
      names = readDeclared(join(root, workspace, 'package.json'));
      declared.set(workspace, names);
    }
    return names;
  };
  const shared = readDeclared(join(root, 'package.json'));
  const broken = imports.filter(({ from, to, ours }) => {
    if (ours || to.startsWith('node:') || builtinModules.includes(to)) return false;
    return !declaredBy(workspaceOf(from)).has(to) && !(isTest(from) && shared.has(to));
  });
  expect(told(broken)).toEqual([]);
});

test('every package that a workspace declares is named by its code', () => {
  const code = new Map<string, string>();
  for (const file of sourceFiles(['*.ts', '*.tsx', '*.cjs', '*.mjs'])) {
    const workspace = workspaceOf(file);
    code.set(workspace, `${code.get(workspace) ?? ''}${readFileSync(join(root, file), 'utf8')}`);
  }
  const unused = workspaces().flatMap((workspace) =>
    [...readDeclared(join(root, workspace, 'package.json'))]
      .filter((name) => !name.startsWith('@types/') && !new RegExp(`['"]${name}['"/]`).test(code.get(workspace) ?? ''))
      .map((name) => `${workspace} declares ${name}`),
  );
  expect(unused).toEqual([]);
});

function readDeclared(file: string): ReadonlySet<string> {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(file, 'utf8')) as Record<
    string,
    Record<string, string>
  >;
  return new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)]);
}

function findCircle(next: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): readonly string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const to of next.get(file) ?? []) {
      const circle = visit(to, [...path, file]);
      if (circle) return circle;
    }
    done.add(file);
    return null;
  };
  for (const file of next.keys()) {
    const circle = visit(file, []);
    if (circle) return circle;
  }
  return null;
}
