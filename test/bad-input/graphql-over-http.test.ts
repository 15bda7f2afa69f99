import { serverAudits } from 'graphql-http';
import { type RunningStack, startStack } from '../stack';
import { NO_AGENCIES } from './no-agencies';

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({ agencies: NO_AGENCIES });
});
afterAll(() => stack.close());

test('every audit of GraphQL over HTTP is met, recommendations too', async () => {
  const token = await stack.token('head-of-centre');
  const fetchFn = (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    headers.set('x-purpose', 'EARLY_HELP');
    return fetch(url, { ...init, headers });
  };
  const audits = serverAudits({ url: `${stack.url}/graphql`, fetchFn });
  expect(audits).toHaveLength(61);
  const unmet: string[] = [];
  for (const audit of audits) {
    const result = await audit.fn();
    if (result.status !== 'ok') unmet.push(`${audit.id} ${result.status}: ${audit.name}: ${result.reason}`);
  }
  expect(unmet).toEqual([]);
});
