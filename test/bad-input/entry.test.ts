import { generateKeyPair } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type DevelopmentKey, loadDevelopmentKey } from '@family-view/gateway/identity/development-keys';
import { importJWK, SignJWT } from 'jose';
import { type RunningStack, startStack } from '../stack';
import { NO_AGENCIES } from './no-agencies';

let stack: RunningStack;
let key: DevelopmentKey;
let good: string;
beforeAll(async () => {
  stack = await startStack({ agencies: NO_AGENCIES });
  key = await loadDevelopmentKey(join(stack.dataDirectory, 'gateway'));
  good = await stack.token('social-worker');
});
afterAll(() => stack.close());

const CLAIMS = {
  organisation: 'aldermere-council',
  organisation_type: 'LOCAL_AUTHORITY',
  role: 'SOCIAL_WORKER',
  purpose: 'EARLY_HELP',
};

async function sign(
  claims: object,
  {
    seconds = 3_600,
    issuer = 'family-view-development',
    audience = 'family-view',
    by,
  }: { seconds?: number; issuer?: string; audience?: string; by?: CryptoKey } = {},
) {
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'EdDSA', kid: key.privateJwk.kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject('w-somebody')
    .setIssuedAt(now - 10)
    .setExpirationTime(now + seconds)
    .sign(by ?? (await importJWK(key.privateJwk, 'EdDSA')));
}

async function enter(headers: Record<string, string>) {
  const response = await fetch(`${stack.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: '{ me { id purpose caseReference } }' }),
  });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text), headers: response.headers };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const unsigned = () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${good.split('.')[1]}.`;
const altered = () => {
  const [head, , signature] = good.split('.');
  const claims = JSON.parse(Buffer.from(good.split('.')[1]!, 'base64url').toString());
  return `${head}.${Buffer.from(JSON.stringify({ ...claims, role: 'HEAD_OF_CENTRE' })).toString('base64url')}.${signature}`;
};
const foreign = async () =>
  sign(CLAIMS, { by: (await promisify(generateKeyPair)('ed25519')).privateKey as unknown as CryptoKey });

type Refused = readonly [
  what: string,
  headers: () => Record<string, string> | Promise<Record<string, string>>,
  status: number,
  code: string,
];
const REFUSED: readonly Refused[] = [
  ['no token', () => ({}), 401, 'NO_TOKEN'],
  ['a word where the token should be', () => bearer('opensesame'), 401, 'TOKEN_MALFORMED'],
  ['another scheme', () => ({ authorization: 'Basic aGVsZW46aGVsZW4=' }), 401, 'TOKEN_MALFORMED'],
  ['a token of 20 000 characters', () => bearer('a'.repeat(10_000)), 401, 'TOKEN_MALFORMED'],
  ['a token that nobody signed', () => bearer(unsigned()), 401, 'TOKEN_NOT_TRUSTED'],
  ['a token with another role written in', () => bearer(altered()), 401, 'TOKEN_NOT_TRUSTED'],
  ['a token signed by somebody else', async () => bearer(await foreign()), 401, 'TOKEN_NOT_TRUSTED'],
  [
    'a token of another issuer',
    async () => bearer(await sign(CLAIMS, { issuer: 'elsewhere' })),
    401,
    'TOKEN_NOT_TRUSTED',
  ],
  [
    'a token for another audience',
    async () => bearer(await sign(CLAIMS, { audience: 'payroll' })),
    401,
    'TOKEN_NOT_TRUSTED',
  ],
  ['an expired token', async () => bearer(await sign(CLAIMS, { seconds: -60 })), 401, 'TOKEN_EXPIRED'],
  [
    'a token that names no organisation',
    async () => bearer(await sign({ role: 'SOCIAL_WORKER' })),
    401,
    'TOKEN_MALFORMED',
  ],
  [
    'a role that no protocol names',
    async () => bearer(await sign({ ...CLAIMS, role: 'DIRECTOR' })),
    403,
    'ROLE_UNKNOWN',
  ],
  ['no purpose', async () => bearer(await sign({ ...CLAIMS, purpose: undefined })), 400, 'NO_PURPOSE'],
  ['a purpose that is none', () => ({ ...bearer(good), 'x-purpose': 'CURIOSITY' }), 400, 'PURPOSE_UNKNOWN'],
  [
    'a purpose that the role may not state',
    () => ({ ...bearer(good), 'x-purpose': 'SCRUTINY' }),
    403,
    'PURPOSE_NOT_ALLOWED',
  ],
  [
    'safeguarding without a case',
    () => ({ ...bearer(good), 'x-purpose': 'SAFEGUARDING' }),
    400,
    'CASE_REFERENCE_NEEDED',
  ],
  [
    'a case that is a sentence',
    () => ({ ...bearer(good), 'x-purpose': 'TRIAGE', 'x-case-reference': 'the boy Daniel' }),
    400,
    'CASE_REFERENCE_MALFORMED',
  ],
];

test.each(REFUSED)('%s: nobody enters, and is told what to do', async (_what, headers, status, code) => {
  const sent = await headers();
  const answer = await enter(sent);
  expect([answer.status, answer.body]).toEqual([
    status,
    { errors: [{ message: expect.stringMatching(/\.$/), extensions: { code } }] },
  ]);
  expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null);
  // What came may be a secret, or about somebody: it is not sent back.
  for (const value of Object.values(sent).flatMap((header) => header.split(' ')))
    if (value.length > 6 && value !== 'Bearer' && value !== 'SAFEGUARDING') expect(answer.text).not.toContain(value);
});

test('with a token, a purpose and a case the same request is answered', async () => {
  const { status, body } = await enter({
    ...bearer(good),
    'x-purpose': 'SAFEGUARDING',
    'x-case-reference': 'CASE/2026-17',
  });
  expect([status, body.data]).toEqual([
    200,
    { me: { id: 'w-social-worker', purpose: 'SAFEGUARDING', caseReference: 'CASE/2026-17' } },
  ]);
});
