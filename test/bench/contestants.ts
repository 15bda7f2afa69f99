import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIdCipher } from '@family-view/gateway/linkage/id-cipher';
import { composeSupergraph } from '@family-view/gateway/schema-registry/compose-supergraph';
import { AGENCIES } from '@family-view/schema';
import { GATEWAY_FLAGS } from '../../cli/node-flags';
import { PERSON_BEHIND } from './asked-fields';
import type { BenchPerson } from './bench-family';
import { FAMILY_VIEW, firstFederationSdl, PEER_FAMILY_ID, peerSdl } from './family-view-query';
import type { IdentityProvider } from './identity-provider';

/** One server of the comparison: how it is started on a port, and how it is asked. */
export interface Contestant {
  readonly name: string;
  readonly path: string;
  readonly command: readonly [file: string, ...args: string[]];
  readonly environment: Readonly<Record<string, string>>;
  readonly headers: () => Promise<Readonly<Record<string, string>>>;
  readonly familyId: () => string;
  /** In place of the usual one. */
  readonly query?: string;
  /** Why it cannot be tried here. */
  readonly absent?: string;
}

export const PORT_HERE = '{port}';
const PEERS = join(__dirname, 'peers');
const NOW = () => new Date();
/** Any 64 bytes: the ids are made with it here and opened with it there. */
const LINKAGE_KEY = 'b1'.repeat(64);

export interface Requirement {
  /** An empty folder of this run's own. */
  readonly directory: string;
  readonly origins: ReadonlyMap<string, string>;
  readonly family: readonly BenchPerson[];
  readonly provider: IdentityProvider;
  /** Why the other gateways could not be installed; null where they are. */
  readonly notInstalled: string | null;
}

/** A file of TypeScript, run as `npm start` runs the gateway. */
export const served = (file: string): Contestant['command'] => [
  process.execPath,
  ...GATEWAY_FLAGS,
  '--require',
  join(__dirname, '..', '..', 'cli', 'read-typescript.cjs'),
  file,
];

export function ourGateways(requirement: Requirement): readonly Contestant[] {
  const plain = ourGateway('ours, no grants or audit', {
    ...requirement,
    directory: join(requirement.directory, 'ours-plain'),
  });
  return [
    ourGateway('ours, everything on', { ...requirement, directory: join(requirement.directory, 'ours') }),
    { ...plain, environment: { ...plain.environment, PLAIN: '1' } },
  ];
}

/** Our gateway with everything on, its data in this directory. */
export function ourGateway(
  name: string,
  { directory, origins, family, provider }: Omit<Requirement, 'notInstalled'>,
): Contestant {
  return {
    name,
    path: '/graphql',
    command: served(join(__dirname, 'serve-ours.ts')),
    environment: { ...ourEnvironment(directory, origins), ...provider.environment },
    headers: async () => ({ authorization: `Bearer ${await provider.token()}` }),
    familyId: () => sealedFamily(family, [...origins.keys()]),
  };
}

/** Deadlines are wide: a machine that is kept busy on purpose is not an agency in trouble. */
const ourEnvironment = (directory: string, origins: ReadonlyMap<string, string>): Readonly<Record<string, string>> => ({
  NODE_ENV: 'production',
  PORT: PORT_HERE,
  DATA_DIRECTORY: directory,
  AGENCY_URLS: urlsOf(origins),
  LINKAGE_KEY,
  LOG_LEVEL: 'silent',
  REQUESTS_PER_MINUTE: '1000000000',
  AGENCY_TIMEOUT_MS: '15000',
  OPERATION_DEADLINE_MS: '40000',
});

const urlsOf = (origins: ReadonlyMap<string, string>): string =>
  [...origins].map(([agency, origin]) => `${agency}=${origin}`).join(',');

