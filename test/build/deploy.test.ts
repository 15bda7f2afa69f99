/** What stands in deploy/ and docker-compose.yml, held to the schemas of those who read it and to the settings there are. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settings } from '@family-view/gateway/config/settings';
import { AGENCIES } from '@family-view/schema';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { GATEWAY_FLAGS } from '../../cli/node-flags';

const root = join(__dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const NAMES: ReadonlySet<string> = new Set(Object.keys(settings.shape));

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly read_only?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
  readonly ports?: readonly string[];
}
const compose = parse(read('docker-compose.yml'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const services = Object.entries(compose.services);

describe('docker-compose.yml', () => {
  test('is of the Compose Specification’s schema', () => {
    const { $schema: _, ...schema } = JSON.parse(read('deploy/schemas/compose-spec.json')) as Record<string, unknown>;
    const isOf = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
    const plain = JSON.parse(JSON.stringify(compose)) as Record<string, unknown>;
    expect([isOf(plain), isOf.errors]).toEqual([true, null]);
    // It looks where there is something to find.
    expect(isOf({ ...plain, services: { gateway: { imagee: 'family-view' } } })).toBe(false);
  });

  test('has two gateways behind nginx, what they share, and the five agencies', () => {
    expect(Object.keys(compose.services)).toEqual([
      'nginx',
      'gateway-1',
      'gateway-2',
      ...AGENCIES,
      'redis',
      'database',
      'postgres',
    ]);
    const nginx = read('deploy/nginx/family-view.conf');
    for (const gateway of ['gateway-1', 'gateway-2']) expect(nginx).toContain(`server ${gateway}:4000`);
  });

  test('names only services, volumes, files and settings that there are', () => {
    for (const [name, { volumes = [], depends_on = {}, environment = {} }] of services) {
      for (const other of Object.keys(depends_on)) expect(Object.keys(compose.services)).toContain(other);
      for (const [from = ''] of volumes.map((one) => one.split(':')))
        expect([name, from, from.startsWith('.') ? existsSync(join(root, from)) : from in compose.volumes]).toEqual([
          name,
          from,
          true,
        ]);
      if (name.startsWith('gateway-'))
        expect(Object.keys(environment).filter((setting) => !NAMES.has(setting))).toEqual([]);
    }
  });

  test('gateways come to the database as a user that does not own its tables, and after they were made', () => {
    const userOf = ({ environment = {} }: Service) =>
      new URL(environment.DATABASE_URL!.replace(/\$\{[^}]*\}/, 'x')).username;
    const { database } = compose.services;
    const own = (database as unknown as { readonly command: readonly string[] }).command.at(-1);
    expect(own).not.toBe(userOf(database!));
    for (const name of ['gateway-1', 'gateway-2']) {
      expect(userOf(compose.services[name]!)).toBe(own);
      expect(compose.services[name]!.depends_on).toHaveProperty('database');
    }
  });

  test('starts nothing of ours that could write to its root, and opens nothing beyond this machine', () => {
    for (const [name, one] of services) {
      if (one.image === 'family-view') expect([name, one.read_only]).toEqual([name, true]);
      for (const port of one.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });
});

test('the units start the gateway with the flags of npm start', () => {
  const unit = read('deploy/systemd/family-view-gateway.service');
  expect(/^ExecStart=(.*)$/m.exec(unit)?.[1]).toBe(
    ['/usr/bin/node', ...GATEWAY_FLAGS, 'dist/cli/serve-gateway.js'].join(' '),
  );
  for (const file of readdirSync(join(root, 'deploy/systemd'))) {
    const lines = read(`deploy/systemd/${file}`).split('\n');
    expect(lines.filter((line) => !/^(\[\w+\]|#.*|[A-Z]\w+=.*|)$/.test(line))).toEqual([]);
  }
});

test('the chart gives the gateway only settings that there are', () => {
  const template = read('deploy/helm/family-view/templates/gateway.yaml');
  const given = [...template.matchAll(/\{ name: ([A-Z_]+), value/g)].map(([, name]) => name!);
  const values = parse(read('deploy/helm/family-view/values.yaml')) as {
    readonly gateway: { readonly settings: Readonly<Record<string, string>> };
  };
  expect(given.length).toBeGreaterThan(3);
  expect([...given, ...Object.keys(values.gateway.settings)].filter((name) => !NAMES.has(name))).toEqual([]);
});
