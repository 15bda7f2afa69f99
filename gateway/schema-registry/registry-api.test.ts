import type { GatewayRegistry } from './open-gateway-registry';
import { openRegistryApi, openRegistryReading } from './registry-api';

const record = {
  version: 1,
  kind: 'FOUNDED',
  at: '2026-01-01T00:00:00.000Z',
  by: 'files',
  changed: [],
  supergraph: 'a'.repeat(64),
  protocol: 'best-start:3:1',
  rolledBackTo: null,
  agencies: [],
};
const registryParts = {
  registry: { id: 'the-registry', newest: async () => ({ record }), log: async () => [record] },
} as unknown as GatewayRegistry;
const inDevelopment = false;

test('outside development everything but the name of the registry is told, and done, for a signature alone', async () => {
  const { identity, ...others } = openRegistryApi(registryParts, null, inDevelopment).actions;
  expect(await identity!({})).toEqual({ registry: 'the-registry' });
  const bodies: Readonly<Record<string, object>> = {
    check: { agency: 'housing', schema: '' },
    diff: { from: 1, to: 2 },
    publish: { schema: '' },
    stage: { schema: '' },
  };
  for (const [name, act] of Object.entries(others))
    await expect(act(bodies[name] ?? {}).catch(({ code }) => `${name}: ${code}`)).resolves.toMatch(
      /: (KEY_UNKNOWN|BAD_REGISTRY_REQUEST)$/,
    );
});

test('whoever runs the gateway reads it unsigned, and changes nothing', async () => {
  const actions = openRegistryReading(registryParts, null);
  expect(Object.keys(actions).sort()).toEqual(['diff', 'log', 'status', 'supergraph']);
  expect(await actions.status!({})).toMatchObject({ registry: 'the-registry', version: 1 });
});