/** The id under which our gateway knows this family today. */
function sealedFamily(family: readonly BenchPerson[], agencies: readonly string[]): string {
  const idCipher = createIdCipher(Buffer.from(LINKAGE_KEY, 'hex'), agencies, NOW);
  const at = (refAt: (agency: string) => string) =>
    new Map(agencies.map((agency) => [agency, { state: 'pointer', ref: refAt(agency) } as const]));
  const asserted = new Map(agencies.map((agency) => [agency, new Set(family.map(({ refAt }) => refAt(agency)))]));
  return idCipher.sealFamily(
    { members: family.map((person) => at(person.refAt)), groups: at((agency) => `${agency}-family`), asserted },
    PERSON_BEHIND.requester.organisation,
  );
}

export function byHand(requirement: Requirement): readonly Contestant[] {
  const hand = (name: string, folder: string, more: Readonly<Record<string, string>>): Contestant => ({
    name,
    path: '/graphql',
    command: served(join(__dirname, 'serve-by-hand.ts')),
    environment: {
      NODE_ENV: 'production',
      PORT: PORT_HERE,
      AGENCY_URLS: urlsOf(requirement.origins),
      DATA_DIRECTORY: join(requirement.directory, folder),
      FAMILY_SIZE: String(requirement.family.length),
      ...more,
    },
    headers: async () => ({}),
    familyId: () => PEER_FAMILY_ID,
  });
  return [hand('by hand, bare', 'hand', {}), hand('by hand, grants and audit', 'hand-safe', { SAFE: '1' })];
}

export function otherGateways({ directory, origins, notInstalled }: Requirement): readonly Contestant[] {
  const supergraph = join(directory, 'supergraph.graphql');
  const services = join(directory, 'services.json');
  const published = AGENCIES.map((name) => ({ name, sdl: peerSdl(name), url: `${origins.get(name)}/graphql` }));
  writeFileSync(supergraph, composeSupergraph(published));
  writeFileSync(
    services,
    JSON.stringify(
      AGENCIES.map((name) => ({ name, sdl: firstFederationSdl(name), url: `${origins.get(name)}/first` })),
    ),
  );
  const other = (name: string, path: string, command: Contestant['command']): Contestant => ({
    name,
    path,
    command,
    environment: { NODE_ENV: 'production', PORT: PORT_HERE, SUPERGRAPH: supergraph, SERVICES: services },
    headers: async () => ({}),
    familyId: () => PEER_FAMILY_ID,
    absent: notInstalled ?? undefined,
  });
  const node = (file: string): Contestant['command'] => [process.execPath, join(PEERS, file)];
  return [
    other('@apollo/gateway', '/', node('serve-apollo.cjs')),
    other('Hive Gateway', '/graphql', node('serve-hive.cjs')),
    other('Mercurius, JIT', '/graphql', node('serve-mercurius.cjs')),
    grafbase(other, directory, published),
  ];
}

function grafbase(
  other: (name: string, path: string, command: Contestant['command']) => Contestant,
  directory: string,
  published: readonly { readonly name: string; readonly sdl: string; readonly url: string }[],
): Contestant {
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  const system = process.platform === 'darwin' ? 'apple-darwin' : 'unknown-linux-musl';
  const binary = join(PEERS, 'node_modules', '@grafbase', `cli-${machine}-${system}`, 'grafbase');
  const file = (name: string, text: string): string => {
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  };
  const subgraphs = (extra: (name: string, sdl: string) => string): string =>
    published.map(({ name, sdl, url }) => `[subgraphs.${name}]\nurl = "${url}"\n${extra(name, sdl)}`).join('\n');
  const config = file(
    'grafbase.toml',
    subgraphs(() => ''),
  );
  const overrides = file(
    'overrides.toml',
    subgraphs((name, sdl) => `schema_path = "${file(`${name}.graphql`, sdl)}"\n`),
  );
  const files = ['--gateway-config', config, '--graph-overrides', overrides];
  const command: Contestant['command'] = [binary, '--home', directory, 'dev', ...files, '--port', PORT_HERE];
  const contestant = other('Grafbase (grafbase dev)', '/graphql', command);
  const absent = existsSync(binary) ? undefined : 'its package has no binary for this machine';
  return { ...contestant, absent: contestant.absent ?? absent };
}

/** The request that each is asked, over and over. */
export const askBody = (contestant: Contestant): string =>
  JSON.stringify({ query: contestant.query ?? FAMILY_VIEW, variables: { id: contestant.familyId() } });
