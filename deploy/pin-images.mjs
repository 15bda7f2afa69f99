#!/usr/bin/env node
/**
 * Pins the images that Dockerfile and docker-compose.yml name by the digest that the registry has for their tag today:
 * `node:24-bookworm-slim@sha256:…`. Run it where a registry is reached, and read the change as any other.
 *
 *   deploy/pin-images.mjs            pins, or brings pins up to date
 *   deploy/pin-images.mjs --check    asks no registry: every image has a tag, and one tag has one digest throughout
 *   deploy/pin-images.mjs --check --pinned   and each is pinned
 *
 * --in FOLDER: in place of this repository. --registry URL: a mirror, in place of each image's own registry.
 * Exit: 0 well, 1 not (told on standard error), 2 usage.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const FILES = ['Dockerfile', 'docker-compose.yml'];
/** `FROM image AS name`, and `image: name:tag` of Compose; what Compose builds itself has no tag. */
const REFERENCE = /^(FROM\s+|\s*image:\s*)([a-z0-9][\w./:-]*:[\w.-]+)(@sha256:[0-9a-f]{64})?(?=\s|$)/gm;
const NAMED = /^(?:FROM\s+|\s*image:\s*)(\S+)/gm;
const BUILT_HERE = 'family-view';
/** Of an image for several architectures, and of one for one: Docker's types, and OCI's. */
const MANIFESTS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');
const HUB = 'https://registry-1.docker.io';
const TIMEOUT_MS = 30_000;

class Told extends Error {}

/** `host/name:tag` where the first part has a dot or a port; else Docker's own, whose images stand under `library`. */
function placeOf(reference, mirror) {
  const [, path, tag] = /^(.*):([^:/]+)$/.exec(reference);
  const [first, ...rest] = path.split('/');
  const hasHost = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const name = hasHost ? rest.join('/') : path.includes('/') ? path : `library/${path}`;
  return { origin: mirror ?? (hasHost ? `https://${first}` : HUB), name, tag };
}

const ask = (url, headers) => fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });

/** The Docker Registry's token authentication: whoever may pull is told where to ask, and for what. */
async function tokenOf(challenge) {
  const told = Object.fromEntries([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
  if (!/^bearer /i.test(challenge) || !told.realm) throw new Told('it wants a sign-in that this script does not know');
  const url = new URL(told.realm);
  for (const name of ['service', 'scope']) if (told[name]) url.searchParams.set(name, told[name]);
  const response = await ask(url, {});
  if (!response.ok) throw new Told(`its sign-in answers with ${response.status}`);
  const { token, access_token } = await response.json();
  return token ?? access_token;
}

/** OCI Distribution Specification, "Pulling manifests": the digest is that of the very bytes that came. */
async function digestOf(reference, mirror) {
  const { origin, name, tag } = placeOf(reference, mirror);
  const url = `${origin}/v2/${name}/manifests/${tag}`;
  let response = await ask(url, { accept: MANIFESTS });
  if (response.status === 401) {
    const token = await tokenOf(response.headers.get('www-authenticate') ?? '');
    response = await ask(url, { accept: MANIFESTS, authorization: `Bearer ${token}` });
  }
  if (!response.ok) throw new Told(`the registry answers with ${response.status}`);
  const digest = `sha256:${createHash('sha256')
    .update(Buffer.from(await response.arrayBuffer()))
    .digest('hex')}`;
  const said = response.headers.get('docker-content-digest');
  if (said !== null && said !== digest) throw new Told(`the registry says ${said}, and what it sent is ${digest}`);
  return digest;
}

/** What is wrong with the images that these files name, and what they are. */
function check(texts, mustBePinned) {
  const faults = [];
  const digests = new Map();
  for (const [file, text] of texts) {
    const whole = new Map(
      [...text.matchAll(REFERENCE)].map(([, , name, pin]) => [`${name}${pin ?? ''}`, { name, pin }]),
    );
    for (const [, named] of text.matchAll(NAMED)) {
      if (named === BUILT_HERE) continue;
      const found = whole.get(named);
      if (!found) faults.push(`${file}: ${named} has no tag: which version runs is left to chance`);
      else if (/:latest$/.test(found.name)) faults.push(`${file}: ${named}: "latest" is another every day`);
      else if (mustBePinned && !found.pin) faults.push(`${file}: ${named} is not pinned`);
      if (!found) continue;
      const other = digests.get(found.name);
      if (other !== undefined && other !== found.pin) faults.push(`${file}: ${found.name} is pinned in different ways`);
      digests.set(found.name, found.pin);
    }
  }
  return { faults, digests };
}

async function main() {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean' },
      pinned: { type: 'boolean' },
      in: { type: 'string', default: join(import.meta.dirname, '..') },
      registry: { type: 'string' },
    },
  });
  const files = FILES.map((file) => join(values.in, file)).filter((file) => existsSync(file));
  const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
  const { faults, digests } = check(texts, values.check && values.pinned);
  if (digests.size === 0) faults.push('no image is named');
  if (faults.length > 0) throw new Told(faults.join('\n'));
  if (values.check) {
    const pinned = [...digests.values()].filter(Boolean).length;
    console.log(`${digests.size} images, ${pinned} pinned: ${[...digests.keys()].join(', ')}`);
    return;
  }
  const fresh = new Map();
  for (const name of digests.keys()) {
    const digest = await digestOf(name, values.registry).catch((fault) => {
      throw new Told(`${name}: ${fault instanceof Told ? fault.message : 'its registry is not reached'}`);
    });
    fresh.set(name, digest);
    console.log(`${name}@${digest}`);
  }
  // All or none: a file that is half pinned says nothing.
  for (const [file, text] of texts)
    writeFileSync(
      file,
      text.replace(REFERENCE, (_, before, name) => `${before}${name}@${fresh.get(name)}`),
    );
}

main().catch((fault) => {
  console.error(fault instanceof Told ? fault.message : String(fault));
  process.exitCode = fault instanceof Told ? 1 : 2;
});
