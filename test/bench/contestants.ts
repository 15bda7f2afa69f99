import { existsSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { createIdCipher } from '@family-view/gateway/linkage/id-cipher';
import { composeSupergraph } from '@family-view/gateway/schema-registry/compose-supergraph';
import { AGENCIES } from '@family-view/schema';
import { GATEWAY_FLAGS } from '../../cli/node-flags';
import { PERSON_BEHIND } from './asked-fields';
import type { BenchPerson } from './bench-family';
import { compiledRouters } from './compiled-routers';
import { type Contestant, PORT_HERE } from './contestant';
import { FAMILY_VIEW, firstFederationSdl, peerFamilyId, peerSdl } from './family-view-query';
import type { IdentityProvider } from './identity-provider';

export { type Contestant, PORT_HERE } from './contestant';

const PEERS = join(__dirname, 'peers');
export const NOW = () => new Date();
/** Any 64 bytes: the ids are made with it here and opened with it there. */
export const LINKAGE_KEY = 'b1'.repeat(64);

export interface Requirement {
  /** An empty folder of this run's own. */
  readonly directory: string;
  readonly origins: ReadonlyMap<string, string>;
  readonly families: readonly (readonly BenchPerson[])[];
  readonly provider: IdentityProvider;
  /** The Node that all of them run on. */
  readonly node?: string;
  /** Why the other gateways could not be installed; null where they are. */
  readonly notInstalled: string | null;
}

const HERE = join(__dirname, '..', '..');

/**
 * A file of TypeScript, run as `npm start` runs the gateway.
 * @param tree another clone, whose file of this name is run.
 */
export const served = (file: string, node = process.execPath, tree = HERE): Contestant['command'] => [
  node,
  ...GATEWAY_FLAGS,
  '--require',
  join(tree, 'cli', 'read-typescript.cjs'),
  join(tree, relative(HERE, file)),
];

/** One requester stands for many, as at the others: on a slow machine it would be told to come back. */
const FOR_MANY = {
  OPERATIONS_IN_FLIGHT_BUSY: '128',
  OPERATIONS_IN_FLIGHT_EACH: '128',
  OPERATIONS_IN_FLIGHT_EACH_BUSY: '128',
  OPERATIONS_BURST_EACH: '1000000',
};

/** @param tree another clone of the project: ours as it stands there. */
export function ourGateways(requirement: Requirement, tree?: string): readonly Contestant[] {
  const of = tree === undefined ? '' : ` of ${basename(tree)}`;
  const at = (folder: string) => ({ ...requirement, directory: join(requirement.directory, `${folder}${of}`), tree });
  const one = (name: string, folder: string, more: Contestant['environment']): Contestant => {
    const contestant = ourGateway(`ours${of}, ${name}`, at(folder));
    return { ...contestant, environment: { ...contestant.environment, ...FOR_MANY, ...more } };
  };
  return [one('everything on', 'ours', {}), one('no grants or audit', 'ours-plain', { PLAIN: '1' })];
}

/** Our gateway with everything on, its data in this directory. */
export function ourGateway(
  name: string,
  {
    directory,
    origins,
    families,
    provider,
    node,
    tree,
  }: Omit<Requirement, 'notInstalled'> & { readonly tree?: string },
): Contestant {
  return {
    name,
    path: '/graphql',
    command: served(join(__dirname, 'serve-ours.ts'), node, tree),
    environment: { ...ourEnvironment(directory, origins), ...provider.environment },
    headers: async () => ({ authorization: `Bearer ${await provider.token()}` }),
    familyId: (family = 0) => sealedFamily(families[family] ?? [], [...origins.keys()]),
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
  SHUTDOWN_NOTICE_MS: '0',
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
    {
      members: family.map((person) => at(person.refAt)),
      groups: at((agency) => family[0]?.groupAt(agency) ?? ''),
      asserted,
    },
    PERSON_BEHIND.requester.organisation,
  );
}

export function byHand(requirement: Requirement): readonly Contestant[] {
  const hand = (name: string, folder: string, more: Readonly<Record<string, string>>): Contestant => ({
    name,
    path: '/graphql',
    command: served(join(__dirname, 'serve-by-hand.ts'), requirement.node),
    environment: {
      NODE_ENV: 'production',
      PORT: PORT_HERE,
      AGENCY_URLS: urlsOf(requirement.origins),
      DATA_DIRECTORY: join(requirement.directory, folder),
      FAMILIES: String(requirement.families.length),
      FAMILY_SIZE: String(requirement.families[0]?.length ?? 0),
      ...more,
    },
    headers: async () => ({}),
    familyId: (family = 0) => peerFamilyId(family),
  });
  return [hand('by hand, bare', 'hand', {}), hand('by hand, grants and audit', 'hand-safe', { SAFE: '1' })];
}

export function otherGateways({
  directory,
  origins,
  notInstalled,
  node = process.execPath,
}: Requirement): readonly Contestant[] {
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
    familyId: (family = 0) => peerFamilyId(family),
    absent: notInstalled ?? undefined,
  });
  const nodeAt = (file: string): Contestant['command'] => [node, join(PEERS, file)];
  return [
    other('@apollo/gateway', '/', nodeAt('serve-apollo.cjs')),
    other('Hive Gateway', '/graphql', nodeAt('serve-hive.cjs')),
    other('Mercurius, JIT', '/graphql', nodeAt('serve-mercurius.cjs')),
    grafbase(other, directory, published),
    ...compiledRouters(other, { directory, supergraph, published }),
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

/** How each is asked for a family. */
export const askBody = (contestant: Contestant, family = 0): string =>
  JSON.stringify({ query: contestant.query ?? FAMILY_VIEW, variables: { id: contestant.familyId(family) } });
