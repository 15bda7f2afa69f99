import { readConfig } from '@family-view/gateway';
import { type RunningStack, startStack } from '../stack';
import { NO_AGENCIES } from './no-agencies';

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({ agencies: NO_AGENCIES });
});
afterAll(() => stack.close());

test('metrics and the agencies’ states are told on a listener of their own, on loopback', async () => {
  expect(new URL(stack.adminUrl).hostname).toBe('127.0.0.1');
  expect((await fetch(`${stack.url}/metrics`)).status).toBe(404);
  expect(await (await fetch(`${stack.url}/health/ready`)).json()).toEqual({ status: 'ready' });
  expect(await (await fetch(`${stack.adminUrl}/metrics`)).text()).toContain('# HELP');
  expect(await (await fetch(`${stack.adminUrl}/health/agencies`)).json()).toEqual({ agencies: expect.any(Object) });
});

test('the registry is read on that listener, and changed on the other alone', async () => {
  const at = async (url: string, action: string) => {
    const answer = await fetch(`${url}/registry/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    return { status: answer.status, body: await answer.json() };
  };
  expect(await at(stack.adminUrl, 'status')).toMatchObject({ status: 200, body: { version: 1, kind: 'FOUNDED' } });
  expect((await at(stack.adminUrl, 'publish')).status).toBe(404);
  expect(await at(stack.adminUrl, 'diff')).toMatchObject({
    status: 400,
    body: { errors: [{ extensions: { code: 'BAD_REGISTRY_REQUEST' } }] },
  });
});

test('a page may use no camera, microphone or place of whoever looks at it', async () => {
  const { headers } = await fetch(`${stack.url}/health/live`);
  expect(headers.get('permissions-policy')).toContain('geolocation=()');
});

test.each([
  [{ JWKS_URI: 'https://sign-in.example/keys' }, 'belong together'],
  [{ ISSUER: 'https://sign-in.example' }, 'belong together'],
  [{ HOST: '0.0.0.0' }, 'development token'],
  [{ HOST: '10.1.2.3', NODE_ENV: 'test' }, 'development token'],
])('half a setting of who signs in refuses to start: %j', (environment, told) => {
  expect(() => readConfig(environment, ['health'])).toThrow(told);
});

test('4010 is the admin port beside 4000', () => {
  expect(readConfig({}, ['health'])).toMatchObject({ port: 4000, adminPort: 4010, adminHost: '127.0.0.1' });
});
