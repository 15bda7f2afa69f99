/**
 * `npm run sbom`: what production installs, from the lockfile: a CycloneDX 1.6 bill of materials in `dist/sbom.cdx.json`, and
 * its licences on standard output. Fails where a package has a licence that nobody has looked at.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const root = join(__dirname, '../..');

const packageForm = z.object({
  version: z.string().optional(),
  license: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  dev: z.boolean().default(false),
  link: z.boolean().default(false),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});
const lockForm = z.object({ version: z.string(), packages: z.record(z.string(), packageForm) });
type Lock = z.infer<typeof lockForm>;

/** By SPDX. The Elastic Licence is for running it, not for selling it as a hosted service: see the README. */
const LOOKED_AT: ReadonlySet<string> = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
  'Python-2.0',
  'Elastic-2.0',
]);

export interface Component {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly purl: string;
  /** SHA-512, in hexadecimal. */
  readonly hash: string | null;
  /** By purl. */
  readonly dependsOn: readonly string[];
}

export function readLock(text: string): Lock {
  return lockForm.parse(JSON.parse(text));
}

/** What an installation without development packages holds, each version once. */
export function componentsOf({ packages }: Lock): readonly Component[] {
  const found = new Map<string, Component>();
  for (const [place, one] of Object.entries(packages)) {
    if (!place.includes('node_modules/') || one.dev || one.link) continue;
    const purl = purlOf(nameAt(place), one.version ?? '');
    const dependsOn = Object.keys({ ...one.dependencies, ...one.optionalDependencies }).flatMap((name) => {
      const at = resolveFrom(packages, place, name);
      return at === null || packages[at]!.link ? [] : [purlOf(name, packages[at]!.version ?? '')];
    });
    found.set(purl, {
      name: nameAt(place),
      version: one.version ?? '',
      license: one.license ?? 'unknown',
      purl,
      hash: hashOf(one.integrity),
      dependsOn: [...new Set(dependsOn)].sort(),
    });
  }
  return [...found.values()].sort((a, b) => (a.purl < b.purl ? -1 : 1));
}

/** As CycloneDX 1.6 has it. The same lockfile makes the same bytes. */
export function billOf(version: string, components: readonly Component[]): object {
  const ref = `pkg:npm/family-view@${version}`;
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidFrom(components.map(({ purl }) => purl).join())}`,
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': ref,
        name: 'family-view',
        version,
        licenses: [{ license: { id: 'Apache-2.0' } }],
      },
    },
    components: components.map(({ name, version: of, license, purl, hash }) => ({
      type: 'library',
      'bom-ref': purl,
      name,
      version: of,
      purl,
      licenses: [/[ ()]/.test(license) ? { expression: license } : { license: { id: license } }],
      ...(hash && { hashes: [{ alg: 'SHA-512', content: hash }] }),
    })),
    dependencies: [
      { ref, dependsOn: components.map(({ purl }) => purl) },
      ...components.map(({ purl, dependsOn }) => ({ ref: purl, dependsOn })),
    ],
  };
}

/** An expression is fine where each of its licences is, or where one of a choice is. */
export function isLookedAt(license: string): boolean {
  const choices = license.replaceAll(/[()]/g, '').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((one) => LOOKED_AT.has(one.trim())));
}

const nameAt = (place: string): string => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
const purlOf = (name: string, version: string): string => `pkg:npm/${name.replace('@', '%40')}@${version}`;

/** As Node looks for it: in the package's own folder, then in those above it. */
function resolveFrom(packages: Lock['packages'], place: string, name: string): string | null {
  const folders = place.split('/node_modules/');
  for (let depth = folders.length; depth >= 0; depth -= 1) {
    const candidate = [...folders.slice(0, depth), name]
      .join('/node_modules/')
      .replace(/^(?!.*node_modules\/)/, 'node_modules/');
    if (packages[candidate]) return candidate;
  }
  return packages[`node_modules/${name}`] ? `node_modules/${name}` : null;
}

function hashOf(integrity: string | undefined): string | null {
  const [, digest] = /\bsha512-([A-Za-z0-9+/=]+)/.exec(integrity ?? '') ?? [];
  return digest === undefined ? null : Buffer.from(digest, 'base64').toString('hex');
}

/** RFC 9562, version 8: of the content, so that nothing but the content changes it. */
function uuidFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function main(): void {
  const lock = readLock(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const components = componentsOf(lock);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, 'dist/sbom.cdx.json'), `${JSON.stringify(billOf(lock.version, components), null, 2)}\n`);
  const licenses = new Map<string, Component[]>();
  for (const one of components) licenses.set(one.license, [...(licenses.get(one.license) ?? []), one]);
  for (const [license, those] of [...licenses].sort(([, a], [, b]) => b.length - a.length))
    console.log(
      `${license.padEnd(24)} ${those.length}${those.length < 6 ? `  ${those.map(({ name }) => name).join(', ')}` : ''}`,
    );
  console.log(`${components.length} packages: dist/sbom.cdx.json`);
  const unknown = components.filter(({ license }) => !isLookedAt(license));
  for (const { name, license } of unknown)
    console.error(`${name}: the licence ${license} is not among those looked at.`);
  if (unknown.length > 0) process.exitCode = 1;
}

if (require.main === module) main();
