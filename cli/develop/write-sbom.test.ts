import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { billOf, componentsOf, isLookedAt, readLock } from './write-sbom';

const lockOf = (packages: object) => readLock(JSON.stringify({ version: '1.0.0', packages }));
const real = readLock(readFileSync(join(__dirname, '../../package-lock.json'), 'utf8'));

test('what production installs is in it once for each version, and what development needs is not', () => {
  const found = componentsOf(
    lockOf({
      '': { version: '1.0.0' },
      gateway: { version: '0.1.0', dependencies: { '@scope/one': '1' } },
      'node_modules/@family-view/gateway': { link: true },
      'node_modules/@scope/one': {
        version: '1.0.0',
        license: 'MIT',
        dependencies: { two: '2' },
        integrity: 'sha512-AAEC',
      },
      'node_modules/@scope/one/node_modules/two': { version: '2.0.0', license: 'ISC' },
      'gateway/node_modules/two': { version: '3.0.0', license: 'ISC', dependencies: { three: '1' } },
      'node_modules/three': { version: '1.0.0', license: 'ISC', optionalDependencies: { 'not-here': '1' } },
      'node_modules/tests': { version: '1.0.0', license: 'MIT', dev: true },
    }),
  );
  expect(found.map(({ purl, dependsOn, hash }) => [purl, dependsOn, hash])).toEqual([
    // As package-url has npm: the scope's @ is written %40.
    ['pkg:npm/%40scope/one@1.0.0', ['pkg:npm/two@2.0.0'], '000102'],
    ['pkg:npm/three@1.0.0', [], null],
    ['pkg:npm/two@2.0.0', [], null],
    ['pkg:npm/two@3.0.0', ['pkg:npm/three@1.0.0'], null],
  ]);
});

test('of this project every dependency is one of the components, each has a licence that was looked at, and a run makes the same bytes', () => {
  const components = componentsOf(real);
  const known = new Set(components.map(({ purl }) => purl));
  expect(components.length).toBeGreaterThan(200);
  expect(components.flatMap(({ dependsOn }) => dependsOn).filter((purl) => !known.has(purl))).toEqual([]);
  // Each that says it needs some has found some.
  expect(components.find(({ name }) => name === 'fastify')!.dependsOn.length).toBeGreaterThan(5);
  expect(components.filter(({ license }) => !isLookedAt(license))).toEqual([]);
  expect(JSON.stringify(billOf('1', components))).toBe(JSON.stringify(billOf('1', componentsOf(real))));
});

test('a licence that nobody has looked at is told; of a choice one is enough, and of several together all are needed', () => {
  expect(['MIT', '(MIT OR GPL-3.0)', '(MIT AND BSD-3-Clause)'].map(isLookedAt)).toEqual([true, true, true]);
  expect(['GPL-3.0', 'MIT AND GPL-3.0', 'unknown', 'SEE LICENSE IN LICENSE'].map(isLookedAt)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
